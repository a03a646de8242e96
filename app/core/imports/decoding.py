"""Bytes of a table to lines of text, or one clear reason why not."""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass

from app.core.imports.columns import column_named

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 100_000
DELIMITERS = (",", ";")

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LOOK_AT = 4096
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_LINE_END = re.compile("\r\n|\r|\n")


class UnreadableFile(ValueError):
    """The whole file is refused: ``code``, the line it happened in (0: all), a detail."""

    def __init__(self, code: str, row: int = 0, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.row = row
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a file without their ends, as a person counts them from 1."""

    lines: tuple[str, ...]
    encoding: str


def read_lines(data: bytes) -> Lines:
    """Decode ``data``; size and number of lines are checked before anything else.

    Raises:
        UnreadableFile: empty, too many rows or bytes, a workbook or other binary
            file, or neither UTF-8 nor GBK.
    """
    count = max(data.count(b"\n"), data.count(b"\r"))
    if count > MAX_ROWS + 1:
        raise UnreadableFile("too_many_rows", detail=str(count))
    if len(data) > MAX_BYTES:
        raise UnreadableFile("too_large", detail=str(len(data)))
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise UnreadableFile("empty_file")
    if data.startswith(_UTF16):
        raise UnreadableFile("encoding")
    start = data[:_LOOK_AT]
    if data.startswith(_WORKBOOKS) or len(_CONTROL.findall(start)) * 20 > len(start):
        raise UnreadableFile("binary_file")
    text, encoding = _decode(data)
    lines = tuple(_LINE_END.split(text))
    if len(lines) > MAX_ROWS + 2:
        raise UnreadableFile("too_many_rows", detail=str(len(lines)))
    return Lines(lines, encoding)


def _decode(data: bytes) -> tuple[str, str]:
    """UTF-8 first; Chinese encodings only when the text then looks Chinese.

    Nearly any Western single-byte file also decodes as GBK, to nonsense; its
    nonsense lies outside GB 2312, where common Chinese text lies.
    """
    try:
        if data.startswith(codecs.BOM_UTF8):
            return data.decode("utf-8-sig"), "utf-8-sig"
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
    high = len(data.translate(None, bytes(range(128))))
    whole = data.decode("utf-8", "ignore").encode().translate(None, bytes(range(128)))
    if len(whole) * 2 > high:
        # UTF-8 with a fault in it, which as GBK would turn into other words.
        raise UnreadableFile("encoding", row)
    for encoding in ("gbk", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = "".join(c for c in text if not c.isascii())
        common = foreign.encode("gb2312", "ignore")
        if len(common) >= len(foreign):
            return text, encoding
    raise UnreadableFile("encoding", row)


def delimiter_of(header: str) -> str:
    """The delimiter that makes the most known headings; the comma when in doubt."""

    def known(delimiter: str) -> int:
        try:
            cells = split_cells(header, delimiter)
        except csv.Error:
            cells = tuple(header.split(delimiter))
        return sum(column_named(cell) is not None for cell in cells)

    return max(DELIMITERS, key=known)


def split_cells(line: str, delimiter: str) -> tuple[str, ...]:
    """The cells of one line; a quote left open never reaches the next line.

    Raises:
        csv.Error: quotes do not pair up, or a cell is beyond any sense.
    """
    if '"' not in line:
        return tuple(line.split(delimiter))
    return tuple(next(csv.reader((line,), delimiter=delimiter, strict=True)))
