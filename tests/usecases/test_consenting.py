"""The ledger of consent: the borrower alone writes it, row by row, and what ends has ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.core.access import Role
from app.core.disclosure import DataClass, Purpose, wording
from app.core.errors import NotAllowed, NotFound
from app.store.cases import NewCase
from app.store.consents import Consent
from app.store.unit_of_work import UnitOfWork
from app.usecases.consenting import (
    GIVEN,
    STOPPED,
    let_see,
    seen_by,
    stop,
    stop_again,
    stop_all,
)
from app.usecases.scene import Scene, backstage
from tests.databases import (
    AGENT_ID,
    CASE_ID,
    CHARITY_ID,
    COUNSELOR_ID,
    LENDER_ID,
    STRANGER_ID,
    Database,
    a_copy,
    a_database,
    noted,
    with_case,
    with_people,
)
from tests.factories import BORROWER_ID, HOUSEHOLD_ID, NOON, a_history

OTHER_CASE_ID = UUID(int=202)
LATER = NOON + timedelta(days=30)
HARDSHIP, TOTALS, LINES = DataClass.HARDSHIP, DataClass.TOTALS, DataClass.LINES


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One borrower with two cases at one lender."""
    path = tmp_path_factory.mktemp("consenting") / "store.db"
    database = a_database(path)
    with_people(database)
    with_case(database, a_history())
    second = (BORROWER_ID, HOUSEHOLD_ID, "40012346", "GBP", "UK", "2026.11", "Amina Yusuf")
    with database.work() as uow:
        uow.cases.open(NewCase(LENDER_ID, OTHER_CASE_ID, *second), NOON)
        uow.cases.append(
            LENDER_ID, OTHER_CASE_ID, 0, a_history(), actor_id=AGENT_ID, role="lender", at=NOON
        )
        noted(uow)
    database.close()
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Iterator[Database]:
    with a_copy(template, tmp_path) as made:
        yield made


@contextmanager
def acting(
    database: Database,
    role: Role = Role.BORROWER,
    person_id: UUID | None = BORROWER_ID,
    case_id: UUID = CASE_ID,
) -> Iterator[tuple[UnitOfWork, Scene]]:
    with database.work() as uow:
        yield uow, replace(backstage(uow, case_id), role=role, actor_id=person_id)


def let(
    database: Database,
    part: DataClass,
    grantee: UUID = CHARITY_ID,
    until: datetime | None = None,
    case_id: UUID = CASE_ID,
) -> Consent:
    """The borrower lets somebody see a part of a case; the row that this leaves."""
    with acting(database, case_id=case_id) as (uow, scene):
        let_see(uow, scene, grantee, part, Purpose.ADVICE, NOON, until)
        return uow.consents.ever(LENDER_ID, case_id)[-1]


def seen(
    database: Database, grantee: UUID, at: datetime = NOON, case_id: UUID = CASE_ID
) -> set[str]:
    with database.work(reads_only=True) as uow:
        return set(seen_by(uow, backstage(uow, case_id), grantee, at))


def test_a_row_says_who_sees_what_why_since_when_and_in_which_words(database: Database) -> None:
    row, said = let(database, HARDSHIP, until=LATER), wording(Purpose.ADVICE, HARDSHIP)
    assert row == Consent(
        tenant_id=LENDER_ID,
        id=row.id,
        case_id=CASE_ID,
        person_id=BORROWER_ID,
        grantee_org_id=CHARITY_ID,
        data_class="hardship",
        purpose="advice",
        wording_version=said.version,
        given_at=NOON,
        expires_at=LATER,
        revoked_at=None,
        basis="consent",
    )
    with database.work(reads_only=True) as uow:
        assert uow.consents.words(said.version) == said
        (line,) = uow.audit.of(f"case:{CASE_ID}")
        assert line.actor == uow.audit.pseudonym(BORROWER_ID)
    assert (line.action, line.at) == (GIVEN, NOON)
    assert line.rules_version == f"{CHARITY_ID} hardship {said.version}"


def test_nobody_but_the_borrower_lets_others_see(database: Database) -> None:
    for role, person in (
        (Role.COUNSELOR, COUNSELOR_ID),
        (Role.LENDER, AGENT_ID),
        (Role.BORROWER, STRANGER_ID),
        (Role.SYSTEM, None),
    ):
        for purpose in set(Purpose) - {Purpose.FOR_ME}:
            with (
                pytest.raises(NotAllowed, match=f"^{STOPPED}$"),
                acting(database, role, person) as (uow, scene),
            ):
                let_see(uow, scene, CHARITY_ID, TOTALS, purpose, NOON)
    assert seen(database, CHARITY_ID) == set()


