"""Hypothesis at the table of ``negotiating``: which tab does what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from functools import partial
from uuid import uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.core.negotiation.commands import (
    AcceptOffer,
    CounterOffer,
    DeclineOffer,
    MakeOffer,
    WithdrawOffer,
)
from app.core.negotiation.events import DeclineReason
from app.core.negotiation.middle_commands import ExtendOffer
from app.usecases import offers
from tests.usecases.acts import BETWEEN, CONSENTS, DOUBTS, PAUSES, REACHING, answer_proof
from tests.usecases.afterwards import Afterwards
from tests.usecases.negotiating import must
from tests.usecases.privately import FIGURES, Privately
from tests.usecases.reached import Reached
from tests.usecases.second_opinion import awaits_proof, disputed, ours, paused, standing
from tests.usecases.starts import APART, SEALED, TOLD, Starts, plans
from tests.usecases.table import BORROWERS, STAFF, TABS, Product, Table

STEPS_A_RUN = 12
OVER = time(12, tzinfo=UTC)
"""A day is over everywhere at noon of the next one, in Greenwich."""
JUMPS = tuple(
    timedelta(**apart)
    for apart in (
        {"minutes": 5},
        {"hours": 5},
        {"hours": 11},
        {"days": 1},
        {"days": 4},
        {"days": 9},
        {"days": 34},
    )
)
WORDS = "This clears the debt within the budget."
tabs = st.sampled_from(TABS)
staff = st.sampled_from(STAFF)
people = st.integers(0, 9)
"""Most are of the side whose turn it is; see ``_turn``."""
fresh = st.booleans()


def is_offered(machine: Negotiating) -> bool:
    return standing(machine.table.history) is not None


def stands_still(machine: Negotiating) -> bool:
    return paused(machine.table.history, machine.table.now)


class Negotiating(RuleBasedStateMachine):
    def __init__(self, starts: Starts, product: Product) -> None:
        super().__init__()
        self.starts, self.product = starts, product

    @initialize(
        name=st.sampled_from((TOLD, TOLD, TOLD, APART, APART, APART, SEALED)),
        by=st.sampled_from(BORROWERS),
        looking=st.sets(tabs),
    )
    def begin(self, name: str, by: str, looking: set[str]) -> None:
        """Somebody has offered something, and some have seen it."""
        self.table = Table(self.starts.begin(name), self.starts.eye, self.product)
        self.reached = Reached(self.table)
        self.afterwards = Afterwards(self.table, self.reached, self.starts.log.lines)
        self.privately = Privately(self.table)
        if name == TOLD:
            self.offer(by, 0)
        for tab in sorted(looking):
            self.table.look(tab)

    @invariant()
    def holds(self) -> None:
        self.afterwards.look()
        self.privately.look()

    @rule(tab=tabs)
    def look(self, tab: str) -> None:
        self.table.look(tab)

    @rule(tab=tabs, number=st.integers(0, 2))
    def offer(self, tab: str, number: int) -> None:
        draft = self._draft(number)
        if draft is not None:
            self.table.do(tab, MakeOffer(uuid4(), draft.terms, WORDS, draft.label))

    @precondition(is_offered)
    @rule(who=people, number=st.integers(0, 2), fresh=fresh)
    def counter(self, who: int, number: int, fresh: bool) -> None:
        tab = self._turn(who)
        draft, seen = self._draft(number), self._seen(tab, fresh=fresh)
        if draft is not None:
            self.table.do(tab, CounterOffer(uuid4(), draft.terms, WORDS, seen, draft.label))

    @precondition(is_offered)
    @rule(who=people, times=st.integers(2, 5))
    def bargain(self, who: int, times: int) -> None:
        """To and fro, as long as both may."""
        for number in range(times):
            self.counter(who, number, fresh=True)

    @precondition(is_offered)
    @rule(who=people, fresh=fresh)
    def accept(self, who: int, fresh: bool) -> None:
        tab = self._turn(who)
        self.table.do(tab, AcceptOffer(self._seen(tab, fresh=fresh)))

    @rule(tab=tabs)
    def accept_what_was_seen(self, tab: str) -> None:
        """Whatever has become of it."""
        self.table.do(tab, AcceptOffer(self.table.offer_seen(tab)))

    @precondition(is_offered)
    @rule(who=people, number=st.integers(0, 2))
    def accept_meanwhile(self, who: int, number: int) -> None:
        """A page stays open while the other side offers something else."""
        tab = self._turn(who)
        self.table.look(tab)
        self.offer_anew(who, number)
        self.accept_what_was_seen(tab)

    @precondition(is_offered)
    @rule(who=people, jump=st.sampled_from(JUMPS))
    def accept_later(self, who: int, jump: timedelta) -> None:
        """A page stays open for a while."""
        tab = self._turn(who)
        self.table.look(tab)
        self.wait(jump)
        self.accept_what_was_seen(tab)

    @precondition(is_offered)
    @rule(who=people, late=st.sampled_from((-1, 1, 13)), extends=st.booleans())
    def accept_at_the_end(self, who: int, late: int, extends: bool) -> None:
        """A page stays open for ``late`` hours more than the offer can be accepted."""
        tab = self._turn(who)
        self.table.look(tab)
        if extends:
            self.table.do(tab, ExtendOffer(self.table.offer_seen(tab)))
        offer = standing(self.table.history)
        if offer is not None:
            end = datetime.combine(offer.expires_on + timedelta(days=1), OVER)
            clock = self.table.scene.clock
            clock.at = max(clock.at, end + timedelta(hours=late))
        self.accept_what_was_seen(tab)

    @precondition(is_offered)
    @rule(who=people, number=st.integers(0, 2))
    def offer_anew(self, who: int, number: int) -> None:
        tab = self._turn(who, answers=False)
        self.withdraw(tab)
        self.offer(tab, number)

    @precondition(is_offered)
    @rule(who=people, fresh=fresh)
    def decline(self, who: int, fresh: bool) -> None:
        tab = self._turn(who)
        seen, offer = self._seen(tab, fresh=fresh), standing(self.table.history)
        said_no = DeclineOffer(seen, DeclineReason.OTHER, "It takes too long for us.")
        done = self.table.do(tab, said_no)
        answers = offer is not None and not ours(offer.by) and offer.digest == seen
        must(done or not (answers and tab.startswith("borrower")), "free", tab=tab, offer=offer)

    @rule(tab=tabs)
    def withdraw(self, tab: str) -> None:
        self.table.do(tab, WithdrawOffer())

    @rule(tab=tabs, act=st.sampled_from(sorted(BETWEEN)))
    def between(self, tab: str, act: str) -> None:
        BETWEEN[act](self.table, tab)

    @rule(first=tabs, second=tabs, most=st.sampled_from(FIGURES), least=st.sampled_from(FIGURES))
    def state_privately(self, first: str, second: str, most: int, least: int) -> None:
        """One opens the test if it is not open; two state a figure, of either side."""
        BETWEEN["open test"](self.table, first)
        for tab, figure in ((first, most), (second, least)):
            self.afterwards.figures |= {f"{figure}", f"{figure // 100}.{figure % 100:02}"}
            self.privately.state(tab, figure)

    @rule(tab=tabs)
    def take_figure_back(self, tab: str) -> None:
        self.privately.take_back(tab)

    @rule(tab=tabs, act=st.sampled_from(sorted(PAUSES)))
    def pause(self, tab: str, act: str) -> None:
        PAUSES[act](self.table, tab)

    @precondition(stands_still)
    @rule(tab=tabs)
    def go_on(self, tab: str) -> None:
        """Whoever may end what keeps the case still does so."""
        if disputed(self.table.history):
            DOUBTS["no"](self.table, "lender 2")
        elif awaits_proof(self.table.history):
            answer_proof(self.table, "lender 1")
        PAUSES["lift"](self.table, tab)

    @rule(tab=tabs, act=st.sampled_from(sorted(DOUBTS)))
    def doubt(self, tab: str, act: str) -> None:
        DOUBTS[act](self.table, tab)

    @rule(tab=staff, act=st.sampled_from(sorted(REACHING)))
    def reach(self, tab: str, act: str) -> None:
        REACHING[act](self.table, tab)

    @rule(tab=tabs)
    def write(self, tab: str) -> None:
        REACHING["write"](self.table, tab)

    @rule(act=st.sampled_from(sorted(CONSENTS)))
    def consent(self, act: str) -> None:
        CONSENTS[act](self.table, "borrower 1")

    @rule()
    def revoke(self) -> None:
        """The counselor's page stays open."""
        self.table.revoke()
        PAUSES["ask help"](self.table, "counselor")

    @rule()
    def give(self) -> None:
        self.table.give()

    @rule(jump=st.sampled_from(JUMPS))
    def wait(self, jump: timedelta) -> None:
        self.table.scene.clock.at += jump

    @rule(jump=st.sampled_from((timedelta(0), *JUMPS)))
    def work(self, jump: timedelta) -> None:
        self.wait(jump)
        self.reached.work()
        self.afterwards.worked()

    def _turn(self, who: int, *, answers: bool = True) -> str:
        """Nine times in ten somebody of the side that may answer the open offer, or made it."""
        offer = standing(self.table.history)
        if offer is None or not who:
            return TABS[who % len(TABS)]
        mine = STAFF if ours(offer.by) is answers else BORROWERS
        return mine[who % len(mine)]

    def _draft(self, number: int) -> offers.Draft | None:
        """A plan that fits the household on this day, if it had promised nothing; or none."""
        table = self.table
        corrected = table.case().corrected is not None
        known = plans(table.scene) if corrected else self.starts.plans(table.now.date())
        return known[number % len(known)] if known else None

    def _seen(self, tab: str, *, fresh: bool) -> str:
        if fresh:
            self.table.look(tab)
        return self.table.offer_seen(tab)

    def teardown(self) -> None:
        if "afterwards" in vars(self):
            self.afterwards.whole()


def try_machine(
    starts: Starts, product: Product, *, runs: int, phases: Sequence[Phase] = tuple(Phase)
) -> None:
    """Run the machine.

    Raises:
        Broken: a line of what must hold does not.
    """
    run_state_machine_as_test(
        partial(Negotiating, starts, product),  # type: ignore[arg-type]  # anything that makes one
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS_A_RUN,
            deadline=None,
            phases=tuple(phases),
            suppress_health_check=list(HealthCheck),
        ),
    )
