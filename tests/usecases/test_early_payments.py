"""An offer accepted late: what falls due while it may still be left may wait, and it says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from app.core.chosen_terms import Own
from app.core.evidence import canonical
from app.core.money import Currency, Money
from app.core.negotiation.commands import MakeOffer
from app.core.negotiation.folding import fold
from app.core.periods import Every
from app.documents.html import paper_html
from app.usecases import negotiate, offers
from app.usecases.budget import share
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage
from tests.usecases.scenes import history

PAST = {
    "en": (
        "So may one that was due before you got the sealed copy.",
        (
            "None of these counts as missed. If more than one waits, you can pay them one by one "
            "after the last payment of the plan."
        ),
    ),
    "zh_Hans": (
        "收到盖好密封印的文件以前到期的款项，也可以一样等。",
        "这些款项都不算漏还。如果不止一笔在等，可以排在计划最后一笔之后，一期还一笔。",
    ),
}
WAITS = {
    "en": (
        "A payment due in your time to think may wait until it is over (section 14).",
        "A payment due in this time may wait until it is over. Waiting costs nothing.",
    ),
    "zh_Hans": (
        "反悔期内到期的款项，可以等期满再付（见第 14 节）。",
        "反悔期内到期的款项，可以等期满再付，不多收钱。",
    ),
}


@pytest.fixture
def offered(stage: Stage) -> Callable[[], Part]:
    """The lender's plan, which begins 16 days after the offer."""

    def offer() -> Part:
        stage.clock.move(days=25)
        part = stage.part("four-weekly", "confirm", "tell")
        share(part.deps, part.borrower, part.case_id)
        found = offers.choice(part.deps, part.borrower, part.case_id)
        assert (found.earliest - stage.clock().date()).days == 16
        own = Own(Money(4000, Currency.GBP), Every.MONTHLY, found.earliest)
        terms = offers.own_draft(found, own).terms
        plan = MakeOffer(uuid4(), terms, "This is small enough for each month.")
        negotiate.submit(part.deps, part.place.agent, part.case_id, plan)
        return part

    return offer


@pytest.fixture
def accepted(stage: Stage, offered: Callable[[], Part]) -> Callable[[int], Part]:
    """The same plan, accepted so many days after it was offered."""

    def accept(days: int) -> Part:
        part = offered()
        stage.clock.move(days=days)
        STEPS["accept"](part)
        return part

    return accept


def drawn(part: Part) -> tuple[date, date, bytes]:
    """First due date, the last day to leave that the paper names, and its data."""
    with part.deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)
    assert record is not None
    facts = json.loads(record.facts)
    first = facts["terms"]["schedule"]["instalments"][0]["due_on"]
    until = facts["clauses"]["cooling_off_until"]
    return date.fromisoformat(first), date.fromisoformat(until), record.facts


def sections(data: bytes, language: str) -> dict[str, str]:
    """The text of each section by its number, in the part that is in ``language``."""
    tag = {"en": "en", "zh_Hans": "zh-Hans"}[language]
    page = BeautifulSoup(paper_html(data, "en"), "html.parser")
    article = page.select_one(f'article[lang="{tag}"]')
    assert article is not None
    texts = [s.get_text() for s in article.select("section")]
    return {text.split(".")[0]: text for text in texts}


@pytest.mark.parametrize("language", WAITS)
@pytest.mark.parametrize("days", [2, 10])
def test_a_first_payment_in_the_time_to_think_is_said_to_wait_beside_the_payments(
    accepted: Callable[[int], Part], days: int, language: str
) -> None:
    first, until, data = drawn(accepted(days))
    assert first <= until
    beside, promise = WAITS[language]
    said = sections(data, language)
    assert beside in said["5"]
    assert promise in said["14"]
    beside, promise = PAST[language]
    assert beside in said["5"]
    assert promise in said["14"]


def test_a_budget_that_is_shared_anew_leaves_the_standing_offer_open(
    offered: Callable[[], Part], stage: Stage
) -> None:
    part = offered()
    stage.clock.move(days=10)
    share(part.deps, part.borrower, part.case_id)
    STEPS["accept"](part)
    assert fold(history(part)).agreement is not None


def test_where_signing_takes_long_the_promise_was_made_before_any_date_was_early(
    stage: Stage, accepted: Callable[[int], Part]
) -> None:
    part = accepted(0)
    first, until, data = drawn(part)
    assert first > until
    assert WAITS["en"][0] in sections(data, "en")["5"]
    stage.clock.move(days=8)
    STEPS["sign"](part)
    agreement = fold(history(part)).agreement
    assert agreement is not None
    assert agreement.cooling_off_until is not None
    assert agreement.cooling_off_until > first
    assert WAITS["en"][1] in sections(data, "en")["14"]


def test_an_agreement_from_before_a_promise_reads_as_it_did(
    accepted: Callable[[int], Part],
) -> None:
    facts = json.loads(drawn(accepted(0))[2])
    del facts["clauses"]["past_payments_wait"]
    for language, (beside, promise) in PAST.items():
        said = sections(canonical(facts), language)
        assert beside not in said["5"]
        assert promise not in said["14"]
        assert WAITS[language][0] in said["5"]
    del facts["clauses"]["early_payments_wait"]
    for language, (beside, promise) in WAITS.items():
        said = sections(canonical(facts), language)
        assert beside not in said["5"]
        assert promise not in said["14"]
