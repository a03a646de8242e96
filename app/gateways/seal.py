"""The revisions of an agreement, from the frozen drawing to the archived file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from typing import Protocol

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import Signer
from pyhanko.sign.ades.api import GenericCommitment
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import DocumentSecurityStore

from app.core.evidence import sha256_hex
from app.core.sealed import (
    ARCHIVE,
    COMPLETION,
    PARTY_FIELDS,
    PLATFORM,
    THIS_SERVER,
    Act,
    Closed,
    Drawn,
    Revision,
    Signatory,
)
from app.gateways.authority import Authority, Keyed, party_certificate, revocation_lists
from app.gateways.evidence_file import seal_record
from app.gateways.fields import add_fields, add_seal_fields
from app.gateways.proofs import Proofs, proofs_of
from app.gateways.readback import newest_of, signatures_of
from app.gateways.renewal import Proof, renew
from app.gateways.signer import KeySigner, PartyKeys, plain, sign, token_room
from app.gateways.timestamp import TimeNotProven, said, token_of
from app.gateways.trust import certificates, fingerprint, name_in, signer_of

LARGEST_CONTENTS = 32_767  # bytes: what readers take


class Sealer(Protocol):
    """What use cases need: each step takes the last committed bytes and gives the next."""

    def prepare(self) -> bool:
        """Make one key for a party to come, unless enough are ready; whether one was made."""

    def issue(
        self, drawn: Drawn, signatories: Sequence[Signatory], at: datetime, head: str = ""
    ) -> Revision:
        """Revisions 1 and 2: places to sign, then our certification. Shown to people.

        ``head`` is the end of the case's evidence chain; the reason of the seal carries it.
        """

    def apply(self, pdf: bytes, act: Act, at: datetime) -> Revision:
        """One party's signature with its own key, certificate and picture."""

    def close(
        self, pdf: bytes, at: datetime, head: str = "", on_paper: Sequence[str] = ()
    ) -> Closed:
        """Revisions 6 to 8: our completion, proofs for later, the archive timestamp.

        ``on_paper`` are the roles that signed by hand: their places stay empty.
        """

    def evidence(self, record: Mapping[str, object], at: datetime) -> bytes:
        """``evidence.json``: the record of the final file, with our seal beside it."""

    def paper(self, pdf: bytes, about: str, at: datetime) -> bytes:
        """Another paper of ours, ``about`` in the reason: one seal, its proofs, archived."""

    def renew(self, final_sha256: str, previous: Proof, at: datetime) -> bytes:
        """A newer timestamp over a final file's hash and its ``previous`` proof."""


def _no_point(_: str) -> None:
    """Nothing happens at a named point, unless a test wants a crash there."""


