"""Bringing papers over HTTP: who sends, who sees, who checks, and what each leaves behind."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from app.core.access import RULES, Action
from app.core.exhibits import A_DAY
from app.documents.exhibit_signs import EICAR
from app.factory import create_app
from app.gateways.clamd import ScannerDown
from app.gateways.files import FileDamaged
from app.usecases import exhibit_sight, tidy
from app.usecases.deps import Deps
from app.usecases.exhibits import SEALED
from tests.exhibits.desk import Desk, actions
from tests.exhibits.making import a_pdf, a_photo, a_picture
from tests.stage import Clock, Stage, Visitor
from tests.usecases.scenes import another_lender, second_case

STRICT = "sandbox; default-src 'none'"


def test_a_paper_goes_from_the_borrower_to_whom_they_let_see_it(desk: Desk, deps: Deps) -> None:
    assert desk.send(a_pdf(2), "C:\\me\\pay\u202eslip.pdf") == 303
    (paper,) = desk.ids(deps)
    one = f"{desk.home}/{paper}/1"
    page = desk.borrower.soup(one)
    assert "payslip.pdf" in page.text
    assert "Nobody has checked it yet" in page.text
    pictures = [image["src"] for image in page.select("main img")]
    assert pictures == [f"{one}/1", f"{one}/2"]
    answer = desk.borrower.get(f"{one}/1")
    assert answer.data.startswith(b"\xff\xd8\xff")
    assert answer.headers["Content-Security-Policy"] == STRICT
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "image/jpeg"
    assert {desk.borrower.get(f"{one}/{page}").status_code for page in (0, 3, 99)} == {404}
    # The lender: nothing, then pictures, then nothing again from the next request on.
    seen = f"{desk.shared}/{paper}/1"
    assert "payslip" not in desk.agent.get(desk.shared).text
    assert [desk.agent.get(path).status_code for path in (seen, f"{seen}/1")] == [404, 404]
    desk.let("yes")
    assert "payslip" in desk.agent.get(desk.shared).text
    assert desk.agent.get(f"{seen}/1").data == answer.data
    assert desk.agent.get(f"{seen}/1").headers["Content-Security-Policy"] == STRICT
    assert desk.agent.post(f"{seen}/check", {"words": "It fits."}).status_code == 303
    assert "Checked by" in desk.borrower.get(one).text
    desk.let("no")
    assert [desk.agent.get(path).status_code for path in (seen, f"{seen}/1")] == [404, 404]
    assert desk.agent.post(f"{seen}/check", {"words": "Still."}).status_code == 404
    assert "payslip" not in desk.agent.get(desk.shared).text
    assert {RULES[action].audit for action in (
        Action.ADD_EXHIBIT, Action.READ_SHARED_EXHIBITS, Action.CHECK_SHARED_EXHIBIT
    )} <= set(actions(deps))  # fmt: skip


def test_only_the_borrower_gets_the_file_itself_back(desk: Desk, deps: Deps) -> None:
    data = a_pdf(catalog=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")
    desk.send(data)
    desk.let("yes")
    (paper,) = desk.ids(deps)
    file = f"{desk.home}/{paper}/1/file"
    answer = desk.borrower.get(file)
    assert answer.data == data
    assert answer.headers["Content-Security-Policy"] == STRICT
    assert answer.headers["Content-Disposition"] == "attachment; filename=paper-1.pdf"
    assert desk.counselor.get(file).status_code == 403
    assert desk.agent.get(file).status_code == 404
    assert desk.agent.get(f"{desk.shared}/{paper}/1/file").status_code == 404


def test_a_counselor_brings_and_checks_by_authority(desk: Desk, deps: Deps) -> None:
    form = {"file": (BytesIO(a_photo()), "p.jpg")}
    assert desk.counselor.post(f"{desk.home}/add/spending-rent", form).status_code == 303
    (paper,) = desk.ids(deps)
    one = f"{desk.home}/{paper}/1"
    assert desk.counselor.get(f"{one}/1").status_code == 200
    assert desk.counselor.post(f"{one}/check", {"words": "I saw the contract."}).status_code == 303
    assert "I saw the contract." in desk.borrower.get(one).text
    assert desk.borrower.post(f"{one}/check", {"words": "Me too."}).status_code == 403
    assert RULES[Action.READ_EXHIBITS].audit in actions(deps)
    hidden = desk.counselor.post(f"{one}/check", {"words": "a\u202eb"})
    assert (hidden.status_code, "invisible" in hidden.text) == (422, True)


def test_f_007_a_lender_reads_its_own_checks_and_no_other_houses(
    desk: Desk, deps: Deps, visit: Callable[..., Visitor]
) -> None:
    desk.send(a_picture())
    desk.let("yes")
    (paper,) = desk.ids(deps)
    there = second_case(desk.part, another_lender(deps, "Southbank Loans"))
    exhibit_sight.let_see(deps, there.borrower, there.case_id, sees=True)
    seen = f"/cases/{there.case_id}/papers/{paper}/1"
    other = visit(there.place.agent)
    assert other.post(f"{seen}/check", {"words": "As on our account."}).status_code == 303
    own = f"{desk.shared}/{paper}/1"
    assert "Nobody in your team has checked it yet" in desk.agent.get(own).text
    desk.counselor.post(f"{desk.home}/{paper}/1/check", {"words": "She was in tears."})
    desk.agent.post(f"{own}/check", {"words": "It fits."})
    for text in (desk.agent.get(own).text, desk.agent.get(desk.shared).text):
        assert [word for word in ("Southbank", "our account", "in tears") if word in text] == []
        assert text.count("Checked by") == 2
        assert "It fits." in text
    assert "in tears" in desk.borrower.get(f"{desk.home}/{paper}/1").text
    assert "As on our account." in other.get(seen).text


def test_the_same_name_again_is_a_newer_version_and_both_are_kept(desk: Desk, deps: Deps) -> None:
    desk.send(a_picture(), "slip.png")
    desk.send(a_picture(colour=(255, 0, 0)), "slip.png")
    desk.send(a_picture(), "other.png")
    desk.send(a_picture(), "slip.png", "spending-rent")
    with deps.reading() as uow:
        papers = uow.exhibits.of(desk.part.household_id)
    assert sorted(len(one.versions) for one in papers) == [1, 1, 2]
    first, second = next(one.versions for one in papers if len(one.versions) > 1)
    assert first.told.sha256 != second.told.sha256
    assert {one.by_id for one in (first, second)} == {desk.part.borrower.person_id}
    assert "(version 2)" in desk.borrower.get(desk.home).text


def test_ten_files_a_day_count_with_those_that_are_refused(
    desk: Desk, deps: Deps, clock: Clock
) -> None:
    bad = (b"", b"<html>", EICAR, a_pdf(51))
    assert [desk.send(data) for data in bad] == [422] * 4
    assert [desk.send(a_picture(), f"{n}.png") for n in range(A_DAY - 4)] == [303] * 6
    assert "10 files in the last 24 hours" in desk.said(a_picture())
    form = {"file": (BytesIO(a_picture()), "p.png")}
    by_other = desk.counselor.post(f"{desk.home}/add/income-salary", form)
    assert by_other.status_code == 422
    assert len(desk.ids(deps)) == A_DAY - 4
    assert actions(deps).count("exhibit.refused") == 4
    clock.move(hours=25)
    again = Visitor.open(desk.borrower.client.application, deps, desk.part.borrower)
    assert replace(desk, borrower=again).send(a_picture(), "new.png") == 303


def test_no_file_and_unknown_lines_are_asked_about_again_and_do_not_count(desk: Desk) -> None:
    add = f"{desk.home}/add/income-salary"
    answer = desk.borrower.post(add)
    assert (answer.status_code, "Choose a file first" in answer.text) == (422, True)
    strange = ("income-lottery", "hardship-DOMESTIC_ABUSE", "income-", "x", "spending-mortgage")
    assert {desk.send(a_picture(), about=about) for about in strange} == {404}
    assert {desk.borrower.get(f"{desk.home}/add/{about}").status_code for about in strange} == {404}


class Down:
    """A scanner that does not answer until somebody starts it."""

    says: str | None = None

    def finds(self, data: bytes) -> str:
        assert data
        if self.says is None:
            raise ScannerDown("nobody there")
        return self.says


@pytest.mark.parametrize("says", ["", "Worm.X"])
def test_a_paper_waits_unseen_for_a_scanner_that_is_down(
    stage: Stage, deps: Deps, desk: Desk, clock: Clock, says: str
) -> None:
    scanner = Down()
    without = replace(deps, scanner=scanner)
    waiting = Visitor.open(create_app(without), without, desk.part.borrower)
    there = replace(desk, borrower=waiting)
    assert there.send(EICAR) == 422
    assert there.send(a_pdf()) == 303
    (paper,) = desk.ids(deps)
    one = f"{desk.home}/{paper}/1"
    assert waiting.get(f"{one}/1").status_code == 404
    assert "We still check that this file is safe" in waiting.get(desk.home).text
    desk.let("yes")
    assert desk.agent.get(f"{desk.shared}/{paper}/1/1").status_code == 404
    work = replace(stage, deps=without)
    work.work()
    assert waiting.get(f"{one}/1").status_code == 404
    scanner.says = says
    clock.move(minutes=10)
    work.work()
    work.work()
    waiting = Visitor.open(waiting.client.application, without, desk.part.borrower)
    assert waiting.get(f"{one}/1").status_code == (404 if says else 200)
    files = list((deps.settings.exhibits_dir).glob("*"))
    assert len(files) == (0 if says else 2)
    assert ("may do harm" in waiting.get(desk.home).text) is bool(says)


def test_files_lie_sealed_under_digests_and_links_lead_nowhere(desk: Desk, deps: Deps) -> None:
    data = a_photo()
    desk.send(data, "../../etc/passwd")
    folder = deps.settings.exhibits_dir
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 2
    for path in folder.iterdir():
        assert path.suffix == SEALED
        assert len(bytes.fromhex(path.stem)) == 32
        assert path.stat().st_mode & 0o077 == 0
        assert b"PHONE" not in path.read_bytes()
    (paper,) = desk.ids(deps)
    assert "passwd" in desk.borrower.get(desk.home).text
    elsewhere = Path(folder.parent / "elsewhere")
    for path in list(folder.iterdir()):
        path.rename(elsewhere / path.name if elsewhere.exists() else _made(elsewhere) / path.name)
        path.symlink_to(elsewhere / path.name)
    with pytest.raises(FileDamaged):
        desk.borrower.get(f"{desk.home}/{paper}/1/1")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_what_is_erased_is_gone_with_its_files(desk: Desk, deps: Deps) -> None:
    desk.send(a_picture())
    (paper,) = desk.ids(deps)
    owner = desk.part.borrower.person_id
    with deps.unit_of_work() as uow:
        uow.erasures.erase(owner, frozenset({"evidence"}), None, deps.now())
        uow.audit.write(None, "test.erased", f"exhibit:{paper}", deps.now())
    assert desk.ids(deps) == []
    assert desk.borrower.get(f"{desk.home}/{paper}/1/1").status_code == 404
    files = list(deps.settings.exhibits_dir.iterdir())
    assert len(files) == 2
    day_before = deps.now().timestamp() - 100_000
    for file in files:
        os.utime(file, (day_before, day_before))
    tidy.tidy(deps, {})
    assert list(deps.settings.exhibits_dir.iterdir()) == []


def test_a_paper_without_its_key_is_gone_from_every_page(desk: Desk, deps: Deps) -> None:
    desk.send(a_picture())
    (paper,) = desk.ids(deps)
    with deps.unit_of_work() as uow:
        owner = desk.part.borrower.person_id
        uow.keys.erase(owner, frozenset({"evidence"}), None, deps.now())
        uow.audit.write(None, "test.erased", "test:keys", deps.now())
    assert desk.ids(deps) == []
    assert desk.borrower.get(desk.home).status_code == 200
    assert desk.borrower.get(f"{desk.home}/{paper}/1/1").status_code == 404
