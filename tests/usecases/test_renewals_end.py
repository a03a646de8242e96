"""One renewal at a time: a proof that ends soon is renewed again later, and never at once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from app.commands.renewing import renew
from app.gateways.renewal import EARLY
from app.gateways.seal import LocalSealer
from app.gateways.signer import KeySigner
from app.gateways.timestamp import LocalTsa
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases import renewal
from app.usecases.deps import Deps
from app.usecases.renewal import SOONEST, due
from tests.authorities import YEAR, Route, another, web
from tests.usecases.scenes import Scene

MANY = 30
"""More pieces of work than wait after so many years, so that one which came back at once is seen."""


@pytest.fixture(params=["a seal of others", "time of others, for 200 days"])
def old(request: pytest.FixtureRequest, done: Scene) -> Iterator[Deps]:
    """A file whose first renewal is due, with authorities whose word does not last."""
    done.clock.move(days=365 * 14 + 10)
    ours = done.deps.sealer()
    assert isinstance(ours, LocalSealer)
    routes: dict[str, Route] = {}
    with web(routes) as origin:
        if request.param == "a seal of others":
            other = another("Example", done.clock.at, stamps=False, crl_url=f"{origin}/list.crl")
            routes["/list.crl"] = lambda _: (200, "application/pkix-crl", other.revocations)
            made = replace(ours, seal=KeySigner(other.below))
        else:
            began = done.clock.at - 3 * YEAR + timedelta(days=200)
            other = another("Example", began, stamps=True)
            serials = count(1)
            tsa = LocalTsa(other.below, done.deps.now, lambda: next(serials))
            made = replace(ours, timestamper=tsa, tsa_roots=other.root_pem)
        yield replace(done.deps, sealer=lambda: made)


def renewed(scene: Scene) -> int:
    with scene.deps.reading() as uow:
        return len(renewal.renewals(scene.deps, uow, scene.record()))


def work(deps: Deps) -> None:
    Runner(deps.unit_of_work, handlers(deps), deps.now).drain(most=MANY)


def test_the_worker_makes_one_and_waits(done: Scene, old: Deps) -> None:
    work(old)
    assert renewed(done) == 1
    done.clock.at += SOONEST - timedelta(days=1)
    work(old)
    assert renewed(done) == 1


def test_by_hand_one_is_made_of_each_agreement(
    done: Scene, old: Deps, capsys: pytest.CaptureFixture[str]
) -> None:
    assert renew(old, "", now=True) == 0
    assert capsys.readouterr().out.splitlines()[0] == "renewed: 1"
    assert renewed(done) == 1


def test_that_a_proof_ends_soon_is_told_and_it_is_renewed_before_that(
    done: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    began = done.clock.at - 3 * YEAR + timedelta(days=200)
    other = another("Example", began, stamps=True)
    serials = count(1)
    tsa = LocalTsa(other.below, done.deps.now, lambda: next(serials))
    ours = done.deps.sealer()
    assert isinstance(ours, LocalSealer)
    made = replace(ours, timestamper=tsa, tsa_roots=other.root_pem)
    with caplog.at_level(logging.WARNING, "app.usecases.renewal"):
        found = renewal.renew_early(replace(done.deps, sealer=lambda: made), done.record().code)
    assert "ends soon" in caplog.text
    assert str(done.record().id) in caplog.text
    assert done.clock.at + SOONEST < found.next_at < found.ends


@pytest.mark.parametrize("days", [-10, 0, 1, 29, 59, 200, 364, 366, 800, 5_000])
def test_no_renewal_is_due_at_once(days: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    when = due(at + timedelta(days=days), at)
    assert when >= at + SOONEST
    if days >= 2 * SOONEST.days:
        assert when < at + timedelta(days=days)
    if days >= 2 * EARLY.days:
        assert when == at + timedelta(days=days) - EARLY
