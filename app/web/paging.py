"""The page of a list that an address asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask import request

from app.core.paging import Page, cut

Row = TypeVar("Row")


def asked(rows: Sequence[Row]) -> Page[Row]:
    """The page named by ``page`` in the address; the first one where it is no number."""
    return cut(rows, request.args.get("page", 1, type=int))
