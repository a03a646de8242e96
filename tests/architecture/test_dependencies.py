"""What the product is made of: pinned with hashes, listed, and not older than is safe."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from packaging.version import Version

from tests.gates.figures import Measured

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)
LEAST = {"weasyprint": "70.0", "flask": "3.1.3"}


def test_every_package_is_pinned_with_its_hashes(measured: Measured) -> None:
    for name in ("requirements.txt", "tests/requirements.txt"):
        text = re.sub(r"^#.*\n", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
        entries = re.split(r"\n(?=\S)", text.strip())
        loose = [one for one in entries if not PINNED.match(one) or "--hash=sha256:" not in one]
        measured("G23", f"loose_in_{Path(name).parent.name or 'run'}", len(loose), exactly=0)


def test_what_draws_and_serves_is_not_older_than_is_safe(measured: Measured) -> None:
    old = [name for name, least in LEAST.items() if Version(version(name)) < Version(least)]
    measured("G23", "older_than_safe", len(old), exactly=0)


def test_every_package_is_in_the_bill_of_materials(tmp_path: Path, measured: Measured) -> None:
    made = tmp_path / "sbom.json"
    command = ["-m", "cyclonedx_py", "requirements", "requirements.txt", "-o", str(made)]
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
    told = {(one["name"], one["version"]) for one in json.loads(made.read_text())["components"]}
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    missing = {(found["name"], found["version"]) for found in PINNED.finditer(text)} - told
    measured("G23", "missing_in_bill", len(missing), exactly=0)
