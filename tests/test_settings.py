"""Settings are checked once, and name the variable that is wrong."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from app.settings import Settings, SettingsError

SAFE = {
    "APP_ENV": "production",
    "PUBLIC_BASE_URL": "https://plans.example.org",
    "MAIL_URL": "smtp://user:s3cret@mail.example.org",
    "DATABASE_URL": "postgresql://app:s3cret@db/plainpact",
}


def test_nothing_set_is_a_working_development_set_up(tmp_path: Path) -> None:
    settings = Settings.from_env({"DATA_DIR": str(tmp_path)})
    assert not settings.production
    assert not settings.secure_cookies
    assert not settings.trust_proxy
    assert settings.database_url == f"sqlite:///{tmp_path / 'plainpact.db'}"
    folders = {settings.keys_dir, settings.papers_dir, settings.mail_dir}
    assert {folder.parent for folder in folders} == {tmp_path}
    assert len(folders) == 3


def test_a_safe_production_is_accepted() -> None:
    settings = Settings.from_env(SAFE)
    assert settings.production
    assert settings.secure_cookies


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APP_ENV", "prod"),
        ("APP_ENV", ""),
        ("PUBLIC_BASE_URL", "http://plans.example.org"),
        ("PUBLIC_BASE_URL", "plans.example.org"),
        ("PUBLIC_BASE_URL", "https://"),
        ("PUBLIC_BASE_URL", "https://plans.example.org/app"),
        ("PUBLIC_BASE_URL", "https://plans.example.org?a=1"),
        ("PUBLIC_BASE_URL", "https://plans.example.org#top"),
        ("PUBLIC_BASE_URL", "https://user:word@plans.example.org"),
        ("PUBLIC_BASE_URL", "https://plans.example.org:port"),
        ("PUBLIC_BASE_URL", "https://plans.example.org:99999"),
        ("PUBLIC_BASE_URL", "https://plans.example .org\\@evil.test"),
        ("PUBLIC_BASE_URL", "https://[::1"),
        ("PUBLIC_BASE_URL", "ftp://plans.example.org"),
        ("MAIL_URL", ""),
        ("MAIL_URL", "mail.example.org"),
        ("MAIL_URL", "http://mail.example.org"),
        ("MAIL_URL", "smtp://"),
        ("NEUTRAL_URL", "http://example.org/"),
        ("NEUTRAL_URL", "javascript:alert(1)"),
        ("NEUTRAL_URL", ""),
        ("TRUST_PROXY", "true"),
    ],
)
def test_an_unsafe_setting_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env(SAFE | {name: value})


@pytest.mark.parametrize(
    "origin",
    ["http://127.0.0.1:8000", "http://localhost:5000/", "http://[::1]:8000", "https://Example.org"],
)
def test_an_origin_is_accepted_with_host_and_port(origin: str) -> None:
    settings = Settings.from_env({"PUBLIC_BASE_URL": origin})
    assert settings.public_base_url == origin.rstrip("/")


@pytest.mark.parametrize(("value", "trusted"), [("1", True), ("0", False), ("", False)])
def test_a_proxy_is_trusted_only_when_that_is_said(value: str, *, trusted: bool) -> None:
    assert Settings.from_env({"TRUST_PROXY": value}).trust_proxy is trusted


def test_passwords_are_not_shown() -> None:
    assert "s3cret" not in repr(Settings.from_env(SAFE))


def test_settings_cannot_be_changed_later() -> None:
    settings = Settings.from_env({})
    with pytest.raises(FrozenInstanceError):
        settings.env = "production"  # type: ignore[misc]


def test_the_environment_of_the_process_is_read_when_none_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APP_ENV", "test")
    assert Settings.from_env().env == "test"
