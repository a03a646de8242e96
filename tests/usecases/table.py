"""The case as five tabs have it; every act is watched, and judged by ``negotiating``."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from sqlite3 import Connection

from app.core.access import Actor
from app.core.errors import DomainError
from app.core.negotiation.case import Case
from app.core.negotiation.commands import Command
from app.core.negotiation.events import BudgetShared, Event, OfferMade
from app.core.negotiation.folding import fold
from app.core.negotiation.middle_events import MidpointFound
from app.core.reach import UNSAID, Said
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases import authority, negotiate
from app.usecases.demo_steps import STEPS
from tests.usecases.negotiating import BY_TIME_ALONE, Move, judge, must
from tests.usecases.scenes import Scene
from tests.usecases.second_opinion import ours

STAFF = ("lender 1", "lender 2")
BORROWERS = ("borrower 1", "borrower 2", "counselor")
TABS = (*BORROWERS, *STAFF)
KINDS = frozenset(
    {
        "mail",
        "message",
        "answer-time",
        "proof-time",
        "authority-ends",
        "hold-review",
        "overlap-end",
    }
)
"""The background work that is done; nothing is drawn here."""


class Product:
    """What is under test. A planted bug overrides one of these and nothing else."""

    def submit(self, scene: Scene, actor: Actor, command: Command) -> Case:
        return negotiate.submit(scene.deps, actor, scene.part.case_id, command)

    def work(self, scene: Scene) -> None:
        drain(scene, KINDS)


def drain(scene: Scene, kinds: Collection[str]) -> None:
    able = {kind: do for kind, do in handlers(scene.deps).items() if kind in kinds}
    Runner(scene.deps.unit_of_work, able, scene.deps.now).drain()


@dataclass
class Table:
    """``seen`` is what each tab has before its eyes, ``said`` the borrower's wishes.

    ``eye`` looks into the database beside the product, and writes nothing.
    ``mandate``: a counselor may act. ``hidden``: the lender may not see the budget.
    """

    scene: Scene
    eye: Connection
    product: Product
    seen: dict[str, frozenset[str]] = field(default_factory=dict)
    mandate: bool = True
    hidden: bool = False
    said: Said = UNSAID
    history: tuple[Event, ...] = ()
    read_at: int = -1

    def __post_init__(self) -> None:
        self.read()

    def read(self) -> None:
        """The history anew, if anything was stored since it was read."""
        if self.read_at != (stored := self.stored()):
            self.history, self.read_at = self.scene.history(), stored

    def asked(self, query: str, *values: object) -> int:
        """One number, straight from the database."""
        with closing(self.eye.execute(query, values)) as found:
            return int(found.fetchone()[0])

    def stored(self) -> int:
        """Another number as soon as anybody has stored anything."""
        return self.asked("PRAGMA data_version")

    @property
    def now(self) -> datetime:
        return self.scene.clock.at

    def actor(self, tab: str) -> Actor:
        place = self.scene.part.place
        return {
            "borrower 1": self.scene.borrower,
            "borrower 2": self.scene.borrower,
            "lender 1": place.agent,
            "lender 2": place.supervisor,
            "counselor": place.counselor,
        }[tab]

    def case(self) -> Case:
        return fold(self.history)

    def look(self, tab: str) -> None:
        case = self.case()
        found = case.middle.midpoint
        middle = {found.digest} if isinstance(found, MidpointFound) else set()
        self.seen[tab] = frozenset(middle | ({case.offer.digest} if case.offer else set()))

    def offer_seen(self, tab: str) -> str:
        """The digest that the tab would name of the open offer: the one it saw last, or none."""
        made = [e.digest for e in self.history if isinstance(e, OfferMade)]
        return next((d for d in reversed(made) if d in self.seen.get(tab, ())), "")

    def do(self, tab: str, command: Command) -> bool:
        return self.watch(tab, lambda: self.product.submit(self.scene, self.actor(tab), command))

    def watch(self, tab: str, act: Callable[[], object]) -> bool:
        """Whether it was done; whatever came of it is judged."""
        before, stored = self.history, self.stored()
        try:
            answer = act()
        except DomainError as refusal:
            must(self.stored() == stored, "refused", tab=tab, refusal=repr(refusal))
            return False
        must(tab != "counselor" or self.mandate, "mandate", tab=tab)
        self.read()
        must(self.history[: len(before)] == before, "replay", why="the past changed")
        for place in range(len(before), len(self.history)):
            self._judge(tab, place)
        must(not isinstance(answer, Case) or answer == self.case(), "replay", answer=answer)
        return True

    def _judge(self, tab: str, place: int) -> None:
        event, seen = self.history[place], self.seen.get(tab, frozenset())
        judge(Move(self.history[:place], event, tab, seen, self.mandate, self.hidden, self.now))
        if isinstance(event, BudgetShared) or (isinstance(event, OfferMade) and ours(event.by)):
            self.hidden = False  # an offer shows the totals that it rests on

    def work(self) -> None:
        """Let what is due happen."""
        before = len(self.history)
        self.watch("", lambda: self.product.work(self.scene))
        new = self.history[before:]
        must(all(isinstance(event, BY_TIME_ALONE) for event in new), "clocks", new=new)

    def give(self) -> None:
        if not self.mandate:
            STEPS["authority"](self.scene.part)
        self.mandate = True

    def revoke(self) -> None:
        part = self.scene.part
        with part.deps.reading() as uow:
            given = uow.consents.authorities(part.borrower.person_id)
        live = next((one for one in given if one.revoked_at is None), None)
        if live is not None:
            authority.revoke(part.deps, part.borrower, part.household_id, live.id)
        self.mandate = False
