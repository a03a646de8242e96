"""Pages that take for ever to draw: each ends, the next document is drawn, and its job says why.

In continuous integration the floods are a two-hundredth of their size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

from app.documents.sandbox import Sandbox, SandboxError
from app.jobs.runner import Runner
from tests.attacks.drawing import DRAWN
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.gates.figures import Figure, keep

FULL = True
MOST_S, MOST_HEALTHY_S = 10.0, 5.0
SLACK_S = 2.0
"""Until a busy machine notices that a child is over its time."""
LESS = 200
LEVELS, FEWER_LEVELS = 8, 4
HEALTHY = b"<!DOCTYPE html><html lang=en><title>-</title><p>One page with a few words."


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    box: Sandbox


def prepare(ground: Ground) -> Ready:
    box = Sandbox({"drawn": DRAWN})
    ground.request.addfinalizer(box.close)
    box.run("drawn", HEALTHY)
    return Ready(ground, box)


def send(ready: Ready, one: Input) -> Ran:
    page = _page(one.send["html"], LEVELS if ready.ground.full else FEWER_LEVELS)
    if not ready.ground.full and len(page) > LESS * 10:
        page = page[: len(page) // LESS]
    began, ended = monotonic(), "drawn"
    try:
        ready.box.run("drawn", page.encode("utf-8", "surrogatepass"))
    except SandboxError as refused:
        ended = str(refused)
    bomb = monotonic() - began
    began = monotonic()
    ready.box.run("drawn", HEALTHY)
    return Ran((), 1, said=(ended, bomb, monotonic() - began))


def _page(said: str, levels: int) -> str:
    """The reference describes one page in words: groups that use the group before them ten times."""
    if not said.startswith("an SVG of"):
        return said
    uses = "".join(
        f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, levels + 1)
    )
    shape = '<rect id="g0" width="1" height="1"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg"><defs>{shape}{uses}</defs><use href="#g{levels}"/></svg>'


@check
def each_ends_in_time(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    slowest = max((result.said[1] for result in ran.values()), default=0.0)
    if ready.ground.full:
        keep(Figure("G10", "slowest_bomb_s", round(slowest, 1), "at most", MOST_S))
    for name, result in ran.items():
        if result.said[1] > MOST_S + SLACK_S:
            yield f"{name}: {result.said[0]} after {result.said[1]:.1f} s"


@check
def the_next_document_is_drawn_soon(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if result.said[2] > MOST_HEALTHY_S:
            yield f"{name}: the next one took {result.said[2]:.1f} s"


@check
def the_job_says_why_and_waits(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """A promise is kept for ever, so the job waits longer each time, and health tells of it."""
    deps = ready.ground.deps

    def bomb(_: Mapping[str, Any]) -> None:
        raise SandboxError("stopped")

    with deps.unit_of_work() as uow:
        uow.system("a document is asked for")
        uow.outbox.put("bomb", "bomb:1", {}, deps.now())
    runner = Runner(deps.unit_of_work, {"bomb": bomb}, deps.now)
    if runner.drain() != 1:
        yield "it was tried more than once at a time"
    with deps.reading() as uow:
        later = deps.now() + timedelta(hours=1)
        if not uow.outbox.backlog(later).waiting:
            yield "the job is gone"
        rows = uow.audit.connection.exec_driver_sql("SELECT * FROM outbox").mappings()
        if not any("SandboxError" in str(row) for row in rows):
            yield "the job does not say why"


@check
def the_server_lives(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    if ready.ground.app.test_client().get("/guide").status_code != 200:
        yield "pages are not answered"
