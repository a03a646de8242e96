from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.imports.lender_tables import GOOD, HEADING, faults, read, table


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b" \r\n\n", "empty_file"),
        (b"PK\x03\x04" + bytes(500), "binary_file"),
        (b"%PDF-1.7\n", "binary_file"),
        (bytes(range(256)) * 8, "binary_file"),
        ("account,name".encode("utf-16"), "encoding"),
        ("account,name\nA1,Jürgen Müller\nA2,Zoë".encode("cp1252"), "encoding"),
        (b"account,name\nA1,\xe5\xbc\xa0\xe5\xbc\xa0\xe5\xbc", "encoding"),
        (b"\xff\xff,\xff", "encoding"),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(data: bytes, code: str) -> None:
    report = read(data)

    assert [p.code for p in report.problems] == [code]
    assert report.rows == ()


def test_a_wrong_byte_is_found_in_its_row() -> None:
    data = table(GOOD, GOOD | {"account": "2", "name": "Zoe"}).replace(b"Zoe", b"Zo\xeb")
    assert faults(read(data)) == [(3, "", "encoding")]


def test_a_heading_alone_has_no_rows() -> None:
    assert faults(read(table())) == [(1, "", "no_rows")]


def test_blank_lines_are_passed_over_but_counted_as_lines() -> None:
    head, row = table(GOOD | {"fees": "x"}).split(b"\n")
    report = read(b"\n".join([b"", head, b"", b"," * 12, row, b""]))

    assert faults(report) == [(5, "fees", "amount_format")]
    assert report.row_count == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end: str) -> None:
    assert read(table(GOOD).replace(b"\n", end.encode())).clean


def test_a_million_rows_are_refused() -> None:
    head, row = table(GOOD).split(b"\n")
    data = head + (b"\n" + row) * 1_000_000
    report = read(data)

    assert faults(report) == [(0, "", "too_many_rows")]
    assert report.problems[0].detail == "1000000"


def test_a_file_of_few_but_endless_lines_is_refused_by_size() -> None:
    assert faults(read(b"a" * (33 * 1024 * 1024))) == [(0, "", "too_large")]
    head, row = table(GOOD).split(b"\n")
    report = read(b"\n".join([head, row + b"," * 100_000]))
    assert faults(report) == [(2, "", "row_too_long")]
    assert (1, "", "row_too_long") in faults(read(b"account," * 100_000))


def test_the_largest_file_is_read_and_its_faults_are_counted() -> None:
    rows = [GOOD | {"account": f"A{n}", "fees": "-1"} for n in range(100_000)]
    report = read(table(*rows))

    assert report.problem_count == 100_000
    assert len(report.problems) == 1000


@settings(max_examples=300)
@given(data=st.binary(max_size=400))
def test_any_bytes_give_a_report(data: bytes) -> None:
    report = read(data)
    assert report.problems
    assert report.rows == ()


cells = st.one_of(
    st.text(max_size=20),
    st.sampled_from([*GOOD.values(), '"', "1e9999", "NaN", "-0", "\x00", "٣٤", "0x10", "=1"]),
)


@settings(max_examples=300)
@given(rows=st.lists(st.lists(cells, min_size=11, max_size=15), max_size=6))
def test_any_cells_give_rows_or_reasons(rows: list[list[str]]) -> None:
    text = "\n".join([",".join(HEADING), *(",".join(row) for row in rows)])
    report = read(text.encode("utf-8", "replace"))

    assert len(report.rows) <= report.row_count
    assert report.problem_count >= report.row_count - len(report.rows)
    assert all(p.message and (p.row > 0 or not p.column) for p in report.problems)
    assert len({row.account for row in report.rows}) == len(report.rows)
