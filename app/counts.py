"""What is counted while the product runs: few numbers, each with labels from closed lists.

Nothing is counted until ``begin``, and prometheus-client is not even imported. No label is ever
an id, a path, an address or a word of anybody: what is in no list is counted as ``other``.
Source: security.md section 11.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram
    from prometheus_client.core import GaugeMetricFamily

OTHER = "other"
STATUSES = frozenset({"1xx", "2xx", "3xx", "4xx", "5xx"})
BUCKETS_S = (0.025, 0.05, 0.1, 0.3, 0.6, 1.0, 3.0, 10.0)
"""Around what pages promise: a page read within 0.3 s, a change within 0.6 s."""
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus-client adds up several processes; it reads the name when it is imported."""

NAMES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "requests": ("Requests answered", ("endpoint", "status")),
    "jobs": ("Pieces of background work", ("kind", "outcome")),
    "messages": ("Messages handed on or refused for good", ("way", "outcome")),
    "log_facts_dropped": ("Facts that were left out of a log line", ()),
    "decryption_failures": ("Stored values that could not be opened", ()),
    "sign_in_refusals": ("Refused steps of signing in", ("kind",)),
}
KNOWN: Mapping[str, frozenset[str]] = {
    "status": STATUSES,
    "outcome": frozenset({"done", "failed", "put_off", "sent", "refused"}),
    "way": frozenset({"mail", "text"}),
    "kind": frozenset({"wrong", "often", "forged", "over"}),
}
"""Lists that never change; endpoints and kinds of work are named by ``begin``."""


@dataclass(frozen=True, slots=True)
class Meters:
    """The counters of this process, and the names that their labels may have."""

    registry: CollectorRegistry
    counters: Mapping[str, Counter]
    seconds: Histogram
    known: Mapping[str, frozenset[str]]


_meters: list[Meters] = []


def begin(folder: Path | None, endpoints: Iterable[str] = (), kinds: Iterable[str] = ()) -> None:
    """Count from now on; in ``folder`` where several processes are added up.

    ``endpoints`` are names of routes, ``kinds`` those of background work.
    """
    if folder is not None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[FOLDER] = str(folder)
    client = _library("prometheus_client")
    client.disable_created_metrics()
    registry = client.CollectorRegistry()
    counters = {
        name: client.Counter(f"plainpact_{name}", said, labels, registry=registry)
        for name, (said, labels) in NAMES.items()
    }
    seconds = client.Histogram(
        "plainpact_request_seconds",
        "Time to an answer",
        ("method",),
        registry=registry,
        buckets=BUCKETS_S,
    )
    known = {**KNOWN, "endpoint": frozenset(endpoints), "kind": KNOWN["kind"] | frozenset(kinds)}
    _meters[:] = [Meters(registry, counters, seconds, known)]


def end() -> None:
    """Count no more, in this process."""
    _meters.clear()


def forget(folder: Path) -> None:
    """Begin at nothing: what processes of an earlier start counted."""
    for path in folder.glob("*.db"):
        path.unlink()


def add(name: str, amount: int = 1, **labels: str) -> None:
    """Count ``amount`` of what ``NAMES`` calls ``name``."""
    for meters in _meters:
        counter = meters.counters[name]
        fit = {label: _fit(meters, label, value) for label, value in labels.items()}
        (counter.labels(**fit) if fit else counter).inc(amount)


def request(endpoint: str | None, status: int, seconds: float, *, reads: bool) -> None:
    """One answer: by route and class of status, and how long it took."""
    if not _meters:
        return
    add("requests", endpoint=endpoint or OTHER, status=f"{status // 100}xx")
    for meters in _meters:
        meters.seconds.labels(method="read" if reads else "write").observe(seconds)


def told(now: Mapping[str, tuple[str, float]]) -> bytes:
    """Everything counted, of all processes, and what is so ``now``: name, words and value."""
    client = _library("prometheus_client")
    registry = client.CollectorRegistry()
    registry.register(_Now(now))
    if os.environ.get(FOLDER):
        _library("prometheus_client.multiprocess").MultiProcessCollector(registry)
    text: bytes = client.generate_latest(registry)
    if os.environ.get(FOLDER):
        return text
    return text + b"".join(client.generate_latest(one.registry) for one in _meters)


@dataclass(frozen=True, slots=True, eq=False)
class _Now:
    """What is looked up when it is asked for; no process keeps it."""

    values: Mapping[str, tuple[str, float]]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        gauge = _library("prometheus_client.core").GaugeMetricFamily
        for name, (words, value) in self.values.items():
            yield gauge(f"plainpact_{name}", words, value=value)


def _library(name: str) -> Any:  # noqa: ANN401 - a module
    """Loaded here, so that only a deployment that counts pays for it."""
    return import_module(name)


def _fit(meters: Meters, label: str, value: str) -> str:
    return value if value in meters.known.get(label, ()) else OTHER
