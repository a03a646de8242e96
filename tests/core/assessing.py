"""A process that assesses one case a line and answers with the digest of its bytes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass

from app.core import packs
from app.core.assessment import assess, to_json
from app.core.casefile import parse


def digest(line: bytes) -> str:
    case = parse(line)
    return hashlib.sha256(
        to_json(assess(case, packs.load(case.jurisdiction)), rows=True)
    ).hexdigest()


@dataclass(frozen=True, slots=True)
class Process:
    """Another interpreter with a hash seed of its own."""

    running: subprocess.Popen[bytes]

    @classmethod
    def start(cls, seed: str) -> Process:
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": "."}
        return cls(
            subprocess.Popen(
                [sys.executable, "-m", "tests.core.assessing"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
            )
        )

    def ask(self, line: bytes) -> None:
        assert self.running.stdin is not None
        self.running.stdin.write(line + b"\n")
        self.running.stdin.flush()

    def answer(self) -> str:
        assert self.running.stdout is not None
        return self.running.stdout.readline().decode().strip()

    def stop(self) -> None:
        self.running.communicate()


if __name__ == "__main__":
    for asked in sys.stdin.buffer:
        print(digest(asked), flush=True)
