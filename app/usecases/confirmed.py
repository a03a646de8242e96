"""A policy pack as administrators have confirmed it up to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.caselines import Floor, Household
from app.core.confirmation import Confirmation, with_confirmations
from app.core.living import floor_of
from app.core.packs import load
from app.core.policy import PolicyPack
from app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ConfirmedRules:
    """``pack`` has the confirmed rules verified; ``confirmations`` are all there ever were."""

    pack: PolicyPack
    confirmations: tuple[Confirmation, ...]
    day: date

    def floor(self, people: Household, place: str | None) -> Floor | None:
        """The protected floor of a household in a place; None when nothing is confirmed for it."""
        return floor_of(self.pack, self.confirmations, people, place, self.day)


def confirmed_rules(uow: UnitOfWork, jurisdiction: str, day: date) -> ConfirmedRules:
    """Raises NotFound: there is no pack for the jurisdiction."""
    pack = load(jurisdiction)
    known = uow.figures.of_pack(pack.id)
    return ConfirmedRules(with_confirmations(pack, known, day), known, day)
