"""The product with one bug each, for the state machine to find."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from app.core.access import Actor
from app.core.errors import DomainError, NotFound
from app.core.negotiation.commands import AcceptOffer, Command
from app.core.negotiation.events import OfferAccepted
from tests.usecases.negotiating import Product, standing
from tests.usecases.scenes import Scene


class StaleAcceptance(Product):
    """Accepts what stands now, whatever the person saw."""

    def submit(self, scene: Scene, actor: Actor, command: Command) -> None:
        offer = standing(scene.history())
        if isinstance(command, AcceptOffer) and offer is not None:
            command = AcceptOffer(offer.digest)
        super().submit(scene, actor, command)


class ExpiredOffer(Product):
    """Counts the last day of an offer from the moment at which somebody accepts."""

    def submit(self, scene: Scene, actor: Actor, command: Command) -> None:
        offer = standing(scene.history())
        late = offer is not None and scene.clock.at.date() > offer.expires_on
        if not (isinstance(command, AcceptOffer) and offer is not None and late):
            super().submit(scene, actor, command)
            return
        accepted = scene.clock.at
        super().submit(on_the_last_day(scene, offer.expires_on), actor, command)
        assert accepted == scene.clock.at


class DoubleAcceptance(Product):
    """Writes a second acceptance when the first is sent again."""

    def submit(self, scene: Scene, actor: Actor, command: Command) -> None:
        super().submit(scene, actor, command)
        if isinstance(command, AcceptOffer):
            self._again(scene, actor, command)

    @staticmethod
    def _again(scene: Scene, actor: Actor, command: AcceptOffer) -> None:
        history = scene.history()
        first = history[-1]
        assert isinstance(first, OfferAccepted)
        with scene.deps.unit_of_work() as uow:
            uow.cases.append(
                scene.part.place.lender,
                scene.part.case_id,
                len(history),
                (replace(first, digest=command.seen),),
                actor_id=actor.person_id,
                role=first.by.value,
                at=first.at,
            )
            uow.audit.write(None, "test.planted", f"case:{scene.part.case_id}", first.at)


class RevokedConsent(Product):
    """Goes by a mandate that it remembers."""

    def submit(self, scene: Scene, actor: Actor, command: Command) -> None:
        try:
            super().submit(scene, actor, command)
        except NotFound:
            super().submit(scene, scene.borrower, command)


class QuietHours(Product):
    """Asks the rules of contact about noon, whenever the mail leaves."""

    def work(self, scene: Scene) -> None:
        noon = datetime.combine(weekday(scene.clock.at), time(12), UTC)
        with suppress(DomainError):
            super().work(at(scene, noon))


def weekday(moment: datetime) -> datetime:
    """The same day, or the Saturday before a Sunday."""
    return moment - timedelta(days=moment.weekday() == 6)


def at(scene: Scene, moment: datetime) -> Scene:
    """The same case, for a product whose clock says ``moment``."""
    deps = replace(scene.deps, now=lambda: moment)
    return Scene(replace(scene.stage, deps=deps), replace(scene.part, deps=deps))


def on_the_last_day(scene: Scene, day: date) -> Scene:
    return at(scene, datetime.combine(day, time(12), UTC))
