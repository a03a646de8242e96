"""Bodies that break a reader of JSON, at the address where programs send a case."""

from __future__ import annotations

import gzip
import resource
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from flask import Flask

from tests.attacks.checks import no_fault_of_ours
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.sending import timed

__all__ = ["no_fault_of_ours"]

PLACE, JSON = "/api/v1/assessments", "application/json"
MOST_MS, MOST_GROWN_KIB = 500, 50 * 1024
GIB, BLOCK = 1024**3, 16 * 1024**2


@dataclass(frozen=True, slots=True)
class Ready:
    app: Flask


def prepare(ground: Ground) -> Ready:
    return Ready(ground.app)


def send(ready: Ready, one: Input) -> Ran:
    said = one.send if isinstance(one.send, dict) else {"body": one.send}
    body, kind = _body(said["body"]), said.get("content_type", JSON)
    headers = {"Content-Type": kind, **said.get("headers", {})}
    client = ready.app.test_client()
    before = _most_kib()
    answer, took = timed(partial(client.post, PLACE, data=body, headers=headers), MOST_MS)
    return Ran.of(answer, said=(took, _most_kib() - before))


def _body(said: str) -> bytes:
    if said == "gzip of 1 GB of zero bytes":
        return gzip.compress(bytes(BLOCK), 1) * (GIB // BLOCK)
    if said.startswith("bytes "):
        return bytes.fromhex(said.removeprefix("bytes "))
    return said.encode("utf-8", "surrogatepass")


def _most_kib() -> int:
    """The most memory that this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@check
def each_is_answered_at_once(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if result.said[0] > MOST_MS:
            yield f"{name}: took {result.said[0]:.0f} ms"


@check
def memory_hardly_grows(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if result.said[1] >= MOST_GROWN_KIB:
            yield f"{name}: {result.said[1]} KiB more"
