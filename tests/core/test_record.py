"""The evidence record says exactly what the final file must be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.core.evidence import Break, canonical, chain
from app.core.record import chain_break, expected_from, record
from app.core.sealed import Check, Expected, Verdict, expected_fields

EXPECTED = Expected(
    final_sha256="f" * 64,
    earlier=("a" * 64, "b" * 64),
    fields=expected_fields(("borrower", "lender")),
    certificates=("1", "2", "3", "2", "4"),
    names=("Plainpact", "Priya", "张伟", "Plainpact", "Plainpact"),
    facts_sha256="c" * 64,
    version=3,
    root=b"-----BEGIN CERTIFICATE-----\n",
)


def a_record() -> dict[str, Any]:
    made = record(
        EXPECTED,
        agreement_id="a-1",
        label="SES",
        acts=({"role": "lender"},),
        chain=chain([{"kind": "offered"}, {"kind": "signed"}]),
    )
    read: dict[str, Any] = json.loads(canonical(made))
    return read


def test_what_was_recorded_is_what_is_expected() -> None:
    assert expected_from(a_record()) == EXPECTED


def test_fields_are_expected_in_signing_order_whatever_the_order_of_parties() -> None:
    assert expected_fields(("counselor", "borrower", "lender")) == (
        "PlatformSeal", "Lender", "Borrower", "Counselor", "CompletionSeal", "ArchiveTimestamp",
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.update(format="plainpact/evidence/2"),
        lambda r: r.pop("file"),
        lambda r: r["file"].pop("root"),
        lambda r: r["file"].update(extra=1),
        lambda r: r["file"].update(version=True),
        lambda r: r["file"].update(earlier="a"),
        lambda r: r["file"].update(names=[1]),
        lambda r: r["file"].update(final_sha256=None),
    ],
)
def test_an_incomplete_record_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    told = a_record()
    change(told)
    with pytest.raises(ValueError, match=r"record|version|text|list"):
        expected_from(told)


def test_the_chain_of_a_record_is_checked() -> None:
    assert chain_break(a_record()) is None
    told = a_record()
    told["chain"][1]["payload"]["kind"] = "declined"
    assert chain_break(told) == Break(2, "edited")
    for broken in (None, [1], [{"seq": "1"}]):
        with pytest.raises(ValueError, match=r"chain|rows"):
            chain_break({"chain": broken})


def test_a_verdict_needs_every_check() -> None:
    assert not Verdict(()).accepted
    assert Verdict((Check("a", True, "final"),)).accepted
    assert not Verdict((Check("a", True, "final"), Check("b", False, "missing_or_extra"))).accepted
