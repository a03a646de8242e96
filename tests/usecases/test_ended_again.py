"""An older backup is put back: nothing that ended since comes to life."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.core.access import Actor
from app.core.disclosure import OFFERED
from app.store.factors import Totp
from app.store.unit_of_work import UnitOfWork
from app.usecases import accounts, keeping, looking_over, recipients, retention, team
from app.usecases.accounts import SignInFailed
from app.usecases.arriving import arrive
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from app.web.session import new_id
from tests.building import build
from tests.signing_in import address_of, link_of, newest_mail
from tests.stage import Clock, Stage
from tests.usecases.test_keeping import elsewhere

SECRET = "JBSWY3DPEHPK3PXP"  # pragma: allowlist secret


@pytest.fixture
def part(stage: Stage, clock: Clock) -> Part:
    """A charity acts, and another right lets it look; an agent has an app for codes."""
    made = stage.part("counselor", "authority", "confirm", "tell")
    until = clock() + timedelta(days=30)
    recipients.let_look(
        made.deps, made.borrower, made.case_id, made.place.charity, tuple(OFFERED), until
    )
    with made.deps.unit_of_work() as uow:
        who = made.place.agent.person_id
        uow.factors.add_totp(who, Totp(uuid4(), SECRET, 0), "Phone", clock())
        uow.audit.write(who, "test.prepared", "test:story", clock())
    return made


@pytest.fixture
def copies(part: Part, clock: Clock, tmp_path: Path) -> tuple[Path, Path]:
    """A backup from before anything ended, and where its keys and later ones lie."""
    places = tmp_path / "old", tmp_path / "keys"
    keeping.back_up(part.deps.settings, clock, *places)
    clock.move(minutes=1)
    return places


def put_back(part: Part, clock: Clock, copies: tuple[Path, Path]) -> Deps:
    """The old backup with the newest keys."""
    keeping.back_up(part.deps.settings, clock, copies[0].with_name("new"), copies[1])
    settings = elsewhere(part.deps, copies[0].with_name("back"))
    keeping.restore(settings, *copies)
    restored = build(settings, clock)
    keeping.catch_up(restored, copies[1])
    return restored


def sees(uow: UnitOfWork, part: Part, at: Clock) -> tuple[int, int]:
    """How many authorities and consents are in force."""
    live = uow.consents.live(part.place.lender, part.case_id, at())
    mine = [one for one in live if one.grantee_org_id == part.place.charity]
    return len(uow.consents.mandates(part.borrower.person_id, at())), len(mine)


def test_f_024_what_ended_since_an_old_backup_stays_ended(
    part: Part, clock: Clock, copies: tuple[Path, Path]
) -> None:
    deps, agent, boss = part.deps, part.place.agent, part.place.supervisor
    letter = link_of(newest_mail(deps, address_of(deps, part.borrower), "/arrive/"))
    sid = new_id()
    accounts.start(deps, part.borrower.person_id, sid)
    arrive(deps, letter.rpartition("/")[2], "203.0.113.1", new_id())
    for one in recipients.recipients(deps, part.borrower, part.household_id).looking:
        recipients.stop(deps, part.borrower, part.case_id, one.consent.id)
    with deps.unit_of_work() as uow:
        _end_the_rest(uow, part, agent, clock)
    team.change_role(deps, part.place.admin, boss.person_id, "agent")
    team.remove(deps, part.place.admin, agent.person_id)
    restored = put_back(part, clock, copies)
    with restored.reading() as uow:
        assert sees(uow, part, clock) == (1, len(OFFERED))  # as it was; until it is ended again
    assert keeping.end_again(restored, copies[1]) == 1 + len(OFFERED) + 4
    assert keeping.end_again(restored, copies[1]) == 0
    with restored.reading() as uow:
        assert sees(uow, part, clock) == (0, 0)
        assert uow.people.actor(agent.person_id).memberships == ()
        assert [m.role for m in uow.people.actor(boss.person_id).memberships] == ["agent"]
        assert uow.factors.of_person(agent.person_id) == ()
    with pytest.raises(SignInFailed):
        arrive(restored, letter.rpartition("/")[2], "203.0.113.1", new_id())
    assert accounts.who(restored, sid) is None
    assert looking_over.findings(restored) == ()


def _end_the_rest(uow: UnitOfWork, part: Part, agent: Actor, at: Clock) -> None:
    me: UUID = part.borrower.person_id
    for given in uow.consents.authorities(me):
        assert uow.consents.revoke_authority(me, given.id, at())
    for factor in uow.factors.of_person(agent.person_id):
        uow.factors.remove(agent.person_id, factor, at())
    uow.audit.write(None, "test.prepared", "test:story", at())


def test_f_024_nobody_is_signed_in_and_a_locked_case_is_locked_again(
    part: Part, clock: Clock, copies: tuple[Path, Path]
) -> None:
    """A session of the moment of the backup, which may have ended since."""
    deps, me = part.deps, part.borrower.person_id
    with deps.unit_of_work() as uow:
        (standing,) = uow.keeping.standings(borrower_id=me)
        retention.lock(uow, standing, clock(), clock(), "asked")
    restored = put_back(part, clock, copies)
    sid = new_id()
    accounts.start(restored, me, sid)
    with restored.reading() as uow:
        case = uow.cases.find(part.case_id)
        assert case
        assert not case.restricted
    keeping.end_again(restored, copies[1])
    assert accounts.who(restored, sid) is None
    with restored.reading() as uow:
        case = uow.cases.find(part.case_id)
        assert case
        assert case.restricted
        assert uow.audit.verify() is None
