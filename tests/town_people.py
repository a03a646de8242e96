"""The people and objects of the town whom no story brings."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from app.core.access import Actor
from app.core.disclosure import LOOKING
from app.core.household_record import HouseholdStarted, fold_household
from app.core.negotiation.folding import fold
from app.store.cases import NewCase
from app.store.consents import Consent
from app.store.organisations import Organisation
from app.store.partnerships import Partnership
from app.store.unit_of_work import UnitOfWork
from app.usecases import offers, referrals, team_changes
from app.usecases.consenting import GIVEN
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from app.usecases.scene import projection
from tests.stage import Stage


def settle(
    uow: UnitOfWork, stage: Stage, people: dict[str, Actor], charities: dict[str, UUID]
) -> None:
    """Everybody whom no story brought: strangers, a former agent, a joint borrower."""
    at, a = stage.clock(), stage.places["UK"]
    operator = uuid4()
    for name in ("idle", "consented"):
        uow.organisations.add(
            Organisation(charities[name], "charity", f"{name} charity", None, None, "GB", None, at)
        )
    uow.organisations.add(Organisation(operator, "operator", "Us", None, None, "GB", None, at))
    homes = {
        "former agent": (a.lender, "agent"),
        "idle counselor": (charities["idle"], "counselor"),
        "consented counselor": (charities["consented"], "admin"),
        "operator": (operator, "admin"),
    }
    for name in ("joint", *homes):
        person = people[name].person_id
        uow.people.add(person, name=name, email=f"{person}@town.example", language="en", at=at)
        if name in homes:
            home, role = homes[name]
            team_changes.take_in(uow, None, home, person, role, at)


def restricted(uow: UnitOfWork, like: Part, at: datetime) -> UUID:
    """A third case of the same owner at the same lender, which nobody may reach any more."""
    lender, case_id = like.place.lender, uuid4()
    header = uow.cases.find(like.case_id)
    history = uow.cases.history(lender, like.case_id)
    if header is None:
        raise LookupError(like.case_id)
    new = NewCase(
        tenant_id=lender,
        id=case_id,
        borrower_id=header.borrower_id,
        household_id=header.household_id,
        account="restricted",
        currency=header.currency,
        jurisdiction=header.jurisdiction,
        pack_version=header.pack_version,
        name="Restricted",
    )
    uow.cases.open(new, at)
    uow.cases.append(lender, case_id, 0, history[:2], actor_id=None, role="system", at=at)
    shown = projection(fold(history[:2]), history[:2], None, at)
    uow.cases.project(lender, case_id, shown)
    uow.cases.restrict(lender, case_id, restricted=True)
    return case_id


def tie(uow: UnitOfWork, part: Part, joint: Actor, charity: UUID, at: datetime) -> None:
    """A joint borrower of the case, and a charity that may look at all of it."""
    lender, case_id = part.place.lender, part.case_id
    uow.cases.add_party(lender, case_id, joint.person_id, "joint")
    for data_class in LOOKING:
        said = f"{charity} {data_class} 1"
        uow.audit.write(part.borrower.person_id, GIVEN, f"case:{case_id}", at, said)
        uow.consents.give(
            Consent(
                tenant_id=lender,
                id=uuid4(),
                case_id=case_id,
                person_id=part.borrower.person_id,
                grantee_org_id=charity,
                data_class=data_class,
                purpose="advice",
                wording_version="1",
                given_at=at,
            )
        )


def together(uow: UnitOfWork, part: Part, other: Actor, at: datetime) -> None:
    """The borrower and ``other`` share one budget; ``other`` has told nothing so far."""
    mine, person = uuid4(), other.person_id
    record = fold_household(uow.households.history(part.borrower.person_id, part.household_id))
    started = HouseholdStarted(record.jurisdiction, record.currency, at)
    uow.households.open(person, mine, at)
    uow.households.append(person, mine, 0, (started,), actor_id=None, role="system", at=at)
    asked = Partnership(
        uuid4(), "no code", part.borrower.person_id, part.household_id, at, at + timedelta(days=7)
    )
    uow.partnerships.ask(asked)
    uow.partnerships.join(asked.id, person, mine, at)


def authority(deps: Deps, part: Part) -> UUID:
    with deps.reading() as uow:
        return uow.consents.authorities(part.borrower.person_id)[0].id


def referral(deps: Deps, part: Part, charity: UUID) -> UUID:
    """The borrower asks the charity where nobody acts for anybody."""
    referrals.ask(
        deps,
        part.borrower,
        part.case_id,
        charity,
        lets_see=(),
        words="",
        consent="Shown.",
        language="en",
    )
    with deps.reading() as uow:
        return uow.referrals.of_borrower(part.borrower.person_id)[0].id


def label(deps: Deps, part: Part) -> str:
    return offers.drafts(offers.choice(deps, part.borrower, part.case_id))[0].label
