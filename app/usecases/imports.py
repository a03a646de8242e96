"""Files that come in: a lender's debts, a household's statement. All of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.access import Action, Actor, require_place
from app.core.caselines import Household
from app.core.errors import CurrencyMismatch, InvalidInput, NotFound
from app.core.household_record import HouseholdRecord, Told
from app.core.imports.lender_csv import CsvReport, RowProblem, parse
from app.core.imports.messages import TABLE
from app.core.imports.sfs import SfsReport, parse_sfs
from app.core.money import Currency
from app.store.imports import ImportFile
from app.usecases.budget import home, save_now
from app.usecases.deps import Deps
from app.usecases.opening import Opening, lender_at, open_all

KIND = "debts"
KEPT_PROBLEMS = 200


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
        lender = lender_at(uow, tenant_id)
        read = parse(data, currency_allowed={lender.pack.currency}, as_of=at.date())
        if seen := uow.imports.seen(tenant_id, KIND, read.sha256):
            return replace(_report(seen), again=True)
        if not read.rows or not (read.clean or partial):
            return _refused(read, at)
        opened = open_all(Opening(uow, actor, lender, at), read.rows)
        problems, notices = read.problems[:KEPT_PROBLEMS], read.notices[:KEPT_PROBLEMS]
        file = ImportFile(
            tenant_id=tenant_id,
            kind=KIND,
            sha256=read.sha256,
            at=at,
            by_person_id=actor.person_id,
            rows=read.row_count,
            report={
                "imported": opened.new,
                "known": opened.known,
                "unreached": opened.unreached,
                "problem_count": read.problem_count,
                "problems": [_plain(p) for p in problems],
                "notices": [_plain(n) for n in notices],
            },
        )
        uow.imports.add(file)
        uow.audit.write(
            actor.person_id,
            Action.IMPORT_DEBTS,
            f"organisation:{tenant_id}",
            at,
            lender.pack.version,
        )
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
            _blank(place.record),
            household=read.household,
            income=read.income,
            spending=read.spending,
        )
        save_now(uow, actor, place, told, at)
    return read


def _may(actor: Actor, action: Action, tenant_id: UUID) -> None:
    if tenant_id not in require_place(actor, action).organisations:
        raise NotFound(action)


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


def _blank(record: HouseholdRecord) -> Told:
    """What a household that has told nothing yet starts from: one adult, no figures."""
    return record.told or Told(Household(adults=1, children=0, partner=False))
