"""What a household can pay and what was offered, as rows that the database itself checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select, update

from app.core.negotiation.events import OfferMade, SharedBudget
from app.core.periods import TIMES_A_YEAR
from app.store.errors import StaleVersion
from app.store.offer_tables import (
    AffordabilityRow,
    AffordableMonthRow,
    OfferInstalmentRow,
    OfferRow,
)

_RUN: Table = AffordabilityRow.__table__
_MONTH: Table = AffordableMonthRow.__table__
_OFFER: Table = OfferRow.__table__
_INSTALMENT: Table = OfferInstalmentRow.__table__


@dataclass(frozen=True, slots=True)
class Offers:
    """Write the rows beside the event that says the same, in one transaction."""

    connection: Connection

    def share_budget(
        self, tenant_id: UUID, case_id: UUID, budget: SharedBudget, at: datetime
    ) -> None:
        """Keep the ceilings that offers are held to. The same budget twice changes nothing."""
        key = {"tenant_id": tenant_id, "case_id": case_id}
        known = self.connection.execute(
            select(_RUN.c.id).where(
                _RUN.c.tenant_id == tenant_id,
                _RUN.c.case_id == case_id,
                _RUN.c.id == budget.assessment_id,
            )
        ).first()
        if known is not None:
            return
        self.connection.execute(
            insert(_RUN).values(
                key | {"id": budget.assessment_id, "input_sha256": budget.input_sha256, "at": at}
            )
        )
        months = [
            key
            | {
                "assessment_id": budget.assessment_id,
                "month": month.month,
                "hard_minor": month.hard.minor,
                "recommended_minor": month.recommended.minor,
            }
            for month in budget.months
        ]
        if months:
            self.connection.execute(insert(_MONTH), months)

    def record(self, tenant_id: UUID, case_id: UUID, made: OfferMade, budget: SharedBudget) -> None:
        """Keep an offer with every payment beside the ceiling of its month.

        Months of a break have no payment and no row.

        Raises:
            IntegrityError: a payment is above its ceiling, comes too often, falls in a
                month nobody looked at, or another offer is open.
        """
        key = {"tenant_id": tenant_id, "case_id": case_id}
        shared = {
            "assessment_id": budget.assessment_id,
            "times_a_year": TIMES_A_YEAR[made.terms.frequency],
            "by_role": made.by.value,
        }
        ceilings = budget.ceilings()
        paid = [row for row in made.terms.schedule.instalments if row.amount.minor]
        self.connection.execute(
            insert(_OFFER).values(
                key
                | shared
                | {
                    "id": made.offer_id,
                    "digest": made.digest,
                    "made_at": made.at,
                    "expires_on": made.expires_on,
                    "state": "open",
                    "instalments": len(paid),
                }
            )
        )
        rows = []
        for row in paid:
            month = f"{row.due_on:%Y-%m}"
            ceiling = ceilings.get(month)
            rows.append(
                key
                | shared
                | {
                    "offer_id": made.offer_id,
                    "n": row.n,
                    "due_on": row.due_on,
                    "month": month,
                    "amount_minor": row.amount.minor,
                    # A month nobody looked at bears nothing.
                    "hard_minor": ceiling.hard.minor if ceiling else 0,
                    "recommended_minor": ceiling.recommended.minor if ceiling else 0,
                }
            )
        self.connection.execute(insert(_INSTALMENT), rows)

    def settle(self, tenant_id: UUID, case_id: UUID, digest: str, state: str) -> None:
        """Close the open offer: accepted, declined, withdrawn, replaced or expired.

        Raises:
            StaleVersion: that offer is not the open one.
            IntegrityError: accepted, but its payments are not all there.
        """
        moved = self.connection.execute(
            update(_OFFER)
            .where(
                _OFFER.c.tenant_id == tenant_id,
                _OFFER.c.case_id == case_id,
                _OFFER.c.digest == digest,
                _OFFER.c.state == "open",
            )
            .values(state=state)
            .returning(_OFFER.c.id)
        ).first()
        if moved is None:
            raise StaleVersion("the offer is not open any more")

    def states(self, tenant_id: UUID, case_id: UUID) -> tuple[tuple[UUID, str], ...]:
        """Every offer of the case with its state, in the order they were made."""
        rows = self.connection.execute(
            select(_OFFER.c.id, _OFFER.c.state)
            .where(_OFFER.c.tenant_id == tenant_id, _OFFER.c.case_id == case_id)
            .order_by(_OFFER.c.made_at, _OFFER.c.id)
        )
        return tuple((row.id, row.state) for row in rows)
