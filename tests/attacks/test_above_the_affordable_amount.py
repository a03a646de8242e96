"""No path stores an offer that the household cannot pay: page, use case, command line, SQL."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import pytest

from app import commands
from app.core.chosen_terms import Own, Proposed
from app.core.errors import DomainError, OfferRefused
from app.core.money import Money
from app.core.negotiation.commands import CounterOffer, MakeOffer
from app.core.periods import Every
from app.usecases import lender_desk, negotiate, offers
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from tests.stage import Stage, Visitor

FIRST = date(2027, 2, 1)


def stored(deps: Deps) -> list[tuple[object, ...]]:
    """Everything about offers that is in the database."""
    with deps.reading() as uow:
        connection = uow.offers.connection
        return [
            tuple(row)
            for table in ("offer", "offer_instalment", "case_event", "commitment")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4")
        ]


@pytest.fixture
def ready(stage: Stage) -> Part:
    """A borrower who told everything; nothing is offered yet."""
    return stage.part("four-weekly", "confirm", "tell")


@pytest.fixture
def offered(stage: Stage) -> Part:
    """The borrower's own offer stands, and the lender answers."""
    return stage.part("four-weekly", "confirm", "tell", "offer")


def ceilings(part: Part) -> tuple[Money, Money]:
    """The hard and the recommended share of the debt a month, in the tightest month."""
    result = offers.choice(part.deps, part.borrower, part.case_id).result
    return result.hard_share, result.share


def much(part: Part) -> Money:
    hard, _ = ceilings(part)
    return Money(hard.minor + 1, hard.currency)


def own(part: Part, amount: Money, every: Every = Every.MONTHLY) -> Own:
    return Own(amount, every, FIRST)


# the pages


@pytest.mark.parametrize("every", ["monthly", "four_weekly", "weekly"])
def test_the_page_of_a_borrower_refuses_one_penny_more(
    ready: Part, visit: Callable[..., Visitor], every: str
) -> None:
    browser = visit(ready.borrower)
    before = stored(ready.deps)
    form = {"amount": much(ready).plain, "every": every}
    form |= {"first_due-year": "2027", "first_due-month": "2", "first_due-day": "1"}
    path = f"/cases/{ready.case_id}/own"
    answer = browser.post(path, form)
    assert answer.status_code == 422
    sent = {"label": "own", "shown": "x", "seen": "", "first_due": "2027-02-01", "words": ""}
    sent |= {"amount": much(ready).plain, "every": every}
    answer = browser.post(f"/cases/{ready.case_id}/offer", sent)
    assert answer.status_code in (409, 422)
    assert stored(ready.deps) == before


def test_the_page_of_a_lender_refuses_more_than_is_recommended(
    offered: Part, visit: Callable[..., Visitor]
) -> None:
    browser = visit(offered.place.agent)
    standing = offers.choice(offered.deps, offered.borrower, offered.case_id).scene.case.offer
    assert standing
    before = stored(offered.deps)
    for amount in (much(offered).plain, "999999"):
        form = {"seen": standing.digest, "amount": amount, "every": "monthly", "rate": "0"}
        form |= {"first_due-year": "2027", "first_due-month": "2", "first_due-day": "1"}
        form |= {"explanation": "More."}
        answer = browser.post(f"/lender/cases/{offered.case_id}/offer", form)
        assert answer.status_code == 422
    assert stored(offered.deps) == before


# the use cases


def inflated(part: Part) -> list[MakeOffer]:
    """An honest offer of the product's own, changed by hand in every way that pays more."""
    found = offers.choice(part.deps, part.borrower, part.case_id)
    honest = offers.drafts(found)[0].terms
    rows = honest.schedule.instalments
    more = Money(10**6, rows[0].amount.currency)
    faster = replace(honest, frequency=Every.WEEKLY)
    rarer = replace(honest, frequency=Every.ANNUAL)
    larger = tuple(
        replace(row, amount=row.amount + more, principal=row.principal + more) for row in rows
    )
    first = (replace(rows[0], amount=rows[0].amount + more), *rows[1:])
    crowd = tuple(
        replace(row, due_on=rows[0].due_on + timedelta(days=n)) for n, row in enumerate(rows)
    )
    last = (*rows[:-1], replace(rows[-1], amount=rows[-1].amount + more))
    schedules = [replace(honest.schedule, instalments=r) for r in (larger, first, crowd, last)]
    changed = [faster, rarer, *(replace(honest, schedule=s) for s in schedules)]
    return [MakeOffer(uuid4(), terms, "words", "own") for terms in changed]


@pytest.mark.parametrize("which", range(6))
def test_the_use_case_refuses_terms_changed_by_hand(ready: Part, which: int) -> None:
    before = stored(ready.deps)
    with pytest.raises(OfferRefused):
        negotiate.submit(ready.deps, ready.borrower, ready.case_id, inflated(ready)[which])
    assert stored(ready.deps) == before


def test_a_lender_can_accept_but_never_propose_above_the_recommended(offered: Part) -> None:
    hard, recommended = ceilings(offered)
    if recommended >= hard:
        pytest.fail("the story leaves nothing between the two ceilings")
    case = offers.choice(offered.deps, offered.borrower, offered.case_id).scene.case
    seen = case.offer.digest if case.offer else ""
    between = Money(recommended.minor + 1, recommended.currency)
    before = stored(offered.deps)
    proposed = Proposed(between, Every.MONTHLY, FIRST, Fraction(0), waive_fees=False)
    with pytest.raises(OfferRefused) as refusal:
        lender_desk.propose(
            offered.deps, offered.place.agent, offered.case_id, proposed, explanation="x", seen=seen
        )
    assert "above_affordable" in refusal.value.codes
    assert stored(offered.deps) == before


def test_an_own_offer_stops_at_the_ceiling(ready: Part) -> None:
    found = offers.choice(ready.deps, ready.borrower, ready.case_id)
    with pytest.raises(OfferRefused) as refusal:
        offers.own_draft(found, own(ready, much(ready)))
    assert "above_affordable" in refusal.value.codes


def test_a_counter_offer_is_held_to_the_same_rule(stage: Stage) -> None:
    part = stage.part("counter", "confirm", "tell", "offer", "counter")
    case = offers.choice(part.deps, part.borrower, part.case_id).scene.case
    before = stored(part.deps)
    for made in inflated(part):
        counter = CounterOffer(
            uuid4(), made.terms, "words", case.offer.digest if case.offer else "", "own"
        )
        with pytest.raises(DomainError):
            negotiate.submit(part.deps, part.borrower, part.case_id, counter)
    assert stored(part.deps) == before


# the command line


def test_no_command_can_name_an_amount_to_offer() -> None:
    """Commands reach offers through the demonstration alone, which plays the use cases above."""
    folder = Path(commands.__file__).parent
    reaching = {
        path.stem
        for path in [*folder.glob("*.py"), folder.parent / "cli.py"]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
        if name.startswith(("app.core.negotiation.commands", "app.usecases.negotiate"))
    }
    assert reaching == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names] + [str(node.module)]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
