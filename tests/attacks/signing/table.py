"""The rows of the attack table: each is a test whose id begins with ``row-NN``."""

from __future__ import annotations

import pytest

ROWS = range(1, 32)

ELSEWHERE: dict[int, tuple[str, ...]] = {
    22: ("tests/store/test_agreements.py::test_a_nonce_allows_one_signature_of_what_was_shown",),
    24: (
        "tests/gateways/test_external_tsa.py::test_a_faulty_answer_is_passed_over",
        "tests/gateways/test_external_tsa.py::test_a_server_that_is_down_is_passed_over",
        "tests/gateways/test_external_tsa.py::test_without_good_time_nothing_is_signed",
        "tests/gateways/test_seal.py::test_a_token_from_another_hour_is_not_accepted",
        "tests/gateways/test_early_time.py::test_a_file_whose_times_are_apart_from_ours_is_genuine",
    ),
}
"""Rows whose tests stand with what they test: node ids, which must be collected."""


def row(number: int, what: str, *values: object) -> object:
    """A case of row ``number``; ``what`` tells it from the other cases of the row."""
    return pytest.param(*values, id=f"row-{number:02d} {what}")
