"""A debt that a lender states becomes a case, with its person, household and invitation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

from app.core.access import Actor, Role
from app.core.debt_kinds import comes_first, kind_of
from app.core.errors import NotFound
from app.core.household_record import HouseholdStarted, fold_household
from app.core.imports.cells import ContactKind
from app.core.imports.debt_row import DebtRow
from app.core.intake import lending_of
from app.core.lender_policy.values import PolicyVersion
from app.core.negotiation.events import CaseOpened, Debt
from app.core.negotiation.folding import fold
from app.core.packs import jurisdiction_of, load
from app.core.policy import PolicyPack
from app.store.cases import NewCase
from app.store.organisations import Organisation
from app.store.unit_of_work import UnitOfWork
from app.usecases.invite import invite
from app.usecases.scene import projection

_LANGUAGES = {"CN": "zh"}


@dataclass(frozen=True, slots=True)
class Lender:
    """A lender under the rules of its country; everywhere else the EU pack speaks.

    ``principal`` names whom an agency collects for.
    """

    organisation: Organisation
    jurisdiction: str
    pack: PolicyPack
    policies: tuple[PolicyVersion, ...] = ()
    principal: str = ""

    @property
    def holder(self) -> str:
        """On whose behalf it asks: its principal's, or its own."""
        return self.principal or self.organisation.name


@dataclass(frozen=True, slots=True)
class Opening:
    """One run inside one transaction. ``by_phone`` joins the rows of one telephone number."""

    uow: UnitOfWork
    actor: Actor
    lender: Lender
    at: datetime
    by_phone: dict[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """How many rows opened a case, were here before, or have no address to invite."""

    new: int
    known: int
    unreached: int


def lender_at(uow: UnitOfWork, tenant_id: UUID) -> Lender:
    """The lender and its rules.

    Raises:
        NotFound: there is no such organisation.
    """
    found = uow.organisations.find(tenant_id)
    if found is None:
        raise NotFound("lender")
    jurisdiction = jurisdiction_of(found.country)
    policies = uow.policies.published(tenant_id)
    principal = uow.organisations.find(found.principal_id) if found.principal_id else None
    name = principal.name if principal else ""
    return Lender(found, jurisdiction, load(jurisdiction), policies, name)


def open_all(run: Opening, rows: tuple[DebtRow, ...]) -> Opened:
    """A case for every account that the lender has no case for yet; then all names are compared."""
    known = unreached = 0
    for row in rows:
        if run.uow.cases.by_account(run.lender.organisation.id, row.account) is not None:
            known += 1
        elif not open_case(run, row):
            unreached += 1
    if known < len(rows):
        run.uow.alike.mark(run.lender.organisation.id)
    return Opened(len(rows) - known, known, unreached)


def open_case(run: Opening, row: DebtRow) -> bool:
    """Open the case of one debt; whether an invitation could be sent."""
    tenant_id, case_id = run.lender.organisation.id, uuid4()
    person_id = _person(run, row)
    household_id = _household(run, person_id)
    version = run.lender.pack.version
    jurisdiction = run.lender.jurisdiction
    run.uow.cases.open(
        NewCase(
            tenant_id=tenant_id,
            id=case_id,
            borrower_id=person_id,
            household_id=household_id,
            account=row.account,
            currency=row.currency.value,
            jurisdiction=jurisdiction,
            pack_version=version,
            name=row.name,
        ),
        run.at,
    )
    debt = _debt(run, row)
    opened = CaseOpened(
        borrower_id=person_id,
        household_id=household_id,
        jurisdiction=jurisdiction,
        pack_version=version,
        debt=debt,
        by=Role.LENDER,
        at=run.at,
        policy_version=lending_of(debt, run.lender.policies, run.at.date()).version,
    )
    actor_id, role = run.actor.person_id, Role.LENDER.value
    run.uow.cases.append(tenant_id, case_id, 0, (opened,), actor_id=actor_id, role=role, at=run.at)
    run.uow.cases.project(tenant_id, case_id, projection(fold((opened,)), (opened,), None, run.at))
    if row.contact.kind is not ContactKind.EMAIL:
        return False
    invite(run.uow, tenant_id, case_id, person_id, run.at)
    return True


def _person(run: Opening, row: DebtRow) -> UUID:
    """Whoever has this address already keeps their name: no lender renames a person."""
    address = row.contact.value
    is_email = row.contact.kind is ContactKind.EMAIL
    if not is_email and address in run.by_phone:
        return run.by_phone[address]
    found = run.uow.people.by_email(address) if is_email else None
    if found is not None:
        return found.id
    person_id = uuid4()
    run.uow.people.add(
        person_id,
        name=row.name,
        email=address if is_email else None,
        phone=None if is_email else address,
        language=_LANGUAGES.get(run.lender.jurisdiction, "en"),
        at=run.at,
    )
    if not is_email:
        run.by_phone[address] = person_id
    return person_id


def _household(run: Opening, person_id: UUID) -> UUID:
    """The person's household under these rules and in this currency, or a new one."""
    wanted = (run.lender.jurisdiction, run.lender.pack.currency)
    known = {line.case.household_id for line in run.uow.reading.of_borrower(person_id).lines}
    if first := run.uow.households.of_owner(person_id):
        known.add(first)
    for household_id in sorted(known):
        record = fold_household(run.uow.households.history(person_id, household_id))
        if (record.jurisdiction, record.currency) == wanted:
            return household_id
    household_id = uuid4()
    started = HouseholdStarted(*wanted, run.at)
    run.uow.households.open(person_id, household_id, run.at)
    run.uow.households.append(
        person_id,
        household_id,
        0,
        (started,),
        actor_id=None,
        role=Role.SYSTEM.value,
        at=run.at,
    )
    return household_id


def _debt(run: Opening, row: DebtRow) -> Debt:
    """The row as a case keeps it. A lender that names no other made the contract itself."""
    return Debt(
        account=row.account,
        product=row.product,
        principal=row.principal,
        interest=row.interest,
        fees=row.fees,
        arrears=row.arrears,
        annual_rate=_decimal(row.annual_rate),
        original_creditor=row.original_creditor or run.lender.holder,
        assigned_from=row.assigned_from,
        assigned=row.assignments,
        last_payment_on=row.last_payment,
        priority=comes_first(kind_of(row.product)),
        kind=kind_of(row.product),
    )


def _decimal(rate: Fraction) -> str:
    """A rate that was written with at most eight decimals, written again."""
    return f"{Decimal(rate.numerator) / Decimal(rate.denominator):f}"
