"""What is read back from a file's bytes is what the library reads, and nothing else passes."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from app.gateways.readback import newest_of, signatures_of
from tests.sealing import Worked


def test_every_signature_is_found_in_its_order(english: Worked) -> None:
    theirs = PdfFileReader(BytesIO(english.final)).embedded_signatures
    ours = signatures_of(english.final)
    assert [one.dump() for one in ours] == [one.signed_data.dump() for one in theirs]


def test_the_newest_signature_is_over_the_whole_file(english: Worked) -> None:
    for revision in english.revisions:
        newest, theirs = (
            newest_of(revision.pdf),
            PdfFileReader(BytesIO(revision.pdf)).embedded_signatures[-1],
        )
        assert newest.digest == theirs.compute_digest()
        assert newest.length == len(theirs.pkcs7_content)
        assert sha256(newest.certificate.dump()).hexdigest() == revision.certificate_sha256


def test_what_follows_a_signature_is_not_signed_by_it(english: Worked) -> None:
    for more in (b"\n", b"%%EOF\n", english.final[len(english.revisions[-2].pdf) :]):
        with pytest.raises(ValueError, match="not over the whole file"):
            newest_of(english.final + more)


def test_a_place_moved_by_one_byte_is_refused(english: Worked) -> None:
    at = english.final.rindex(b"/ByteRange [0 ") + len("/ByteRange [0 ")
    first = int(english.final[at:].split()[0])
    moved = english.final[:at] + str(first + 1).encode() + english.final[at + len(str(first)) :]
    with pytest.raises(ValueError, match="not over the whole file"):
        newest_of(moved)


def test_words_that_look_like_a_signature_are_none() -> None:
    name = b"/Name (/Contents <%b>\n/ByteRange [0 10 20 30])"
    assert signatures_of(name % (b"30" * 100)) == ()
    with pytest.raises(ValueError, match="nothing is signed"):
        newest_of(name % (b"30" * 100))
