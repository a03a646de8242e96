"""What every page of a case or household needs: the case itself, and for whom somebody acts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template

from app.core import holds
from app.core.access import Action, Role
from app.core.household_record import HouseholdRecord
from app.core.negotiation.case import latest_date
from app.core.packs import load
from app.usecases import budget, queries
from app.usecases.borrower_pages import (
    HouseholdPage,
    hardship_page,
    household_page,
    warnings_of,
)
from app.usecases.queries import CasePage
from app.web.deps import actor, deps


def today() -> date:
    return deps().now().date()


def latest_day() -> date:
    """The date where it is latest on Earth: only then a hold, or the time of an offer, is over."""
    return latest_date(deps().now())


def find_case(case_id: UUID) -> CasePage:
    """The case, for the borrower's side alone: its lender's staff have pages of their own.

    Views that act ask for it first, because both sides may answer, hold and withdraw.

    Raises:
        NotFound: there is no such case for this actor.
        NotAllowed: the actor is on the other side.
    """
    return queries.case_page(deps(), actor(), case_id, Action.READ_OPTIONS)


def more_days(page: CasePage) -> int:
    """Days that one press adds to the hold that runs; 0 where none does."""
    hold = page.case.hold
    if hold is None:
        return 0
    return holds.longer_by(holds.rule_of(load(page.header.jurisdiction), hold.rule))


def find_household(household_id: UUID) -> HouseholdPage:
    return household_page(deps(), actor(), household_id)


def find_hardship(household_id: UUID) -> HouseholdPage:
    return hardship_page(deps(), actor(), household_id)


def find_papers(household_id: UUID) -> HouseholdPage:
    """For pages about papers, some of which show what happened."""
    return household_page(deps(), actor(), household_id, Action.READ_EXHIBITS)


def record_of(page: CasePage) -> HouseholdRecord:
    return budget.read(deps(), actor(), page.household_id).record


def show_case(template: str, page: CasePage, **more: Any) -> str:
    acts_for = page.borrower if page.role is Role.COUNSELOR else None
    return render_template(
        f"borrower/{template}.html",
        page=page,
        acts_for=acts_for,
        today=latest_day(),
        more_days=more_days(page),
        warned=warnings_of(page.header, page.case, record_of(page), today()),
        **more,
    )


def show_household(template: str, house: HouseholdPage, **more: Any) -> str:
    acts_for = house.owner if house.role is Role.COUNSELOR else None
    return render_template(f"borrower/{template}.html", house=house, acts_for=acts_for, **more)
