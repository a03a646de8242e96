"""The private test at the table: who states a figure hears yes or no, and nobody hears more."""

from __future__ import annotations

from app.core.access import Role
from app.core.money import Money
from app.core.negotiation.middle_events import OverlapAnswered
from app.usecases import overlap
from tests.usecases.negotiating import must
from tests.usecases.table import STAFF, Table

FIGURES = (1_337, 2_741, 3_973, 100_003)
"""Least and most a month, in pence: from almost nothing to more than could ever be."""


class Privately:
    """``figures`` are those that wait in the test that is open."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.figures: dict[Role, int] = {}

    def look(self) -> None:
        if self.table.case().middle.overlap is None:
            self.figures.clear()

    def state(self, tab: str, minor: int) -> None:
        table, part, actor = self.table, self.table.scene.part, self.table.actor(tab)
        figure = Money(minor, table.case().debt.owed.currency)
        side = Role.LENDER if tab in STAFF else Role.BORROWER
        before, shown = len(table.history), self._others_view(side)
        heard: list[bool | None] = []

        def act() -> None:
            heard.append(overlap.state(part.deps, actor, part.case_id, figure))

        if not table.watch(tab, act):
            return
        self.figures[side] = minor
        new = table.history[before:]
        if len(self.figures) == 1:
            same = self._others_view(side) == shown
            must(heard == [None] and not new and same, "secret", tab=tab, new=new)
            return
        meets = self.figures[Role.BORROWER] >= self.figures[Role.LENDER]
        answers = [e.meets for e in new if isinstance(e, OverlapAnswered)]
        must(len(new) == 1 and heard == answers == [meets], "secret", heard=heard, new=new)
        must(new[0].by is Role.SYSTEM, "secret", new=new)
        self.figures.clear()

    def take_back(self, tab: str) -> None:
        part, actor = self.table.scene.part, self.table.actor(tab)
        if self.table.watch(tab, lambda: overlap.take_back(part.deps, actor, part.case_id)):
            self.figures.pop(Role.LENDER if tab in STAFF else Role.BORROWER, None)

    def _others_view(self, by: Role) -> overlap.Standing:
        table = self.table
        other = table.actor("lender 1" if by is not Role.LENDER else "borrower 1")
        return overlap.standing(table.scene.deps, other, table.scene.part.case_id)
