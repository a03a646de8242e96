"""Rows 1 to 10 and 12 to 17: a changed file is refused, by the checks that should see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.ades.api import GenericCommitment
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from app.core.evidence import sha256_hex
from app.core.sealed import ARCHIVE, Verdict
from app.gateways.authority import ONE_USE, Keyed, new_key
from app.gateways.inspect import inspect
from app.gateways.signer import KeySigner, sign
from tests.agreements import AT
from tests.attacks.signing import opinions, surgery, wrapping
from tests.attacks.signing.conftest import Ground
from tests.attacks.signing.opinions import Opinion
from tests.attacks.signing.surgery import edited
from tests.attacks.signing.table import row

Forge = Callable[[Ground], bytes]

BLIND = Opinion(qpdf=True, valid=4, whole=False)
"""Other tools see four good signatures and that something follows them: no more than that."""
UNSEEN = replace(BLIND, whole=True)
BROKEN = Opinion(qpdf=False, valid=0, whole=False)


def failed(verdict: Verdict) -> set[str]:
    return {check.letter for check in verdict.checks if not check.ok}


def edit(change: surgery.Change) -> Forge:
    return lambda ground: edited(ground.worked.final, change)


def raw(change: Callable[[bytes], bytes]) -> Forge:
    return lambda ground: change(ground.worked.final)


def signed_by(keyed: Keyed, ground: Ground) -> bytes:
    """One more field and a signature in it, with a good timestamp."""

    def place(writer: IncrementalPdfFileWriter) -> None:
        append_signature_field(writer, SigFieldSpec("Extra"))

    return sign(
        edited(ground.worked.final, place),
        KeySigner(keyed),
        ground.sealer.timestamper,
        field="Extra",
        reason="mine",
        name="Plainpact",
        at=AT,
        commitment=GenericCommitment.PROOF_OF_APPROVAL,
    )


def trusted(ground: Ground) -> bytes:
    return signed_by(ground.sealer.authority.seal, ground)


def look_alike(ground: Ground) -> bytes:
    """Its certificate has every name of our seal's, and nobody's signature but its own."""
    ours = ground.sealer.authority.seal.certificate
    key = new_key(ONE_USE)
    builder = (
        x509.CertificateBuilder()
        .subject_name(ours.subject)
        .issuer_name(ours.subject)
        .public_key(key.public_key())
        .serial_number(ours.serial_number)
        .not_valid_before(ours.not_valid_before_utc)
        .not_valid_after(ours.not_valid_after_utc)
    )
    return signed_by(Keyed(key, builder.sign(key, hashes.SHA256())), ground)


def all_of_it(ground: Ground) -> bytes:
    """The whole work again, with the keys of a stranger."""
    issued = ground.stranger.issue(ground.worked.drawn, ground.worked.people, AT)
    return ground.stranger.close(issued.pdf, AT).final.pdf


BY_CONTENT = [
    row(1, "page content", edit(surgery.replace_page), "ac", "", BLIND),
    row(2, "FreeText over an amount", edit(surgery.cover_an_amount), "ac", "", BLIND),
    row(3, "agreement.json", edit(surgery.replace_figures), "acf", "", BLIND),
    row(4, "another attachment", edit(surgery.attach_another), "ac", "", BLIND),
    row(5, "signed appearance", edit(surgery.swap_the_signature_picture), "ac", "", BLIND),
    row(6, "font program", edit(surgery.replace_a_font), "ac", "", BLIND),
    row(7, "OpenAction", edit(surgery.run_a_script), "ac", "", BLIND),
    row(8, "XMP title", edit(surgery.rename), "ac", "", BLIND),
    row(9, "our own seal once more", trusted, "ab", "", None),
    row(10, "look-alike", look_alike, "abd", "", None),
    row(10, "all by a stranger", all_of_it, "abd", "", None),
    row(12, "first range zero", raw(lambda p: wrapping.zero_ranges(p, which=0)), "a", "cg", None),
    row(12, "last range zero", raw(lambda p: wrapping.zero_ranges(p, which=-1)), "a", "cg", None),
    row(12, "contents of zeros", raw(wrapping.empty_contents), "a", "cg", None),
    row(12, "no contents", raw(wrapping.no_contents), "a", "cg", None),
    row(13, "wrapped seal", raw(lambda p: wrapping.wrapped(p, which=0)), "a", "ceg", None),
    row(13, "wrapped party", raw(lambda p: wrapping.wrapped(p, which=2)), "a", "ceg", None),
    row(13, "wrapped archive", raw(lambda p: wrapping.wrapped(p, which=-1)), "a", "ceg", None),
    row(13, "hide", raw(wrapping.shadow_hide), "ac", "", BLIND),
    row(13, "replace", raw(wrapping.shadow_replace), "ac", "", BLIND),
    row(13, "hide and replace", raw(wrapping.shadow_hide_and_replace), "ac", "", BLIND),
    row(15, "newline", raw(lambda p: p + b"\n"), "a", "eg", BLIND),
    row(15, "comment", raw(lambda p: p + b"% a comment\n"), "a", "eg", BLIND),
    row(15, "second EOF", raw(lambda p: p + b"startxref\n0\n%%EOF\n"), "a", "eg", BROKEN),
    row(16, "short of 50 bytes", raw(lambda p: p[:-50]), "a", "eg", None),
    row(16, "half", raw(lambda p: p[: len(p) // 2]), "a", "eg", None),
    row(16, "empty", raw(lambda _: b""), "a", "eg", BROKEN),
    row(16, "text", raw(lambda _: b"not a PDF"), "a", "eg", BROKEN),
    row(16, "doubled", raw(lambda p: p + p), "a", "eg", BLIND),
    row(16, "prefixed", raw(lambda p: b"prefix" + p), "a", "eg", None),
    row(16, "encrypted", raw(surgery.encrypted), "a", "eg", None),
]
"""Refused for what is in them, even if their hash were on record."""

BY_HASH = [
    row(14, "before the borrower", lambda g: g.worked.revisions[1].pdf, "ab", "", None),
    row(14, "revision 4", lambda g: g.worked.revisions[2].pdf, "ab", "", None),
    row(17, "padding", raw(wrapping.padded), "a", "", None),
    row(17, "letter case", raw(wrapping.other_case), "a", "", UNSEEN),
]
"""Refused as not the final file: what is in them is ours, or is not read."""


@pytest.mark.parametrize(("forge", "all_of", "any_of", "others"), BY_CONTENT + BY_HASH)
def test_a_changed_file_is_refused(
    ground: Ground, tmp_path: Path, forge: Forge, all_of: str, any_of: str, others: Opinion | None
) -> None:
    forged = forge(ground)
    assert forged != ground.worked.final
    verdict = inspect(forged, ground.worked.expected, AT)
    assert not verdict.accepted
    assert failed(verdict) >= set(all_of)
    assert not any_of or failed(verdict) & set(any_of)
    if others is not None:
        assert opinions.ask(forged, tmp_path) == others


@pytest.mark.parametrize(
    "number", [row(14, "is named", 1), row(14, "is named", 2), row(14, "is named", 3)]
)
def test_an_earlier_copy_is_named(ground: Ground, number: int) -> None:
    (first, *_) = inspect(
        ground.worked.revisions[number - 1].pdf, ground.worked.expected, AT
    ).checks
    assert (first.code, first.detail) == ("earlier_copy", str(number))


@pytest.mark.parametrize(("forge", "all_of", "any_of", "others"), BY_CONTENT)
def test_it_is_refused_even_when_its_own_hash_is_on_record(
    ground: Ground, forge: Forge, all_of: str, any_of: str, others: Opinion | None
) -> None:
    forged = forge(ground)
    deceived = replace(ground.worked.expected, final_sha256=sha256_hex(forged))
    found = failed(inspect(forged, deceived, AT))
    assert found >= set(all_of) - {"a"}
    assert found


def test_all_others_confirm_the_file_that_we_accept(ground: Ground, tmp_path: Path) -> None:
    final, expected = ground.worked.final, ground.worked.expected
    assert inspect(final, expected, AT).accepted
    assert opinions.ask(final, tmp_path) == UNSEEN
    for one in opinions.signatures(final):
        token, subject = opinions.token_and_subject(final, one)
        assert opinions.openssl_ts_confirms(token, subject, expected.root, tmp_path)
        if one.field_name != ARCHIVE:
            assert opinions.openssl_confirms(final, one, expected.root, tmp_path)


@pytest.mark.parametrize("which", [row(13, "signatures stay good", n) for n in (0, 2)])
def test_a_wrapped_signature_is_good_in_itself(ground: Ground, tmp_path: Path, which: int) -> None:
    """So that it is refused for what it hides, not because the attack was clumsy."""
    forged = wrapping.wrapped(ground.worked.final, which=which)
    one = opinions.signatures(forged)[which]
    assert opinions.openssl_confirms(forged, one, ground.worked.expected.root, tmp_path)
    assert int(one.byte_range[2]) > len(ground.worked.final)


def test_openssl_confirms_our_seal_and_not_the_look_alike(ground: Ground, tmp_path: Path) -> None:
    root = ground.worked.expected.root
    for forge, confirmed in ((trusted, True), (look_alike, False)):
        forged = forge(ground)
        newest = opinions.signatures(forged)[-1]
        assert opinions.openssl_confirms(forged, newest, root, tmp_path) is confirmed
