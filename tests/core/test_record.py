"""The evidence record says exactly what the final file must be."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from app.core.evidence import Break, canonical, chain
from app.core.record import chain_break, expected_from, record, row_with_head
from app.core.sealed import Check, Expected, Verdict, expected_fields, signing_steps

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
        label={"en": "SES", "zh_Hans": "普通电子签名"},
        what={"version": 3},
        people=({"role": "lender"},),
        acts=({"role": "lender"},),
        fairness={},
        chain=chain([{"kind": "offered"}, {"kind": "signed"}]),
    )
    read: dict[str, Any] = json.loads(canonical(made))
    return read


def test_what_was_recorded_is_what_is_expected() -> None:
    assert expected_from(a_record()) == EXPECTED


@pytest.mark.parametrize("order", [*permutations(("lender", "borrower", "counselor"))])
def test_fields_and_steps_follow_the_signing_order(order: tuple[str, ...]) -> None:
    people = tuple(role.capitalize() for role in order)
    assert expected_fields(order) == (
        "PlatformSeal", *people, "CompletionSeal", "ArchiveTimestamp",
    )  # fmt: skip
    assert list(signing_steps(order).items()) == list(zip(order, (3, 4, 5), strict=True))


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.update(format="plainpact/evidence/9"),
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


def test_a_record_of_the_first_format_stays_readable() -> None:
    told = a_record()
    told.update(format="plainpact/evidence/1", label="SES")
    for new in ("what", "people", "fairness"):
        told.pop(new)
    assert expected_from(told) == EXPECTED
    assert chain_break(told) is None


def with_help(kind: str = "help-asked") -> dict[str, Any]:
    rows = chain([{"kind": "offer-made"}, {"kind": kind}, {"kind": "offer-accepted"}])
    return a_record() | {
        "chain": record(
            EXPECTED,
            agreement_id="",
            label={},
            what={},
            people=(),
            acts=(),
            fairness={},
            chain=rows,
        )["chain"]
    }


@pytest.mark.parametrize(
    "kind",
    [
        "help-asked",
        "hold-placed",
        "hold-lifted",
        "complaint-made",
        "complaint-answered",
        "rounds-ended",
        "round-opened",
    ],
)
def test_a_private_step_is_in_the_chain_without_its_name(kind: str) -> None:
    told = with_help(kind)
    assert kind not in json.dumps(told)
    assert [row["payload"] is None for row in told["chain"]] == [False, True, False]
    assert chain_break(told) is None


def test_a_withheld_row_still_hangs_between_its_neighbours() -> None:
    told = with_help()
    told["chain"][1]["digest"] = "0" * 64
    assert chain_break(told) == Break(3, "unlinked")


def test_a_mailed_head_names_its_row_and_a_lost_row_is_seen() -> None:
    told = a_record()
    head = told["chain"][-1]["digest"]
    assert row_with_head(told, f" {head[:8].upper()} {head[8:]}\n") == len(told["chain"])
    told["chain"].pop()
    assert chain_break(told) is None, "a shortened chain holds by itself"
    assert row_with_head(told, head) is None


def test_a_verdict_needs_every_check() -> None:
    assert not Verdict(()).accepted
    assert Verdict((Check("a", True, "final"),)).accepted
    assert not Verdict((Check("a", True, "final"), Check("b", False, "missing_or_extra"))).accepted