def test_a_counselor_shares_by_an_authority_and_the_row_says_so(database: Database) -> None:
    for role, person in ((Role.BORROWER, BORROWER_ID), (Role.LENDER, AGENT_ID)):
        with (
            pytest.raises(NotAllowed, match=f"^{STOPPED}$"),
            acting(database, role, person) as (uow, scene),
        ):
            let_see(uow, scene, LENDER_ID, TOTALS, Purpose.FOR_ME, NOON)
    with acting(database, Role.COUNSELOR, COUNSELOR_ID) as (uow, scene):
        let_see(uow, scene, LENDER_ID, TOTALS, Purpose.FOR_ME, NOON)
    with database.work(reads_only=True) as uow:
        (row,) = uow.consents.live(LENDER_ID, CASE_ID, NOON)
        (line,) = uow.audit.of(f"case:{CASE_ID}")
        assert line.actor == uow.audit.pseudonym(COUNSELOR_ID)
    assert (row.person_id, row.purpose, row.basis) == (BORROWER_ID, "for_me", "authority")
    assert row.expires_at is None


def test_what_the_borrower_stops_is_seen_no_more_and_ends_once(database: Database) -> None:
    row = let(database, HARDSHIP)
    with acting(database) as (uow, scene):
        ended = stop(uow, scene, row.id, LATER)
        assert ended == replace(row, revoked_at=LATER)
    assert seen(database, CHARITY_ID, LATER) == set()
    with database.work(reads_only=True) as uow:
        newest = uow.audit.of(f"case:{CASE_ID}")[0]
        assert newest.actor == uow.audit.pseudonym(BORROWER_ID)
    assert (newest.action, newest.at) == (STOPPED, LATER)
    with pytest.raises(NotFound, match=r"\Aconsent\Z"), acting(database) as (uow, scene):
        stop(uow, scene, row.id, LATER)


def test_a_consent_ends_in_the_case_it_was_given_in(database: Database) -> None:
    row = let(database, HARDSHIP)
    with (
        pytest.raises(NotFound, match=r"\Aconsent\Z"),
        acting(database, case_id=OTHER_CASE_ID) as (uow, scene),
    ):
        stop(uow, scene, row.id, LATER)
    assert seen(database, CHARITY_ID, LATER) == {"hardship"}


def test_what_a_backup_brought_back_ends_again_for_nobody_in_particular(
    database: Database,
) -> None:
    row = let(database, HARDSHIP)
    with database.work() as uow:
        assert not stop_again(uow, LENDER_ID, STRANGER_ID, row.id, LATER)
        assert stop_again(uow, LENDER_ID, BORROWER_ID, row.id, LATER)
        assert not stop_again(uow, LENDER_ID, BORROWER_ID, row.id, LATER)
    assert seen(database, CHARITY_ID, LATER) == set()
    with database.work(reads_only=True) as uow:
        ended, given = uow.audit.of(f"case:{CASE_ID}")
        assert ended.actor == "system"
    assert (given.action, ended.action, ended.at) == (GIVEN, STOPPED, LATER)
    assert ended.rules_version == f"{CHARITY_ID} hardship {row.wording_version}"


def test_stopping_some_parts_for_somebody_leaves_the_others_and_the_rest(
    database: Database,
) -> None:
    for part in (HARDSHIP, TOTALS, LINES):
        let(database, part)
    let(database, TOTALS, LENDER_ID)
    let(database, TOTALS, case_id=OTHER_CASE_ID)
    with acting(database) as (uow, scene):
        stop_all(uow, scene, CHARITY_ID, (part for part in (TOTALS, LINES)), LATER)
    assert seen(database, CHARITY_ID, LATER) == {"hardship"}
    assert seen(database, LENDER_ID, LATER) == {"budget"}
    assert seen(database, CHARITY_ID, LATER, OTHER_CASE_ID) == {"budget"}
    with database.work(reads_only=True) as uow:
        ended = [row for row in uow.consents.ever(LENDER_ID, CASE_ID) if row.revoked_at]
    assert {row.revoked_at for row in ended} == {LATER}
    assert {row.data_class for row in ended} == {"budget", "budget_lines"}


def test_a_part_is_seen_from_when_it_was_given_until_it_ends_by_itself(
    database: Database,
) -> None:
    let(database, HARDSHIP, until=LATER)
    second = timedelta(seconds=1)
    assert seen(database, CHARITY_ID, NOON - second) == set()
    assert seen(database, CHARITY_ID, LATER - second) == {"hardship"}
    assert seen(database, CHARITY_ID, LATER) == set()
    with acting(database) as (uow, scene):
        noted(uow)
        stop_all(uow, scene, CHARITY_ID, (HARDSHIP,), LATER)
    with database.work(reads_only=True) as uow:
        (row,) = uow.consents.ever(LENDER_ID, CASE_ID)
    assert row.revoked_at is None
