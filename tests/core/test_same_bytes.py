from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given

from tests.core.assessing import Process, digest
from tests.core.households import YEN, Placed, households, many


@pytest.fixture(scope="module")
def others() -> Iterator[tuple[Process, ...]]:
    started = tuple(Process.start(seed) for seed in ("0", "7"))
    yield started
    for process in started:
        process.stop()


@many
@given(placed=households().filter(lambda placed: placed[0] != YEN))
def test_property_19_the_same_bytes_come_out_of_every_process(
    others: tuple[Process, ...], placed: Placed
) -> None:
    line = json.dumps(placed[1]).encode()
    for process in others:
        process.ask(line)
    here = digest(line)

    assert [process.answer() for process in others] == [here, here]
