"""Whatever a lender's staff open, read or download: no note of a counselor, no draft of the borrower."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.core.access import Actor
from app.core.money import Currency, Money
from app.usecases import budget, notes
from app.usecases.demo_steps import STEPS, Part
from tests.stage import ORIGIN, Stage, Visitor
from tests.usecases.creditors import outside
from tests.web.rights.cells import PLAIN

NOTE = "Quillfeather"
"""A word of the counselor's note."""
OTHERS = "Zephyrine"
"""Another creditor, whom the borrower told of and no lender hears of."""
DRAFT = "41.37"
"""What a plan would pay that was only looked at."""


@pytest.fixture
def played(stage: Stage, app: Flask) -> Part:
    """Noted, drafted and told before anything else is made; then agreed, signed and sealed."""
    part = stage.part("counselor", "authority", "confirm")
    assert part.story.told is not None
    told = replace(part.story.told, other_debts=(outside(OTHERS, "300.00"),))
    budget.save(part.deps, part.borrower, part.household_id, told)
    notes.write(part.deps, part.place.counselor, part.household_id, f"{NOTE} is whom she fears.")
    looked = Visitor.open(app, part.deps, part.borrower)
    form = looked.soup(f"/cases/{part.case_id}/own").select("main form")[0]
    typed = {
        "csrf_token": str(form.select("input[name=csrf_token]")[0]["value"]),
        "amount": DRAFT,
        "every": "monthly",
        "first_due-day": "15",
        "first_due-month": "1",
        "first_due-year": "2027",
    }
    answer = looked.client.post(
        f"/cases/{part.case_id}/own", data=typed, headers={"Origin": ORIGIN}
    )
    assert str(Money.parse(DRAFT, Currency.GBP).plain) in answer.text
    for step in ("offer", "counter", "accept", "sign"):
        STEPS[step](part)
    return part


def test_e25_no_route_export_evidence_or_paper_shows_a_lender_notes_or_drafts(
    played: Part, app: Flask, tmp_path: Path
) -> None:
    place, shown = played.place, 0
    for person in (place.agent, place.supervisor, place.admin):
        for path, answer in everything(app, played, person):
            shown += answer.status_code == 200
            text = words_of(answer, tmp_path)
            assert [word for word in (NOTE, OTHERS, DRAFT) if word in text] == [], path
    assert shown > 60


def test_what_is_looked_for_would_be_found(played: Part, app: Flask, tmp_path: Path) -> None:
    text = "\n".join(
        words_of(answer, tmp_path) for _, answer in everything(app, played, played.place.counselor)
    )
    assert NOTE in text
    assert OTHERS in text
    for path, answer in everything(app, played, played.place.agent):
        if answer.mimetype == "application/pdf" and not path.endswith(
            ("evidence.pdf", "own-data.pdf")
        ):
            assert played.story.name in words_of(answer, tmp_path)


def test_e25_the_events_of_a_case_hold_no_note(played: Part) -> None:
    with played.deps.reading() as uow:
        header = uow.cases.find(played.case_id)
        assert header is not None
        said = repr(uow.cases.history(header.tenant_id, played.case_id))
    assert [word for word in (NOTE, OTHERS, DRAFT) if word in said] == []


def everything(app: Flask, part: Part, person: Actor) -> Iterator[tuple[str, TestResponse]]:
    """Every address that can be read, filled in with this case and this household."""
    visitor = Visitor.open(app, part.deps, person)
    known: dict[str, object] = {"case_id": part.case_id, "household_id": part.household_id}
    adapter = app.url_map.bind("127.0.0.1")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in (rule.methods or ()):
            continue
        values = {a: known.get(a, PLAIN.get(a, part.case_id)) for a in rule.arguments}
        path = adapter.build(rule.endpoint, values)
        yield path, visitor.get(path)


def words_of(answer: TestResponse, folder: Path) -> str:
    """The text of an answer; of a PDF what it shows, and everything that lies in it."""
    with answer:
        body = answer.get_data()
    if not body.startswith(b"%PDF"):
        return body.decode()
    paper = folder / "one.pdf"
    paper.write_bytes(body)
    told = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, check=True)
    found = [told.stdout.decode()]
    with pikepdf.open(io.BytesIO(body)) as pdf:
        files = (inside.get_file() for inside in pdf.attachments.values())
        found += [file.read_bytes().decode(errors="replace") for file in files]
    return "\n".join(found)
