from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app.core.access import Role
from app.core.dates import due_dates
from app.core.money import Currency, Money
from app.core.negotiation.affordable import blocks
from app.core.negotiation.events import MonthCeiling, OfferMade, SharedBudget
from app.core.periods import PLAN_FREQUENCIES, Every, most_in_a_month
from app.core.terms import Terms
from app.store.errors import StaleVersion
from tests.databases import CASE_ID, LENDER_ID, Database, noted
from tests.factories import (
    FIRST_DUE,
    NOON,
    OFFER_ID,
    a_debt,
    a_month,
    a_shared_budget,
    gbp,
    terms,
    terms_of,
)

BUDGET = a_shared_budget("200.00", "120.00")


def made(offered: Terms, by: Role = Role.BORROWER, offer_id: UUID = OFFER_ID) -> OfferMade:
    until = (NOON + timedelta(days=30)).date()
    return OfferMade(offer_id, offered, f"{offer_id.int:064x}", "It fits.", by, NOON, until)


def store(database: Database, *offers: OfferMade, budget: SharedBudget = BUDGET) -> None:
    with database.work() as uow:
        uow.offers.share_budget(LENDER_ID, CASE_ID, budget, NOON)
        for offer in offers:
            uow.offers.record(LENDER_ID, CASE_ID, offer, budget)
        noted(uow)


def test_an_offer_at_its_ceiling_is_stored(database: Database) -> None:
    store(database, made(terms("2400.00", 12)))
    with database.work(reads_only=True) as uow:
        assert uow.offers.states(LENDER_ID, CASE_ID) == ((OFFER_ID, "open"),)


@pytest.mark.parametrize(
    ("by", "owed"),
    [(Role.BORROWER, "2400.12"), (Role.COUNSELOR, "2400.12"), (Role.LENDER, "1440.12")],
)
def test_an_offer_a_penny_above_its_ceiling_is_refused(
    database: Database, by: Role, owed: str
) -> None:
    with pytest.raises(IntegrityError, match="within_affordable"):
        store(database, made(terms(owed, 12), by))


def test_one_instalment_above_the_ceiling_of_its_month_is_enough(database: Database) -> None:
    lean = [
        MonthCeiling(a_month(n), gbp("200.00"), gbp("120.00"))
        if n != 5
        else MonthCeiling(a_month(n), gbp("99.99"), gbp("0.00"))
        for n in range(24)
    ]
    with pytest.raises(IntegrityError, match="within_affordable"):
        store(database, made(terms("1200.00", 12)), budget=a_shared_budget(months=lean))


def test_a_month_nobody_looked_at_bears_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError):
        store(database, made(terms("1200.00", 12)), budget=a_shared_budget(count=6))


def test_a_weekly_amount_counts_fifty_two_times_a_year(database: Database) -> None:
    store(database, made(terms("46.15", 1, frequency=Every.WEEKLY)))
    dearer = made(terms("46.16", 1, frequency=Every.WEEKLY), offer_id=UUID(int=9))
    with database.work() as uow:
        uow.offers.settle(LENDER_ID, CASE_ID, made(terms()).digest, "withdrawn")
        noted(uow)
    with pytest.raises(IntegrityError, match="within_affordable"):
        store(database, dearer)


@pytest.mark.parametrize("frequency", sorted(PLAN_FREQUENCIES))
def test_every_rhythm_of_the_product_is_stored(database: Database, frequency: Every) -> None:
    store(
        database, made(terms("50.00", 30, frequency=frequency)), budget=a_shared_budget(count=400)
    )


@pytest.mark.parametrize(
    ("frequency", "owed", "count"),
    [
        (Every.FOUR_WEEKLY, "200.01", 2),
        (Every.FORTNIGHTLY, "200.01", 3),
        (Every.WEEKLY, "200.01", 5),
        (Every.DAILY, "200.01", 31),
        (Every.QUARTERLY, "200.01", 1),
        (Every.ANNUAL, "200.01", 1),
    ],
)
def test_a_calendar_month_bears_no_more_than_its_hard_ceiling(
    database: Database, frequency: Every, owed: str, count: int
) -> None:
    """All of it is due in March 2027, which bears 200.00; a payment alone is well below."""
    heavy = terms(owed, count, frequency=frequency)
    with pytest.raises(IntegrityError, match="above_calendar_month"):
        store(database, made(heavy))


