"""Make the bundled fonts from Debian's: ``python -m app.documents.fonts.build``.

Needs the packages fonts-noto-cjk and fonts-dejavu-core. Noto Sans CJK
is cut to the characters of GBK, its simplified Chinese shapes and one weight. Glyphs
are numbered so that a glyph's CID is its number, which ``compact`` relies on.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from textwrap import wrap

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from app.core.shapes import FILE as SHAPES

HERE = Path(__file__).parent
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
FACE = "Noto Sans CJK SC"
FAMILY = "Noto Sans SC"
REGULAR = ("DejaVuSans.ttf", "NotoSansSC-Regular.otf")
LINE = 96
POSTSCRIPT = 6
NAMES = (1, 3, 4, POSTSCRIPT)  # family, identifier, full name


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
        if record.nameID in NAMES:
            text = FAMILY.replace(" ", "") + "-Regular" if record.nameID == POSTSCRIPT else FAMILY
            record.string = text


def shapes(fonts: Iterable[Path]) -> str:
    """The code points that ``fonts`` have a shape for, as ranges in hexadecimal."""
    codes = sorted({code for font in fonts for code in TTFont(font).getBestCmap() or ()})
    runs = groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0])
    ends = ([code for _, code in run] for _, run in runs)
    ranges = (f"{run[0]:x}-{run[-1]:x}" if len(run) > 1 else f"{run[0]:x}" for run in ends)
    return "\n".join(wrap(" ".join(ranges), LINE, break_on_hyphens=False)) + "\n"


def main() -> int:
    face = cut(NOTO)
    renumber(face)
    rename(face)
    face.save(HERE / "NotoSansSC-Regular.otf")
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        shutil.copyfile(DEJAVU / name, HERE / name)
    SHAPES.write_text(shapes(HERE / name for name in REGULAR), encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
