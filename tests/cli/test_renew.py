"""Newer proofs by hand, and an old file checked with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.commands.renewing import renew
from app.gateways.authority import CRL_LIFE
from app.gateways.renewal import EARLY, bundled
from app.gateways.seal import Sealer
from app.gateways.timestamp import TimeNotProven
from app.usecases import renewal
from tests.cli.conftest import Home
from tests.usecases.conftest import agreed, done, sealed
from tests.usecases.scenes import Scene

__all__ = ["agreed", "done", "sealed"]

Said = pytest.CaptureFixture[str]


@pytest.fixture
def by_hand(done: Scene, capsys: Said) -> Callable[..., tuple[int, str]]:
    """``by_hand(code, now=True)``: the exit code and what was printed."""

    def run(code: str = "", *, now: bool = False) -> tuple[int, str]:
        answer = renew(done.deps, code, now=now)
        return answer, capsys.readouterr().out

    return run


def made(scene: Scene) -> int:
    with scene.deps.reading() as uow:
        return len(renewal.renewals(scene.deps, uow, scene.record()))


def test_what_waits_is_said_and_nothing_is_made(
    done: Scene, by_hand: Callable[..., tuple[int, str]]
) -> None:
    due = done.clock.at + CRL_LIFE - EARLY
    said = f"files that will need a newer proof: 1; need it now: 0; the first on {due:%Y-%m-%d}"
    assert by_hand() == (0, said + "\n")
    done.clock.move(days=365 * 14 + 10)
    code, told = by_hand()
    assert (code, "need it now: 1" in told, made(done)) == (0, True, 0)


def test_what_is_due_is_made_now_and_what_is_not_is_left(
    done: Scene, by_hand: Callable[..., tuple[int, str]]
) -> None:
    code, told = by_hand(now=True)
    assert (code, told.splitlines()[0], made(done)) == (0, "renewed: 0", 0)
    done.clock.move(days=365 * 14 + 10)
    code, told = by_hand(now=True)
    assert (code, told.splitlines()[0], made(done)) == (0, "renewed: 1", 1)
    assert "need it now: 0" in told


def test_one_agreement_is_renewed_before_it_is_due_and_the_worker_goes_on(
    done: Scene, by_hand: Callable[..., tuple[int, str]]
) -> None:
    code = done.record().code
    assert by_hand(code)[1].startswith("renewals: 0; proven until ")
    done.clock.move(days=100)
    ends = done.clock.at + CRL_LIFE
    said = f"renewals: 1; proven until {ends:%Y-%m-%d}; next renewal on {ends - EARLY:%Y-%m-%d}"
    assert by_hand(code.lower(), now=True) == (0, said + "\n")
    done.clock.move(days=365 * 14 + 10)
    done.stage.work()
    assert made(done) == 2


def test_without_a_good_timestamp_nothing_is_made_and_it_says_so(done: Scene, capsys: Said) -> None:
    def none() -> Sealer:
        raise TimeNotProven("nobody answers")

    done.clock.move(days=365 * 14 + 10)
    deps = replace(done.deps, sealer=none)
    assert renew(deps, done.record().code, now=True) == 1
    assert "nobody answers" in capsys.readouterr().err
    assert renew(deps, "", now=True) == 1
    assert made(done) == 0


def test_the_command_says_how_one_agreement_stands(home: Home) -> None:
    code = home.pdf.stem.removeprefix("agreement-")
    told = home.run("renew", code)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("renewals: 0; proven until ")
    assert home.run("renew", "NOTACODE").returncode == 2


def test_a_file_of_renewals_goes_with_the_evidence_and_has_to_hold(home: Home) -> None:
    renewals = home.out / "renewals.json"
    renewals.write_bytes(bundled(()))
    alone = ("--evidence", home.evidence, "--root", home.out / "root.pem", "--renewals", renewals)
    assert home.run("verify", home.pdf, *alone).returncode == 0
    renewals.write_bytes(b"{}")
    broken = home.run("verify", home.pdf, *alone)
    assert broken.returncode == 2
    assert "the renewals do not hold" in broken.stderr
    assert "续期文件不成立" in broken.stderr
    without = home.run("verify", home.pdf, "--renewals", renewals)
    assert (without.returncode, without.stdout) == (2, "")
    assert "--renewals goes with --evidence" in without.stderr
