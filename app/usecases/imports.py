"""Files that come in: a lender's debts, a household's statement. All of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

from app.core.access import RULES, Action, Actor, Role, require_place
from app.core.errors import CurrencyMismatch, InvalidInput, NotFound
from app.core.household_record import BudgetSaved, HouseholdStarted, fold_household
from app.core.imports.cells import ContactKind
from app.core.imports.debt_row import DebtRow
from app.core.imports.lender_csv import CsvReport, RowProblem, parse
from app.core.imports.messages import TABLE
from app.core.imports.sfs import SfsReport, parse_sfs
from app.core.money import Currency
from app.core.negotiation.case import fold
from app.core.negotiation.events import CaseOpened, Debt
from app.core.packs import load
from app.core.policy import PolicyPack
from app.store.cases import NewCase
from app.store.imports import ImportFile
from app.store.unit_of_work import UnitOfWork
from app.usecases.budget import blank, home
from app.usecases.deps import Deps
from app.usecases.invite import invite
from app.usecases.scene import projection

KIND = "debts"
KEPT_PROBLEMS = 200
_JURISDICTIONS = {"GB": "UK", "UK": "UK", "CN": "CN", "US": "US", "AU": "AU"}
_LANGUAGES = {"CN": "zh"}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file. ``stored`` says whether anything was; counts are of rows.

    ``known`` rows name an account we have: they change nothing. ``unreached`` are new
    people without an e-mail address: no invitation could leave. ``again`` means that
    these very bytes were here before.
    """

    sha256: str
    at: datetime
    rows: int
    stored: bool
    again: bool
    imported: int
    known: int
    unreached: int
    problem_count: int
    problems: tuple[RowProblem, ...]
    notices: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class _Lender:
    id: UUID
    jurisdiction: str
    pack: PolicyPack


def import_debts(
    deps: Deps, actor: Actor, tenant_id: UUID, data: bytes, *, partial: bool = False
) -> ImportReport:
    """Open a case for every row, and invite its person.

    With a fault anywhere nothing is stored, unless ``partial``: then the faultless
    rows are. The same file twice changes nothing.

    Raises:
        NotAllowed: the actor imports for no lender.
        NotFound: nor for this one.
    """
    _may(actor, Action.IMPORT_DEBTS, tenant_id)
    at = deps.now()
    with deps.unit_of_work() as uow:
        lender = _lender(uow, tenant_id)
        read = parse(data, currency_allowed={lender.pack.currency}, as_of=at.date())
        if seen := uow.imports.seen(tenant_id, KIND, read.sha256):
            return replace(_report(seen), again=True)
        if not read.rows or not (read.clean or partial):
            return _refused(read, at)
        counts = _open_all(uow, actor, lender, read.rows, at)
        problems, notices = read.problems[:KEPT_PROBLEMS], read.notices[:KEPT_PROBLEMS]
        file = ImportFile(
            tenant_id=tenant_id,
            kind=KIND,
            sha256=read.sha256,
            at=at,
            by_person_id=actor.person_id,
            rows=read.row_count,
            report=counts
            | {
                "problem_count": read.problem_count,
                "problems": [_plain(p) for p in problems],
                "notices": [_plain(n) for n in notices],
            },
        )
        uow.imports.add(file)
        name = RULES[Action.IMPORT_DEBTS].audit or ""
        uow.audit.write(actor.person_id, name, f"organisation:{tenant_id}", at, lender.pack.version)
        return _report(file)


def imported_files(deps: Deps, actor: Actor) -> tuple[ImportReport, ...]:
    """What the actor's lender imported, newest first."""
    tenant = require_place(actor, Action.READ_IMPORTS).organisations[0]
    with deps.reading() as uow:
        return tuple(_report(f) for f in uow.imports.recent(tenant) if f.kind == KIND)


def imported_file(deps: Deps, actor: Actor, sha256: str) -> ImportReport:
    """The report of one file of the actor's lender.

    Raises:
        NotFound: no such file came in there.
    """
    tenant = require_place(actor, Action.READ_IMPORTS).organisations[0]
    with deps.reading() as uow:
        found = uow.imports.seen(tenant, KIND, sha256)
    if found is None:
        raise NotFound("import")
    return _report(found)


def import_budget(deps: Deps, actor: Actor, household_id: UUID, data: bytes) -> SfsReport:
    """Take income and spending of a Standard Financial Statement over into a household.

    Debts on the statement are reported, not taken over: lenders state theirs here.
    Totals that differ from their lines are reported; the lines count.

    Raises:
        InvalidInput: the file has faults; all of them are listed, and nothing is stored.
        CurrencyMismatch: the household does not count in pounds.
    """
    at = deps.now()
    read = parse_sfs(data)
    with deps.unit_of_work() as uow:
        place = home(uow, actor, Action.EDIT_BUDGET, household_id, at)
        if read.problem_count or read.household is None:
            raise InvalidInput(read.problems)
        if place.record.currency is not Currency.GBP:
            raise CurrencyMismatch(f"a statement in pounds, a household in {place.record.currency}")
        told = replace(
            blank(place.record),
            household=read.household,
            income=read.income,
            spending=read.spending,
        )
        uow.households.append(
            place.owner_id,
            household_id,
            place.record.version,
            (BudgetSaved(told, place.permit.role, at),),
            actor_id=actor.person_id,
            role=place.permit.role.value,
            at=at,
        )
        name = RULES[Action.EDIT_BUDGET].audit or ""
        uow.audit.write(actor.person_id, name, f"household:{household_id}", at)
    return read


def _may(actor: Actor, action: Action, tenant_id: UUID) -> None:
    if tenant_id not in require_place(actor, action).organisations:
        raise NotFound(action)


