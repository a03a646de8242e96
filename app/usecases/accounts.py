"""Signing in without a password: a link and a code by mail, or a code from a letter."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from app.core.access import Action, Actor
from app.core.errors import DomainError
from app.store.sign_in import LoginRequest, SessionRecord
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps

PURPOSE = "sign-in"
LIFE = timedelta(seconds=600)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CODE_TRIES = 5
CODE_DIGITS = 8
CODES_AN_HOUR = 15
LINKS_AN_HOUR, LINKS_A_DAY = 3, 10
IDLE_BORROWER, LIFE_BORROWER = timedelta(minutes=15), timedelta(hours=8)
IDLE_STAFF, LIFE_STAFF = timedelta(minutes=30), timedelta(hours=10)
FRESH = timedelta(minutes=5)
TOUCH_EVERY = timedelta(seconds=60)
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


class TooMany(DomainError):
    """Too many tries; later it works again (429)."""

    code = "too_many"


class SignInFailed(DomainError):
    """The link or code is wrong, used, too old, or from another browser."""

    code = "sign_in_failed"


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


def ask(deps: Deps, email: str, browser: str) -> None:
    """Ask for a link and a code. Known and unknown addresses cause identical work.

    Raises:
        TooMany: this address was asked for too often in the last hour or day.
    """
    at = deps.now()
    token, code = secrets.token_urlsafe(32), new_code()
    code_hash = hashed(code)
    with deps.unit_of_work() as uow:
        uow.system("a login request is no change of anything")
        index = uow.people.index(email)
        for most, apart in ((LINKS_AN_HOUR, HOUR), (LINKS_A_DAY, DAY)):
            if uow.sessions.asked_since(index, at - apart) >= most:
                raise TooMany("sign-in links")
        person = uow.people.by_email(email)
        uow.sessions.ask(
            LoginRequest(
                token_sha256=digest(token),
                code_hash=code_hash,
                browser_sha256=digest(browser),
                address_index=index,
                person_id=person.id if person else None,
                purpose=PURPOSE,
                created_at=at,
                expires_at=at + LIFE,
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
        SignInFailed: it is not that browser, or not that link, or too late.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        redeemed = uow.sessions.redeem(digest(token), digest(browser), PURPOSE, at)
        if redeemed is None or redeemed.person_id is None:
            raise SignInFailed("link")
        return start_session(
            uow, redeemed.person_id, new_sid, at, "account.signed-in", before=browser
        )


def by_code(deps: Deps, code: str, browser: str, new_sid: str) -> SignedIn:
    """Redeem the code of this browser's newest request.

    Raises:
        SignInFailed: the code is wrong, used up or too old.
        TooMany: too many codes were typed for this account.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        uow.system("a try is counted before the code is compared")
        request = uow.sessions.try_code(digest(browser), PURPOSE, at, CODE_TRIES)
        since = at - HOUR
        if request and request.person_id:
            tries = uow.sessions.tried_since(request.person_id, since)
        else:
            tries = 0
    if tries > CODES_AN_HOUR:
        raise TooMany("codes")
    if request is None or not fits(request.code_hash, code):
        raise SignInFailed("code")
    with deps.unit_of_work() as uow:
        redeemed = uow.sessions.redeem(request.token_sha256, digest(browser), PURPOSE, at)
        if redeemed is None or redeemed.person_id is None:
            raise SignInFailed("code")
        return start_session(
            uow, redeemed.person_id, new_sid, at, "account.signed-in", before=browser
        )


def arrive(deps: Deps, word: str, new_sid: str, before: str = "") -> tuple[SignedIn, UUID]:
    """Redeem an invitation by its link's token or its typed code; the case it leads to.

    ``before`` is the session that the same browser had until now; it ends.

    Raises:
        SignInFailed: no such invitation, or it was used or is too old.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        found = uow.invitations.redeem(digest(plain_code(word)), at)
        if found is None:
            raise SignInFailed("invitation")
        signed_in = start_session(
            uow, found.person_id, new_sid, at, "account.arrived", before=before
        )
        return signed_in, found.case_id


def invited(deps: Deps, word: str) -> bool:
    """Whether an invitation waits under this token; looking uses nothing up."""
    with deps.reading() as uow:
        return uow.invitations.peek(digest(plain_code(word)), deps.now()) is not None


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


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def plain_code(word: str) -> str:
    """Codes may be typed with spaces and dashes, and in either case; tokens may not."""
    squeezed = "".join(word.split()).replace("-", "")
    is_code = squeezed.isascii() and squeezed.isalnum() and len(squeezed) <= 2 * CODE_DIGITS
    return squeezed.upper() if is_code else word


def hashed(code: str) -> str:
    return _HASHER.hash(code)


def fits(code_hash: str, code: str) -> bool:
    try:
        return _HASHER.verify(code_hash, "".join(code.split()))
    except VerifyMismatchError:
        return False


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def start_session(
    uow: UnitOfWork,
    person_id: UUID,
    sid: str,
    at: datetime,
    action: str,
    *,
    before: str = "",
    proved: bool = False,
) -> SignedIn:
    """A new session of a person, in place of the browser's one ``before``.

    Staff get no right by it before the second step, unless they ``proved`` themselves fully.

    Raises:
        SignInFailed: there is no such person.
    """
    # Whoever this browser was until now is not there any more: an old id opens nothing.
    uow.sessions.end(digest(before), at)
    person = uow.people.find(person_id)
    if person is None:
        raise SignInFailed("person")
    found = _signed_in(uow, person_id, digest(sid), at if proved else None)
    if not found.actor.memberships:
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
