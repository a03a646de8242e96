"""What was kept long enough is gone; a second sooner it was there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from app.core.household_record import fold_household
from app.core.retention import legal_end, retention
from app.store.case_rows import delete_case, tables_of_a_case
from app.store.tables import METADATA
from app.usecases import retention as sweeping
from app.usecases.deps import Deps
from tests.stage import Clock, Stage
from tests.usecases.scenes import Scene

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def count(deps: Deps, name: str, **where: object) -> int:
    table = METADATA.tables[name]
    which = [table.c[column] == value for column, value in where.items()]
    with deps.reading() as uow:
        query = select(func.count()).select_from(table).where(*which)
        return int(uow.cases.connection.execute(query).scalar_one())


def put(deps: Deps, name: str, **values: object) -> None:
    with deps.unit_of_work() as uow:
        uow.cases.connection.execute(insert(METADATA.tables[name]).values(values))
        uow.audit.write(None, "test.prepared", "test", deps.now())


def test_every_table_is_in_the_table_of_periods_once() -> None:
    named = [table for one in retention().classes for table in one.tables]
    assert sorted(named) == sorted(METADATA.tables)


def test_rows_of_an_age_go_on_the_second(stage: Stage, clock: Clock) -> None:
    deps, at, a_day = stage.deps, clock.at, timedelta(hours=24)
    person = stage.places["UK"].agent.person_id
    login = {
        "code_hash": "-",
        "browser_sha256": "b",
        "address_index": "i",
        "purpose": "sign-in",
        "created_at": at,
        "tries": 0,
    }
    session = {"person_id": person, "epoch": 0, "csrf": "", "created_at": at, "last_seen_at": at}
    rows: list[tuple[str, str, Callable[[str, datetime], dict[str, Any]]]] = [
        (
            "login_request",
            "token_sha256",
            lambda k, t: {"token_sha256": k, "expires_at": t, **login},
        ),
        (
            "idempotency_key",
            "key",
            lambda k, t: {
                "actor_id": person,
                "endpoint": "e",
                "key": k,
                "body_sha256": "b",
                "at": t,
            },
        ),
        ("session", "id_sha256", lambda k, t: {"id_sha256": k, "expires_at": t, **session}),
        (
            "session",
            "id_sha256",
            lambda k, t: {
                "id_sha256": f"ended {k}",
                "expires_at": t + 9 * DAY,
                "ended_at": t,
                **session,
            },
        ),
    ]
    for name, _, row in rows:
        put(deps, name, **row("old", at - a_day))
        put(deps, name, **row("young", at - a_day + SECOND))
    before = {name: count(deps, name) for name, *_ in rows}
    swept = sweeping.sweep(deps)
    assert swept.counts == {"codes": 2, "sign_ins": 2}
    for name, column, row in rows:
        key = row("young", at)[column]
        assert count(deps, name, **{column: key}) == 1
        assert count(deps, name, **{column: row("old", at)[column]}) == 0
        assert count(deps, name) < before[name]
    assert sweeping.sweep(deps).counts == {}
    clock.move(seconds=1)
    assert sweeping.sweep(deps).counts == {"codes": 2, "sign_ins": 2}


def test_a_part_takes_no_more_rows_than_it_may(deps: Deps, clock: Clock) -> None:
    with deps.unit_of_work() as uow:
        for n in range(5):
            uow.cases.connection.execute(
                insert(METADATA.tables["idempotency_key"]).values(
                    actor_id=uuid4(), endpoint="e", key=str(n), body_sha256="b", at=clock.at
                )
            )
        uow.audit.write(None, "test.prepared", "test", clock.at)
    with deps.unit_of_work() as uow:
        assert uow.keeping.forget("codes", clock.at, 3) == {"idempotency_key": 3}
        uow.system("a test")
    assert count(deps, "idempotency_key") == 2


def test_a_budget_that_nobody_was_shown_goes_after_90_days(stage: Stage, clock: Clock) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    told_at = clock.at
    clock.at = told_at + 90 * DAY - SECOND
    sweeping.sweep(part.deps)
    assert _told(part.deps, part.borrower.person_id, part.household_id)
    clock.move(seconds=1)
    assert sweeping.sweep(part.deps).counts["drafts"] == 1
    assert not _told(part.deps, part.borrower.person_id, part.household_id)
    assert sweeping.sweep(part.deps).counts.get("drafts") is None


def test_a_finished_case_is_locked_then_deleted_and_the_log_still_verifies(done: Scene) -> None:
    deps, clock, case_id = done.deps, done.clock, done.part.case_id
    lender, borrower = done.part.place.lender, done.borrower.person_id
    with deps.reading() as uow:
        (one,) = uow.keeping.standings(borrower_id=borrower)
    assert one.plan_ends is not None
    ended = datetime.combine(one.plan_ends + DAY, time(), UTC)

    clock.at = ended + 90 * DAY - SECOND
    sweeping.sweep(deps)
    assert _told(deps, borrower, done.part.household_id)
    assert _restricted(deps, case_id) is False

    clock.move(seconds=1)
    sweeping.sweep(deps)
    assert _restricted(deps, case_id) is True
    assert not _told(deps, borrower, done.part.household_id)
    assert count(deps, "event_payload", case_id=case_id, data_class="hardship", erased_at=None) == 0
    assert count(deps, "meeting", case_id=case_id) == 0
    with deps.reading() as uow:
        person = uow.people.find(borrower)
    assert person is not None
    assert (person.name, person.email) == ("-", None)

    until = legal_end(ended, "UK")
    clock.at = until - SECOND
    sweeping.sweep(deps)
    assert count(deps, "agreement", case_id=case_id) == 1

    clock.move(seconds=1)
    sweeping.sweep(deps)
    assert [t.name for t in tables_of_a_case() if _rows(deps, t, case_id)] == []
    with deps.reading() as uow:
        assert uow.papers.all_digests() == frozenset()
        kept = uow.keeping.find(case_id)
        assert kept is not None
        assert (kept.gone_at, kept.tenant_id) == (clock.at, lender)
        assert uow.audit.verify() is None
    assert sweeping.sweep(deps).counts == {}


def test_a_contact_goes_with_the_law_of_the_place(stage: Stage, clock: Clock) -> None:
    part = stage.part("four-weekly")
    deps, at, whom = stage.deps, clock.at, part.borrower.person_id
    for key, then in (("old", at.replace(year=at.year - 6)), ("young", None)):
        when = then or at.replace(year=at.year - 6) + SECOND
        values = {"channel": "letter", "direction": "out", "purpose": "collection", "at": when}
        put(deps, "contact", person_id=whom, key=key, talked=False, outcome="left", **values)
    assert sweeping.sweep(deps).counts["contacts"] == 1
    assert count(deps, "contact", key="young") == 1
    clock.move(seconds=1)
    assert sweeping.sweep(deps).counts["contacts"] == 1


def test_the_database_deletes_no_case_that_a_law_keeps(done: Scene) -> None:
    case_id, refused = done.part.case_id, set()
    with done.deps.unit_of_work() as uow:
        connection = uow.cases.connection
        for table in tables_of_a_case():
            column = table.c.get("id" if table.name in {"debt_case", "thread"} else "case_id")
            try:
                with connection.begin_nested():
                    if column is not None:
                        connection.execute(delete(table).where(column == case_id))
            except IntegrityError as error:
                refused.add(table.name) if "append_only" in str(error) else None
        with pytest.raises(IntegrityError), connection.begin_nested():
            delete_case(connection, done.part.place.lender, case_id)
        uow.audit.write(None, "test.prepared", "test", done.clock.at)
    assert {"debt_case", "case_event", "event_payload", "agreement", "offer"} <= refused


def _told(deps: Deps, owner_id: UUID, household_id: UUID) -> bool:
    with deps.reading() as uow:
        return fold_household(uow.households.history(owner_id, household_id)).told is not None


def _restricted(deps: Deps, case_id: UUID) -> bool:
    with deps.reading() as uow:
        found = uow.cases.find(case_id)
        assert found is not None
        return found.restricted


def _rows(deps: Deps, table: Table, case_id: UUID) -> int:
    column = "id" if table.name in {"debt_case", "thread"} else "case_id"
    return count(deps, table.name, **{column: case_id}) if column in table.c else 0
