"""Reading case files (plainpact/case-file/1): all problems at once, or a case to assess."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from app.core import casereading as read
from app.core.caselines import (
    CaseFile,
    Commitment,
    DebtLine,
    Floor,
    HardshipLine,
    Hold,
    Household,
    LenderTerms,
    Line,
    Payment,
    ProposalLine,
    Wishes,
)
from app.core.casewriting import document, dump
from app.core.dates import Calendar
from app.core.errors import InvalidInput, Problem
from app.core.lending import least_of
from app.core.money import Currency, Money
from app.core.packs import JURISDICTIONS, load
from app.core.periods import TIMES_A_YEAR, Every, ceiling_per_instalment
from app.core.policyreading import policy
from app.core.sheet import MOST_LINES, Sheet
from app.core.strictjson import DEEPEST, WIDEST, UnreadableJson, plain, pointer
from app.core.strictjson import read as read_json

__all__ = [
    "Calendar",
    "CaseFile",
    "Commitment",
    "DebtLine",
    "Floor",
    "HardshipLine",
    "Hold",
    "Household",
    "LenderTerms",
    "Line",
    "Payment",
    "ProposalLine",
    "Wishes",
    "document",
    "dump",
    "parse",
]

SCHEMA = "plainpact/case-file/1"
MOST_PROBLEMS = 100


def parse(data: bytes) -> CaseFile:
    """A case file out of its bytes.

    Raises:
        InvalidInput: with every problem, sorted by path, 100 at most.
    """
    value, problems = _value(data)
    if not isinstance(value, dict):
        raise InvalidInput((Problem("", "object_format", "Send one JSON object"),))
    case = _case(value, problems)
    if problems:
        raise InvalidInput(tuple(sorted(set(problems))[:MOST_PROBLEMS]))
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return replace(case, input_sha256=hashlib.sha256(written.encode()).hexdigest())


def _value(data: bytes) -> tuple[object, list[Problem]]:
    try:
        return plain(read_json(data))
    except UnreadableJson as error:
        code, message = {
            "too_large": ("too_large", "Send at most 1 MiB"),
            "too_deep": ("too_large", f"Nest at most {DEEPEST} levels"),
            "too_wide": ("too_large", f"Write at most {WIDEST} fields into one object"),
            "encoding": ("encoding", f"Send UTF-8; {error.where} is not"),
        }.get(error.code, ("json_format", f"Not JSON at {error.where or 'line 1'}"))
        raise InvalidInput((Problem("", code, message),)) from None


def _case(value: dict[str, object], problems: list[Problem]) -> CaseFile:
    sheet = Sheet(value, "", Currency.GBP, problems)
    sheet.name("schema", frozenset({SCHEMA}), "unknown_schema")
    jurisdiction = sheet.name("jurisdiction", frozenset(JURISDICTIONS), "unknown_jurisdiction")
    sheet.currency = _currency(sheet, jurisdiction)
    as_of = sheet.day("as_of")
    today = as_of if sheet.sound("as_of") else None
    people = read.household(sheet.sheet("household"))
    case = CaseFile(
        case_id=sheet.id("case_id"),
        as_of=as_of,
        jurisdiction=jurisdiction,
        subdivision=sheet.optional("subdivision", sheet.id),
        currency=sheet.currency,
        household=people,
        income=tuple(
            read.income_line(row, partner=people.partner) for row in sheet.sheets("income")
        ),
        spending=tuple(read.spending_line(row) for row in sheet.sheets("spending")),
        floor=sheet.nullable("floor", lambda key: read.floor(sheet.sheet(key), today)),
        debts=tuple(read.debt(row, today) for row in sheet.sheets("debts")),
        hardship=tuple(read.hardship(row) for row in sheet.sheets("hardship")),
        commitments=tuple(read.commitment(row) for row in sheet.sheets("commitments")),
        policy=policy(sheet.sheet("lender_policy")),
        wishes=sheet.optional("wishes", lambda key: read.wishes(sheet.sheet(key))) or Wishes(),
        hold=sheet.optional("hold", lambda key: read.hold(sheet.sheet(key))),
        calendar=sheet.optional("calendar", lambda key: read.calendar(sheet.sheet(key)))
        or Calendar(frozenset(), frozenset()),
        proposals=tuple(read.proposal(row) for row in sheet.sheets("proposals"))
        if sheet.has("proposals")
        else (),
    )
    sheet.finish()
    _check_ids(case, sheet)
    _check_debts(case, sheet)
    _check_proposals(case, sheet)
    if len(case.income) + len(case.spending) > MOST_LINES:
        sheet.wrong("spending", "too_large")
    return case


def _currency(sheet: Sheet, jurisdiction: str) -> Currency:
    named = sheet.name("currency", frozenset(Currency), "currency_mismatch")
    if not jurisdiction:
        return Currency(named) if named else Currency.GBP
    expected = load(jurisdiction).currency
    if named and named != expected:
        sheet.wrong("currency", "currency_mismatch", f"Here amounts are in {expected}")
    return expected


def _check_ids(case: CaseFile, sheet: Sheet) -> None:
    lists: tuple[tuple[str, Sequence[Line | DebtLine | Commitment | ProposalLine]], ...] = (
        ("income", case.income),
        ("spending", case.spending),
        ("debts", case.debts),
        ("commitments", case.commitments),
        ("proposals", case.proposals),
    )
    for name, lines in lists:
        for place in _repeated(line.id for line in lines):
            path = pointer(pointer(f"/{name}", place), "id")
            sheet.problems.append(Problem(path, "duplicate_id", "Use each id once in a list"))


def _repeated(ids: Iterable[str]) -> list[int]:
    seen: set[str] = set()
    found = []
    for place, name in enumerate(ids):
        if name and name in seen:
            found.append(place)
        seen.add(name)
    return found


def _check_debts(case: CaseFile, sheet: Sheet) -> None:
    if case.debts:
        # A balance that could not be read is told where it stands, not as 0.
        if not sheet.problems and not any(debt.owed for debt in case.debts):
            sheet.wrong("debts", "balance_zero", "At least one debt has a balance")
    elif sheet.value.get("debts") == []:
        sheet.wrong("debts", "no_debts", "Name at least one debt")
    known = {debt.id for debt in case.debts}
    for name, _ in case.policy.per_debt:
        if name not in known:
            path = pointer("/lender_policy/per_debt", name)
            sheet.problems.append(Problem(path, "unknown_debt", "Use the id of a debt"))


def _check_proposals(case: CaseFile, sheet: Sheet) -> None:
    debts = {debt.id: debt for debt in case.debts}
    for place, offer in enumerate(case.proposals):
        row = Sheet({}, f"/proposals/{place}", case.currency, sheet.problems)
        debt = debts.get(offer.debt_id)
        if debt is None:
            if offer.debt_id:
                row.wrong("debt_id", "unknown_debt", "Use the id of a debt")
            continue
        least = least_for(case, debt, offer.frequency)
        for key, code, message in proposal_problems(
            offer.amount, debt.owed, offer.first_due, case.as_of, least
        ):
            if row.sound(key) and (key != "first_due" or sheet.sound("as_of")):
                row.wrong(key, code, message)


def least_for(case: CaseFile, debt: DebtLine, every: Every) -> Money:
    """The smallest instalment that a lender may ask for a debt."""
    least = least_of(case.policy.merged(debt.id), case.currency)
    if not least or not TIMES_A_YEAR.get(every):
        return least
    return max(Money(1, case.currency), ceiling_per_instalment(least, every))


def proposal_problems(
    amount: Money, owed: Money, first_due: date, as_of: date, least: Money
) -> tuple[tuple[str, str, str], ...]:
    """(field, code, message) of everything that makes an offer impossible as written."""
    found: list[tuple[str, str, str]] = []
    if amount > owed:
        found.append(("amount", "instalment_above_balance", "Offer no more than is owed"))
    if amount < least:
        found.append(("amount", "below_minimum", f"The smallest instalment is {least.plain}"))
    if first_due <= as_of:
        found.append(("first_due", "date_not_in_future", "Choose a first date after today"))
    return tuple(found)
