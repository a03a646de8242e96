"""Drawing in the sandbox: what the rest of the product asks for."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime

from app.core.drawn import DrawingRefused, Why
from app.core.sealed import Box, Drawn
from app.documents.sandbox import Sandbox, SandboxError
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


def draw_stamp(
    sandbox: Sandbox,
    *,
    name: str,
    role: str,
    organisation: str,
    at: datetime,
    lang: str,
    drawing: bytes | None = None,
    reviewed: bool = False,
) -> bytes:
    """The picture of one signature, as a PDF of one small page.

    ``reviewed``: it says what somebody has reviewed, and is nobody's promise.
    ``drawing`` is what ``redraw`` made of what the person drew, if they did.
    """
    words = speech(lang)
    position = words.say(f"role_{role}")
    if reviewed:
        position = words.say("stamp_reviewed_for", organisation=organisation)
    elif organisation:
        position = words.say("stamp_as", role=position, organisation=organisation)
    shown = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    by = "stamp_reviewed_by" if reviewed else "stamp_by"
    lines = [words.say(by, name=name), position, words.say("stamp_at", at=shown)]
    asked: dict[str, object] = {"lines": lines, "tag": words.tag}
    if drawing is not None:
        says = words.say("stamp_drawing", name=name)
        asked |= {"drawing": b64encode(drawing).decode(), "says": says}
    return sandbox.run("stamp", json.dumps(asked).encode())


def redraw(sandbox: Sandbox, png: bytes) -> bytes:
    """A drawn signature made anew: black on white, a PNG with nothing beside its dots.

    Raises:
        DrawingRefused: no plain PNG, too many dots, or too little to see.
    """
    try:
        why, _, made = sandbox.run("picture", png).partition(b"\n")
    except SandboxError:
        raise DrawingRefused(Why.UNREADABLE) from None
    if why:
        raise DrawingRefused(Why(why.decode()))
    return made
