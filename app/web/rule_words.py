"""Words for the figures of policy packs, where more than one audience reads them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.core.confirmation import Figure, Standing
from app.core.living_standard import LivingStandard
from app.core.policy import Citation, PolicyPack, Rule
from app.web.fields import Words
from app.web.wording import bilingual

STANDINGS: dict[Standing, Words] = {
    Standing.CONFIRMED: _l("Confirmed"),
    Standing.UNCONFIRMED: _l("Not confirmed"),
    Standing.EMPTY: _l("No figure yet"),
    Standing.EXPIRED: _l("Ran out"),
    Standing.STALE: _l("Too old"),
}

PER: dict[int, Words] = {1: _l("a year"), 12: _l("a month"), 52: _l("a week")}


def table_name(table: LivingStandard) -> Words:
    return bilingual(table.en, table.zh)


def rule_text(rule: Rule) -> Words:
    return bilingual(rule.text, rule.text_zh)


def provision(cited: Citation) -> str:
    """Where a rule comes from, in the reader's language where the source has words for it."""
    return str(bilingual(cited.provision, cited.provision_zh or cited.provision))


def rule_figure(rule: Rule) -> Words | None:
    """The rule's figure as people read it; None when it has none."""
    if rule.figure_en is None or rule.figure_zh is None:
        return None
    return bilingual(rule.figure_en, rule.figure_zh)


def figure_name(pack: PolicyPack, figure: Figure) -> tuple[Words, Words]:
    """(what it belongs to, what it is), in the words of the pack's data."""
    if figure.rule is not None:
        return figure.rule.code, rule_text(figure.rule)
    row = figure.row
    if row is None:
        raise LookupError(figure.id)
    table = next(t for t in pack.living_standards if row in t.figures)
    return table_name(table), bilingual(row.en, row.zh)
