"""The figures of a pack as the operator meets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from app.core.confirmation import Confirmation, Figure, Standing, figures_of, standing
from app.core.money import Money
from app.core.packs import load
from app.core.policy import PolicyPack
from app.usecases.confirmed import ConfirmedRules
from app.web import i18n
from app.web.fields import Words
from app.web.rule_words import STANDINGS, figure_name, rule_figure


@dataclass(frozen=True, slots=True)
class FigureRow:
    """``of`` is the rule or table, ``name`` the figure in it, ``packs_value`` None until loaded.

    ``typed`` is what has to be typed for a rule's figure. ``said`` are the confirmed values.
    """

    id: str
    of: Words
    name: Words
    packs_value: Words | None
    typed: str | None
    standing: Standing
    words: Words
    confirmations: tuple[Confirmation, ...]
    said: Mapping[UUID, Words]

    @property
    def live(self) -> tuple[Confirmation, ...]:
        return tuple(c for c in self.confirmations if c.withdrawal is None)


def figures(rules: ConfirmedRules) -> tuple[FigureRow, ...]:
    return tuple(row(rules, figure) for figure in figures_of(load(rules.pack.id)))


def row(rules: ConfirmedRules, figure: Figure) -> FigureRow:
    of, name = figure_name(rules.pack, figure)
    state = standing(figure, rules.confirmations, rules.day)
    own = tuple(c for c in rules.confirmations if c.figure == figure.id)
    return FigureRow(
        id=figure.id,
        of=of,
        name=name,
        packs_value=figure.value and _told(figure, figure.value, rules.pack),
        typed=figure.value if figure.rule else None,
        standing=state,
        words=STANDINGS[state],
        confirmations=own,
        said={c.id: _told(figure, c.value, rules.pack) for c in own},
    )


def _told(figure: Figure, value: str, pack: PolicyPack) -> Words:
    """A value as people read it: a rule's figure in its own words, a row's as money."""
    if figure.rule is not None:
        return rule_figure(figure.rule)
    return i18n.money(Money.parse(value, pack.currency))


def choices(found: FigureRow) -> list[tuple[str, str]]:
    """The confirmations that can be taken back, told apart by value, name and day."""
    return [
        (
            str(c.id),
            _(
                "%(value)s, by %(name)s on %(day)s",
                value=found.said[c.id],
                name=c.by,
                day=i18n.day(c.confirmed_on),
            ),
        )
        for c in found.live
    ]
