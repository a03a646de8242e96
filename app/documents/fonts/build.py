"""Make the bundled fonts from Debian's: ``python -m app.documents.fonts.build``.

Needs the packages fonts-noto-cjk and fonts-dejavu-core. Noto Sans CJK
is cut to the characters of GBK, its simplified Chinese shapes and one weight. Glyphs
are numbered so that a glyph's CID is its number, which ``compact`` relies on.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
FACE = "Noto Sans CJK SC"
FAMILY = "Noto Sans SC"


def gbk() -> set[int]:
    """Code points of GBK and ASCII, the set simplified Chinese names and texts need."""
    found = set(range(0x20, 0x7F)) | set(map(ord, "£€¥©–—‘’“”…·×−≤≥✓•"))
    for first in range(0x81, 0xFF):
        for second in range(0x40, 0xFF):
            text = bytes((first, second)).decode("gbk", "ignore")
            found.update(ord(c) for c in text)
    return found


def cut(source: Path) -> TTFont:
    """The simplified Chinese face of the collection with the glyphs of GBK."""
    blob = hb.Blob.from_file_path(str(source))
    faces = (hb.Face(blob, index) for index in range(faces_in(source)))
    face = next(f for f in faces if f.get_name(hb.OTNameIdPredefined.FONT_FAMILY) == FACE)
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(gbk())
    wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
    for tag in ("DSIG", "BASE", "VORG", "vhea", "vmtx", "GPOS", "GSUB"):
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).add(
            int.from_bytes(tag.ljust(4).encode(), "big")
        )
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    return TTFont(io.BytesIO(hb.subset(face, wanted).blob.data), recalcTimestamp=False)


def faces_in(source: Path) -> int:
    """How many faces a collection holds, from its header."""
    return int.from_bytes(source.read_bytes()[8:12], "big")


def renumber(face: TTFont) -> None:
    """Give every glyph the CID of its place, as in the uncut font."""
    top = face["CFF "].cff.topDictIndex[0]
    old = face.getGlyphOrder()
    new = [".notdef", *(f"cid{number:05d}" for number in range(1, len(old)))]
    names = dict(zip(old, new, strict=True))
    face["hmtx"].metrics = {names[n]: m for n, m in face["hmtx"].metrics.items()}
    strings = top.CharStrings.charStrings
    top.CharStrings.charStrings = {names[n]: s for n, s in strings.items()}
    for table in face["cmap"].tables:
        if table.format != 14:  # noqa: PLR2004  # variation sequences
            table.cmap = {code: names[n] for code, n in table.cmap.items()}
    face["cmap"].tables = [t for t in face["cmap"].tables if t.format in (4, 12)]
    top.charset = new
    face.setGlyphOrder(new)


def rename(face: TTFont) -> None:
    for record in face["name"].names:
        if record.nameID in (1, 3, 4, 6):
            text = FAMILY.replace(" ", "") + "-Regular" if record.nameID == 6 else FAMILY  # noqa: PLR2004
            record.string = text


def main() -> int:
    face = cut(NOTO)
    renumber(face)
    rename(face)
    face.save(HERE / "NotoSansSC-Regular.otf")
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        shutil.copyfile(DEJAVU / name, HERE / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
