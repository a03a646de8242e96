"""What is stored after an act, looked at whenever it or the time has changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.core.budget_view import Level
from app.core.errors import NotFound
from app.core.household_record import fold_household
from app.core.negotiation.case import Stage
from app.core.negotiation.clock_events import Clock
from app.core.negotiation.events import BudgetShared
from app.core.negotiation.lender_clocks import asked_of
from app.core.negotiation.middle_events import OverlapEvent
from app.store.case_codec import CASE_EVENTS
from app.store.event_codec import kind_of
from app.usecases import queries, who_sees
from app.usecases.scene import clock_due
from tests.usecases.negotiating import must
from tests.usecases.reached import Reached
from tests.usecases.scenes import letters
from tests.usecases.second_opinion import last_date, most_rounds, proof_due, rounds
from tests.usecases.table import Table

PROMISING = (Stage.OFFERED, Stage.AGREED, Stage.SIGNING, Stage.SIGNED, Stage.SEALED)


@dataclass
class Afterwards:
    """``figures`` are those that were stated in the private test, as they could be written."""

    table: Table
    reached: Reached
    log: list[str]
    figures: set[str] = field(default_factory=set)
    stored: int = -1
    news: int = 0
    read: int = 0

    def __post_init__(self) -> None:
        self.news, self.read = self._news(), len(self.table.history)

    def look(self) -> None:
        stored = self.table.stored()
        if stored != self.stored:
            self.stored = stored
            self._replayed()
            self._revoked()
            self._secret()
            self.reached.look()
        self.reached.still_planned()

    def worked(self) -> None:
        """After the background work that was due."""
        must(not [line for line in self.log if "job failed" in line], "works", log=self.log)
        asked = asked_of(self.table.history)
        if asked is not None and Clock.DECISION in asked.open:
            due = clock_due(asked, Clock.DECISION, self.table.case().start.jurisdiction)
            must(last_date(self.table.now) <= due, "late", due=due, now=self.table.now)
        must(last_date(self.table.now) <= proof_due(self.table.history), "late", of="proof")

    def _replayed(self) -> None:
        history = self.table.history
        self.table.read()
        must(self.table.history == history, "replay", why="stored unseen")
        if self.read == len(history):
            return
        for event in history[self.read :]:
            kind = CASE_EVENTS.kind(event)
            must(CASE_EVENTS.load(kind, CASE_EVENTS.dump(event)) == event, "replay", event=event)
        self.read, case = len(history), self.table.case()
        with self.table.scene.deps.reading() as uow:
            header = uow.cases.find(self.table.scene.part.case_id)
        must(
            header is not None
            and header.stage == case.stage.value
            and header.version == case.version == len(history)
            and header.owed_minor == case.debt.owed.minor
            and header.disputed is (case.dispute is not None)
            and header.hold_until == (case.hold.until if case.hold else None)
            and header.waiting_for == (case.waiting_for.value if case.waiting_for else None),
            "replay",
            header=header,
        )
        self._promised()
        over = rounds(history) >= most_rounds(history)
        must(case.stage is Stage.CLOSED or (case.rounds_over is not None) is over, "rounds")

    def whole(self) -> None:
        """The chains: what is broken once stays so, and is found at the end of a run."""
        part = self.table.scene.part
        owner, home = part.borrower.person_id, part.household_id
        with part.deps.reading() as uow:
            must(uow.audit.verify() is None, "chains", why="audit")
            must(uow.cases.verify(part.place.lender, part.case_id) is None, "chains", why="case")
            must(uow.households.verify(owner, home) is None, "chains", why="household")

    def _promised(self) -> None:
        part, case = self.table.scene.part, self.table.case()
        owner, home = part.borrower.person_id, part.household_id
        with part.deps.reading() as uow:
            promised = fold_household(uow.households.history(owner, home)).promises
            stored = uow.households.commitments(owner, home)
        must([p.case_id for p in promised] == [c.case_id for c in stored], "promises", of=stored)
        must(bool(promised) is (case.stage in PROMISING), "promises", of=promised)
        for promise in promised:
            terms = case.offer.terms if case.offer else None
            must(terms is not None and promise.amount == terms.schedule.highest, "promises")

    def _revoked(self) -> None:
        part, table = self.table.scene.part, self.table
        told = self._news()
        must(table.mandate or told == self.news, "revoked", why="news for a counselor")
        self.news = told
        if not table.mandate:
            try:
                queries.case_page(part.deps, table.actor("counselor"), part.case_id)
            except NotFound:
                pass
            else:
                must(held=False, line="revoked", who="counselor")
        if table.hidden:
            view, detail = who_sees.for_lender(part.deps, table.actor("lender 1"), part.case_id)
            must(view.level is Level.NOTHING and detail is None, "revoked", view=view)
            page = queries.case_page(part.deps, table.actor("lender 1"), part.case_id)
            shared = [one for one in page.timeline if one.kind == kind_of(BudgetShared)]
            must(page.case.budget is None and not shared, "revoked", who="lender")

    def _secret(self) -> None:
        waits = self.table.asked("SELECT count(*) FROM overlap_figure")
        must(self.table.case().middle.overlap is not None or not waits, "secret", why="left behind")
        if not self.figures:
            return
        part = self.table.scene.part
        with part.deps.reading() as uow:
            rows = uow.audit.of(f"case:{part.case_id}", limit=20)
        written = [f"{row.action} {row.rules_version}" for row in rows] + self.log
        events = [e for e in self.table.history if isinstance(e, OverlapEvent)]
        written += [CASE_EVENTS.dump(event).decode() for event in events]
        written += [letter.text for letter in letters(part.deps)]
        for figure in self.figures:
            must(not any(tells(words, figure) for words in written), "secret", figure=figure)

    def _news(self) -> int:
        """How many effects were ever asked for that tell the counselor something."""
        person = self.table.scene.part.place.counselor.person_id
        return self.table.asked("SELECT count(*) FROM outbox WHERE key LIKE ?", f"%:{person}")


def tells(words: str, figure: str) -> bool:
    """Whether ``figure`` stands in ``words``, and not just its digits in a digest or an id."""
    return (
        re.search(rf"(?<![0-9a-zA-Z_+/-]){re.escape(figure)}(?![0-9a-zA-Z_+/-])", words) is not None
    )
