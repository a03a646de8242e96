"""Drawing in the sandbox: what the rest of the product asks for."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime

from app.core.sealed import Box, Drawn
from app.documents import render, subsetting
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


def draw_task(payload: bytes) -> bytes:
    """``draw`` within the sandbox: one line of JSON, then the PDF."""
    asked = json.loads(payload)
    drawn = render.draw(asked["agreement"].encode(), asked["lang"], asked["size"])
    boxes = [(role, asdict(box)) for role, box in drawn.boxes]
    return (
        json.dumps({"boxes": boxes, "facts_sha256": drawn.facts_sha256}).encode()
        + b"\n"
        + drawn.pdf
    )


def stamp_task(payload: bytes) -> bytes:
    """``draw_stamp`` within the sandbox."""
    asked = json.loads(payload)
    return render.draw_stamp(tuple(asked["lines"]), asked["tag"])


def warm_task(_: bytes) -> bytes:
    """Load fonts and style sheets before the first child; says how fonts are cut."""
    how = subsetting.choose()
    render.warm_up()
    return how.encode()
