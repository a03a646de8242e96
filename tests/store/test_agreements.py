from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.store.agreements import AgreementRecord, Revision
from app.store.errors import StaleVersion
from app.store.imports import ImportFile
from app.store.papers import Paper
from app.store.signatures import Nonce, SignatureAct
from tests.databases import AGENT_ID, CASE_ID, LENDER_ID, OTHER_LENDER_ID, Database, noted
from tests.factories import AGREEMENT_ID, BORROWER_ID, NOON

SOON = NOON + timedelta(minutes=5)
ISSUED = AgreementRecord(
    tenant_id=LENDER_ID,
    id=AGREEMENT_ID,
    case_id=CASE_ID,
    version=1,
    state="issuing",
    language="zh_Hans",
    facts='{"借款人":1}'.encode(),
    facts_sha256="b" * 64,
    offer_digest="d" * 64,
    code="7KQ2-M4PX",
    frozen_sha256=None,
    final_sha256=None,
    expires_on=(NOON + timedelta(days=14)).date(),
    cooling_off_until=None,
    created_at=NOON,
    sealed_at=None,
)
DRAWN = Revision(LENDER_ID, AGREEMENT_ID, 1, 0, "e" * 64, None, None, NOON)
NONCE = Nonce(
    "1" * 64, LENDER_ID, AGREEMENT_ID, 1, "borrower", BORROWER_ID, "e" * 64, NOON + timedelta(1)
)
ACT = SignatureAct(
    LENDER_ID, AGREEMENT_ID, 1, "borrower", BORROWER_ID, "e" * 64, "李雷", "c" * 64, SOON, "1" * 64
)


@pytest.fixture
def issued(database: Database) -> Database:
    with database.work() as uow:
        uow.agreements.add(ISSUED)
        for digest in ("e" * 64, "f" * 64):
            uow.papers.add(Paper(LENDER_ID, digest, 9, "application/pdf", "revision", NOON))
        noted(uow)
    return database


def test_an_agreement_is_found_by_id_code_case_and_file(issued: Database) -> None:
    with issued.work() as uow:
        uow.agreements.add_revision(DRAWN)
        noted(uow)
    with issued.work(reads_only=True) as uow:
        found = {
            uow.agreements.find(AGREEMENT_ID),
            uow.agreements.by_code("7KQ2-M4PX"),
            uow.agreements.latest(LENDER_ID, CASE_ID),
            uow.agreements.by_file("e" * 64),
        }
        assert uow.agreements.by_file("f" * 64) is None
        assert uow.agreements.latest(OTHER_LENDER_ID, CASE_ID) is None
    assert found == {ISSUED}


def test_the_first_file_of_a_step_stays(issued: Database) -> None:
    with issued.work() as uow:
        assert uow.agreements.add_revision(DRAWN) == DRAWN
        assert uow.agreements.add_revision(replace(DRAWN, sha256="f" * 64)) == DRAWN
        assert uow.agreements.revisions(LENDER_ID, AGREEMENT_ID, 1) == (DRAWN,)
        noted(uow)


def test_a_file_is_stored_before_it_is_named(issued: Database) -> None:
    def attempt() -> None:
        with issued.work() as uow:
            uow.agreements.add_revision(replace(DRAWN, sha256="0" * 64))
            noted(uow)

    with pytest.raises(IntegrityError):
        attempt()


