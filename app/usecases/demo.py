"""A demonstration played through the real use cases: nothing in it is made up afterwards."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from io import StringIO
from uuid import UUID, uuid4

from app.core.access import Actor
from app.core.imports.columns import Column
from app.core.lender_policy.writing import SCHEMA
from app.store.organisations import Organisation
from app.store.unit_of_work import UnitOfWork
from app.usecases import conduct, imports, lender_policy, team_changes
from app.usecases.demo_people import DemoPerson, demo_people, keep_demo_people
from app.usecases.demo_steps import LANGUAGES, STEPS, Part, Place
from app.usecases.demo_stories import STORIES, Story
from app.usecases.deps import Deps

CURRENCIES = {"UK": "GBP", "CN": "CNY"}


@dataclass(frozen=True, slots=True)
class Cast:
    """The words a place needs."""

    country: str
    lender: str
    licence: str
    charity: str
    staff: tuple[str, str, str, str]
    principal: str = ""


CASTS = {
    "UK": Cast(
        "GB",
        "Northbank Recovery",
        "FRN 000000 (example)",
        "Clearway Advice",
        ("Olivia Grant", "Ben Carter", "Ruth Adeyemi", "Maya Patel"),
    ),
    "CN": Cast(
        "CN",
        "新桥消费金融",
        "示例牌照 0000",
        "安心债务咨询",
        ("王磊", "赵敏", "孙丽", "李静"),
    ),
}
STAFF_WORDS = (
    ("lender", "admin", {"en": "Imports debts and sets who works.", "zh": "导入账目并管理人员。"}),
    ("lender", "agent", {"en": "Answers offers from the queue.", "zh": "在案件列表中答复方案。"}),
    (
        "lender",
        "supervisor",
        {
            "en": "Writes the policy. Looks twice at large steps.",
            "zh": "拟定政策，复核较大的让步。",
        },
    ),
    ("counselor", "counselor", {"en": "Acts for clients who agreed.", "zh": "经授权替客户办理。"}),
)


PRINCIPALS = {"UK": "Northbank plc"}
"""Whom the demonstration's agency collects for."""
OPERATOR = "Nora Lindqvist"
OPERATOR_WORDS = {
    "en": "Checks rules and puts a name to their figures.",
    "zh": "核对规则并为数字署名。",
}


def seed(deps: Deps, work: Callable[[], None]) -> None:
    """Fill an empty deployment with every story. A second call changes nothing."""
    if demo_people(deps):
        return
    with deps.reading() as uow:
        # After a seeding that was cut off its addresses are taken.
        run = f"-{secrets.token_hex(4)}" if uow.organisations.of_kind("lender") else ""
    people = [open_house(deps, run)]
    for name, cast in CASTS.items():
        behind = PRINCIPALS.get(name, "")
        place, staff = set_up(deps, name, replace(cast, principal=behind), run)
        stories = tuple(story for story in STORIES if story.place == name)
        parts = admit(deps, place, stories, work, run)
        people += staff
        suggest_policy(deps, place, CURRENCIES[name])
        for part in parts:
            play(part)
            people.append(
                DemoPerson(part.borrower.person_id, part.story.name, "borrower", part.story.words)
            )
    work()
    keep_demo_people(deps, tuple(people))


def open_house(deps: Deps, run: str = "") -> DemoPerson:
    """Who runs the product, and confirms the figures that plans rest on."""
    at, person = deps.now(), uuid4()
    with deps.unit_of_work() as uow:
        known = uow.organisations.of_kind("operator")
        home = known[0].id if known else uuid4()
        if not known:
            uow.organisations.add(
                Organisation(home, "operator", "Plainpact", None, None, "GB", None, at)
            )
        email = f"operator{run}@staff.example"
        uow.people.add(person, name=OPERATOR, email=email, language="en", at=at)
        team_changes.take_in(uow, None, home, person, "admin", at)
        uow.audit.write(None, "demo.set-up", f"organisation:{home}", at)
    return DemoPerson(person, OPERATOR, "operator", OPERATOR_WORDS)


def suggest_policy(deps: Deps, place: Place, currency: str) -> None:
    """A draft of the supervisor's that waits for a second person; nothing holds before that."""
    day = deps.now().date()
    lender_policy.draft(
        deps,
        place.supervisor,
        {
            "schema": SCHEMA,
            "version": f"{day.year}-1",
            "effective_from": day.isoformat(),
            "currency": currency,
            "base": {"max_term_months": 60, "waive_fees": True},
            "portfolios": [{"name": "Personal loan", "max_term_months": 48}],
            "bands": [{"from": "0.00", "to": "500.00", "max_term_months": 24}],
            "approval": {"rate_cut": "0.5", "let_go": "0.3", "term_months": 48},
        },
    )


