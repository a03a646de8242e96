"""Attacks on sealed files; every one of them is refused, and for the right reason."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.ades.api import GenericCommitment
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from app.core.evidence import sha256_hex
from app.core.sealed import Expected, Verdict
from app.documents.sandbox import Sandbox
from app.gateways.inspect import final_check, inspect
from app.gateways.seal import LocalSealer
from app.gateways.signer import KeySigner, sign
from app.usecases.verify import inspect_apart
from tests.agreements import AT
from tests.sealing import Worked, a_sealer

LATER = AT + timedelta(days=30)


def failed(verdict: Verdict) -> set[str]:
    return {check.letter for check in verdict.checks if not check.ok}


def edited(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """``pdf`` with one more revision, made as any editor would."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def replace_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(page)


def cover_an_amount(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 700, 200, 720))),
            pdf_name("/Contents"): generic.pdf_string("£1.00"),
        }
    )
    annotations = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    page["/Annots"] = annotations
    writer.update_container(page)


def replace_figures(writer: IncrementalPdfFileWriter) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    attached = names[1]["/EF"]
    facts = json.loads(attached["/F"].data)
    facts["totals"]["repayable"]["minor"] = 1
    attached["/F"] = writer.add_object(generic.StreamObject(stream_data=json.dumps(facts).encode()))
    writer.update_container(attached)


def drop_names(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Names"]
    writer.update_root()


def run_a_script(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("1")}
    )
    writer.update_root()


