"""Checks that several classes name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus

from tests.attacks.running import Ran, check


@check
def no_fault_of_ours(_: object, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if worst := [s for s in result.statuses if s >= HTTPStatus.INTERNAL_SERVER_ERROR]:
            yield f"{name}: {worst}"
