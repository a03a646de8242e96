"""What of a household's record a page may show, by the right with which it is read."""

from __future__ import annotations

from dataclasses import replace

from app.core.access import RULES, Action, Permit
from app.core.disclosure import DataClass
from app.core.fields import without
from app.core.household_record import HouseholdRecord


def opened(permit: Permit) -> frozenset[DataClass]:
    """Classes of data. Who is spared the second check of hardship sees it on every page."""
    hardship = RULES[Action.READ_HARDSHIP]
    more = hardship.opens if permit.relations & hardship.spared else frozenset[DataClass]()
    return RULES[permit.action].opens | more


def as_opened(record: HouseholdRecord, permit: Permit) -> HouseholdRecord:
    """What was told, as if what ``permit`` does not open had not been."""
    told = record.told and without(record.told, opened(permit))
    return replace(record, told=told)
