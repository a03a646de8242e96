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
    rule,
    run_state_machine_as_test,
)

from app.core.access import Role
from app.core.money import Money
from app.core.negotiation.commands import (
    AcceptOffer,
    CounterOffer,
    DeclineOffer,
    MakeOffer,
    OpenRound,
    WithdrawOffer,
)
from app.core.negotiation.events import DeclineReason
from app.core.negotiation.middle_commands import ExtendOffer
from app.core.negotiation.middle_events import OverlapAnswered
from app.usecases import offers, overlap
from tests.usecases.acts import BETWEEN, CONSENTS, DOUBTS, PAUSES, REACHING
from tests.usecases.afterwards import Afterwards, what_the_other_side_sees
from tests.usecases.negotiating import must
from tests.usecases.reached import Reached
from tests.usecases.second_opinion import ours, standing
from tests.usecases.starts import APART, SEALED, TOLD, Starts, plans
from tests.usecases.table import STAFF, TABS, Product, Table

STEPS_A_RUN = 16
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
FIGURES = (1_337, 2_741, 3_973, 100_003)
"""Least and most a month, in pence: from almost nothing to more than could ever be."""
WORDS = "This clears the debt within the budget."
tabs = st.sampled_from(TABS)
staff = st.sampled_from(STAFF)
fresh = st.booleans()


class Negotiating(RuleBasedStateMachine):
    def __init__(self, starts: Starts, product: Product) -> None:
        super().__init__()
        self.starts, self.product = starts, product

    @initialize(
        name=st.sampled_from((TOLD, TOLD, APART, APART, SEALED)), by=tabs, looking=st.sets(tabs)
    )
    def begin(self, name: str, by: str, looking: set[str]) -> None:
        """Somebody has offered something, and some have seen it."""
        self.table = Table(self.starts.begin(name), self.starts.eye, self.product)
        self.reached = Reached(self.table)
        self.afterwards = Afterwards(self.table, self.reached, self.starts.log.lines)
        self.figures: dict[Role, int] = {}
        if name == TOLD:
            self.offer(by, 0)
        for tab in sorted(looking):
            self.table.look(tab)

    @invariant()
    def holds(self) -> None:
        self.afterwards.look()
        if self.table.case().middle.overlap is None:
            self.figures.clear()

    @rule(tab=tabs)
    def look(self, tab: str) -> None:
        self.table.look(tab)

    @rule(tab=tabs, number=st.integers(0, 2))
    def offer(self, tab: str, number: int) -> None:
        draft = self._draft(number)
        if draft is not None:
            self.table.do(tab, MakeOffer(uuid4(), draft.terms, WORDS, draft.label))

    @rule(tab=tabs, number=st.integers(0, 2), fresh=fresh)
    def counter(self, tab: str, number: int, fresh: bool) -> None:
        draft, seen = self._draft(number), self._seen(tab, fresh=fresh)
        if draft is not None:
            self.table.do(tab, CounterOffer(uuid4(), draft.terms, WORDS, seen, draft.label))

    @rule(tab=tabs, fresh=fresh)
    def accept(self, tab: str, fresh: bool) -> None:
        self.table.do(tab, AcceptOffer(self._seen(tab, fresh=fresh)))

    @rule(tab=tabs, jump=st.sampled_from(JUMPS))
    def accept_later(self, tab: str, jump: timedelta) -> None:
        """A page stays open for a while."""
        self.table.look(tab)
        self.wait(jump)
        self.accept(tab, fresh=False)

    @rule(tab=tabs, late=st.sampled_from((-1, 1, 13)), extends=st.booleans())
    def accept_at_the_end(self, tab: str, late: int, extends: bool) -> None:
        """A page stays open for ``late`` hours more than the offer can be accepted."""
        self.table.look(tab)
        if extends:
            self.table.do(tab, ExtendOffer(self.table.offer_seen(tab)))
        offer = standing(self.table.history)
        if offer is not None:
            end = datetime.combine(offer.expires_on + timedelta(days=1), OVER)
            clock = self.table.scene.clock
            clock.at = max(clock.at, end + timedelta(hours=late))
        self.accept(tab, fresh=False)

    @rule(withdraws=tabs, offers=tabs, number=st.integers(0, 2))
    def offer_anew(self, withdraws: str, offers: str, number: int) -> None:
        self.withdraw(withdraws)
        self.offer(offers, number)

    @rule(tab=tabs, fresh=fresh)
    def decline(self, tab: str, fresh: bool) -> None:
        seen, offer = self._seen(tab, fresh=fresh), standing(self.table.history)
        said_no = DeclineOffer(seen, DeclineReason.OTHER, "It takes too long for us.")
        done = self.table.do(tab, said_no)
        answers = offer is not None and not ours(offer.by) and offer.digest == seen
        must(done or not (answers and tab.startswith("borrower")), "free", tab=tab, offer=offer)

    @rule(tab=tabs)
    def withdraw(self, tab: str) -> None:
        self.table.do(tab, WithdrawOffer())

    @rule(tab=tabs)
    def open_round(self, tab: str) -> None:
        self.table.do(tab, OpenRound("We have talked, and both want to go on."))

    @rule(tab=tabs, act=st.sampled_from(sorted(BETWEEN)))
    def between(self, tab: str, act: str) -> None:
        BETWEEN[act](self.table, tab)

    @rule(first=tabs, second=tabs, most=st.sampled_from(FIGURES), least=st.sampled_from(FIGURES))
    def state_privately(self, first: str, second: str, most: int, least: int) -> None:
        """One opens the test if it is not open; two state a figure, of either side."""
        BETWEEN["open test"](self.table, first)
        self._state(first, most)
        self._state(second, least)

    @rule(tab=tabs, act=st.sampled_from(sorted(PAUSES)))
    def pause(self, tab: str, act: str) -> None:
        PAUSES[act](self.table, tab)

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
        self.table.revoke()

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

    def _state(self, tab: str, minor: int) -> None:
        table, part = self.table, self.table.scene.part
        figure = Money(minor, table.case().debt.owed.currency)
        side = Role.LENDER if tab in STAFF else Role.BORROWER
        before = len(table.history)
        shown = what_the_other_side_sees(table, side)
        heard: list[bool | None] = []
        actor = table.actor(tab)
        self.afterwards.figures |= {f"{minor}", f"{minor // 100}.{minor % 100:02}"}
        stated = table.watch(
            tab, lambda: heard.append(overlap.state(part.deps, actor, part.case_id, figure))
        )
        if not stated:
            return
        self.figures[side] = minor
        new = table.history[before:]
        if len(self.figures) == 1:
            same = what_the_other_side_sees(table, side) == shown
            must(heard == [None] and not new and same, "secret", tab=tab, new=new)
            return
        meets = self.figures[Role.BORROWER] >= self.figures[Role.LENDER]
        answers = [e.meets for e in new if isinstance(e, OverlapAnswered)]
        must(len(new) == 1 and heard == answers == [meets], "secret", heard=heard, new=new)
        must(new[0].by is Role.SYSTEM, "secret", new=new)
        self.figures.clear()

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
