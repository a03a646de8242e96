"""Settings are checked once, and name the variable that is wrong."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.negotiation.agreed import LEAST_SIGNING_DAYS
from app.settings import Settings, SettingsError
from app.settings_signing import LEAST_DAYS
from tests.deployments import SAFE


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
        ("SMS_URL", "http://texts.example.org/send"),
        ("SMS_URL", "texts.example.org"),
        ("SMS_URL", "https://"),
        ("NEUTRAL_URL", "http://example.org/"),
        ("NEUTRAL_URL", "javascript:alert(1)"),
        ("NEUTRAL_URL", ""),
        ("NEUTRAL_URL", "https://example.org;script-src *"),
        ("NEUTRAL_URL", "https://somebody:word@example.org/"),
        ("PUBLIC_BASE_URL", "https://plans.example.org;script-src"),
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
    url = {"APP_ENV": "test", "DATABASE_URL": "postgresql://app:s3cret@db/plainpact"}
    assert "s3cret" not in repr(Settings.from_env(SAFE)) + repr(Settings.from_env(SAFE | url))


def test_settings_cannot_be_changed_later() -> None:
    settings = Settings.from_env({})
    with pytest.raises(FrozenInstanceError):
        settings.env = "production"  # type: ignore[misc]  # that is what is tried


def test_the_environment_of_the_process_is_read_when_none_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APP_ENV", "test")
    assert Settings.from_env().env == "test"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """A file for every variable that names one."""
    pem = tmp_path / "certs.pem"
    pem.write_text("-----BEGIN CERTIFICATE-----\n")
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    secret.chmod(0o600)
    return {
        "TSA_ROOTS": str(pem),
        "SEAL_CERTS": str(pem),
        "SEAL_PKCS11_LIB": str(pem),
        "SEAL_PKCS11_TOKEN": "plainpact",
        "SEAL_PKCS11_KEY": "seal",
        "SEAL_PIN_FILE": str(secret),
        "SEAL_CSC_URL": "https://sign.example.org",
        "SEAL_CSC_CREDENTIAL": "our-seal",
        "SEAL_CSC_TOKEN_FILE": str(secret),
    }


@pytest.mark.parametrize("seal", ["local", "pkcs11", "csc"])
def test_a_seal_with_all_it_needs_is_accepted(seal: str, files: dict[str, str]) -> None:
    settings = Settings.from_env(SAFE | files | {"SEAL": seal})
    assert settings.signing.seal == seal
    assert "s3cret" not in repr(settings)
    assert settings.signing.secret == ("" if seal == "local" else "s3cret")


PKCS11 = ("SEAL_CERTS", "SEAL_PKCS11_LIB", "SEAL_PKCS11_TOKEN", "SEAL_PKCS11_KEY", "SEAL_PIN_FILE")
NAMES_A_FILE = {"SEAL_CERTS", "SEAL_PKCS11_LIB", "SEAL_PIN_FILE", "SEAL_CSC_TOKEN_FILE"}
CSC = ("SEAL_CERTS", "SEAL_CSC_URL", "SEAL_CSC_CREDENTIAL", "SEAL_CSC_TOKEN_FILE")


@pytest.mark.parametrize(
    ("seal", "name"), [*(("pkcs11", one) for one in PKCS11), *(("csc", one) for one in CSC)]
)
def test_what_a_seal_lacks_is_named(seal: str, name: str, files: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env(SAFE | files | {"SEAL": seal, name: ""})
    if name in NAMES_A_FILE:
        with pytest.raises(SettingsError, match=name):
            Settings.from_env(SAFE | files | {"SEAL": seal, name: "/nowhere"})


def test_another_kind_of_seal_is_refused() -> None:
    with pytest.raises(SettingsError, match="SEAL is"):
        Settings.from_env({"SEAL": "hsm"})


@pytest.mark.parametrize(
    ("seal", "name"), [("pkcs11", "SEAL_PIN_FILE"), ("csc", "SEAL_CSC_TOKEN_FILE")]
)
def test_a_secret_that_others_can_read_is_refused(
    seal: str, name: str, files: dict[str, str]
) -> None:
    Path(files[name]).chmod(0o644)
    with pytest.raises(SettingsError, match=name):
        Settings.from_env(files | {"SEAL": seal})


def test_a_provider_is_spoken_to_in_private_in_production(files: dict[str, str]) -> None:
    plain = {"SEAL": "csc", "SEAL_CSC_URL": "http://sign.example.org"}
    assert Settings.from_env(files | plain).signing.csc_url
    with pytest.raises(SettingsError, match="SEAL_CSC_URL"):
        Settings.from_env(SAFE | files | plain)


@pytest.mark.parametrize(
    ("end", "taken"), [("/csc/v1", True), ("/csc/v2/", True), ("/csc/v3", False)]
)
def test_the_providers_address_may_name_a_version_that_we_speak(
    end: str, taken: bool, files: dict[str, str]
) -> None:
    named = files | {"SEAL": "csc", "SEAL_CSC_URL": f"https://sign.example.org{end}"}
    if taken:
        assert Settings.from_env(named).signing.csc_url.endswith(end.rstrip("/"))
    else:
        with pytest.raises(SettingsError, match="SEAL_CSC_URL"):
            Settings.from_env(named)


def test_authorities_for_time_are_asked_in_the_order_given(files: dict[str, str]) -> None:
    urls = "http://one.example.org/tsa, https://two.example.org"
    settings = Settings.from_env(SAFE | files | {"TSA_URLS": urls})
    assert settings.signing.tsa_urls == ("http://one.example.org/tsa", "https://two.example.org")
    assert settings.signing.tsa_roots_pem.startswith(b"-----BEGIN")


def test_each_authority_for_time_gets_its_own_secret_and_nobody_prints_it(
    files: dict[str, str],
) -> None:
    urls = {"TSA_URLS": "https://one.example.org, http://two.example.org, https://three.example"}
    auth = {"TSA_AUTH": "me:s3cret,, bearer t0ken"}
    settings = Settings.from_env(SAFE | files | urls | auth)
    assert settings.signing.tsa_auth == ("me:s3cret", "", "bearer t0ken")
    assert "s3cret" not in repr(settings)
    assert "t0ken" not in repr(settings)


@pytest.mark.parametrize(
    ("urls", "auth"),
    [
        ("https://one.example.org", "me:s3cret,me:s3cret"),
        ("https://one.example.org, https://two.example.org", "me:s3cret"),
        ("https://one.example.org", "s3cret"),
        ("https://one.example.org", "bearer s3cret s3cret"),
        ("https://one.example.org", ":s3cret\r\nX: 1"),
        ("http://one.example.org", "me:s3cret"),
        ("", "me:s3cret"),
    ],
)
def test_a_secret_that_fits_no_authority_is_refused_and_not_repeated(
    urls: str, auth: str, files: dict[str, str]
) -> None:
    with pytest.raises(SettingsError, match="TSA_AUTH") as refused:
        Settings.from_env(SAFE | files | {"TSA_URLS": urls, "TSA_AUTH": auth})
    assert "s3cret" not in str(refused.value)


def test_people_have_as_many_days_to_sign_as_is_set_and_a_week_at_the_least() -> None:
    assert Settings.from_env(SAFE).signing.days == 14
    assert Settings.from_env(SAFE | {"SIGNING_DAYS": "21"}).signing.days == 21
    assert timedelta(days=LEAST_DAYS) == LEAST_SIGNING_DAYS
    for wrong in ("6", "91", "two", "-9", "７"):
        with pytest.raises(SettingsError, match="SIGNING_DAYS"):
            Settings.from_env(SAFE | {"SIGNING_DAYS": wrong})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TSA_URLS", "tsa.example.org"),
        ("TSA_URLS", "ftp://tsa.example.org"),
        ("TSA_URLS", "http://user:word@tsa.example.org"),
        ("TSA_URLS", "http://[::1"),
        ("TSA_URLS", ",".join(f"http://{n}.example.org" for n in range(4))),
        ("TSA_ROOTS", ""),
        ("TSA_ROOTS", "/nowhere"),
        ("TSA_ROOTS", pytest.__file__),
    ],
)
def test_an_unsafe_source_of_time_is_refused_by_name(
    name: str, value: str, files: dict[str, str]
) -> None:
    good = files | {"TSA_URLS": "http://tsa.example.org"}
    with pytest.raises(SettingsError, match=name):
        Settings.from_env(SAFE | good | {name: value})
