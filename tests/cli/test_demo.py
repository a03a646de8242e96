from __future__ import annotations

import json
import subprocess
from pathlib import Path

from app.assembly import build
from app.settings import Settings
from app.usecases import looking_over
from tests.cli.conftest import Home, Played

STEPS = ["import", "authority", "confirm", "tell", "offer", "counter", "accept", "sign", "verify"]


def test_nothing_that_the_demonstration_keeps_looks_written_by_hand(home: Home) -> None:
    """Here the clock is the machine's: no two of its moments are the same."""
    deps = build(Settings.from_env(home.environment))
    assert looking_over.findings(deps) == ()
    deps.close()


def tool(*command: object) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def test_the_demonstration_says_each_step_and_ends_with_the_path(demonstrated: Played) -> None:
    home, done = demonstrated
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[: len(STEPS)]] == STEPS
    assert lines[-1] == str(home.pdf)


def test_every_signature_of_the_demonstration_is_valid_elsewhere(demonstrated: Played) -> None:
    told = tool("pdfsig", "-nocert", demonstrated[0].pdf)
    # Our certification, three parties, our completion. A timestamp is none of its signatures.
    assert told.count("Signature Validation: Signature is Valid.") >= 5
    assert "Invalid" not in told


def test_the_file_of_the_demonstration_is_clean(demonstrated: Played) -> None:
    assert "No syntax or stream encoding errors found" in tool(
        "qpdf", "--check", demonstrated[0].pdf
    )


def test_verify_says_yes_with_the_database_and_with_the_evidence_alone(
    home: Home, tmp_path: Path
) -> None:
    done = home.run("verify", home.pdf)
    assert (done.returncode, done.stderr) == (0, "")
    assert "genuine" in done.stdout.splitlines()[0]
    elsewhere = Home(tmp_path / "nowhere", home.out)
    apart = elsewhere.run(
        "verify", home.pdf, "--evidence", home.evidence, "--root", home.out / "root.pem", "--json"
    )
    assert apart.returncode == 0
    told = json.loads(apart.stdout)
    assert told["accepted"]
    assert [check["letter"] for check in told["checks"]] == list("abcdefg")
    unknown = elsewhere.run("verify", home.pdf)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "--evidence" in unknown.stderr


def test_a_changed_byte_anywhere_is_said_to_fail(home: Home) -> None:
    data = home.pdf.read_bytes()
    for place in (len(data) // 3, len(data) - 3):
        changed = bytearray(data)
        changed[place] ^= 1
        copy = home.out / "changed.pdf"
        copy.write_bytes(changed)
        done = home.run("verify", copy)
        assert done.returncode == 1, place
        first, *checks = done.stdout.splitlines()
        assert first.startswith("changed.pdf: not genuine")
        assert "不真实" in first
        assert any(line.startswith("  a no") for line in checks), done.stdout


def test_a_file_without_end_is_not_read_to_it(home: Home) -> None:
    for given in ((), ("--evidence", home.evidence, "--root", home.out / "root.pem")):
        done = home.run("verify", "/dev/zero", *given)
        assert (done.returncode, "not genuine" in done.stdout) == (1, True)
    endless = home.run(
        "verify", home.pdf, "--evidence", "/dev/zero", "--root", home.out / "root.pem"
    )
    assert endless.returncode == 2


def test_a_mailed_head_shows_whether_rows_were_lost(home: Home) -> None:
    rows = json.loads(home.evidence.read_bytes())["record"]["chain"]
    alone = ("--evidence", home.evidence, "--root", home.out / "root.pem")
    for extra in ((), alone):
        kept = home.run("verify", home.pdf, *extra, "--head", rows[-2]["digest"].upper(), "--json")
        assert kept.returncode == 0, kept.stderr
        assert json.loads(kept.stdout)["head"] == {"row": len(rows) - 1}
        as_json = home.run("verify", home.pdf, *extra, "--head", "0" * 64, "--json").stdout
        assert json.loads(as_json)["accepted"] is False
        assert home.run("verify", home.pdf, *extra, "--head", " ").returncode == 2
        lost = home.run("verify", home.pdf, *extra, "--head", "0" * 64)
        assert lost.returncode == 1
        assert "rows are missing or changed" in lost.stdout
        assert "有缺失或改动" in lost.stdout


def test_evidence_of_another_hand_is_not_believed(home: Home) -> None:
    record = home.out / "changed.json"
    record.write_bytes(home.evidence.read_bytes().replace(b"borrower", b"borrowed", 1))
    done = home.run("verify", home.pdf, "--evidence", record, "--root", home.out / "root.pem")
    assert done.returncode == 2
    assert "not genuine" in done.stderr


def test_a_root_that_is_no_certificate_is_named_before_anything_is_judged(home: Home) -> None:
    alone = ("verify", home.pdf, "--evidence", home.evidence)
    root = home.out / "root.pem"
    for name, given in (
        ("--root", ("--root", home.pdf)),
        ("--tsa-root", ("--root", root, "--tsa-root", home.evidence)),
    ):
        done = home.run(*alone, *given)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"{name} is no certificate in PEM\n"


def test_evidence_of_another_agreement_is_named_as_such(home: Home) -> None:
    other = home.out / "other"
    assert home.run("demo", "--language", "zh", "--out", other).returncode == 0
    (evidence,) = other.glob("evidence-*.json")
    done = home.run("verify", home.pdf, "--evidence", evidence, "--root", home.out / "root.pem")
    assert done.returncode == 1
    first, *checks = done.stdout.splitlines()
    assert "the evidence is of another agreement" in first
    assert "证据属于另一份协议" in first
    assert any(line.startswith("  a no") for line in checks)


def test_a_fault_of_ours_is_no_verdict_on_the_file(home: Home) -> None:
    (home.data / "plainpact.db").write_bytes(b"not a database at all" * 500)
    done = home.run("verify", home.pdf)
    assert (done.returncode, done.stdout) == (2, "")
    assert "could not be checked" in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_without_a_file_says_so(home: Home) -> None:
    done = home.run("verify", home.out / "nothing.pdf")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no such file" in done.stderr
