"""Row 24 while a file is closed: it waits, somebody is told, and it never ends with less proof."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from asn1crypto import tsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore

from app.core.sealed import ARCHIVE
from app.gateways.external_tsa import ExternalTsa
from app.gateways.seal import LocalSealer
from app.gateways.timestamp import LocalTsa
from app.jobs.handlers import handlers
from app.jobs.runner import ALERT, Runner
from app.usecases.deps import Deps
from tests.attacks.signing.opinions import signatures
from tests.attacks.signing.table import row
from tests.authorities import REPLY, Answer, Other, Route, another, below, web
from tests.usecases.scenes import Scene

PATIENCE_S = 1.0
ALL_SIGNED = 5
"""The revision that holds the last of three signatures."""


def answering(
    other: Other, scene: Scene, apart: timedelta = timedelta(0), **changed: object
) -> Route:
    """Answers of ``other``, its clock ``apart`` from ours, to a question that was changed."""
    serials = count(1)
    tsa = LocalTsa(other.below, lambda: scene.clock() + apart, lambda: next(serials))

    def reply(body: bytes) -> Answer:
        asked = tsp.TimeStampReq.load(body)
        for field, value in changed.items():
            asked[field] = value
        return 200, REPLY, asyncio.run(tsa.async_request_tsa_response(asked)).dump()

    return reply


def online_alone(other: Other, scene: Scene) -> Route:
    at = scene.clock.at
    url = "http://localhost/ocsp"
    return answering(below(other, "Example Time", at, stamps=True, ocsp_url=url), scene)


def down(_: Other, __: Scene) -> Route:
    return lambda _: (503, "text/html", b"")


def a_page(_: Other, __: Scene) -> Route:
    return lambda _: (200, "text/html", b"<p>It works</p>")


def slow(other: Other, scene: Scene) -> Route:
    answer = answering(other, scene)

    def late(body: bytes) -> Answer:
        time.sleep(2 * PATIENCE_S)
        assert callable(answer)
        return answer(body)

    return late


def another_nonce(other: Other, scene: Scene) -> Route:
    return answering(other, scene, nonce=5)


def another_imprint(other: Other, scene: Scene) -> Route:
    algorithm = {"algorithm": "sha256"}
    imprint = tsp.MessageImprint({"hash_algorithm": algorithm, "hashed_message": bytes(32)})
    return answering(other, scene, message_imprint=imprint)


def an_hour_off(other: Other, scene: Scene) -> Route:
    return answering(other, scene, timedelta(hours=1))


def steps(scene: Scene) -> list[int]:
    record = scene.record()
    with scene.deps.reading() as uow:
        return [
            r.step for r in uow.agreements.revisions(record.tenant_id, record.id, record.version)
        ]


def timed_by(scene: Scene, url: str, other: Other, folder: Path) -> Deps:
    """The scene's deps, with ``other`` as the only authority for time."""
    roots = folder / "roots.pem"
    roots.write_bytes(other.root_pem)
    own = scene.deps.sealer()
    assert isinstance(own, LocalSealer)
    tsa = ExternalTsa([url], other.root_pem, scene.clock, PATIENCE_S)
    sealer = replace(own, timestamper=tsa, tsa_roots=other.root_pem)
    settings = scene.deps.settings
    told = replace(settings, signing=replace(settings.signing, tsa_roots=roots))
    return replace(scene.deps, sealer=lambda: sealer, settings=told)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        row(24, "asked about online alone", online_alone, "OCSP and no list"),
        row(24, "down", down, "host=127.0.0.1"),
        row(24, "slow", slow, "TimeoutError"),
        row(24, "HTML 200", a_page, "text/html"),
        row(24, "wrong nonce", another_nonce, "answers another question"),
        row(24, "wrong imprint", another_imprint, "speaks of other bytes"),
        row(24, "1 h off", an_hour_off, "not near ours"),
    ],
)
def test_a_file_without_time_waits_for_it_and_ends_with_all_proofs(
    signing: Scene,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    fault: Callable[[Other, Scene], Route],
    why: str,
) -> None:
    routes: dict[str, Route] = {}
    with web(routes) as origin:
        other = another("Example Time", signing.clock.at, stamps=True, crl_url=f"{origin}/list")
        routes["/list"] = lambda _: (200, "application/pkix-crl", other.revocations)
        routes["/tsa"] = answering(other, signing)
        deps = timed_by(signing, f"{origin}/tsa", other, tmp_path)
        runner = Runner(deps.unit_of_work, handlers(deps), deps.now)
        for actor in (signing.agent, signing.borrower, signing.counselor):
            signing.sign(actor)
        while ALL_SIGNED not in steps(signing):
            assert runner.run_once()
        routes["/tsa"] = fault(other, signing)
        with caplog.at_level(logging.WARNING):
            runner.drain()
            assert "kind=close" in caplog.text
            assert why in caplog.text
            signing.clock.move(seconds=ALERT.total_seconds() + 10)
            runner.drain()
            signing.clock.move(seconds=ALERT.total_seconds() + 10)
            assert runner.tell_of_waiting()
        assert max(steps(signing)) == ALL_SIGNED
        assert signing.record().final_sha256 is None
        routes["/tsa"] = answering(other, signing)
        signing.clock.move(minutes=10)
        runner.drain()
        final = deps.files.get(signing.record().final_sha256 or "")
    *others, last = signatures(final)
    assert last.field_name == ARCHIVE
    assert all(one.signer_info["unsigned_attrs"] for one in others)
    assert DocumentSecurityStore.read_dss(PdfFileReader(BytesIO(final))).crls
