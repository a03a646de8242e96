"""Row 11: a field is signed once, and a file is certified once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyhanko.sign.ades.api import GenericCommitment
from pyhanko.sign.general import SigningError

from app.core.sealed import COMPLETION, PLATFORM
from app.documents.sandbox import Sandbox
from app.gateways.signer import KeySigner, sign
from tests.agreements import AT
from tests.attacks.signing.conftest import Ground
from tests.attacks.signing.table import row
from tests.sealing import an_act


def seal_with(ground: Ground, revision: int, field: str, *, certify: bool) -> bytes:
    return sign(
        ground.worked.revisions[revision].pdf,
        KeySigner(ground.sealer.authority.seal),
        ground.sealer.timestamper,
        field=field,
        reason="again",
        name="Plainpact",
        at=AT,
        commitment=GenericCommitment.PROOF_OF_ORIGIN,
        certify=certify,
    )


def a_party(ground: Ground, sandbox: Sandbox) -> object:
    act = an_act(sandbox, ground.worked.people[0], "en")
    return ground.sealer.apply(ground.worked.revisions[1].pdf, act, AT)


def the_seal(ground: Ground, _: Sandbox) -> object:
    return seal_with(ground, 0, PLATFORM, certify=False)


def certified(ground: Ground, _: Sandbox) -> object:
    return seal_with(ground, 2, COMPLETION, certify=True)


def after_the_end(ground: Ground, _: Sandbox) -> object:
    return ground.sealer.close(ground.worked.final, AT)


@pytest.mark.parametrize(
    "attempt",
    [
        row(11, "a party's field", a_party),
        row(11, "the seal's field", the_seal),
        row(11, "certified twice", certified),
        row(11, "closed twice", after_the_end),
    ],
)
def test_nothing_is_signed_twice(
    ground: Ground, sandbox: Sandbox, attempt: Callable[[Ground, Sandbox], object]
) -> None:
    with pytest.raises(SigningError):
        attempt(ground, sandbox)
