"""A seal that others certified brings a list of some days, which ends no proof of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.core.evidence import sha256_hex
from app.documents.sandbox import Sandbox
from app.gateways.authority import CRL_LIFE
from app.gateways.renewal import archived, opened
from app.gateways.seal import LocalSealer
from app.gateways.signer import KeySigner
from tests.agreements import AT, an_english_agreement
from tests.authorities import Other, Route, another, web
from tests.sealing import a_sealer, seal


@dataclass(frozen=True, slots=True)
class Sealed:
    final: bytes
    sealer: LocalSealer
    other: Other


@pytest.fixture(scope="module")
def sealed(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sealed]:
    folder: Path = tmp_path_factory.mktemp("short") / "signing"
    routes: dict[str, Route] = {}
    with web(routes) as origin:
        other = another("Example Seal", AT, stamps=False, crl_url=f"{origin}/list.crl")
        routes["/list.crl"] = lambda _: (200, "application/pkix-crl", other.revocations)
        sealer = replace(a_sealer(folder), seal=KeySigner(other.below))
        worked = seal(sandbox, sealer, an_english_agreement(months=12))
        yield Sealed(worked.final, sealer, other)


def test_the_proof_of_such_a_file_ends_with_our_own_list(sealed: Sealed) -> None:
    proof = archived(sealed.final)
    assert sealed.other.revocations in [one.dump() for one in proof.lists]
    assert proof.ends(sealed.sealer.authority.root_pem) == AT + CRL_LIFE


def test_its_renewal_keeps_the_lists_of_the_time_alone(sealed: Sealed) -> None:
    before = archived(sealed.final)
    renewal = opened(sealed.sealer.renew(sha256_hex(sealed.final), before, AT))
    assert sealed.other.revocations not in [one.dump() for one in renewal.lists]
    assert renewal.ends(sealed.sealer.authority.root_pem) == AT + CRL_LIFE
