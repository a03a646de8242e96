"""How often the message guard stops what it should not, and how long it reads.

``python -m tests.bench.guarding`` prints each ordinary sentence that is stopped or comes near.
"""

from __future__ import annotations

import subprocess
import sys
from time import process_time

from app.core.message_guard.judging import Outcome, judge
from app.core.packs import LANGUAGES
from tests.core.message_guard.ordinary import MOST_STOPPED, sentences, share

LONGEST = 2_000
TARGETS = {f"guard_false_alarms_{one}_percent": f"< {100 * MOST_STOPPED}" for one in LANGUAGES} | {
    "guard_2000_letters_ms": "<= 100",
    "guard_first_ms": "<= 2000",  # others wait 10 s for the database
}
FIRST = """
import sys
from time import process_time
from app.core.message_guard.judging import judge
began = process_time()
judge(sys.argv[1])
print(1000 * (process_time() - began))
"""


def measure() -> dict[str, float]:
    """The share of ordinary sentences that are stopped, and processor time for the longest text.

    Beside it that of a process's first verdict, which makes ready what it needs.
    """
    figures = {
        f"guard_false_alarms_{one}_percent": 100 * float(share(one, Outcome.BLOCKED))
        for one in LANGUAGES
    }
    text = " ".join(sentences("en"))[:LONGEST]
    first = [sys.executable, "-c", FIRST, text]
    figures["guard_first_ms"] = float(subprocess.run(first, check=True, capture_output=True).stdout)
    judge(text)
    began = process_time()
    judge(text)
    return figures | {"guard_2000_letters_ms": 1000 * (process_time() - began)}


def tell() -> None:
    for language in LANGUAGES:
        said = sentences(language)
        for one in said:
            found = judge(one)
            if found.outcome is not Outcome.PASSED:
                print(f"{found.outcome:<10} {' '.join(found.categories):<18} {one}")
        for outcome in (Outcome.BLOCKED, Outcome.NEAR_MISS):
            part = share(language, outcome)
            count = int(part * len(said))
            print(f"{language} {outcome}: {count} of {len(said)}, {float(100 * part):.2f} %")


if __name__ == "__main__":
    tell()
