"""A whole agreement with time from ``openssl ts``, which stands for any other authority."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import crl as asn1_crl
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore

from app.assembly import clock
from app.core.evidence import sha256_hex
from app.core.record import expected_from
from app.core.sealed import THIS_SERVER
from app.documents.sandbox import Sandbox
from app.gateways.evidence_file import RecordNotGenuine, open_record
from app.gateways.external_tsa import ExternalTsa
from app.gateways.inspect import inspect
from app.gateways.offline import Brought
from app.gateways.seal import LARGEST_CONTENTS, LocalSealer
from app.gateways.timestamp import TimeNotProven
from app.usecases.apart import inspect_apart
from app.usecases.verify import ACCEPTED, REJECTED, UNCHECKED, offline
from tests.agreements import an_english_agreement
from tests.authorities import Answer, Other, Route, another, openssl_tsa, web
from tests.sealing import Worked, a_sealer, bare_record, seal


@dataclass(frozen=True, slots=True)
class Outside:
    """An agreement sealed with time from ``other``; ``routes`` are its web server's.

    ``own`` has the same keys, and states the time itself.
    """

    worked: Worked
    sealer: LocalSealer
    own: LocalSealer
    other: Other
    routes: dict[str, Route]
    at: datetime


@pytest.fixture(scope="module")
def outside(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    folder = tmp_path_factory.mktemp("outside")
    at = clock()  # the other authority's clock cannot be set
    routes: dict[str, Route] = {}
    with web(routes) as origin:
        other = another("Example Time", at, stamps=True, crl_url=f"{origin}/list.crl")
        routes["/tsa"] = openssl_tsa(folder / "tsa", other)
        routes["/list.crl"] = lambda _: (200, "application/pkix-crl", other.revocations)
        ours = a_sealer(folder / "signing", at)
        tsa = ExternalTsa([f"{origin}/tsa"], other.root_pem, clock)
        sealer = replace(ours, timestamper=tsa, tsa_roots=other.root_pem)
        worked = seal(sandbox, sealer, an_english_agreement(months=12), at)
        yield Outside(worked, sealer, ours, other, routes, at)


def test_all_seven_checks_hold(outside: Outside, sandbox: Sandbox) -> None:
    worked = outside.worked
    verdict = inspect(worked.final, worked.expected, outside.at)
    assert verdict.accepted, verdict
    assert len(verdict.checks) == 7
    assert inspect_apart(sandbox, worked.final, worked.expected, outside.at) == verdict


@pytest.mark.parametrize("days", [30, 400, 5_000])
def test_they_hold_in_years(outside: Outside, days: int) -> None:
    later = outside.at + timedelta(days=days)
    assert inspect(outside.worked.final, outside.worked.expected, later).accepted


def test_every_revision_says_who_stated_its_time(outside: Outside) -> None:
    tokens = [one.token for one in outside.worked.revisions]
    assert {token.authority for token in tokens} == {"Example Time"}
    assert len({token.serial for token in tokens}) == len(tokens)
    assert all(abs(token.at - outside.at) < timedelta(minutes=5) for token in tokens)
    sealed = [one.sealed_by for one in outside.worked.revisions]
    assert sealed == [THIS_SERVER, "", "", THIS_SERVER, ""]


def test_signatures_stay_within_what_readers_take(outside: Outside) -> None:
    signed = PdfFileReader(BytesIO(outside.worked.final)).embedded_signatures
    assert all(len(one.pkcs7_content) < LARGEST_CONTENTS for one in signed)


def test_the_file_keeps_the_authoritys_chain_and_list(outside: Outside) -> None:
    kept = DocumentSecurityStore.read_dss(PdfFileReader(BytesIO(outside.worked.final)))
    lists = [asn1_crl.CertificateList.load(one.get_object().data).dump() for one in kept.crls]
    assert outside.other.revocations in lists
    names = {one.subject.native["common_name"] for one in kept.load_certs()}
    assert {"Example Time", "Example Time Root"} <= names


def test_openssl_agrees_on_a_token(outside: Outside, tmp_path: Path) -> None:
    last = PdfFileReader(BytesIO(outside.worked.final)).embedded_signatures[-1]
    first, length, second, rest = (int(n) for n in list(last.byte_range))
    final = outside.worked.final
    (tmp_path / "data").write_bytes(final[first : first + length] + final[second : second + rest])
    (tmp_path / "token").write_bytes(bytes(last.pkcs7_content).rstrip(b"\0"))
    (tmp_path / "root.pem").write_bytes(outside.other.root_pem)
    ran = subprocess.run(
        ["openssl", "ts", "-verify", "-data", "data", "-in", "token", "-token_in",
         "-CAfile", "root.pem"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("roots", ["none", "of a stranger"])
def test_without_that_root_the_time_is_not_believed(outside: Outside, roots: str) -> None:
    stranger = another("Example Time", outside.at, stamps=True)
    told = b"" if roots == "none" else stranger.root_pem
    verdict = inspect(
        outside.worked.final, replace(outside.worked.expected, tsa_roots=told), outside.at
    )
    found = [(check.letter, check.code) for check in verdict.checks if not check.ok]
    assert found == [("c", "not_trusted")]


@pytest.mark.parametrize("place", ["late", "early"])
def test_what_was_changed_is_told_before_what_is_in_doubt(outside: Outside, place: str) -> None:
    data = bytearray(outside.worked.final)
    at = len(data) // 4 if place == "early" else data.rindex(b"/Contents <30") + 400
    data[at] ^= 1
    unknown = replace(outside.worked.expected, tsa_roots=b"")
    verdict = inspect(bytes(data), unknown, outside.at)
    assert "a" in [check.letter for check in verdict.checks if not check.ok]
    assert "not_trusted" not in [check.code for check in verdict.checks]


def test_that_root_is_believed_about_times_alone(outside: Outside) -> None:
    expected = outside.worked.expected
    swapped = replace(expected, root=outside.other.root_pem, tsa_roots=expected.root)
    verdict = inspect(outside.worked.final, swapped, outside.at)
    assert "c" in [check.letter for check in verdict.checks if not check.ok]


def test_the_evidence_is_checked_with_both_roots_alone(outside: Outside, sandbox: Sandbox) -> None:
    worked, at = outside.worked, outside.at
    evidence = outside.sealer.evidence(bare_record(worked), at)
    ours, theirs = worked.expected.root, outside.other.root_pem
    opened = open_record(evidence, ours, theirs)
    assert (expected_from(opened.told), opened.doubt) == (worked.expected, "")
    for data, code in ((worked.final, ACCEPTED), (worked.final + b" ", REJECTED)):
        assert offline(sandbox, Brought(data, evidence), ours, at, theirs).exit_code == code
    for root, tsa_root in ((theirs, ours), (theirs, theirs), (theirs, b"")):
        with pytest.raises(RecordNotGenuine):
            open_record(evidence, root, tsa_root)


@pytest.mark.parametrize("roots", ["none", "of a stranger"])
def test_evidence_with_the_time_of_an_unknown_root_is_in_doubt_and_not_damaged(
    outside: Outside, sandbox: Sandbox, roots: str
) -> None:
    worked, at, ours = outside.worked, outside.at, outside.worked.expected.root
    stranger = another("Example Time", at, stamps=True)
    told = b"" if roots == "none" else stranger.root_pem
    evidence = outside.sealer.evidence(bare_record(worked), at)
    for data, finding, code in (
        (worked.final, "not_trusted", UNCHECKED),
        (worked.final + b" ", "changed", REJECTED),
        (worked.revisions[2].pdf, "earlier_copy", REJECTED),
    ):
        answer = offline(sandbox, Brought(data, evidence), ours, at, told)
        assert (answer.finding, answer.exit_code) == (finding, code)
    forged = evidence.replace(b'"SES"', b'"QES"')
    assert offline(sandbox, Brought(worked.final, forged), ours, at, told).finding == (
        "damaged_evidence"
    )


def test_a_file_with_our_own_time_beside_evidence_in_doubt_is_not_called_genuine(
    outside: Outside, sandbox: Sandbox
) -> None:
    worked = seal(sandbox, outside.own, an_english_agreement(months=12), outside.at)
    evidence = outside.sealer.evidence(bare_record(worked), outside.at)
    ours, theirs = worked.expected.root, outside.other.root_pem
    brought = Brought(worked.final, evidence)
    assert offline(sandbox, brought, ours, outside.at, theirs).finding == "genuine"
    answer = offline(sandbox, brought, ours, outside.at)
    assert (answer.finding, answer.exit_code) == ("not_trusted", UNCHECKED)


def test_a_copy_that_such_evidence_names_is_in_doubt_as_well(
    outside: Outside, sandbox: Sandbox
) -> None:
    large = b"%PDF-1.7 the same in large print"
    copies = [{"kind": "large_print", "language": "en", "sha256": sha256_hex(large)}]
    told = bare_record(outside.worked) | {"copies": copies}
    brought = Brought(large, outside.sealer.evidence(told, outside.at))
    ours, theirs = outside.worked.expected.root, outside.other.root_pem
    for roots, finding in ((theirs, "large_print"), (b"", "not_trusted")):
        assert offline(sandbox, brought, ours, outside.at, roots).finding == finding


@pytest.mark.parametrize("fault", ["no list", "not a list", "a list of another"])
def test_without_the_authoritys_list_the_file_waits(outside: Outside, fault: str) -> None:
    stranger = another("Example Time", outside.at, stamps=True)
    answers: dict[str, Answer] = {
        "no list": (404, "text/html", b""),
        "not a list": (200, "application/pkix-crl", b"<p>It works</p>"),
        "a list of another": (200, "application/pkix-crl", stranger.revocations),
    }
    good = outside.routes["/list.crl"]
    outside.routes["/list.crl"] = lambda _: answers[fault]
    try:
        with pytest.raises(TimeNotProven):
            outside.sealer.close(outside.worked.revisions[2].pdf, outside.at)
    finally:
        outside.routes["/list.crl"] = good
