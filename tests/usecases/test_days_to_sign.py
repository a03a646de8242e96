"""How long people have to sign is the deployment's to set, counted from the drawing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.stage import Stage
from tests.usecases.scenes import case_of


def test_an_agreement_can_be_signed_for_as_many_days_as_are_set(stage: Stage) -> None:
    settings = stage.deps.settings
    longer = replace(settings, signing=replace(settings.signing, days=21))
    set_so = replace(stage, deps=replace(stage.deps, settings=longer), staged=None)
    part = set_so.part("four-weekly", "confirm", "tell", "offer", "counter", "accept")
    agreement = case_of(part).agreement
    assert agreement is not None
    assert agreement.expires_on == (stage.clock.at + timedelta(days=21)).date()
    with part.deps.reading() as uow:
        record = uow.agreements.find(agreement.id)
    assert record is not None
    assert record.expires_on == agreement.expires_on
