"""The terms of an offer: what is paid when, and what the lender grants for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from app.core.accommodation import Accommodation, PaymentHoliday, WriteDown
from app.core.evidence import canonical, sha256_hex
from app.core.money import Money, total
from app.core.periods import Every
from app.core.plain import plain
from app.core.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Terms:
    """What both sides would sign.

    ``rate`` is a fraction a year. ``owed`` = total of the schedule - new interest
    + waived + written_off + continues, exactly (``check`` proves it).
    ``continues`` is what is still owed when the schedule ends: set for token
    plans and for settlements whose rest continues, None for all others.
    """

    schedule: Schedule
    frequency: Every
    rate: Fraction
    owed: Money
    waived: Money
    written_off: Money
    accommodations: tuple[Accommodation, ...] = ()
    continues: Money | None = None

    @property
    def left(self) -> Money:
        """What the schedule leaves unpaid: written off, or still owed."""
        return self.written_off if self.continues is None else self.written_off + self.continues

    @property
    def new_interest(self) -> Money:
        """Interest that arises during the plan; what is paid above the balance."""
        return self.schedule.total + self.waived + self.left - self.owed


def check(terms: Terms) -> tuple[str, ...]:
    """The code of everything in the terms that does not add up; empty when all does."""
    rows = terms.schedule.instalments
    found: list[str] = []
    if any(row.principal + row.interest + row.fees != row.amount for row in rows):
        found.append("row_parts")
    if any(row.amount.minor < 0 or row.balance_after.minor < 0 for row in rows):
        found.append("negative_amount")
    if any(before.due_on >= after.due_on for before, after in pairwise(rows)):
        found.append("dates_out_of_order")
    if any(before.balance_after < after.balance_after for before, after in pairwise(rows)):
        found.append("balance_rises")
    if rows[-1].balance_after + written_off_at_once(terms) != terms.left:
        found.append("balance_left")
    if terms.written_off < _written_down(terms, ("at_once", "on_completion")):
        found.append("written_off_differs")
    new = terms.new_interest
    charged = terms.schedule.interest + joined_in_break(terms)
    if new.minor < 0 or new > charged or (not terms.rate and new):
        found.append("owed_differs")
    return tuple(found)


def joined_in_break(terms: Terms) -> Money:
    """Interest put off in a break that became principal, and so is paid as principal."""
    put_off = (
        a.put_off
        for a in terms.accommodations
        if isinstance(a, PaymentHoliday) and a.recover == "capitalise" and a.put_off
    )
    return total(put_off, terms.owed.currency)


def written_off_at_once(terms: Terms) -> Money:
    """What is off the balance from the first day, and so in no row of the schedule."""
    return _written_down(terms, ("at_once",))


def _written_down(terms: Terms, when: tuple[str, ...]) -> Money:
    downs = [a for a in terms.accommodations if isinstance(a, WriteDown) and a.when in when]
    return total((down.amount for down in downs), terms.owed.currency)


def terms_digest(terms: Terms) -> str:
    """The name of exactly these terms; whoever accepts them says it."""
    return sha256_hex(canonical(plain(terms)))
