"""How WeasyPrint cuts fonts: with HarfBuzz, by whichever door this machine has.

Without ``libharfbuzz-subset`` WeasyPrint 70.0 falls back to fontTools, and a Chinese
agreement takes seconds. Then uharfbuzz does the same cut with its own HarfBuzz.
"""

from __future__ import annotations

from collections.abc import Collection

import uharfbuzz as hb
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import harfbuzz_subset

_DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG")


def choose() -> str:
    """``harfbuzz`` when the library is there; else uharfbuzz takes its place."""
    if harfbuzz_subset:
        return "harfbuzz"
    Font.subset = cut_with_uharfbuzz  # type: ignore[method-assign]  # WeasyPrint has no setting for it
    return "uharfbuzz"


def cut_with_uharfbuzz(font: Font, to_unicode: Collection[int], hinting: bool) -> None:
    """Replace the font's content by its used glyphs, numbered as before."""
    if not to_unicode:
        return
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(to_unicode)
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.DESUBROUTINIZE
    if not hinting:
        wanted.flags |= hb.SubsetFlags.NO_HINTING
    if font.missing:
        wanted.flags |= hb.SubsetFlags.NOTDEF_OUTLINE
    dropped = wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG)
    for tag in _DROPPED:
        dropped.add(int.from_bytes(tag.ljust(4).encode(), "big"))
    font.file_content = bytes(hb.subset(hb.Face(font.file_content, font.index), wanted).blob.data)
