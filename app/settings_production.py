"""What a deployment with real people may not run on; each is named, all at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

CODE = Path(__file__).parent
NOT_READ = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "FLASK_SECRET_KEY", "FLASK_SECRET_KEY_FALLBACKS")
"""A string of fallbacks would make each of its letters a key; ours are files, and nothing else."""
FOR_TESTS = ("FLASK_DEBUG", "FAULTS")
OTHERS, ANYBODY_WRITES = 0o077, 0o002
LONG_ENOUGH = 32


@dataclass(frozen=True, slots=True)
class Production:
    """What is judged, as the settings have it; ``mail_from`` is who people can write back to."""

    base_url: str
    database_url: str
    data_dir: Path
    mail_url: str
    mail_from: str
    sms_url: str
    seal_url: str
    neutral_url: str
    trust_proxy: bool
    security: bool
    metrics_token: str = ""


def unsafe(found: Production, read: Mapping[str, str], code: Path = CODE) -> Iterator[str]:
    """What is wrong, a sentence each that begins with the name of the setting."""
    yield from _addresses(found)
    if not found.database_url.startswith("sqlite:"):
        yield "DATABASE_URL must be SQLite: row security on other databases is not built yet"
    elif urlsplit(found.database_url).path.removeprefix("/") in ("", ":memory:"):
        yield "DATABASE_URL must name a file: what is in memory alone is lost"
    if not found.trust_proxy:
        yield "TRUST_PROXY must be 1: https ends at a proxy, whose word for addresses is needed"
    if not found.security:
        yield "SECURITY_CONTACT and SECURITY_EXPIRES must say where to report a weakness"
    if found.metrics_token and len(found.metrics_token) < LONG_ENOUGH:
        yield f"METRICS_TOKEN_FILE must hold {LONG_ENOUGH} characters or more that nobody can guess"
    if (token := read.get("METRICS_TOKEN_FILE")) and Path(token).stat().st_mode & OTHERS:
        yield "METRICS_TOKEN_FILE can be read by others. Set it to 600"
    for name in NOT_READ:
        if read.get(name):
            yield f"{name} is not read: keys are files in DATA_DIR/keys. Take it away"
    for name in FOR_TESTS:
        if read.get(name, "0") not in ("", "0"):
            yield f"{name} is for tests. Take it away"
    yield from _files(found.data_dir, code)


def _addresses(found: Production) -> Iterator[str]:
    if not found.base_url.startswith("https://"):
        yield "PUBLIC_BASE_URL must start with https:// in production"
    if urlsplit(found.neutral_url).hostname == urlsplit(found.base_url).hostname:
        yield "NEUTRAL_URL must lead away from PUBLIC_BASE_URL"
    if not found.mail_url:
        yield "MAIL_URL must name a mail server in production, like smtp://host"
    host = found.mail_from.rpartition("@")[2]
    if not host or host == "example" or host.endswith(".example"):
        yield "SUPPORT_EMAIL must be an address of yours: mail comes from it"
    if found.sms_url and not found.sms_url.startswith("https://"):
        yield "SMS_URL must start with https:// in production"
    if found.seal_url and not found.seal_url.startswith("https://"):
        yield "SEAL_CSC_URL must start with https:// in production"


def _files(data: Path, code: Path) -> Iterator[str]:
    if (data / "demo.json").exists():
        yield "DATA_DIR holds a demonstration: real people need a folder of their own"
    for path in _open_to_others(data):
        name = path.relative_to(data.parent)
        yield f"DATA_DIR: {name} is open to others. Set it to {0o700 if path.is_dir() else 0o600:o}"
    if any(path.stat().st_mode & ANYBODY_WRITES for path in _below(code) if not path.is_symlink()):
        yield "the code can be written by anybody on this machine. Take that away: chmod -R o-w"


def _open_to_others(data: Path) -> Iterator[Path]:
    """The folder itself, its databases and its keys; the papers and roots lie behind the folder."""
    keys = data / "keys"
    secret = [data, *data.glob("*.db*"), keys, *_below(keys)]
    return (path for path in secret if path.exists() and path.stat().st_mode & OTHERS)


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        yield from (Path(parent, name) for name in (*folders, *files))
