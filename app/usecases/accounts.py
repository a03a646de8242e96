"""Signing in without a password: a link and a code by mail."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.core.access import Action, Actor
from app.core.errors import DomainError
from app.store.sign_in import LoginRequest, Redeemed, SessionRecord
from app.store.unit_of_work import UnitOfWork
from app.usecases import throttle
from app.usecases.codes import digest, fits, hashed, new_code
from app.usecases.deps import Deps

PURPOSE = "sign-in"
LIFE = timedelta(seconds=600)
CODE_TRIES = 5
REUSED = "authn.token_reused"
IDLE_BORROWER, LIFE_BORROWER = timedelta(minutes=15), timedelta(hours=8)
IDLE_STAFF, LIFE_STAFF = timedelta(minutes=30), timedelta(hours=10)
FRESH = timedelta(minutes=5)
TOUCH_EVERY = timedelta(seconds=60)


class SignInFailed(DomainError):
    """The link or code is wrong, used, too old, or from another browser."""

    code = "sign_in_failed"


class UsedUp(SignInFailed):
    """Nothing is left to be tried: only a new link or code helps (410)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The page that somebody was about to open: the name of an endpoint, and of which object."""

    endpoint: str | None = None
    object_id: UUID | None = None


NOWHERE = Wanted()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a session stands for, right now."""

    actor: Actor
    name: str
    language: str
    session_sha256: str
    fresh_at: datetime | None = None
    has_mail: bool = True

    @property
    def halfway(self) -> bool:
        """Works for an organisation, and has not passed the second step: no right holds yet."""
        return bool(self.actor.memberships) and self.fresh_at is None

    def is_fresh(self, at: datetime) -> bool:
        """Whether the last check is young enough for what binds or reveals the most."""
        return self.fresh_at is not None and at - self.fresh_at <= FRESH

    wanted: Wanted = NOWHERE

    @property
    def place(self) -> str:
        """Which part of the product is this person's own: lender, counselor, operator, borrower."""
        if self.actor.organisations("lender"):
            return "lender"
        if self.actor.organisations("charity"):
            return "counselor"
        if self.actor.organisations("operator"):
            return "operator"
        return "borrower"


def ask(deps: Deps, email: str, browser: str, network: str, wanted: Wanted = NOWHERE) -> None:
    """Ask for a link and a code. Known and unknown addresses cause identical work.

    Raises:
        TooMany: this address, or this network, asked too often.
        CannotCount: as ``throttle.count``.
    """
    throttle.count_all(
        deps,
        ("link.network", network),
        ("link.address-and-network", f"{email}|{network}"),
        ("link.address", email),
    )
    at = deps.now()
    token, code = secrets.token_urlsafe(32), new_code()
    code_hash = hashed(code)
    with deps.unit_of_work() as uow:
        uow.system("a login request is no change of anything")
        person = uow.people.by_email(email)
        uow.sessions.ask(
            LoginRequest(
                token_sha256=digest(token),
                code_hash=code_hash,
                browser_sha256=digest(browser),
                address_index=uow.people.index(email),
                person_id=person.id if person else None,
                purpose=PURPOSE,
                created_at=at,
                expires_at=at + LIFE,
                wanted=wanted.endpoint,
                wanted_id=wanted.object_id,
            )
        )
        uow.outbox.put(
            "mail",
            f"sign-in:{digest(token)}",
            {
                "letter": "sign_in",
                "person_id": str(person.id) if person else None,
                "path": f"/sign-in/link/{token}",
                "code": code,
            },
            at,
        )


