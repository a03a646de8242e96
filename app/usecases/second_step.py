"""The second step of signing in for staff, and the second check before what matters most."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

import pyotp

from app.core.access import Action
from app.core.one_time import step_of
from app.gateways import passkeys
from app.gateways.passkeys import PasskeyRefused
from app.store.unit_of_work import UnitOfWork
from app.usecases import throttle
from app.usecases.accounts import SignedIn, SignInFailed, start_session
from app.usecases.codes import digest
from app.usecases.deps import Deps
from app.usecases.factors import SIGN_IN, asked, proved, site

BY_PASSKEY = "account.signed-in-by-passkey"
COPIED = "account.passkey-copied"


def by_code(
    deps: Deps, who: SignedIn, code: str, new_sid: str, network: str, action: Action
) -> SignedIn:
    """Prove it with the code of an app: for the second step, or once more before what matters.

    A try counts before the code is compared, for the network and for the person.

    Raises:
        SignInFailed: no app of this person shows that code now, or it was used.
        TooMany: too many codes were tried.
    """
    at, person = deps.now(), who.actor.person_id
    throttle.count(deps, "staff.second", network)
    throttle.count(deps, "staff.second", str(person))
    with deps.unit_of_work() as uow:
        for totp in uow.factors.totps(person):
            step = step_of(code, at, pyotp.TOTP(totp.secret).at, totp.last_step)
            if step is not None and uow.factors.use_step(totp.id, step, at):
                return proved(uow, who, new_sid, at, action)
        uow.audit.write(person, "account.code-refused", f"person:{person}", at)
    raise SignInFailed("totp")


def ask_passkey(deps: Deps, browser: str) -> dict[str, Any]:
    """What a browser needs to answer with any passkey; whose it is only the answer says."""
    challenge = secrets.token_bytes(32)
    with deps.unit_of_work() as uow:
        uow.system("a question is no change of anything")
        uow.challenges.ask(asked(challenge, SIGN_IN, browser, deps.now(), None))
    return passkeys.to_sign_in(site(deps.settings), challenge)


def sign_in(deps: Deps, answer: str, browser: str, new_sid: str) -> SignedIn:
    """A passkey alone is both steps: something one has, and a finger, a face or a PIN.

    Raises:
        SignInFailed: the answer proves nothing, or it is of nobody who works anywhere.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        person = _answered(uow, deps, answer, browser)
        if person is not None and uow.people.actor(person).memberships:
            return start_session(uow, person, new_sid, at, BY_PASSKEY, before=browser, proved=True)
        _refused(uow, person, deps)
    raise SignInFailed("passkey")


def by_passkey(deps: Deps, who: SignedIn, answer: str, browser: str, new_sid: str) -> SignedIn:
    """Prove it once more with a passkey of the same person.

    Raises:
        SignInFailed: as ``sign_in``, or it is somebody else's passkey.
    """
    with deps.unit_of_work() as uow:
        person = _answered(uow, deps, answer, browser)
        if person == who.actor.person_id:
            return proved(uow, who, new_sid, deps.now(), Action.CONFIRM)
        _refused(uow, person, deps)
    raise SignInFailed("passkey")


def _refused(uow: UnitOfWork, person_id: UUID | None, deps: Deps) -> None:
    # Where a copy was used, that is written down already.
    if person_id is not None:
        uow.audit.write(person_id, "account.passkey-refused", f"person:{person_id}", deps.now())


def _answered(uow: UnitOfWork, deps: Deps, answer: str, browser: str) -> UUID | None:
    """Whose passkey answers this browser's question; nobody's where it was copied.

    Raises:
        SignInFailed: it proves nothing.
    """
    at = deps.now()
    try:
        read = passkeys.read(answer)
        question = uow.challenges.use(digest(read.challenge.hex()), digest(browser), SIGN_IN, at)
        known = uow.factors.passkey(read.credential_id)
        if question is None or known is None or read.owner not in (None, known.person_id.bytes):
            raise SignInFailed("passkey")
        count = passkeys.sign_count(site(deps.settings), read, known.public_key)
    except PasskeyRefused as fault:
        raise SignInFailed("passkey") from fault
    if not uow.factors.count_up(known.id, count, at):
        uow.audit.write(known.person_id, COPIED, f"person:{known.person_id}", at)
        return None
    return known.person_id
