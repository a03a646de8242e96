from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.access import Role
from app.core.errors import OfferChanged
from app.core.evidence import Break
from app.core.household_record import HouseholdStarted
from app.core.money import Currency
from app.core.negotiation.case import Stage
from app.core.negotiation.events import DebtConfirmed
from app.core.negotiation.folding import fold
from app.core.negotiation.pause_events import HelpAsked
from app.core.record import PRIVATE
from app.store.case_codec import CASE_EVENTS
from app.store.errors import ChainBroken, DecryptionFailed, PayloadErased, StaleVersion
from tests.databases import CASE_ID, LENDER_ID, Database, noted
from tests.factories import BORROWER_ID, HOUSEHOLD_ID, NOON, a_history

SWAPPED = (
    "UPDATE event_payload SET ciphertext = (SELECT ciphertext FROM event_payload AS other"
    " WHERE other.seq = 1 AND other.case_id = event_payload.case_id) WHERE seq = 2"
)
HELP = HelpAsked("please call", Role.BORROWER, NOON)


def append(database: Database, expected: int, *events: HelpAsked | DebtConfirmed) -> None:
    with database.work() as uow:
        uow.cases.append(
            LENDER_ID, CASE_ID, expected, events, actor_id=BORROWER_ID, role="borrower", at=NOON
        )
        noted(uow)


def tampered(database: Database, *statements: str) -> Break | None:
    """What verifying says after an insider has edited the file, guards taken off."""
    with database.engine.begin() as connection:
        guards = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).scalars()
        for guard in list(guards):
            connection.execute(text(f"DROP TRIGGER {guard}"))
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for statement in statements:
            connection.execute(text(statement))
    with database.work(reads_only=True) as uow:
        return uow.cases.verify(LENDER_ID, CASE_ID)


def test_private_steps_are_kinds_that_are_stored() -> None:
    assert set(CASE_EVENTS.classes) > PRIVATE


def test_no_digest_can_be_confirmed_by_trying_what_it_may_stand_for(database: Database) -> None:
    """The same words at the same instant: each row is covered by a salt of its own."""
    append(database, 3, HELP, HELP)
    with database.work(reads_only=True) as uow:
        *_, first, second = uow.cases.links(LENDER_ID, CASE_ID)
    guessed = sha256(CASE_EVENTS.dump(HELP)).hexdigest()
    assert isinstance(first.payload, dict)
    assert isinstance(second.payload, dict)
    known = {first.payload["commitment"], second.payload["commitment"], guessed}
    assert len(known) == 3


def test_a_history_reads_back_and_folds_to_the_same_case(database: Database) -> None:
    with database.work(reads_only=True) as uow:
        history = uow.cases.history(LENDER_ID, CASE_ID)
        found = uow.cases.find(CASE_ID)
        assert uow.cases.verify(LENDER_ID, CASE_ID) is None
    assert history == a_history()
    assert fold(history).stage is Stage.OPEN
    assert found is not None
    assert found.version == len(history)


def test_the_content_of_events_is_not_in_the_file(database: Database) -> None:
    append(database, 3, HelpAsked("canary-4711", Role.BORROWER, NOON))
    database.close()
    stored = database.engine.url.database
    assert stored is not None
    data = Path(stored).read_bytes()
    for canary in (b"canary-4711", b"40012345", b"Amina", b"amina@example.org"):
        assert canary not in data


def test_a_case_that_moved_meanwhile_is_not_overwritten(database: Database) -> None:
    append(database, 3, HELP)
    with pytest.raises(StaleVersion):
        append(database, 3, HELP)
    with pytest.raises(OfferChanged):
        append(database, 9, HELP)


def test_of_two_connections_that_race_one_wins(database: Database) -> None:
    barrier, outcomes = Barrier(2), []

    def race() -> None:
        barrier.wait()
        try:
            append(database, 3, HELP)
            outcomes.append("stored")
        except StaleVersion:
            outcomes.append("stale")

    racers = [Thread(target=race) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(outcomes) == ["stale", "stored"]
    with database.work(reads_only=True) as uow:
        assert len(uow.cases.history(LENDER_ID, CASE_ID)) == 4


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE case_event SET role = 'counselor' WHERE seq = 2", Break(2, "edited")),
        ("UPDATE case_event SET kind = 'help-asked' WHERE seq = 2", Break(2, "edited")),
        (
            "UPDATE case_event SET at = '2020-01-01 00:00:00.000000' WHERE seq = 1",
            Break(1, "edited"),
        ),
        (f"UPDATE case_event SET commitment = '{'0' * 64}' WHERE seq = 3", Break(3, "edited")),
        (f"UPDATE case_event SET digest = '{'0' * 64}' WHERE seq = 3", Break(3, "edited")),
        (f"UPDATE case_event SET prev = '{'0' * 64}' WHERE seq = 3", Break(3, "unlinked")),
        ("UPDATE event_payload SET ciphertext = 'v1|x|y|z' WHERE seq = 2", Break(2, "payload")),
        ("DELETE FROM event_payload WHERE seq = 2", Break(2, "payload")),
        (
            SWAPPED,
            Break(2, "payload"),
        ),
        ("UPDATE debt_case SET version = 2", Break(4, "truncated")),
    ],
)
def test_an_edited_row_is_found(database: Database, statement: str, found: Break) -> None:
    assert tampered(database, statement) == found