def by_link(deps: Deps, token: str, browser: str, new_sid: str) -> SignedIn:
    """Redeem a link, once, in the browser that asked.

    Raises:
        UsedUp: it is not that browser, or not that link, or too late.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        redeemed = uow.sessions.redeem(digest(token), digest(browser), PURPOSE, at)
        if redeemed is not None and redeemed.person_id is not None:
            return _come_in(uow, redeemed, redeemed.person_id, new_sid, at, browser)
        if not uow.sessions.was_used(digest(token), PURPOSE):
            raise UsedUp("link")
        uow.audit.write(None, REUSED, "login-request", at)
    raise UsedUp("link")


def by_code(deps: Deps, code: str, browser: str, new_sid: str) -> SignedIn:
    """Redeem the code of this browser's newest request.

    Raises:
        SignInFailed: the code is wrong.
        UsedUp: this browser has no request that waits: used, too old, or tried five times.
        TooMany: too many codes were typed for this account.
        CannotCount: as ``throttle.count``.
    """
    at = deps.now()
    with throttle.counting(deps) as uow:
        request = uow.sessions.try_code(digest(browser), PURPOSE, at, CODE_TRIES)
        if request is not None:
            throttle.take(uow, "code.account", request.address_index, at)
    if request is None:
        raise UsedUp("code")
    if not fits(request.code_hash, code):
        raise SignInFailed("code")
    with deps.unit_of_work() as uow:
        redeemed = uow.sessions.redeem(request.token_sha256, digest(browser), PURPOSE, at)
        if redeemed is not None and redeemed.person_id is not None:
            return _come_in(uow, redeemed, redeemed.person_id, new_sid, at, browser)
        uow.audit.write(None, REUSED, "login-request", at)
    raise UsedUp("code")


def start(deps: Deps, person_id: UUID, new_sid: str) -> SignedIn:
    """Sign a person in without proof; the demo page does, and refuses in production.

    Raises:
        SignInFailed: this is a production deployment.
    """
    if deps.settings.production:
        raise SignInFailed("demo")
    with deps.unit_of_work() as uow:
        at, action = deps.now(), "account.demo-signed-in"
        return start_session(uow, person_id, new_sid, at, action, proved=True)


def who(deps: Deps, sid: str) -> SignedIn | None:
    """The person of a session, if it is alive; memberships are read anew each time."""
    at = deps.now()
    with deps.reading() as uow:
        record = uow.sessions.live(digest(sid), at, IDLE_STAFF)
        if record is None:
            return None
        found = _signed_in(uow, record.person_id, record.id_sha256, record.fresh_at)
        idle = IDLE_BORROWER if found.place == "borrower" else IDLE_STAFF
        if record.last_seen_at <= at - idle:
            return None
    if at - record.last_seen_at > TOUCH_EVERY:
        with deps.unit_of_work() as uow:
            uow.system("a session was seen")
            uow.sessions.touch(record.id_sha256, at)
    return found


def end(deps: Deps, sid: str) -> None:
    """End a session, whoever's it is; the holder of the id may always leave."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        record = uow.sessions.live(digest(sid), at, LIFE_STAFF)
        uow.sessions.end(digest(sid), at)
        person = record.person_id if record else None
        uow.audit.write(person, "account.signed-out", "session", at)


def speak(deps: Deps, actor: Actor, language: str) -> None:
    """Remember the language for mails and documents."""
    with deps.unit_of_work() as uow:
        uow.people.change_language(actor.person_id, language)
        uow.audit.write(
            actor.person_id, Action.SWITCH_LANGUAGE, f"person:{actor.person_id}", deps.now()
        )


def _come_in(
    uow: UnitOfWork, redeemed: Redeemed, person_id: UUID, sid: str, at: datetime, before: str
) -> SignedIn:
    found = start_session(uow, person_id, sid, at, "account.signed-in", before=before)
    return replace(found, wanted=Wanted(redeemed.wanted, redeemed.wanted_id))


def start_session(
    uow: UnitOfWork,
    person_id: UUID,
    sid: str,
    at: datetime,
    action: str,
    *,
    before: str = "",
    proved: bool = False,
    letter: bool = False,
) -> SignedIn:
    """A new session of a person, in place of the browser's one ``before``.

    Staff get no right by it before the second step, unless they ``proved`` themselves fully.
    A ``letter`` may be found by somebody else weeks later: who comes by one was not checked just now.

    Raises:
        SignInFailed: there is no such person.
    """
    # Whoever this browser was until now is not there any more: an old id opens nothing.
    uow.sessions.end(digest(before), at)
    person = uow.people.find(person_id)
    if person is None:
        raise SignInFailed("person")
    found = _signed_in(uow, person_id, digest(sid), at if proved else None)
    if not found.actor.memberships and not letter:
        found = replace(found, fresh_at=at)
    life = LIFE_BORROWER if found.place == "borrower" else LIFE_STAFF
    uow.sessions.start(
        SessionRecord(
            id_sha256=digest(sid),
            person_id=person_id,
            epoch=person.epoch,
            csrf="",
            created_at=at,
            last_seen_at=at,
            expires_at=at + life,
            fresh_at=found.fresh_at,
        )
    )
    uow.audit.write(person_id, action, f"person:{person_id}", at)
    return found


def _signed_in(
    uow: UnitOfWork, person_id: UUID, session_sha256: str, fresh_at: datetime | None
) -> SignedIn:
    person = uow.people.find(person_id)
    if person is None:
        raise SignInFailed("person")
    return SignedIn(
        uow.people.actor(person_id),
        person.name,
        person.language,
        session_sha256,
        fresh_at,
        person.email is not None,
    )
