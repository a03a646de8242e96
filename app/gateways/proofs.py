"""What other authorities say about their certificates, kept with the file for later checks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from app.gateways.asking import NoAnswer, answer_of
from app.gateways.timestamp import TimeNotProven
from app.gateways.trust import certificates, for_token, name_in, signer_of, without_lists

TIMEOUT_S = 5
LARGEST, MOST = 256 * 2**10, 8
"""Bytes of one list, and lists of one file: with all of them it is well below what a check takes.

Lists of authorities for time and seals take 1 to 50 KiB.
"""
WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Proofs:
    """Certificates, and the newest revocation list of each that names one."""

    certs: tuple[asn1_x509.Certificate, ...] = ()
    lists: tuple[asn1_crl.CertificateList, ...] = ()

    def cover(self, token: cms.SignedData) -> bool:
        """Whether nothing would have to be added for ``token``: its signer's chain is here."""
        return signer_of(token).dump() in {one.dump() for one in self.certs}


def proofs_of(
    tokens: Iterable[cms.SignedData],
    tsa_roots: bytes,
    seal: Iterable[asn1_x509.Certificate] = (),
) -> Proofs:
    """The chains of ``tokens`` that others gave, and of a ``seal`` that others certified.

    Every token is held against the fresh lists and ``tsa_roots`` (PEM). Whatever else a
    token carries is not looked at: anybody may have put an address into it.

    Raises:
        TimeNotProven: a list cannot be had, or a token does not hold: try again.
    """
    return asyncio.run(_proofs_of(tuple(tokens), tsa_roots, tuple(seal)))


async def _proofs_of(
    tokens: tuple[cms.SignedData, ...], tsa_roots: bytes, seal: tuple[asn1_x509.Certificate, ...]
) -> Proofs:
    found = {one.dump(): one for one in seal}
    if tokens:
        found |= {one.dump(): one for one in certificates(tsa_roots)}
    for token in tokens:
        chain = await _chain(token, without_lists(tsa_roots, _given(token)))
        found |= {one.dump(): one for one in chain}
    lists = await _lists(found.values())
    for token in tokens:
        await _chain(token, for_token(token, b"", tsa_roots, lists, _given(token)))
    return Proofs(tuple(found.values()), lists)


async def _chain(
    token: cms.SignedData, trust: ValidationContext
) -> tuple[asn1_x509.Certificate, ...]:
    """From a root to the signer of ``token``.

    Raises:
        TimeNotProven: there is no such chain, or ``token`` does not hold.
    """
    imprint = token["encap_content_info"]["content"].parsed["message_imprint"]
    digest = imprint["hashed_message"].native
    held = TimestampSignatureStatus(
        **await validate_tst_signed_data(token, trust, partial(_same, digest))
    )
    if not held.trusted or held.validation_path is None:
        raise TimeNotProven("a token does not hold against its authority's own lists")
    return tuple(held.validation_path)


def _given(token: cms.SignedData) -> datetime:
    stated: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return stated


def _same(digest: bytes, _algorithm: str) -> bytes:
    return digest


async def _lists(named_in: Iterable[asn1_x509.Certificate]) -> tuple[asn1_crl.CertificateList, ...]:
    wanted: dict[str, tuple[list[str], asn1_x509.Certificate]] = {}
    for certificate in named_in:
        if certificate.self_signed == "no" and certificate.crl_distribution_points:
            urls = _addresses(certificate)
            wanted.setdefault(urls[0], (urls, certificate))
    if len(wanted) > MOST:
        raise TimeNotProven("more revocation lists than a file has room for")
    return tuple([await _first(*one) for one in wanted.values()])


def _addresses(certificate: asn1_x509.Certificate) -> list[str]:
    """Where on the web its list is, in order; a directory (LDAP) is not asked.

    Raises:
        TimeNotProven: nowhere on the web.
    """
    names = (
        name.native
        for point in certificate.crl_distribution_points
        for name in point["distribution_point"].chosen
        if name.name == "uniform_resource_identifier"
    )
    if found := [name for name in names if name.lower().startswith(WEB)]:
        return found
    raise TimeNotProven(f"no revocation list on the web for {name_in(certificate)}")


async def _first(urls: list[str], certificate: asn1_x509.Certificate) -> asn1_crl.CertificateList:
    for url in urls:
        try:
            data = await answer_of(url, most=LARGEST, timeout_s=TIMEOUT_S)
            found: asn1_crl.CertificateList = asn1_crl.CertificateList.load(data, strict=True)
        except (NoAnswer, ValueError):
            continue
        return found
    raise TimeNotProven(f"no revocation list for {name_in(certificate)}")