def _lender(uow: UnitOfWork, tenant_id: UUID) -> _Lender:
    found = uow.organisations.find(tenant_id)
    if found is None:
        raise NotFound("lender")
    jurisdiction = _JURISDICTIONS.get(found.country.upper(), "EU")
    return _Lender(tenant_id, jurisdiction, load(jurisdiction))


def _open_all(
    uow: UnitOfWork, actor: Actor, lender: _Lender, rows: tuple[DebtRow, ...], at: datetime
) -> dict[str, Any]:
    known = unreached = 0
    by_phone: dict[str, UUID] = {}
    for row in rows:
        if uow.cases.by_account(lender.id, row.account) is not None:
            known += 1
            continue
        person_id = _person(uow, lender, row, by_phone, at)
        case_id = _open(uow, actor, lender, row, person_id, at)
        if row.contact.kind is ContactKind.EMAIL:
            invite(uow, lender.id, case_id, person_id, at)
        else:
            unreached += 1
    return {"imported": len(rows) - known, "known": known, "unreached": unreached}


def _person(
    uow: UnitOfWork, lender: _Lender, row: DebtRow, by_phone: dict[str, UUID], at: datetime
) -> UUID:
    """Whoever has this address already keeps their name: no lender renames a person."""
    email = row.contact.value if row.contact.kind is ContactKind.EMAIL else None
    if email is None and (same := by_phone.get(row.contact.value)):
        return same
    found = uow.people.by_email(email) if email is not None else None
    if found is not None:
        return found.id
    person_id = uuid4()
    uow.people.add(
        person_id,
        name=row.name,
        email=email,
        phone=None if email is not None else row.contact.value,
        language=_LANGUAGES.get(lender.jurisdiction, "en"),
        at=at,
    )
    if email is None:
        by_phone[row.contact.value] = person_id
    return person_id


def _household(uow: UnitOfWork, lender: _Lender, person_id: UUID, at: datetime) -> UUID:
    """The person's household under these rules and in this currency; a new one if there is none."""
    known = {line.case.household_id for line in uow.reading.of_borrower(person_id).lines}
    if first := uow.households.of_owner(person_id):
        known.add(first)
    for household_id in sorted(known):
        record = fold_household(uow.households.history(person_id, household_id))
        same = (record.jurisdiction, record.currency)
        if same == (lender.jurisdiction, lender.pack.currency):
            return household_id
    household_id = uuid4()
    started = HouseholdStarted(lender.jurisdiction, lender.pack.currency, at)
    uow.households.open(person_id, household_id, at)
    uow.households.append(
        person_id, household_id, 0, (started,), actor_id=None, role=Role.SYSTEM.value, at=at
    )
    return household_id


def _open(
    uow: UnitOfWork, actor: Actor, lender: _Lender, row: DebtRow, person_id: UUID, at: datetime
) -> UUID:
    case_id, household_id = uuid4(), _household(uow, lender, person_id, at)
    version = lender.pack.version
    uow.cases.open(
        NewCase(
            tenant_id=lender.id,
            id=case_id,
            borrower_id=person_id,
            household_id=household_id,
            account=row.account,
            currency=row.currency.value,
            jurisdiction=lender.jurisdiction,
            pack_version=version,
        ),
        at,
    )
    opened = CaseOpened(
        borrower_id=person_id,
        household_id=household_id,
        jurisdiction=lender.jurisdiction,
        pack_version=version,
        debt=debt_of(row),
        by=Role.LENDER,
        at=at,
    )
    uow.cases.append(
        lender.id,
        case_id,
        0,
        (opened,),
        actor_id=actor.person_id,
        role=Role.LENDER.value,
        at=at,
    )
    uow.cases.project(lender.id, case_id, projection(fold((opened,)), lender.jurisdiction, at))
    return case_id


def debt_of(row: DebtRow) -> Debt:
    """The row as a case keeps it; without an original creditor the name stays empty."""
    return Debt(
        account=row.account,
        product=row.product,
        principal=row.principal,
        interest=row.interest,
        fees=row.fees,
        arrears=row.arrears,
        annual_rate=_decimal(row.annual_rate),
        original_creditor=row.original_creditor or "",
        assigned_from=row.assigned_from,
        last_payment_on=row.last_payment,
    )


def _decimal(rate: Fraction) -> str:
    """A rate that was written with at most eight decimals, written again."""
    return f"{Decimal(rate.numerator) / Decimal(rate.denominator):f}"


def _plain(problem: RowProblem) -> list[Any]:
    return [problem.row, problem.column, problem.code, problem.detail]


def _problem(plain: list[Any]) -> RowProblem:
    row, column, code, detail = plain
    return RowProblem(row, column, code, TABLE[code], detail)


def _refused(read: CsvReport, at: datetime) -> ImportReport:
    return ImportReport(
        sha256=read.sha256,
        at=at,
        rows=read.row_count,
        stored=False,
        again=False,
        imported=0,
        known=0,
        unreached=0,
        problem_count=read.problem_count,
        problems=read.problems[:KEPT_PROBLEMS],
        notices=read.notices[:KEPT_PROBLEMS],
    )


def _report(file: ImportFile) -> ImportReport:
    kept: Mapping[str, Any] = file.report
    return ImportReport(
        sha256=file.sha256,
        at=file.at,
        rows=file.rows,
        stored=True,
        again=False,
        imported=kept["imported"],
        known=kept["known"],
        unreached=kept["unreached"],
        problem_count=kept["problem_count"],
        problems=tuple(_problem(p) for p in kept["problems"]),
        notices=tuple(_problem(n) for n in kept["notices"]),
    )
