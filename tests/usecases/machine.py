"""Hypothesis at the table of ``negotiating``: which tab does what, and when."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from app.assembly import build
from app.core.errors import DomainError
from app.core.negotiation.commands import (
    AcceptOffer,
    AskHelp,
    CounterOffer,
    DeclineOffer,
    LiftHold,
    MakeOffer,
    OpenRound,
    PlaceHold,
    RaiseDispute,
    SettleDispute,
    WithdrawOffer,
)
from app.core.negotiation.events import DeclineReason, DisputeKind
from app.usecases import offers
from tests.stage import Clock, set_stage
from tests.stage import test_settings as settings_of
from tests.usecases.negotiating import TABS, Product, Table
from tests.usecases.scenes import Snapshot

STEPS_A_RUN = 14
MEMORY = Path("/dev/shm")
JUMPS = tuple(
    timedelta(**apart)
    for apart in (
        {"minutes": 5},
        {"hours": 5},
        {"hours": 11},
        {"days": 1},
        {"days": 4},
        {"days": 34},
        {"days": 40, "hours": 7},
    )
)
tabs = st.sampled_from(TABS)
fresh = st.booleans()


@pytest.fixture(scope="session")
def told_once(template_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A budget is told and a counselor may act; nobody has offered anything."""
    folder = tmp_path_factory.mktemp("told") / "data"
    shutil.copytree(template_dir, folder)
    clock = Clock()
    deps = build(settings_of(folder), clock)
    stage = set_stage(deps, clock)
    part = stage.part("counselor", "authority", "confirm", "tell")
    stage.work()
    deps.close()
    return Snapshot(folder, part, stage.places, clock.at)


class Negotiating(RuleBasedStateMachine):
    def __init__(self, told: Snapshot, product: Product) -> None:
        super().__init__()
        place = MEMORY if os.access(MEMORY, os.W_OK) else None
        self.folder = Path(tempfile.mkdtemp(dir=place))
        self.table = Table(told.reopen(self.folder / "data"), product)
        self.drafts: dict[datetime, tuple[offers.Draft, ...]] = {}

    @initialize(by=tabs, looking=st.sets(tabs))
    def first(self, by: str, looking: set[str]) -> None:
        """Somebody has offered something, and some have seen it."""
        self.offer(by, 0)
        for tab in sorted(looking):
            self.table.look(tab)

    @rule(tab=tabs)
    def look(self, tab: str) -> None:
        self.table.look(tab)

    @rule(tab=tabs, number=st.integers(0, 2))
    def offer(self, tab: str, number: int) -> None:
        draft = self._draft(number)
        if draft is not None:
            self.table.do(tab, MakeOffer(uuid4(), draft.terms, "This fits the month.", draft.label))

    @rule(tab=tabs, number=st.integers(0, 2), fresh=fresh)
    def counter(self, tab: str, number: int, fresh: bool) -> None:
        draft = self._draft(number)
        if draft is not None:
            seen = self._seen(tab, fresh=fresh)
            words = "This clears the debt within the budget."
            self.table.do(tab, CounterOffer(uuid4(), draft.terms, words, seen, draft.label))

    @rule(tab=tabs, fresh=fresh)
    def accept(self, tab: str, fresh: bool) -> None:
        self.table.do(tab, AcceptOffer(self._seen(tab, fresh=fresh)))

    @rule(tab=tabs)
    def accept_what_was_seen(self, tab: str) -> None:
        self.table.do(tab, AcceptOffer(self._seen(tab, fresh=False)))

    @rule(tab=tabs, jump=st.sampled_from(JUMPS))
    def accept_later(self, tab: str, jump: timedelta) -> None:
        """A page stays open for a while."""
        self.table.look(tab)
        self.wait(jump)
        self.accept_what_was_seen(tab)

    @rule(withdraws=tabs, offers=tabs, number=st.integers(0, 2))
    def offer_anew(self, withdraws: str, offers: str, number: int) -> None:
        self.withdraw(withdraws)
        self.offer(offers, number)

    @rule(tab=tabs, fresh=fresh)
    def decline(self, tab: str, fresh: bool) -> None:
        seen = self._seen(tab, fresh=fresh)
        self.table.do(tab, DeclineOffer(seen, DeclineReason.OTHER, "It takes too long for us."))

    @rule(tab=tabs)
    def withdraw(self, tab: str) -> None:
        self.table.do(tab, WithdrawOffer())

    @rule(tab=tabs)
    def open_round(self, tab: str) -> None:
        self.table.do(tab, OpenRound("We have talked, and both want to go on."))

    @rule(tab=tabs, days=st.sampled_from((0, 1, 6, 30)))
    def hold(self, tab: str, days: int) -> None:
        until = (self.table.scene.clock.at + timedelta(days=days)).date()
        self.table.do(tab, PlaceHold("house:time-to-think", until, "I look for my papers."))

    @rule(tab=tabs)
    def lift(self, tab: str) -> None:
        self.table.do(tab, LiftHold())

    @rule(tab=tabs)
    def dispute(self, tab: str) -> None:
        self.table.do(tab, RaiseDispute(DisputeKind.WRONG_AMOUNT, "The fees are not right."))

    @rule(tab=tabs)
    def settle(self, tab: str) -> None:
        self.table.do(tab, SettleDispute(False, "The fees follow from the contract."))

    @rule(tab=tabs)
    def ask_help(self, tab: str) -> None:
        self.table.do(tab, AskHelp("I would like to talk with somebody."))

    @rule()
    def revoke(self) -> None:
        self.table.revoke()

    @rule()
    def give(self) -> None:
        self.table.give()

    @rule(jump=st.sampled_from(JUMPS))
    def wait(self, jump: timedelta) -> None:
        self.table.scene.clock.at += jump

    @rule()
    def work(self) -> None:
        self.table.work()

    def _draft(self, number: int) -> offers.Draft | None:
        """One of the plans that fit when they were first looked at this moment; or none."""
        scene = self.table.scene
        if scene.clock.at not in self.drafts:
            try:
                found = offers.choice(scene.deps, scene.borrower, scene.part.case_id)
            except DomainError:
                return None
            self.drafts[scene.clock.at] = offers.drafts(found)
        known = self.drafts[scene.clock.at]
        return known[number % len(known)] if known else None

    def _seen(self, tab: str, *, fresh: bool) -> str:
        if fresh:
            self.table.look(tab)
        return self.table.seen.get(tab, "")

    def teardown(self) -> None:
        try:
            self.table.finish()
        finally:
            self.table.scene.deps.close()
            shutil.rmtree(self.folder)


def try_machine(
    told: Snapshot, product: Product, *, runs: int, phases: Sequence[Phase] = tuple(Phase)
) -> None:
    """Run the machine.

    Raises:
        Broken: a line of what must hold does not.
    """
    run_state_machine_as_test(
        partial(Negotiating, told, product),  # type: ignore[arg-type]  # anything that makes one
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS_A_RUN,
            deadline=None,
            phases=tuple(phases),
            suppress_health_check=list(HealthCheck),
        ),
    )
