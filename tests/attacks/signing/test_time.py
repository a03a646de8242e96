"""Row 25: the file is accepted as long as its proofs last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.gateways.inspect import inspect
from tests.agreements import AT
from tests.attacks.signing.conftest import Ground
from tests.attacks.signing.table import row


@pytest.mark.parametrize("days", [row(25, f"after {days} days", days) for days in (30, 400, 5_000)])
def test_a_sealed_file_is_accepted_later(ground: Ground, days: int) -> None:
    later = AT + timedelta(days=days)
    assert inspect(ground.worked.final, ground.worked.expected, later).accepted
