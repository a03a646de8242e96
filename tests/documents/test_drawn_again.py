"""The same frozen facts are drawn to the same bytes, whoever draws them, wherever and when.

Only here is anything drawn a second time: a file that is stored never is.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.agreement import facts_bytes
from app.core.evidence import sha256_hex
from app.core.sealed import Drawn
from app.documents.sandbox import FONTS
from tests.agreements import a_chinese_agreement, an_english_agreement

ROOT = Path(__file__).parents[2]
DRAW = """
import sys
from app.core.evidence import sha256_hex
from app.documents.render import draw
from app.documents.tasks import warm_task
warm_task(b"")
print(sha256_hex(draw(sys.stdin.buffer.read(), sys.argv[1]).pdf))
"""
HERE = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "LANG": "C"}
ELSEWHERE = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "LANG": "zh_CN"}
FACTS = {
    "en": facts_bytes(an_english_agreement()),
    "zh_Hans": facts_bytes(a_chinese_agreement()),
}


def drawn_in(place: dict[str, str], language: str, folder: Path) -> str:
    """The hash of what a process of its own draws, with this seed, zone, locale and folder."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    paths = {"PYTHONPATH": str(ROOT), "FONTCONFIG_FILE": str(FONTS)}
    done = subprocess.run(
        [sys.executable, "-c", DRAW, language],
        input=FACTS[language],
        capture_output=True,
        check=True,
        cwd=folder,
        env=inherited | paths | {"PYTHONDONTWRITEBYTECODE": "1"} | place,
    )
    return done.stdout.decode().strip()


@pytest.mark.parametrize("language", FACTS)
def test_two_processes_in_two_places_draw_the_same_bytes(
    english: Drawn, chinese: Drawn, tmp_path: Path, language: str
) -> None:
    frozen = sha256_hex({"en": english, "zh_Hans": chinese}[language].pdf)
    assert drawn_in(HERE, language, ROOT) == frozen
    assert drawn_in(ELSEWHERE, language, tmp_path) == frozen
