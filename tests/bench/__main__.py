"""``make bench``: prints the figures beside their targets and writes build/bench.json.

Figures are figures, not tests: machines differ. Only a wrong result fails.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from app.commands.bench import planning, signing
from tests.bench import guarding, households, starting

OUT = Path("build/bench.json")
TARGETS = planning.TARGETS | households.TARGETS | signing.TARGETS | guarding.TARGETS
TARGETS |= {"start_second_s": "<= 5"}


def main() -> None:
    short = os.environ.get("SHORT") == "1"
    plans, _ = planning.measure(short=short)
    papers = signing.measure(short=short)
    signing.tell(papers)
    figures = plans | papers.figures()
    if not short:  # ``make setup`` starts it for every change; how long it takes is the night's
        figures |= starting.measure()
    figures |= households.measure(short=short) | guarding.measure()
    known = json.loads(OUT.read_text()) if OUT.exists() else {}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(known | figures, indent=1, sort_keys=True) + "\n")
    for name, value in sorted(figures.items()):
        print(f"{name:<30} {value:>14,.2f}  {TARGETS.get(name, '')}")
    print(f"written to {OUT}")


if __name__ == "__main__":
    main()
