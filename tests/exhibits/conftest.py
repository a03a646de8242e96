"""The desk of papers, for every test here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.exhibits.desk import Desk
from tests.stage import Stage, Visitor


@pytest.fixture
def desk(stage: Stage, visit: Callable[..., Visitor]) -> Desk:
    part = stage.part("four-weekly", "confirm", "tell", "authority")
    return Desk(part, visit(part.borrower), visit(part.place.agent), visit(part.place.counselor))
