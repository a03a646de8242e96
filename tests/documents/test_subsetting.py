"""Two ways to cut a font, one result."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
import uharfbuzz as hb
from weasyprint.pdf.fonts import Font

from app.documents.compact import GlyphsMoved, _prove, cut
from app.documents.sandbox import FONTS
from app.documents.subsetting import cut_with_uharfbuzz

OTF = (FONTS.parent / "NotoSansSC-Regular.otf").read_bytes()
GLYPHS = {hb.Font(hb.Face(OTF)).get_nominal_glyph(ord(c)) for c in "张伟骨直龘"}


def test_a_cut_font_keeps_its_glyph_numbers_and_outlines() -> None:
    font = SimpleNamespace(file_content=OTF, index=0, missing={})
    cut_with_uharfbuzz(cast("Font", font), GLYPHS, False)
    before, after = hb.Font(hb.Face(OTF)), hb.Font(hb.Face(font.file_content))
    assert len(font.file_content) < len(OTF) / 10
    for glyph in GLYPHS:
        assert after.get_glyph_extents(glyph) == before.get_glyph_extents(glyph)


def test_a_compact_font_holds_the_used_glyphs_under_their_numbers() -> None:
    table = cut(OTF, GLYPHS)
    _prove(table, GLYPHS)
    assert len(table) < 10_000


def test_a_glyph_that_moved_is_noticed() -> None:
    with pytest.raises(GlyphsMoved):
        _prove(cut(OTF, GLYPHS), GLYPHS | {3})
