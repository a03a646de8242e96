"""Reading, keeping and leaving an agreement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from icalendar import Calendar

from app.core.negotiation.case import Stage as At
from app.core.negotiation.commands import AcceptOffer
from app.usecases import negotiate, queries
from app.usecases.demo_steps import Part
from tests.ceremony import Signer
from tests.stage import Stage, Visitor

Stand = Callable[..., Signer]
Visit = Callable[..., Visitor]


def _stage(part: Part) -> At:
    return queries.case_page(part.deps, part.place.agent, part.case_id).case.stage


def _sealed(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell", "offer", "counter", "accept", "sign")


def test_while_it_is_being_written_down_the_page_says_so(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    case = queries.case_page(part.deps, part.place.agent, part.case_id).case
    assert case.offer is not None
    negotiate.submit(part.deps, part.place.agent, part.case_id, AcceptOffer(case.offer.digest))
    text = visit(part.borrower).soup(f"/agreements/{part.case_id}").get_text()
    assert "The agreement is being written down" in text


def test_before_anything_is_agreed_the_page_leads_back_to_the_case(
    stage: Stage, visit: Visit
) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    for one, there in ((part.borrower, "/cases"), (part.place.agent, "/lender/cases")):
        answer = visit(one).get(f"/agreements/{part.case_id}")
        assert (answer.status_code, answer.location) == (303, f"{there}/{part.case_id}")


def test_the_page_has_key_facts_the_whole_text_and_an_honest_label(
    part: Part, signer: Stand
) -> None:
    borrower = signer(part.borrower)
    page = borrower.visitor.soup(borrower.path)
    text = " ".join(page.get_text(" ").split())
    assert "Simple electronic signature" in text
    assert "Interest in it" in text
    assert "Fees in it" in text
    assert page.select_one(".pp-agreement article.agreement") is not None
    assert len(page.find_all("h1")) == 1


def test_the_file_is_a_download_whose_name_says_nothing(part: Part, signer: Stand) -> None:
    borrower = signer(part.borrower)
    answer = borrower.visitor.get(f"{borrower.path}/file")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    name = answer.headers["Content-Disposition"]
    assert name.startswith("attachment; filename=document-")
    assert part.story.name not in name


def test_the_calendar_has_every_due_day_and_no_word_of_money(stage: Stage, visit: Visit) -> None:
    part = _sealed(stage)
    answer = visit(part.borrower).get(f"/agreements/{part.case_id}/calendar.ics")
    text = answer.get_data(as_text=True)
    calendar = Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    offer = queries.case_page(stage.deps, part.borrower, part.case_id).case.offer
    assert offer is not None
    assert len(events) == offer.terms.schedule.payments
    assert {str(event["summary"]) for event in events} == {"Reminder"}
    assert events[0].decoded("dtstart") == offer.terms.schedule.first_due
    for word in ("debt", "lender", "£", "GBP", "pay", "Northbank"):
        assert word not in text


def test_there_is_no_calendar_before_everybody_signed(part: Part, signer: Stand) -> None:
    borrower = signer(part.borrower)
    assert borrower.visitor.get(f"{borrower.path}/calendar.ics").status_code == 404


def test_a_borrower_declines_without_a_reason_and_nothing_gets_worse(
    part: Part, signer: Stand
) -> None:
    borrower = signer(part.borrower)
    answer = borrower.visitor.post(f"{borrower.path}/decline", {"version": "1"})
    assert answer.status_code == 303
    assert _stage(part) is At.OPEN


def test_a_lender_that_declines_says_why(part: Part, signer: Stand) -> None:
    lender = signer(part.place.agent)
    answer = lender.visitor.post(f"{lender.path}/decline", {"version": "1"})
    assert answer.status_code == 422
    assert _stage(part) is At.SIGNING
    sent = {"version": "1", "explanation": "The balance was wrong by 10.00."}
    assert lender.visitor.post(f"{lender.path}/decline", sent).status_code == 303


def test_a_change_carries_its_words_to_the_other_side(part: Part, signer: Stand) -> None:
    borrower = signer(part.borrower)
    path = f"{borrower.path}/change"
    assert borrower.visitor.post(path, {"version": "1"}).status_code == 422
    sent = {"version": "1", "explanation": "Please start on the 5th."}
    assert borrower.visitor.post(path, sent).status_code == 303
    with part.deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)
    assert record is not None
    assert record.state == "superseded"
    lender = signer(part.place.agent).visitor
    assert "Please start on the 5th." in lender.soup(f"/lender/cases/{part.case_id}").get_text()


def test_an_old_version_is_not_declined_by_mistake(part: Part, signer: Stand) -> None:
    borrower = signer(part.borrower)
    sent = {"version": "9", "explanation": "Words that stay"}
    answer = borrower.visitor.post(f"{borrower.path}/decline", sent)
    assert answer.status_code == 409
    assert "Words that stay" in answer.get_data(as_text=True)
    assert _stage(part) is At.SIGNING


def test_leaving_in_the_cooling_off_time_is_one_step(stage: Stage, visit: Visit) -> None:
    part = _sealed(stage)
    borrower = visit(part.borrower)
    page = borrower.soup(f"/agreements/{part.case_id}")
    form = page.select_one(f"form[action='/agreements/{part.case_id}/cancel']")
    assert form is not None
    assert form.find("textarea") is None
    answer = borrower.post(f"/agreements/{part.case_id}/cancel", {"version": "1"})
    assert answer.status_code == 303
    assert _stage(part) is At.OPEN


def test_after_the_cooling_off_time_the_step_is_gone(stage: Stage, visit: Visit) -> None:
    part = _sealed(stage)
    stage.clock.at += timedelta(days=16)
    borrower = visit(part.borrower)
    page = borrower.soup(f"/agreements/{part.case_id}")
    assert page.select_one("form[action$='/cancel']") is None
    answer = borrower.post(f"/agreements/{part.case_id}/cancel", {"version": "1"})
    assert answer.status_code == 409


def test_a_lender_cannot_cancel_and_strangers_see_nothing(stage: Stage, visit: Visit) -> None:
    part = _sealed(stage)
    agent, stranger = visit(part.place.agent), visit(stage.places["CN"].agent)
    sent = {"version": "1"}
    assert agent.post(f"/agreements/{part.case_id}/cancel", sent).status_code == 403
    for path in ("", "/file", "/sign", "/decline", "/change", "/calendar.ics"):
        assert stranger.get(f"/agreements/{part.case_id}{path}").status_code == 404
