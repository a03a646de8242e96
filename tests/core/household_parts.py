"""The parts of a generated household: lines, debts, promises, hardship, floor, policy, wishes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.core.dates import Roll
from app.core.hardship import hardship_types
from app.core.packs import categories
from app.core.periods import PLAN_FREQUENCIES, TIMES_A_YEAR, Every
from tests.core.dice import Dice

Part = dict[str, Any]
REGULAR = tuple(every.value for every in TIMES_A_YEAR)
PLANS = ("monthly", "monthly", "monthly", *sorted(PLAN_FREQUENCIES))
EARNED = tuple(c.id for c in categories().income if not c.partner and not c.protected)
BENEFITS = tuple(c.id for c in categories().income if c.protected)
COSTS = tuple(c.id for c in categories().spending)
KINDS = ("credit_card", "loan", "overdraft", "council_tax", "mortgage", "rent", "energy")
PERSON_FIRST = tuple(h.code for h in hardship_types() if h.human_first)
OTHER_HARDSHIP = tuple(h.code for h in hardship_types() if not h.human_first)
RATES = ("0", "0.249", "0.12", "0.0000001", "0.9", "0.18")
LEAST = ("0.00", "0.01", "1.00", "5.00", "25.00")
LADDERS = (("1", "0.8", "0.5", "0.1", "0"), ("0",), (), ("2", "0.333"))


def text(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def day(start: date, after: int) -> str:
    return (start + timedelta(after)).isoformat()


def line(dice: Dice, name: str, kinds: tuple[str, ...], monthly: int, as_of: date) -> Part:
    """About ``monthly`` a month at any frequency, or twelve values around it."""
    found: Part = {"id": name, "category": dice.pick(kinds)}
    if dice.one_in(7):
        values = [text(dice.whole(0, 2 * monthly)) for _ in range(12)]
        found |= {"frequency": "irregular", "monthly": values}
    else:
        every = dice.pick(("monthly", *REGULAR))
        found |= {"frequency": every, "amount": text(monthly * 12 // TIMES_A_YEAR[Every(every)])}
    start = as_of + timedelta(dice.whole(-200, 600))
    if dice.one_in(6):
        found["starts_on"] = start.isoformat()
    if dice.one_in(8):
        found["ends_on"] = day(start, dice.whole(0, 900))
    return found


def debt(dice: Dice, place: int, as_of: date) -> Part:
    """Place 0 always has a balance, so that no case is without one."""
    principal = dice.whole(0 if place else 1, dice.pick((1_500_000, 1_500_000, 60_000, 200)))
    interest = dice.whole(0, 30_000) if dice.one_in(2) else 0
    fees = dice.whole(0, 5_000) if dice.one_in(3) else 0
    asked = dice.pick(REGULAR)
    payment = {"amount": text(dice.whole(0, 40_000) * 12 // TIMES_A_YEAR[Every(asked)])}
    return {
        "id": f"d{place}",
        "creditor": f"Lender {place}",
        "kind": dice.pick(KINDS),
        "priority": dice.one_in(4),
        "secured": dice.one_in(9),
        "principal": text(principal),
        "interest": text(interest),
        "fees": text(fees),
        "arrears": text(dice.whole(0, min(100_000, principal + interest + fees))),
        "annual_rate": dice.pick(RATES) if dice.one_in(2) else f"0.{dice.whole(0, 4999):04d}",
        "contractual_payment": None if dice.one_in(4) else payment | {"frequency": asked},
        "last_payment_on": None if dice.one_in(9) else _past(dice, as_of),
        "acknowledged_on": _past(dice, as_of) if dice.one_in(9) else None,
        "disputed": dice.one_in(20),
    }


def _past(dice: Dice, as_of: date) -> str:
    """Mostly last year; now and then so long ago that the debt may be too old."""
    return day(as_of, -dice.whole(0, 3_000 if dice.one_in(8) else 300))


def commitment(dice: Dice, place: int, as_of: date) -> Part:
    every = dice.pick(("monthly", *REGULAR))
    since = dice.whole(-400, 200)
    return {
        "id": f"c{place}",
        "creditor": "Otherbank",
        "status": dice.pick(("agreed", "offered", "court_order")),
        "amount": text(dice.whole(0, 6_000) * 12 // TIMES_A_YEAR[Every(every)]),
        "frequency": every,
        "from": day(as_of, since),
        "until": day(as_of, since + dice.whole(0, 900)) if dice.one_in(3) else None,
    }


def hardship(dice: Dice, as_of: date) -> list[Part]:
    codes = PERSON_FIRST if dice.one_in(8) else OTHER_HARDSHIP
    since = dice.whole(-400, 20)
    until = day(as_of, since + dice.whole(0, 600)) if dice.one_in(2) else None
    found = {"code": dice.pick(codes), "from": day(as_of, since), "expected_until": until}
    return [found] if dice.one_in(3) else []


def floor(dice: Dice, as_of: date, monthly: int) -> Part | None:
    """None, or one that is confirmed or not, in force, still to come, expired or stale."""
    effective = as_of - timedelta(dice.pick((30, 400, 700, -20)))
    confirmed = None if dice.one_in(4) else min(effective, as_of).isoformat()
    found = {
        "monthly": text(monthly + dice.whole(-20_000, 20_000)),
        "rule": "house:floor",
        "source": "a published table",
        "effective": effective.isoformat(),
        "expires": day(effective, dice.whole(0, 800)) if dice.one_in(3) else None,
        "confirmed_by": "an administrator" if confirmed else None,
        "confirmed_on": confirmed,
    }
    return found if dice.one_in(3) else None


def policy(dice: Dice, debts: int) -> Part:
    found: Part = {"version": "1"} | _policy_fields(dice)
    if dice.one_in(4):
        found["per_debt"] = {f"d{dice.whole(0, debts - 1)}": _policy_fields(dice)}
    return found


def _policy_fields(dice: Dice) -> Part:
    every: Part = {
        "max_term_months": dice.whole(1, 80),
        "waive_fees": dice.one_in(2),
        "min_instalment": dice.pick(LEAST),
        "max_break_months": dice.whole(0, 14),
        "rate_ladder": list(dice.pick(LADDERS)),  # a new one: odd input changes it in place
        "min_repaid_share": dice.pick(("0.5", "0.1", "1")),
        "settlement_share": dice.pick(("0.6", "0.25", "1")),
        "roll": dice.pick(tuple(Roll)).value,
        "allocation": ["principal", "interest", "fees"],
    }
    return {name: value for name, value in every.items() if dice.one_in(3)}


def wishes(dice: Dice, as_of: date) -> Part:
    found: Part = {"day": dice.whole(1, 31), "frequency": dice.pick(PLANS)}
    if dice.one_in(3):
        found["follow_months"] = True
    if dice.one_in(4):
        found["lump_sum"] = text(dice.whole(0, 500_000))
    if dice.one_in(5):
        found["buffer"] = text(dice.whole(0, 6_000))
    if dice.one_in(2):
        found["offer_from_benefits"] = dice.one_in(2)
    if dice.one_in(8):
        found["not_before"] = day(as_of, dice.whole(0, 120))
    return found


def hold(dice: Dice, as_of: date) -> Part:
    since = dice.whole(-90, 0)
    until = None if dice.one_in(3) else day(as_of, since + dice.whole(0, 120))
    return {"rule": "house:hold", "from": day(as_of, since), "until": until}
