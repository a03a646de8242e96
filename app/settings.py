"""Settings from the environment, checked once, frozen after."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.settings_signing import SettingsError, Signing, read_signing

__all__ = ["Settings", "SettingsError"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How this deployment runs.

    ``data_dir`` holds the database, keys, papers and demo mail, all readable by
    the owner alone. ``public_base_url`` is the only source of links. Addresses that
    may hold a password stay out of ``repr`` and so out of logs.
    """

    env: str
    data_dir: Path
    database_url: str = field(repr=False)
    public_base_url: str
    trust_proxy: bool = False
    mail_url: str = field(default="", repr=False)
    sms_url: str = field(default="", repr=False)
    neutral_url: str = "https://www.wikipedia.org/"
    support_email: str = "help@plainpact.example"
    signing: Signing = field(default_factory=Signing)

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are ``Secure`` and ``__Host-``: browsers take neither over plain http."""
        return self.public_base_url.startswith("https://")

    @property
    def keys_dir(self) -> Path:
        return self.data_dir / "keys"

    @property
    def roots_file(self) -> Path:
        """Our root certificates: the one thing from the signing keys that the server reads."""
        return self.data_dir / "roots.pem"

    @property
    def papers_dir(self) -> Path:
        return self.data_dir / "papers"

    @property
    def mail_dir(self) -> Path:
        return self.data_dir / "mail"

    @property
    def texts_dir(self) -> Path:
        return self.data_dir / "texts"

    @property
    def has_texts(self) -> bool:
        """Whether texts can leave: through a gateway, or into the folder of a demonstration."""
        return bool(self.sms_url) or not self.production

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read and check the environment.

        Raises:
            SettingsError: a variable is missing or unsafe.
        """
        read = os.environ if environ is None else environ
        env = read.get("APP_ENV", "development")
        if env not in {"development", "test", "production"}:
            raise SettingsError("APP_ENV is development, test or production")
        data_dir = Path(read.get("DATA_DIR", "var")).resolve()
        base = read.get("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        if not _is_origin(base):
            raise SettingsError("PUBLIC_BASE_URL is an origin, like https://plans.example.org")
        neutral = read.get("NEUTRAL_URL", "https://www.wikipedia.org/")
        if urlsplit(neutral).scheme != "https" or not urlsplit(neutral).hostname:
            raise SettingsError("NEUTRAL_URL is a page to leave to, like https://example.org/")
        mail = read.get("MAIL_URL", "")
        if mail and (urlsplit(mail).scheme not in {"smtp", "smtps"} or not urlsplit(mail).hostname):
            raise SettingsError("MAIL_URL names a mail server, like smtp://user:password@host")
        sms = read.get("SMS_URL", "")
        if sms and (urlsplit(sms).scheme not in {"http", "https"} or not urlsplit(sms).hostname):
            raise SettingsError("SMS_URL names a gateway, like https://user:password@host/path")
        trust = read.get("TRUST_PROXY") or "0"
        if trust not in {"0", "1"}:
            raise SettingsError("TRUST_PROXY is 1 behind a proxy of yours, otherwise 0")
        settings = cls(
            env=env,
            data_dir=data_dir,
            database_url=read.get("DATABASE_URL", f"sqlite:///{data_dir / 'plainpact.db'}"),
            public_base_url=base,
            trust_proxy=trust == "1",
            mail_url=mail,
            sms_url=sms,
            neutral_url=neutral,
            support_email=read.get("SUPPORT_EMAIL", "help@plainpact.example"),
            signing=read_signing(read),
        )
        settings.check_production()
        return settings

    def check_production(self) -> None:
        """Refuse what is fit for a demonstration only.

        Raises:
            SettingsError: the first unsafe setting, by name.
        """
        if not self.production:
            return
        if not self.public_base_url.startswith("https://"):
            raise SettingsError("PUBLIC_BASE_URL must start with https:// in production")
        if not self.mail_url:
            raise SettingsError("MAIL_URL must name a mail server in production, like smtp://host")
        if self.sms_url and not self.sms_url.startswith("https://"):
            raise SettingsError("SMS_URL must start with https:// in production")
        if self.signing.seal == "csc" and not self.signing.csc_url.startswith("https://"):
            raise SettingsError("SEAL_CSC_URL must start with https:// in production")


def _is_origin(url: str) -> bool:
    """Scheme, host and perhaps a port; nothing else, no user and no query."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    rebuilt = f"{parts.scheme}://{shown}" + (f":{port}" if port is not None else "")
    return bool(host) and parts.scheme in {"http", "https"} and url.lower() == rebuilt
