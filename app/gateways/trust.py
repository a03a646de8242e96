"""Whom a check believes: our roots for everything, other authorities' roots for times alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256

from asn1crypto import cms, pem
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation.status import SignatureStatus
from pyhanko_certvalidator import ValidationContext

Lists = Sequence[asn1_crl.CertificateList]

ENDED, BEHIND, UNKNOWN = "proof_ended", "clock_behind", "not_trusted"
DOUBTS = frozenset({ENDED, BEHIND, UNKNOWN})
"""What is unchanged, and still cannot be judged: too late, too early, or without a root."""

ROOTLESS = (
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE,  # a root of that name, another key
)
"""No path to a root; one that ends at a revoked or expired certificate is another matter."""


def certificates(bundle: bytes) -> tuple[asn1_x509.Certificate, ...]:
    """The certificates of a PEM file, in order; none in an empty one.

    Raises:
        ValueError: something else.
    """
    if not bundle:
        return ()
    return tuple(
        asn1_x509.Certificate.load(der) for _, _, der in pem.unarmor(bundle, multiple=True)
    )


def for_signatures(root: bytes, lists: Lists, at: datetime) -> ValidationContext:
    """Certificates below ``root`` (PEM), with a list that proves each was good at ``at``."""
    return _context(root, lists, at, "require")


def for_token(
    token: cms.SignedData, root: bytes, tsa_roots: bytes, lists: Lists, at: datetime
) -> ValidationContext:
    """Whom to believe about ``token``: our root at ``at``, others at the token's own time.

    Another authority's certificates last for some years and its lists for days, so its
    word is weighed as of when it was given; what carries it on is the record with the
    file's hash. A list is asked for where its certificates name one.
    """
    ours = {anchor.subject.dump() for anchor in certificates(root)}
    if signer_of(token).issuer.dump() in ours or not tsa_roots:
        return for_signatures(root, lists, at)
    given = token["encap_content_info"]["content"].parsed["gen_time"].native
    return _context(tsa_roots, lists, given, "hard-fail")


def without_lists(tsa_roots: bytes, at: datetime) -> ValidationContext:
    """Certificates below ``tsa_roots`` (PEM), before anybody said whether they were revoked."""
    return _context(tsa_roots, (), at, "soft-fail")


def unknown(status: SignatureStatus) -> bool:
    """Good in itself, but its certificate leads to no root that is known here."""
    return status.valid and status.intact and status.trust_problem_indic in ROOTLESS


def signer_of(token: cms.SignedData) -> asn1_x509.Certificate:
    """The certificate of the authority that signed ``token``.

    Raises:
        ValueError: the token does not bring it along.
    """
    (signer,) = token["signer_infos"]
    sid = signer["sid"].chosen
    for one in carried(token):
        if isinstance(sid, cms.IssuerAndSerialNumber):
            if one.issuer == sid["issuer"] and one.serial_number == sid["serial_number"].native:
                return one
        elif one.key_identifier == sid.native:
            return one
    raise ValueError("the token does not bring its certificate")


def carried(token: cms.SignedData) -> Iterator[asn1_x509.Certificate]:
    """The certificates that came with ``token``."""
    for one in token["certificates"]:
        yield one.chosen


def name_in(certificate: asn1_x509.Certificate) -> str:
    """Whose certificate it is, in words: its common name, or its organisation."""
    told = certificate.subject.native
    name = told.get("common_name") or told.get("organization_name") or "?"
    return str(name if isinstance(name, str) else name[0])


def fingerprint(certificate: asn1_x509.Certificate) -> str:
    return sha256(certificate.dump()).hexdigest()


def _context(anchors: bytes, lists: Lists, at: datetime, mode: str) -> ValidationContext:
    return ValidationContext(
        trust_roots=list(certificates(anchors)),
        crls=lists,
        allow_fetching=False,
        revocation_mode=mode,
        moment=at,
        retroactive_revinfo=True,  # the lists are made at the end, after the signatures
    )
