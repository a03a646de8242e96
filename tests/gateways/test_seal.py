"""The revisions of a sealed file, seen by us and by other people's tools."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms
from asn1crypto import pem as asn1_pem
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper

from app.core.sealed import Signatory
from app.documents.sandbox import Sandbox
from app.gateways.seal import LocalSealer
from app.gateways.timestamp import LocalTsa, TimeNotProven
from tests.agreements import AT
from tests.sealing import HEAD, Worked, an_act


@pytest.fixture(params=["english", "chinese"])
def worked(request: pytest.FixtureRequest) -> Worked:
    made: Worked = request.getfixturevalue(request.param)
    return made


def test_every_revision_only_appends(worked: Worked) -> None:
    before = worked.drawn.pdf
    for revision in worked.revisions:
        assert revision.pdf.startswith(before)
        before = revision.pdf


def test_the_fields_are_signed_in_order_by_different_keys(worked: Worked) -> None:
    signed = PdfFileReader(BytesIO(worked.final)).embedded_signatures
    assert tuple(one.field_name for one in signed) == worked.expected.fields
    lender, borrower = worked.expected.certificates[1:3]
    assert lender != borrower


def test_each_reason_carries_the_chain_head(worked: Worked) -> None:
    signed = PdfFileReader(BytesIO(worked.final)).embedded_signatures
    assert all(HEAD in str(one.sig_object["/Reason"]) for one in signed[1:3])


def test_identifiers_and_dates_stay_as_they_were_drawn(worked: Worked) -> None:
    with (
        pikepdf.open(BytesIO(worked.drawn.pdf)) as first,
        pikepdf.open(BytesIO(worked.final)) as last,
    ):
        assert last.Root.Metadata.read_bytes() == first.Root.Metadata.read_bytes()
        assert b"pdfaid:part" in last.Root.Metadata.read_bytes()
        assert last.docinfo == first.docinfo
        assert last.Root.get("/Version") is None
        assert list(last.Root.Extensions) == ["/ESIC"]


def test_places_to_sign_are_known_to_screen_readers(worked: Worked) -> None:
    with pikepdf.open(BytesIO(worked.final)) as pdf:
        fields = {str(one.T): one for one in pdf.Root.AcroForm.Fields}
        assert set(fields) == set(worked.expected.fields)
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        tree = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        for name in ("Lender", "Borrower"):
            element = tree[int(fields[name].StructParent)]
            assert element.S == "/Form"
            assert str(fields[name].TU) == str(element.Alt)
        for one in fields.values():
            assert int(one.F) & 4


def test_qpdf_finds_no_fault(worked: Worked, tmp_path: Path) -> None:
    file = tmp_path / "final.pdf"
    file.write_bytes(worked.final)
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_pdfsig_finds_every_signature_valid(worked: Worked, tmp_path: Path) -> None:
    file = tmp_path / "final.pdf"
    file.write_bytes(worked.final)
    told = subprocess.run(["pdfsig", file], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid.") == 4
    assert "Total document signed" in told


def test_openssl_agrees_on_signatures_and_timestamps(english: Worked, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(english.expected.root)
    for one in PdfFileReader(BytesIO(english.final)).embedded_signatures[:-1]:
        first, length, second, rest = (int(n) for n in list(one.byte_range))
        signed = english.final[first : first + length] + english.final[second : second + rest]
        (tmp_path / "range").write_bytes(signed)
        message = cms.ContentInfo.load(one.pkcs7_content)
        (tmp_path / "signature").write_bytes(message.dump())
        options = [
            "-binary",
            "-inform",
            "DER",
            "-purpose",
            "any",
            "-attime",
            str(int(AT.timestamp())),
        ]
        ran = subprocess.run(
            ["openssl", "cms", "-verify", *options, "-in", "signature", "-content", "range",
             "-CAfile", "root.pem", "-out", "out"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr


def test_a_field_is_signed_once(english: Worked, sealer: LocalSealer, sandbox: Sandbox) -> None:
    act = an_act(sandbox, english.people[0], "en")
    with pytest.raises(SigningError):
        sealer.apply(english.revisions[1].pdf, act, AT)


def test_a_counselor_without_a_place_cannot_sign(
    english: Worked, sealer: LocalSealer, sandbox: Sandbox
) -> None:
    stranger = Signatory("counselor", "p-c", "Cora Lin", "Signature of the counselor")
    with pytest.raises(SigningError):
        sealer.apply(english.revisions[0].pdf, an_act(sandbox, stranger, "en"), AT)


def test_a_token_from_another_hour_is_not_accepted(
    english: Worked, sealer: LocalSealer, sandbox: Sandbox
) -> None:
    late = LocalTsa(sealer.authority.tsa, lambda: AT + timedelta(hours=1), lambda: 1)
    slow = replace(sealer, timestamper=late)
    with pytest.raises(TimeNotProven):
        slow.apply(english.revisions[0].pdf, an_act(sandbox, english.people[0], "en"), AT)


def test_without_a_timestamping_authority_nothing_is_signed(
    english: Worked, sealer: LocalSealer, sandbox: Sandbox
) -> None:
    deaf = replace(sealer, timestamper=TimeStamper())
    with pytest.raises(NotImplementedError):
        deaf.apply(english.revisions[0].pdf, an_act(sandbox, english.people[0], "en"), AT)


def test_each_step_is_named_before_the_next(english: Worked, sealer: LocalSealer) -> None:
    reached: list[str] = []
    told = replace(sealer, point=reached.append)
    told.issue(english.drawn, english.people, AT)
    told.close(english.revisions[2].pdf, AT)
    assert reached == ["fields", "completed", "dss", "archived"]


def test_sizes_stay_within_the_target(english: Worked, chinese: Worked) -> None:
    assert len(english.final) < 350_000
    assert len(chinese.final) < 450_000
    assert asn1_pem.detect(english.expected.root)
