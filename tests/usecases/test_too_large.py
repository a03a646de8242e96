"""What no check would take is not sealed, and nothing of it is committed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime

import pytest

from app.core.errors import PaperTooLarge
from app.core.evidence import canonical
from app.core.sealed import LARGEST, LARGEST_RENEWALS, Closed
from app.gateways.renewal import Proof
from app.gateways.seal import LocalSealer
from app.usecases import evidence, renewal, seal
from app.usecases.deps import Deps
from tests.usecases.scenes import Scene


class Wide(LocalSealer):
    """Our own sealer, with as much added at the end as fits into no check."""

    def close(
        self, pdf: bytes, at: datetime, head: str = "", on_paper: Sequence[str] = ()
    ) -> Closed:
        closed = LocalSealer.close(self, pdf, at, head, on_paper)
        return replace(closed, final=replace(closed.final, pdf=closed.final.pdf + bytes(LARGEST)))

    def evidence(self, record: Mapping[str, object], at: datetime) -> bytes:
        return _filled(LocalSealer.evidence(self, record, at), LARGEST)

    def renew(self, final_sha256: str, previous: Proof, at: datetime) -> bytes:
        return _filled(LocalSealer.renew(self, final_sha256, previous, at), LARGEST_RENEWALS // 2)


def _filled(data: bytes, room: int) -> bytes:
    return canonical(json.loads(data) | {"filling": "-" * room})


def widened(scene: Scene) -> Deps:
    ours = scene.deps.sealer()
    assert isinstance(ours, LocalSealer)
    wide = Wide(*(getattr(ours, one.name) for one in fields(ours)))
    return replace(scene.deps, sealer=lambda: wide)


def kept(scene: Scene) -> tuple[list[int], frozenset[str], list[str]]:
    """The steps and files there are, and what was done."""
    record = scene.record()
    with scene.deps.reading() as uow:
        steps = uow.agreements.revisions(record.tenant_id, record.id, record.version)
        papers = uow.papers.all_digests()
    names = {path.name for path in (scene.deps.settings.papers_dir).iterdir()}
    return [one.step for one in steps], papers | names, scene.audited()


def test_a_file_is_not_sealed(signing: Scene) -> None:
    for actor in (signing.agent, signing.borrower, signing.counselor):
        signing.sign(actor)
    payload = {"agreement_id": str(signing.record().id)}
    seal.apply(signing.deps, payload)
    before = kept(signing)
    with pytest.raises(PaperTooLarge):
        seal.close(widened(signing), payload)
    assert kept(signing) == before
    assert (signing.record().state, signing.record().final_sha256) == ("signed", None)
    seal.close(signing.deps, payload)
    before = kept(signing)
    with pytest.raises(PaperTooLarge):
        evidence.write(widened(signing), payload)
    assert kept(signing) == before


def test_a_renewal_has_room_beside_the_earlier_ones(done: Scene) -> None:
    payload: dict[str, object] = {"agreement_id": str(done.record().id)}
    renewal.write(widened(done), payload | {"step": renewal.FIRST})
    before = kept(done)
    assert renewal.FIRST in before[0]
    with pytest.raises(PaperTooLarge):
        renewal.write(widened(done), payload | {"step": renewal.FIRST + 1})
    assert kept(done) == before
