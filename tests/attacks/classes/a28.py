"""A document's page asks for things elsewhere: nothing is fetched and nothing gets in."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from weasyprint.urls import FatalURLFetchingError

from app.documents.sandbox import Sandbox
from tests.attacks.drawing import DRAWN, Canary, drawn, listening, streams
from tests.attacks.reading import Input, filled
from tests.attacks.running import Ground, Ran, check
from tests.gates.figures import Figure, keep

WORDS = "Zaunkoenigin-in-a-file-4711"
APP = Path(__file__).parents[3] / "app"
LEAST_WEASYPRINT = (70, 0)
BY_ADDRESS = {"write_pdf": "stylesheets", "render": "stylesheets", "HTML": "", "CSS": "", "Attachment": ""}  # fmt: skip
SAFE_SOURCES = {"string", "tree"}


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    canary: Canary
    file: Path


def prepare(ground: Ground) -> Ready:
    file = ground.folder / "canary.txt"
    file.write_text(WORDS, encoding="utf-8")
    listener = listening()
    canary = listener.__enter__()
    ground.request.addfinalizer(lambda: listener.__exit__(None, None, None))
    return Ready(ground, canary, file)


def send(ready: Ready, one: Input) -> Ran:
    if "argument" in one.send:
        return Ran((), 1, said=(list(_calls_by_address()), b""))
    words = {"canary_http": ready.canary.address, "canary_file": str(ready.file)}
    try:
        pdf = drawn(filled(one.send["html"], words).encode())
    except FatalURLFetchingError:
        return Ran((), 1, said=([], b""))
    return Ran((), 1, said=([], pdf))


def _calls_by_address() -> Iterator[str]:
    """Calls of our code that hand the renderer an address or a file instead of what is in it."""
    for path in APP.rglob("*.py"):
        if path.is_relative_to(APP / "commands" / "bench"):
            continue  # what we measure with draws pages of our own
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and (fault := _fault(node)):
                yield f"{path.relative_to(APP)}:{node.lineno} {fault}"


def _fault(call: ast.Call) -> str:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    named = {one.arg for one in call.keywords}
    if name in ("HTML", "CSS", "Attachment"):
        return "" if not call.args and named & SAFE_SOURCES else f"{name} by address"
    if name == "write_pdf" and (call.args or "stylesheets" in named):
        return "write_pdf with an address"
    return ""


@check
def nothing_is_asked_for(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    keep(Figure("G10", "channels_reached", len(ready.canary.asked), "exactly", 0))
    yield from (f"asked for {path}" for path in ready.canary.asked)


@check
def nothing_of_a_file_gets_in(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if result.said[1] and any(WORDS.encode() in one for one in streams(result.said[1])):
            yield f"{name}: the file's words are in the document"


@check
def our_code_gives_no_address(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {call}" for call in result.said[0])


@check
def the_renderer_is_new_enough(_: Ready, __: Mapping[str, Ran]) -> Iterator[str]:
    found = version("weasyprint")
    if tuple(int(part) for part in found.split(".")[:2]) < LEAST_WEASYPRINT:
        yield f"weasyprint {found}"


@check
def the_renderer_is_apart(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """No network where the host has a way to take it, and never our secrets: see test_apart.py."""
    with Sandbox({"drawn": DRAWN}) as box:
        box.run("drawn", b"<p>x")
        held = box.held
    if not (held["network"] or held["calls"]):
        yield f"nothing holds the network: {held}"
