"""What strangers name in their tokens makes us ask nobody else, and never for much."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from hashlib import sha256
from itertools import count

import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.core.sealed import LARGEST as LARGEST_FILE
from app.gateways.proofs import LARGEST, MOST, proofs_of
from app.gateways.timestamp import LocalTsa, TimeNotProven
from tests.agreements import AT
from tests.authorities import Answer, Other, Route, a_list, another, below

CRL = "application/pkix-crl"
_serials = count(1)


@pytest.fixture(scope="module")
def root() -> Other:
    return another("Example Time", AT, stamps=True)


def stamp(by: Other, *, beside: Other | None = None) -> cms.SignedData:
    """A token of ``by``; it also carries the certificate of somebody ``beside`` it."""
    tsa = LocalTsa(by.below, lambda: AT, lambda: next(_serials))
    digest = sha256(b"what is stamped").digest()
    token = asyncio.run(tsa.async_timestamp(digest, "sha256"))
    if beside is not None:
        certificate = beside.below.certificate.public_bytes(Encoding.DER)
        token["content"]["certificates"].append(asn1_x509.Certificate.load(certificate))
    content: cms.SignedData = cms.ContentInfo.load(token.dump(force=True))["content"]
    return content


def answers(data: bytes, status: int = 200) -> Route:
    return lambda _: (status, CRL, data)


def noted(asked: list[str], path: str) -> Route:
    def route(_: bytes) -> Answer:
        asked.append(path)
        return 404, CRL, b""

    return route


def test_a_list_is_kept_up_to_its_size_and_not_beyond(
    root: Other, routes: dict[str, Route], origin: str
) -> None:
    authority = below(root, "Example Time", AT, stamps=True, crl_url=f"{origin}/list.crl")
    about = 100_000
    rest = LARGEST - len(a_list(root.root, AT, about))
    token = stamp(authority)
    fits = a_list(root.root, AT, about + rest)
    assert len(fits) == LARGEST
    routes["/list.crl"] = answers(fits)
    assert [one.dump() for one in proofs_of([token], root.root_pem).lists] == [fits]
    routes["/list.crl"] = answers(a_list(root.root, AT, about + rest + 1))
    with pytest.raises(TimeNotProven, match="no revocation list for Example Time"):
        proofs_of([token], root.root_pem)


def test_all_lists_together_leave_room_in_a_file() -> None:
    assert 2 * LARGEST * MOST < LARGEST_FILE  # in base64 they take a third more


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_sent_on_to_another_address(
    root: Other, routes: dict[str, Route], origin: str, status: int
) -> None:
    authority = below(root, "Example Time", AT, stamps=True, crl_url=f"{origin}/list.crl")
    asked: list[str] = []
    routes["/list.crl"] = answers(f"{origin}/inside".encode(), status)
    routes["/inside"] = noted(asked, "/inside")
    with pytest.raises(TimeNotProven):
        proofs_of([stamp(authority)], root.root_pem)
    assert asked == []


@pytest.mark.parametrize("whose", ["of a stranger", "of the same root"])
def test_what_a_token_merely_carries_is_not_asked_about(
    root: Other, routes: dict[str, Route], origin: str, whose: str
) -> None:
    authority = below(root, "Example Time", AT, stamps=True, crl_url=f"{origin}/list.crl")
    of = another("Stranger", AT, stamps=True) if whose == "of a stranger" else root
    stray = below(of, "Stray", AT, stamps=True, crl_url=f"{origin}/stray")
    asked: list[str] = []
    routes |= {"/list.crl": answers(root.revocations), "/stray": noted(asked, "/stray")}
    kept = proofs_of([stamp(authority, beside=stray)], root.root_pem)
    assert asked == []
    assert "Stray" not in {one.subject.native["common_name"] for one in kept.certs}
    assert kept.cover(stamp(authority))
    assert not kept.cover(stamp(stray, beside=authority))


def test_a_stranger_is_not_asked_before_its_chain_is_known(
    root: Other, routes: dict[str, Route], origin: str
) -> None:
    asked: list[str] = []
    stranger = another("Example Time", AT, stamps=True, crl_url=f"{origin}/stray")
    routes["/stray"] = noted(asked, "/stray")
    with pytest.raises(TimeNotProven):
        proofs_of([stamp(stranger)], root.root_pem)
    assert asked == []


def test_addresses_on_the_web_alone_are_asked(
    root: Other, routes: dict[str, Route], origin: str
) -> None:
    routes["/list.crl"] = answers(root.revocations)
    both = f"ldap://127.0.0.1/cn=list {origin}/list.crl"
    found = proofs_of([stamp(below(root, "Both", AT, stamps=True, crl_url=both))], root.root_pem)
    assert [one.dump() for one in found.lists] == [root.revocations]
    for url in ("ldap://127.0.0.1/cn=list", "file:///etc/hostname", "ftp://127.0.0.1/list.crl"):
        authority = below(root, "Elsewhere", AT, stamps=True, crl_url=url)
        with pytest.raises(TimeNotProven, match="no revocation list on the web for Elsewhere"):
            proofs_of([stamp(authority)], root.root_pem)


def test_no_more_lists_than_a_file_has_room_for(
    root: Other, routes: dict[str, Route], origin: str
) -> None:
    asked: list[str] = []

    def serving(path: str) -> Callable[[bytes], Answer]:
        def route(_: bytes) -> Answer:
            asked.append(path)
            return 200, CRL, root.revocations

        return route

    tokens = []
    for path in (f"/{n}" for n in range(MOST + 1)):
        routes[path] = serving(path)
        tokens.append(stamp(below(root, path, AT, stamps=True, crl_url=origin + path)))
    assert len(proofs_of(tokens[:MOST], root.root_pem).lists) == MOST
    asked.clear()
    with pytest.raises(TimeNotProven, match="more revocation lists"):
        proofs_of(tokens, root.root_pem)
    assert asked == []
