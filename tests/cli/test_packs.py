from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.cli import main
from app.commands.packs import lines
from app.core import packs
from app.core.confirmation import Confirmation, with_confirmations
from app.usecases.confirmed import ConfirmedRules
from tests.core.confirmations import BEIJING, DAY, WITHDRAWN


def test_every_pack_is_listed_with_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    assert main(["packs"]) == 0
    told = capsys.readouterr().out

    for place in packs.JURISDICTIONS:
        pack = packs.load(place)
        assert f"{pack.id} {pack.version} as at 2026-11-21: draft, needs counsel" in told
    assert "figures ran out (3): living:DE_850c/base" in told


def shown(day: date, *known: Confirmation) -> list[str]:
    pack = packs.load("CN")
    return list(lines(ConfirmedRules(with_confirmations(pack, known, day), known, day)))


def test_a_pack_says_what_is_old_empty_confirmed_and_taken_back() -> None:
    told = shown(DAY, BEIJING, replace(BEIJING, withdrawal=WITHDRAWN))

    assert "  rules not verified (2): CN-X04, CN-X01" in told
    assert not any(line.startswith("  rules not looked at") for line in told)
    (empty,) = [line for line in told if line.startswith("  figures no figure yet (2)")]
    assert empty.endswith("living:CN_dibao/shijiazhuang, living:CN_dibao/changsha")
    line = (
        "  confirmed living:CN_dibao/beijing = 1500.00 from 2026-07-01 to 2027-06-30,"
        " by Anna Weber on 2027-01-05"
    )
    assert told[-2:] == [line, f"{line}, taken back by Anna Weber"]
    assert not any("living:CN_dibao/beijing" in line for line in told[:-2])


def test_old_wordings_are_listed() -> None:
    (old,) = [x for x in shown(date(2028, 6, 1)) if x.startswith("  rules not looked at for long")]

    assert old.startswith("  rules not looked at for long (51)")
