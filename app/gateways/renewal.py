"""Newer timestamps over a final file's hash, each over the one before; the file never changes."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from io import BytesIO
from itertools import pairwise

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from app.core.evidence import canonical
from app.gateways.timestamp import said
from app.gateways.trust import BEHIND, ENDED, UNKNOWN, certificates, for_token, signer_of, unknown

FORMAT = "plainpact/renewal/1"
BUNDLE = "plainpact/renewals/1"
EARLY = timedelta(days=365)
"""How long before the end of a proof the next one is made."""

Lists = tuple[asn1_crl.CertificateList, ...]


class RenewalBroken(Exception):
    """A renewal is about another file, does not follow the one before, or did not hold in time."""


class RenewalInDoubt(RenewalBroken):
    """They follow on each other, but prove nothing here and now; ``doubt`` says why."""

    def __init__(self, doubt: str) -> None:
        super().__init__(doubt)
        self.doubt = doubt


@dataclass(frozen=True, slots=True)
class Proof:
    """A token with the revocation lists that go with it; ``der`` is what the next one covers."""

    der: bytes
    lists: Lists

    @property
    def token(self) -> cms.SignedData:
        content: cms.SignedData = cms.ContentInfo.load(self.der, strict=True)["content"]
        return content

    @property
    def at(self) -> datetime:
        given: datetime = self.token["encap_content_info"]["content"].parsed["gen_time"].native
        return given

    def ends(self, root: bytes) -> datetime:
        """Until when it proves anything: its certificate's end, or that of our own list about it.

        ``root`` is PEM. Lists about other certificates, as that of a seal, say nothing here.
        """
        signer = signer_of(self.token)
        end: datetime = signer.not_valid_after
        if signer.issuer.dump() not in {one.subject.dump() for one in certificates(root)}:
            return end  # others' lists last for days; their word counts as of when it was given
        about_it = [
            one["tbs_cert_list"]["next_update"].native
            for one in self.lists
            if one.issuer.dump() == signer.issuer.dump()
        ]
        return min(end, max(about_it, default=end))


def archived(final: bytes) -> Proof:
    """The archive timestamp of a final file of ours, which the first renewal covers."""
    reader = PdfFileReader(BytesIO(final))
    kept = DocumentSecurityStore.read_dss(reader).crls
    lists = tuple(asn1_crl.CertificateList.load(one.get_object().data) for one in kept)
    last = reader.embedded_signatures[-1]
    return Proof(cms.ContentInfo.load(last.pkcs7_content).dump(), lists)


def renew(
    timestamper: TimeStamper,
    final_sha256: str,
    previous: Proof,
    lists_of: Callable[[cms.SignedData], Iterable[asn1_crl.CertificateList]],
    at: datetime,
) -> bytes:
    """A new token over the hash and the ``previous`` token, as a file to keep with the evidence.

    ``lists_of`` gives the revocation lists to keep with the new token.

    Raises:
        TimeNotProven: the token does not fit; try again.
    """
    digest = _imprint(final_sha256, previous)
    token = asyncio.run(timestamper.async_timestamp(digest, "sha256"))
    said(token["content"], digest, at)
    return canonical(
        {
            "format": FORMAT,
            "final_sha256": final_sha256,
            "token": b64encode(token.dump()).decode("ascii"),
            "revocation_lists": [
                b64encode(one.dump()).decode("ascii") for one in lists_of(token["content"])
            ],
        }
    )


def opened(renewal: bytes) -> Proof:
    """What ``renew`` wrote.

    Raises:
        RenewalBroken: it is something else.
    """
    try:
        told = json.loads(renewal)
        known = told["format"] == FORMAT
        lists = tuple(
            asn1_crl.CertificateList.load(b64decode(one, validate=True), strict=True)
            for one in told["revocation_lists"]
        )
        proof = Proof(b64decode(told["token"], validate=True), lists)
        signer_of(proof.token)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise RenewalBroken("not a renewal") from error
    if not known:
        raise RenewalBroken("another format")
    return proof


def bundled(renewals: Iterable[bytes]) -> bytes:
    """All renewals of one file, oldest first, as the file that people keep beside it."""
    return canonical({"format": BUNDLE, "renewals": [json.loads(one) for one in renewals]})


def unbundled(data: bytes) -> tuple[bytes, ...]:
    """The renewals in what ``bundled`` wrote.

    Raises:
        RenewalBroken: it is something else.
    """
    try:
        told = json.loads(data)
        known = told["format"] == BUNDLE
        renewals = tuple(canonical(one) for one in told["renewals"])
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise RenewalBroken("not a file of renewals") from error
    if not known:
        raise RenewalBroken("another format")
    return renewals


def carried_to(
    final: bytes, renewals: Sequence[bytes], root: bytes, tsa_roots: bytes, at: datetime
) -> datetime:
    """As of when the archive timestamp of ``final`` has to hold, for it to be proven at ``at``.

    Each renewal has to hold when the next was made, and the last one at ``at``. Without
    any it is ``at`` itself. ``root`` and ``tsa_roots`` are PEM.

    Raises:
        RenewalBroken: the first renewal that does not hold.
        RenewalInDoubt: the last one has ended, the clock is behind it, or a root is missing.
    """
    if not renewals:
        return at
    try:
        return _followed(final, renewals, root, tsa_roots, at)
    except (RenewalBroken, MemoryError):
        raise
    except Exception as error:  # whatever is wrong with what somebody brought along
        raise RenewalBroken(type(error).__name__) from error


def _followed(
    final: bytes, renewals: Sequence[bytes], root: bytes, tsa_roots: bytes, at: datetime
) -> datetime:
    chain = [archived(final), *(opened(one) for one in renewals)]
    ends = [one.at for one in chain[2:]] + [max(at, chain[-1].at)]
    doubt = BEHIND if at < chain[-1].at else ""
    final_sha256 = sha256(final).hexdigest()
    for (before, proof), end in zip(pairwise(chain), ends, strict=True):
        if not before.at <= proof.at <= end:
            raise RenewalBroken("not in the order of time")
        found = asyncio.run(_fault(proof, _imprint(final_sha256, before), root, tsa_roots, end))
        if found == ENDED and proof is not chain[-1]:
            raise RenewalBroken("it had ended when the next was made")
        doubt = doubt or found
    if doubt:
        raise RenewalInDoubt(doubt)
    return chain[1].at


async def _fault(proof: Proof, digest: bytes, root: bytes, tsa_roots: bytes, end: datetime) -> str:
    """Why ``proof``, which is good in itself, proves nothing at ``end``; empty when it does.

    Raises:
        RenewalBroken: it is not good.
    """

    async def seen(moment: datetime) -> TimestampSignatureStatus:
        trust = for_token(proof.token, root, tsa_roots, proof.lists, moment)
        found = await validate_tst_signed_data(proof.token, trust, partial(_same, digest))
        return TimestampSignatureStatus(**found)

    if (then := await seen(end)).trusted:
        return ""
    if unknown(then):
        return UNKNOWN
    if (await seen(proof.at)).trusted:
        return ENDED
    raise RenewalBroken("a renewal does not hold")


def _same(digest: bytes, _algorithm: str) -> bytes:
    return digest


def _imprint(final_sha256: str, previous: Proof) -> bytes:
    return sha256(bytes.fromhex(final_sha256) + previous.der).digest()
