"""A borrower's papers and everybody's browsers over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from tests.stage import Visitor


@dataclass(frozen=True, slots=True)
class Desk:
    """A borrower with a budget, everybody's browsers, and the addresses of papers."""

    part: Part
    borrower: Visitor
    agent: Visitor
    counselor: Visitor

    @property
    def home(self) -> str:
        return f"/household/{self.part.household_id}/papers"

    @property
    def shared(self) -> str:
        return f"/cases/{self.part.case_id}/papers"

    def send(self, data: bytes, name: str = "a.pdf", about: str = "income-salary") -> int:
        form = {"file": (BytesIO(data), name)}
        return self.borrower.post(f"{self.home}/add/{about}", form).status_code

    def said(self, data: bytes, name: str = "a.pdf") -> str:
        form = {"file": (BytesIO(data), name)}
        return self.borrower.post(f"{self.home}/add/income-salary", form).text

    def let(self, sees: str) -> None:
        answer = self.borrower.post(f"{self.shared}/sight", {"sees": sees})
        assert answer.status_code == 303

    def ids(self, deps: Deps) -> list[UUID]:
        with deps.reading() as uow:
            return [one.id for one in uow.exhibits.of(self.part.household_id)]


def actions(deps: Deps) -> list[str]:
    with deps.reading() as uow:
        rows = uow.audit.connection.exec_driver_sql("SELECT action FROM audit")
        return [row[0] for row in rows]
