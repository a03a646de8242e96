"""Settings from the environment, checked once, frozen after."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from app.settings_production import Production, unsafe
from app.settings_signing import SettingsError, Signing, read_signing

__all__ = ["Settings", "SettingsError"]

NEUTRAL_URL = "https://www.wikipedia.org/"
_HOST = re.compile(r"[a-z0-9.-]{1,253}|[0-9a-f:.]{2,45}", re.ASCII)
"""It stands in headers, where a space or a semicolon would begin another rule."""
_CONTACT = re.compile(r"mailto:[^\s@,]{1,100}@[a-z0-9.-]{1,253}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """How this deployment runs.

    ``data_dir`` holds the database, keys, papers and demo mail, all readable by
    the owner alone. ``public_base_url`` is the only source of links. Addresses that
    may hold a password stay out of ``repr`` and so out of logs. ``outside`` is where
    checkpoints of the audit log go, on a disk that locks what is written once, where there is one.
    ``clamd`` is where a virus scanner listens; empty for none.
    """

    env: str
    data_dir: Path
    database_url: str = field(repr=False)
    public_base_url: str
    trust_proxy: bool = False
    mail_url: str = field(default="", repr=False)
    sms_url: str = field(default="", repr=False)
    neutral_url: str = NEUTRAL_URL
    support_email: str = "help@plainpact.example"
    security_contact: str = ""
    security_expires: date | None = None
    security_policy: str = ""
    signing: Signing = field(default_factory=Signing)
    outside: Path | None = None
    metrics_token: str = field(default="", repr=False)
    clamd: str = ""

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are ``Secure`` and ``__Host-``: browsers take neither over plain http."""
        return self.public_base_url.startswith("https://")

    @property
    def has_passkeys(self) -> bool:
        """Whether browsers make passkeys for this address: they do for names, never for numbers."""
        host = urlsplit(self.public_base_url).hostname or ""
        return not (":" in host or host.replace(".", "").isdigit())

    @property
    def keys_dir(self) -> Path:
        return self.data_dir / "keys"

    @property
    def signing_keys_dir(self) -> Path:
        return self.keys_dir / "signing"

    @property
    def log_key_file(self) -> Path:
        """The public key of the audit log: others check checkpoints with it."""
        return self.data_dir / "log.vkey"

    @property
    def checkpoint_dir(self) -> Path:
        return self.outside or self.data_dir / "checkpoints"

    @property
    def roots_file(self) -> Path:
        """Our root certificates: the one thing from the signing keys that the server reads."""
        return self.data_dir / "roots.pem"

    @property
    def papers_dir(self) -> Path:
        return self.data_dir / "papers"

    @property
    def exhibits_dir(self) -> Path:
        return self.data_dir / "exhibits"

    @property
    def mail_dir(self) -> Path:
        return self.data_dir / "mail"

    @property
    def texts_dir(self) -> Path:
        return self.data_dir / "texts"

    @property
    def metrics_dir(self) -> Path | None:
        """Where the processes of this deployment count together; none where nobody may read it."""
        return self.data_dir / "metrics" if self.metrics_token else None

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
        data_dir = Path(read.get("DATA_DIR", "var")).resolve()
        base = read.get("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        wrong, signing = [*_wrong(read, env, base)], Signing()
        try:
            signing = read_signing(read)
        except SettingsError as error:
            wrong.append(str(error))
        if wrong:
            raise SettingsError("\n".join(wrong))
        expires, outside = read.get("SECURITY_EXPIRES"), read.get("CHECKPOINT_DIR")
        settings = cls(
            env=env,
            data_dir=data_dir,
            database_url=read.get("DATABASE_URL", f"sqlite:///{data_dir / 'plainpact.db'}"),
            public_base_url=base,
            trust_proxy=read.get("TRUST_PROXY") == "1",
            mail_url=read.get("MAIL_URL", ""),
            sms_url=read.get("SMS_URL", ""),
            neutral_url=read.get("NEUTRAL_URL", NEUTRAL_URL),
            support_email=read.get("SUPPORT_EMAIL", "help@plainpact.example"),
            security_contact=read.get("SECURITY_CONTACT", ""),
            security_expires=date.fromisoformat(expires) if expires else None,
            security_policy=read.get("SECURITY_POLICY", ""),
            signing=signing,
            outside=Path(outside).resolve() if outside else None,
            metrics_token=_token(read.get("METRICS_TOKEN_FILE", "")),
            clamd=read.get("CLAMD", ""),
        )
        settings.check_production(read)
        return settings

    def check_production(self, read: Mapping[str, str]) -> None:
        """Refuse what is fit for a demonstration only. ``read`` is the environment.

        Raises:
            SettingsError: every unsafe setting by name, a line each.
        """
        if not self.production:
            return
        judged = Production(
            base_url=self.public_base_url,
            database_url=self.database_url,
            data_dir=self.data_dir,
            mail_url=self.mail_url,
            mail_from=self.support_email,
            sms_url=self.sms_url,
            seal_url=self.signing.csc_url,
            neutral_url=self.neutral_url,
            trust_proxy=self.trust_proxy,
            security=bool(self.security_contact and self.security_expires),
            metrics_token=self.metrics_token,
        )
        if wrong := [*unsafe(judged, read)]:
            raise SettingsError("\n".join(wrong))


def _wrong(read: Mapping[str, str], env: str, base: str) -> Iterator[str]:
    """What cannot be read as what it should be, wherever this runs."""
    if env not in {"development", "test", "production"}:
        yield "APP_ENV is development, test or production"
    if not _is_origin(base):
        yield "PUBLIC_BASE_URL is an origin, like https://plans.example.org"
    if not _leads_away(read.get("NEUTRAL_URL", NEUTRAL_URL)):
        yield "NEUTRAL_URL is a page to leave to, like https://example.org/"
    if (mail := read.get("MAIL_URL", "")) and not _leads(mail, "smtp", "smtps"):
        yield "MAIL_URL names a mail server, like smtp://user:password@host"
    if (sms := read.get("SMS_URL", "")) and not _leads(sms, "http", "https"):
        yield "SMS_URL names a gateway, like https://user:password@host/path"
    if (read.get("TRUST_PROXY") or "0") not in {"0", "1"}:
        yield "TRUST_PROXY is 1 behind a proxy of yours, otherwise 0"
    if (scanner := read.get("CLAMD", "")) and not _is_socket(scanner):
        yield "CLAMD is where clamd listens, like unix:///run/clamav/clamd.ctl or tcp://host:3310"
    contact = read.get("SECURITY_CONTACT", "")
    if contact and not (_CONTACT.fullmatch(contact) or _leads(contact, "https")):
        yield "SECURITY_CONTACT is like mailto:security@example.org or https://example.org/report"
    if (expires := read.get("SECURITY_EXPIRES")) and not _is_day(expires):
        yield "SECURITY_EXPIRES is the day by which you look at it again, like 2027-06-30"
    if (policy := read.get("SECURITY_POLICY", "")) and not _leads(policy, "https"):
        yield "SECURITY_POLICY is a page that says how you treat reports, like https://example.org/"


def _token(path: str) -> str:
    """What the file says, without the line end; nothing where no file is named.

    Raises:
        SettingsError: it cannot be read.
    """
    try:
        return Path(path).read_text(encoding="ascii").strip() if path else ""
    except (OSError, ValueError):
        raise SettingsError("METRICS_TOKEN_FILE cannot be read as plain text") from None


def _leads(url: str, *schemes: str) -> bool:
    """Whether it is an address with one of ``schemes`` and a host, on one line."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname) and url.isprintable()


def _leads_away(url: str) -> bool:
    """Whether it is a page of a plain https origin, which our pages may name as it is."""
    return _leads(url, "https") and _is_origin("https://" + urlsplit(url).netloc)


def _is_socket(address: str) -> bool:
    parts = urlsplit(address)
    return _leads(address, "tcp") or (parts.scheme == "unix" and parts.path.startswith("/"))


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


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
    return (
        _HOST.fullmatch(host) is not None
        and parts.scheme in {"http", "https"}
        and url.lower() == rebuilt
    )
