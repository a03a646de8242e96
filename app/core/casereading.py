"""The parts of a case file, each read from its sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.core.caselines import (
    Commitment,
    DebtLine,
    Floor,
    HardshipLine,
    Hold,
    Household,
    Line,
    Payment,
    ProposalLine,
    Wishes,
)
from app.core.dates import WEEKDAYS, Calendar
from app.core.hardship import codes
from app.core.money import Money
from app.core.packs import categories
from app.core.periods import PLAN_FREQUENCIES, TIMES_A_YEAR, Every
from app.core.sheet import Sheet

STATUSES = frozenset({"agreed", "offered", "court_order"})
PARTIES = frozenset({"borrower", "lender", "counselor"})
MONTHS_A_YEAR = 12

_ALL = frozenset(Every)
_REGULAR = frozenset(TIMES_A_YEAR)


def household(sheet: Sheet) -> Household:
    found = Household(
        adults=sheet.whole("adults", 0, 99),
        children=sheet.whole("children", 0, 99),
        partner=sheet.flag("partner"),
        dependants=sheet.optional("dependants", lambda key: sheet.whole(key, 0, 99)) or 0,
        area=sheet.optional("area", sheet.text),
        savings=sheet.optional("savings", sheet.money),
    )
    if found.adults == 0 and "adults" in sheet.value and sheet.value["adults"] == 0:
        sheet.wrong("adults", "household", "A household has at least one adult")
    sheet.finish()
    return found


def income_line(sheet: Sheet, *, partner: bool) -> Line:
    line = _line(sheet, categories().income_ids)
    if line.category in categories().partner_ids and not partner:
        sheet.wrong("category", "household", "Say that there is a partner, or remove this income")
    sheet.finish()
    return line


def spending_line(sheet: Sheet) -> Line:
    essential = sheet.optional("essential", sheet.flag)
    line = _line(sheet, categories().spending_ids)
    sheet.finish()
    return replace(line, essential=essential is not False)


def _line(sheet: Sheet, known: frozenset[str]) -> Line:
    every = sheet.one_of("frequency", Every, _ALL, "unknown_frequency")
    amount: Money | None = None
    monthly: tuple[Money, ...] = ()
    if every is Every.IRREGULAR:
        monthly = _twelve(sheet)
        if sheet.has("amount"):
            sheet.wrong("amount", "monthly_values", "Give twelve monthly values or one amount")
    else:
        amount = sheet.money("amount")
        if sheet.has("monthly"):
            sheet.wrong("monthly", "monthly_values", "Only irregular lines have monthly values")
    starts, ends = sheet.optional("starts_on", sheet.day), sheet.optional("ends_on", sheet.day)
    in_order(sheet, "starts_on", "ends_on", starts, ends)
    return Line(
        id=sheet.id("id"),
        category=sheet.name("category", known, "unknown_category"),
        frequency=every,
        amount=amount,
        monthly=monthly,
        starts_on=starts,
        ends_on=ends,
    )


def _twelve(sheet: Sheet) -> tuple[Money, ...]:
    values = sheet.items("monthly") if sheet.has("monthly") else []
    if len(values) != MONTHS_A_YEAR:
        sheet.wrong("monthly", "monthly_values", "Give twelve amounts, January first")
        return ()
    row = Sheet({}, sheet.at("monthly"), sheet.currency, sheet.problems)
    return tuple(row.money_value(n, value) for n, value in enumerate(values))


def in_order(
    sheet: Sheet, start_key: str, end_key: str, start: date | None, end: date | None
) -> None:
    """Note an end before its start, once both dates were read."""
    if start is None or end is None or not sheet.sound(start_key, end_key):
        return
    if end < start:
        sheet.wrong(end_key, "date_order")


def not_after(sheet: Sheet, key: str, day: date | None, as_of: date | None) -> None:
    """Note a date after the day of the case file, once both dates were read."""
    if day is None or as_of is None or not sheet.sound(key):
        return
    if day > as_of:
        sheet.wrong(key, "date_in_future", "This date is after the day of the case file")


def floor(sheet: Sheet, as_of: date | None) -> Floor:
    """A floor; the day it was confirmed is held against ``as_of`` when that could be read."""
    found = Floor(
        monthly=sheet.money("monthly"),
        rule=sheet.text("rule"),
        source=sheet.text("source"),
        effective=sheet.day("effective"),
        expires=sheet.left_out("expires", sheet.day),
        confirmed_by=sheet.left_out("confirmed_by", sheet.text),
        confirmed_on=sheet.left_out("confirmed_on", sheet.day),
    )
    in_order(sheet, "effective", "expires", found.effective, found.expires)
    not_after(sheet, "confirmed_on", found.confirmed_on, as_of)
    sheet.finish()
    return found


def payment(sheet: Sheet) -> Payment:
    found = Payment(
        sheet.money("amount"),
        sheet.one_of("frequency", Every, _REGULAR, "unknown_frequency"),
    )
    sheet.finish()
    return found


def debt(sheet: Sheet, as_of: date | None) -> DebtLine:
    """A debt; its dates are held against ``as_of`` when that could be read."""
    found = DebtLine(
        id=sheet.id("id"),
        creditor=sheet.text("creditor"),
        kind=sheet.id("kind"),
        priority=sheet.flag("priority"),
        secured=sheet.flag("secured"),
        principal=sheet.money("principal"),
        interest=sheet.money("interest"),
        fees=sheet.money("fees"),
        arrears=sheet.money("arrears"),
        annual_rate=sheet.rate("annual_rate"),
        contractual_payment=sheet.nullable(
            "contractual_payment", lambda key: payment(sheet.sheet(key))
        ),
        last_payment_on=sheet.nullable("last_payment_on", sheet.day),
        acknowledged_on=sheet.nullable("acknowledged_on", sheet.day),
        disputed=sheet.flag("disputed"),
    )
    if sheet.sound("principal", "interest", "fees", "arrears") and found.arrears > found.owed:
        sheet.wrong("arrears", "arrears_above_owed", "Arrears are part of what is owed")
    not_after(sheet, "last_payment_on", found.last_payment_on, as_of)
    not_after(sheet, "acknowledged_on", found.acknowledged_on, as_of)
    sheet.finish()
    return found


def hardship(sheet: Sheet) -> HardshipLine:
    found = HardshipLine(
        sheet.name("code", codes(), "unknown_hardship"),
        sheet.day("from"),
        sheet.nullable("expected_until", sheet.day),
    )
    in_order(sheet, "from", "expected_until", found.since, found.expected_until)
    sheet.finish()
    return found


def commitment(sheet: Sheet) -> Commitment:
    found = Commitment(
        id=sheet.id("id"),
        creditor=sheet.text("creditor"),
        status=sheet.name("status", STATUSES, "unknown_status"),
        amount=sheet.money("amount"),
        frequency=sheet.one_of("frequency", Every, _REGULAR, "unknown_frequency"),
        since=sheet.day("from"),
        until=sheet.nullable("until", sheet.day),
    )
    in_order(sheet, "from", "until", found.since, found.until)
    sheet.finish()
    return found


def wishes(sheet: Sheet) -> Wishes:
    found = Wishes(
        frequency=sheet.optional(
            "frequency",
            lambda key: sheet.one_of(key, Every, PLAN_FREQUENCIES, "unknown_frequency"),
        )
        or Every.MONTHLY,
        day=sheet.optional("day", lambda key: sheet.whole(key, 1, 31)) or 1,
        not_before=sheet.optional("not_before", sheet.day),
        buffer=sheet.optional("buffer", sheet.money),
        lump_sum=sheet.optional("lump_sum", sheet.money),
        offer_from_benefits=sheet.optional("offer_from_benefits", sheet.flag) or False,
        follow_months=sheet.optional("follow_months", sheet.flag) or False,
    )
    sheet.finish()
    return found


def hold(sheet: Sheet) -> Hold:
    found = Hold(sheet.text("rule"), sheet.day("from"), sheet.nullable("until", sheet.day))
    in_order(sheet, "from", "until", found.since, found.until)
    sheet.finish()
    return found


def calendar(sheet: Sheet) -> Calendar:
    weekend: set[str] = set()
    for item in sheet.items("weekend"):
        if item in WEEKDAYS:
            weekend.add(str(item))
        else:
            sheet.wrong("weekend", "unknown_weekday", "Use mon, tue, wed, thu, fri, sat, sun")
    if len(weekend) == len(WEEKDAYS):
        sheet.wrong("weekend", "unknown_weekday", "Leave at least one working day")
    row = Sheet({}, sheet.at("holidays"), sheet.currency, sheet.problems)
    holidays = frozenset(row.day_value(n, value) for n, value in enumerate(sheet.items("holidays")))
    sheet.finish()
    return Calendar(frozenset(weekend), holidays)


def proposal(sheet: Sheet) -> ProposalLine:
    found = ProposalLine(
        id=sheet.id("id"),
        by=sheet.name("by", PARTIES, "unknown_party"),
        debt_id=sheet.id("debt_id"),
        amount=sheet.money("amount"),
        frequency=sheet.one_of("frequency", Every, PLAN_FREQUENCIES, "unknown_frequency"),
        first_due=sheet.day("first_due"),
    )
    sheet.finish()
    return found
