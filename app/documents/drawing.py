"""Drawing in the sandbox: what the rest of the product asks for."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from app.core.sealed import Box, Drawn
from app.documents.sandbox import Sandbox
from app.documents.words import speech


def draw(sandbox: Sandbox, agreement: bytes, lang: str, size: str = "normal") -> Drawn:
    """Revision 0 of the PDF for canonical ``agreement.json`` bytes.

    Raises:
        SandboxError: ``NotDrawable`` for facts beyond our limits; ``stopped`` for
            drawings that take more than the sandbox gives.
    """
    asked = {"agreement": agreement.decode(), "lang": lang, "size": size}
    head, _, pdf = sandbox.run("draw", json.dumps(asked).encode()).partition(b"\n")
    told = json.loads(head)
    boxes = tuple((role, Box(**box)) for role, box in told["boxes"])
    return Drawn(pdf, boxes, told["facts_sha256"])


def large_print(sandbox: Sandbox, agreement: bytes, lang: str) -> Drawn:
    """A copy at 18 pt in one language: the same facts and hash, no places to sign.

    Every page is marked as a copy. The bytes depend on the facts and ``lang`` alone.

    Raises:
        SandboxError: as ``draw``.
    """
    return draw(sandbox, agreement, lang, "large")


def draw_stamp(
    sandbox: Sandbox, *, name: str, role: str, organisation: str, at: datetime, lang: str
) -> bytes:
    """The picture of one signature, as a PDF of one small page."""
    words = speech(lang)
    position = words.say(f"role_{role}")
    if organisation:
        position = words.say("stamp_as", role=position, organisation=organisation)
    shown = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    lines = [words.say("stamp_by", name=name), position, words.say("stamp_at", at=shown)]
    return sandbox.run("stamp", json.dumps({"lines": lines, "tag": words.tag}).encode())
