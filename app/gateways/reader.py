"""Reading PDFs for checks, without reading the same table a hundred times."""

from __future__ import annotations

from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader


class QuickReader(PdfFileReader):
    """A strict reader that keeps the table of each object stream.

    The library (0.38.0) reads that table anew for every object in the stream, which
    is most of the time a check takes. The refusals are the library's.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data), strict=True)
        self._tables: dict[int, tuple[bytes, list[int], list[int]]] = {}

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> generic.PdfObject:
        content, numbers, offsets = self._table(stmnum)
        if not 0 <= idx < len(numbers) or numbers[idx] != idnum:
            raise PdfStrictReadError("an object is not where its index says")
        stream = BytesIO(content)
        stream.seek(offsets[idx])
        found: generic.PdfObject = generic.read_object(stream, generic.Reference(idnum, 0, self))
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            raise PdfStrictReadError("an object of a kind that no object stream may hold")
        return found

    def _table(self, stmnum: int) -> tuple[bytes, list[int], list[int]]:
        known = self._tables.get(stmnum)
        if known is None:
            stream = generic.Reference(stmnum, 0, self).get_object()
            if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
                raise PdfStrictReadError("not an object stream")
            content = stream.read_data(DecodePurpose.OBJECT_STREAM)
            first, count = int(stream["/First"]), int(stream["/N"])
            table = [int(number) for number in content[:first].split()]
            if len(table) < 2 * count:
                raise PdfStrictReadError("an object stream's table is too short")
            numbers, offsets = table[: 2 * count : 2], table[1 : 2 * count : 2]
            known = content, numbers, [first + offset for offset in offsets]
            self._tables[stmnum] = known
        return known