def set_up(deps: Deps, name: str, cast: Cast, run: str = "") -> tuple[Place, list[DemoPerson]]:
    """The organisations of one country and the people who work there.

    ``run`` keeps the addresses of one run apart from those of another.
    """
    at = deps.now()
    lender, charity = uuid4(), uuid4()
    people = [uuid4() for _ in cast.staff]
    with deps.unit_of_work() as uow:
        principal = _principal(uow, cast, at)
        for organisation_id, kind, title in (
            (lender, "lender", cast.lender),
            (charity, "charity", cast.charity),
        ):
            licence, behind = (cast.licence, principal) if kind == "lender" else (None, None)
            uow.organisations.add(
                Organisation(organisation_id, kind, title, licence, behind, cast.country, None, at)
            )
        for person_id, full_name, (role, rank, _) in zip(
            people, cast.staff, STAFF_WORDS, strict=True
        ):
            email = f"{rank}.{name.lower()}{run}@staff.example"
            uow.people.add(person_id, name=full_name, email=email, language=LANGUAGES[name], at=at)
            home = lender if role == "lender" else charity
            team_changes.take_in(uow, None, home, person_id, rank, at)
        uow.audit.write(None, "demo.set-up", f"organisation:{lender}", at)
        actors = [uow.people.actor(person_id) for person_id in people]
    staff = [
        DemoPerson(person_id, full_name, role, words)
        for person_id, full_name, (role, _, words) in zip(
            people, cast.staff, STAFF_WORDS, strict=True
        )
    ]
    for actor in actors:
        if actor.organisations("lender"):
            pass_test(deps, actor, name)
    return Place(lender, charity, *actors), staff


def pass_test(deps: Deps, actor: Actor, place: str) -> None:
    """Somebody of a lender takes the conduct test, and knows every answer."""
    exam = conduct.next_test(deps, actor, place)
    given = {one.question.code: one.right for one in exam.asked}
    conduct.hand_in(deps, actor, place, exam.number, given)


def _principal(uow: UnitOfWork, cast: Cast, at: datetime) -> UUID | None:
    if not cast.principal:
        return None
    known = uuid4()
    uow.organisations.add(
        Organisation(known, "lender", cast.principal, None, None, cast.country, None, at)
    )
    return known


def admit(
    deps: Deps,
    place: Place,
    stories: tuple[Story, ...],
    work: Callable[[], None],
    run: str = "",
) -> tuple[Part, ...]:
    """Import the lender's export: every story becomes a case with an invitation."""
    report = imports.import_debts(deps, place.admin, place.lender, export(stories, run))
    if report.problem_count:
        raise ValueError(report.problems)
    return tuple(part_of(deps, place, story, work) for story in stories)


def part_of(deps: Deps, place: Place, story: Story, work: Callable[[], None]) -> Part:
    """A story that was admitted.

    Raises:
        LookupError: it was not.
    """
    with deps.reading() as uow:
        header = uow.cases.by_account(place.lender, account(story))
        if header is None:
            raise LookupError(story.key)
        borrower = uow.people.actor(header.borrower_id)
        return Part(deps, place, story, borrower, header.id, header.household_id, work)


def export(stories: tuple[Story, ...], run: str = "") -> bytes:
    """The stories as the CSV file their lender would send."""
    out = StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow([column.value for column in Column])
    for story in stories:
        principal, interest, fees, rate, arrears = story.row
        cells = {
            Column.ACCOUNT: account(story),
            Column.NAME: story.name,
            Column.CONTACT: f"{story.key}{run}@people.example",
            Column.PRINCIPAL: principal,
            Column.INTEREST: interest,
            Column.FEES: fees,
            Column.ANNUAL_RATE: rate,
            Column.ARREARS: arrears,
            Column.LAST_PAYMENT: story.last_payment,
            Column.CURRENCY: CURRENCIES[story.place],
            Column.PRODUCT: story.product,
            Column.ORIGINAL_CREDITOR: story.first,
            Column.ASSIGNMENTS: story.assignments,
        }
        sheet.writerow([cells.get(column, "") for column in Column])
    return out.getvalue().encode()


def account(story: Story) -> str:
    # By key: a test plays a story as far as it likes, and the account stays.
    number = [known.key for known in STORIES].index(story.key) + 1
    return f"{story.place}-{number:04d}-{story.key}"


def play(part: Part) -> None:
    """Take one story as far as it goes."""
    for step in part.story.goes:
        STEPS[step](part)
