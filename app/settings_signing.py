"""Who states the time and whose seal is set, from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

SEALS = ("local", "pkcs11", "csc")
CSC_VERSIONS = ("v1", "v2")
LEAST_DAYS, DAYS_TO_SIGN, MOST_DAYS = 7, 14, 90
MOST_URLS = 3
"""With 5 s for each, a job still ends within its lease."""


class SettingsError(Exception):
    """A setting is missing or unsafe; the message names the variable and what to write."""


@dataclass(frozen=True, slots=True)
class Signing:
    """Our own clock and seal, unless other ones are named.

    ``tsa_urls`` are asked in this order, each with the value of ``tsa_auth`` at its place:
    ``user:password``, ``bearer TOKEN`` or nothing. People have ``days`` to sign. ``seal_certs`` is a PEM file: the certificate of
    the seal in use first, then its issuers and the seals used before. ``seal_secret`` is
    the PIN of the token (pkcs11) or the bearer token of the service (csc). ``csc_url`` may
    end in ``/csc/v1`` or ``/csc/v2``; without, it is the first.
    """

    tsa_urls: tuple[str, ...] = ()
    tsa_auth: tuple[str, ...] = field(default=(), repr=False)
    days: int = DAYS_TO_SIGN
    tsa_roots: Path | None = None
    seal: str = "local"
    seal_certs: Path | None = None
    seal_secret: Path | None = None
    pkcs11_lib: Path | None = None
    pkcs11_token: str = ""
    pkcs11_key: str = ""
    csc_url: str = ""
    csc_credential: str = field(default="", repr=False)

    @property
    def tsa_roots_pem(self) -> bytes:
        return self.tsa_roots.read_bytes() if self.tsa_roots else b""

    @property
    def seal_certs_pem(self) -> bytes:
        return self.seal_certs.read_bytes() if self.seal_certs else b""

    @property
    def secret(self) -> str:
        """Read when needed, so that it stands in no value that might be printed."""
        return self.seal_secret.read_text(encoding="utf-8").strip() if self.seal_secret else ""


def read_signing(read: Mapping[str, str]) -> Signing:
    """Check everything that can be checked without asking anybody.

    Raises:
        SettingsError: a variable is missing or unsafe.
    """
    urls = tuple(url.strip() for url in read.get("TSA_URLS", "").split(",") if url.strip())
    if len(urls) > MOST_URLS or not all(_is_web(url) for url in urls):
        raise SettingsError(
            f"TSA_URLS are at most {MOST_URLS} addresses, like http://tsa.example.org, with commas"
        )
    roots = read.get("TSA_ROOTS", "")
    if urls and not roots:
        raise SettingsError("TSA_ROOTS names a PEM file with the roots of the TSA_URLS")
    days = read.get("SIGNING_DAYS", "").strip() or str(DAYS_TO_SIGN)
    if not (days.isascii() and days.isdigit() and LEAST_DAYS <= int(days) <= MOST_DAYS):
        raise SettingsError(f"SIGNING_DAYS is a number from {LEAST_DAYS} to {MOST_DAYS}")
    seal = read.get("SEAL") or "local"
    if seal not in SEALS:
        raise SettingsError("SEAL is local, pkcs11 or csc")
    if seal != "local":
        _needed(read, "SEAL_CERTS", seal)
    certs = read.get("SEAL_CERTS", "")  # with our own seal: those that were used before
    made = Signing(
        tsa_urls=urls,
        tsa_auth=_tsa_auth(read.get("TSA_AUTH", ""), urls),
        days=int(days),
        tsa_roots=_pem("TSA_ROOTS", roots) if roots else None,
        seal=seal,
        seal_certs=_pem("SEAL_CERTS", certs) if certs else None,
    )
    match seal:
        case "pkcs11":
            library = Path(_needed(read, "SEAL_PKCS11_LIB", seal))
            if not library.is_file():
                raise SettingsError("SEAL_PKCS11_LIB names the library of the token, a file")
            return replace(
                made,
                seal_secret=_secret("SEAL_PIN_FILE", _needed(read, "SEAL_PIN_FILE", seal)),
                pkcs11_lib=library,
                pkcs11_token=_needed(read, "SEAL_PKCS11_TOKEN", seal),
                pkcs11_key=_needed(read, "SEAL_PKCS11_KEY", seal),
            )
        case "csc":
            url = _needed(read, "SEAL_CSC_URL", seal).rstrip("/")
            _, has_version, version = url.partition("/csc/")
            if not _is_web(url) or (has_version and version not in CSC_VERSIONS):
                raise SettingsError(
                    "SEAL_CSC_URL is an address, like https://sign.example.org/csc/v2 (or v1)"
                )
            token = _needed(read, "SEAL_CSC_TOKEN_FILE", seal)
            return replace(
                made,
                seal_secret=_secret("SEAL_CSC_TOKEN_FILE", token),
                csc_url=url,
                csc_credential=_needed(read, "SEAL_CSC_CREDENTIAL", seal),
            )
        case _:
            return made


def _tsa_auth(given: str, urls: tuple[str, ...]) -> tuple[str, ...]:
    """One for each address, in their order; the message never repeats what was given."""
    if not given.strip():
        return ()
    values = tuple(one.strip() for one in given.split(","))
    if len(values) != len(urls) or not all(map(_is_auth, values)):
        raise SettingsError(
            "TSA_AUTH has one value for each of the TSA_URLS, with commas: user:password, "
            "bearer TOKEN, or nothing"
        )
    if any(one and not url.startswith("https://") for one, url in zip(values, urls, strict=True)):
        raise SettingsError("TSA_AUTH goes to addresses that start with https:// alone")
    return values


def _is_auth(value: str) -> bool:
    bearer = value.lower().startswith("bearer ") and len(value.split()) == len(("bearer", "it"))
    plain = value.isascii() and value.isprintable()
    return not value or (plain and (bearer or ":" in value.strip(":")))


def _needed(read: Mapping[str, str], name: str, seal: str) -> str:
    value = read.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is needed with SEAL={seal}")
    return value


def _pem(name: str, path: str) -> Path:
    file = Path(path)
    if not file.is_file() or b"-----BEGIN CERTIFICATE-----" not in file.read_bytes():
        raise SettingsError(f"{name} names a file with certificates as PEM")
    return file


def _secret(name: str, path: str) -> Path:
    file = Path(path)
    if not file.is_file() or not file.read_bytes().strip():
        raise SettingsError(f"{name} names a file with the secret in it")
    if file.stat().st_mode & 0o077:
        raise SettingsError(f"{name} is open to others; set the file to 0600")
    return file


def _is_web(url: str) -> bool:
    """An address without a name or password: those would stand in logs."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
