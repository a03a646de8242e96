"""Coming in for the first time: by an invitation's link, or by its code from a letter."""

from __future__ import annotations

from uuid import UUID

from app.usecases import throttle
from app.usecases.accounts import REUSED, SignedIn, SignInFailed, start_session
from app.usecases.codes import digest, plain_code
from app.usecases.deps import Deps


def arrive(
    deps: Deps, word: str, network: str, new_sid: str, before: str = ""
) -> tuple[SignedIn, UUID]:
    """Redeem an invitation by its link's token or its typed code; the case it leads to.

    ``before`` is the session that the same browser had until now; it ends.

    Raises:
        SignInFailed: no such invitation, or it was used or is too old.
        TooMany: this network tried too many.
        CannotCount: as ``throttle.count``.
    """
    throttle.count(deps, "arrival.network", network)
    at, secret = deps.now(), digest(plain_code(word))
    with deps.unit_of_work() as uow:
        found = uow.invitations.redeem(secret, at)
        if found is not None:
            signed_in = start_session(
                uow, found.person_id, new_sid, at, "account.arrived", before=before, letter=True
            )
            return signed_in, found.case_id
        if not uow.invitations.was_used(secret):
            raise SignInFailed("invitation")
        uow.audit.write(None, REUSED, "invitation", at)
    raise SignInFailed("invitation")
