"""Authorities other than ours, for tests: a small PKI, and a web server on this machine."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from app.gateways.authority import ONE_USE, Keyed, new_key

Answer = tuple[int, str, bytes]
Route = Callable[[bytes], Answer]
REPLY = "application/timestamp-reply"
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Other:
    """A root of others, one certificate below it, and the list that says what was revoked."""

    root: Keyed
    below: Keyed
    revocations: bytes

    @property
    def root_pem(self) -> bytes:
        return self.root.certificate.public_bytes(Encoding.PEM)

    @property
    def bundle(self) -> bytes:
        return self.below.certificate.public_bytes(Encoding.PEM) + self.root_pem


def another(
    name: str, at: datetime, *, stamps: bool, crl_url: str = "", ocsp_url: str = ""
) -> Other:
    """A fresh authority. It ``stamps`` times, or certifies a seal; its list ends in a week."""
    root_key = new_key(ONE_USE)
    root_name = _name(f"{name} Root")
    root = Keyed(
        root_key,
        _certify(root_name, root_key, root_name, at, ca=True).sign(root_key, SHA256()),
    )
    made = Other(root, root, a_list(root, at))
    return below(made, name, at, stamps=stamps, crl_url=crl_url, ocsp_url=ocsp_url)


def a_list(root: Keyed, at: datetime, room: int = 0) -> bytes:
    """What ``root`` says was revoked: nothing, for a week; with ``room`` bytes of something else."""
    filling = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25.1"), bytes(room))
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.certificate.subject)
        .last_update(at.replace(microsecond=0))
        .next_update(at.replace(microsecond=0) + timedelta(days=7))
        .add_extension(_issuer_id(root.key), critical=False)
        .add_extension(filling, critical=False)
        .sign(root.key, SHA256())
        .public_bytes(Encoding.DER)
    )


def below(
    other: Other,
    name: str,
    at: datetime,
    *,
    stamps: bool,
    crl_url: str = "",
    ocsp_url: str = "",
) -> Other:
    """The same root with a new certificate below it; ``crl_url`` may be more than one word."""
    key = new_key(ONE_USE)
    builder = _certify(_name(name), key, other.root.certificate.subject, at, ca=False)
    if stamps:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    if crl_url:
        names = [x509.UniformResourceIdentifier(url) for url in crl_url.split()]
        point = x509.DistributionPoint(names, None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    if ocsp_url:
        asks = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ocsp_url)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([asks]), critical=False)
    return replace(other, below=Keyed(key, builder.sign(other.root.key, SHA256())))


def key_pem(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(
        Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@contextmanager
def web(routes: Mapping[str, Route]) -> Iterator[str]:
    """Serve ``routes`` by path; ``routes`` may be filled later. Gives the origin.

    An answer of 3xx sends the asker on to the address that is its data. Whoever says who they
    are is answered by the route whose name ends with that header.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

        def do_GET(self) -> None:
            self._answer(b"")

        def _answer(self, body: bytes) -> None:
            said = self.headers.get("Authorization")
            status, kind, data = routes[f"{self.path} {said}" if said else self.path](body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            if 300 <= status < 400:
                self.send_header("Location", data.decode())
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # inherited
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def openssl_tsa(folder: Path, other: Other) -> Route:
    """Answers of ``openssl ts``, on its own clock, as other people's authorities give them."""
    folder.mkdir()
    (folder / "tsa.key").write_bytes(key_pem(other.below.key))
    (folder / "tsa.pem").write_bytes(other.below.certificate.public_bytes(Encoding.PEM))
    (folder / "chain.pem").write_bytes(other.root_pem)
    (folder / "serial").write_text("0100\n")
    (folder / "ts.cnf").write_text(
        "[tsa]\ndefault_tsa = it\n[it]\nserial = serial\nsigner_cert = tsa.pem\n"
        "certs = chain.pem\nsigner_key = tsa.key\nsigner_digest = sha256\n"
        "default_policy = 1.3.6.1.4.1.99999.1\ndigests = sha256\naccuracy = secs:1\n"
        "tsa_name = yes\ness_cert_id_alg = sha256\n"
    )

    def reply(query: bytes) -> Answer:
        (folder / "query").write_bytes(query)
        subprocess.run(
            ["openssl", "ts", "-reply", "-config", "ts.cnf", "-queryfile", "query", "-out", "out"],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        return 200, REPLY, (folder / "out").read_bytes()

    return reply


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certify(
    subject: x509.Name, key: RSAPrivateKey, issuer: x509.Name, at: datetime, *, ca: bool
) -> x509.CertificateBuilder:
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before((at - timedelta(days=1)).replace(microsecond=0))
        .not_valid_after((at + 3 * YEAR).replace(microsecond=0))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not ca,
                content_commitment=not ca,
                key_cert_sign=ca,
                crl_sign=ca,
                decipher_only=False,
                **usage,
            ),
            critical=True,
        )
    )


def _issuer_id(key: RSAPrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
