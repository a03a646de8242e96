"""Days, rhythms and numbers of payments that do not exist, and statements that do not add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from werkzeug.test import TestResponse

from app.core.chosen_terms import Own
from app.core.dates import on_day
from app.core.money import Money
from app.core.periods import Every
from app.core.schedule import Schedule
from app.usecases import offers, queries
from tests.attacks.checks import no_fault_of_ours
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.sending import Talks, hidden

__all__ = ["no_fault_of_ours"]

OFFER = {"amount": "20", "every": "monthly", "rate": "0", "explanation": "A plan that fits."}
FIRST = "2027-02-01"
OFFERED = ("four-weekly", "confirm", "tell", "offer")


@dataclass(frozen=True, slots=True)
class Ready:
    talks: Talks
    doubted: Talks
    seen: str
    plans: dict[str, Schedule]
    owed: Money
    doubted_owed: Money


def prepare(ground: Ground) -> Ready:
    talks = Talks.of(ground, *OFFERED)
    doubted = Talks.of(ground, "joint", "ask proof")
    seen = hidden(talks.agent.get(f"{talks.desk}/offer"), "seen")
    return Ready(talks, doubted, seen, {}, _owed(talks), _owed(doubted))


def _owed(talks: Talks) -> Money:
    part = talks.part
    return queries.case_page(part.deps, part.borrower, part.case_id).case.debt.owed


def send(ready: Ready, one: Input) -> Ran:
    """To every form that has such a field; a plan that works out is kept for the checks."""
    said = dict(one.send)
    if "schedule" in said:
        return Ran.of(_statement(ready, said["schedule"]))
    if "clock" in said:
        return Ran.of(_at_another_time(ready, one.name, said))
    talks = ready.talks
    if "instalments" in said and one.expect is None:
        return Ran.of(*_counts(ready, said["instalments"]))
    day, every = _day(talks, said.get("first_payment", FIRST)), said.get("frequency", "monthly")
    mine = talks.borrower.post(f"{talks.mine}/own", _own(ready, day, every))
    if one.expect is not None:
        ready.plans[one.name] = _worked_out(ready, day)
        return Ran.of(mine)
    plan = OFFER | {"seen": ready.seen, "first_due": day, "every": every}
    return Ran.of(mine, talks.agent.post(f"{talks.desk}/offer", plan))


def _own(ready: Ready, day: str, every: str, *, payments: int = 24) -> dict[str, str]:
    each = Money(-(-ready.owed.minor // payments), ready.owed.currency)
    return {"amount": each.plain, "every": every, "first_due": day}


def _day(talks: Talks, said: str) -> str:
    today = talks.part.deps.now().date()
    match said:
        case "yesterday":
            return (today - timedelta(days=1)).isoformat()
        case "next 31st of a month":
            return on_day(today.year + 1, 1, 31).isoformat()
        case _:
            return said


def _counts(ready: Ready, number: str) -> Iterator[TestResponse]:
    """A lender says how many payments longer it may last; a borrower pays too little each time."""
    talks = ready.talks
    plan = OFFER | {"seen": ready.seen, "first_due": FIRST, "again_after": "2"}
    for field in ("longer_by", "again_over"):
        yield talks.agent.post(f"{talks.desk}/offer", plan | {field: number})
    if number.isdigit() and number.isascii() and int(number):
        form = _own(ready, FIRST, "monthly", payments=int(number))
        yield talks.borrower.post(f"{talks.mine}/own", form)


def _at_another_time(ready: Ready, name: str, said: dict[str, str]) -> TestResponse:
    """The same page on another day; afterwards it is today again."""
    ground, part = ready.talks.ground, ready.talks.part
    now = ground.clock.at
    ground.clock.at = datetime.combine(date.fromisoformat(said["clock"]), now.timetz())
    try:
        browser = ground.visit(part.borrower)
        form = _own(ready, said["first_payment"], "monthly", payments=int(said["instalments"]))
        ready.plans[name] = _worked_out(ready, said["first_payment"], int(said["instalments"]))
        return browser.post(f"{ready.talks.mine}/own", form)
    finally:
        ground.clock.at = now


def _worked_out(ready: Ready, day: str, payments: int = 24) -> Schedule:
    part = ready.talks.part
    each = Money(-(-ready.owed.minor // payments), ready.owed.currency)
    asked = Own(each, Every.MONTHLY, date.fromisoformat(day))
    found = offers.choice(part.deps, part.borrower, part.case_id)
    return offers.own_draft(found, asked).terms.schedule


def _statement(ready: Ready, how: str) -> TestResponse:
    """What a debt is made of, a penny beside the debt."""
    talks = ready.doubted
    apart = -1 if "under" in how else 1
    owed = ready.doubted_owed
    lines = f"2026-05-04; principal; {Money(owed.minor + apart, owed.currency).plain}; The loan"
    return talks.agent.post(f"{talks.desk}/proof", {"lines": lines, "explanation": "The books."})


@check
def days_follow_the_rule_for_short_months(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """Months are counted from the first day, and a month without that day ends on its last."""
    for name, plan in ready.plans.items():
        first = plan.instalments[0].due_on
        for number, one in enumerate(plan.instalments):
            index = first.year * 12 + first.month - 1 + number
            right = on_day(index // 12, index % 12 + 1, first.day)
            if one.due_on != right:
                yield f"{name}: payment {number + 1} is due on {one.due_on}, not {right}"


@check
def payments_sum_to_what_is_agreed(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    for name, plan in ready.plans.items():
        parts = [sum(getattr(i, part).minor for i in plan.instalments)
                 for part in ("principal", "interest", "fees")]  # fmt: skip
        if plan.total.minor != sum(parts) or plan.instalments[-1].balance_after.minor:
            yield f"{name}: {plan.total.minor} is not {sum(parts)}"
