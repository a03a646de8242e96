"""Two tabs a side and a counselor at one case, whatever the clock says: the state machine.

What must hold, after every step (``Broken`` names the line that did not):

1. time: an event bears the moment at which it happened, and none is before another.
2. refused: a refusal stores nothing in the case.
3. seen: who accepts, counters or declines an offer has seen that very offer.
4. other side: an offer is answered by the side that did not make it; one of its maker's
   own follows only what was withdrawn.
5. once: an offer that was accepted, declined or withdrawn is over.
6. expired: no offer is accepted after its last day, counted where that day ends last.
7. paused: nothing is offered or accepted in a dispute or on a hold.
8. mandate: a counselor acts only while the borrower lets them.
9. ceilings: no plan is above what the household was told to be able to bear.
10. rounds: offers without agreement end with a person.
11. hours: a mail reaches the borrower only inside the hours, and stands in the ledger.
12. caps: one mail a day, three a week, ten in thirty days.
13. chains: every chain is whole, and promises are those of the offers that stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.access import Actor, Role
from app.core.contact import Purpose
from app.core.errors import DomainError
from app.core.household_record import fold_household
from app.core.negotiation.commands import Command
from app.core.negotiation.events import (
    DisputeRaised,
    DisputeSettled,
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    OfferWithdrawn,
    SharedBudget,
)
from app.core.negotiation.folding import fold
from app.core.negotiation.pause_events import HoldLifted, HoldPlaced
from app.core.negotiation.rounds import FURTHER, HOUSE_ROUNDS
from app.core.terms import Terms
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.store.contacts import LEFT
from app.usecases import authority, negotiate
from app.usecases.demo_steps import STEPS
from tests.usecases.scenes import Scene, letters

TABS = ("borrower 1", "borrower 2", "lender 1", "lender 2", "counselor")
CAPS = ((timedelta(days=1), 1), (timedelta(days=7), 3), (timedelta(days=30), 10))
LONDON = ZoneInfo("Europe/London")


class Broken(AssertionError):
    """A line of what must hold does not; the message begins with its name."""


def must(held: bool, line: str, **about: object) -> None:
    if not held:
        raise Broken(f"{line}: {about}")


class Product:
    """What is under test. A planted bug overrides one of these and nothing else."""

    def submit(self, scene: Scene, actor: Actor, command: Command) -> None:
        negotiate.submit(scene.deps, actor, scene.part.case_id, command)

    def work(self, scene: Scene) -> None:
        """Only mail leaves: nothing is drawn here."""
        mail = {"mail": handlers(scene.deps)["mail"]}
        Runner(scene.deps.unit_of_work, mail, scene.deps.now).drain()


@dataclass
class Table:
    """The case as the five tabs have it, and what this test has seen happen."""

    scene: Scene
    product: Product
    seen: dict[str, str] = field(default_factory=dict)
    mandate: bool = True
    delivered: list[datetime] = field(default_factory=list)
    history: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        self.history = self.scene.history()

    def actor(self, tab: str) -> Actor:
        place = self.scene.part.place
        return {
            "borrower 1": self.scene.borrower,
            "borrower 2": self.scene.borrower,
            "lender 1": place.agent,
            "lender 2": place.supervisor,
            "counselor": place.counselor,
        }[tab]

    def look(self, tab: str) -> None:
        offer = fold(self.history).offer
        self.seen[tab] = offer.digest if offer else ""

    def do(self, tab: str, command: Command) -> bool:
        """Whether it was done; checks whatever came of it."""
        return self.watch(tab, lambda: self.product.submit(self.scene, self.actor(tab), command))

    def watch(self, tab: str, act: Callable[[], object]) -> bool:
        before = self.history
        try:
            act()
        except DomainError:
            must(self.scene.history() == before, "refused", tab=tab)
            return False
        self.history = self.scene.history()
        must(self.history[: len(before)] == before, "refused", tab=tab, why="the past changed")
        for place in range(len(before), len(self.history)):
            self.judge(tab, self.history[:place], self.history[place])
        return True

    def judge(self, tab: str, before: Sequence[Event], event: Event) -> None:
        now = self.scene.clock.at
        must(tab != "counselor" or self.mandate, "mandate", event=event)
        must((event.by is Role.COUNSELOR) <= (tab == "counselor"), "mandate", event=event)
        if isinstance(event, OfferMade):
            self._made(tab, before, event)
        elif isinstance(event, OfferAccepted | OfferDeclined):
            offer = standing(before)
            if offer is None:
                raise Broken(f"once: {event}")
            must(event.digest == offer.digest == self.seen.get(tab), "seen", tab=tab)
            must(ours(event.by) is not ours(offer.by), "other side", event=event)
            if isinstance(event, OfferAccepted):
                must(last_date(now) <= offer.expires_on, "expired", event=event)
                must(not paused(before, now), "paused", event=event)
        elif isinstance(event, OfferWithdrawn):
            offer = standing(before)
            must(offer is not None and ours(offer.by) is ours(event.by), "once", event=event)
        must(event.at == now, "time", event=event)
        must(all(earlier.at <= event.at for earlier in before), "time", event=event)

    def _made(self, tab: str, before: Sequence[Event], event: OfferMade) -> None:
        must(not paused(before, self.scene.clock.at), "paused", event=event)
        offer = standing(before)
        must(event.answers == (offer.digest if offer else None), "seen", event=event)
        if offer is not None:
            must(ours(event.by) is not ours(offer.by), "other side", event=event)
            must(offer.digest == self.seen.get(tab), "seen", event=event)
        budget = fold(before).budget
        must(budget is not None and bears(budget, event.terms), "ceilings", event=event)
        must(rounds(before) < HOUSE_ROUNDS or opened(before), "rounds", event=event)

    def work(self) -> None:
        """Let what is due leave; nothing else may happen."""
        sent = self._noted()
        mails = len(self._mails())
        self.product.work(self.scene)
        must(self.scene.history() == self.history, "time", why="mail moved the case")
        new = [one for one in self._noted() if one not in sent]
        must(len(self._mails()) - mails <= len(new), "hours", why="a mail outside the ledger")
        for _, purpose, at in new:
            now = self.scene.clock.at
            must(at == now, "hours", at=at, now=now)
            if purpose is not Purpose.ASKED:
                local = now.astimezone(LONDON)
                must(9 <= local.hour < 20 and local.weekday() != 6, "hours", at=local)
                self.delivered.append(now)
        for span, most in CAPS:
            recent = [at for at in self.delivered if at > self.scene.clock.at - span]
            must(len(recent) <= most, "caps", recent=recent)

    def _noted(self) -> list[tuple[str, Purpose, datetime]]:
        with self.scene.deps.reading() as uow:
            found = uow.contacts.of(self.scene.borrower.person_id)
        return [(one.key, one.purpose, one.at) for one in found if one.outcome == LEFT]

    def _mails(self) -> list[str]:
        address = f"{self.scene.part.story.key}@people.example"
        return [one.key for one in letters(self.scene.deps) if one.to == address]

    def give(self) -> None:
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

    def finish(self) -> None:
        part, history = self.scene.part, self.scene.history()
        must(fold(history).version == len(history), "chains", why="version")
        owner, home = part.borrower.person_id, part.household_id
        with part.deps.reading() as uow:
            must(uow.audit.verify() is None, "chains", why="audit")
            must(uow.cases.verify(part.place.lender, part.case_id) is None, "chains", why="case")
            must(uow.households.verify(owner, home) is None, "chains", why="household")
            promises = fold_household(uow.households.history(owner, home)).promises
            stored = uow.households.commitments(owner, home)
        offer = fold(history).offer
        must({p.case_id for p in promises} == {c.case_id for c in stored}, "chains", why="stored")
        must(bool(promises) is (offer is not None), "chains", why="promises", offer=offer)


def ours(by: Role) -> bool:
    return by is not Role.LENDER


def standing(before: Sequence[Event]) -> OfferMade | None:
    """The offer that waits for an answer, read from the events alone."""
    found: OfferMade | None = None
    for event in before:
        if isinstance(event, OfferMade):
            found = event
        elif isinstance(event, OfferAccepted | OfferDeclined | OfferWithdrawn):
            found = None
    return found


def paused(before: Sequence[Event], at: datetime) -> bool:
    disputed, until = False, date.min
    for event in before:
        match event:
            case DisputeRaised():
                disputed = True
            case DisputeSettled():
                disputed = False
            case HoldPlaced():
                until = event.until
            case HoldLifted():
                until = date.min
            case _:
                continue
    return disputed or last_date(at) <= until


def last_date(at: datetime) -> date:
    """The date where it is earliest: twelve hours behind Greenwich."""
    return (at.astimezone(UTC) - timedelta(hours=12)).date()


def rounds(before: Sequence[Event]) -> int:
    return sum(isinstance(event, OfferMade) for event in before)


def opened(before: Sequence[Event]) -> bool:
    """Whether a person has opened enough further rounds for one offer more."""
    more = FURTHER * sum(type(event).__name__ == "RoundOpened" for event in before)
    agreed = any(isinstance(event, OfferAccepted) for event in before)
    return agreed or rounds(before) < HOUSE_ROUNDS + more


def bears(budget: SharedBudget, terms: Terms) -> bool:
    """Whether no calendar month takes more than its hard ceiling."""
    ceilings, paid = budget.ceilings(), dict[str, int]()
    for row in terms.schedule.instalments:
        month = f"{row.due_on:%Y-%m}"
        paid[month] = paid.get(month, 0) + row.amount.minor
    return all(amount <= ceilings[month].hard.minor for month, amount in paid.items())
