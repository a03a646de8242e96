"""The people of a statement. Birth dates, addresses and the partner's name are not kept."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.caselines import Household
from app.core.imports.nodes import Node
from app.core.imports.sfs_form import EMPLOYMENT, TENURE
from app.core.text import NAME_LIMIT

# Checked as text, then left behind: a budget does not need them.
_NOT_KEPT = (
    ("client-date-of-birth", True),
    ("client-address", True),
    ("partner-name", False),
    ("partner-date-of-birth", False),
    ("housing-tenure-other", False),
    ("client-employment-status-other", False),
    ("partner-employment-status-other", False),
)


@dataclass(frozen=True, slots=True)
class SfsPerson:
    """What the statement says besides figures; ``client_name`` lets a person say "not me"."""

    client_name: str
    non_dependants: int
    vehicles: int
    tenure: str | None
    employment: tuple[str, ...]
    partner_employment: tuple[str, ...]


def read_people(root: Node) -> tuple[Household, SfsPerson]:
    """The household and who fills in the statement; a number left out counts as 0."""
    name = root.text("client-name", limit=NAME_LIMIT, required=True)
    for key, required in _NOT_KEPT:
        root.text(key, required=required)
    joint = bool(root.flag("is-joint-application", required=True))
    problems = len(root.notes.problems)
    young = root.count("dependent-children-under-16")
    older = root.count("dependent-children-16-18")
    dependants = root.count("other-dependents")
    others = root.count("non-dependents")
    stated = root.count("total-number-in-household")
    children = (young or 0) + (older or 0)
    adults = 2 if joint else 1
    people = adults + children + (dependants or 0) + (others or 0)
    if stated is not None and stated != people and len(root.notes.problems) == problems:
        root.notes.warn(root.at("total-number-in-household"), "household_total")
    household = Household(adults, children, partner=joint, dependants=dependants or 0)
    person = SfsPerson(
        client_name=name,
        non_dependants=others or 0,
        vehicles=root.count("vehicles") or 0,
        tenure=root.choice("housing-tenure", TENURE),
        employment=root.choices("client-employment-status", EMPLOYMENT, required=True),
        partner_employment=root.choices("partner-employment-status", EMPLOYMENT, required=False),
    )
    return household, person
