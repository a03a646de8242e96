"""A case whose offers ran out: the policy allows four, and four were made."""

from __future__ import annotations

from app.core.access import Actor
from app.core.negotiation.case import Case
from app.core.negotiation.commands import OpenRound
from app.usecases import negotiate, offers, queries
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage
from tests.usecases.policy_people import published

WHY = "The rent falls in May, so there is more room."


def ran_out(stage: Stage, *steps: str) -> Part:
    """The lender's fourth offer stands; ``steps`` come before the first."""
    part = stage.part("four-weekly", *steps, "confirm", "tell")
    published(part.deps, part.place, most_offers=4)
    for step in ("offer", "counter"):
        STEPS[step](part)
    borrower_answers(part)
    STEPS["counter"](part)
    return part


def borrower_answers(part: Part) -> None:
    """Another of the options than the one that stands."""
    found = offers.choice(part.deps, part.borrower, part.case_id)
    standing = found.scene.case.offer
    assert standing is not None
    draft = next(d for d in offers.drafts(found) if d.digest != standing.digest)
    offers.send(
        part.deps,
        part.borrower,
        part.case_id,
        draft,
        words="This fits better.",
        shown=draft.digest,
        seen=standing.digest,
    )


def open_round(part: Part, who: Actor) -> Case:
    return negotiate.submit(part.deps, who, part.case_id, OpenRound(WHY))


def case_at(part: Part) -> Case:
    return queries.case_page(part.deps, part.borrower, part.case_id).case
