"""Mail: whole, once, private, and encrypted or not sent."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from io import BufferedRWPair
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.gateways.mail import FolderMail, Letter, MailRefused, SmtpMail, message

NOON = datetime(2027, 1, 15, 12, tzinfo=UTC)
SENDER = "Messages <messages@plans.example.org>"


def a_letter(
    key: str = "case-1/invited",
    to: str = "ana@example.org",
    subject: str = "You have a message",
    text: str = "Sign in to read it.\n",
    sent_at: datetime = NOON,
) -> Letter:
    return Letter(key, to, subject, text, sent_at)


def test_a_letter_has_an_id_that_only_its_key_decides() -> None:
    first = message(a_letter(), SENDER)["Message-ID"]
    later = message(a_letter(text="Other.", sent_at=NOON + timedelta(days=1)), SENDER)["Message-ID"]
    other = message(a_letter(key="case-2/invited"), SENDER)["Message-ID"]
    assert first == later != other
    assert first.endswith("@plans.example.org>")
    assert "case" not in first


@pytest.mark.parametrize("field", ["to", "subject"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_break_adds_no_header_and_no_recipient(field: str, end: str) -> None:
    evil = f"ana@example.org{end}Bcc: x@evil.test"
    letter = a_letter(to=evil) if field == "to" else a_letter(subject=evil)
    with pytest.raises(ValueError, match="linefeed"):
        message(letter, SENDER)


@pytest.mark.parametrize(
    "text",
    [
        "Sign in to read it.\n",
        "您有一条新消息。\n请登录查看。\n",
        f"{'x' * 3000}\n",
        ".\n.leading dot\n",
    ],
)
def test_the_demo_inbox_shows_what_was_written(tmp_path: Path, text: str) -> None:
    box = FolderMail(tmp_path / "mail", SENDER)
    assert box.letters() == ()
    box.send(a_letter(text=text, subject="您有一条新消息"))
    (shown,) = box.letters()
    assert (shown.to, shown.subject, shown.sent_at) == ("ana@example.org", "您有一条新消息", NOON)
    assert shown.text == text


def test_a_job_that_runs_twice_leaves_one_letter(tmp_path: Path) -> None:
    box = FolderMail(tmp_path, SENDER)
    box.send(a_letter())
    box.send(a_letter(sent_at=NOON + timedelta(hours=1)))
    assert len(box.letters()) == 1


def test_a_half_written_letter_does_not_count_as_sent(tmp_path: Path) -> None:
    box = FolderMail(tmp_path, SENDER)
    box.send(a_letter())
    (whole,) = tmp_path.iterdir()
    whole.rename(tmp_path / f"{whole.stem.partition('-')[2]}.part")
    assert box.letters() == ()
    box.send(a_letter())
    assert len(box.letters()) == 1
    assert [path.suffix for path in tmp_path.iterdir()] == [".eml"]


def test_letters_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    box = FolderMail(tmp_path / "mail", SENDER)
    box.send(a_letter())
    assert {path.stat().st_mode & 0o777 for path in box.folder.iterdir()} == {0o600}
    assert box.folder.stat().st_mode & 0o777 == 0o700


def test_the_newest_letters_come_first(tmp_path: Path) -> None:
    box = FolderMail(tmp_path, SENDER)
    for hour in (2, 3, 1):
        box.send(a_letter(key=f"{hour}", sent_at=NOON + timedelta(hours=hour)))
    assert [letter.sent_at.hour for letter in box.letters()] == [15, 14, 13]
    assert [letter.sent_at.hour for letter in box.letters(limit=1)] == [15]


class Server(threading.Thread):
    """A mail server on this machine, for one client. It keeps what it was told."""

    def __init__(self, tls: ssl.SSLContext | None, to_recipients: str) -> None:
        super().__init__(daemon=True)
        self._to_recipients = to_recipients
        self.heard: list[str] = []
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]

    def run(self) -> None:
        plain, _ = self._socket.accept()
        with plain, self._socket:
            client = self._tls.wrap_socket(plain, server_side=True) if self._tls else plain
            with client, client.makefile("rwb") as lines:
                self._talk(lines)

    def _talk(self, lines: BufferedRWPair) -> None:
        def say(text: str) -> None:
            lines.write(text.encode() + b"\r\n")
            lines.flush()

        say("220 ready")
        in_data = False
        for line in lines:
            said = line.decode().rstrip("\r\n")
            self.heard.append(said)
            if in_data:
                in_data = said != "."
                if not in_data:
                    say("250 kept")
            elif said.upper().startswith("EHLO"):
                say("250-here\r\n250 AUTH PLAIN")
            elif said.upper().startswith("AUTH"):
                say("235 welcome")
            elif said.upper().startswith("RCPT"):
                say(self._to_recipients)
            elif said.upper() == "DATA":
                in_data = True
                say("354 go on")
            elif said.upper() == "QUIT":
                say("221 bye")
                return
            else:
                say("250 good")


@contextmanager
def serving(tls: ssl.SSLContext | None = None, to_recipients: str = "250 good") -> Iterator[Server]:
    server = Server(tls, to_recipients)
    server.start()
    yield server
    server.join(timeout=5)


def a_certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_nothing_is_sent_to_a_server_that_does_not_encrypt() -> None:
    with serving() as server, pytest.raises(smtplib.SMTPNotSupportedError):
        SmtpMail(f"smtp://ana:pw@127.0.0.1:{server.port}", SENDER).send(a_letter())
    assert not [said for said in server.heard if said.startswith(("AUTH", "MAIL", "DATA"))]


def test_a_letter_reaches_a_server_that_encrypts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = a_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(server_tls(certificate)) as server:
        SmtpMail(f"smtps://ana:p%40ss@localhost:{server.port}", SENDER).send(a_letter())
    assert "mail FROM:<messages@plans.example.org>" in server.heard[2]
    data = "\r\n".join(server.heard[server.heard.index("data") + 1 : server.heard.index(".")])
    arrived = message_from_bytes(data.encode(), policy=default)
    assert (arrived["To"], arrived["Subject"]) == ("ana@example.org", "You have a message")


@pytest.mark.parametrize(
    ("answer", "fault"),
    [("550 no such user", MailRefused), ("450 try later", smtplib.SMTPRecipientsRefused)],
)
def test_an_address_refused_for_good_is_told_from_one_refused_for_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, fault: type[Exception]
) -> None:
    certificate = a_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(server_tls(certificate), answer) as server, pytest.raises(fault):
        SmtpMail(f"smtps://localhost:{server.port}", SENDER).send(a_letter())


def test_a_server_with_a_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    context = server_tls(a_certificate(tmp_path))
    listener = socket.create_server(("127.0.0.1", 0))
    refused: list[str] = []

    def shake() -> None:
        plain, _ = listener.accept()
        with plain:
            try:
                context.wrap_socket(plain, server_side=True)
            except ssl.SSLError as error:
                refused.append(error.reason)

    thread = threading.Thread(target=shake, daemon=True)
    thread.start()
    with listener, pytest.raises(ssl.SSLCertVerificationError):
        SmtpMail(f"smtps://localhost:{listener.getsockname()[1]}", SENDER).send(a_letter())
    thread.join(timeout=5)
    assert refused
