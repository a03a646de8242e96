"""Whose word for an address counts: that of a proxy of ours, and of nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import request

from app.factory import create_app
from app.usecases.deps import Deps


@pytest.mark.parametrize(
    ("trusted", "seen"), [(False, "127.0.0.1 False"), (True, "203.0.113.7 True")]
)
def test_an_address_from_outside_counts_behind_a_proxy_alone(
    deps: Deps, *, trusted: bool, seen: str
) -> None:
    app = create_app(replace(deps, settings=replace(deps.settings, trust_proxy=trusted)))
    app.add_url_rule("/seen", "seen", lambda: f"{request.remote_addr} {request.is_secure}")
    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7", "X-Forwarded-Proto": "https"}
    answer = app.test_client().get("/seen", headers=headers | {"X-Forwarded-Host": "evil.example"})
    assert answer.text == seen
    assert "evil.example" not in str(answer.headers)
