"""Figures that tests measure for a gate, kept beside the tree that they were measured on."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "gates"
LEFT_OUT = (".md", ".png", ".csv")
"""Files that no gate's figure depends on."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one test measured: ``value`` has to be at most, at least or exactly its ``target``.

    ``short`` ones come from the sizes that every change is tried with.
    """

    gate: str
    what: str
    value: float
    how: str
    target: float
    short: bool = False

    @property
    def met(self) -> bool:
        return {
            "at most": self.value <= self.target,
            "at least": self.value >= self.target,
            "exactly": self.value == self.target,
        }[self.how]


class Measured(Protocol):
    """``measured("G5", "double_uses", 0, at_most=0)`` keeps the figure, then asserts it."""

    def __call__(
        self,
        gate: str,
        what: str,
        value: float,
        *,
        at_most: float | None = None,
        at_least: float | None = None,
        exactly: float | None = None,
    ) -> None: ...


def measured(
    gate: str,
    what: str,
    value: float,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    exactly: float | None = None,
) -> None:
    """Keep a figure for ``make gates`` to print, and fail where it misses its target."""
    targets = {"at most": at_most, "at least": at_least, "exactly": exactly}
    how, target = next((how, target) for how, target in targets.items() if target is not None)
    figure = Figure(gate, what, value, how, target, "SHORT" in os.environ)
    keep(figure)
    assert figure.met, f"{gate} {what}: {value} is not {how} {target}"


def timed(gate: str, what: str, seconds: float, at_most: float) -> None:
    """Keep a time. A gate judges it, no test does: a machine that has other work is no fault."""
    keep(Figure(gate, what, round(seconds, 1), "at most", at_most, "SHORT" in os.environ))


def keep(figure: Figure) -> None:
    folder = FOLDER / tree()
    folder.mkdir(parents=True, exist_ok=True)
    # One file a process: two workers never write into one line of each other.
    with (folder / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(figure)) + "\n")


def kept() -> Iterator[Figure]:
    """All figures of this very tree, in no order; for a full run those of full size alone."""
    for path in (FOLDER / tree()).glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            figure = Figure(**json.loads(line))
            if "SHORT" in os.environ or not figure.short:
                yield figure


@cache
def tree() -> str:
    """A name for all that the code and its tests are right now, committed or not."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    digest = sha256()
    for name in sorted(name for name in listed if name and not name.endswith(LEFT_OUT)):
        path = ROOT / name
        if path.is_file():
            digest.update(name.encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
