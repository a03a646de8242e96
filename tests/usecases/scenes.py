"""A case at a given step, in a data directory of its own, with the acts that tests repeat."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from app.core.access import Actor
from app.core.negotiation.case import Case
from app.core.negotiation.commands import Command
from app.core.negotiation.events import Event
from app.core.negotiation.folding import fold
from app.gateways.mail import FolderMail, Letter
from app.store.agreements import AgreementRecord
from app.store.organisations import Organisation
from app.usecases import demo, imports, negotiate, offers, sign, team_changes
from app.usecases.demo_steps import Part, Place
from app.usecases.deps import Deps
from tests.building import build
from tests.stage import Clock, Stage, test_settings

COLUMNS = "account,name,contact,principal,interest,fees,annual_rate,arrears,currency,product"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A data directory that is never written again, and the part it was left in."""

    folder: Path
    part: Part
    places: dict[str, Place]
    at: datetime

    def reopen(self, folder: Path) -> Scene:
        """The same moment in a copy."""
        shutil.copytree(self.folder, folder)
        clock = Clock(self.at)
        deps = build(test_settings(folder), clock)
        stage = Stage(deps, clock, self.places)
        return Scene(stage, replace(self.part, deps=deps, work=stage.work))


@dataclass(frozen=True, slots=True)
class Scene:
    stage: Stage
    part: Part

    @property
    def deps(self) -> Deps:
        return self.stage.deps

    @property
    def clock(self) -> Clock:
        return self.stage.clock

    @property
    def agent(self) -> Actor:
        return self.part.place.agent

    @property
    def borrower(self) -> Actor:
        return self.part.borrower

    @property
    def counselor(self) -> Actor:
        return self.part.place.counselor

    def do(self, actor: Actor, command: Command) -> Case:
        return negotiate.submit(self.deps, actor, self.part.case_id, command)

    def case(self) -> Case:
        return fold(self.history())

    def history(self) -> tuple[Event, ...]:
        return history(self.part)

    def record(self) -> AgreementRecord:
        with self.deps.reading() as uow:
            found = uow.agreements.latest(self.part.place.lender, self.part.case_id)
        assert found is not None
        return found

    def page(self, actor: Actor) -> sign.SigningPage:
        return sign.prepare(self.deps, actor, self.part.case_id, "en")

    def sign(self, actor: Actor, sent: sign.Act | None = None) -> str:
        return sign.act(self.deps, actor, self.part.case_id, sent or an_act(self.page(actor)))

    def audited(self, thing: str | None = None) -> list[str]:
        """What was done to the case (or to ``thing``), oldest first."""
        with self.deps.reading() as uow:
            entries = uow.audit.of(thing or f"case:{self.part.case_id}", limit=500)
        return [entry.action for entry in reversed(entries)]


def an_act(page: sign.SigningPage, **changes: object) -> sign.Act:
    """What the form of ``page`` sends."""
    sent = sign.Act(
        version=page.reading.version,
        shown_sha256=page.reading.file_sha256 or "",
        nonce=page.nonce,
        key=page.key,
        typed_name=page.name,
        intent=page.intent,
        language=page.language,
        agrees_to_records=True,
    )
    return replace(sent, **changes)  # type: ignore[arg-type]  # names are checked by replace


def history(part: Part) -> tuple[Event, ...]:
    with part.deps.reading() as uow:
        header = uow.cases.find(part.case_id)
        assert header is not None
        return uow.cases.history(header.tenant_id, part.case_id)


def letters(deps: Deps) -> tuple[Letter, ...]:
    """All mail that has left, newest first."""
    assert isinstance(deps.mail, FolderMail)
    return deps.mail.letters(limit=1_000)


def all_mail(stage: Stage) -> tuple[Letter, ...]:
    """As ``letters``, once none waits for a better hour."""
    for _ in range(3):
        stage.work()
        stage.clock.move(days=3)
    stage.work()
    return letters(stage.deps)


def a_file(*rows: str) -> bytes:
    """A lender's export; each row begins with account, name and contact."""
    return "\r\n".join((COLUMNS, *rows)).encode()


def a_row(account: str, name: str, contact: str, principal: str = "2000.00") -> str:
    return f"{account},{name},{contact},{principal},0.00,0.00,0.19,100.00,GBP,Credit card"


def another_lender(deps: Deps, name: str = "Southbank Loans") -> Place:
    """A second lender of the same country, with staff of its own."""
    cast = replace(demo.CASTS["UK"], lender=name, charity=f"Charity beside {name}")
    at = deps.now()
    lender, charity = uuid4(), uuid4()
    people = [uuid4() for _ in range(4)]
    with deps.unit_of_work() as uow:
        for home, kind, title in (
            (lender, "lender", cast.lender),
            (charity, "charity", cast.charity),
        ):
            uow.organisations.add(Organisation(home, kind, title, None, None, "GB", None, at))
        for person, rank in zip(people, ("admin", "agent", "supervisor", "counselor"), strict=True):
            email = f"{rank}@{name.split(maxsplit=1)[0].lower()}.example"
            uow.people.add(person, name=rank.title(), email=email, language="en", at=at)
            home = charity if rank == "counselor" else lender
            team_changes.take_in(uow, None, home, person, rank, at)
        uow.audit.write(None, "test.prepared", f"organisation:{lender}", at)
        actors = [uow.people.actor(person) for person in people]
    for actor in actors[:3]:
        demo.pass_test(deps, actor, "UK")
    return Place(lender, charity, *actors)


def second_case(part: Part, place: Place, account: str = "SECOND-1", owed: str = "2000.00") -> Part:
    """The same borrower's debt to another lender."""
    with part.deps.reading() as uow:
        person = uow.people.find(part.borrower.person_id)
    assert person is not None
    data = a_file(a_row(account, person.name, person.email or "", owed))
    imports.import_debts(part.deps, place.admin, place.lender, data)
    with part.deps.reading() as uow:
        header = uow.cases.by_account(place.lender, account)
    assert header is not None
    assert header.borrower_id == part.borrower.person_id
    return replace(part, place=place, case_id=header.id, household_id=header.household_id)


def case_of(part: Part) -> Case:
    return fold(history(part))


def propose(part: Part, label: str = "fastest", seen: str | None = None) -> None:
    """The borrower sends the plan of this name; with ``seen``, in answer to that offer."""
    draft = offers.option_draft(offers.choice(part.deps, part.borrower, part.case_id), label)
    offers.send(
        part.deps,
        part.borrower,
        part.case_id,
        draft,
        words="This fits.",
        shown=draft.digest,
        seen=seen,
    )


def case_named(deps: Deps, lender: UUID, account: str) -> UUID:
    with deps.reading() as uow:
        header = uow.cases.by_account(lender, account)
    assert header is not None
    return header.id
