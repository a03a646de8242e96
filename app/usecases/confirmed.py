"""A policy pack as administrators have confirmed it up to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.caselines import Floor, Household
from app.core.confirmation import Confirmation, Figure, figures_of, with_confirmations
from app.core.errors import NotFound
from app.core.living import floor_of
from app.core.packs import load
from app.core.policy import PolicyPack
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps


@dataclass(frozen=True, slots=True)
class ConfirmedRules:
    """``pack`` has the confirmed rules verified; ``confirmations`` are all there ever were."""

    pack: PolicyPack
    confirmations: tuple[Confirmation, ...]
    day: date

    def floor(self, people: Household, place: str | None) -> Floor | None:
        """The protected floor of a household in a place; None when nothing is confirmed for it."""
        return floor_of(self.pack, self.confirmations, people, place, self.day)

    def figure(self, figure_id: str) -> Figure:
        """Raises NotFound: the pack has no such figure."""
        for figure in figures_of(load(self.pack.id)):
            if figure.id == figure_id:
                return figure
        raise NotFound(figure_id)


def confirmed_rules(uow: UnitOfWork, jurisdiction: str, day: date) -> ConfirmedRules:
    """Raises NotFound: there is no pack for the jurisdiction."""
    pack = load(jurisdiction)
    known = uow.figures.of_pack(pack.id)
    return ConfirmedRules(with_confirmations(pack, known, day), known, day)


def rules_today(deps: Deps, jurisdiction: str) -> ConfirmedRules:
    """The rules of one jurisdiction as they stand now, for anybody."""
    with deps.reading() as uow:
        return confirmed_rules(uow, jurisdiction, deps.now().date())
