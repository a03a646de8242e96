"""The caseload by client: each household once, with all of its lenders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.access import Role
from app.core.money import Currency, Money
from app.core.negotiation.case import Stage
from app.web import i18n
from app.web.case_words import ROLES, STAGES
from app.web.fields import Words

TO_DO: dict[str, Words] = {
    Stage.NEW: _l("Check the debt"),
    Stage.OPEN: _l("Make an offer"),
    Stage.OFFERED: _l("Answer the offer"),
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
    """One lender of a client. ``attention`` says what to do now, or nothing."""

    id: UUID
    lender: str
    owed: Money
    stage: Words
    waiting_for: Words
    reply_due: date | None
    attention: Words
    in_writing: bool


@dataclass(frozen=True, slots=True)
class Client:
    household_id: UUID
    name: str
    cases: tuple[ClientCase, ...]

    @property
    def attention(self) -> int:
        """How many cases need something now."""
        return sum(1 for case in self.cases if case.attention)


def clients(lines: Iterable[Line], today: date) -> tuple[Client, ...]:
    """Who needs something comes first; otherwise in the order of the list."""
    found: dict[UUID, list[Line]] = {}
    for line in lines:
        found.setdefault(line.case.household_id, []).append(line)
    made = [
        Client(household, of[0].borrower, tuple(_case(line, today) for line in of))
        for household, of in found.items()
    ]
    return tuple(sorted(made, key=lambda client: -client.attention))


def _case(line: Line, today: date) -> ClientCase:
    case = line.case
    return ClientCase(
        id=case.id,
        lender=line.lender,
        owed=Money(case.owed_minor, Currency(case.currency)),
        stage=_stage(case, today),
        waiting_for=ROLES[case.waiting_for] if case.waiting_for else _("Nobody"),
        reply_due=case.reply_due,
        attention=_attention(case, today),
        in_writing=case.stage in IN_WRITING,
    )


def _stage(case: Header, today: date) -> Words:
    stage = _("Disputed") if case.disputed else STAGES[case.stage]
    if case.hold_until is None or case.hold_until < today:
        return stage
    return _("%(stage)s, on hold until %(day)s", stage=stage, day=i18n.day(case.hold_until))


def _attention(case: Header, today: date) -> Words:
    if case.waiting_for == Role.LENDER and case.reply_due is not None and case.reply_due < today:
        return _("The lender is late. Ask for the reply")
    if case.person_since is not None:
        return _("The offers ran out. Look at the case together")
    if case.stage == Stage.SIGNING and case.waiting_for == Role.COUNSELOR:
        return _("Sign as a witness")
    if case.waiting_for == Role.BORROWER:
        return TO_DO.get(case.stage, "")
    return ""
