"""The caseload by client: each household once, with all of its lenders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.caseload import Need, needs
from app.core.money import Currency, Money
from app.core.negotiation.case import Stage
from app.web import i18n
from app.web.case_words import ROLES, STAGES
from app.web.fields import Words

NEEDS: dict[Need, Words] = {
    Need.LATE: _l("The lender is late. Ask for the reply"),
    Need.MESSAGE: _l("Read the new message"),
    Need.ANSWER: _l("Answer the offer"),
    Need.REVIEW: _l("Sign that you reviewed it"),
    Need.HOLD_ENDS: _l("The hold ends soon. Look at what comes next"),
    Need.PERSON: _l("The offers ran out. Look at the case together"),
}
NEXT: dict[str, Words] = {
    Stage.NEW: _l("Check the debt"),
    Stage.OPEN: _l("Make an offer"),
    Stage.SIGNING: _l("The borrower signs next"),
}
"""What a counselor does next, with the borrower, when it is their move."""
IN_WRITING = (Stage.AGREED, Stage.SIGNING, Stage.SIGNED, Stage.SEALED)


class Header(Protocol):
    """What the caseload shows of a case."""

    @property
    def id(self) -> UUID: ...
    @property
    def household_id(self) -> UUID: ...
    @property
    def stage(self) -> str: ...
    @property
    def disputed(self) -> bool: ...
    @property
    def waiting_for(self) -> str | None: ...
    @property
    def reply_due(self) -> date | None: ...
    @property
    def person_since(self) -> date | None: ...
    @property
    def hold_until(self) -> date | None: ...
    @property
    def owed_minor(self) -> int: ...
    @property
    def currency(self) -> str: ...


class Line(Protocol):
    @property
    def case(self) -> Header: ...
    @property
    def borrower(self) -> str: ...
    @property
    def lender(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ClientCase:
    """One lender of a client. ``needs`` say what to do now, the most pressing first."""

    id: UUID
    at_stage: str
    lender: str
    owed: Money
    stage: Words
    waiting_for: Words
    reply_due: date | None
    hold_until: date | None
    needs: tuple[Need, ...]
    in_writing: bool

    @property
    def to_do(self) -> tuple[Words, ...]:
        """One sentence for each need, the most pressing first."""
        return tuple(NEEDS.get(need) or NEXT[self.at_stage] for need in self.needs)


@dataclass(frozen=True, slots=True)
class Client:
    household_id: UUID
    name: str
    cases: tuple[ClientCase, ...]

    @property
    def attention(self) -> int:
        """How many cases need something now."""
        return sum(1 for case in self.cases if case.needs)

    @property
    def first(self) -> int:
        """The most pressing need of all cases; after all others when there is none."""
        pressing = [need for case in self.cases for need in case.needs]
        return min(pressing, default=max(Need) + 1)


def clients(lines: Iterable[Line], unread: Mapping[UUID, int], today: date) -> tuple[Client, ...]:
    """The most pressing need comes first, then whose cases need most; otherwise as in the list."""
    found: dict[UUID, list[Line]] = {}
    for line in lines:
        found.setdefault(line.case.household_id, []).append(line)
    made = [
        Client(household, of[0].borrower, tuple(_case(line, unread, today) for line in of))
        for household, of in found.items()
    ]
    return tuple(sorted(made, key=lambda client: (client.first, -client.attention)))


def _case(line: Line, unread: Mapping[UUID, int], today: date) -> ClientCase:
    case = line.case
    return ClientCase(
        id=case.id,
        at_stage=case.stage,
        lender=line.lender,
        owed=Money(case.owed_minor, Currency(case.currency)),
        stage=_stage(case, today),
        waiting_for=ROLES[case.waiting_for] if case.waiting_for else _("Nobody"),
        reply_due=case.reply_due,
        hold_until=case.hold_until,
        needs=needs(
            stage=case.stage,
            waiting_for=case.waiting_for,
            reply_due=case.reply_due,
            hold_until=case.hold_until,
            person_since=case.person_since,
            unread=unread.get(case.id, 0),
            today=today,
        ),
        in_writing=case.stage in IN_WRITING,
    )


def _stage(case: Header, today: date) -> Words:
    stage = _("Disputed") if case.disputed else STAGES[case.stage]
    if case.hold_until is None or case.hold_until < today:
        return stage
    return _("%(stage)s, on hold until %(day)s", stage=stage, day=i18n.day(case.hold_until))