def test_a_deleted_row_is_found(database: Database) -> None:
    found = tampered(
        database, "DELETE FROM event_payload WHERE seq = 2", "DELETE FROM case_event WHERE seq = 2"
    )
    assert found == Break(2, "missing")


def test_a_cut_tail_is_found(database: Database) -> None:
    found = tampered(
        database, "DELETE FROM event_payload WHERE seq = 3", "DELETE FROM case_event WHERE seq = 3"
    )
    assert found == Break(3, "truncated")


def test_reordered_rows_are_found(database: Database) -> None:
    found = tampered(
        database,
        "UPDATE case_event SET seq = 99 WHERE seq = 2",
        "UPDATE case_event SET seq = 2 WHERE seq = 3",
        "UPDATE case_event SET seq = 3 WHERE seq = 99",
    )
    assert found == Break(2, "unlinked")


def test_a_tampered_history_is_never_served(database: Database) -> None:
    tampered(database, "UPDATE case_event SET role = 'counselor' WHERE seq = 2")
    with pytest.raises(ChainBroken), database.work(reads_only=True) as uow:
        uow.cases.history(LENDER_ID, CASE_ID)


def test_swapped_content_is_never_served(database: Database) -> None:
    tampered(
        database,
        SWAPPED,
    )
    with pytest.raises(DecryptionFailed), database.work(reads_only=True) as uow:
        uow.cases.history(LENDER_ID, CASE_ID)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_event SET role = 'lender'",
        "DELETE FROM case_event",
        "DELETE FROM event_payload",
        "UPDATE event_payload SET ciphertext = 'v1|x|y|z'",
        "UPDATE event_payload SET data_class = 'ordinary', ciphertext = NULL WHERE seq = 3",
        "UPDATE event_payload SET erased_at = '2027-01-01 00:00:00.000000'",
        "DELETE FROM debt_case",
        "UPDATE debt_case SET version = version - 1",
        "UPDATE debt_case SET borrower_id = household_id",
        "UPDATE audit SET action = 'nothing'",
        "DELETE FROM audit",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = 0",
    ],
)
def test_direct_sql_cannot_rewrite_history(database: Database, statement: str) -> None:
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(text(statement))


def test_erased_content_leaves_the_chain_valid(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE event_payload SET ciphertext = NULL,"
                " erased_at = '2027-01-01 00:00:00.000000' WHERE seq = 3"
            )
        )
    with database.work(reads_only=True) as uow:
        assert uow.cases.verify(LENDER_ID, CASE_ID) is None
        with pytest.raises(PayloadErased):
            uow.cases.history(LENDER_ID, CASE_ID)


def test_a_household_is_a_stream_of_its_own(database: Database) -> None:
    started = HouseholdStarted("UK", Currency.GBP, NOON)
    with database.work() as uow:
        head = uow.households.append(
            BORROWER_ID,
            HOUSEHOLD_ID,
            0,
            (started,),
            actor_id=BORROWER_ID,
            role="borrower",
            at=NOON + timedelta(seconds=1),
        )
        noted(uow)
    with database.work(reads_only=True) as uow:
        assert uow.households.history(BORROWER_ID, HOUSEHOLD_ID) == (started,)
        assert uow.households.verify(BORROWER_ID, HOUSEHOLD_ID) is None
        assert uow.households.lock(BORROWER_ID, HOUSEHOLD_ID) == head
        assert uow.households.of_owner(BORROWER_ID) == HOUSEHOLD_ID


def test_what_happened_to_a_case_is_bound_into_the_audit_chain(database: Database) -> None:
    with database.work() as uow:
        uow.cases.append(
            LENDER_ID, CASE_ID, 3, (HELP,), actor_id=BORROWER_ID, role="borrower", at=NOON
        )
        uow.audit.write(BORROWER_ID, "help.asked", f"case:{CASE_ID}", NOON, "2026.11")
    with database.work(reads_only=True) as uow:
        (line,) = uow.audit.of(f"case:{CASE_ID}")
        assert len(line.commitment) == 64
        assert uow.audit.verify() is None
