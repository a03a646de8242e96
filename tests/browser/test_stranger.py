"""A stranger without an account holds a file against the truth, and reads plainly what is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.browsing import Screen
from tests.browser.person import Person
from tests.browser.served import ROOT, Served

pytestmark = pytest.mark.long

Someone = Callable[[Screen], Person]
PATIENCE_S = 300


@dataclass(frozen=True, slots=True)
class Handed:
    """What came to the stranger: the sealed file, two others, and the evidence."""

    final: Path
    changed: Path
    early: Path
    evidence: Path


@pytest.fixture
def server(second_server: Served) -> Served:
    """The story played there brings a second charity of the same name."""
    return second_server


@pytest.fixture(scope="module")
def handed(second_server: Served, tmp_path_factory: pytest.TempPathFactory) -> Handed:
    """One story that the command line plays in the served database, and files made of it."""
    server = second_server
    folder, data = tmp_path_factory.mktemp("handed"), server.log.parent / "data"
    subprocess.run(
        [sys.executable, "-m", "app.cli", "demo", "--out", str(folder)],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(data), "PUBLIC_BASE_URL": server.base},
        check=True,
        timeout=PATIENCE_S,
    )
    (final,), (evidence,) = folder.glob("agreement-*.pdf"), folder.glob("evidence-*.json")
    changed, early = folder / "changed.pdf", folder / "early.pdf"
    body = bytearray(final.read_bytes())
    body[len(body) // 2] ^= 1
    changed.write_bytes(body)
    before = json.loads(evidence.read_bytes())["record"]["file"]["earlier"][-1]
    early.write_bytes((data / "papers" / f"{before}.pdf").read_bytes())
    return Handed(final, changed, early, evidence)


def check(stranger: Person, file: Path, evidence: Path | None = None) -> None:
    stranger.go("/verify")
    stranger.main.locator("[name='file']").set_input_files(file)
    if evidence is not None:
        stranger.main.get_by_text(stranger.say("I have the evidence file too")).click()
        stranger.main.locator("[name='evidence']").set_input_files(evidence)
    stranger.press("Check the file")


def faults(stranger: Person) -> list[str]:
    """What the page lists as wrong, before it shows every check."""
    words = stranger.main.locator("h2", has_text=stranger.say("What is wrong"))
    return words.locator("+ ul > li").all_inner_texts() if words.count() else []


def test_the_sealed_file_is_the_real_one(someone: Someone, screen: Screen, handed: Handed) -> None:
    stranger = someone(screen)
    for evidence in (None, handed.evidence):
        check(stranger, handed.final, evidence)
        assert stranger.heading == stranger.say("Yes, this file is genuine")
        assert faults(stranger) == []
        checked = stranger.main.locator("h2", has_text=stranger.say("What we checked"))
        answers = checked.locator("+ dl dd").all_inner_texts()
        assert [answer.startswith(stranger.say("Yes")) for answer in answers] == [True] * 7
    stranger.watch.assert_clean()


def test_a_changed_copy_is_not_and_it_says_why(
    someone: Someone, screen: Screen, handed: Handed
) -> None:
    stranger = someone(screen)
    for evidence in (None, handed.evidence):
        check(stranger, handed.changed, evidence)
        assert stranger.heading == stranger.say("No, this is not the real file")
        assert stranger.say("It is not our final file.") in faults(stranger)
        told = stranger.main.inner_text()
        assert told.index(faults(stranger)[0]) < told.index(stranger.say("What we checked"))
    stranger.watch.assert_clean()


def test_an_earlier_copy_is_called_one(someone: Someone, screen: Screen, handed: Handed) -> None:
    stranger = someone(screen)
    for evidence in (None, handed.evidence):
        check(stranger, handed.early, evidence)
        assert stranger.heading == stranger.say("No, this is an earlier copy")
        found = faults(stranger)
        assert stranger.say("It is an earlier copy, from before the end.") in found
        assert stranger.say("A signature is missing, or there is one too many.") in found
    stranger.watch.assert_clean()


def test_a_file_of_somebody_else_is_not_ours(
    someone: Someone, screen: Screen, tmp_path: Path
) -> None:
    strange = tmp_path / "strange.pdf"
    strange.write_bytes(b"%PDF-1.7\nnothing of ours\n%%EOF\n")
    stranger = someone(screen)
    check(stranger, strange)
    assert stranger.heading == stranger.say("No, we do not know this file")
    assert faults(stranger) == [stranger.say("It is not our final file.")]
    stranger.watch.assert_clean()
