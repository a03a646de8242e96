"""How often the message guard stops what it should not, and how long it reads.

``python -m tests.bench.guarding`` prints each ordinary sentence that is stopped or comes near.
"""

from __future__ import annotations

from time import process_time

from app.core.message_guard.judging import Outcome, judge
from app.core.packs import LANGUAGES
from tests.core.message_guard.ordinary import MOST_STOPPED, sentences, share

LONGEST = 2_000
TARGETS = {f"guard_false_alarms_{one}_percent": f"< {100 * MOST_STOPPED}" for one in LANGUAGES} | {
    "guard_2000_letters_ms": "<= 100"
}


def measure() -> dict[str, float]:
    """The share of ordinary sentences that are stopped, and processor time for the longest text."""
    figures = {
        f"guard_false_alarms_{one}_percent": 100 * float(share(one, Outcome.BLOCKED))
        for one in LANGUAGES
    }
    text = " ".join(sentences("en"))[:LONGEST]
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
