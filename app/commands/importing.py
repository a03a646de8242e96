"""Files from outside, with a report of every fault by row and column."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from app.core.access import Actor
from app.core.errors import NotFound
from app.core.imports.sfs import SfsReport, parse_sfs
from app.store.organisations import Organisation
from app.usecases import imports
from app.usecases.deps import Deps

OK, FAULT, INVALID = 0, 1, 2


def debts(deps: Deps, file: Path, lender: str | None, *, partial: bool) -> int:
    """Import a lender's export; 2 when a fault stopped it."""
    organisation = _lender(deps, lender)
    report = imports.import_debts(
        deps,
        _administrator(deps, organisation),
        organisation.id,
        file.read_bytes(),
        partial=partial,
    )
    for problem in report.problems:
        place = f"row {problem.row}" if problem.row else "file"
        column = f", {problem.column}" if problem.column else ""
        detail = f" ({problem.detail})" if problem.detail else ""
        print(f"{place}{column}: {problem.code}: {problem.message}{detail}", file=sys.stderr)
    if report.problem_count > len(report.problems):
        print(f"and {report.problem_count - len(report.problems)} more", file=sys.stderr)
    if report.again:
        print("this file was imported before; nothing changed")
        return OK
    if not report.stored:
        print(f"nothing imported: {report.problem_count} faults in {report.rows} rows")
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


def _lender(deps: Deps, wanted: str | None) -> Organisation:
    with deps.reading() as uow:
        lenders = uow.organisations.of_kind("lender")
    if wanted is not None:
        lenders = tuple(o for o in lenders if wanted in (o.name, str(o.id)))
    if len(lenders) != 1:
        raise NotFound("name one lender with --lender: " + ", ".join(o.name for o in lenders))
    return lenders[0]


def _administrator(deps: Deps, organisation: Organisation) -> Actor:
    with deps.reading() as uow:
        for person_id, role in uow.organisations.members(organisation.id):
            if role == "admin":
                return uow.people.actor(person_id)
    raise NotFound("the lender has no administrator")
