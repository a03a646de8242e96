"""The fair midpoint of two offers: the plan between them from which both gain most alike.

Worked out from what both sides may see, and from nothing else: the last offer of each, the
budget as shared, the lender's terms, the rules. The same input gives the same plan.

How: payments from the smaller of the two to the larger, never above the recommended ceiling;
interest from the one rate to the other, with the steps of the house's ladder between; and
what is granted as in the one offer or in the other. Each plan that no rule stops, whoever of
the two would offer it, gets both sides' scores as every option does, and the fair one is
the one with the greatest lesser score (Kalai-Smorodinsky).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.core.access import Role
from app.core.caselines import DebtLine
from app.core.dates import Calendar, due_dates
from app.core.evidence import canonical, sha256_hex
from app.core.generate import Timetable
from app.core.lending import Lending
from app.core.midpoint_plans import Field, fairest, plans_of, ways_between
from app.core.money import Money
from app.core.negotiation.affordable import blocks
from app.core.negotiation.events import Debt, OfferMade, SharedBudget
from app.core.negotiation.middle_events import Fairness, TooFar
from app.core.periods import TIMES_A_YEAR, Every, most_rows
from app.core.plain import plain
from app.core.policy import PolicyPack
from app.core.terms import Terms

LIFE = timedelta(days=14)
"""How long a midpoint can be offered; its first payment leaves the time to think after that."""
MOST_DATES = 400


@dataclass(frozen=True, slots=True)
class Ground:
    """What a midpoint stands on. ``lending`` is the lender's policy of ``today`` for this debt."""

    debt: Debt
    line: DebtLine
    budget: SharedBudget
    lending: Lending
    pack: PolicyPack
    calendar: Calendar
    today: date


@dataclass(frozen=True, slots=True)
class Midpoint:
    """Terms that neither side has offered yet, and why they are fair."""

    terms: Terms
    why: Fairness

    @property
    def digest(self) -> str:
        """The name of exactly these terms with exactly this explanation."""
        return sha256_hex(canonical([plain(self.terms), plain(self.why)]))


def midpoint(theirs: OfferMade, lenders: OfferMade, ground: Ground) -> Midpoint | TooFar:
    """The fair plan between the borrower side's offer and the lender's, or why there is none."""
    between = (theirs.digest, lenders.digest)
    every, currency = theirs.terms.frequency, ground.debt.principal.currency
    table = _timetable(theirs.terms, lenders.terms, ground)
    field = Field(ground.line, table, most_rows(ground.lending.max_term_months, every))
    ways = tuple(ways_between(theirs.terms, lenders.terms, field))
    sizes = sorted(_size(offer.terms, every) for offer in (theirs, lenders))
    bears = _bears(ground, table.first, every)
    high = min(sizes[1], bears)
    low = max(min(sizes[0], high), min(ground.lending.least(every), high))
    stopped: dict[str, None] = {}
    kept: list[Terms] = []
    for terms in plans_of(ways, low, high, field):
        broken = stops(terms, ground.debt, ground.budget, ground.pack, ground.today)
        stopped |= dict.fromkeys(broken)
        if not broken:
            kept.append(terms)
    if not kept:
        least = min((Money(way.least, currency) for way in ways), default=None)
        return TooFar(between, Money(bears, currency), least, tuple(stopped))
    terms, gains = fairest(kept, ground.line.annual_rate)
    why = Fairness(between, *gains, ground.budget.input_sha256, ground.pack.version)
    return Midpoint(terms, why)


def stops(
    terms: Terms, debt: Debt, budget: SharedBudget, pack: PolicyPack, today: date
) -> tuple[str, ...]:
    """Every rule that stops these terms, whichever side would offer them."""
    found = (
        code
        for by in (Role.BORROWER, Role.LENDER)
        for code in blocks(terms, debt, budget, by=by, today=today, pack=pack)
    )
    return tuple(dict.fromkeys(found))


def _timetable(theirs: Terms, lenders: Terms, ground: Ground) -> Timetable:
    """The later of both first dates, moved on by whole periods past the time to think."""
    every = theirs.frequency
    first = max(t.schedule.instalments[0].due_on for t in (theirs, lenders))
    soonest = ground.pack.cooling_off.last_day(ground.today + LIFE)
    dates = due_dates(first, every, MOST_DATES)
    begins = next((day for day in dates if day > soonest), soonest + timedelta(days=1))
    return Timetable(begins, every, ground.lending.roll, ground.calendar, first.day)


def _size(terms: Terms, every: Every) -> int:
    """The largest payment in another rhythm, rounded down."""
    return terms.schedule.highest.minor * TIMES_A_YEAR[terms.frequency] // TIMES_A_YEAR[every]


def _bears(ground: Ground, first: date, every: Every) -> int:
    """The most a payment may be in the tightest month from ``first`` on; rounded down."""
    since = f"{first:%Y-%m}"
    months = [m for m in ground.budget.months if m.month >= since]
    tightest = min((min(m.recommended, m.hard).minor for m in months), default=0)
    return min(tightest, tightest * 12 // TIMES_A_YEAR[every])