def test_an_agreement_moves_only_from_where_it_is(issued: Database) -> None:
    with issued.work() as uow:
        uow.agreements.move(
            LENDER_ID, AGREEMENT_ID, was="issuing", now="open", frozen_sha256="e" * 64
        )
        with pytest.raises(StaleVersion):
            uow.agreements.move(LENDER_ID, AGREEMENT_ID, was="issuing", now="open")
        with pytest.raises(TypeError):
            uow.agreements.move(LENDER_ID, AGREEMENT_ID, was="open", now="signed", code="x")
        noted(uow)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreement SET state = 'sealed'",
        "UPDATE agreement SET facts_sha256 = 'x'",
        "UPDATE agreement SET version = 2",
        "UPDATE agreement SET code = 'x'",
        "UPDATE agreement SET frozen_sha256 = 'x'",
        "DELETE FROM agreement",
        "UPDATE agreement_revision SET sha256 = 'x'",
        "DELETE FROM agreement_revision",
        "UPDATE paper SET size = 1",
        "DELETE FROM paper",
    ],
)
def test_direct_sql_cannot_change_what_was_shown(issued: Database, statement: str) -> None:
    with issued.work() as uow:
        uow.agreements.add_revision(DRAWN)
        uow.agreements.move(
            LENDER_ID, AGREEMENT_ID, was="issuing", now="open", frozen_sha256="e" * 64
        )
        noted(uow)
    with pytest.raises(IntegrityError), issued.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_case_has_one_agreement_a_version(issued: Database) -> None:
    def attempt() -> None:
        with issued.work() as uow:
            uow.agreements.add(replace(ISSUED, id=uuid4(), code="OTHER"))
            noted(uow)

    with pytest.raises(IntegrityError):
        attempt()


def test_a_nonce_allows_one_signature_of_what_was_shown(issued: Database) -> None:
    with issued.work() as uow:
        uow.signatures.give_nonce(NONCE)
        for other in (
            replace(NONCE, sha256="9" * 64),
            replace(NONCE, role="lender"),
            replace(NONCE, person_id=AGENT_ID),
            replace(NONCE, shown_sha256="9" * 64),
            replace(NONCE, version=2),
            replace(NONCE, agreement_id=UUID(int=9)),
        ):
            assert not uow.signatures.use_nonce(other, SOON)
        assert not uow.signatures.use_nonce(NONCE, NONCE.expires_at)
        assert uow.signatures.use_nonce(NONCE, SOON)
        assert not uow.signatures.use_nonce(NONCE, SOON)
        uow.signatures.add(ACT)
        assert uow.signatures.of(LENDER_ID, AGREEMENT_ID, 1) == (ACT,)
        noted(uow)


def test_a_role_signs_a_version_once(issued: Database) -> None:
    def attempt() -> None:
        with issued.work() as uow:
            uow.signatures.give_nonce(replace(NONCE, sha256="2" * 64))
            uow.signatures.add(replace(ACT, nonce_sha256="2" * 64))
            noted(uow)

    with issued.work() as uow:
        uow.signatures.give_nonce(NONCE)
        uow.signatures.add(ACT)
        noted(uow)
    with pytest.raises(IntegrityError):
        attempt()


def test_a_newer_version_voids_what_was_shown_before(issued: Database) -> None:
    with issued.work() as uow:
        uow.signatures.give_nonce(NONCE)
        uow.signatures.void_nonces(LENDER_ID, AGREEMENT_ID, SOON)
        assert not uow.signatures.use_nonce(NONCE, SOON)
        noted(uow)


def test_the_same_file_is_known_the_second_time(database: Database) -> None:
    file = ImportFile(LENDER_ID, "debts", "a" * 64, NOON, AGENT_ID, 12, {"imported": 12})
    with database.work() as uow:
        assert uow.imports.seen(LENDER_ID, "debts", "a" * 64) is None
        uow.imports.add(file)
        noted(uow)
    with database.work(reads_only=True) as uow:
        assert uow.imports.seen(LENDER_ID, "debts", "a" * 64) == file
        assert uow.imports.seen(OTHER_LENDER_ID, "debts", "a" * 64) is None
        assert uow.imports.recent(LENDER_ID) == (file,)


def test_a_drawing_is_kept_encrypted_beside_the_name(issued: Database) -> None:
    drawn = replace(ACT, drawing=b"\x89PNG drawn by hand")
    with issued.work() as uow:
        uow.signatures.give_nonce(NONCE)
        uow.signatures.add(drawn)
        assert uow.signatures.of(LENDER_ID, AGREEMENT_ID, 1) == (drawn,)
        noted(uow)
    with issued.engine.connect() as connection:
        kept = connection.execute(text("SELECT drawing FROM signature_act")).scalar_one()
    assert kept.startswith("v1|")
    assert "drawn by hand" not in kept
