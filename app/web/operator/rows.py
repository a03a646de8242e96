"""The figures of a pack as the operator meets them."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.core.confirmation import Confirmation, Figure, Standing, figures_of, standing
from app.core.packs import load
from app.usecases.confirmed import ConfirmedRules
from app.web import i18n
from app.web.fields import Words
from app.web.rule_words import STANDINGS, figure_name


@dataclass(frozen=True, slots=True)
class FigureRow:
    """``of`` is the rule or table, ``name`` the figure in it; ``english`` when only English is."""

    id: str
    of: Words
    name: Words
    english: bool
    packs_value: str
    standing: Standing
    words: Words
    confirmations: tuple[Confirmation, ...]

    @property
    def live(self) -> tuple[Confirmation, ...]:
        return tuple(c for c in self.confirmations if c.withdrawal is None)


def figures(rules: ConfirmedRules) -> tuple[FigureRow, ...]:
    return tuple(row(rules, figure) for figure in figures_of(load(rules.pack.id)))


def row(rules: ConfirmedRules, figure: Figure) -> FigureRow:
    of, name = figure_name(rules.pack, figure)
    state = standing(figure, rules.confirmations, rules.day)
    return FigureRow(
        id=figure.id,
        of=of,
        name=name,
        english=figure.rule is not None,
        packs_value=" ".join(filter(None, (figure.value, figure.unit if figure.value else None))),
        standing=state,
        words=STANDINGS[state],
        confirmations=tuple(c for c in rules.confirmations if c.figure == figure.id),
    )


def choices(found: FigureRow) -> list[tuple[str, str]]:
    """The confirmations that can be taken back, told apart by value, name and day."""
    return [
        (
            str(c.id),
            _(
                "%(value)s, by %(name)s on %(day)s",
                value=c.value,
                name=c.by,
                day=i18n.day(c.confirmed_on),
            ),
        )
        for c in found.live
    ]
