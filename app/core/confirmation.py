"""Figures of a policy pack that an administrator has confirmed, and those taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.core.dates import add_months
from app.core.living_standard import LivingFigure
from app.core.money import Currency, Money
from app.core.policy import PolicyPack, Rule


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A confirmation taken back; it stays on record with its reason."""

    by: str
    person_id: UUID
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Somebody put their name to one figure of one pack.

    ``figure`` names it within the pack, ``value`` is its canonical text. ``as_at`` is the
    day the source was read, ``effective`` to ``expires`` (both included) its time in force.
    ``by`` is shown to everyone whose plan rests on the figure.
    """

    id: UUID
    pack: str
    pack_version: str
    figure: str
    value: str
    source: str
    url: str
    as_at: date
    effective: date
    expires: date | None
    by: str
    person_id: UUID
    at: datetime
    withdrawal: Withdrawal | None = None

    @property
    def confirmed_on(self) -> date:
        return self.at.date()


class Standing(StrEnum):
    """How far a figure may be relied on, on one day. Only ``confirmed`` ones bind."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    EMPTY = "empty"
    EXPIRED = "expired"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that somebody can put their name to: a rule's value or a row of a table.

    ``value`` is what the pack says, None when it has to be loaded first. ``aged_from`` is
    the day from which it grows old: a row ages from when it took effect, a rule from when
    its wording was read.
    """

    id: str
    value: str | None
    aged_from: date | None
    expires: date | None
    stale_after_months: int
    rule: Rule | None = None
    row: LivingFigure | None = None


def figures_of(pack: PolicyPack) -> tuple[Figure, ...]:
    """Every figure of a pack that can be confirmed, rules first."""
    rules = (_of_rule(rule) for rule in pack.rules.values() if rule.value is not None)
    rows = (
        Figure(
            living_id(table.id, row.id),
            row.value.plain if row.value else None,
            row.effective,
            row.expires,
            table.stale_after_months,
            row=row,
        )
        for table in pack.living_standards
        for row in table.figures
    )
    return (*rules, *rows)


def rule_id(code: str) -> str:
    return f"rule:{code}"


def living_id(table: str, row: str) -> str:
    return f"living:{table}/{row}"


@dataclass(frozen=True, slots=True)
class Said:
    """What an administrator says of one figure, before it is taken.

    ``checked``: a figure far from the pack's is what the source says.
    """

    figure: str
    value: str
    source: str
    url: str
    as_at: date
    effective: date
    expires: date | None
    checked: bool = False


class Fault(StrEnum):
    """What keeps somebody from confirming a figure."""

    AMOUNT = "amount_format"
    DECIMALS = "too_many_decimals"
    ZERO = "amount_zero"
    NOT_THE_PACKS = "not_the_packs"
    LINK = "link_format"
    AS_AT = "date_in_future"
    DATE_ORDER = "date_order"
    RUN_OUT = "figure_expired"
    TOO_OLD = "figure_stale"
    NOT_CHECKED = "figure_far_off"


def faults(
    figure: Figure, said: Said, currency: Currency, day: date
) -> tuple[tuple[str, Fault], ...]:
    """(field, fault) of everything that would make a confirmation count for nothing."""
    found: list[tuple[str, Fault]] = []
    try:
        value = canonical_value(figure, said.value, currency)
    except ValueError as error:
        found.append(("value", Fault(str(error))))
    else:
        if not said.checked and is_far_off(figure, value, currency):
            found.append(("checked", Fault.NOT_CHECKED))
    if not said.url.startswith(("https://", "http://")):
        found.append(("url", Fault.LINK))
    if said.as_at > day:
        found.append(("as_at", Fault.AS_AT))
    if said.expires is not None and said.expires < said.effective:
        found.append(("expires", Fault.DATE_ORDER))
    elif said.expires is not None and said.expires < day:
        found.append(("expires", Fault.RUN_OUT))
    aged, field = (said.as_at, "as_at") if figure.rule else (said.effective, "effective")
    if add_months(aged, figure.stale_after_months) < day:
        found.append((field, Fault.TOO_OLD))
    return tuple(found)


def is_far_off(figure: Figure, value: str, currency: Currency) -> bool:
    """Whether a living-standard amount is below the pack's or more than a quarter above it."""
    if figure.row is None or figure.value is None:
        return False
    packs, new = Money.parse(figure.value, currency).minor, Money.parse(value, currency).minor
    return new < packs or 4 * (new - packs) > packs


def canonical_value(figure: Figure, typed: str, currency: Currency) -> str:
    """The value as it is kept.

    A rule's value has to be the pack's own: another figure is a new version of the pack.

    Raises:
        ValueError: ``amount_format``, ``too_many_decimals``, ``amount_zero`` or ``not_the_packs``.
    """
    if figure.rule is not None:
        if typed.strip() != figure.value:
            raise ValueError("not_the_packs")
        return typed.strip()
    amount = Money.parse(typed.strip(), currency)
    if not amount:
        raise ValueError("amount_zero")
    return amount.plain


def binds(confirmation: Confirmation, figure: Figure, day: date) -> bool:
    """Whether the figure counts on ``day``: stands, in force, not run out, not too old."""
    aged_from = confirmation.as_at if figure.rule else confirmation.effective
    return (
        confirmation.figure == figure.id
        and (confirmation.withdrawal is None or day < confirmation.withdrawal.at.date())
        and confirmation.confirmed_on <= day
        and confirmation.effective <= day
        and (confirmation.expires is None or day <= confirmation.expires)
        and day <= add_months(aged_from, figure.stale_after_months)
    )


def standing(figure: Figure, confirmations: Iterable[Confirmation], day: date) -> Standing:
    """Where a figure stands on ``day``, by its newest confirmation or by the pack's own dates."""
    own = [c for c in confirmations if c.figure == figure.id and c.withdrawal is None]
    if any(binds(c, figure, day) for c in own):
        return Standing.CONFIRMED
    expires, aged_from = figure.expires, figure.aged_from
    if own:
        newest = max(own, key=lambda c: (c.effective, c.at))
        expires = newest.expires
        aged_from = newest.as_at if figure.rule else newest.effective
    elif figure.value is None:
        return Standing.EMPTY
    if expires is not None and expires < day:
        return Standing.EXPIRED
    if aged_from is not None and add_months(aged_from, figure.stale_after_months) < day:
        return Standing.STALE
    return Standing.UNCONFIRMED


def with_confirmations(
    pack: PolicyPack, confirmations: Iterable[Confirmation], day: date
) -> PolicyPack:
    """The pack with the citations of confirmed rules verified, as far as they bind on ``day``."""
    known = tuple(confirmations)
    changed = []
    for figure in figures_of(pack):
        counts = [c for c in known if c.pack == pack.id and binds(c, figure, day)]
        if figure.rule is None or not counts:
            continue
        citation = replace(
            figure.rule.citation,
            as_at=max(c.as_at for c in counts),
            verified=True,
            verification="primary",
            confirm_before_print=False,
        )
        changed.append(replace(figure.rule, citation=citation))
    return pack.with_rules(changed)


def _of_rule(rule: Rule) -> Figure:
    return Figure(
        rule_id(rule.code),
        rule.value,
        rule.citation.as_at,
        None,
        rule.citation.stale_after_months,
        rule=rule,
    )
