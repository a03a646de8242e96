"""A borrower's second check: a code mailed anew, typed in the same browser."""

from __future__ import annotations

import secrets

from app.core.access import Action
from app.core.errors import NotAllowed
from app.store.sign_in import LoginRequest
from app.usecases import accounts, throttle
from app.usecases.accounts import CODE_TRIES, SignedIn, SignInFailed
from app.usecases.codes import digest, fits, hashed, new_code
from app.usecases.deps import Deps
from app.usecases.factors import proved

PURPOSE = "confirm"


def ask(deps: Deps, who: SignedIn, browser: str, network: str) -> None:
    """Mail a code to the person's own address. It opens nothing but this session's check.

    Raises:
        NotAllowed: the person has no address, or proves it another way.
        TooMany: too many codes were asked for.
    """
    person = who.actor.person_id
    if not who.has_mail or who.actor.memberships:
        raise NotAllowed(Action.CONFIRM)
    throttle.count(deps, "link.address-and-network", f"{person}|{network}")
    throttle.count(deps, "link.address", str(person))
    token, code = secrets.token_urlsafe(32), new_code()
    code_hash = hashed(code)
    at = deps.now()
    with deps.unit_of_work() as uow:
        uow.system("a login request is no change of anything")
        uow.sessions.ask(
            LoginRequest(
                token_sha256=digest(token),
                code_hash=code_hash,
                browser_sha256=digest(browser),
                address_index=str(person),
                person_id=person,
                purpose=PURPOSE,
                created_at=at,
                expires_at=at + accounts.LIFE,
            )
        )
        uow.outbox.put(
            "mail",
            f"confirm:{digest(token)}",
            {"letter": "confirm", "person_id": str(person), "path": "/", "code": code},
            at,
        )


def by_code(deps: Deps, who: SignedIn, code: str, browser: str, new_sid: str) -> SignedIn:
    """Redeem it, once.

    Raises:
        SignInFailed: the code is wrong, used, too old, or of another browser.
        TooMany: too many codes were typed for this account.
    """
    at, person = deps.now(), who.actor.person_id
    throttle.count(deps, "code.account", str(person))
    with deps.unit_of_work() as uow:
        uow.system("a try is counted before the code is compared")
        waits = uow.sessions.try_code(digest(browser), PURPOSE, at, CODE_TRIES)
    if waits is None or waits.person_id != person or not fits(waits.code_hash, code):
        raise SignInFailed("code")
    with deps.unit_of_work() as uow:
        if uow.sessions.redeem(waits.token_sha256, digest(browser), PURPOSE, at) is None:
            raise SignInFailed("code")
        return proved(uow, who, new_sid, at, Action.CONFIRM)