def test_a_yearly_rhythm_cannot_hide_monthly_payments(database: Database) -> None:
    monthly = due_dates(FIRST_DUE, Every.MONTHLY, 12)
    lie = terms_of([gbp("200.00")] * 12, monthly, Every.ANNUAL)
    with pytest.raises(IntegrityError, match="too_often"):
        store(database, made(lie))


def test_a_rhythm_of_months_may_move_its_day(database: Database) -> None:
    days = [date(2027, 1, 31), date(2027, 4, 1), date(2027, 7, 1), date(2027, 10, 1)]
    quarterly = terms_of([gbp("100.00")] * 5, [*days, date(2028, 1, 1)], Every.QUARTERLY)
    store(database, made(quarterly))


def test_a_monthly_rhythm_cannot_hide_daily_payments(database: Database) -> None:
    days = [FIRST_DUE + timedelta(days=n) for n in range(5)]
    with pytest.raises(IntegrityError, match="too_often"):
        store(database, made(terms_of([gbp("100.00")] * 5, days)))


def test_a_break_leaves_no_rows_and_no_gap_in_the_rule(database: Database) -> None:
    dues = due_dates(FIRST_DUE, Every.MONTHLY, 4)
    with_break = terms_of([gbp("100.00"), gbp("0.00"), gbp("0.00"), gbp("100.00")], dues)
    store(database, made(with_break))
    with database.work() as uow:
        uow.offers.settle(LENDER_ID, CASE_ID, made(with_break).digest, "accepted")
        noted(uow)


def test_one_offer_is_open_at_a_time(database: Database) -> None:
    store(database, made(terms()))
    with pytest.raises(IntegrityError):
        store(database, made(terms(), offer_id=UUID(int=9)))


def test_an_offer_is_settled_once(database: Database) -> None:
    store(database, made(terms()))
    digest = made(terms()).digest
    with database.work() as uow:
        uow.offers.settle(LENDER_ID, CASE_ID, digest, "declined")
        noted(uow)

    def again() -> None:
        with database.work() as uow:
            uow.offers.settle(LENDER_ID, CASE_ID, digest, "accepted")

    with pytest.raises(StaleVersion):
        again()


def test_the_same_budget_twice_changes_nothing(database: Database) -> None:
    store(database)
    store(database)


hard = st.integers(0, 50_000)
month = hard.flatmap(
    lambda top: st.builds(
        MonthCeiling,
        st.just("2027-03"),
        st.just(Money(top, Currency.GBP)),
        st.builds(Money, st.integers(0, top), st.just(Currency.GBP)),
    )
)
payments_of_march = st.builds(
    lambda minor, frequency, part: terms_of(
        [Money(minor, Currency.GBP)] * (count := max(1, most_in_a_month(frequency) * part // 4)),
        due_dates(FIRST_DUE, frequency, count),
        frequency,
    ),
    st.integers(1, 60_000) | st.integers(1, 5_000),
    st.sampled_from(sorted(PLAN_FREQUENCIES)),
    st.integers(1, 4),
)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(
    offer=st.builds(made, payments_of_march, st.sampled_from([Role.BORROWER, Role.LENDER])),
    month=month,
)
def test_the_database_and_the_core_draw_the_same_line(
    database: Database, offer: OfferMade, month: MonthCeiling
) -> None:
    budget = a_shared_budget(months=[month])
    debt = a_debt(offer.terms.owed.plain)
    found = blocks(offer.terms, debt, budget, by=offer.by, today=NOON.date())

    def attempt() -> None:
        with database.work() as uow:
            uow.offers.share_budget(LENDER_ID, CASE_ID, budget, NOON)
            uow.offers.record(LENDER_ID, CASE_ID, offer, budget)
            noted(uow)
            raise Undone

    with pytest.raises(IntegrityError if "above_affordable" in found else Undone):
        attempt()


class Undone(Exception):
    """Rolls the attempt back, so that the next one starts afresh."""
