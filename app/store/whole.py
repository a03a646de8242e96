"""What a hand in the database leaves behind: rows that do not fit what was written elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, Row, Table, func, select

from app.core.evidence import sha256_hex
from app.core.negotiation.events import OfferMade
from app.core.negotiation.folding import fold
from app.store.agreement_tables import AgreementRow
from app.store.case_tables import CaseRow, ConsentRow
from app.store.crypto import Place
from app.store.errors import ChainBroken, DecryptionFailed, PayloadErased
from app.store.offer_tables import OfferInstalmentRow
from app.store.people_tables import AuthorityRow, HouseholdRow, MembershipRow
from app.store.sampling import broken_values
from app.store.sealed_columns import SEALED
from app.store.unit_of_work import UnitOfWork
from app.store.work_tables import AuditRow

_AGREEMENT: Table = AgreementRow.__table__
_AUDIT: Table = AuditRow.__table__
_AUTHORITY: Table = AuthorityRow.__table__
_CASE: Table = CaseRow.__table__
_CONSENT: Table = ConsentRow.__table__
_HOUSEHOLD: Table = HouseholdRow.__table__
_MEMBERSHIP: Table = MembershipRow.__table__
_PAYMENT: Table = OfferInstalmentRow.__table__


def findings(uow: UnitOfWork) -> Iterator[str]:
    """Names of what does not fit, with ids of ours alone; nothing when all does."""
    for sealed in SEALED:
        yield from (f"{place} does not open" for place in broken_values(uow, sealed))
    yield from _rewritten(uow)
    yield from _planted(uow)
    yield from _unsigned(uow)
    yield from _raised(uow)
    yield from _other_terms(uow)


def _rewritten(uow: UnitOfWork) -> Iterator[str]:
    """Agreements whose facts are not those that were signed."""
    for row in uow.people.connection.execute(select(_AGREEMENT)):
        place = Place("agreement", "facts", row.tenant_id, str(row.id))
        try:
            facts = uow.keys.open(place, row.facts)
        except DecryptionFailed:
            continue  # told as a value that does not open
        if sha256_hex(facts) != row.facts_sha256:
            yield f"agreement {row.id} has other facts"


def _planted(uow: UnitOfWork) -> Iterator[str]:
    """Consents that nobody gave, or that were ended and are open again.

    The log has a line for each, with its recipient and its words. One from before the ledger has
    a line of its moment and case.
    """
    given = _AUDIT.c.action == "consent.given"
    first = uow.people.connection.execute(select(func.min(_AUDIT.c.at)).where(given)).scalar()
    for row in uow.people.connection.execute(select(_CONSENT)):
        line = select(_AUDIT.c.seq).where(
            _AUDIT.c.object == f"case:{row.case_id}", _AUDIT.c.at == row.given_at
        )
        if first is not None and row.given_at >= first:
            said = f"{row.grantee_org_id} {row.data_class} {row.wording_version}"
            line = line.where(given, _AUDIT.c.rules_version == said)
        said_at = uow.people.connection.execute(
            line.order_by(_AUDIT.c.seq.desc()).limit(1)
        ).scalar()
        if said_at is None:
            yield f"consent {row.id} was given by nobody"
        elif row.revoked_at is None and _was_stopped(uow, row, said_at):
            yield f"consent {row.id} was ended, and is open"


def _was_stopped(uow: UnitOfWork, row: Row[tuple[object, ...]], since: int) -> bool:
    """Whether the log says, after the line ``since``, that it was taken back."""
    said = f"{row.grantee_org_id} {row.data_class} {row.wording_version}"
    stopped = select(_AUDIT.c.seq).where(
        _AUDIT.c.object == f"case:{row.case_id}",
        _AUDIT.c.action == "consent.revoked",
        _AUDIT.c.rules_version == said,
        _AUDIT.c.seq > since,
    )
    return uow.people.connection.execute(stopped.limit(1)).first() is not None


def _unsigned(uow: UnitOfWork) -> Iterator[str]:
    """Authorities that nobody gave, or that were ended and are in force again.

    The newest line about one says which. One from before there were such lines has a line about a
    home of theirs, of the minute in which it was given.
    """
    changed = _AUDIT.c.action == "authority.changed"
    named = select(func.min(_AUDIT.c.at)).where(changed, _AUDIT.c.object.like("authority:%"))
    first = uow.people.connection.execute(named).scalar()
    for row in uow.people.connection.execute(select(_AUTHORITY)):
        said = _newest(uow, changed, _AUDIT.c.object == f"authority:{row.id}")
        if said is None and (first is None or row.given_at < first):
            of_theirs = select(_HOUSEHOLD.c.id).where(_HOUSEHOLD.c.owner_id == row.borrower_id)
            homes = [
                f"household:{one}" for one in uow.people.connection.execute(of_theirs).scalars()
            ]
            then = _AUDIT.c.at.between(row.given_at, row.given_at + timedelta(minutes=1))
            said = _newest(uow, changed, _AUDIT.c.object.in_(homes), then)
        if said is None:
            yield f"authority {row.id} was given by nobody"
        elif said == "ended" and row.revoked_at is None:
            yield f"authority {row.id} was ended, and is in force"


def _raised(uow: UnitOfWork) -> Iterator[str]:
    """Roles that nobody gave: the newest line about somebody's role in a house says another.

    Who came before there were such lines has none.
    """
    changed = (_AUDIT.c.action == "team.changed", _AUDIT.c.rules_version.like("% %-%-%-%-%"))
    first = uow.people.connection.execute(select(func.min(_AUDIT.c.at)).where(*changed)).scalar()
    live = select(_MEMBERSHIP).where(_MEMBERSHIP.c.removed_at.is_(None))
    for row in uow.people.connection.execute(live):
        of_them = _AUDIT.c.object == f"person:{row.person_id}"
        there = _AUDIT.c.rules_version.like(f"% {row.organisation_id}")
        said = _newest(uow, *changed, of_them, there)
        if said is None and (first is None or row.added_at < first):
            continue
        if said is None or said.split()[0] != row.role:
            yield f"nobody gave {row.person_id} the role that they have in {row.organisation_id}"


def _newest(uow: UnitOfWork, *which: ColumnElement[bool]) -> str | None:
    """What the last of these lines says beside its object."""
    line = select(_AUDIT.c.rules_version).where(*which).order_by(_AUDIT.c.seq.desc()).limit(1)
    return uow.people.connection.execute(line).scalar()


def _other_terms(uow: UnitOfWork) -> Iterator[str]:
    """Cases whose lists, or payments of offers, are not what their events say."""
    for row in uow.people.connection.execute(select(_CASE)):
        try:
            history = uow.cases.history(row.tenant_id, row.id)
        except (ChainBroken, DecryptionFailed, PayloadErased):
            continue  # a broken chain is told by whoever reads the chains
        case = fold(history)
        if (case.stage.value, case.debt.owed.minor) != (row.stage, row.owed_minor):
            yield f"debt_case {row.id} shows other figures"
        for offer in (event for event in history if isinstance(event, OfferMade)):
            if _payments(uow, row, offer) not in ((), _told(offer)):
                yield f"offer {offer.offer_id} has other payments"


def _payments(uow: UnitOfWork, case: Row[tuple[object, ...]], offer: OfferMade) -> tuple[int, ...]:
    query = select(_PAYMENT.c.amount_minor).where(
        _PAYMENT.c.tenant_id == case.tenant_id,
        _PAYMENT.c.case_id == case.id,
        _PAYMENT.c.offer_id == offer.offer_id,
    )
    return tuple(
        uow.people.connection.execute(query.order_by(_PAYMENT.c.due_on, _PAYMENT.c.n)).scalars()
    )


def _told(offer: OfferMade) -> tuple[int, ...]:
    return tuple(one.amount.minor for one in offer.terms.schedule.instalments)
