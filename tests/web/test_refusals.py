from __future__ import annotations

import pytest

from app.core.errors import DomainError, KeyReused, NotAllowed, NotFound, OfferChanged, OfferRefused
from app.store.errors import StaleVersion
from app.web.errors import status_of


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotFound("case"), 404),
        (NotAllowed("action"), 403),
        (OfferChanged("offer"), 409),
        (StaleVersion("version"), 409),
        (OfferRefused(("above_affordable",)), 422),
        (KeyReused("sign"), 422),
        (DomainError("other"), 422),
    ],
)
def test_a_refusal_has_the_status_of_its_nearest_kind(refusal: DomainError, status: int) -> None:
    assert status_of(refusal) == status
