"""A lender's export: a table of debts to values, with a reason for every fault."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from app.core.evidence import sha256_hex
from app.core.imports.columns import OPTIONAL, TEXT_LIMITS, Column, column_named
from app.core.imports.debt_row import DebtRow, read_row
from app.core.imports.decoding import UnreadableFile, delimiter_of, read_lines, split_cells
from app.core.imports.messages import TABLE
from app.core.money import Currency
from app.core.text import TextFault, composed, shown

MOST_PROBLEMS = 1000
MAX_LINE = 16_384
HIGH_RATE = 1
_PADDING = " \u00a0\u3000"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A fault: line from 1 (0: the whole file), column ("": the whole line), code, message.

    ``detail`` is a figure that belongs to the message; never a person's data.
    """

    row: int
    column: str
    code: str
    message: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CsvReport:
    """What a file holds. ``rows`` are the faultless ones; without ``clean``, ask first.

    ``problems`` lists the first 1,000; ``problem_count`` counts all. ``notices`` stop
    nothing. ``row_count`` is every line with content below the heading.
    """

    rows: tuple[DebtRow, ...]
    problems: tuple[RowProblem, ...]
    encoding: str
    delimiter: str
    sha256: str
    problem_count: int = 0
    row_count: int = 0
    notices: tuple[RowProblem, ...] = ()

    @property
    def clean(self) -> bool:
        return self.problem_count == 0


@dataclass(slots=True)
class _Faults:
    """Lists up to the cap and counts the rest."""

    listed: list[RowProblem] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, column: str, code: str, detail: str = "") -> None:
        self.count += 1
        if len(self.listed) < MOST_PROBLEMS:
            self.listed.append(RowProblem(row, column, code, TABLE[code], detail))


def parse(data: bytes, *, currency_allowed: Collection[Currency], as_of: date) -> CsvReport:
    """Read a lender's export; any bytes give a report, never an exception.

    Args:
        data: the file as received: UTF-8 with or without its mark, or GBK.
        currency_allowed: what the lender's organisation counts in.
        as_of: the day of the import; no payment lies after it.
    """
    digest = sha256_hex(data)
    faults, notices = _Faults(), _Faults()
    try:
        read = read_lines(data)
    except UnreadableFile as error:
        faults.add(error.row, "", error.code, error.detail)
        return CsvReport((), tuple(faults.listed), "", "", digest, faults.count)
    numbered = enumerate(read.lines, 1)
    heading_row, heading = next(
        ((number, line) for number, line in numbered if line.strip()), (1, "")
    )
    delimiter = delimiter_of(heading[:MAX_LINE])
    columns = _columns(heading_row, heading, delimiter, faults)
    # With a heading that reads two ways no row is sure, not even for a part of the file.
    usable = not any(p.code in {"duplicate_column", "quotes"} for p in faults.listed)
    allowed = frozenset(currency_allowed)
    rows: list[DebtRow] = []
    row_of_account: dict[str, int] = {}
    row_count = 0
    for number, line in numbered:
        if not line.strip(delimiter + _PADDING):
            continue
        row_count += 1
        texts = _cells(number, line, delimiter, columns, faults)
        if texts is None:
            continue
        debt, wrong = read_row(number, texts, allowed, as_of)
        account = _same(texts.get(Column.ACCOUNT, ""))
        if account and (earlier := row_of_account.setdefault(account, number)) != number:
            faults.add(number, Column.ACCOUNT, "duplicate_account", str(earlier))
            debt = None
        for column, code in wrong:
            faults.add(number, column, code)
        if debt is not None and usable:
            rows.append(debt)
            if debt.annual_rate > HIGH_RATE:
                notices.add(number, Column.ANNUAL_RATE, "rate_high")
    if row_count == 0:
        faults.add(heading_row, "", "no_rows")
    return CsvReport(
        rows=tuple(rows),
        problems=tuple(faults.listed),
        encoding=read.encoding,
        delimiter=delimiter,
        sha256=digest,
        problem_count=faults.count,
        row_count=row_count,
        notices=tuple(notices.listed),
    )


def _columns(row: int, heading: str, delimiter: str, faults: _Faults) -> tuple[Column | None, ...]:
    """The column of each heading cell; None for one that is unknown or there twice."""
    if len(heading) > MAX_LINE:
        faults.add(row, "", "row_too_long", str(len(heading)))
        return ()
    try:
        names = split_cells(heading, delimiter)
    except csv.Error:
        faults.add(row, "", "quotes")
        names = tuple(heading.replace('"', "").split(delimiter))
    columns: list[Column | None] = []
    for place, name in enumerate(names, 1):
        column = column_named(name)
        if column is None:
            code = "unknown_column" if name.strip() else "unnamed_column"
            faults.add(row, shown(name.strip()), code, str(place))
        elif column in columns:
            faults.add(row, column, "duplicate_column", str(place))
            column = None
        columns.append(column)
    for column in Column:
        if column not in columns and column not in OPTIONAL:
            faults.add(row, column, "missing_column")
    return tuple(columns)


def _same(account: str) -> str:
    """What two cells of one account have in common; nothing for one that is no account."""
    try:
        return composed(account, TEXT_LIMITS[Column.ACCOUNT])
    except TextFault:
        return ""


def _cells(
    row: int, line: str, delimiter: str, columns: tuple[Column | None, ...], faults: _Faults
) -> dict[Column, str] | None:
    """The cells of the known columns; None when the row cannot be told into cells."""
    if len(line) > MAX_LINE:
        faults.add(row, "", "row_too_long", str(len(line)))
        return None
    try:
        cells = split_cells(line, delimiter)
    except csv.Error:
        faults.add(row, "", "quotes")
        return None
    if len(cells) != len(columns):
        code = "too_few_cells" if len(cells) < len(columns) else "too_many_cells"
        faults.add(row, "", code, f"{len(cells)}/{len(columns)}")
        return None
    return {
        column: cell.strip(_PADDING)
        for column, cell in zip(columns, cells, strict=True)
        if column is not None
    }
