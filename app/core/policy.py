"""A jurisdiction's rules with their sources, and what they find. Words are data, not code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from app.core.actions import Role
from app.core.dates import add_months
from app.core.hold_kinds import HoldKind
from app.core.living_standard import LivingStandard
from app.core.money import Currency
from app.core.rule_kinds import Check

_Value = TypeVar("_Value")


STALE_AFTER_MONTHS = 18
"""How long a looked-at wording or figure is relied on. Source: planning of protected floors."""


class Severity(StrEnum):
    """How strongly a rule speaks; only ``block`` stops an offer, and only in ``decide``."""

    BLOCK = "block"
    REQUIRE = "require"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the wording can be read; ``official_url`` is the publisher's own place."""

    title: str
    url: str
    official_url: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule comes from and on which day its wording was looked at.

    ``verification``: primary (the text itself), secondary (a published summary), none.
    ``provision_zh`` is there when ``provision`` has words that a Chinese page cannot show alone.
    """

    provision: str
    sources: tuple[Source, ...]
    as_at: date
    verified: bool
    verification: str
    confirm_before_print: bool
    stale_after_months: int = STALE_AFTER_MONTHS
    provision_zh: str | None = None

    def reliable(self, day: date) -> bool:
        """Whether its wording or figure may bind on ``day``: confirmed, and looked at not long ago."""
        looked_at = self.verified and not self.confirm_before_print
        return looked_at and day <= add_months(self.as_at, self.stale_after_months)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack. ``value`` and ``unit`` carry its figure when it has one.

    ``text`` and ``text_zh`` say the same in English and Chinese; ``figure_en`` and
    ``figure_zh`` are the figure as people read it, None when there is none. ``check`` is
    what it asks of a plan's figures, None when it speaks of other things.
    """

    code: str
    topic: str
    text: str
    text_zh: str
    severity: Severity
    citation: Citation
    value: str | None = None
    unit: str | None = None
    figure_en: str | None = None
    figure_zh: str | None = None
    check: Check | None = None

    def binds(self, day: date) -> bool:
        """Whether the rule may stop an offer on ``day``; one that does not may still warn."""
        return self.severity is Severity.BLOCK and self.citation.reliable(day)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule or a house rule noticed; ``path`` is a JSON Pointer into the case file."""

    code: str
    severity: Severity
    path: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class CoolingOff:
    """Days to leave an agreement; the longer of statute and house counts."""

    statutory_days: int | None
    house_days: int

    @property
    def days(self) -> int:
        return max(self.statutory_days or 0, self.house_days)

    def last_day(self, today: date) -> date:
        """The last day to leave, were everybody to sign ``today``; plans begin no sooner.

        The time to leave begins with the seal, so mostly later: a payment that comes to fall
        in it may wait.
        """
        return today + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class MaxTerm:
    """The longest plan in months; ``kinds`` limits a statutory figure to kinds of debt."""

    months: int
    rule: str | None = None
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Limitation:
    """After how many years a debt is too old to enforce, by subdivision where it differs.

    ``extinguished`` names subdivisions where the debt itself ends, not only the claim.
    """

    years: int | None
    by_subdivision: MappingProxyType[str, int]
    extinguished: frozenset[str]
    rule: str | None
    verified: bool

    def years_in(self, subdivision: str | None) -> int | None:
        """Years there; an unnamed place gets the shortest, so that a warning is never missed."""
        if subdivision is not None and subdivision in self.by_subdivision:
            return self.by_subdivision[subdivision]
        return min(self.by_subdivision.values(), default=self.years)


@dataclass(frozen=True, slots=True)
class HoldRule:
    """A statutory or code hold a case may have, or one of the house.

    ``days`` is None when it lasts as long as a treatment and ``after_treatment_days`` more.
    ``review_days`` are the first and last day of a review on the way.
    """

    rule: str
    kind: HoldKind
    name: str
    name_zh: str
    days: int | None
    after_treatment_days: int | None
    extend_days: int | None
    once_per_months: int | None
    review_days: tuple[int, ...]
    stops_interest: bool
    verified: bool


@dataclass(frozen=True, slots=True)
class ResponseClock:
    """A lender's time by law in calendar days; ``clock`` is reply, decision or nothing of ours."""

    rule: str
    clock: str | None
    days: int
    verified: bool


@dataclass(frozen=True, slots=True)
class AgreementItem:
    """A content an agreement must have here."""

    key: str
    rule: str | None
    verified: bool
    only_if: str | None = None
    zh: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyPack:
    """One jurisdiction in one version. A case keeps the version it began under.

    ``cites`` names the pack's rule behind a house step (buffer, priority, pro_rata);
    absent means the house rule stands alone. ``contact`` is the raw table that
    ``core.contact_rules`` reads. ``buffer_cap`` is in major units. ``signing_order`` names every
    party that may sign; ``zones`` are the time zones people there live by, at least one.
    """

    id: str
    version: str
    name: str
    language: str
    currency: Currency
    as_at: date
    status: str
    rules: MappingProxyType[str, Rule]
    max_term: MaxTerm
    house_term_months: int
    limitation: Limitation
    cooling_off: CoolingOff
    signing_order: tuple[Role, ...]
    zones: tuple[str, ...]
    holds: tuple[HoldRule, ...]
    response_clocks: tuple[ResponseClock, ...]
    allocation: tuple[str, ...]
    agreement_items: tuple[AgreementItem, ...]
    buffer_cap: str | None
    apr_rule: str
    cites: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    contact: MappingProxyType[str, object] = field(default_factory=lambda: MappingProxyType({}))
    interest: MappingProxyType[str, object] = field(default_factory=lambda: MappingProxyType({}))
    living_standards: tuple[LivingStandard, ...] = ()

    def term_cap(self, kind: str) -> int:
        """The longest plan in months for a kind of debt."""
        if self.max_term.kinds and kind not in self.max_term.kinds:
            return self.house_term_months
        return self.max_term.months

    def with_rules(self, rules: Iterable[Rule]) -> PolicyPack:
        """This pack with these rules in place of the ones with their codes.

        Raises:
            KeyError: the pack has no rule with such a code.
        """
        changed = {rule.code: rule for rule in rules}
        if unknown := changed.keys() - self.rules.keys():
            raise KeyError(", ".join(sorted(unknown)))
        return replace(self, rules=MappingProxyType({**self.rules, **changed}))

    def cite(self, step: str) -> str:
        """The rule id printed beside a step of the sum."""
        return self.cites.get(step, f"house:{step}")


SHARE = Fraction(1, 2)
"""Part of what is left over that a plan may take. Source: HMRC Time to Pay, gov.uk."""


def in_force(table: Iterable[tuple[date, _Value]], day: date) -> _Value | None:
    """The value of the last row that starts on or before ``day``; None before the first."""
    started = [row for row in table if row[0] <= day]
    return max(started, key=lambda row: row[0])[1] if started else None
