"""A file may be larger than a form: no byte in it is a field."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from io import BytesIO

import pytest

from tests.stage import Visitor


@pytest.mark.parametrize("size", [1_000, 70_000, 300_000])
def test_a_file_is_read_whole_whatever_bytes_it_has(
    visit: Callable[..., Visitor], size: int
) -> None:
    body = b"%PDF-1.7\n" + secrets.token_bytes(size)
    answer = visit().post("/verify", {"file": (BytesIO(body), "a.pdf")}, token_from="/verify")
    assert answer.status_code == 200
