from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.databases import CASE_ID, LENDER_ID, OTHER_LENDER_ID, Database, noted
from tests.factories import ASSESSMENT_ID, NOON, OFFER_ID, a_shared_budget


def budgeted(database: Database) -> None:
    """Ceilings of 200.00 and 120.00 a month from January 2027."""
    with database.work() as uow:
        uow.offers.share_budget(LENDER_ID, CASE_ID, a_shared_budget("200.00", "120.00"), NOON)
        noted(uow)


def directly(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(statement))


KEY = f"'{LENDER_ID.hex}', '{CASE_ID.hex}'"
OFFER = (
    f"INSERT INTO offer VALUES ({KEY}, '{OFFER_ID.hex}', '{ASSESSMENT_ID.hex}', '{{by}}', 'd',"
    " '2027-01-15 12:00:00.000000', '2027-02-15', '{state}', {times}, {count})"
)
ROW = (
    f"INSERT INTO offer_instalment VALUES ({KEY}, '{OFFER_ID.hex}', {{n}}, '{{due}}', '{{month}}',"
    f" '{ASSESSMENT_ID.hex}', {{amount}}, {{times}}, '{{by}}', {{hard}}, {{recommended}})"
)
FAIR = {
    "n": 1,
    "due": "2027-03-01",
    "month": "2027-03",
    "amount": 12_000,
    "times": 12,
    "by": "lender",
    "hard": 20_000,
    "recommended": 12_000,
}


@pytest.fixture
def offered(database: Database) -> Database:
    """A lender's monthly offer of two payments, without its rows yet."""
    budgeted(database)
    directly(database, OFFER.format(by="lender", state="open", times=12, count=2))
    return database


def test_direct_sql_within_the_ceiling_is_stored(offered: Database) -> None:
    directly(offered, ROW.format(**FAIR))


@pytest.mark.parametrize(
    "lie",
    [
        {"amount": 12_001},
        {"amount": 12_001, "by": "borrower"},
        {"amount": 12_001, "recommended": 12_001},
        {"amount": 12_001, "recommended": 20_000},
        {"amount": 12_001, "hard": 99_999, "recommended": 99_999},
        {"amount": 144_000, "times": 1},
        {"amount": 0},
        {"amount": -1},
        {"month": "2027-04"},
        {"due": "2037-03-01", "month": "2037-03"},
        {"n": 0},
    ],
)
def test_direct_sql_cannot_store_more_than_is_affordable(
    offered: Database, lie: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        directly(offered, ROW.format(**(FAIR | lie)))


def test_direct_sql_cannot_pay_twice_in_one_month(offered: Database) -> None:
    directly(offered, ROW.format(**FAIR))
    with pytest.raises(IntegrityError, match="too_often"):
        directly(offered, ROW.format(**(FAIR | {"n": 2, "due": "2027-03-15"})))


def test_direct_sql_cannot_slip_a_payment_in_before(offered: Database) -> None:
    directly(offered, ROW.format(**FAIR))
    with pytest.raises(IntegrityError, match="out_of_place"):
        directly(offered, ROW.format(**(FAIR | {"n": 2, "due": "2027-02-01", "month": "2027-02"})))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE offer_instalment SET amount_minor = 1",
        "DELETE FROM offer_instalment",
        "UPDATE affordable_month SET hard_minor = 999999",
        "DELETE FROM affordable_month",
        "UPDATE affordability SET input_sha256 = 'x'",
        "UPDATE offer SET times_a_year = 1",
        "UPDATE offer SET by_role = 'borrower'",
        "UPDATE offer SET instalments = 1",
        "UPDATE offer SET digest = 'other'",
        "DELETE FROM offer",
    ],
)
def test_direct_sql_cannot_change_an_offer_afterwards(offered: Database, statement: str) -> None:
    directly(offered, ROW.format(**FAIR))
    with pytest.raises(IntegrityError):
        directly(offered, statement)


def test_an_offer_is_not_accepted_without_its_payments(offered: Database) -> None:
    directly(offered, ROW.format(**FAIR))
    with pytest.raises(IntegrityError, match="offer_incomplete"):
        directly(offered, "UPDATE offer SET state = 'accepted'")
    directly(offered, ROW.format(**(FAIR | {"n": 2, "due": "2027-04-01", "month": "2027-04"})))
    directly(offered, "UPDATE offer SET state = 'accepted'")
    with pytest.raises(IntegrityError, match="out_of_place"):
        directly(offered, ROW.format(**(FAIR | {"n": 3, "due": "2027-05-01", "month": "2027-05"})))


@pytest.mark.parametrize("state", ["accepted", "declined", "expired", "anything"])
def test_an_offer_starts_open(database: Database, state: str) -> None:
    budgeted(database)
    with pytest.raises(IntegrityError):
        directly(database, OFFER.format(by="lender", state=state, times=12, count=1))


def test_an_offer_of_no_payments_does_not_exist(database: Database) -> None:
    budgeted(database)
    with pytest.raises(IntegrityError, match="instalments_possible"):
        directly(database, OFFER.format(by="lender", state="open", times=12, count=0))


def test_another_tenant_cannot_hang_rows_on_an_offer(offered: Database) -> None:
    foreign = ROW.replace(LENDER_ID.hex, OTHER_LENDER_ID.hex)
    with pytest.raises(IntegrityError):
        directly(offered, foreign.format(**FAIR))
