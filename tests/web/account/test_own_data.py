"""The pages of a person's own data: nothing beforehand, everything said, and a second check."""

from __future__ import annotations

import json
from collections.abc import Callable

from bs4 import BeautifulSoup

from app.web.security import DOWNLOAD_CSP
from tests.stage import Clock, Stage, Visitor

DATA = "/account/data"
Visit = Callable[..., Visitor]


def test_both_files_are_downloads_for_their_owner_alone(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    mine, stranger = visit(part.borrower), visit()
    for name, begins in (("own-data.json", b"{"), ("own-data.pdf", b"%PDF-")):
        answer = mine.get(f"{DATA}/{name}")
        assert answer.data.startswith(begins)
        assert answer.headers["Content-Security-Policy"] == DOWNLOAD_CSP
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
        assert stranger.get(f"{DATA}/{name}").status_code == 303
    told = json.loads(mine.get(f"{DATA}/own-data.json").data)
    assert told["person"]["id"] == str(part.borrower.person_id)


def test_a_check_that_is_not_young_is_asked_for_again(
    stage: Stage, visit: Visit, clock: Clock
) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    mine = visit(part.borrower)
    clock.move(minutes=6)
    for name in ("own-data.json", "own-data.pdf", "delete"):
        answer = mine.get(f"{DATA}/{name}")
        assert (answer.status_code, "to=account.data." in answer.location) == (303, True)
    assert mine.get(DATA).status_code == 200


def test_what_stays_is_said_before_and_nothing_is_ticked(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    mine = visit(part.borrower)
    page = mine.soup(f"{DATA}/delete")
    heads = [h.text for h in page.select("h2")]
    assert (
        heads.index("This goes now") < heads.index("This stays") < heads.index("Before you go on")
    )
    assert "This case is open" in page.text
    assert "your budget" not in page.text
    assert page.select("input[checked]") == []
    refused = mine.post(f"{DATA}/delete", token_from=f"{DATA}/delete")
    assert refused.status_code == 422
    assert "Tick the box" in BeautifulSoup(refused.data, "html.parser").text
    with part.deps.reading() as uow:
        assert not uow.outbox.is_waiting("erase:")
    done = mine.post(f"{DATA}/delete", {"sure": "yes"}, token_from=f"{DATA}/delete")
    assert (done.status_code, done.location) == (303, f"{DATA}/asked")
    assert "We have your request" in mine.get(f"{DATA}/asked").text
    with part.deps.reading() as uow:
        assert uow.outbox.is_waiting("erase:")
        rows = [line.action for line in uow.audit.of(f"person:{part.borrower.person_id}")]
    assert rows[0] == "data.erasure-asked"


def test_the_privacy_page_says_every_class_and_law(visit: Visit) -> None:
    english, chinese = visit().soup("/privacy"), visit(language="zh").soup("/privacy")
    for page, law in ((english, "Limitation Act 1980 s 5"), (chinese, "民法典第 188 条")):
        assert len(page.select("#kept ~ .pp-table tbody tr, table tbody tr")) >= 13
        assert law in page.text
    assert "No lawyer has checked this list yet" in english.text


def test_a_file_is_not_made_without_end(stage: Stage, visit: Visit) -> None:
    mine = visit(stage.part("four-weekly").borrower)
    codes = [mine.get(f"{DATA}/own-data.json").status_code for _ in range(21)]
    assert codes == [200] * 20 + [429]
