"""Somebody with the database itself: no statement makes an unaffordable offer count."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.core.errors import DomainError
from app.core.negotiation.commands import AcceptOffer
from app.usecases import negotiate, queries
from app.usecases.demo_steps import Part
from tests.stage import Stage


@pytest.fixture
def offered(stage: Stage) -> Part:
    """A lender's counter-offer stands; the borrower's own was replaced."""
    return stage.part("counter", "confirm", "tell", "offer", "counter")


@pytest.fixture
def sql(offered: Part) -> Iterator[sqlite3.Connection]:
    """The file as the product opens it: foreign keys on, everything else as it is stored."""
    path = Path(offered.deps.settings.data_dir) / "plainpact.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


MONTH = "tenant_id, case_id, assessment_id, month, 99999999, 1"
PAYMENT = (
    "tenant_id, case_id, offer_id, n, due_on, month, assessment_id, amount_minor * 9,"
    " times_a_year, by_role, hard_minor, recommended_minor"
)
FORGED_UPDATES = [
    "UPDATE offer_instalment SET amount_minor = amount_minor * 100",
    "UPDATE offer_instalment SET amount_minor = amount_minor - 1",
    "UPDATE offer_instalment SET hard_minor = 99999999, recommended_minor = 99999999",
    "UPDATE offer_instalment SET by_role = 'borrower'",
    "UPDATE offer_instalment SET times_a_year = 1",
    "UPDATE offer_instalment SET month = '2099-01', due_on = '2099-01-01'",
    "UPDATE affordable_month SET hard_minor = 99999999",
    "UPDATE affordable_month SET recommended_minor = hard_minor",
    "UPDATE affordability SET input_sha256 = 'x'",
    "UPDATE offer SET by_role = 'borrower' WHERE state = 'open'",
    "UPDATE offer SET times_a_year = 1 WHERE state = 'open'",
    "UPDATE offer SET instalments = 1 WHERE state = 'open'",
    "UPDATE offer SET digest = 'another' WHERE state = 'open'",
    "UPDATE offer SET assessment_id = id WHERE state = 'open'",
    "UPDATE offer SET state = 'open' WHERE state = 'replaced'",
    "DELETE FROM offer_instalment",
    "DELETE FROM offer",
    "DELETE FROM affordable_month",
    "DELETE FROM affordability",
    f"REPLACE INTO affordable_month SELECT {MONTH} FROM affordable_month",
    f"REPLACE INTO offer_instalment SELECT {PAYMENT} FROM offer_instalment",
]


def everything(sql: sqlite3.Connection) -> list[object]:
    tables = ("offer", "offer_instalment", "affordability", "affordable_month", "case_event")
    return [sql.execute(f"SELECT * FROM {name} ORDER BY 1, 2, 3, 4").fetchall() for name in tables]


@pytest.mark.parametrize("statement", FORGED_UPDATES)
def test_what_was_offered_is_not_rewritten(sql: sqlite3.Connection, statement: str) -> None:
    before = everything(sql)
    with pytest.raises(sqlite3.IntegrityError):
        sql.execute(statement)
    assert everything(sql) == before


COLUMNS = (
    "tenant_id, case_id, id, assessment_id, by_role, digest, made_at, expires_on, state,"
    " times_a_year, instalments"
)
ROW = (
    "tenant_id, case_id, offer_id, n, due_on, month, assessment_id, amount_minor, times_a_year,"
    " by_role, hard_minor, recommended_minor"
)
COPY = (
    f"INSERT INTO offer ({COLUMNS}) SELECT tenant_id, case_id, '{'f' * 32}', assessment_id,"
    " {by_role}, 'forged', made_at, expires_on, '{state}', {times}, {count} FROM offer LIMIT 1"
)
ROWS = (
    f"INSERT INTO offer_instalment ({ROW}) SELECT tenant_id, case_id, '{'f' * 32}', n, {{due}},"
    " {month}, assessment_id, {amount}, {times}, {by_role}, {hard}, {recommended}"
    " FROM offer_instalment ORDER BY offer_id, n LIMIT 1"
)
HONEST_OFFER = {"by_role": "'lender'", "state": "open", "times": "12", "count": "1"}
HONEST_ROW = {
    "due": "due_on",
    "month": "month",
    "amount": "recommended_minor",
    "times": "12",
    "by_role": "'lender'",
    "hard": "hard_minor",
    "recommended": "recommended_minor",
}
FORGED_ROWS = [
    {"amount": "recommended_minor + 1"},
    {"amount": "hard_minor + 1"},
    {"amount": "99999999"},
    {"amount": "0"},
    {"amount": "-1"},
    {"amount": "NULL"},
    {"amount": "'99999999'"},
    {"amount": "recommended_minor + 1", "by_role": "'borrower'"},
    {"amount": "recommended_minor + 1", "times": "1"},
    {"amount": "99999999", "hard": "99999999", "recommended": "99999999"},
    {"amount": "hard_minor", "recommended": "hard_minor"},
    {"amount": "hard_minor", "hard": "NULL", "recommended": "NULL"},
    {"amount": "99999999", "due": "'2099-01-01'", "month": "'2099-01'"},
    {"amount": "99999999", "due": "'2099-01-01'"},
    {"amount": "99999999", "month": "NULL"},
]


def make_room(sql: sqlite3.Connection) -> None:
    """Withdraw the open offer, as SQL may: an offer can always end."""
    sql.execute("UPDATE offer SET state = 'withdrawn' WHERE state = 'open'")


def test_an_honest_copy_can_be_written(sql: sqlite3.Connection) -> None:
    """So that the forged ones below fail for what is forged in them."""
    make_room(sql)
    sql.execute(COPY.format(**HONEST_OFFER))
    sql.execute(ROWS.format(**HONEST_ROW))


@pytest.mark.parametrize("forged", FORGED_ROWS)
def test_no_forged_payment_is_stored(sql: sqlite3.Connection, forged: dict[str, str]) -> None:
    make_room(sql)
    sql.execute(COPY.format(**HONEST_OFFER))
    with pytest.raises(sqlite3.IntegrityError):
        sql.execute(ROWS.format(**(HONEST_ROW | forged)))


@pytest.mark.parametrize(
    "forged",
    [
        {"state": "accepted"},
        {"state": "anything"},
        {"by_role": "'system'"},
        {"by_role": "NULL"},
        {"times": "0"},
        {"times": "1.5"},
        {"times": "9999"},
        {"count": "0"},
        {"count": "361"},
    ],
)
def test_no_forged_offer_is_stored(sql: sqlite3.Connection, forged: dict[str, str]) -> None:
    make_room(sql)
    with pytest.raises(sqlite3.IntegrityError):
        sql.execute(COPY.format(**(HONEST_OFFER | forged)))


def test_payments_of_one_month_are_added_up(sql: sqlite3.Connection) -> None:
    """Every four weeks within the ceiling, twice in one month above it."""
    make_room(sql)
    rhythm = {"by_role": "'borrower'", "times": "13"}
    sql.execute(COPY.format(**(HONEST_OFFER | rhythm | {"count": "2"})))
    first = HONEST_ROW | rhythm | {"amount": "hard_minor * 12 / 13", "due": "month || '-01'"}
    sql.execute(ROWS.format(**first))
    again = ROWS.replace(", n, {due}", ", n + 1, {due}")
    with pytest.raises(sqlite3.IntegrityError, match="above_calendar_month"):
        sql.execute(again.format(**(first | {"due": "month || '-29'"})))


@pytest.mark.parametrize(("times", "share"), [("1", "12"), ("2", "6"), ("4", "3")])
def test_a_rare_payment_stays_within_its_month(
    sql: sqlite3.Connection, times: str, share: str
) -> None:
    make_room(sql)
    rhythm = {"times": times, "by_role": "'borrower'"}
    sql.execute(COPY.format(**(HONEST_OFFER | rhythm)))
    heavy = HONEST_ROW | rhythm | {"amount": f"hard_minor * {share}"}
    with pytest.raises(sqlite3.IntegrityError, match="above_calendar_month"):
        sql.execute(ROWS.format(**heavy))
    sql.execute(ROWS.format(**(heavy | {"amount": "hard_minor"})))


def test_two_offers_cannot_be_open(sql: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        sql.execute(COPY.format(**HONEST_OFFER))


def test_an_offer_without_its_payments_is_never_accepted(sql: sqlite3.Connection) -> None:
    make_room(sql)
    sql.execute(COPY.format(**HONEST_OFFER))
    with pytest.raises(sqlite3.IntegrityError):
        sql.execute("UPDATE offer SET state = 'accepted' WHERE digest = 'forged'")


def test_ceilings_made_up_by_sql_count_for_nobody(offered: Part, sql: sqlite3.Connection) -> None:
    """A whole made-up calculation with an offer can be written by an insider; it is no offer.

    What counts are the events of the case, which only the product can write.
    """
    make_room(sql)
    run = "e" * 32
    sql.execute(
        f"INSERT INTO affordability SELECT tenant_id, case_id, '{run}', 'x', at"
        " FROM affordability LIMIT 1"
    )
    sql.execute(
        f"INSERT INTO affordable_month SELECT tenant_id, case_id, '{run}', month, 99999999,"
        " 99999999 FROM affordable_month LIMIT 1"
    )
    offer = COPY.format(**HONEST_OFFER).replace("assessment_id, 'lender'", f"'{run}', 'lender'")
    sql.execute(offer)
    digest = "forged"
    with pytest.raises(DomainError):
        negotiate.submit(offered.deps, offered.borrower, offered.case_id, AcceptOffer(digest))
    page = queries.case_page(offered.deps, offered.borrower, offered.case_id)
    assert page.case.offer is not None
    assert page.case.offer.digest != digest
