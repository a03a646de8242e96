"""Chinese fonts without their empty glyph slots: 145 kB becomes 7 kB, same pixels.

The drawn file keeps a slot for every glyph up to the last one used. Here each font is
cut again to the glyphs its text map names, and embedded as a bare CFF table whose
charset still says which CID each glyph has.
"""

from __future__ import annotations

import io
import re

import uharfbuzz as hb
from fontTools.cffLib import CFFFontSet
from pikepdf import Dictionary, Name, Object, Pdf, Stream

_LISTED = re.compile(rb"<([0-9a-fA-F]{4})>\s*<[0-9a-fA-F]+>")


class GlyphsMoved(ValueError):
    """A glyph's CID is no longer its number in the font; the text would change."""


def compact_fonts(pdf: Pdf) -> None:
    """Cut and re-embed every OpenType font of ``pdf``.

    Raises:
        GlyphsMoved: the font does not number its glyphs as the text does.
    """
    for font in list(pdf.objects):
        if not isinstance(font, Dictionary) or font.get("/Subtype") != "/Type0":
            continue
        descendant = font["/DescendantFonts"][0]
        descriptor = descendant["/FontDescriptor"]
        program = descriptor.get("/FontFile3")
        if program is None or program.get("/Subtype") != "/OpenType":
            continue
        content = program.read_bytes()
        # Numbers past the last glyph stand for characters the font lacks: drawn as glyph 0.
        known = hb.Face(content).glyph_count
        used = {glyph for glyph in _used(font) if glyph < known}
        table = cut(content, used)
        _prove(table, used)
        descriptor["/FontFile3"] = pdf.make_stream(table, Subtype=Name("/CIDFontType0C"))
        if "/CIDToGIDMap" in descendant:
            del descendant["/CIDToGIDMap"]


def cut(font: bytes, glyphs: set[int]) -> bytes:
    """The ``CFF `` table of ``font`` with only ``glyphs``, without layout or hinting."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    face = hb.subset(hb.Face(font), wanted)
    return bytes(face.reference_table("CFF ").data)


def _used(font: Object) -> set[int]:
    listed = font["/ToUnicode"]
    if not isinstance(listed, Stream):
        raise GlyphsMoved("a font without a text map")
    return {int(glyph, 16) for glyph in _LISTED.findall(listed.read_bytes())}


def _prove(table: bytes, used: set[int]) -> None:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(table), None)
    kept = {int(name.removeprefix("cid")) for name in fonts.topDictIndex[0].charset[1:]}
    if not used - {0} <= kept:
        raise GlyphsMoved(str(sorted(used - kept)[:5]))
