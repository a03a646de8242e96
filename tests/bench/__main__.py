"""``make bench``: prints the figures beside their targets and writes build/bench.json.

Figures are figures, not tests: machines differ. Only a wrong result fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from app.commands.bench import planning
from app.documents.sandbox import FONTS
from tests.bench import households, starting

OUT = Path("build/bench.json")
ROUNDS = {True: 3, False: 10}
TARGETS = (
    planning.TARGETS
    | households.TARGETS
    | {
        "start_second_s": "<= 5",
        "seal_cpu_ms_en": "<= 1000 with the drawing",
        "seal_cpu_ms_zh": "<= 1500 with the drawing",
        "seal_bytes_en": "<= 250000",
        "seal_bytes_zh": "<= 300000",
        "verify_ms": "<= 1000",
    }
)


def main() -> None:
    short = os.environ.get("SHORT") == "1"
    plans, _ = planning.measure(short=short)
    figures = plans | _papers(ROUNDS[short]) | starting.measure()
    figures |= households.measure(short=short)
    known = json.loads(OUT.read_text()) if OUT.exists() else {}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(known | figures, indent=1, sort_keys=True) + "\n")
    for name, value in sorted(figures.items()):
        print(f"{name:<30} {value:>14,.2f}  {TARGETS.get(name, '')}")
    print(f"written to {OUT}")


def _papers(rounds: int) -> dict[str, float]:
    environment = os.environ | {"FONTCONFIG_FILE": str(FONTS)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.papers", str(rounds)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


if __name__ == "__main__":
    main()
