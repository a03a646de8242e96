"""The revisions of an agreement, from the frozen drawing to the archived file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Protocol

from asn1crypto import crl as asn1_crl
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.api import GenericCommitment
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import DocumentSecurityStore, EmbeddedPdfSignature

from app.core.evidence import sha256_hex
from app.core.sealed import (
    ARCHIVE,
    COMPLETION,
    PARTY_FIELDS,
    PLATFORM,
    Act,
    Closed,
    Drawn,
    Revision,
    Signatory,
)
from app.gateways.authority import Authority, Keyed, party_certificate, revocation_lists
from app.gateways.evidence_file import seal_record
from app.gateways.fields import add_fields
from app.gateways.signer import KeySigner, PartyKeys, plain, sign
from app.gateways.timestamp import said, token_of

LARGEST_CONTENTS = 32_767  # bytes: what readers take
TOKEN_RESERVED = 6_000  # hexadecimal digits: our token alone takes about 4,300


class Sealer(Protocol):
    """What use cases need: each step takes the last committed bytes and gives the next."""

    def issue(self, drawn: Drawn, signatories: Sequence[Signatory], at: datetime) -> Revision:
        """Revisions 1 and 2: places to sign, then our certification. Shown to people."""

    def apply(self, pdf: bytes, act: Act, at: datetime) -> Revision:
        """One party's signature with its own key, certificate and picture."""

    def close(self, pdf: bytes, at: datetime) -> Closed:
        """Revisions 6 to 8: our completion, proofs for later, the archive timestamp."""

    def evidence(self, record: Mapping[str, object], at: datetime) -> bytes:
        """``evidence.json``: the record of the final file, with our seal beside it."""


def _no_point(_: str) -> None:
    """Nothing happens at a named point, unless a test wants a crash there."""


@dataclass(frozen=True, slots=True)
class LocalSealer:
    """Seals with our own keys. ``point`` is told each step as it is reached."""

    authority: Authority
    timestamper: TimeStamper
    keys: PartyKeys = field(default_factory=PartyKeys)
    point: Callable[[str], None] = _no_point

    def issue(self, drawn: Drawn, signatories: Sequence[Signatory], at: datetime) -> Revision:
        pdf = add_fields(drawn, signatories)
        self.point("fields")
        return self._seal(pdf, PLATFORM, f"Issued {drawn.facts_sha256}", at)

    def apply(self, pdf: bytes, act: Act, at: datetime) -> Revision:
        """Sign for one party.

        Raises:
            SigningError: this party has signed already.
            TimeNotProven: no good timestamp; nothing was signed, try again.
        """
        key = self.keys.take()
        certificate = party_certificate(self.authority, key, act.signatory.party_id, at)
        signed = sign(
            pdf,
            KeySigner(Keyed(key, certificate), [self.authority.party_ca.certificate]),
            self.timestamper,
            field=PARTY_FIELDS[act.signatory.role],
            reason=act.reason,
            name=act.signatory.name,
            at=at,
            commitment=GenericCommitment.PROOF_OF_APPROVAL,
            stamp=act.stamp,
        )
        self.point("signed")
        return _revision(signed, at)

    def close(self, pdf: bytes, at: datetime) -> Closed:
        completed = self._seal(pdf, COMPLETION, "All parties have signed", at)
        self.point("completed")
        buffer = BytesIO(completed.pdf)
        authority = self.authority
        lists = revocation_lists(authority, at)
        chain = (authority.party_ca, authority.seal, authority.tsa)
        DocumentSecurityStore.add_dss(
            buffer,
            None,
            certs=[plain(keyed.certificate) for keyed in chain],
            crls=[asn1_crl.CertificateList.load(one.public_bytes(Encoding.DER)) for one in lists],
        )
        self.point("dss")
        out = BytesIO()
        PdfTimeStamper(self.timestamper, field_name=ARCHIVE).timestamp_pdf(
            IncrementalPdfFileWriter(BytesIO(buffer.getvalue())),
            "sha256",
            bytes_reserved=TOKEN_RESERVED,
            output=out,
        )
        self.point("archived")
        return Closed(completed, _revision(out.getvalue(), at))

    def evidence(self, record: Mapping[str, object], at: datetime) -> bytes:
        return seal_record(self.authority, self.timestamper, record, at)

    def _seal(self, pdf: bytes, place: str, reason: str, at: datetime) -> Revision:
        sealed = sign(
            pdf,
            KeySigner(self.authority.seal),
            self.timestamper,
            field=place,
            reason=reason,
            name="Plainpact",
            at=at,
            commitment=(
                GenericCommitment.PROOF_OF_ORIGIN
                if place == PLATFORM
                else GenericCommitment.PROOF_OF_RECEIPT
            ),
            certify=place == PLATFORM,
        )
        return _revision(sealed, at)


def _revision(pdf: bytes, at: datetime) -> Revision:
    """The newest signature of ``pdf``, read back from the bytes people will get.

    Raises:
        TimeNotProven: it has no token, or one that does not fit.
    """
    newest: EmbeddedPdfSignature = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
    if len(newest.pkcs7_content) >= LARGEST_CONTENTS:
        raise ValueError("/Contents is longer than readers take")
    if newest.sig_object["/Type"] == "/DocTimeStamp":
        token, digest = newest.signed_data, newest.compute_digest()
    else:
        token = token_of(newest.signer_info)
        digest = hashlib.sha256(newest.signer_info["signature"].native).digest()
    fingerprint = hashlib.sha256(newest.signer_cert.dump()).hexdigest()
    return Revision(pdf, sha256_hex(pdf), newest.field_name, fingerprint, said(token, digest, at))
