from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from tests.cli.conftest import Home

CORE = Path(__file__).parents[1] / "core"
EXAMPLE = CORE / "fixtures" / "example_input.json"
IMPORTS = CORE / "imports" / "fixtures"

Said = pytest.CaptureFixture[str]


@pytest.fixture
def here(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """This process asks the same data directory."""
    monkeypatch.setenv("DATA_DIR", str(home.data))
    return home


def test_a_case_file_is_assessed(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["assess", str(EXAMPLE)]) == 0
    out, error = capfdbinary.readouterr()
    told = json.loads(out)
    assert told["schema"] == "plainpact/assessment/1"
    assert error == b""


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe\x00", b"[]", b'{"format":"plainpact/case-file/1"}']
)
def test_a_bad_case_file_gets_its_errors_as_json(
    data: bytes, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(data)
    assert main(["assess", str(file)]) == 2
    told = json.loads(capfdbinary.readouterr().out)
    assert told["errors"]
    assert all({"path", "code", "message"} <= set(one) for one in told["errors"])


def test_the_same_case_file_gives_the_same_bytes(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    main(["assess", str(EXAMPLE)])
    first = capfdbinary.readouterr().out
    main(["assess", str(EXAMPLE)])
    assert capfdbinary.readouterr().out == first


def test_the_migrations_make_the_models(capsys: Said) -> None:
    assert main(["db", "check"]) == 0
    assert "make the models" in capsys.readouterr().out


def test_a_database_is_made_and_made_again(
    empty: Home, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("DATA_DIR", str(empty.data))
    assert main(["db", "upgrade"]) == 0
    assert main(["db", "upgrade"]) == 0
    assert (empty.data / "plainpact.db").stat().st_mode & 0o777 == 0o600
    assert capsys.readouterr().out.count("newest") == 2


def test_a_lenders_export_is_imported_once(here: Home, capsys: Said) -> None:
    assert main(["import", "debts", str(IMPORTS / "northbank.csv")]) == 0
    assert "4 cases opened, 0 known, 2 without mail" in capsys.readouterr().out
    assert main(["import", "debts", str(IMPORTS / "northbank.csv")]) == 0
    assert "nothing changed" in capsys.readouterr().out


def test_faults_of_an_export_are_named_by_row_and_column(here: Home, capsys: Said) -> None:
    assert main(["import", "debts", str(IMPORTS / "many-faults.csv")]) == 2
    out, error = capsys.readouterr()
    assert "nothing imported" in out
    for place in ("row 3, account", "row 3, principal", "row 4, last_payment", "row 5, currency"):
        assert place in error, place


def test_faults_are_told_before_anybody_asks_whose_export_it_is(
    empty: Home, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("DATA_DIR", str(empty.data))
    assert main(["import", "debts", str(IMPORTS / "many-faults.csv")]) == 2
    assert "row 3, principal" in capsys.readouterr().err


def test_an_unknown_lender_is_not_guessed(here: Home, capsys: Said) -> None:
    file = str(IMPORTS / "northbank.csv")
    assert main(["import", "debts", file, "--lender", "Nobody"]) == 2
    assert "--lender" in capsys.readouterr().err


def test_a_statement_is_shown_and_kept_in_a_household(here: Home, capsys: Said) -> None:
    statement = str(IMPORTS / "statement-data-entry.json")
    assert main(["import", "budget", statement]) == 0
    out = capsys.readouterr().out
    assert out.strip()
    assert "kept" not in out
    main(["import", "debts", str(IMPORTS / "northbank.csv")])
    assert main(["import", "budget", statement, "--email", "amina.yusuf@example.org"]) == 0
    assert "kept in the household" in capsys.readouterr().out
    assert main(["import", "budget", statement, "--email", "nobody@example.org"]) == 2


def test_a_bad_statement_is_refused(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "statement.json"
    file.write_bytes(b'{"income": 1e9999}')
    assert main(["import", "budget", str(file)]) == 2
    assert capsys.readouterr().err


def test_a_missing_file_and_a_bad_setting_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    assert main(["assess", str(tmp_path / "none.json")]) == 2
    assert "no such file" in capsys.readouterr().err
    monkeypatch.setenv("APP_ENV", "moon")
    assert main(["db", "upgrade"]) == 2
    assert "APP_ENV" in capsys.readouterr().err


def test_an_import_may_be_the_first_command_of_all(
    empty: Home, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("DATA_DIR", str(empty.data))
    assert main(["import", "debts", str(IMPORTS / "northbank.csv")]) == 2
    assert "there is no lender here yet" in capsys.readouterr().err
    statement = str(IMPORTS / "statement-data-entry.json")
    assert main(["import", "budget", statement, "--email", "nobody@example.org"]) == 2
    assert "no household" in capsys.readouterr().err


@pytest.mark.parametrize("command", [("verify",), ("assess",), ("import", "budget")])
def test_a_folder_is_no_file_and_no_verdict(
    command: tuple[str, ...], tmp_path: Path, capsys: Said
) -> None:
    assert main([*command, str(tmp_path)]) == 2
    assert "no file that can be read" in capsys.readouterr().err
