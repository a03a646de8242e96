"""Files that unpack to far more than they weigh, and what others notice of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from time import perf_counter

from app.core.exhibits import A_DAY
from app.usecases.demo_steps import Part
from app.web.exhibit_words import WHY
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.exhibits.hostile import MEGABYTE, bombs
from tests.exhibits.making import a_photo, a_picture
from tests.exhibits.sending import bring
from tests.stage import Visitor

MOST_S = 10.0
"""The wall time of a child."""
HEALTHY_S = 0.5
AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    part: Part
    process: int

    @property
    def add(self) -> str:
        return f"/household/{self.part.household_id}/papers/add/income-salary"

    def visitor(self) -> Visitor:
        return self.ground.visit(self.part.borrower)

    def bring(self, data: bytes, name: str = "a.pdf") -> tuple[int, str]:
        """On a day of its own, so that every file has its place in the ten."""
        self.ground.clock.move(hours=25)
        answer = bring(self.visitor(), self.add, data, name)
        return answer.status_code, answer.text


def prepare(ground: Ground) -> Ready:
    return Ready(ground, ground.stage.part("four-weekly", "confirm", "tell"), os.getpid())


def send(ready: Ready, one: Input) -> Ran:
    """One file, and how long it took; ``parallel`` is many at once."""
    if one.name == "parallel":
        return _at_once(ready)
    files = {name: data for name, (data, _) in bombs().items()}
    files |= {"jpeg-exif": a_photo(), "too-large": bytes(101 * MEGABYTE)}
    began = perf_counter()
    status, text = ready.bring(files[one.name])
    return Ran((status,), 1, (one.send, status, text, perf_counter() - began))


def _at_once(ready: Ready) -> Ran:
    """Ten files of 20 MB beside each other, while somebody else reads a page again and again."""
    ready.ground.clock.move(hours=25)
    visitors = [ready.visitor() for _ in range(AT_ONCE)]
    other, done, waited = ready.ground.visit(), Event(), []

    def look() -> None:
        while not done.is_set():
            began = perf_counter()
            assert other.get("/sign-in").status_code == 200
            waited.append(perf_counter() - began)
            done.wait(0.02)

    def post(visitor: Visitor) -> int:
        return bring(visitor, ready.add, bytes(20 * MEGABYTE)).status_code

    with ThreadPoolExecutor(AT_ONCE + 1) as pool:
        looking = pool.submit(look)
        statuses = tuple(pool.map(post, visitors))
        done.set()
        looking.result()
    return Ran(statuses, len(statuses), sorted(waited))


@check
def each_file_meets_its_limit(_ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """The page says the very reason, and in a child's time: nothing was unpacked first."""
    for name, result in ran.items():
        if name == "parallel":
            continue
        expected, status, text, seconds = result.said
        if seconds > MOST_S:
            yield f"{name}: took {seconds:.1f} s"
        if expected == "taken" and status != 303:
            yield f"{name}: was not taken"
        if expected == "not read" and status != 413:
            yield f"{name}: its body was read"
        words = next((str(said) for why, said in WHY.items() if why == expected), "")
        if words and words not in text:
            yield f"{name}: the page does not say {expected}"


@check
def others_are_answered_meanwhile(_ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """One process for all of them; ``tests/exhibits/test_uploads.py`` asks a real server."""
    waited = ran["parallel"].said
    middle = waited[len(waited) // 2]
    if middle > HEALTHY_S:
        yield f"others waited {middle:.2f} s"


@check
def refused_files_use_up_the_day(ready: Ready, _ran: Mapping[str, Ran]) -> Iterator[str]:
    status, _ = ready.bring(b"")
    visitor = ready.visitor()
    answers = [
        bring(visitor, ready.add, data, "a.png") for data in [b""] * (A_DAY - 1) + [a_picture()]
    ]
    if status != 422 or "10 files" not in answers[-1].text:
        yield f"a good file after {A_DAY} refused ones: {answers[-1].status_code}"


@check
def the_web_process_lives_on(ready: Ready, _ran: Mapping[str, Ran]) -> Iterator[str]:
    if os.getpid() != ready.process or ready.visitor().get("/my").status_code != 200:
        yield "nobody answers any more"
