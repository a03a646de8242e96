"""``bench signing``: what sealing one agreement costs, step by step, beside its target."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from app.commands.bench.assessing import Growth
from app.commands.bench.sealing import EVIDENCE, INSTALMENTS, STEPS, Paper
from app.documents.sandbox import FONTS

OK = 0
ROUNDS = {True: 1, False: 10}
TARGETS = {
    "seal_cpu_ms_en": "<= 1000, drawing and all revisions 0 to 8",
    "seal_cpu_ms_zh": "<= 1500, drawing and all revisions 0 to 8",
    "seal_bytes_en": "<= 250000",
    "seal_bytes_zh": "<= 300000",
    "seal_ratio_to_draw_en": "all of it, against the bare drawing of the same document",
    "seal_ratio_to_draw_zh": "all of it, against the bare drawing of the same document",
    "seal_growth_instalments": "about 1 or less: linear or better",
    "verify_ms": "<= 1000, evidence, PDF and all seven checks, in the slower language",
    "verify_growth_instalments": "about 1 or less: linear or better",
}
BUDGETS = {
    "draw": "650 with fields",
    "platform": "110",
    "lender": "115",
    "borrower": "115",
    "completion": "110",
    "dss": "50",
    "archive": "50",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """The agreement in both languages, and the English one by number of instalments."""

    papers: dict[str, Paper]
    by_instalments: tuple[tuple[int, Paper], ...]

    def figures(self) -> dict[str, float]:
        """By name, as ``make bench`` writes them."""
        found: dict[str, float] = {}
        for lang, paper in self.papers.items():
            found |= {
                f"draw_bare_cpu_ms_{lang}": paper.bare_ms,
                f"verify_ms_{lang}": paper.verify_ms,
                f"seal_cpu_ms_{lang}": paper.total_ms,
                f"seal_bytes_{lang}": paper.total_bytes,
                f"seal_ratio_to_draw_{lang}": paper.total_ms / paper.bare_ms,
            }
            found |= {f"seal_{step}_cpu_ms_{lang}": ms for step, ms in paper.cpu_ms.items()}
            found |= {f"seal_{step}_bytes_{lang}": size for step, size in paper.size.items()}
        for number, paper in self.by_instalments:
            found[f"seal_cpu_ms_en_{number}"] = paper.total_ms
            found[f"seal_bytes_en_{number}"] = paper.total_bytes
            found[f"verify_ms_en_{number}"] = paper.verify_ms
        made = tuple((number, paper.total_ms) for number, paper in self.by_instalments)
        checked = tuple((number, paper.verify_ms) for number, paper in self.by_instalments)
        return found | {
            "verify_ms": max(paper.verify_ms for paper in self.papers.values()),
            "seal_growth_instalments": Growth("instalments", made).exponent,
            "verify_growth_instalments": Growth("instalments", checked).exponent,
        }


def signing(*, short: bool) -> int:
    """Print the tables and the figures."""
    found = measure(short=short)
    tell(found)
    for name, target in TARGETS.items():
        print(f"{name:<30} {found.figures()[name]:>14,.2f}  {target}")
    return OK


def measure(*, short: bool) -> Measured:
    """In a process of its own, which has the fonts of the product from its start."""
    done = subprocess.run(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-m", "app.commands.bench.sealing", str(ROUNDS[short])],
        env=os.environ | {"FONTCONFIG_FILE": str(FONTS)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = json.loads(done.stdout)
    return Measured(
        {lang: Paper(**told[lang]) for lang in ("en", "zh")},
        tuple((number, Paper(**paper)) for number, paper in told["growth"]),
    )


def tell(found: Measured) -> None:
    """Two tables: by step, and by number of instalments."""
    english, chinese = found.papers["en"], found.papers["zh"]
    print(f"one agreement of {INSTALMENTS} instalments and two parties: CPU ms and bytes")
    for step in (*STEPS, EVIDENCE):
        print(
            f"  {step:<12} {english.cpu_ms[step]:>8,.0f} ms {english.size[step]:>9,} en"
            f" {chinese.cpu_ms[step]:>8,.0f} ms {chinese.size[step]:>9,} zh"
            f"  {BUDGETS.get(step, '')}".rstrip()
        )
    print(
        f"  {'0 to 8':<12} {english.total_ms:>8,.0f} ms {english.total_bytes:>9,} en"
        f" {chinese.total_ms:>8,.0f} ms {chinese.total_bytes:>9,} zh"
    )
    print("by instalments: CPU ms, bytes, against the bare drawing; CPU ms of a check")
    for number, paper in found.by_instalments:
        print(
            f"  {number:>6,} {paper.total_ms:>8,.0f} ms {paper.total_bytes:>9,}"
            f" {paper.total_ms / paper.bare_ms:>6.2f} {paper.verify_ms:>8,.0f} ms"
        )
