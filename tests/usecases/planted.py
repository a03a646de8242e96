"""The product with one bug each, for the state machine to find."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from app.core.access import Actor
from app.core.errors import NotFound
from app.core.negotiation.case import Case
from app.core.negotiation.commands import AcceptOffer, Command
from app.core.negotiation.events import OfferAccepted
from tests.usecases.scenes import Scene
from tests.usecases.second_opinion import last_date, standing
from tests.usecases.table import KINDS, Product, drain


class StaleAcceptance(Product):
    """Accepts what stands now, whatever the person saw."""

    def submit(self, scene: Scene, actor: Actor, command: Command) -> Case:
        offer = standing(scene.history())
        if isinstance(command, AcceptOffer) and offer is not None:
            command = AcceptOffer(offer.digest)
        return super().submit(scene, actor, command)


class ExpiredOffer(Product):
    """Counts the last day of an offer from the moment at which somebody accepts."""

    def submit(self, scene: Scene, actor: Actor, command: Command) -> Case:
        offer = standing(scene.history())
        if isinstance(command, AcceptOffer) and offer is not None:
            scene = in_time(scene, offer.expires_on)
        return super().submit(scene, actor, command)


class DoubleAcceptance(Product):
    """Writes a second acceptance when the first is sent again."""

    def submit(self, scene: Scene, actor: Actor, command: Command) -> Case:
        case = super().submit(scene, actor, command)
        if isinstance(command, AcceptOffer):
            self._again(scene, actor, command)
        return case

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

    def submit(self, scene: Scene, actor: Actor, command: Command) -> Case:
        try:
            return super().submit(scene, actor, command)
        except NotFound:
            return super().submit(scene, scene.borrower, command)


class QuietHours(Product):
    """Asks the rules of contact about noon, whenever the mail leaves."""

    def work(self, scene: Scene) -> None:
        noon = datetime.combine(weekday(scene.clock.at), time(12), UTC)
        drain(scene, KINDS - {"mail"})
        drain(at(scene, noon), {"mail"})


def weekday(moment: datetime) -> datetime:
    """The same day, or the Saturday before a Sunday."""
    return moment - timedelta(days=moment.weekday() == 6)


def at(scene: Scene, moment: datetime) -> Scene:
    """The same case, for a product whose clock says ``moment``."""
    deps = replace(scene.deps, now=lambda: moment)
    return Scene(replace(scene.stage, deps=deps), replace(scene.part, deps=deps))


def in_time(scene: Scene, day: date) -> Scene:
    """The last day again, where it is over."""
    over = last_date(scene.clock.at) > day
    return at(scene, datetime.combine(day, time(12), UTC)) if over else scene
