"""What other authorities say about their certificates, kept with the file for later checks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import aiohttp
from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from app.gateways.timestamp import TimeNotProven
from app.gateways.trust import carried, certificates, for_token, name_in

TIMEOUT_S = 5
LARGEST = 2 * 2**20


@dataclass(frozen=True, slots=True)
class Proofs:
    """Certificates, and the newest revocation list of each that names one."""

    certs: tuple[asn1_x509.Certificate, ...] = ()
    lists: tuple[asn1_crl.CertificateList, ...] = ()

    def cover(self, token: cms.SignedData) -> bool:
        """Whether nothing would have to be added for ``token``."""
        known = {one.dump() for one in self.certs}
        return all(one.dump() in known for one in carried(token))


def proofs_of(
    tokens: Iterable[cms.SignedData],
    tsa_roots: bytes,
    seal: Iterable[asn1_x509.Certificate] = (),
) -> Proofs:
    """The chains of ``tokens`` that others gave, and of a ``seal`` that others certified.

    Every token is held against the fresh lists and ``tsa_roots`` (PEM).

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
        found |= {one.dump(): one for one in carried(token)}
    lists = await _lists(found.values())
    for token in tokens:
        told = token["encap_content_info"]["content"].parsed
        digest = told["message_imprint"]["hashed_message"].native
        trust = for_token(token, b"", tsa_roots, lists, told["gen_time"].native)
        held = await validate_tst_signed_data(token, trust, partial(_same, digest))
        if not TimestampSignatureStatus(**held).trusted:
            raise TimeNotProven("a token does not hold against its authority's own lists")
    return Proofs(tuple(found.values()), lists)


def _same(digest: bytes, _algorithm: str) -> bytes:
    return digest


async def _lists(named_in: Iterable[asn1_x509.Certificate]) -> tuple[asn1_crl.CertificateList, ...]:
    found: dict[str, asn1_crl.CertificateList] = {}
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for certificate in named_in:
            urls = [point.url for point in certificate.crl_distribution_points]
            if certificate.self_signed != "no" or not urls or urls[0] in found:
                continue
            found[urls[0]] = await _first(session, urls, certificate)
    return tuple(found.values())


async def _first(
    session: aiohttp.ClientSession, urls: list[str], certificate: asn1_x509.Certificate
) -> asn1_crl.CertificateList:
    for url in urls:
        try:
            async with session.get(url, raise_for_status=True) as answer:
                data = b""
                while len(data) <= LARGEST and (piece := await answer.content.readany()):
                    data += piece
            if len(data) <= LARGEST:
                found: asn1_crl.CertificateList = asn1_crl.CertificateList.load(data, strict=True)
                return found
        except (aiohttp.ClientError, OSError, ValueError):
            continue
    raise TimeNotProven(f"no revocation list for {name_in(certificate)}")
