"""Newer proofs for old files, by hand: what waits, and making it now."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial

from app.gateways.timestamp import TimeNotProven
from app.jobs.runner import Runner
from app.usecases import renewal
from app.usecases.deps import Deps

OK, FAULT = 0, 1


def renew(deps: Deps, code: str, *, now: bool) -> int:
    """Say how proofs stand; with ``now`` make what is due, or that of ``code``, due or not.

    Made files are kept as the worker keeps them. 1 when something could not be made.
    """
    try:
        return _one(deps, code, now=now) if code else _due(deps, now=now)
    finally:
        deps.close()


def _one(deps: Deps, code: str, *, now: bool) -> int:
    try:
        found = renewal.renew_early(deps, code) if now else renewal.proven(deps, code)
    except TimeNotProven as error:
        print(f"no good timestamp, nothing was made: {error}", file=sys.stderr)
        return FAULT
    print(
        f"renewals: {found.renewals}; proven until {found.ends:%Y-%m-%d}; "
        f"next renewal on {found.next_at:%Y-%m-%d}"
    )
    return OK


def _due(deps: Deps, *, now: bool) -> int:
    at = deps.now()
    before = _waiting(deps)
    waiting = sum(one <= at for one in before)
    if now:
        does = {"renew": partial(renewal.write, deps)}
        runner = Runner(deps.unit_of_work, does, deps.now)
        runner.drain(at, most=waiting)  # as of now: what fails is tried once, like all others
    after = _waiting(deps)
    due = sum(one <= at for one in after)
    if now:
        print(f"renewed: {waiting - due}")
    soonest = f"; the first on {after[0]:%Y-%m-%d}" if after else ""
    print(f"files that will need a newer proof: {len(after)}; need it now: {due}{soonest}")
    return FAULT if now and due else OK


def _waiting(deps: Deps) -> tuple[datetime, ...]:
    with deps.reading() as uow:
        return uow.outbox.due_times("renew")
