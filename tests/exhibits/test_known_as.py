"""By which name a lender reads of somebody who has not confirmed its debt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

from app.core.access import Action
from app.core.negotiation.commands import ConfirmDebt
from app.store.erasures import NOBODY
from app.usecases import exhibit_sight, imports, messages, negotiate, queries
from app.usecases.demo_steps import Part, Place
from app.usecases.deps import Deps
from app.usecases.forgetting import leave
from tests.exhibits.desk import Desk
from tests.exhibits.making import a_picture
from tests.stage import Visitor
from tests.usecases.scenes import a_file, a_row, another_lender

STATED = "Mabel Quirk"


def owing(deps: Deps, place: Place, account: str, name: str, email: str) -> UUID:
    """The case of a debt that a lender states."""
    imports.import_debts(deps, place.admin, place.lender, a_file(a_row(account, name, email)))
    with deps.reading() as uow:
        header = uow.cases.by_account(place.lender, account)
    assert header is not None
    return header.id


def whole(desk: Desk, deps: Deps, agent: Visitor, part: Part) -> list[str]:
    """Each page on which the lender reads who the borrower is."""
    (paper,) = desk.ids(deps)
    case = f"/cases/{part.case_id}"
    pages = (
        "/lender",
        f"/lender{case}",
        f"{case}/papers",
        f"{case}/papers/{paper}/1",
        f"{case}/messages",
    )
    return [agent.soup(page).text for page in pages]


def marked(deps: Deps, *cases: UUID) -> list[bool]:
    with deps.reading() as uow:
        return [found.looks_alike for case in cases if (found := uow.cases.find(case))]


def test_f_010_a_lender_reads_the_name_it_stated_until_the_debt_is_confirmed(
    desk: Desk, deps: Deps, visit: Callable[..., Visitor]
) -> None:
    place, borrower = another_lender(deps, "Southbank Loans"), desk.part.borrower
    with deps.reading() as uow:
        person = uow.people.find(borrower.person_id)
    assert person is not None
    case = owing(deps, place, "S-1", STATED, person.email or "")
    there = replace(desk.part, place=place, case_id=case)
    desk.send(a_picture())
    exhibit_sight.let_see(deps, borrower, case, sees=True)
    messages.write(deps, borrower, case, uuid4(), "Who are you?")
    agent = visit(place.agent)

    before = whole(desk, deps, agent, there)
    assert [STATED in text for text in before] == [True] * 5
    assert [person.name in text for text in before] == [False] * 5
    assert person.name in desk.counselor.soup("/counselor").text
    counselor = desk.part.place.counselor
    with deps.reading() as uow:
        charities = counselor.organisations("charity")
        lines = uow.reading.caseload(charities, counselor.person_id, deps.now()).lines
    assert case in [line.case.id for line in lines]
    assert {line.borrower for line in lines} == {person.name}
    page = queries.case_page(deps, counselor, case, Action.READ_OPTIONS)
    assert page.borrower == person.name
    same_as_known = owing(deps, place, "S-2", person.name, "second@borrower.example")
    assert marked(deps, case, same_as_known) == [False, False]
    same_as_stated = owing(deps, place, "S-3", STATED.upper(), "third@borrower.example")
    assert marked(deps, case, same_as_known, same_as_stated) == [True, False, True]

    negotiate.submit(deps, borrower, case, ConfirmDebt())
    after = whole(desk, deps, agent, there)
    assert [person.name in text for text in after] == [True] * 5
    assert STATED not in "".join(after)
    with deps.reading() as uow:
        assert uow.cases.stated_name(place.lender, case) is None
    owing(deps, place, "S-4", "Nobody Else", "fourth@borrower.example")
    assert marked(deps, case, same_as_known, same_as_stated) == [True, True, False]


def test_what_a_lender_called_somebody_goes_with_their_account(desk: Desk, deps: Deps) -> None:
    place, me = another_lender(deps, "Southbank Loans"), desk.part.borrower.person_id
    with deps.reading() as uow:
        person = uow.people.find(me)
    assert person is not None
    case = owing(deps, place, "S-1", STATED, person.email or "")
    with deps.unit_of_work() as uow:
        leave(uow, me, deps.now(), "asked")
    with deps.reading() as uow:
        assert uow.cases.stated_name(place.lender, case) is None
        page = uow.reading.queue(place.lender, deps.now().date())
    assert [line.borrower for line in page.lines] == [NOBODY]
