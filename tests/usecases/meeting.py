"""A case in which both sides have made an offer, and what they ask of each other then."""

from __future__ import annotations

from app.core.access import Actor
from app.core.money import Currency, Money
from app.core.negotiation.case import Case
from app.core.negotiation.folding import fold
from app.core.negotiation.middle_events import MidpointFound
from app.usecases import midpoint
from app.usecases.demo_steps import Part
from tests.stage import Stage
from tests.usecases.scenes import history

WORDS = "It lies between our two offers."


def apart(stage: Stage, *steps: str) -> Part:
    """The lender's answer to the borrower's offer stands; a counselor has authority."""
    return stage.part("four-weekly", "authority", *steps, "confirm", "tell", "offer", "counter")


def case_of(part: Part) -> Case:
    """As it is stored: every event, whoever looks."""
    return fold(history(part))


def found(part: Part, who: Actor) -> MidpointFound:
    midpoint.ask(part.deps, who, part.case_id)
    event = case_of(part).middle.midpoint
    assert isinstance(event, MidpointFound)
    return event


def pounds(amount: str) -> Money:
    return Money.parse(amount, Currency.GBP)
