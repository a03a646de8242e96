"""``make gates``: measure what this tree was not measured on yet, print every value and target.

Figures that the tests of this very tree left behind count: nothing is measured twice.
``python -m tests.gates matrix tokens`` prints these gates alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence

from tests.gates.figures import ROOT, Figure, kept
from tests.gates.table import GATES


def main(names: Sequence[str]) -> int:
    if unknown := set(names) - {gate.name for gate in GATES.values()}:
        print(f"no such gate: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    chosen = {number: gate for number, gate in GATES.items() if not names or gate.name in names}
    if tests := sorted({test for number in missing(chosen) for test in GATES[number].tests}):
        measure(tests)
    lines = list(printed(chosen))
    for line in lines:
        print(json.dumps(line))
    return 0 if all(line["met"] for line in lines) else 1


def missing(numbers: Iterable[str]) -> Iterator[str]:
    """The gates of which a figure was not measured on this tree."""
    there = {(figure.gate, figure.what) for figure in kept()}
    for number in numbers:
        if any((number, what) not in there for what in GATES[number].wanted):
            yield number


def measure(tests: Sequence[str]) -> None:
    """Run the tests; one that fails shows as a figure that is missed or missing."""
    jobs = os.environ.get("JOBS", "2")
    command = [sys.executable, "-m", "pytest", "-q", "-n", jobs, "-m", "long or not long", *tests]
    subprocess.run(command, cwd=ROOT, check=False)


def printed(numbers: Iterable[str]) -> Iterator[dict[str, object]]:
    """One line a figure, gate by gate; a figure that nobody measured is not met."""
    found: dict[tuple[str, str], Figure] = {}
    for figure in kept():
        before = found.get((figure.gate, figure.what))
        # Of several measurements the one that missed counts.
        if before is None or before.met:
            found[figure.gate, figure.what] = figure
    for number in numbers:
        gate = GATES[number]
        for what in gate.wanted:
            one = found.get((number, what))
            if one is None:
                yield {
                    "gate": number,
                    "name": gate.name,
                    "figure": what,
                    "value": None,
                    "met": False,
                }
            else:
                yield {
                    "gate": number,
                    "name": gate.name,
                    "figure": what,
                    "value": one.value,
                    "target": f"{one.how} {one.target}",
                    "met": one.met,
                }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
