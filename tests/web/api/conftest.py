"""Programs that call the API: no cookie, no token, no origin."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

PLACE = "/api/v1/assessments"
JSON = "application/json"

Send = Callable[..., TestResponse]


@pytest.fixture
def send(app: Flask) -> Send:
    """``send(case)`` or ``send(b"...")``: what a program gets for this body."""

    def call(body: bytes | dict[str, Any], query: str = "", kind: str = JSON) -> TestResponse:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return app.test_client().post(PLACE + query, data=data, content_type=kind)

    return call