def rename(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Metadata"] = writer.add_object(generic.StreamObject(stream_data=b"<x/>"))
    writer.update_root()


def swap_the_signature_picture(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][1]
    field["/AP"] = writer.root["/AcroForm"]["/Fields"][2]["/AP"]
    writer.update_container(field)


def replace_a_font(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    font = next(iter(page["/Resources"]["/Font"].values())).get_object()
    descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
    key = "/FontFile2" if "/FontFile2" in descriptor else "/FontFile3"
    descriptor[key] = writer.add_object(generic.StreamObject(stream_data=b"another font"))
    writer.update_container(descriptor)


@pytest.mark.parametrize(
    ("change", "letters"),
    [
        (replace_page, "ace"),
        (cover_an_amount, "ace"),
        (replace_figures, "acef"),
        (drop_names, "aceg"),
        (run_a_script, "ace"),
        (rename, "ace"),
        (swap_the_signature_picture, "ace"),
        (replace_a_font, "ace"),
    ],
)
def test_an_edit_after_sealing_is_refused(
    english: Worked, change: Callable[[IncrementalPdfFileWriter], None], letters: str
) -> None:
    verdict = inspect(edited(english.final, change), english.expected, AT)
    assert set("ac") <= failed(verdict)
    assert failed(verdict) >= set(letters) - {"f", "g"}
    if "f" in letters or "g" in letters:
        assert failed(verdict) & {"f", "g"}


def test_an_edit_is_refused_even_when_its_hash_is_on_record(english: Worked) -> None:
    forged = edited(english.final, replace_page)
    deceived = replace(english.expected, final_sha256=sha256_hex(forged))
    assert "c" in failed(inspect(forged, deceived, AT))


@pytest.mark.parametrize("worked", ["english", "chinese"])
def test_the_sealed_file_is_accepted_now_and_in_14_years(
    worked: str, request: pytest.FixtureRequest
) -> None:
    made: Worked = request.getfixturevalue(worked)
    for days in (0, 5000):
        verdict = inspect(made.final, made.expected, AT + timedelta(days=days))
        assert verdict.accepted, verdict
        assert [check.letter for check in verdict.checks] == list("abcdefg")


def test_an_earlier_copy_is_named(english: Worked) -> None:
    verdict = inspect(english.revisions[2].pdf, english.expected, AT)
    assert verdict.checks[0].code == "earlier_copy"
    assert {"a", "b"} <= failed(verdict)


@pytest.mark.parametrize(
    "broken",
    [
        lambda pdf: pdf + b"\n",
        lambda pdf: pdf + b"% a comment\n",
        lambda pdf: pdf + b"startxref\n0\n%%EOF\n",
        lambda pdf: pdf[:-50],
        lambda pdf: pdf[: len(pdf) // 2],
        lambda pdf: b"",
        lambda pdf: b"not a PDF",
        lambda pdf: pdf + pdf,
        lambda pdf: b"prefix" + pdf,
    ],
    ids=["newline", "comment", "eof", "cut", "half", "empty", "text", "doubled", "prefixed"],
)
def test_added_missing_and_moved_bytes_are_refused(
    english: Worked, broken: Callable[[bytes], bytes]
) -> None:
    verdict = inspect(broken(english.final), english.expected, AT)
    assert "a" in failed(verdict)
    assert failed(verdict) & {"e", "g"}


def test_an_encrypted_copy_is_refused(english: Worked, tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(english.final)) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    verdict = inspect((tmp_path / "locked.pdf").read_bytes(), english.expected, AT)
    assert {"a", "g"} <= failed(verdict)


def test_no_byte_can_be_changed(english: Worked) -> None:
    for forged in flips(english.final, 200):
        assert not final_check(forged, english.expected).ok


def test_a_changed_byte_is_found_without_the_hash_of_the_file(english: Worked) -> None:
    """All but padding and letter case in the newest signature, which only the hash protects."""
    contents = english.final.rindex(b"/Contents")
    for forged in flips(english.final, 8, until=contents):
        seen = replace(english.expected, final_sha256=sha256_hex(forged))
        assert failed(inspect(forged, seen, AT)) - {"a"}


def flips(pdf: bytes, count: int, until: int | None = None) -> Iterator[bytes]:
    """Copies with one bit changed, at the same scattered places every time."""
    for n in range(count):
        throw = int(sha256_hex(str(n).encode()), 16)
        changed = bytearray(pdf)
        changed[throw % (until or len(pdf))] ^= 1 << (throw >> 64) % 8
        yield bytes(changed)


def test_padding_and_letter_case_of_the_newest_signature_fail_the_hash(english: Worked) -> None:
    start = english.final.rindex(b"/Contents") + len(b"/Contents <")
    end = english.final.index(b">", start)
    padded = english.final[: end - 1] + b"1" + english.final[end:]
    upper = english.final[:start] + english.final[start:end].swapcase() + english.final[end:]
    for forged in (padded, upper):
        assert "a" in failed(inspect(forged, english.expected, AT))


def test_a_stranger_among_the_signatures_is_refused(
    english: Worked, tmp_path: Path, sealer: LocalSealer
) -> None:
    other = a_sealer(tmp_path / "other")

    def place(writer: IncrementalPdfFileWriter) -> None:
        append_signature_field(writer, SigFieldSpec("Extra"))

    for keyed in (sealer.authority.seal, other.authority.seal):
        forged = sign(
            edited(english.final, place),
            KeySigner(keyed),
            sealer.timestamper,
            field="Extra",
            reason="mine",
            name="Plainpact",
            at=AT,
            commitment=GenericCommitment.PROOF_OF_APPROVAL,
        )
        assert {"a", "b", "c", "d", "e"} <= failed(inspect(forged, english.expected, AT))


def test_the_work_of_another_authority_is_refused(
    english: Worked, sandbox: Sandbox, tmp_path: Path
) -> None:
    other = a_sealer(tmp_path / "other")
    issued = other.issue(english.drawn, english.people, AT)
    closed = other.close(issued.pdf, AT)
    verdict = inspect(closed.final.pdf, english.expected, AT)
    assert {"a", "b", "c", "d"} <= failed(verdict)


def test_figures_of_another_version_are_refused(english: Worked) -> None:
    newer = replace(english.expected, version=2)
    assert failed(inspect(english.final, newer, AT)) == {"f"}


def test_uploads_are_read_in_the_sandbox_with_the_same_outcome(
    english: Worked, sandbox: Sandbox
) -> None:
    for data in (english.final, english.final + b"\n", b"not a PDF"):
        apart = inspect_apart(sandbox, data, english.expected, LATER)
        assert apart == inspect(data, english.expected, LATER)


def test_an_expectation_survives_as_plain_data(english: Worked) -> None:
    told = asdict(english.expected)
    assert Expected(**told) == english.expected
