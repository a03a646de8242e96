"""A person's own second factors: what there is, adding, naming and removing. The last one stays."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pyotp

from app.core.access import Action
from app.core.errors import DomainError, NotAllowed
from app.core.one_time import step_of
from app.documents.charts import qr
from app.gateways import passkeys
from app.gateways.passkeys import PasskeyRefused, Site
from app.settings import Settings
from app.store.challenges import Challenge
from app.store.factors import Factor, Passkey, Totp
from app.store.unit_of_work import UnitOfWork
from app.usecases.accounts import IDLE_STAFF, SignedIn, SignInFailed
from app.usecases.codes import digest
from app.usecases.deps import Deps

LIFE = timedelta(minutes=5)
"""How long a browser may take to answer one question."""
SIGN_IN, NEW_PASSKEY, NEW_TOTP = "passkey", "new-passkey", "new-totp"
ISSUER = "Plainpact"


class LastFactor(DomainError):
    """The only way to pass the second step cannot be removed."""

    code = "last_factor"


class NoSuchFactor(DomainError):
    """It is no factor of this person, or not any more."""

    code = "no_such_factor"


@dataclass(frozen=True, slots=True)
class NewTotp:
    """A secret that waits for its first code: as letters, and as a picture for the app."""

    secret: str
    picture: str


def site(settings: Settings) -> Site:
    return Site(urlsplit(settings.public_base_url).hostname or "", settings.public_base_url)


def of(deps: Deps, who: SignedIn) -> tuple[Factor, ...]:
    with deps.reading() as uow:
        return uow.factors.of_person(who.actor.person_id)


def begin_totp(deps: Deps, who: SignedIn, browser: str) -> None:
    """Make a secret for an app and keep it until the app has shown its first code."""
    at, person = deps.now(), who.actor.person_id
    with deps.unit_of_work() as uow:
        _may_add(uow, who)
        uow.challenges.ask(_challenge(NEW_TOTP, browser, at, person, pyotp.random_base32()))
        uow.audit.write(person, "account.factor-begun", f"person:{person}", at)


def new_totp(deps: Deps, who: SignedIn, browser: str) -> NewTotp | None:
    """The secret that waits, shown to its owner alone and for five minutes."""
    person = who.actor.person_id
    with deps.reading() as uow:
        found = uow.challenges.newest(digest(browser), NEW_TOTP, person, deps.now())
        owner = uow.people.find(person)
    if found is None or found.kept is None or owner is None:
        return None
    name = owner.email or owner.name
    uri = pyotp.TOTP(found.kept).provisioning_uri(name=name, issuer_name=ISSUER)
    return NewTotp(found.kept, str(qr(uri, ISSUER)))


def finish_totp(
    deps: Deps, who: SignedIn, code: str, name: str, browser: str, new_sid: str
) -> SignedIn:
    """Keep the app whose first code this is; its owner has then proved to hold it.

    Raises:
        SignInFailed: no secret waits, or the code is not of it.
    """
    at, person = deps.now(), who.actor.person_id
    with deps.unit_of_work() as uow:
        _may_add(uow, who)
        waits = uow.challenges.newest(digest(browser), NEW_TOTP, person, at)
        if waits is None or waits.kept is None:
            raise SignInFailed("totp")
        step = step_of(code, at, pyotp.TOTP(waits.kept).at, 0)
        if step is None or not uow.challenges.use(
            waits.token_sha256, digest(browser), NEW_TOTP, at
        ):
            raise SignInFailed("totp")
        uow.factors.add_totp(person, Totp(uuid4(), waits.kept, step), name, at)
        return proved(uow, who, new_sid, at, Action.ENROL)


def begin_passkey(deps: Deps, who: SignedIn, browser: str) -> dict[str, Any]:
    """What the browser needs to make a passkey."""
    at, person, challenge = deps.now(), who.actor.person_id, secrets.token_bytes(32)
    with deps.unit_of_work() as uow:
        _may_add(uow, who)
        owner = uow.people.find(person)
        known = uow.factors.passkeys(person)
        uow.challenges.ask(asked(challenge, NEW_PASSKEY, browser, at, person))
        uow.audit.write(person, "account.factor-begun", f"person:{person}", at)
    name = (owner.email or owner.name) if owner else ""
    return passkeys.to_make(site(deps.settings), challenge, person, name, known)


def finish_passkey(
    deps: Deps, who: SignedIn, answer: str, name: str, browser: str, new_sid: str
) -> SignedIn:
    """Keep the passkey that the browser made.

    Raises:
        SignInFailed: the answer proves nothing, or answers no question of ours to this browser.
    """
    at, person = deps.now(), who.actor.person_id
    try:
        read = passkeys.read(answer)
        with deps.unit_of_work() as uow:
            _may_add(uow, who)
            question = uow.challenges.use(
                digest(read.challenge.hex()), digest(browser), NEW_PASSKEY, at
            )
            if question is None or question.person_id != person:
                raise SignInFailed("passkey")
            made = passkeys.made(site(deps.settings), read)
            if uow.factors.passkey(made.credential_id) is not None:
                raise SignInFailed("passkey")
            kept = Passkey(uuid4(), person, made.credential_id, made.public_key, made.sign_count)
            uow.factors.add_passkey(kept, name, at)
            return proved(uow, who, new_sid, at, Action.ENROL)
    except PasskeyRefused as fault:
        raise SignInFailed("passkey") from fault


def rename(deps: Deps, who: SignedIn, factor_id: UUID, name: str) -> None:
    """Raises NoSuchFactor: it is no factor of this person."""
    at, person = deps.now(), who.actor.person_id
    with deps.unit_of_work() as uow:
        uow.factors.rename(person, _own(uow, person, factor_id), name)
        uow.audit.write(person, Action.CHANGE_SECURITY, f"person:{person}", at)


def remove(deps: Deps, who: SignedIn, factor_id: UUID) -> None:
    """Take one away. Whoever came in elsewhere, perhaps by it, is not there any more.

    Raises:
        NoSuchFactor: it is no factor of this person.
        LastFactor: there is no other.
    """
    at, person = deps.now(), who.actor.person_id
    with deps.unit_of_work() as uow:
        found = _own(uow, person, factor_id)
        if len(uow.factors.of_person(person)) == 1:
            raise LastFactor(found.kind)
        uow.factors.remove(person, found, at)
        for one in uow.sessions.of_person(person, at, IDLE_STAFF):
            if one.id_sha256 != who.session_sha256:
                uow.sessions.end(one.id_sha256, at)
        uow.outbox.put(
            "mail",
            f"factor-removed:{found.id}",
            {"letter": "factor_changed", "person_id": str(person), "path": "/account/security"},
            at,
        )
        uow.audit.write(person, Action.CHANGE_SECURITY, f"person:{person}", at)


def proved(uow: UnitOfWork, who: SignedIn, new_sid: str, at: datetime, action: str) -> SignedIn:
    """The same session under a new id, with a check that is fresh now.

    Raises:
        SignInFailed: the session ended meanwhile.
    """
    old = uow.sessions.live(who.session_sha256, at, IDLE_STAFF)
    if old is None:
        raise SignInFailed("session")
    uow.sessions.end(old.id_sha256, at)
    uow.sessions.start(
        replace(old, id_sha256=digest(new_sid), last_seen_at=at, fresh_at=at, ended_at=None)
    )
    uow.audit.write(who.actor.person_id, action, f"person:{who.actor.person_id}", at)
    return replace(who, session_sha256=digest(new_sid), fresh_at=at)


def _may_add(uow: UnitOfWork, who: SignedIn) -> None:
    # Before the second step only somebody without any factor may add one: the first.
    if not who.actor.memberships or (who.halfway and uow.factors.of_person(who.actor.person_id)):
        raise NotAllowed(Action.ENROL)


def _own(uow: UnitOfWork, person_id: UUID, factor_id: UUID) -> Factor:
    found = next((f for f in uow.factors.of_person(person_id) if f.id == factor_id), None)
    if found is None:
        raise NoSuchFactor(factor_id)
    return found


def _challenge(
    purpose: str, browser: str, at: datetime, person: UUID | None, kept: str | None
) -> Challenge:
    token = digest(secrets.token_urlsafe(32))
    return Challenge(token, digest(browser), purpose, at, at + LIFE, person, kept)


def asked(
    challenge: bytes, purpose: str, browser: str, at: datetime, person: UUID | None
) -> Challenge:
    return replace(
        _challenge(purpose, browser, at, person, None), token_sha256=digest(challenge.hex())
    )
