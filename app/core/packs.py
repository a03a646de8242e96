"""Policy packs, statement categories and hardship types, read from the data files in ``packs/``.

Change a rule: a new version of its file, never an edit of a version in use.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from app.core.actions import Role
from app.core.errors import NotFound
from app.core.hold_kinds import CHOSEN, HoldKind
from app.core.living_standard import read_standard
from app.core.money import Currency
from app.core.packlinks import cross_checked
from app.core.packnode import Node, PackError
from app.core.policy import (
    AgreementItem,
    CoolingOff,
    HoldRule,
    Limitation,
    MaxTerm,
    PolicyPack,
    ResponseClock,
    Rule,
)
from app.core.rule_reading import rule_from

JURISDICTIONS = ("CN", "US", "UK", "AU", "EU")
_OF_COUNTRY = {"GB": "UK", "UK": "UK", "CN": "CN", "US": "US", "AU": "AU"}
LANGUAGES = ("en", "zh")
MAY_SIGN = (Role.LENDER, Role.BORROWER, Role.COUNSELOR)

_FOLDER = Path(__file__).parent / "packs"
_PACK_KEYS = (
    "schema id version as_at status name language currency apr_rule cites buffer max_term "
    "limitation cooling_off signing zones holds response_clocks allocation contact interest retention "
    "agreement living_standards rules"
)


@dataclass(frozen=True, slots=True)
class Category:
    """A line of the standard budget. ``group`` names a heading, ``en`` and ``zh`` are labels.

    ``protected`` income (benefits, pensions) is not offered unless the borrower says so.
    ``priority`` (no, always, if_essential): arrears there come before other debts.
    """

    id: str
    group: str
    en: str
    zh: str
    protected: bool = False
    partner: bool = False
    flexible: bool = False
    priority: str = "no"
    note_required: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Categories:
    """The standard budget: headings, income and spending lines in the order of a form."""

    headings: tuple[Heading, ...]
    income: tuple[Category, ...]
    spending: tuple[Category, ...]
    income_ids: frozenset[str]
    spending_ids: frozenset[str]
    partner_ids: frozenset[str]
    protected_ids: frozenset[str]


def jurisdiction_of(country: str) -> str:
    """The pack of an ISO 3166 country; where there is none of its own, the EU's baseline."""
    return _OF_COUNTRY.get(country.upper(), "EU")


@lru_cache
def load(jurisdiction: str) -> PolicyPack:
    """The pack of CN, US, UK, AU or EU.

    Raises:
        NotFound: there is no pack for it.
        PackError: its data file breaks the schema.
    """
    if jurisdiction not in JURISDICTIONS:
        raise NotFound(f"no pack for {jurisdiction}")
    return pack_from(data_file(f"{jurisdiction.lower()}.json"))


def rule_named(code: str) -> tuple[PolicyPack, Rule] | None:
    """The published rule of that code and its pack; None when no pack has it."""
    for pack in map(load, JURISDICTIONS):
        if code in pack.rules:
            return pack, pack.rules[code]
    return None


@lru_cache
def categories() -> Categories:
    """Income and spending lines with labels, the same in every jurisdiction."""
    data = data_file("statement.json")
    headings = tuple(
        Heading(n["id"].text(), n["en"].text(), n["zh"].text()) for n in data["groups"]
    )
    income = tuple(
        Category(
            n["id"].text(),
            n["group"].text(),
            n["en"].text(),
            n["zh"].text(),
            protected=n["protected"].flag(),
            partner=n["partner"].flag(),
        )
        for n in data["income"]
    )
    spending = tuple(
        Category(
            n["id"].text(),
            n["group"].text(),
            n["en"].text(),
            n["zh"].text(),
            flexible=n["kind"].text() == "flexible",
            priority=n["priority"].one_of(frozenset({"no", "always", "if_essential"})),
            note_required=n["note_required"].flag(),
        )
        for n in data["spending"]
    )
    return Categories(
        headings,
        income,
        spending,
        income_ids=frozenset(c.id for c in income),
        spending_ids=frozenset(c.id for c in spending),
        partner_ids=frozenset(c.id for c in income if c.partner),
        protected_ids=frozenset(c.id for c in income if c.protected),
    )