@dataclass(frozen=True, slots=True)
class LocalSealer:
    """Signs for parties with keys of ours, and seals with our key or with another's ``seal``.

    One ``timestamper`` serves every signature. ``own_roots`` are all roots there have been,
    ``tsa_roots`` those of other authorities, both PEM. ``point`` is told each step.
    """

    authority: Authority
    timestamper: TimeStamper
    keys: PartyKeys = field(default_factory=PartyKeys)
    point: Callable[[str], None] = _no_point
    seal: Signer | None = None
    own_roots: bytes = b""
    tsa_roots: bytes = b""

    def prepare(self) -> bool:
        return self.keys.add()

    def issue(
        self, drawn: Drawn, signatories: Sequence[Signatory], at: datetime, head: str = ""
    ) -> Revision:
        pdf = add_fields(drawn, signatories)
        self.point("fields")
        return self._seal(pdf, PLATFORM, _with_head(f"Issued {drawn.facts_sha256}", head), at)

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
        return self._revision(signed, PARTY_FIELDS[act.signatory.role], at)

    def close(
        self, pdf: bytes, at: datetime, head: str = "", on_paper: Sequence[str] = ()
    ) -> Closed:
        """Complete and archive.

        Raises:
            TimeNotProven: no good timestamp, or no proofs to keep with it: try again.
        """
        hand = f"Signed on paper: {', '.join(on_paper)}. The lender keeps the paper."
        reason = hand if on_paper else "All parties have signed"
        completed = self._seal(pdf, COMPLETION, _with_head(reason, head), at)
        self.point("completed")
        return Closed(completed, self._archive(completed.pdf, at))

    def evidence(self, record: Mapping[str, object], at: datetime) -> bytes:
        return seal_record(
            self.authority,
            self.timestamper,
            record,
            at,
            seal=self.seal,
            further=lambda token: self._proofs([token]).lists,
        )

    def paper(self, pdf: bytes, about: str, at: datetime) -> bytes:
        """Raises TimeNotProven as ``close`` does."""
        sealed = self._seal(add_seal_fields(pdf), PLATFORM, about, at)
        return self._archive(sealed.pdf, at).pdf

    def renew(self, final_sha256: str, previous: Proof, at: datetime) -> bytes:
        """Raises TimeNotProven as ``close`` does."""

        def lists_of(token: cms.SignedData) -> Iterable[asn1_crl.CertificateList]:
            foreign = [token] if self._is_foreign(token) else []
            return (*self._own_lists(at), *proofs_of(foreign, self.tsa_roots).lists)

        return renew(self.timestamper, final_sha256, previous, lists_of, at)

    def _own_lists(self, at: datetime) -> tuple[asn1_crl.CertificateList, ...]:
        ours = revocation_lists(self.authority, at)
        return tuple(asn1_crl.CertificateList.load(one.public_bytes(Encoding.DER)) for one in ours)

    def _archive(self, pdf: bytes, at: datetime) -> Revision:
        """Revisions 7 and 8: the proofs of every signature in ``pdf``, then its last timestamp."""
        buffer = BytesIO(pdf)
        authority = self.authority
        chain = (authority.party_ca, authority.seal, authority.tsa)
        others = self._proofs(_token(one) for one in signatures_of(pdf))
        DocumentSecurityStore.add_dss(
            buffer,
            None,
            certs=[*(plain(keyed.certificate) for keyed in chain), *others.certs],
            crls=[*self._own_lists(at), *others.lists],
        )
        self.point("dss")
        out = BytesIO()
        PdfTimeStamper(self.timestamper, field_name=ARCHIVE).timestamp_pdf(
            IncrementalPdfFileWriter(BytesIO(buffer.getvalue())),
            "sha256",
            bytes_reserved=2 * token_room(self.timestamper),
            output=out,
        )
        self.point("archived")
        final = self._revision(out.getvalue(), ARCHIVE, at)
        last = newest_of(final.pdf).data
        if self._is_foreign(last) and not others.cover(last):
            raise TimeNotProven("another authority answered last, and its proofs are not there")
        return final

    def _seal(self, pdf: bytes, place: str, reason: str, at: datetime) -> Revision:
        sealed = sign(
            pdf,
            self.seal or KeySigner(self.authority.seal),
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
        return self._revision(sealed, place, at)

    def _revision(self, pdf: bytes, place: str, at: datetime) -> Revision:
        """The signature just made in ``place``, read back from the bytes people will get.

        Raises:
            TimeNotProven: it has no token, or one that does not fit.
            ValueError: the file does not hold what was to be signed.
        """
        newest = newest_of(pdf)
        if newest.length >= LARGEST_CONTENTS:
            raise ValueError("/Contents is longer than readers take")
        if place == ARCHIVE:
            token, stamped = newest.data, newest.digest
        else:
            token = _token(newest.data)
            stamped = hashlib.sha256(newest.info["signature"].native).digest()
            signed = find_unique_cms_attribute(newest.info["signed_attrs"], "message_digest")
            if signed.native != newest.digest:
                raise ValueError("other bytes were signed")
        told = said(token, stamped, at)
        if not self._is_foreign(token):
            told = replace(told, authority=THIS_SERVER)
        by = ""
        if place in {PLATFORM, COMPLETION}:
            by = name_in(newest.certificate) if self.seal else THIS_SERVER
        return Revision(pdf, sha256_hex(pdf), place, fingerprint(newest.certificate), told, by)

    def _proofs(self, tokens: Iterable[cms.SignedData]) -> Proofs:
        foreign = [token for token in tokens if self._is_foreign(token)]
        if not foreign and self.seal is None:
            return Proofs()
        seal = () if self.seal is None else (self.seal.signing_cert, *self.seal.cert_registry)
        return proofs_of(foreign, self.tsa_roots, [one for one in seal if one is not None])

    def _is_foreign(self, token: cms.SignedData) -> bool:
        """Whether another authority gave it: ours stand directly below a root of ours."""
        ours = certificates(self.own_roots or self.authority.root_pem)
        return signer_of(token).issuer.dump() not in {root.subject.dump() for root in ours}


def _with_head(reason: str, head: str) -> str:
    return f"{reason} [{head}]" if head else reason


def _token(signature: cms.SignedData) -> cms.SignedData:
    """What says when it was made.

    Raises:
        TimeNotProven: there is none.
    """
    (signer,) = signature["signer_infos"]
    return token_of(signer)
