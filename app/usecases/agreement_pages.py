"""What pages show beside the text of an agreement: key facts, read from its frozen bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.core.access import Action, Actor
from app.core.errors import NotFound
from app.core.languages import read_in, written
from app.core.money import Currency, Money
from app.core.periods import Every
from app.core.waiting import waiting
from app.documents.words import speech
from app.usecases import agreement_reading
from app.usecases.agreement_reading import Reading
from app.usecases.deps import Deps
from app.usecases.labels import labels
from app.usecases.scene import admit


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """The figures of one agreement, taken from ``agreement.json``: shown is what is signed.

    ``amounts`` are those of every row, 0 in a break; ``due`` are the days on which something
    is paid, ``waiting`` those of them that may wait until the time to leave is over;
    ``label`` says honestly what kind of signature this is and who says what time it was,
    ``other_readers`` what other programs say of it.
    """

    amounts: tuple[Money, ...]
    total: Money
    interest: Money
    fees: Money
    decides: str
    """The language whose words decide, ``en`` or ``zh``."""
    budget_shown: bool
    """Whether the monthly totals of the borrower's budget stand in it."""
    every: Every
    due: tuple[date, ...]
    grace_days: int
    cooling_off_days: int
    created_at: datetime
    label: str
    other_readers: str
    waiting: tuple[date, ...] = ()

    @property
    def highest(self) -> Money:
        return max(self.amounts, key=lambda money: money.minor)

    @property
    def count(self) -> int:
        return len(self.due)


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """``reading`` and ``facts`` are missing while the agreement is being written down."""

    case_id: UUID
    reading: Reading | None
    facts: KeyFacts | None


def agreement_page(deps: Deps, actor: Actor, case_id: UUID, language: str) -> AgreementPage:
    """The newest agreement of a case; ``language`` is ``en`` or ``zh``.

    Raises:
        NotFound: there is no such case for this actor.
    """
    reading = agreement_reading.read(deps, actor, case_id, language)
    if reading is None:
        return AgreementPage(case_id, None, None)
    return AgreementPage(case_id, reading, key_facts(deps, actor, case_id, reading, language))


def standing(deps: Deps, actor: Actor, case_id: UUID, language: str) -> tuple[Reading, KeyFacts]:
    """The newest agreement, for pages that need one.

    Raises:
        NotFound: nothing has been written down yet.
    """
    page = agreement_page(deps, actor, case_id, language)
    if page.reading is None or page.facts is None:
        raise NotFound("agreement")
    return page.reading, page.facts


def key_facts(deps: Deps, actor: Actor, case_id: UUID, reading: Reading, language: str) -> KeyFacts:
    """The figures of the version that ``reading`` shows."""
    with deps.reading() as uow:
        admit(uow, actor, Action.READ_AGREEMENT, case_id, deps.now())
        record = uow.agreements.find(reading.agreement_id)
        if record is None or record.case_id != case_id:
            raise NotFound("agreement")
        revisions = uow.agreements.revisions(record.tenant_id, record.id, record.version)
    facts, spoken = json.loads(record.facts), written(language)
    rows, until = facts["terms"]["schedule"]["instalments"], reading.cooling_off_until
    sealed_at = record.sealed_at if record.state == "sealed" else None
    return KeyFacts(
        amounts=tuple(_money(row["amount"]) for row in rows),
        total=_money(facts["totals"]["repayable"]),
        interest=_money(facts["totals"]["interest"]),
        fees=_money(facts["totals"]["fees"]),
        decides=read_in(record.language),
        budget_shown=bool(facts.get("budget")),
        every=Every(facts["terms"]["frequency"]),
        due=tuple(date.fromisoformat(row["due_on"]) for row in rows if row["amount"]["minor"]),
        grace_days=facts["clauses"]["grace_days"],
        cooling_off_days=facts["clauses"]["cooling_off_days"],
        created_at=datetime.fromisoformat(facts["created_at"]),
        label=labels(revisions, record.paper_roles)[spoken],
        other_readers=speech(spoken).say("unknown_identity"),
        waiting=waiting(facts, sealed_at.date(), until) if sealed_at and until else (),
    )


def _money(plain: Mapping[str, Any]) -> Money:
    return Money(plain["minor"], Currency(plain["currency"]))
