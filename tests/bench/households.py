"""The long run: thousands of households of each jurisdiction, and every property with more examples.

``python -m tests.bench.households COUNT`` runs the first part alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from app.core.packs import JURISDICTIONS
from tests.core.many_households import Tally, hold

COUNTS = {True: 50, False: 10_000}  # short: make test has looked at 400 of each place
BLOCK = 250
EXAMPLES, ROUNDS = "10000", "200"
AT_ONCE = ["tests/usecases/test_two_lenders.py", "tests/usecases/test_all_at_once.py"]
COUNTED = "propert or moment"
TARGETS = {
    "households_checked": "50000, or 250 for short",
    "households_below_floor": "0",
    "households_sums_wrong": "0",
    "households_violations": "0",
}
OF_THE_FLOOR = "property_01_no_month_goes_below_the_floor"
OF_THE_SUM = "property_07_the_rows_add_up"


def measure(*, short: bool) -> dict[str, float]:
    """The figures of the run; what broke is printed with the number of its first household.

    Raises:
        SystemExit: a household broke a property, or a property test failed.
    """
    tallies = list(run(COUNTS[short]))
    for tally in tallies:
        routes = ", ".join(f"{route} {count}" for route, count in tally.routes.most_common())
        print(f"{tally.place}: {tally.households} households, {tally.options} options: {routes}")
        for name, count in tally.broken.items():
            print(f"  {name}: {count} broken, first in number {tally.first[name]}")
    broken = sum(sum(tally.broken.values()) for tally in tallies)
    figures: dict[str, float] = {
        "households_checked": sum(tally.households for tally in tallies),
        "households_options": sum(tally.options for tally in tallies),
        "households_plans_compared": sum(tally.candidates for tally in tallies),
        "households_dearer_and_said": sum(tally.dearer for tally in tallies),
        "households_below_floor": sum(tally.broken[OF_THE_FLOOR] for tally in tallies),
        "households_sums_wrong": sum(tally.broken[OF_THE_SUM] for tally in tallies),
        "households_violations": broken,
    }
    if broken:
        raise SystemExit(f"{broken} properties did not hold: {figures}")
    if not short:
        figures |= more_of()
    return figures


def run(count: int) -> Iterator[Tally]:
    """One tally a jurisdiction; all processors work on it."""
    blocks = [range(start, min(start + BLOCK, count)) for start in range(0, count, BLOCK)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for place in JURISDICTIONS:
            whole = Tally(place)
            for part in pool.map(hold, [place] * len(blocks), blocks):
                whole.add(part)
            yield whole


def more_of() -> dict[str, float]:
    """The tests whose examples and rounds are counted, with more of each than ``make test`` takes.

    Raises:
        SystemExit: one of them failed.
    """
    more = {"PLAINPACT_EXAMPLES": EXAMPLES, "PLAINPACT_ROUNDS": ROUNDS}
    pytest = [sys.executable, "-m", "pytest", "-n", str(os.cpu_count()), "tests/core", *AT_ONCE]
    done = subprocess.run([*pytest, "-k", COUNTED], env=os.environ | more, check=False)
    if done.returncode:
        raise SystemExit("a property did not hold")
    return {"property_examples": int(EXAMPLES), "rounds_at_once": int(ROUNDS)}


if __name__ == "__main__":
    for found in run(int(sys.argv[1])):
        print(found)
