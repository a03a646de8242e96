"""A policy pack as rows for its page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.core.confirmation import Confirmation, binds, figures_of, living_id, rule_id, standing
from app.core.dates import add_months
from app.core.money import Money
from app.core.packs import load
from app.core.policy import PolicyPack, Rule, Severity, Source
from app.usecases.confirmed import ConfirmedRules
from app.web.fields import Words
from app.web.places import SUBDIVISIONS
from app.web.rule_words import PER, STANDINGS, provision, rule_figure, rule_text, table_name
from app.web.rules.words import (
    PARTS,
    SEVERITIES,
    TOPICS,
    VERIFICATIONS,
    WOULD_STOP,
)
from app.web.wording import bilingual

_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """``stale``: nobody has looked at the wording for too long. ``by`` confirmed its figure."""

    code: str
    text: Words
    strength: Words
    figure: Words | None
    provision: str
    sources: tuple[Source, ...]
    as_at: date
    checked: Words
    stale: bool
    by: tuple[Confirmation, ...]


@dataclass(frozen=True, slots=True)
class LivingRow:
    name: Words
    value: Money | None
    per: Words
    since: date | None
    until: date | None
    standing: Words
    by: tuple[Confirmation, ...]


@dataclass(frozen=True, slots=True)
class LivingTable:
    name: Words
    protected: bool
    rule: str | None
    source_title: str | None
    source_url: str | None
    note: Words | None
    rows: tuple[LivingRow, ...]


def tongue(text: str) -> str:
    """The language of a source's own name, for ``lang``: it is cited as its publisher wrote it."""
    return "zh-Hans" if _HAN.search(text) else "en"


def groups(rules: ConfirmedRules) -> tuple[tuple[Words, tuple[RuleRow, ...]], ...]:
    """Rules under a heading each topic, what matters to a household first."""
    found: dict[str, list[RuleRow]] = {topic: [] for topic in TOPICS}
    for rule in rules.pack.rules.values():
        found[rule.topic].append(_row(rule, rules))
    return tuple((TOPICS[topic], tuple(rows)) for topic, rows in found.items() if rows)


def living(rules: ConfirmedRules) -> tuple[LivingTable, ...]:
    """The tables of living costs. A confirmed figure stands in place of the pack's own."""
    figures = {figure.id: figure for figure in figures_of(load(rules.pack.id))}
    tables = []
    for table in rules.pack.living_standards:
        rows = []
        for row in table.figures:
            figure = figures[living_id(table.id, row.id)]
            by = tuple(c for c in rules.confirmations if binds(c, figure, rules.day))
            best = max(by, key=lambda c: _amount(c, rules.pack).minor, default=None)
            rows.append(
                LivingRow(
                    name=bilingual(row.en, row.zh),
                    value=_amount(best, rules.pack) if best else row.value,
                    per=PER[table.times_a_year],
                    since=best.effective if best else row.effective,
                    until=best.expires if best else row.expires,
                    standing=STANDINGS[standing(figure, rules.confirmations, rules.day)],
                    by=(best,) if best else (),
                )
            )
        tables.append(
            LivingTable(
                table_name(table),
                table.protected,
                table.rule,
                table.source_title,
                table.source_url,
                bilingual(table.note, table.note_zh) if table.note and table.note_zh else None,
                tuple(rows),
            )
        )
    return tuple(tables)


def house(pack: PolicyPack) -> tuple[tuple[Words, Words], ...]:
    """Our own answers for this place: how long, how old, how to leave, what is paid first."""
    cool = pack.cooling_off
    names = SUBDIVISIONS.get(pack.id, {})
    years = [
        _("%(place)s: %(years)d years", place=names.get(name, name), years=count)
        for name, count in pack.limitation.by_subdivision.items()
    ]
    if pack.limitation.years is not None:
        years = [_("%(years)d years", years=pack.limitation.years)]
    cards = _("%(months)d months", months=pack.term_cap("credit_card"))
    others = _("%(months)d months", months=pack.term_cap("personal_loan"))
    return (
        (_("Time to leave an agreement"), _("%(days)d days", days=cool.days)),
        (_("Longest plan for a credit card"), cards),
        (_("Longest plan for other debts"), others),
        (_("When a debt may be too old"), _(", ").join(years) or _("Not known yet")),
        (
            _("What a payment pays first"),
            _(", ").join(str(PARTS[part]) for part in pack.allocation),
        ),
    )


def holds(pack: PolicyPack) -> tuple[tuple[Words, ...], ...]:
    """(name, how long, rule)."""
    return tuple(
        (
            bilingual(hold.name, hold.name_zh),
            _length(hold.days, hold.after_treatment_days),
            hold.rule,
        )
        for hold in pack.holds
    )


def _length(days: int | None, after: int | None) -> Words:
    if days is not None:
        return _("%(days)d days", days=days)
    return _("As long as treatment lasts, and %(days)d days more", days=after or 0)


def _row(rule: Rule, rules: ConfirmedRules) -> RuleRow:
    cited, day = rule.citation, rules.day
    waits = rule.severity is Severity.BLOCK and not rule.binds(day)
    original = load(rules.pack.id).rules[rule.code]
    figure = next(
        (f for f in figures_of(load(rules.pack.id)) if f.id == rule_id(original.code)), None
    )
    return RuleRow(
        code=rule.code,
        text=rule_text(rule),
        strength=WOULD_STOP if waits else SEVERITIES[rule.severity],
        figure=rule_figure(rule),
        provision=provision(cited),
        sources=cited.sources,
        as_at=cited.as_at,
        checked=VERIFICATIONS[cited.verification],
        stale=add_months(cited.as_at, cited.stale_after_months) < day,
        by=tuple(c for c in rules.confirmations if figure and binds(c, figure, day)),
    )


def _amount(confirmation: Confirmation, pack: PolicyPack) -> Money:
    return Money.parse(confirmation.value, pack.currency)
