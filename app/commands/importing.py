"""Files from outside, with a report of every fault by row and column."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.core.access import Actor
from app.core.errors import NotFound
from app.core.imports.lender_csv import RowProblem, parse
from app.core.imports.sfs import SfsReport, parse_sfs
from app.core.money import Currency
from app.core.packs import jurisdiction_of, load
from app.store.organisations import Organisation
from app.usecases import imports
from app.usecases.deps import Deps

OK, FAULT, INVALID = 0, 1, 2


def debts(deps: Deps, file: Path, lender: str | None, *, partial: bool) -> int:
    """Import a lender's export; 2 when a fault stopped it.

    Without ``lender`` it is the only one, or the only one that counts in the file's currency.
    """
    data = file.read_bytes()
    organisation = _lender(deps, lender, data)
    if organisation is None:
        return INVALID
    actor = _administrator(deps, organisation)
    report = imports.import_debts(deps, actor, organisation.id, data, partial=partial)
    print_faults(report.problems, report.problem_count)
    if report.again:
        print("this file was imported before; nothing changed")
        return OK
    if not report.stored:
        print(_nothing(report.problem_count, report.rows))
        return INVALID
    print(f"{report.imported} cases opened, {report.known} known, {report.unreached} without mail")
    return OK


def budget(ready: Callable[[], Deps], file: Path, email: str | None) -> int:
    """Show a statement in our categories; with an address, keep it in that household."""
    data = file.read_bytes()
    report = parse_sfs(data)
    _show(report)
    if report.problem_count:
        return INVALID
    if email is not None:
        deps = ready()
        with deps.reading() as uow:
            person = uow.people.by_email(email)
            household = uow.households.of_owner(person.id) if person else None
            actor = uow.people.actor(person.id) if person else None
        if household is None or actor is None:
            raise NotFound("no household for this address")
        imports.import_budget(deps, actor, household, data)
        print("kept in the household")
    return OK


def _show(report: SfsReport) -> None:
    for line in (*report.income, *report.spending):
        amount = line.amount.plain if line.amount else ""
        print(f"{line.category} {line.frequency} {amount}")
    for problem in (*report.problems, *report.warnings):
        print(f"{problem.path}: {problem.code}: {problem.message}", file=sys.stderr)
    for total in report.mismatches:
        print(
            f"{total.path}: total_differs: stated {total.stated.plain}, "
            f"lines add up to {total.computed.plain}",
            file=sys.stderr,
        )


def _lender(deps: Deps, wanted: str | None, data: bytes) -> Organisation | None:
    """Whose export this is; nobody, once the faults of a file that none can import are printed.

    Raises:
        NotFound: no lender fits, or more than one does.
    """
    with deps.reading() as uow:
        # Whoever an agency collects for is on file, and nobody works there.
        lenders = tuple(
            o for o in uow.organisations.of_kind("lender") if uow.organisations.members(o.id)
        )
    named = tuple(o for o in lenders if wanted in (None, o.name, str(o.id)))
    if wanted is not None and len(named) != 1:
        raise NotFound("--lender names one of: " + ", ".join(o.name for o in lenders))
    if len(named) == 1:
        return named[0]
    read = parse(data, currency_allowed=frozenset(Currency), as_of=deps.now().date())
    if not read.rows or not lenders:
        print_faults(read.problems, read.problem_count)
    if not read.rows:
        print(_nothing(read.problem_count, read.row_count))
        return None
    counted = {row.currency for row in read.rows}
    fitting = [o for o in lenders if {load(jurisdiction_of(o.country)).currency} == counted]
    if len(fitting) == 1:
        return fitting[0]
    if not lenders:
        raise NotFound("there is no lender here yet; make run sets up those of the demonstration")
    raise NotFound("name one lender with --lender: " + ", ".join(o.name for o in lenders))


def print_faults(problems: Sequence[RowProblem], count: int) -> None:
    for problem in problems:
        place = f"row {problem.row}" if problem.row else "file"
        column = f", {problem.column}" if problem.column else ""
        detail = f" ({problem.detail})" if problem.detail else ""
        print(f"{place}{column}: {problem.code}: {problem.message}{detail}", file=sys.stderr)
    if count > len(problems):
        print(f"and {count - len(problems)} more", file=sys.stderr)


def _nothing(faults: int, rows: int) -> str:
    return f"nothing imported: {faults} faults in {rows} rows"


def _administrator(deps: Deps, organisation: Organisation) -> Actor:
    with deps.reading() as uow:
        for person_id, role in uow.organisations.members(organisation.id):
            if role == "admin":
                return uow.people.actor(person_id)
    raise NotFound("the lender has no administrator")
