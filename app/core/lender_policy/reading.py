"""A policy version out of plain JSON: every fault at once, each with its place and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from app.core.caselines import LenderTerms
from app.core.errors import InvalidInput, Problem
from app.core.lender_policy.bands import band_faults
from app.core.lender_policy.ethics import Breach, bar_for, breaches, limit_breaches
from app.core.lender_policy.values import Band, Limits, PolicyVersion, Portfolio
from app.core.lender_policy.writing import SCHEMA
from app.core.lending import LONGEST_BREAK_MONTHS
from app.core.money import Currency
from app.core.negotiation.rounds import LEAST_ROUNDS, MOST_ROUNDS
from app.core.policyreading import LONGEST_TERM, policy_fields
from app.core.sheet import Sheet

MOST_PROBLEMS = 100


def read(value: dict[str, object], currency: Currency) -> PolicyVersion:
    """The version that ``value`` says, for a lender whose debts count in ``currency``.

    Raises:
        InvalidInput: it has faults, or would break the ethics bar; all are listed.
    """
    found, problems = judged(value, currency)
    refuse(problems)
    return found


def refuse(problems: Iterable[Problem]) -> None:
    """Raises InvalidInput: there are problems; it carries each once, by place."""
    if found := sorted(set(problems)):
        raise InvalidInput(tuple(found[:MOST_PROBLEMS]))


def judged(
    value: dict[str, object], currency: Currency
) -> tuple[PolicyVersion, tuple[Problem, ...]]:
    """What ``value`` says, with a stand-in for what is wrong, and everything that is wrong."""
    problems: list[Problem] = []
    sheet = Sheet(value, "", currency, problems)
    if sheet.text("schema") not in ("", SCHEMA):
        sheet.wrong("schema", "unknown_schema", f"Write {SCHEMA}")
    if sheet.text("currency") not in ("", currency.value):
        sheet.wrong("currency", "currency_mismatch", f"Your debts count in {currency.value}")
    found = PolicyVersion(
        version=sheet.id("version"),
        effective_from=sheet.day("effective_from"),
        currency=currency,
        base=_terms(sheet.sheet("base")),
        portfolios=tuple(_portfolios(sheet)),
        bands=tuple(_bands(sheet)),
        limits=_limits(sheet.sheet("approval")) if sheet.has("approval") else Limits(),
        most_offers=sheet.optional(
            "most_offers", lambda key: sheet.whole(key, LEAST_ROUNDS, MOST_ROUNDS)
        ),
    )
    _finish(sheet)
    if not any(map(_hides_a_band, problems)):
        problems += band_faults(found.bands)
    return found, tuple(problems)


def _hides_a_band(problem: Problem) -> bool:
    """Whether the ends of a band are not known: a stand-in lies in no order with the others."""
    parts = problem.path.split("/")[1:]
    return parts[0] == "bands" and (
        problem.path.endswith(("/from", "/to"))
        or (len(parts) < 3 and problem.code != "says_nothing")  # noqa: PLR2004 (bands, number)
    )


def _portfolios(sheet: Sheet) -> Iterator[Portfolio]:
    if not sheet.has("portfolios"):
        return
    seen: set[str] = set()
    for row in sheet.sheets("portfolios"):
        name = row.text("name")
        key = " ".join(name.split()).casefold()
        if key in seen:
            row.wrong("name", "duplicate_portfolio", "Name each portfolio once")
        seen.add(key or name)
        yield Portfolio(name, _own_terms(row))


def _bands(sheet: Sheet) -> Iterator[Band]:
    if not sheet.has("bands"):
        return
    for row in sheet.sheets("bands"):
        since, until = row.money("from"), row.optional("to", row.money)
        yield Band(since, until, _own_terms(row))


def _own_terms(row: Sheet) -> LenderTerms:
    """The terms of a row that is there to say something different."""
    if not set(row.value) - {"name", "from", "to"}:
        row.problems.append(Problem(row.path, "says_nothing", "Say what is different here"))
    return _terms(row)


def _terms(sheet: Sheet) -> LenderTerms:
    found = policy_fields(sheet)
    _past(sheet, "min_repaid_share", found.min_repaid_share)
    _past(sheet, "settlement_share", found.settlement_share)
    if found.max_break_months is not None and found.max_break_months > LONGEST_BREAK_MONTHS:
        sheet.wrong("max_break_months", "past_limit", f"Write {LONGEST_BREAK_MONTHS} or less")
    _refuse(sheet, breaches(found))
    _finish(sheet)
    return found


def _limits(sheet: Sheet) -> Limits:
    found = Limits(
        rate_cut=sheet.optional("rate_cut", sheet.rate),
        let_go=sheet.optional("let_go", sheet.rate),
        term_months=sheet.optional("term_months", lambda key: sheet.whole(key, 1, LONGEST_TERM)),
        settlement=sheet.optional("settlement", sheet.rate),
    )
    for name in ("rate_cut", "let_go", "settlement"):
        _past(sheet, name, getattr(found, name))
    _refuse(sheet, limit_breaches(found))
    _finish(sheet)
    return found


def _past(sheet: Sheet, field: str, share: Fraction | None) -> None:
    if share is not None and share > 1:
        sheet.wrong(field, "past_limit", "A share is 1 at most")


def _refuse(sheet: Sheet, found: Iterable[Breach]) -> None:
    for breach in found:
        if sheet.sound(breach.field):
            sheet.wrong(breach.field, breach.code, f"{breach.reason} ({breach.rule})")


def _finish(sheet: Sheet) -> None:
    """Name every field that nobody asked for; one that reaches too far, with the rule."""
    for key in sheet.value:
        if key in sheet.known:
            continue
        bar = bar_for(key)
        if bar is None:
            sheet.wrong(key, "unknown_field")
        else:
            sheet.wrong(key, bar.code, f"{bar.reason} ({bar.rule})")
