"""What a deployment with real people refuses to start on: each by name, and all at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.settings import Settings, SettingsError
from app.settings_production import Production, unsafe
from tests.deployments import SAFE


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder as a start makes it."""
    folder = tmp_path / "data"
    (folder / "keys" / "signing").mkdir(parents=True)
    for name in ("plainpact.db", "plainpact.db-wal", "keys/master.key", "keys/signing/root.pem"):
        (folder / name).touch()
        (folder / name).chmod(0o600)
    for one in (folder, folder / "keys", folder / "keys" / "signing"):
        one.chmod(0o700)
    (folder / "roots.pem").touch()
    (folder / "roots.pem").chmod(0o644)
    return folder


def refused(data: Path, **changed: str) -> list[str]:
    with pytest.raises(SettingsError) as error:
        Settings.from_env(SAFE | {"DATA_DIR": str(data)} | changed)
    return str(error.value).splitlines()


def test_a_safe_deployment_starts(data: Path) -> None:
    assert Settings.from_env(SAFE | {"DATA_DIR": str(data)}).production


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_BASE_URL", "http://plans.example.org"),
        ("NEUTRAL_URL", "https://plans.example.org/other"),
        ("MAIL_URL", ""),
        ("SUPPORT_EMAIL", "help@plainpact.example"),
        ("SUPPORT_EMAIL", ""),
        ("SMS_URL", "http://texts.example.org/send"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://app:s3cret@db/plainpact"),
        ("TRUST_PROXY", "0"),
        ("TRUST_PROXY", ""),
        ("SECURITY_CONTACT", ""),
        ("SECURITY_EXPIRES", ""),
        ("SECRET_KEY", "changeme"),
        ("SECRET_KEY_FALLBACKS", "s3cret"),
        ("FLASK_SECRET_KEY", "changeme"),
        ("FLASK_SECRET_KEY_FALLBACKS", "s3cret"),
        ("FLASK_DEBUG", "1"),
        ("FLASK_DEBUG", "true"),
        ("FAULTS", "drawn:1"),
    ],
)
def test_an_unsafe_setting_is_refused_by_name_and_its_value_is_not_said(
    name: str, value: str, data: Path
) -> None:
    (line,) = refused(data, **{name: value})
    assert name in line
    assert "s3cret" not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECURITY_CONTACT", "security@example.org"),
        ("SECURITY_CONTACT", "mailto:nobody"),
        ("SECURITY_CONTACT", "mailto:a@example.org\nPolicy: x"),
        ("SECURITY_CONTACT", "http://example.org/report"),
        ("SECURITY_EXPIRES", "30.6.2027"),
        ("SECURITY_EXPIRES", "20270630"),
        ("SECURITY_POLICY", "http://example.org/"),
        ("SECURITY_POLICY", "https://example.org/\r\nContact: x"),
    ],
)
def test_what_cannot_be_told_in_security_txt_is_refused_everywhere(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env({name: value})


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: data.chmod(0o755), "data is open to others. Set it to 700"),
        (lambda data: (data / "plainpact.db").chmod(0o640), "plainpact.db is open"),
        (lambda data: (data / "plainpact.db-wal").chmod(0o604), "plainpact.db-wal is open"),
        (lambda data: (data / "keys").chmod(0o711), "keys is open to others. Set it to 700"),
        (lambda data: (data / "keys/master.key").chmod(0o644), "master.key is open to others. Set it to 600"),
        (lambda data: (data / "keys/signing/root.pem").chmod(0o660), "root.pem is open"),
        (lambda data: (data / "demo.json").touch(), "demonstration"),
    ],
)  # fmt: skip
def test_unsafe_files_are_refused_by_name(
    spoil: Callable[[Path], None], said: str, data: Path
) -> None:
    spoil(data)
    (line,) = refused(data)
    assert line.startswith("DATA_DIR")
    assert said in line


def test_code_that_anybody_can_change_is_refused(data: Path, tmp_path: Path) -> None:
    code = tmp_path / "app"
    (code / "core").mkdir(parents=True)
    (code / "core" / "money.py").touch()
    (code / "core" / "money.py").chmod(0o664)
    settings = Production(
        base_url=SAFE["PUBLIC_BASE_URL"],
        database_url="sqlite:///x.db",
        data_dir=data,
        mail_url=SAFE["MAIL_URL"],
        mail_from=SAFE["SUPPORT_EMAIL"],
        sms_url="",
        seal_url="",
        neutral_url="https://www.wikipedia.org/",
        trust_proxy=True,
        security=True,
    )
    assert [*unsafe(settings, {}, code)] == []
    (code / "core" / "money.py").chmod(0o666)
    (line,) = unsafe(settings, {}, code)
    assert "the code" in line


def test_everything_that_is_wrong_is_said_at_once(data: Path) -> None:
    (data / "demo.json").touch()
    lines = refused(data, MAIL_URL="", TRUST_PROXY="0", FLASK_DEBUG="1", SECURITY_CONTACT="")
    assert len(lines) == 5
    lines = refused(data, MAIL_URL="no", TRUST_PROXY="no", SEAL="hsm")
    assert [line.split()[0] for line in lines] == ["MAIL_URL", "TRUST_PROXY", "SEAL"]


def test_a_demonstration_may_run_on_all_of_it(data: Path) -> None:
    (data / "demo.json").touch()
    (data / "keys" / "master.key").chmod(0o644)
    told = {"DATA_DIR": str(data), "FLASK_DEBUG": "1", "SECRET_KEY": "x"}
    assert not Settings.from_env(told).production


def test_f_027_a_token_that_others_can_read_is_refused(data: Path, tmp_path: Path) -> None:
    token = tmp_path / "metrics"
    token.write_text("x" * 32)
    token.chmod(0o640)
    (line,) = refused(data, METRICS_TOKEN_FILE=str(token))
    assert line.startswith("METRICS_TOKEN_FILE")
    token.chmod(0o600)
    assert Settings.from_env(SAFE | {"DATA_DIR": str(data), "METRICS_TOKEN_FILE": str(token)})
