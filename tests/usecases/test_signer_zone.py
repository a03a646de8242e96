"""The evidence names a signer's time zone only where there is just one it can be."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from app.core.evidence import canonical
from app.core.packs import load
from app.documents.proof import evidence_html
from app.usecases.evidence_acts import signature, signings
from app.usecases.scene import backstage
from tests.usecases.scenes import Scene
from tests.usecases.test_evidence import record_of


def whens(scene: Scene, jurisdiction: str) -> list[dict[str, Any]]:
    """When each person signed, as the evidence of a case in ``jurisdiction`` tells it."""
    record = scene.record()
    facts = json.loads(record.facts) | {"jurisdiction": jurisdiction}
    there = replace(record, facts=canonical(facts))
    with scene.deps.reading() as uow:
        revisions = uow.agreements.revisions(record.tenant_id, record.id, record.version)
        found = signings(uow, there, backstage(uow, record.case_id), revisions)
        acts: list[dict[str, Any]] = [signature(uow, there, one) for one in found]
    return [act["when"] for act in acts]


@pytest.mark.parametrize(
    ("jurisdiction", "zone"), [("UK", "Europe/London"), ("US", ""), ("AU", ""), ("EU", "")]
)
def test_a_zone_is_named_only_where_the_jurisdiction_has_one(
    done: Scene, jurisdiction: str, zone: str
) -> None:
    for when in whens(done, jurisdiction):
        assert when["zone"] == zone
        assert when["zones"] == list(load(jurisdiction).zones)
        assert when["at"].endswith("Z")


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("en", "applies is Europe/London", "in several time zones, and nobody asked"),
        ("zh_Hans", "协议适用地的时区为 Europe/London", "协议适用地有几个时区"),
    ],
)
def test_the_paper_says_what_is_known_of_the_zone(
    done: Scene, language: str, one: str, several: str
) -> None:
    told = record_of(done)
    at = told["what"]["sealed_at"]
    here = evidence_html(told, "0" * 64, language, at)
    assert one in here
    assert several not in here
    for act, when in zip(told["acts"], whens(done, "US"), strict=True):
        act["when"] = when
    there = evidence_html(told, "0" * 64, language, at)
    assert several in there
    assert "Europe/London" not in there
