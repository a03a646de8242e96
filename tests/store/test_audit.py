from __future__ import annotations

from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from app.core.evidence import Break
from tests.databases import AGENT_ID, Database
from tests.factories import BORROWER_ID, NOON

GUARDS = ("audit_not_updated", "audit_not_deleted", "audit_head_forward")


@pytest.fixture
def audited(database: Database) -> Database:
    """Lines 1 and 2 are from the template; these are 3, 4 and 5."""
    for number in range(3):
        write(database, f"case:{number}")
    return database


def write(database: Database, thing: str) -> None:
    with database.work() as uow:
        uow.audit.write(AGENT_ID, "case.viewed", thing, NOON, "2026.11")


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET action = 'case.praised' WHERE seq = 4", Break(4, "edited")),
        ("UPDATE audit SET actor = 'system' WHERE seq = 4", Break(4, "edited")),
        ("UPDATE audit SET rules_version = '' WHERE seq = 4", Break(4, "edited")),
        ("UPDATE audit SET commitment = 'x' WHERE seq = 1", Break(1, "edited")),
        ("DELETE FROM audit WHERE seq = 4", Break(4, "missing")),
        ("DELETE FROM audit WHERE seq = 5", Break(5, "truncated")),
        ("DELETE FROM audit", Break(1, "truncated")),
        (f"UPDATE audit_head SET digest = '{'0' * 64}'", Break(6, "truncated")),
    ],
)
def test_a_tampered_audit_log_is_found(audited: Database, statement: str, found: Break) -> None:
    with audited.engine.begin() as connection:
        for guard in GUARDS:
            connection.execute(text(f"DROP TRIGGER {guard}"))
        connection.execute(text(statement))
    with audited.work(reads_only=True) as uow:
        assert uow.audit.verify() == found


def test_an_untouched_audit_log_holds(audited: Database) -> None:
    with audited.work(reads_only=True) as uow:
        assert uow.audit.verify() is None
        (line,) = uow.audit.of("case:2")
    assert (line.seq, line.action, line.rules_version) == (5, "case.viewed", "2026.11")


def test_a_person_has_one_pseudonym_and_no_name(audited: Database) -> None:
    with audited.work(reads_only=True) as uow:
        actors = {uow.audit.of(f"case:{number}")[0].actor for number in range(3)}
        assert actors == {uow.audit.pseudonym(AGENT_ID)}
        assert uow.audit.pseudonym(BORROWER_ID) not in actors


def test_lines_written_at_once_still_form_one_chain(database: Database) -> None:
    barrier = Barrier(4)

    def work(number: int) -> None:
        barrier.wait()
        write(database, f"case:{number}")

    workers = [Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with database.work(reads_only=True) as uow:
        assert uow.audit.verify() is None
        assert sorted(uow.audit.of(f"case:{n}")[0].seq for n in range(4)) == [3, 4, 5, 6]


def test_an_abandoned_transaction_leaves_no_line(database: Database) -> None:
    class Abandoned(Exception):
        pass

    def attempt() -> None:
        with database.work() as uow:
            uow.audit.write(AGENT_ID, "case.viewed", "case:9", NOON)
            raise Abandoned

    with pytest.raises(Abandoned):
        attempt()
    with database.work(reads_only=True) as uow:
        assert uow.audit.of("case:9") == ()
        assert uow.audit.verify() is None
