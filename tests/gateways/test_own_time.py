"""A token of the product's own timestamping authority, as RFC 3161 and our policy want it."""

from __future__ import annotations

import asyncio
from hashlib import sha256

import pytest
from asn1crypto import cms, tsp
from pyhanko.sign.general import find_unique_cms_attribute

from app.gateways.seal import LocalSealer
from app.gateways.timestamp import LocalTsa
from app.gateways.trust import signer_of
from app.usecases.deps import Deps


@pytest.fixture
def tsa(deps: Deps) -> LocalTsa:
    """The one the product signs with, serial numbers included."""
    sealer = deps.sealer()
    assert isinstance(sealer, LocalSealer)
    assert isinstance(sealer.timestamper, LocalTsa)
    return sealer.timestamper


def a_token(tsa: LocalTsa) -> cms.SignedData:
    answer = asyncio.run(tsa.async_timestamp(sha256(b"a signature").digest(), "sha256"))
    token: cms.SignedData = answer["content"]
    return token


def told(token: cms.SignedData) -> tsp.TSTInfo:
    info: tsp.TSTInfo = token["encap_content_info"]["content"].parsed
    return info


def test_a_token_says_our_policy_and_one_second(tsa: LocalTsa) -> None:
    info = told(a_token(tsa))
    # Below 2.25 stands a UUID, which nobody has to hand out (ITU-T X.667).
    assert info["policy"].dotted == "2.25.175628521309692934221836196777241529254"
    assert info["accuracy"].native == {"seconds": 1, "millis": None, "micros": None}


def test_a_token_is_bound_to_the_certificate_that_signed_it(tsa: LocalTsa) -> None:
    token = a_token(tsa)
    (signer,) = token["signer_infos"]
    named = find_unique_cms_attribute(signer["signed_attrs"], "signing_certificate_v2")
    (certificate,) = named["certs"]
    assert certificate["cert_hash"].native == sha256(signer_of(token).dump()).digest()


def test_no_two_tokens_have_one_serial_number(tsa: LocalTsa) -> None:
    serials = {told(a_token(tsa))["serial_number"].native for _ in range(2)}
    assert len(serials) == 2
    # Short ones are a counter's, which another process would begin again; 160 bits are the
    # most that readers must take (RFC 3161, 2.4.2).
    assert all(1 << 64 < serial < 1 << 160 for serial in serials)
