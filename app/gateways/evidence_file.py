"""``evidence.json``: the record with our detached seal, readable without our database."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms

from app.core.evidence import canonical
from app.gateways.authority import Authority, revocation_lists
from app.gateways.signer import KeySigner
from app.gateways.timestamp import said, token_of
from app.gateways.trust import UNKNOWN, Lists, certificates, for_signatures, for_token, unknown

PARTS = {"record", "signature", "revocation_lists"}


class RecordNotGenuine(Exception):
    """The record was changed, or its seal is not ours."""


@dataclass(frozen=True, slots=True)
class Record:
    """What was ``told`` under our seal; ``doubt`` is empty when the time of that seal is proven."""

    told: dict[str, object]
    doubt: str = ""


def seal_record(
    authority: Authority,
    timestamper: TimeStamper,
    record: Mapping[str, object],
    at: datetime,
    *,
    seal: Signer | None = None,
    further: Callable[[cms.SignedData], Lists] = lambda _: (),
) -> bytes:
    """The record and, beside it, a CMS signature over its canonical bytes with a timestamp.

    ``seal`` is another's, where our own is not used; ``further`` gives the revocation
    lists of whoever stated the time.

    Raises:
        TimeNotProven: no good timestamp; nothing was sealed, try again.
    """
    content = canonical(dict(record))
    signature = asyncio.run(
        (seal or KeySigner(authority.seal)).async_sign_general_data(
            content, "sha256", use_cades=True, timestamper=timestamper
        )
    )
    signer = signature["content"]["signer_infos"][0]
    token = token_of(signer)
    said(token, sha256(signer["signature"].native).digest(), at)
    lists = [one.public_bytes(Encoding.DER) for one in revocation_lists(authority, at)]
    lists += [one.dump() for one in further(token)]
    return canonical(
        {
            "record": json.loads(content),
            "signature": _text(signature.dump()),
            "revocation_lists": [_text(one) for one in lists],
        }
    )


def open_record(data: bytes, root: bytes, tsa_roots: bytes = b"") -> Record:
    """The record in ``data``, when its seal leads to ``root`` (PEM) and held when it was made.

    ``tsa_roots`` (PEM) are believed about the time, and about nothing else. Where the root of
    whoever stated it is missing, the seal is ours and its time in doubt.

    Raises:
        RecordNotGenuine: anything else, unreadable files included.
    """
    try:
        told = _parts(data)
        record: dict[str, object] = told["record"]
        signature = cms.ContentInfo.load(b64decode(told["signature"], validate=True), strict=True)
        lists = [b64decode(one, validate=True) for one in told["revocation_lists"]]
        crls = [asn1_crl.CertificateList.load(one) for one in lists]
        doubt = asyncio.run(_doubt(canonical(record), signature, crls, root, tsa_roots))
    except Exception as error:
        raise RecordNotGenuine(type(error).__name__) from error
    if doubt is None:
        raise RecordNotGenuine("the seal does not match the record")
    return Record(record, doubt)


def _parts(data: bytes) -> dict[str, Any]:
    """The three members of the very bytes that ``seal_record`` writes.

    A second member of one name, or one outside the seal, would be read by some and checked by
    nobody.

    Raises:
        ValueError: other bytes.
    """
    told: dict[str, Any] = json.loads(data)
    if told.keys() != PARTS or canonical(told) != data:
        raise ValueError("not the bytes that we write")
    return told


async def _doubt(
    content: bytes,
    signature: cms.ContentInfo,
    lists: list[asn1_crl.CertificateList],
    root: bytes,
    tsa_roots: bytes,
) -> str | None:
    """What is in doubt about a seal of ours, if anything; nothing of any other seal."""
    data = signature["content"]
    token = token_of(data["signer_infos"][0])
    given = token["encap_content_info"]["content"].parsed["gen_time"].native
    status = await async_validate_detached_cms(
        content,
        data,
        signer_validation_context=for_signatures(root, lists, given),
        ts_validation_context=for_token(token, root, tsa_roots, lists, given),
    )
    # The root signs seals; a party's certificate comes from the Party CA and does not speak for us.
    anchors = certificates(root)
    ours = status.signing_cert.issuer in [anchor.subject for anchor in anchors]
    seal_itself = status.signing_cert.dump() in [anchor.dump() for anchor in anchors]
    stamped = status.timestamp_validity
    if stamped is None or not status.trusted or not (ours or seal_itself):
        return None
    if status.bottom_line:
        return ""
    return UNKNOWN if unknown(stamped) else None


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