def pack_from(data: Node) -> PolicyPack:
    """A pack out of its data, with every field checked.

    Raises:
        PackError: something is missing, unknown or of the wrong kind, with its place.
    """
    data.keys(_PACK_KEYS)
    data["schema"].one_of(frozenset({"plainpact/pack/1"}))
    currency = Currency(data["currency"].one_of(frozenset(Currency)))
    rules = MappingProxyType({r.code: r for r in (rule_from(n, currency) for n in data["rules"])})
    cross_checked(data, rules)
    cites = {step: node.one_of(frozenset(rules)) for step, node in data["cites"].entries().items()}
    currency = Currency(data["currency"].one_of(frozenset(Currency)))
    term, limits, cool = data["max_term"], data["limitation"], data["cooling_off"]
    return PolicyPack(
        id=data["id"].one_of(frozenset(JURISDICTIONS)),
        version=data["version"].text(),
        name=data["name"].text(),
        language=data["language"].text(),
        currency=currency,
        as_at=data["as_at"].day(),
        status=data["status"].text(),
        rules=rules,
        max_term=MaxTerm(
            term["months"].whole(), term["rule"].text_or_none(), frozenset(term["kinds"].texts())
        ),
        house_term_months=term["house_months"].whole(),
        limitation=Limitation(
            limits["years"].whole_or_none(),
            MappingProxyType({k: n.whole() for k, n in limits["by_subdivision"].entries().items()}),
            frozenset(limits["extinguished"].texts()),
            limits["rule"].text_or_none(),
            limits["verified"].flag(),
        ),
        cooling_off=CoolingOff(cool["statutory_days"].whole_or_none(), cool["house_days"].whole()),
        signing_order=_signing_order(data["signing"]["order"]),
        zones=_zones(data["zones"]["names"]),
        holds=tuple(hold_from(node) for node in data["holds"]),
        response_clocks=tuple(_clock(node) for node in data["response_clocks"]),
        allocation=data["allocation"]["plan"].texts(),
        agreement_items=tuple(_item(node) for node in data["agreement"]),
        buffer_cap=data["buffer"]["cap"].text_or_none(),
        apr_rule=data["apr_rule"].one_of(frozenset({"eu", "us"})),
        cites=MappingProxyType(cites),
        contact=MappingProxyType({k: n.value for k, n in data["contact"].entries().items()}),
        interest=MappingProxyType({k: n.value for k, n in data["interest"].entries().items()}),
        living_standards=tuple(
            read_standard(name, node, currency)
            for name, node in data["living_standards"].entries().items()
        ),
    )


def read_data(text: str, name: str) -> Node:
    """The data of one file; ``name`` begins every place in its errors."""
    try:
        return Node(json.loads(text), name)
    except json.JSONDecodeError as error:
        raise PackError(f"{name}: line {error.lineno}: {error.msg}") from None


def data_file(name: str) -> Node:
    """The data of one of our own files in ``packs/``."""
    return read_data((_FOLDER / name).read_text(encoding="utf-8"), name)


def _signing_order(node: Node) -> tuple[Role, ...]:
    order = tuple(Role(one.one_of(frozenset(MAY_SIGN))) for one in node)
    if set(order) != set(MAY_SIGN) or len(order) != len(MAY_SIGN):
        raise PackError(f"{node.path}: each of {', '.join(sorted(MAY_SIGN))} once")
    return order


def _zones(node: Node) -> tuple[str, ...]:
    if not (names := node.texts()):
        raise PackError(f"{node.path}: at least one")
    return names


def hold_from(node: Node) -> HoldRule:
    """One entry of a table of holds.

    Raises:
        PackError: a field is missing or of the wrong kind.
    """
    return HoldRule(
        rule=node["rule"].text(),
        kind=HoldKind(node["kind"].one_of(frozenset(CHOSEN))),
        name=node["name"].text(),
        name_zh=node["name_zh"].text(),
        days=node["days"].whole_or_none(),
        after_treatment_days=node["after_treatment_days"].whole_or_none(),
        extend_days=node["extend_days"].whole_or_none(),
        once_per_months=node["once_per_months"].whole_or_none(),
        review_days=tuple(day.whole() for day in node["review_days"]),
        stops_interest=node["stops_interest"].flag(),
        verified=node["verified"].flag(),
    )


def _clock(node: Node) -> ResponseClock:
    clock = node["clock"]
    return ResponseClock(
        node["rule"].text(),
        None if clock.value is None else clock.one_of(frozenset({"reply", "decision"})),
        node["days"].whole(),
        node["verified"].flag(),
    )


def _item(node: Node) -> AgreementItem:
    return AgreementItem(
        node["key"].text(),
        node["rule"].text_or_none(),
        node["verified"].flag(),
        node["only_if"].text_or_none(),
        node["zh"].text_or_none(),
    )
