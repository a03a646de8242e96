"""What the sandbox does with WeasyPrint; only its fork server imports this."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import asdict

from app.core.drawn import DrawingRefused
from app.documents import pictures, render, subsetting
from app.documents.own_data import own_data_html
from app.documents.proof import evidence_html


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
    drawing = b64decode(asked.get("drawing", ""))
    return render.draw_stamp(tuple(asked["lines"]), asked["tag"], drawing, asked.get("says", ""))


def picture_task(payload: bytes) -> bytes:
    """``redraw`` within the sandbox: why it is refused, or a line's end and the new PNG."""
    try:
        return b"\n" + pictures.normal_form(payload)
    except DrawingRefused as refusal:
        return refusal.why.encode()


def evidence_task(payload: bytes) -> bytes:
    """``draw_evidence`` within the sandbox."""
    asked = json.loads(payload)
    html = evidence_html(asked["record"], asked["json_sha256"], asked["language"], asked["at"])
    return render.draw_paper(html, "evidence.css")


def own_task(payload: bytes) -> bytes:
    """``draw_own_data`` within the sandbox."""
    asked = json.loads(payload)
    return render.draw_paper(own_data_html(asked["data"], asked["language"]), "evidence.css")


def warm_task(_: bytes) -> bytes:
    """Load fonts and style sheets before the first child; says how fonts are cut."""
    how = subsetting.choose()
    pictures.warm_up()
    render.warm_up()
    return how.encode()
