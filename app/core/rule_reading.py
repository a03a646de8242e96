"""A rule of a pack out of its data, with its source and what it asks of a plan's figures."""

from __future__ import annotations

from fractions import Fraction

from app.core.money import Currency, Money
from app.core.packnode import Node, PackError, translated
from app.core.policy import STALE_AFTER_MONTHS, Citation, Rule, Severity, Source
from app.core.rule_kinds import (
    AllocationOrder,
    Check,
    KeepsAtLeast,
    LeavesLivingCosts,
    LenderWithinShare,
    LongestTerm,
    NoInterestOnInterest,
    NotDisputed,
    NotTimeBarred,
    RateCap,
    RateWithinContract,
    ReferenceRate,
    RestIsSaid,
    SameDebt,
    ShareOfIncome,
    TotalWithinContract,
)

PARTS = frozenset({"principal", "interest", "fees"})
WHOLE = 100

_RULE_KEYS = (
    "id topic text text_zh severity value unit figure_en figure_zh citation sources as_at "
    "verified verification confirm_before_print"
)
_PLAIN: dict[str, Check] = {
    "leaves_living_costs": LeavesLivingCosts(),
    "lender_within_share": LenderWithinShare(),
    "rate_within_contract": RateWithinContract(),
    "same_debt": SameDebt(),
    "total_within_contract": TotalWithinContract(),
    "rest_is_said": RestIsSaid(),
    "not_disputed": NotDisputed(),
    "not_time_barred": NotTimeBarred(),
}
_FIGURES = {
    "rate_cap": "multiple table debt_kinds",
    "no_interest_on_interest": "debt_kinds",
    "longest_term": "months debt_kinds",
    "share_of_income": "percent",
    "keeps_at_least": "subdivision monthly first each_next most until",
    "allocation_order": "order unless_agreed",
}
KINDS = frozenset({*_PLAIN, *_FIGURES})


def rule_from(node: Node, currency: Currency) -> Rule:
    """One rule; its amounts are in ``currency``.

    Raises:
        PackError: something is missing, unknown or of the wrong kind, with its place.
    """
    node.keys(_RULE_KEYS, "check stale_after_months citation_zh")
    stale, check = node.get("stale_after_months"), node.get("check")
    cited_zh = node.get("citation_zh")
    verified = node["verified"].flag()
    verification = node["verification"].one_of(frozenset({"primary", "secondary", "none"}))
    if verified is (verification == "none"):
        raise PackError(f"{node.path}/verified: does not go with verification {verification}")
    return Rule(
        code=node["id"].text(),
        topic=node["topic"].text(),
        text=node["text"].text(),
        text_zh=node["text_zh"].text(),
        severity=Severity(node["severity"].one_of(frozenset(Severity))),
        citation=Citation(
            provision=node["citation"].text(),
            sources=tuple(
                Source(s["title"].text(), s["url"].text(), _official(s)) for s in node["sources"]
            ),
            as_at=node["as_at"].day(),
            verified=verified,
            verification=verification,
            confirm_before_print=node["confirm_before_print"].flag(),
            stale_after_months=STALE_AFTER_MONTHS if stale is None else stale.whole(),
            provision_zh=None if cited_zh is None else cited_zh.text(),
        ),
        value=node["value"].text_or_none(),
        unit=node["unit"].text_or_none(),
        figure_en=translated(node["value"], node["figure_en"]),
        figure_zh=translated(node["value"], node["figure_zh"]),
        check=None if check is None else check_from(check, currency),
    )


def check_from(node: Node, currency: Currency) -> Check:
    """What a rule asks of a plan's figures.

    Raises:
        PackError: the kind is unknown, or a figure is missing, unknown or impossible.
    """
    kind = node["kind"].one_of(KINDS)
    if kind in _PLAIN:
        node.keys("kind")
        return _PLAIN[kind]
    node.keys(f"kind {_FIGURES[kind]}")
    match kind:
        case "rate_cap":
            return RateCap(_positive(node["multiple"]), _table(node["table"]), _kinds(node))
        case "no_interest_on_interest":
            return NoInterestOnInterest(_kinds(node))
        case "longest_term":
            return LongestTerm(_some(node["months"]), _kinds(node))
        case "share_of_income":
            percent = _some(node["percent"])
            if percent > WHOLE:
                raise PackError(f"{node.path}/percent: at most {WHOLE}")
            return ShareOfIncome(percent)
        case "keeps_at_least":
            return KeepsAtLeast(
                subdivision=node["subdivision"].text(),
                monthly=_minor(node["monthly"], currency),
                first=_minor(node["first"], currency),
                each_next=_minor(node["each_next"], currency),
                most=node["most"].whole(),
                until=node["until"].day(),
            )
        case _:
            return AllocationOrder(_order(node["order"]), node["unless_agreed"].flag())


def _table(node: Node) -> tuple[ReferenceRate, ...]:
    rows = tuple(
        ReferenceRate(n["since"].day(), _positive(n["rate"]), n["verified"].flag())
        for n in (row.keys("since rate verified") for row in node)
    )
    days = [row.since for row in rows]
    if not days or days != sorted(set(days)):
        raise PackError(f"{node.path}: at least one row, each later than the one before")
    return rows


def _kinds(node: Node) -> frozenset[str]:
    """The kinds of debt it speaks of; a list without any would never apply."""
    found = frozenset(node["debt_kinds"].texts())
    if not found:
        raise PackError(f"{node.path}/debt_kinds: at least one is needed")
    return found


def _order(node: Node) -> tuple[str, ...]:
    order = node.texts()
    if len(order) != len(PARTS) or frozenset(order) != PARTS:
        raise PackError(f"{node.path}: each of {', '.join(sorted(PARTS))} once")
    return order


def _some(node: Node) -> int:
    if not (number := node.whole()):
        raise PackError(f"{node.path}: a whole number from 1 is needed")
    return number


def _positive(node: Node) -> Fraction:
    try:
        number = Fraction(node.text())
    except (ValueError, ZeroDivisionError):
        number = Fraction(0)
    if number <= 0:
        raise PackError(f"{node.path}: a number above 0 in text is needed")
    return number


def _minor(node: Node, currency: Currency) -> int:
    try:
        return Money.parse(node.text(), currency).minor
    except ValueError:
        raise PackError(f"{node.path}: an amount like 10.00 is needed") from None


def _official(node: Node) -> str | None:
    return node["official_url"].text() if "official_url" in node.entries() else None
