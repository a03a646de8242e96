"""What a borrower lets each lender see of the budget: every choice is kept, the newest holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from app.store.sharing_tables import BudgetViewRow

_VIEW: Table = BudgetViewRow.__table__


@dataclass(frozen=True, slots=True)
class BudgetView:
    """``level`` is a word of ``core.budget_view.Level``; ``reason`` is chosen or offer."""

    level: str
    reason: str
    at: datetime
    by_person_id: UUID


@dataclass(frozen=True, slots=True)
class BudgetViews:
    session: Session

    def choose(self, tenant_id: UUID, case_id: UUID, view: BudgetView) -> None:
        last = self.session.execute(
            select(func.max(_VIEW.c.number)).where(
                _VIEW.c.tenant_id == tenant_id, _VIEW.c.case_id == case_id
            )
        ).scalar()
        self.session.execute(
            insert(_VIEW).values(
                tenant_id=tenant_id,
                case_id=case_id,
                number=(last or 0) + 1,
                **{name: getattr(view, name) for name in BudgetView.__slots__},
            )
        )

    def newest(self, tenant_id: UUID, case_id: UUID) -> BudgetView | None:
        """The choice that holds; nothing when the borrower never made one."""
        row = self.session.execute(
            select(*(_VIEW.c[name] for name in BudgetView.__slots__))
            .where(_VIEW.c.tenant_id == tenant_id, _VIEW.c.case_id == case_id)
            .order_by(_VIEW.c.number.desc())
            .limit(1)
        ).first()
        return None if row is None else BudgetView(**row._asdict())
