"""The pages around paper and copies: nothing ticked, a no beside the yes, an objection in one step."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest

from app.core.access import Role
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import AskPaper, RaiseDispute, SettleDispute
from app.core.negotiation.events import DisputeKind
from app.usecases import negotiate
from app.usecases import paper as returned
from app.usecases.demo_steps import Part
from app.usecases.paper import Told
from tests.ceremony import Signer
from tests.stage import Stage as Story
from tests.stage import Visitor
from tests.usecases.scenes import case_of

Stand = Callable[..., Signer]
DISPUTED = RaiseDispute(DisputeKind.WRONG_AMOUNT, "")
DAY = {"day": "21", "month": "11", "year": "2026"}


@pytest.fixture
def lender(stage: Story, part: Part, signer: Stand) -> Signer:
    """The lender has signed the file, and the borrower waits for paper."""
    found = signer(part.place.agent)
    assert found.sign().status_code == 303
    negotiate.submit(part.deps, part.borrower, part.case_id, AskPaper())
    stage.work()
    return found


def filled(**change: str) -> dict[str, str]:
    days = {f"{name}-{k}": v for name in ("signed_on", "received_on") for k, v in DAY.items()}
    return {"version": "1", "signers": "borrower", "name": "Ana Ruiz", **days} | change


def send(lender: Signer, **change: str) -> tuple[int, str]:
    answer = lender.visitor.post(f"{lender.path}/paper/returned", filled(**change))
    return answer.status_code, answer.get_data(as_text=True)


def test_the_lender_finds_the_copy_to_print_and_where_to_write_it_down(lender: Signer) -> None:
    page = lender.visitor.soup(lender.path)
    links = {a.get_text(strip=True): str(a["href"]) for a in page.find_all("a")}
    assert lender.visitor.get(links["The paper came back"]).status_code == 200
    copies = lender.visitor.soup(links["The copy to sign"])
    (file,) = [str(a["href"]) for a in copies.find_all("a") if "to-sign/" in str(a["href"])]
    answer = lender.visitor.get(file)
    assert answer.data.startswith(b"%PDF-")
    assert "document-" in answer.headers["Content-Disposition"]


def test_nothing_is_ticked_and_the_no_is_there(lender: Signer) -> None:
    page = lender.visitor.soup(f"{lender.path}/paper/returned")
    assert not page.select("[checked], [selected]")
    assert {str(box["value"]) for box in page.find_all("input", {"name": "signers"})} == {
        "borrower"
    }
    assert "The borrower declined on paper" in page.get_text()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"signers": ""}, "Tick who has signed on it"),
        ({"name": ""}, "Enter the name on the paper"),
        ({"signed_on-day": "1"}, "The agreement was not there yet on this day"),
        ({"received_on-year": "2027"}, "This day has not come yet"),
        ({"received_on-day": "20", "signed_on-day": "21"}, "It cannot come back before"),
        ({"scan_sha256": "abc"}, "Enter 64 signs"),
    ],
)
def test_what_cannot_be_is_asked_about_again_and_kept(
    lender: Signer, change: dict[str, str], words: str
) -> None:
    sent = {key: value for key, value in filled(**change).items() if value}
    answer = lender.visitor.post(f"{lender.path}/paper/returned", sent)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, words in text) == (422, True)
    if "name" not in change:
        assert 'value="Ana Ruiz"' in text
    assert case_of(lender.part).stage is Stage.SIGNING


def test_the_borrower_reads_that_it_is_paper_and_objects_in_one_step(
    lender: Signer, signer: Stand, stage: Story
) -> None:
    assert send(lender, scan_sha256="AB" * 32)[0] == 303
    stage.work()
    borrower = signer(lender.part.borrower)
    page = borrower.visitor.soup(borrower.path).get_text()
    assert "Signed on paper: Borrower" in page
    assert "The lender keeps the paper" in page
    assert "I did not sign this" in page
    assert borrower.visitor.post(f"{borrower.path}/paper/not-mine").status_code == 303
    assert case_of(lender.part).dispute is DisputeKind.NOT_SIGNED
    assert "is suspended" in borrower.visitor.soup(borrower.path).get_text()
    assert borrower.visitor.post(f"{borrower.path}/paper/not-mine").status_code == 409
    desk = lender.visitor.soup(f"/lender/cases/{lender.part.case_id}/dispute").get_text()
    assert "Yes. The agreement binds nobody" in desk
    assert "The case ends here" not in desk


def test_a_no_on_paper_is_written_down_in_one_step(lender: Signer) -> None:
    answer = lender.visitor.post(f"{lender.path}/paper/declined", {"version": "1"})
    assert answer.status_code == 303
    assert case_of(lender.part).stage is Stage.OPEN
    assert lender.visitor.post(f"{lender.path}/paper/declined", {"version": "1"}).status_code == 409


def test_the_borrower_reads_whose_no_it_was_and_what_to_do(lender: Signer, signer: Stand) -> None:
    path = f"{lender.path}/paper/declined"
    negotiate.submit(lender.part.deps, lender.part.borrower, lender.part.case_id, DISPUTED)
    answer = lender.visitor.post(path, {"version": "1"})
    assert (answer.status_code, "in a pause" in answer.get_data(as_text=True)) == (409, True)
    settled = SettleDispute(upheld=False, explanation="The sum is right.")
    negotiate.submit(lender.part.deps, lender.part.place.agent, lender.part.case_id, settled)
    assert lender.visitor.post(path, {"version": "1"}).status_code == 303
    page = signer(lender.part.borrower).visitor.soup(f"/cases/{lender.part.case_id}")
    heading = page.select_one("#no-on-paper")
    assert heading is not None
    notice = heading.parent
    assert notice is not None
    assert "you can make the same offer again" in notice.get_text()
    assert len(notice.select("a")) == 2
    assert page.get_text().count("wrote down that you said no on paper") == 2


def test_whoever_wrote_it_down_reads_that_another_person_says_no(
    lender: Signer, signer: Stand
) -> None:
    assert send(lender)[0] == 303
    borrower = signer(lender.part.borrower)
    assert borrower.visitor.post(f"{borrower.path}/paper/not-mine").status_code == 303
    path = f"/lender/cases/{lender.part.case_id}/dispute"
    sent = {"answer": "rejected", "explanation": "Here is the scan."}
    answer = lender.visitor.post(path, sent)
    assert answer.status_code == 409
    assert "Only a colleague can say no" in answer.get_data(as_text=True)
    supervisor = signer(lender.part.place.supervisor)
    assert supervisor.visitor.post(path, sent).status_code == 303


def test_sent_twice_it_is_written_down_once(lender: Signer) -> None:
    assert [send(lender)[0] for _ in range(2)] == [303, 409]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_large_print_is_drawn_once_by_a_job_and_known_when_it_is_checked(
    signer: Stand, stage: Story, part: Part, language: str, visit: Callable[..., Visitor]
) -> None:
    borrower = signer(part.borrower, language)
    copies, form = f"{borrower.path}/copies", {"kind": "large-print", "spoken": language}
    assert copies in {str(a["href"]) for a in borrower.visitor.soup(borrower.path).find_all("a")}
    file = f"{copies}/large-print/{language}"
    assert borrower.visitor.get(file).location == copies
    for _ in range(2):
        assert borrower.visitor.post(copies, form).location == copies
    assert borrower.visitor.soup(copies).select("#being-made")
    stage.work()
    assert not borrower.visitor.soup(copies).select("#being-made")
    body = borrower.visitor.get(file).data
    assert body == signer(part.place.agent).visitor.get(file).data
    stranger = visit(language=language)
    sent = {"file": (BytesIO(body), "copy.pdf")}
    answer = stranger.post("/verify", sent, token_from="/verify")
    text = answer.get_data(as_text=True)
    assert {"en": "This is a copy in large print", "zh": "这是大字副本"}[language] in text
    assert str(case_of(part).agreement.id) in text  # type: ignore[union-attr]  # it is being signed


def test_a_stranger_gets_no_copy_and_has_none_drawn(
    signer: Stand, stage: Story, visit: Callable[..., Visitor], part: Part
) -> None:
    outsider = visit(stage.places["CN"].agent)
    path = f"{signer(part.borrower).path}/copies"
    form = {"kind": "large-print", "spoken": "en"}
    assert outsider.get(path).status_code == 404
    assert outsider.get(f"{path}/large-print/en").status_code == 404
    assert outsider.post(path, form).status_code == 404
    assert signer(part.borrower).visitor.post(path, form | {"kind": "other"}).status_code == 404


def test_who_has_signed_here_is_offered_no_paper_to_sign(
    signer: Stand, stage: Story, part: Part
) -> None:
    assert signer(part.place.agent).sign().status_code == 303
    borrower = signer(part.borrower)
    borrower.agree_to_records()
    assert borrower.sign().status_code == 303
    stage.work()
    page = borrower.visitor.soup(f"{borrower.path}/records")
    assert [str(i["value"]) for i in page.find_all("input", {"name": "choice"})] == ["file"]
    answer = borrower.visitor.post(f"{borrower.path}/records", {"choice": "paper"})
    assert answer.status_code == 409
    assert "You have signed here" in answer.get_data(as_text=True)
    assert not case_of(part).paper_asked


def test_another_language_does_not_move_what_was_read_to_another_version(lender: Signer) -> None:
    assert send(lender, shown_in="zh")[0] == 200
    assert [
        send(lender, version="7", **more)[0] for more in ({"shown_in": "zh"}, {"name": ""})
    ] == [
        409,
        409,
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Payments that may wait", "Waiting costs nothing, and none is missed.")),
        ("zh", ("可以等的款项", "等多久都不多收钱，也不算漏还。")),
    ],
)
def test_payments_due_before_a_paper_came_back_wait_and_the_page_says_so(
    lender: Signer, stage: Story, signer: Stand, language: str, words: tuple[str, ...]
) -> None:
    part = lender.part
    stage.clock.move(days=60)
    day = stage.clock().date()
    told = Told(1, (Role.BORROWER,), "Ana Ruiz", day, day, "")
    returned.came_back(part.deps, part.place.agent, part.case_id, told)
    stage.work()
    stage.clock.move(hours=1)
    stage.work()
    shown = signer(part.borrower, language).visitor.soup(lender.path)
    notice = shown.select_one('[aria-labelledby="waiting"], #waiting')
    assert notice is not None
    text = (notice.parent or notice).get_text()
    for said in words:
        assert said in text
