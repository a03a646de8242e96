"""A small town for questions of rights: two lenders, four charities, and people of every kind.

Everything named ``a`` hangs together, and so does everything named ``b``; nobody but the
people of a case is tied to it. ``TIES`` of ``tests.web.rights.oracle`` says who is tied to what.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from app.core.access import Actor
from app.core.lender_policy.values import HOUSE_TERMS, PolicyVersion
from app.core.money import Currency
from app.core.negotiation.commands import AcceptOffer
from app.core.periods import Every
from app.store.approvals import Asking
from app.usecases import accounts, demo, imports
from app.usecases.demo_people import DemoPerson, keep_demo_people
from app.usecases.demo_steps import STEPS, Part
from app.usecases.demo_stories import SEALED, STORIES, Story, told
from app.usecases.deps import Deps
from app.web.session import new_id
from tests import town_people
from tests.building import build
from tests.exhibits.placing import a_paper
from tests.stage import Clock, Stage, set_stage, test_settings

NEGOTIATING = ("confirm", "offer", "counter")


@dataclass(frozen=True, slots=True)
class Town:
    """Ids only, so that every test can open its own copy of ``folder``.

    ``cases`` are negotiated, ``agreed`` ones are sealed; ``a`` and ``restricted`` have one
    owner. ``browsers`` are cookies of people whose sessions began before anything happened.
    """

    folder: Path
    people: dict[str, Actor]
    cases: dict[str, UUID]
    agreed: dict[str, UUID]
    households: dict[str, UUID]
    charities: dict[str, UUID]
    authorities: dict[str, UUID]
    labels: dict[str, str]
    files: dict[str, str]
    policies: dict[str, UUID]
    approvals: dict[str, UUID]
    referrals: dict[str, UUID]
    exhibits: dict[str, UUID]
    browsers: dict[str, str]

    def open(self, clock: Clock | None = None) -> Deps:
        return build(test_settings(self.folder), clock or Clock())


def build_town(deps: Deps, clock: Clock) -> Town:
    """Play the town's story through the real use cases."""
    stage = set_stage(deps, clock)
    sides = {
        "a": _side(stage, "UK", "sealed"),
        "b": _side(stage, "CN", "cn-sealed"),
    }
    a, b = sides["a"].talks, sides["b"].talks
    people = {
        "owner": a.borrower,
        "agent": a.place.agent,
        "supervisor": a.place.supervisor,
        "admin": a.place.admin,
        "counselor": a.place.counselor,
        "other borrower": b.borrower,
        "other agent": b.place.agent,
        "other admin": b.place.admin,
        "other counselor": b.place.counselor,
    }
    charities = {"a": a.place.charity, "b": b.place.charity, "idle": uuid4(), "consented": uuid4()}
    names = ("joint", "former agent", "idle counselor", "consented counselor", "operator", "ended")
    people |= {name: Actor(uuid4()) for name in names if name != "ended"} | {"ended": a.borrower}
    with deps.unit_of_work() as uow:
        town_people.settle(uow, stage, people, charities)
        restricted = town_people.restricted(uow, a, clock())
        town_people.together(uow, a, people["joint"], clock())
        for part in (a, sides["a"].sealed):
            town_people.tie(uow, part, people["joint"], charities["consented"], clock())
        uow.audit.write(None, "test.prepared", "test:town", clock())
    browsers = {name: new_id() for name in people}
    for name, actor in people.items():
        accounts.start(deps, actor.person_id, browsers[name])
    accounts.end(deps, browsers["ended"])
    with deps.unit_of_work() as uow:
        uow.organisations.remove_member(a.place.lender, people["former agent"].person_id, clock())
        uow.audit.write(None, "test.prepared", "test:town", clock())
    keep_demo_people(
        deps, (DemoPerson(people["owner"].person_id, "Anyone", "borrower", {"en": "", "zh": ""}),)
    )
    return Town(
        folder=deps.settings.data_dir,
        people=people,
        cases={"a": a.case_id, "b": b.case_id, "restricted": restricted},
        agreed={"a": sides["a"].sealed.case_id, "b": sides["b"].sealed.case_id},
        households={"a": a.household_id, "b": b.household_id},
        charities=charities,
        authorities={name: town_people.authority(deps, side.talks) for name, side in sides.items()},
        labels={name: town_people.label(deps, side.talks) for name, side in sides.items()},
        files={name: side.file for name, side in sides.items()},
        policies={name: side.policy for name, side in sides.items()},
        approvals={name: side.approval for name, side in sides.items()},
        referrals={"a": town_people.referral(deps, a, charities["idle"])},
        exhibits={
            "a": a_paper(deps, a, a.place.lender, charities["consented"]),
            "b": a_paper(deps, b, b.place.lender),
        },
        browsers=browsers,
    )


@dataclass(frozen=True, slots=True)
class Side:
    """One borrower with two cases at one lender: one is negotiated, one is sealed."""

    talks: Part
    sealed: Part
    file: str
    policy: UUID
    approval: UUID


def _side(stage: Stage, place: str, key: str) -> Side:
    known = next(story for story in STORIES if story.key == key)
    currency = Currency(demo.CURRENCIES[place])
    budget = told(
        currency,
        (("salary", Every.MONTHLY, "9200.00"),),
        (("rent", Every.MONTHLY, "1900.00"), ("groceries", Every.MONTHLY, "900.00")),
        subdivision="england_wales" if place == "UK" else None,
    )
    story = replace(known, told=budget, row=("1900.00", "18.00", "12.00", "0.12", "140.00"))
    sealed, _ = _open(stage, story, "1")
    talks, file = _open(stage, story, "2")
    for step in ("authority", *SEALED):
        STEPS[step](sealed)
    for step in NEGOTIATING:
        STEPS[step](talks)
    return Side(talks, sealed, file, *_waiting(talks, currency))


def _waiting(part: Part, currency: Currency) -> tuple[UUID, UUID]:
    """A draft of a policy and a decision past a limit, both of an agent who decides neither."""
    lender, agent, at = part.place.lender, part.place.agent.person_id, part.deps.now()
    policy = PolicyVersion("draft-1", at.date(), currency, HOUSE_TERMS)
    asking = Asking(
        lender, uuid4(), part.case_id, AcceptOffer("0" * 64), ("let_go",), "draft-1", agent, at
    )
    draft = uuid4()
    with part.deps.unit_of_work() as uow:
        uow.policies.draft(lender, draft, policy, agent, at)
        uow.approvals.ask(asking)
        uow.audit.write(None, "test.prepared", "test:town", at)
    return draft, asking.id


def _open(stage: Stage, story: Story, number: str) -> tuple[Part, str]:
    """A case of the story's person under an account of its own, and the digest of its file."""
    place, account = stage.places[story.place], f"{demo.account(story)}-{number}"
    data = demo.export((story,)).replace(demo.account(story).encode(), account.encode())
    imports.import_debts(stage.deps, place.admin, place.lender, data)
    with stage.deps.reading() as uow:
        header = uow.cases.by_account(place.lender, account)
        if header is None:
            raise LookupError(account)
        borrower = uow.people.actor(header.borrower_id)
    part = Part(stage.deps, place, story, borrower, header.id, header.household_id, stage.work)
    return part, sha256(data).hexdigest()
