"""Every row of the attack table has a test that is collected."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.attacks.signing.table import ELSEWHERE, ROWS

ROOT = Path(__file__).parents[3]


def collected(*where: str) -> str:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-m", "not long", *where]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-2_000:]
    return ran.stdout


def test_every_row_of_the_table_has_a_test() -> None:
    here = {
        int(number) for number in re.findall(r"\[row-(\d\d)", collected(str(Path(__file__).parent)))
    }
    assert here | set(ELSEWHERE) == set(ROWS)


def test_rows_tested_elsewhere_are_there() -> None:
    named = [node for nodes in ELSEWHERE.values() for node in nodes]
    told = collected(*named)
    assert all(node in told for node in named)
