"""Our own keys and certificates: made on first start, replaced in good time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.gateways.first_writer import keep_first

STRONG, ONE_USE = 3072, 2048
YEAR = timedelta(days=365)
LIFE = {"root": 20 * YEAR, "party-ca": 20 * YEAR, "seal": 5 * YEAR, "tsa": 20 * YEAR}
REPLACED_AFTER = {"root": 4 * YEAR, "party-ca": 4 * YEAR, "seal": 4 * YEAR, "tsa": 2 * YEAR}
PARTY_LIFE = timedelta(hours=24)
CRL_LIFE = 15 * YEAR
BEFORE = timedelta(minutes=5)  # other clocks may be that far behind, or a token is not taken


@dataclass(frozen=True, slots=True)
class Keyed:
    """A private key with its certificate; never printed, never sent."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def __repr__(self) -> str:
        return f"Keyed({self.certificate.subject.rfc4514_string()})"


@dataclass(frozen=True, slots=True)
class Authority:
    """The four keys in use. Every certificate below the root is signed by it or its Party CA."""

    root: Keyed
    party_ca: Keyed
    seal: Keyed
    tsa: Keyed

    @property
    def root_pem(self) -> bytes:
        return self.root.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the root certificate, shown wherever people can compare it."""
        return self.root.certificate.fingerprint(hashes.SHA256()).hex()


def open_authority(directory: Path, at: datetime) -> Authority:
    """The keys in ``directory``, made when missing and replaced when they have served.

    The directory is 0700 and every file 0600. Two processes may start at once: the
    first complete key wins. Old keys stay, for they still prove old files.

    Raises:
        PermissionError: others can read the directory.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if directory.stat().st_mode & 0o077:
        raise PermissionError("the key directory is open to others; set it to 0700")
    root = _current(directory, "root", None, at)
    return Authority(
        root=root,
        party_ca=_current(directory, "party-ca", root, at),
        seal=_current(directory, "seal", root, at),
        tsa=_current(directory, "tsa", root, at),
    )


def roots(directory: Path) -> tuple[bytes, ...]:
    """Every root there has been, oldest first, as PEM: old files need theirs."""
    pem = serialization.Encoding.PEM
    return tuple(_read(path).certificate.public_bytes(pem) for path in _all(directory, "root"))


def publish(directory: Path, file: Path) -> None:
    """Write the certificates of all roots to ``file``, for those who may not read the keys."""
    data = b"".join(roots(directory))
    if file.exists() and file.read_bytes() == data:
        return
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    draft.write_bytes(data)
    draft.chmod(0o644)
    draft.replace(file)


def party_certificate(
    authority: Authority, key: rsa.RSAPrivateKey, party_id: str, at: datetime
) -> x509.Certificate:
    """A certificate of 24 hours for a key that signs once; CN is the party's id.

    It begins before ``at``, because the clock of whoever states the time may be behind ours.
    """
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, party_id)])
    span = at - BEFORE, at - BEFORE + PARTY_LIFE
    return _certify(name, key, authority.party_ca, span, "party").sign(
        authority.party_ca.key, hashes.SHA256()
    )


def revocation_lists(
    authority: Authority, at: datetime
) -> tuple[x509.CertificateRevocationList, ...]:
    """Fresh lists of the root and of the Party CA, good for 15 years. Nothing is revoked."""
    return tuple(
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at.replace(microsecond=0))
        .next_update(at.replace(microsecond=0) + CRL_LIFE)
        .add_extension(_issuer_id(issuer), critical=False)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .sign(issuer.key, hashes.SHA256())
        for issuer in (authority.root, authority.party_ca)
    )


def new_key(bits: int) -> rsa.RSAPrivateKey:
    """RSA, because elliptic curves would make the PDF claim version 2.0."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def _current(directory: Path, role: str, issuer: Keyed | None, at: datetime) -> Keyed:
    paths = _all(directory, role)
    if paths:
        latest = _read(paths[-1])
        served = at - latest.certificate.not_valid_before_utc >= REPLACED_AFTER[role]
        orphan = issuer and latest.certificate.issuer != issuer.certificate.subject
        if not served and not orphan:
            return latest
    path = directory / f"{role}-{len(paths) + 1:03d}.pem"
    _write(path, _made(role, len(paths) + 1, issuer, at))
    return _read(path)


def _made(role: str, generation: int, issuer: Keyed | None, at: datetime) -> Keyed:
    key = new_key(STRONG)
    title = f"Plainpact {role} {generation} {secrets.token_hex(4)}"
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Plainpact"),
            x509.NameAttribute(NameOID.COMMON_NAME, title),
        ]
    )
    begin = at - BEFORE
    builder = _certify(name, key, issuer, (begin, begin + LIFE[role]), role)
    return Keyed(key, builder.sign((issuer.key if issuer else key), hashes.SHA256()))


def _certify(
    name: x509.Name,
    key: rsa.RSAPrivateKey,
    issuer: Keyed | None,
    valid: tuple[datetime, datetime],
    role: str,
) -> x509.CertificateBuilder:
    is_ca = role in {"root", "party-ca"}
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0].replace(microsecond=0))
        .not_valid_after(valid[1].replace(microsecond=0))
        .add_extension(own, critical=False)
        .add_extension(
            x509.BasicConstraints(ca=is_ca, path_length=_path_length(role)), critical=True
        )
        .add_extension(_usage(role, is_ca=is_ca), critical=True)
    )
    if issuer:
        builder = builder.add_extension(_issuer_id(issuer), critical=False)
    if role == "tsa":
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return builder


def _path_length(role: str) -> int | None:
    return {"root": 1, "party-ca": 0}.get(role)


def _usage(role: str, *, is_ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=role in {"seal", "party"},
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )


def _issuer_id(issuer: Keyed) -> x509.AuthorityKeyIdentifier:
    found = issuer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(found.value)


def _all(directory: Path, role: str) -> list[Path]:
    return sorted(directory.glob(f"{role}-[0-9][0-9][0-9].pem"))


def _read(path: Path) -> Keyed:
    data = path.read_bytes()
    key = serialization.load_pem_private_key(
        data, password=None, unsafe_skip_rsa_key_validation=True
    )
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("our keys are RSA")
    return Keyed(key, x509.load_pem_x509_certificate(data))


def _write(path: Path, keyed: Keyed) -> None:
    """Key and certificate appear together or not at all; the first writer wins."""
    data = keyed.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + keyed.certificate.public_bytes(serialization.Encoding.PEM)
    keep_first(path, data)
