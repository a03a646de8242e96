"""Rows about one person that no other reader gives, as plain JSON, and by which table each goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from app.store.tables import METADATA

Json = dict[str, Any]
EXPORTED: Mapping[str, str] = {
    "person": "person",
    "household": "households",
    "household_event": "households",
    "household_payload": "households",
    "exhibit": "households",
    "exhibit_version": "households",
    "exhibit_check": "households",
    "partnership": "households",
    "debt_case": "cases",
    "case_event": "cases",
    "event_payload": "cases",
    "case_party": "joint_cases",
    "consent": "cases",
    "commitment": "cases",
    "agreement": "cases",
    "agreement_copy": "cases",
    "signature_act": "cases",
    "signing_place": "cases",
    "thread": "cases",
    "thread_event": "cases",
    "thread_payload": "cases",
    "meeting": "cases",
    "contact": "contacts",
    "contact_wish": "wishes",
    "authority": "authorities",
    "authority_statement": "authorities",
    "referral": "referrals",
    "membership": "memberships",
    "conduct_test": "conduct_tests",
    "passkey": "ways_to_sign_in",
    "totp": "ways_to_sign_in",
    "session": "sign_ins",
    "audit": "log",
}
"""Where in the export the rows of a table stand."""
LEFT_OUT: Mapping[str, str] = {
    "affordability": "the events of the case hold the same sums",
    "affordable_month": "the events of the case hold the same sums",
    "offer": "the events of the case hold the same offers",
    "offer_instalment": "the events of the case hold the same offers",
    "overlap_figure": "a side's private figure, gone as soon as the test is answered",
    "approval": "how a lender decides; what it decided is an event of the case",
    "counselor_note": "a counselor's own notes, which the charity gives out",
    "counselor_handover": "a counselor's own notes, which the charity gives out",
    "agreement_revision": "digests of a file that the person has",
    "paper": "digests of a file that the person has",
    "thread_mark": "how far somebody has read",
    "invitation": "digests of a link or a code",
    "login_request": "digests of a link or a code",
    "signing_nonce": "digests of a link or a code",
    "challenge": "digests of a link or a code",
    "staff_invitation": "digests of a link or a code",
    "idempotency_key": "a form's own key, gone in a day",
    "throttle": "counts under keyed digests, gone in a day",
    "recovery": "that somebody helped; the log says so",
    "person_key": "keys: what they open is here",
    "erasure": "what is gone; the log says so",
    "case_keeping": "cases under lock, which nobody is shown",
    "legal_export": "cases under lock, which nobody is shown",
    "outbox": "work to be done about what is here",
    "audit_head": "the end of the log",
    "checkpoint": "about nobody",
    "organisation": "about nobody",
    "lender_policy": "a lender's own rules",
    "lender_policy_publication": "a lender's own rules",
    "figure_confirmation": "a name that its owner chose to publish",
    "figure_withdrawal": "a name that its owner chose to publish",
    "import_file": "counts of a file",
    "consent_wording": "words that everybody is shown",
    "conduct_count": "counts without people",
}
"""Tables that are not in it, and why."""


@dataclass(frozen=True, slots=True)
class OwnRows:
    connection: Connection

    def households(self, me: UUID) -> tuple[UUID, ...]:
        table = METADATA.tables["household"]
        query = select(table.c.id).where(table.c.owner_id == me).order_by(table.c.created_at)
        return tuple(self.connection.execute(query).scalars())

    def partners(self, me: UUID, household_id: UUID) -> frozenset[UUID]:
        """Who shares or shared a budget with this household."""
        found = self._partnerships(household_id)
        both = {row[side] for row in found for side in ("asker_id", "partner_id")}
        return frozenset(both - {me, None})

    def partnerships(self, household_id: UUID) -> list[Json]:
        """When one budget was shared, and never with whom."""
        names = ("asked_at", "expires_at", "joined_at", "left_at")
        return [
            {name: _plain(row[name]) for name in names} for row in self._partnerships(household_id)
        ]

    def joint_cases(self, me: UUID) -> list[Json]:
        """Cases of another borrower that the person is in too: that there is one, and no more."""
        party, case = METADATA.tables["case_party"], METADATA.tables["debt_case"]
        query = (
            select(case.c.id, case.c.stage)
            .join(party, party.c.case_id == case.c.id)
            .where(party.c.person_id == me, party.c.relation == "joint")
            .where(case.c.restricted.is_(False))
            .order_by(case.c.id)
        )
        return [{"case_id": str(r.id), "stage": r.stage} for r in self.connection.execute(query)]

    def versions(self, case_id: UUID) -> tuple[int, ...]:
        table = METADATA.tables["agreement"]
        query = select(table.c.version).where(table.c.case_id == case_id).order_by(table.c.version)
        return tuple(self.connection.execute(query).scalars())

    def copies(self, agreement_id: UUID, version: int) -> list[Json]:
        table = METADATA.tables["agreement_copy"]
        mine = (table.c.agreement_id == agreement_id, table.c.version == version)
        return self._rows(table, "kind language asked_at at", *mine)

    def of_case(self, me: UUID, case_id: UUID) -> Json:
        """What the person let others see, and what is promised."""
        consent, promise = METADATA.tables["consent"], METADATA.tables["commitment"]
        return {
            "consents": self._rows(
                consent,
                "grantee_org_id data_class purpose basis wording_version given_at expires_at"
                " revoked_at",
                consent.c.case_id == case_id,
                consent.c.person_id == me,
            ),
            "promises": self._rows(
                promise,
                "monthly_minor currency starts_on ends_on state",
                promise.c.case_id == case_id,
                promise.c.owner_id == me,
            ),
        }

    def memberships(self, me: UUID) -> list[Json]:
        table = METADATA.tables["membership"]
        names = "organisation_id role added_at removed_at"
        return self._rows(table, names, table.c.person_id == me)

    def conduct_tests(self, me: UUID) -> list[Json]:
        table = METADATA.tables["conduct_test"]
        return self._rows(table, "jurisdiction at right asked until", table.c.person_id == me)

    def ways_to_sign_in(self, me: UUID) -> list[Json]:
        found = []
        for name in ("passkey", "totp"):
            table = METADATA.tables[name]
            rows = self._rows(table, "created_at used_at removed_at", table.c.person_id == me)
            found += [{"kind": name, **row} for row in rows]
        return found

    def _partnerships(self, household_id: UUID) -> list[Mapping[str, Any]]:
        table = METADATA.tables["partnership"]
        mine = or_(
            table.c.asker_household_id == household_id,
            table.c.partner_household_id == household_id,
        )
        query = select(table).where(mine).order_by(table.c.asked_at)
        return [row._asdict() for row in self.connection.execute(query)]

    def _rows(self, table: Table, names: str, *which: ColumnElement[bool]) -> list[Json]:
        columns = [table.c[name] for name in names.split()]
        query = select(*columns).where(*which).order_by(*table.primary_key.columns)
        return [
            {name: _plain(value) for name, value in row._asdict().items()}
            for row in self.connection.execute(query)
        ]


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
