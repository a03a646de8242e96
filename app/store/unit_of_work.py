"""One transaction. It ends with an audit row, or it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, sessionmaker

from app.store.agreements import Agreements
from app.store.alike import Alike
from app.store.answers import Answers
from app.store.approvals import Approvals
from app.store.audit import Audit
from app.store.case_codec import CASE_EVENTS, CASE_TABLES
from app.store.cases import Cases
from app.store.challenges import Challenges
from app.store.checkpoints import Checkpoints
from app.store.conduct import Conduct
from app.store.consents import Consents
from app.store.contacts import Contacts
from app.store.copies import Copies
from app.store.crypto import Keyring
from app.store.engine import READS_ONLY
from app.store.erasures import Erasures
from app.store.errors import AuditMissing, ReadOnly
from app.store.exhibits import Exhibits
from app.store.factors import Factors
from app.store.figures import Figures
from app.store.handovers import Handovers
from app.store.households import HOUSEHOLD_EVENTS, HOUSEHOLD_TABLES, Households
from app.store.imports import Imports
from app.store.invitations import Invitations
from app.store.keeping import Keeping
from app.store.legal_exports import LegalExports
from app.store.meetings import Meetings
from app.store.notes import Notes
from app.store.offers import Offers
from app.store.organisations import Organisations
from app.store.outbox import Outbox
from app.store.overlaps import Overlaps
from app.store.papers import Papers
from app.store.partnerships import Partnerships
from app.store.people import People
from app.store.person_keys import PersonKeys
from app.store.policies import Policies
from app.store.reading import Reading
from app.store.referrals import Referrals
from app.store.resealing import Resealing
from app.store.sign_in import Sessions
from app.store.signatures import Signatures
from app.store.signing_places import SigningPlaces
from app.store.statements import Statements
from app.store.streams import Streams
from app.store.teams import Teams
from app.store.threads import THREAD_EVENTS, THREAD_TABLES, Threads
from app.store.throttle import Throttle
from app.store.wishes import WishBook

HOUSEKEEPING = frozenset(
    {"session", "login_request", "outbox", "signing_nonce", "idempotency_key", "thread_mark"}
    | {"checkpoint", "throttle", "challenge"}
)
"""Tables whose rows say how the product works, not what people did."""

_UNNAMED = "a statement that names no table"


@dataclass(frozen=True, slots=True)
class Watch:
    """Which tables the transaction has written, as the database was told."""

    written: set[str] = field(default_factory=set)
    reasons: list[str] = field(default_factory=list)

    def note(
        self,
        _connection: Connection,
        _cursor: object,
        statement: str,
        _parameters: object,
        context: Any,  # noqa: ANN401 (the driver's own)
        _many: bool,
    ) -> None:
        table = getattr(getattr(context.compiled, "statement", None), "table", None)
        if table is not None:
            self.written.add(table.name)
        elif not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            self.written.add(_UNNAMED)


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """Everything that one transaction can reach."""

    cases: Cases
    offers: Offers
    handovers: Handovers
    households: Households
    people: People
    organisations: Organisations
    consents: Consents
    conduct: Conduct
    threads: Threads
    partnerships: Partnerships
    contacts: Contacts
    wishes: WishBook
    meetings: Meetings
    notes: Notes
    invitations: Invitations
    agreements: Agreements
    signatures: Signatures
    signing_places: SigningPlaces
    papers: Papers
    copies: Copies
    outbox: Outbox
    audit: Audit
    sessions: Sessions
    answers: Answers
    imports: Imports
    policies: Policies
    approvals: Approvals
    reading: Reading
    alike: Alike
    statements: Statements
    referrals: Referrals
    figures: Figures
    overlaps: Overlaps
    checkpoints: Checkpoints
    keeping: Keeping
    legal_exports: LegalExports
    keys: PersonKeys
    erasures: Erasures
    resealing: Resealing
    exhibits: Exhibits
    throttle: Throttle
    factors: Factors
    challenges: Challenges
    teams: Teams
    watch: Watch

    def system(self, reason: str) -> None:
        """This is housekeeping: a lease, a touched session. ``reason`` is for who reads the code.

        It excuses rows of ``HOUSEKEEPING`` alone from leaving an audit row.
        """
        self.watch.reasons.append(reason)


@contextmanager
def unit_of_work(
    sessions: sessionmaker[Session], keyring: Callable[[], Keyring], *, reads_only: bool = False
) -> Iterator[UnitOfWork]:
    """One transaction: all of it is stored at the end of the block, or nothing.

    With ``reads_only`` it waits for no writer, and may not write. ``keyring`` is asked once the
    transaction has begun, so that nobody writes with a key that was dropped meanwhile.

    Raises:
        AuditMissing: something changed, and no audit row says so.
        ReadOnly: a reading transaction has written.
    """
    with sessions.begin() as session:
        connection = session.connection(execution_options={READS_ONLY: reads_only})
        watch = Watch()
        event.listen(connection, "before_cursor_execute", watch.note)
        uow = _assemble(session, keyring(), watch)
        yield uow
        session.flush()  # so that the watch sees everything before it is judged
        _judge(uow, reads_only=reads_only)


def _judge(uow: UnitOfWork, *, reads_only: bool) -> None:
    written = uow.watch.written
    if reads_only and (written or uow.audit.written):
        raise ReadOnly(", ".join(sorted(written)))
    if uow.audit.written:
        uow.audit.settle()
    elif written and not (uow.watch.reasons and written <= HOUSEKEEPING):
        raise AuditMissing(", ".join(sorted(written)))


def _assemble(session: Session, keyring: Keyring, watch: Watch) -> UnitOfWork:
    audit = Audit(session, keyring)
    keys = PersonKeys(session, keyring)
    case_streams = Streams(session, keyring, keys, CASE_EVENTS, CASE_TABLES, audit.witness)
    household_streams = Streams(
        session, keyring, keys, HOUSEHOLD_EVENTS, HOUSEHOLD_TABLES, audit.witness
    )
    thread_streams = Streams(session, keyring, keys, THREAD_EVENTS, THREAD_TABLES, audit.witness)
    return UnitOfWork(
        cases=Cases(session, keyring, case_streams),
        offers=Offers(session),
        handovers=Handovers(session, keyring),
        households=Households(session, household_streams),
        people=People(session, keyring),
        organisations=Organisations(session),
        consents=Consents(session),
        conduct=Conduct(session),
        threads=Threads(session, thread_streams),
        partnerships=Partnerships(session, keyring),
        contacts=Contacts(session, keyring),
        wishes=WishBook(session),
        meetings=Meetings(session, keyring),
        notes=Notes(session, keys),
        invitations=Invitations(session),
        agreements=Agreements(session, keyring),
        signatures=Signatures(session, keyring),
        signing_places=SigningPlaces(session, keyring),
        papers=Papers(session),
        copies=Copies(session),
        outbox=Outbox(session, keyring),
        audit=audit,
        sessions=Sessions(session),
        answers=Answers(session, keyring),
        imports=Imports(session),
        policies=Policies(session),
        approvals=Approvals(session, keyring),
        reading=Reading(session, keyring),
        alike=Alike(session, keyring),
        statements=Statements(session, keyring),
        referrals=Referrals(session, keyring, keys),
        figures=Figures(session),
        overlaps=Overlaps(session, keyring),
        checkpoints=Checkpoints(session),
        keeping=Keeping(session),
        legal_exports=LegalExports(session, keyring),
        keys=keys,
        erasures=Erasures(session, keys),
        resealing=Resealing(session, keyring, keys),
        exhibits=Exhibits(session, keys),
        throttle=Throttle(session, keyring),
        factors=Factors(session, keyring),
        challenges=Challenges(session, keyring),
        teams=Teams(session, keyring),
        watch=watch,
    )
