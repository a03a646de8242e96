"""One transaction. It ends with an audit row, or it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

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
from app.store.engine import NOTE, READS_ONLY
from app.store.erasures import Erasures
from app.store.errors import AuditMissing, ReadOnly
from app.store.event_codec import EventCodec
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
from app.store.stream_tables import StreamTables
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

E = TypeVar("E")
_UNNAMED = "a statement that names no table"


@dataclass(frozen=True, slots=True)
class Watch:
    """Which tables the transaction has written, as the database was told."""

    written: set[str] = field(default_factory=set)
    reasons: list[str] = field(default_factory=list)

    def note(self, statement: str, context: Any) -> None:  # noqa: ANN401 (the driver's own)
        table = getattr(getattr(context.compiled, "statement", None), "table", None)
        if table is not None:
            self.written.add(table.name)
        elif not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            self.written.add(_UNNAMED)


class UnitOfWork:
    """Everything that one transaction can reach, each part made when it is first asked for."""

    def __init__(self, connection: Connection, keyring: Keyring, watch: Watch) -> None:
        self._connection = connection
        self._keyring = keyring
        self.watch = watch

    cases = cached_property(lambda self: Cases(self._connection, self._keyring, self._case_streams))
    offers = cached_property(lambda self: Offers(self._connection))
    handovers = cached_property(lambda self: Handovers(self._connection, self._keyring))
    households = cached_property(lambda self: Households(self._connection, self._household_streams))
    people = cached_property(lambda self: People(self._connection, self._keyring))
    organisations = cached_property(lambda self: Organisations(self._connection))
    consents = cached_property(lambda self: Consents(self._connection))
    conduct = cached_property(lambda self: Conduct(self._connection))
    threads = cached_property(lambda self: Threads(self._connection, self._thread_streams))
    partnerships = cached_property(lambda self: Partnerships(self._connection, self._keyring))
    contacts = cached_property(lambda self: Contacts(self._connection, self._keyring))
    wishes = cached_property(lambda self: WishBook(self._connection))
    meetings = cached_property(lambda self: Meetings(self._connection, self._keyring))
    notes = cached_property(lambda self: Notes(self._connection, self.keys))
    invitations = cached_property(lambda self: Invitations(self._connection))
    agreements = cached_property(lambda self: Agreements(self._connection, self._keyring))
    signatures = cached_property(lambda self: Signatures(self._connection, self._keyring))
    signing_places = cached_property(lambda self: SigningPlaces(self._connection, self._keyring))
    papers = cached_property(lambda self: Papers(self._connection))
    copies = cached_property(lambda self: Copies(self._connection))
    outbox = cached_property(lambda self: Outbox(self._connection, self._keyring))
    audit = cached_property(lambda self: Audit(self._connection, self._keyring))
    sessions = cached_property(lambda self: Sessions(self._connection))
    answers = cached_property(lambda self: Answers(self._connection, self._keyring))
    imports = cached_property(lambda self: Imports(self._connection))
    policies = cached_property(lambda self: Policies(self._connection))
    approvals = cached_property(lambda self: Approvals(self._connection, self._keyring))
    reading = cached_property(lambda self: Reading(self._connection, self._keyring))
    alike = cached_property(lambda self: Alike(self._connection, self._keyring))
    statements = cached_property(lambda self: Statements(self._connection, self._keyring))
    referrals = cached_property(lambda self: Referrals(self._connection, self._keyring, self.keys))
    figures = cached_property(lambda self: Figures(self._connection))
    overlaps = cached_property(lambda self: Overlaps(self._connection, self._keyring))
    checkpoints = cached_property(lambda self: Checkpoints(self._connection))
    keeping = cached_property(lambda self: Keeping(self._connection))
    legal_exports = cached_property(lambda self: LegalExports(self._connection, self._keyring))
    keys = cached_property(lambda self: PersonKeys(self._connection, self._keyring))
    erasures = cached_property(lambda self: Erasures(self._connection, self.keys))
    resealing = cached_property(lambda self: Resealing(self._connection, self._keyring, self.keys))
    exhibits = cached_property(lambda self: Exhibits(self._connection, self.keys))
    throttle = cached_property(lambda self: Throttle(self._connection, self._keyring))
    factors = cached_property(lambda self: Factors(self._connection, self._keyring))
    challenges = cached_property(lambda self: Challenges(self._connection, self._keyring))
    teams = cached_property(lambda self: Teams(self._connection, self._keyring))
    _case_streams = cached_property(lambda self: self._streams(CASE_EVENTS, CASE_TABLES))
    _household_streams = cached_property(
        lambda self: self._streams(HOUSEHOLD_EVENTS, HOUSEHOLD_TABLES)
    )
    _thread_streams = cached_property(lambda self: self._streams(THREAD_EVENTS, THREAD_TABLES))

    def _streams(self, codec: EventCodec[E], tables: StreamTables) -> Streams[E]:
        return Streams(
            self._connection, self._keyring, self.keys, codec, tables, self.audit.witness
        )

    def system(self, reason: str) -> None:
        """This is housekeeping: a lease, a touched session. ``reason`` is for who reads the code.

        It excuses rows of ``HOUSEKEEPING`` alone from leaving an audit row.
        """
        self.watch.reasons.append(reason)


@contextmanager
def unit_of_work(
    engine: Engine, keyring: Callable[[], Keyring], *, reads_only: bool = False
) -> Iterator[UnitOfWork]:
    """One transaction: all of it is stored at the end of the block, or nothing.

    With ``reads_only`` it waits for no writer, and may not write. ``keyring`` is asked once the
    transaction has begun, so that nobody writes with a key that was dropped meanwhile.

    Raises:
        AuditMissing: something changed, and no audit row says so.
        ReadOnly: a reading transaction has written.
    """
    watch = Watch()
    with engine.connect() as connection:
        connection.execution_options(**{READS_ONLY: reads_only, NOTE: watch.note})
        with connection.begin():
            uow = UnitOfWork(connection, keyring(), watch)
            yield uow
            _judge(uow, reads_only=reads_only)


def _judge(uow: UnitOfWork, *, reads_only: bool) -> None:
    written = uow.watch.written
    if reads_only and (written or uow.audit.written):
        raise ReadOnly(", ".join(sorted(written)))
    if uow.audit.written:
        uow.audit.settle()
    elif written and not (uow.watch.reasons and written <= HOUSEKEEPING):
        raise AuditMissing(", ".join(sorted(written)))
