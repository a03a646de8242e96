"""The ground of the review: who hides what from whom, and what friends could read of it before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import Flask

from app.core.access import Actor
from app.usecases.deps import Deps
from tests.town import Town
from tests.web.rights.asking import Browser


@dataclass(frozen=True, slots=True)
class Target:
    """``words`` are looked for in all that ``attackers`` get.

    ``reader`` is one of them with rights on one side of it, who reads each address there;
    ``beside`` is another target, whose addresses are read for this one too. Forms are sent where
    the path begins with ``forms``.
    """

    words: tuple[str, ...]
    attackers: tuple[str, ...]
    case_id: UUID
    agreed_id: UUID
    reader: str = ""
    beside: str = ""
    forms: str = "/"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a friend was given: its headers and its words."""

    headers: Mapping[str, str]
    text: str


@dataclass
class Ground:
    """The town, with the same borrower's case at a second lender. ``read`` is asked for once."""

    app: Flask
    deps: Deps
    town: Town
    targets: dict[str, Target] = field(default_factory=dict)
    browsers: dict[str, Browser] = field(default_factory=dict)
    shown: dict[tuple[str, str], Shown] = field(default_factory=dict)
    read: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    consent: UUID | None = None
    mailed: str = ""
    copies: int = 0

    def browser(self, who: str) -> Browser:
        if who not in self.browsers:
            self.browsers[who] = Browser.of(self.app, self.deps, self.town, who)
        return self.browsers[who]

    def actor(self, who: str) -> Actor:
        return self.town.people[who]

    def email(self, who: str) -> str:
        with self.deps.reading() as uow:
            found = uow.people.find(self.actor(who).person_id)
        return (found.email if found else None) or ""

    def ids(self, target: str) -> Mapping[str, str]:
        """What an address or a form may name; ``own`` is the other side of the town."""
        hidden, town = self.targets[target], self.town
        found = {
            "case": hidden.case_id,
            "agreed": hidden.agreed_id,
            "home": town.households["a"],
            "own": town.cases["b"],
            "own_home": town.households["b"],
            "exhibit": town.exhibits["a"],
            "authority": town.authorities["a"],
            "consent": self.consent,
            "counselor": self.actor("counselor").person_id,
            "agent": self.actor("agent").person_id,
            "charity": town.charities["a"],
            "referral": town.referrals["a"],
            "approval": town.approvals["a"],
            "policy": town.policies["a"],
            "import": town.files["a"],
        }
        return {name: str(value) for name, value in found.items()}

    def stands(self) -> tuple[object, ...]:
        """What forms of others could change: the log of the cases, ledgers and the team."""
        with self.deps.reading() as uow:
            header = uow.cases.find(self.town.cases["a"])
            assert header is not None
            return (
                [len(uow.cases.links(header.tenant_id, c)) for c in self.town.agreed.values()],
                uow.cases.links(header.tenant_id, header.id),
                uow.consents.ever(header.tenant_id, header.id),
                uow.consents.authorities(header.borrower_id),
                uow.organisations.members(header.tenant_id),
                uow.policies.history(header.tenant_id),
                uow.approvals.history(header.tenant_id),
                uow.exhibits.of(header.household_id),
            )

    def drawn(self) -> int:
        """How many copies of the agreement there are."""
        with self.deps.reading() as uow:
            header = uow.cases.find(self.town.agreed["a"])
            record = uow.agreements.latest(header.tenant_id, header.id) if header else None
            assert record is not None
            return len(uow.copies.of(record.tenant_id, record.id, record.version))
