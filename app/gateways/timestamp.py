"""Time on signatures (RFC 3161): our own authority, and what any authority must have said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.general import (
    MultivaluedAttributeError,
    NonexistentAttributeError,
    as_signing_certificate_v2,
    find_unique_cms_attribute,
    simple_cms_attribute,
)
from pyhanko.sign.timestamps import TimeStamper

from app import faults
from app.core.sealed import Token
from app.gateways.authority import Keyed
from app.gateways.trust import name_in, signer_of

POLICY = "2.25.175628521309692934221836196777241529254"
"""Our policy: time is what this server's clock says, to one second."""

NEAR = timedelta(minutes=5)

OWN_TOKEN = 3_000
"""Bytes that are kept free for a token of ours; it takes about 2,150."""


Made = TypeVar("Made", bound=core.Asn1Value)


class TimeNotProven(Exception):
    """The token is missing, speaks of other bytes, or its time is not near ours: try again."""


class LocalTsa(TimeStamper):
    """Our own authority. ``clock`` gives aware UTC, ``serial`` a number never given before."""

    largest = OWN_TOKEN

    def __init__(
        self, keyed: Keyed, clock: Callable[[], datetime], serial: Callable[[], int]
    ) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]  # pyHanko gives no types here
        self._keyed = keyed
        self._clock = clock
        self._serial = serial
        self._parts = _parts(keyed)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Grant a token over a SHA-256 imprint; refuse any other."""
        imprint = req["message_imprint"]
        if imprint["hash_algorithm"]["algorithm"].native != "sha256":
            status = {"status": "rejection", "fail_info": {"bad_alg"}}
            return tsp.TimeStampResp({"status": status})
        told = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": imprint,
            "serial_number": self._serial(),
            "gen_time": self._clock().astimezone(UTC).replace(microsecond=0),
            "accuracy": {"seconds": 1},
            "tsa": self._parts.name,
        }
        if req["nonce"].native is not None:
            told["nonce"] = req["nonce"]
        token = self._signed(tsp.TSTInfo(told).dump())
        faults.point("token_received")
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    def _signed(self, content: bytes) -> cms.ContentInfo:
        parts = self._parts
        attributes = cms.CMSAttributes(
            [*parts.attributes, simple_cms_attribute("message_digest", _sha256(content))]
        )
        signer = {
            "version": "v1",
            "sid": parts.signer,
            "digest_algorithm": parts.digest,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signed_attrs": attributes,
            "signature": self._keyed.key.sign(attributes.dump(), PKCS1v15(), SHA256()),
        }
        data = {
            "version": "v3",
            "digest_algorithms": [parts.digest],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(content),
            },
            "certificates": parts.certificates,
            "signer_infos": [cms.SignerInfo(signer)],
        }
        return _read(
            cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)})
        )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What every token of one authority has in common, encoded once."""

    name: asn1_x509.GeneralName
    signer: cms.SignerIdentifier
    digest: algos.DigestAlgorithm
    attributes: tuple[cms.CMSAttribute, ...]
    certificates: cms.CertificateSet


def _parts(keyed: Keyed) -> _Parts:
    own = asn1_x509.Certificate.load(keyed.certificate.public_bytes(Encoding.DER))
    signer = {"issuer": own.issuer, "serial_number": own.serial_number}
    attributes = (
        simple_cms_attribute("content_type", "tst_info"),
        simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(own)),
    )
    return _Parts(
        name=_read(asn1_x509.GeneralName("directory_name", own.subject)),
        signer=_read(
            cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(signer))
        ),
        digest=_read(algos.DigestAlgorithm({"algorithm": "sha256"})),
        attributes=tuple(_read(one) for one in attributes),
        certificates=_read(cms.CertificateSet([own])),
    )


def _read(made: Made) -> Made:
    """The same as bytes that are not encoded anew wherever it is put."""
    encoded: Callable[[], bytes] = made.dump
    load: Callable[[bytes], Made] = type(made).load
    return load(encoded())


def said(token: cms.SignedData, digest: bytes, at: datetime) -> Token:
    """What ``token`` says about the bytes with this SHA-256; who says it is in its certificate.

    Raises:
        TimeNotProven: other bytes, another digest, or a time 5 minutes or more from ``at``.
    """
    info = token["encap_content_info"]["content"].parsed
    imprint = info["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if algorithm != "sha256" or imprint["hashed_message"].native != digest:
        raise TimeNotProven("the token speaks of other bytes")
    time: datetime = info["gen_time"].native
    if abs(time - at) >= NEAR:
        raise TimeNotProven("the token's time is not near ours")
    return Token(name_in(signer_of(token)), int(info["serial_number"].native), time)


def token_of(signer: cms.SignerInfo) -> cms.SignedData:
    """The timestamp token of a signature.

    Raises:
        TimeNotProven: there is none, or more than one.
    """
    try:
        found = find_unique_cms_attribute(signer["unsigned_attrs"], "signature_time_stamp_token")
    except (NonexistentAttributeError, MultivaluedAttributeError) as error:
        raise TimeNotProven("the signature carries no token of its own") from error
    token: cms.SignedData = found["content"]
    return token


def _sha256(data: bytes) -> bytes:
    digest = Hash(SHA256())
    digest.update(data)
    return digest.finalize()
