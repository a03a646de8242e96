"""A paper that promises time from another authority is never signed with ours alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from app.documents.label import NAMED_IN_EACH
from app.settings_signing import Signing
from app.usecases.deps import Deps
from tests.stage import Clock, set_stage

AGREED = ("authority", "confirm", "tell", "offer", "counter", "accept")


def test_it_waits_for_such_an_authority(deps: Deps, clock: Clock) -> None:
    outside = Signing(tsa_urls=("http://tsa.example.org",))
    promising = replace(deps, settings=replace(deps.settings, signing=outside))
    stage = set_stage(promising, clock)
    part = stage.part("counselor", *AGREED)
    stage.work()
    with deps.reading() as uow:
        case = uow.cases.find(part.case_id)
        assert case is not None
        record = uow.agreements.latest(case.tenant_id, part.case_id)
        assert record is not None
        kept = uow.agreements.revisions(record.tenant_id, record.id, record.version)
        waiting = uow.outbox.backlog(clock() + timedelta(hours=1)).waiting
    assert json.loads(record.facts)["time_source"] == NAMED_IN_EACH
    assert (record.state, kept) == ("issuing", ())
    assert waiting
