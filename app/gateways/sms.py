"""Text messages leave here: to a gateway on the web, or into a folder that the demo inbox shows."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from app.gateways.asking import StatusRefused, answer_of

TIMEOUT_S = 10.0
MOST = 10_000
"""Bytes of the longest answer; it is not read further than its status."""
_FOR_GOOD = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.GONE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)
"""What a gateway says of a number that takes none. Of anything else it may think better."""


@dataclass(frozen=True, slots=True)
class Text:
    """One message. ``to`` is ``+`` and figures; ``key`` names it, so that it is sent once."""

    key: str
    to: str
    words: str
    sent_at: datetime


class TextRefused(Exception):
    """The number takes no texts, and will take none."""


class Texts(Protocol):
    def send(self, text: Text) -> None:
        """Give it away; whatever else goes wrong is tried again.

        Raises:
            TextRefused: for good.
        """


@dataclass(frozen=True, slots=True)
class HttpTexts:
    """Posts JSON with ``id``, ``to`` and ``text`` to ``https://user:password@host/path``.

    The same ``id`` comes again when an answer was lost: a gateway sends it once.
    """

    url: str
    timeout_s: float = TIMEOUT_S

    def send(self, text: Text) -> None:
        asked = {"id": _name(text.key), "to": text.to, "text": text.words}
        body = json.dumps(asked, ensure_ascii=False).encode()
        try:
            asyncio.run(
                answer_of(
                    self.url,
                    most=MOST,
                    timeout_s=self.timeout_s,
                    post=("application/json", body),
                    fine=frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED}),
                )
            )
        except StatusRefused as refused:
            if refused.status not in _FOR_GOOD:
                raise
            raise TextRefused(str(refused.status)) from refused


@dataclass(frozen=True, slots=True)
class FolderTexts:
    """Writes each text to a folder, for development; one file a text."""

    folder: Path

    def send(self, text: Text) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = _name(text.key)
        if any(self.folder.glob(f"*-{name}.json")):
            return
        part = self.folder / f"{name}.part"
        part.touch(mode=0o600)
        kept = asdict(text) | {"sent_at": text.sent_at.isoformat()}
        part.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        # Renamed when whole: a killed job leaves no half text that counts as sent.
        part.rename(self.folder / f"{text.sent_at:%Y%m%dT%H%M%S%f}-{name}.json")

    def texts(self, limit: int = 100) -> tuple[Text, ...]:
        """The newest first."""
        found = sorted(self.folder.glob("*.json"), reverse=True)[:limit]
        return tuple(_read(path) for path in found)


def _read(path: Path) -> Text:
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Text(**(kept | {"sent_at": datetime.fromisoformat(kept["sent_at"])}))


def _name(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:32]
