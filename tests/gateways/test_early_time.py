"""A clock of an authority that is behind ours, by less than a token may be, spoils no file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from app.documents.sandbox import Sandbox
from app.gateways.inspect import inspect
from app.gateways.seal import LocalSealer
from app.gateways.timestamp import LocalTsa
from tests.agreements import AT, an_english_agreement
from tests.sealing import seal


@pytest.mark.parametrize("seconds", [-299, -3, 0, 299])
def test_a_file_whose_times_are_apart_from_ours_is_genuine(
    seconds: int, sealer: LocalSealer, sandbox: Sandbox
) -> None:
    serials = count(1)
    there = AT + timedelta(seconds=seconds)
    tsa = LocalTsa(sealer.authority.tsa, lambda: there, lambda: next(serials))
    worked = seal(sandbox, replace(sealer, timestamper=tsa), an_english_agreement(months=3))
    verdict = inspect(worked.final, worked.expected, AT + timedelta(days=1))
    assert [(c.letter, c.code) for c in verdict.checks if not c.ok] == []
