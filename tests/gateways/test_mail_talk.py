"""A mail server that never stops talking does not keep the worker."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from threading import Event, Thread

import pytest

from app.gateways.mail import SmtpMail
from tests.gateways.test_mail import SENDER, a_certificate, a_letter, server_tls

GREETING = b"220-still here\r\n"


@contextmanager
def dripping(first: bytes, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that says ``first``, then a byte every twentieth of a second; its port."""
    done = Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        plain, _ = listener.accept()
        with suppress(OSError), plain:
            client = tls.wrap_socket(plain, server_side=True) if tls else plain
            with client:
                client.sendall(first)
                for byte in cycle(GREETING):
                    if done.wait(0.05):
                        return
                    client.sendall(bytes([byte]))

    server = Thread(target=drip, daemon=True)
    server.start()
    yield listener.getsockname()[1]
    done.set()
    server.join(5)
    listener.close()


def _sent(mail: SmtpMail) -> BaseException | None:
    """What sending ended with; nothing when it has not ended within 10 s."""
    ended: list[BaseException] = []

    def send() -> None:
        try:
            mail.send(a_letter())
        except smtplib.SMTPException as fault:
            ended.append(fault)

    sending = Thread(target=send, daemon=True)
    sending.start()
    sending.join(10)
    return ended[0] if ended else None


@pytest.mark.parametrize("first", [b"", b"220 ready\r\n250-"], ids=["greeting", "answer"])
def test_a_server_that_drips_is_left(first: bytes) -> None:
    with dripping(first) as port:
        fault = _sent(SmtpMail(f"smtp://127.0.0.1:{port}", SENDER, answer_s=0.2))
    assert isinstance(fault, smtplib.SMTPServerDisconnected)


def test_an_encrypted_server_that_drips_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = a_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with dripping(b"", server_tls(certificate)) as port:
        fault = _sent(SmtpMail(f"smtps://localhost:{port}", SENDER, answer_s=0.5))
    assert isinstance(fault, smtplib.SMTPServerDisconnected)
