"""Mail leaves here: to a mail server, or into a folder that the demo inbox shows."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as WIRE
from email.policy import default as readable
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from app.gateways.mail_talk import ANSWER_S, Talk, TlsTalk

PERMANENT = 500
"""Answers from here on are final, those below ask for another try (RFC 5321, 4.2.1)."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. ``key`` makes its Message-ID, so a repeated job is seen to be the same mail."""

    key: str
    to: str
    subject: str
    text: str
    sent_at: datetime


class MailRefused(Exception):
    """The address takes no mail, and will take none: trying again is of no use."""


class Mail(Protocol):
    def send(self, letter: Letter) -> None:
        """Give it away; whatever else goes wrong is tried again.

        Raises:
            MailRefused: by the server, for good.
        """


def message(letter: Letter, sender: str) -> EmailMessage:
    """The letter as a message with a Message-ID that depends on its key alone.

    Raises:
        ValueError: an address or the subject holds a line break.
    """
    mail = EmailMessage(policy=WIRE)
    mail["From"] = sender
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = letter.sent_at
    name = sha256(letter.key.encode()).hexdigest()[:32]
    mail["Message-ID"] = f"<{name}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    mail.set_content(letter.text)
    return mail


@dataclass(frozen=True, slots=True)
class SmtpMail:
    """Sends through ``smtp://user:password@host:port`` or ``smtps://``, encrypted or not at all.

    ``answer_s`` bounds each answer, and three times that the whole talk.
    """

    url: str
    sender: str
    answer_s: float = ANSWER_S

    def send(self, letter: Letter) -> None:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "localhost", parts.port
        context = ssl.create_default_context()
        client: Talk
        if parts.scheme == "smtps":
            client = TlsTalk(host, port or 465, timeout=self.answer_s, context=context)
        else:
            client = Talk(host, port or 587, timeout=self.answer_s)
        with client:
            if parts.scheme != "smtps":
                client.starttls(context=context)
            if parts.username and parts.password:
                client.login(unquote(parts.username), unquote(parts.password))
            try:
                client.send_message(message(letter, self.sender))
            except smtplib.SMTPRecipientsRefused as refused:
                ((code, _),) = refused.recipients.values()
                if code < PERMANENT:
                    raise
                raise MailRefused(str(code)) from refused


@dataclass(frozen=True, slots=True)
class FolderMail:
    """Writes each message to a folder, for development; one file a Message-ID."""

    folder: Path
    sender: str

    def send(self, letter: Letter) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        mail = message(letter, self.sender)
        name = str(mail["Message-ID"]).strip("<>").partition("@")[0]
        stamp = f"{letter.sent_at:%Y%m%dT%H%M%S%f}"
        if any(self.folder.glob(f"*-{name}.eml")):
            return
        part = self.folder / f"{name}.part"
        part.touch(mode=0o600)
        part.write_bytes(mail.as_bytes())
        # Renamed when whole: a killed job leaves no half letter that counts as sent.
        part.rename(self.folder / f"{stamp}-{name}.eml")

    def letters(self, limit: int = 100) -> tuple[Letter, ...]:
        """The newest messages first, for the demo inbox."""
        found = sorted(self.folder.glob("*.eml"), reverse=True)[:limit]
        return tuple(_read(path) for path in found)


def _read(path: Path) -> Letter:
    mail = BytesParser(policy=readable).parsebytes(path.read_bytes())
    body = mail.get_body(("plain",))
    return Letter(
        key=path.stem,
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        # On the wire lines end in CRLF; text here ends them in LF.
        text=body.get_content().replace("\r\n", "\n") if body is not None else "",
        sent_at=datetime.strptime(path.stem.partition("-")[0] + "+0000", "%Y%m%dT%H%M%S%f%z"),
    )
