"""A lender with a policy in force, for tests of policies and of second persons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from app.usecases import lender_policy, offers
from app.usecases.demo_steps import Part, Place
from app.usecases.deps import Deps


def written(deps: Deps, version: str = "v1", **said: Any) -> dict[str, object]:  # noqa: ANN401 - any field
    """A faultless policy in pounds that begins today."""
    return {
        "schema": "plainpact/lender-policy/1",
        "version": version,
        "effective_from": deps.now().date().isoformat(),
        "currency": "GBP",
        "base": {},
    } | said


def drafted(deps: Deps, place: Place, version: str = "v1", **said: Any) -> UUID:  # noqa: ANN401 - any field
    return lender_policy.draft(deps, place.supervisor, written(deps, version, **said))


def published(deps: Deps, place: Place, version: str = "v1", **said: Any) -> UUID:  # noqa: ANN401 - any field
    """Written by the supervisor, published by the administrator."""
    policy_id = drafted(deps, place, version, **said)
    lender_policy.publish(deps, place.admin, policy_id)
    return policy_id


def in_a_month(deps: Deps) -> str:
    return (deps.now().date() + timedelta(days=31)).isoformat()


def standing(part: Part) -> str:
    """The digest of the open offer."""
    offer = offers.choice(part.deps, part.borrower, part.case_id).scene.case.offer
    assert offer is not None
    return offer.digest
