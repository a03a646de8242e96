"""A file that people signed with a drawing: genuine, of good form, small, and the drawing is seen."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.core.sealed import PARTY_FIELDS, Box
from app.documents.drawing import redraw
from app.documents.pictures import IN_STAMP
from app.documents.sandbox import Sandbox
from app.gateways.inspect import inspect
from tests.agreements import AT, a_chinese_agreement, an_english_agreement
from tests.documents.form import faults
from tests.documents.test_drawn_stamp import cut
from tests.documents.test_glyphs import difference
from tests.drawings import scribble
from tests.sealing import Worked, a_sealer, seal

DOTS = 300  # an inch
MOST_BYTES = {"en": 350_000, "zh_Hans": 450_000}
TRANSPARENT = ("/SMask", "/Mask", "/Interpolate", "/Group")


@pytest.fixture(scope="module", params=["en", "zh_Hans"])
def worked(
    request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Worked:
    facts = an_english_agreement() if request.param == "en" else a_chinese_agreement()
    sealer = a_sealer(tmp_path_factory.mktemp("drawn") / "signing")
    return seal(sandbox, sealer, facts, drawing=redraw(sandbox, scribble()))


def test_the_file_is_genuine_and_its_form_as_it_should_be(worked: Worked) -> None:
    verdict = inspect(worked.final, worked.expected, AT)
    assert verdict.accepted, verdict
    assert {one.field: faults(one.pdf) for one in worked.revisions} == {
        one.field: [] for one in worked.revisions
    }


def test_nothing_shines_through_the_picture_that_is_said_in_words(worked: Worked) -> None:
    with pikepdf.open(BytesIO(worked.final)) as pdf:
        streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        pictures = [one for one in streams if one.get("/Subtype") == "/Image"]
        assert len(pictures) == len(worked.people)
        assert not [one for one in streams if set(TRANSPARENT) & set(one.keys())]
        said = [
            str(told.operands[1].Alt)
            for one in streams
            if one.get("/Subtype") == "/Form" and "/Drawing" in _pictures_of(one)
            for told in pikepdf.parse_content_stream(one)
            if str(told.operator) == "BDC"
        ]
    for person in worked.people:
        assert sum(person.name in words for words in said) == 1


def _pictures_of(form: pikepdf.Stream) -> set[str]:
    held = form.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    return {str(name) for name in held.keys()}  # noqa: SIM118 - it gives values otherwise


def test_the_file_stays_small(worked: Worked) -> None:
    assert len(worked.final) < MOST_BYTES[worked.facts.language_of_record]


def test_the_drawing_is_seen_in_the_place_of_each_signature(
    worked: Worked, sandbox: Sandbox, tmp_path: Path
) -> None:
    drawn = cut(Image.open(BytesIO(redraw(sandbox, scribble()))))
    signed = {revision.field: revision.pdf for revision in worked.revisions}
    for role, box in worked.drawn.boxes:
        before = place(worked.revisions[0].pdf, box, tmp_path)
        assert before.getextrema() == (255, 255)
        shown = place(signed[PARTY_FIELDS[role]], box, tmp_path)
        assert difference(cut(shown), drawn) < 0.02


def place(pdf: bytes, box: Box, folder: Path) -> Image.Image:
    """The place for a drawing within a place to sign, as Poppler draws it."""
    (folder / "signed.pdf").write_bytes(pdf)
    number = str(box.page + 1)
    command = ["pdftoppm", "-r", str(DOTS), "-gray", "-f", number, "-l", number]
    shown = subprocess.run(
        [*command, str(folder / "signed.pdf")], capture_output=True, check=True
    ).stdout
    page = Image.open(BytesIO(shown))
    left, bottom, right, top = IN_STAMP
    across = [round((box.left + x) * DOTS / 72) for x in (left, right)]
    up = [page.height - round((box.bottom + y) * DOTS / 72) for y in (top, bottom)]
    return page.crop((across[0], up[0], across[1], up[1]))
