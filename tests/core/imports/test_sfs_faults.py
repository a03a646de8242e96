from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.imports import messages
from app.core.imports.sfs import parse_sfs
from tests.core.imports.statements import SUMMARY, codes, read, with_value

RENT = "/monthly-outgoings/fixed-costs/rent"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("-5", "negative_amount"),
        ("1e9999", "amount_format"),
        ("1e2", "amount_format"),
        ("0.30000000000000004", "too_many_decimals"),
        ("12.505", "too_many_decimals"),
        ("9" * 5000, "amount_too_large"),
        ('"12,50"', "amount_format"),
        ('"1,250.00"', "amount_format"),
        ('"NaN"', "amount_format"),
        ('""', "amount_format"),
        ("true", "wrong_type"),
        ("[]", "wrong_type"),
        ("{}", "wrong_type"),
    ],
)
def test_an_amount_that_is_not_exact_pence_is_reported(written: str, code: str) -> None:
    text = json.dumps(with_value(SUMMARY, RENT, "HERE")).replace('"HERE"', written)
    report = parse_sfs(text.encode())

    assert codes(report) == [(RENT, code)]
    assert report.mismatches == ()


@pytest.mark.parametrize("written", ["512", "512.0", "512.000", '"512"', '"512.00"'])
def test_the_same_amount_may_be_written_in_several_ways(written: str) -> None:
    text = json.dumps(with_value(SUMMARY, RENT, "HERE")).replace('"HERE"', written)
    report = parse_sfs(text.encode())

    assert (report.problems, report.mismatches) == ((), ())


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("/monthly-outgoings/fixed-costs/gym", 30, "unknown_field"),
        ("/client~email", "x", "unknown_field"),
        ("/dependent-children-under-16", "1", "wrong_type"),
        ("/dependent-children-under-16", -1, "count_format"),
        ("/dependent-children-under-16", 1.5, "count_format"),
        ("/vehicles", 1234, "count_format"),
        ("/is-joint-application", "no", "wrong_type"),
        ("/housing-tenure", "Castle", "unknown_value"),
        ("/client-name", 5, "wrong_type"),
        ("/client-name", "a\u202eb", "hidden_characters"),
        ("/client-name", "\ud800", "hidden_characters"),
        ("/client-name", "a" * 201, "too_long"),
        ("/monthly-income", [], "wrong_type"),
        ("/debts/priority-debts", {}, "wrong_type"),
        ("/debts/non-priority-debts", [{}] * 501, "too_many_lines"),
        ("/overview/debt-admin-fee", -1, "negative_amount"),
    ],
)
def test_what_the_format_does_not_know_is_reported(path: str, value: object, code: str) -> None:
    report = read(with_value(SUMMARY, path, value))
    assert codes(report) == [(path.replace("~", "~0"), code)]


def test_a_field_that_comes_twice_is_reported() -> None:
    text = json.dumps(SUMMARY).replace('"rent":', '"rent": 1, "rent":')
    assert codes(parse_sfs(text.encode())) == [(RENT, "duplicate_key")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\x89PNG\r\n", "encoding"),
        (b"\xff\xfe{\x00}\x00", "encoding"),
        (b"{", "json_format"),
        (b"[NaN]", "json_format"),
        (b'{"a": Infinity}', "json_format"),
        (b"account,name\n", "json_format"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 30 + b"1" + b"}" * 30, "too_deep"),
        (b" " * (1024 * 1024 + 1), "too_large"),
        (b"[]", "wrong_type"),
        (b"5", "wrong_type"),
        (b"null", "wrong_type"),
        (b"{}", "unknown_form"),
        (b'{"schema": "plainpact/case-file/1"}', "unknown_form"),
    ],
)
def test_a_file_that_is_no_statement_is_refused_as_a_whole(data: bytes, code: str) -> None:
    report = parse_sfs(data)

    assert codes(report) == [("", code)]
    assert report.household is None


def test_a_bracket_inside_a_text_is_no_nesting() -> None:
    assert read(SUMMARY | {"notes": ["[" * 100 + '"' + "{" * 100]}).problems == ()


def test_floods_are_refused_one_by_one() -> None:
    accents = "".join(chr(0x300 + n * 7 % 60) for n in range(7900))
    flooded = json.dumps(SUMMARY | {"notes": [accents] * 60}, ensure_ascii=False)
    assert len(codes(parse_sfs(flooded.encode()))) == 60
    for digits in ("0." + "0" * 900_000 + "1", "0." + "10" * 450_000, "9" * 900_000):
        text = json.dumps(with_value(SUMMARY, RENT, "HERE")).replace('"HERE"', digits)
        assert len(codes(parse_sfs(text.encode()))) == 1


def test_a_flood_of_unknown_fields_is_counted() -> None:
    report = read(SUMMARY | {f"k{n}": n for n in range(5000)})
    assert (len(report.problems), report.problem_count) == (1000, 5000)


def test_every_sentence_is_short() -> None:
    texts = (*messages.TABLE.values(), *messages.STATEMENT.values())
    sentences = [sentence for text in texts for sentence in text.split(". ")]
    assert [sentence for sentence in sentences if len(sentence.split()) > 15] == []


@settings(max_examples=300)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_a_report(data: bytes) -> None:
    assert parse_sfs(data).problems


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["monthly-amount", "notes", "rent", "x"]), inner),
    ),
    max_leaves=6,
)

places = st.sampled_from(
    [
        "/overview/total-monthly-income",
        "/monthly-income/total-earnings",
        "/monthly-outgoings/total-monthly-outgoings",
        "/debts/total-priority-debts",
        RENT,
        "/monthly-income",
        "/monthly-outgoings/fixed-costs",
        "/debts/priority-debts",
        "/client-employment-status",
        "/notes",
        "/confirmations",
    ]
)


@settings(max_examples=300)
@given(path=places, value=anything)
def test_any_value_in_any_place_gives_a_report(path: str, value: object) -> None:
    report = read(with_value(SUMMARY, path, value))

    assert all(problem.message for problem in report.problems)
    assert list(report.problems) == sorted(report.problems)
