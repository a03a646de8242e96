"""Limits: exact over any stretch of time, for every process, and without anybody's address."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from app.usecases import throttle

if TYPE_CHECKING:
    from app.usecases.deps import Deps
    from tests.stage import Clock

KIND, NETWORK = "staff.second", "203.0.113.7"


def used_up(deps: Deps, key: str = NETWORK) -> bool:
    try:
        throttle.count(deps, KIND, key)
    except throttle.TooMany:
        return True
    return False


def test_a_limit_holds_over_any_stretch_of_time_and_for_each_key_alone(
    deps: Deps, clock: Clock
) -> None:
    for _ in range(5):
        assert not used_up(deps)
        clock.move(seconds=50)
    for _ in range(5):
        assert not used_up(deps)
    assert used_up(deps)
    assert not used_up(deps, "203.0.113.8")
    clock.move(seconds=50)  # the first is five minutes old, the second is not
    assert not used_up(deps)
    assert used_up(deps)
    # A clock that was put back lets nobody try more often.
    clock.move(hours=-1)
    assert used_up(deps)


def test_refused_tries_do_not_make_the_wait_longer(deps: Deps, clock: Clock) -> None:
    assert not any(used_up(deps) for _ in range(10))
    for _ in range(5):
        clock.move(seconds=50)
        assert used_up(deps)
    clock.move(seconds=50)
    assert not used_up(deps)


def test_the_database_holds_no_network_and_old_counts_go(deps: Deps, clock: Clock) -> None:
    used_up(deps)
    assert NETWORK.encode() not in (deps.settings.data_dir / "plainpact.db").read_bytes()
    assert kept(deps) == 1
    clock.move(hours=23)
    throttle.forget(deps)
    assert kept(deps) == 1
    clock.move(hours=1)
    throttle.forget(deps)
    assert kept(deps) == 0


def test_what_cannot_be_counted_is_refused(deps: Deps) -> None:
    with closing(sqlite3.connect(deps.settings.data_dir / "plainpact.db")) as file:
        file.execute("DROP TABLE throttle")
    with pytest.raises(throttle.CannotCount):
        throttle.count(deps, KIND, NETWORK)


def kept(deps: Deps) -> int:
    with deps.reading() as uow:
        connection = uow.throttle.connection
        return int(connection.exec_driver_sql("SELECT count(*) FROM throttle").scalar_one())
