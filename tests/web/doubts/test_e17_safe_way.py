"""Made to take a debt on, or a name that was used: one press, no question, no trace for others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.negotiation.case import Stage
from app.core.negotiation.events import DisputeKind, DisputeRaised
from tests.usecases.scenes import history, letters
from tests.web.doubts.conftest import Sides

TELLTALE = ("abuse", "made me", "made you", "used my name", "used your name", "fraud", "violence")


@pytest.fixture
def stopped(sides: Callable[..., Sides]) -> Sides:
    both = sides("four-weekly", "confirm", "tell", "offer")
    assert both.say("more-help").status_code == 303
    return both


def test_e17_no_proof_and_no_word_is_asked_for(sides: Callable[..., Sides]) -> None:
    both = sides("new")
    page = both.borrower.soup(both.mine("more-help"))
    assert not page.select("main textarea, main select, main input:not([type=hidden])")
    assert "Nobody asks you for proof." in page.get_text()


def test_the_page_can_be_left_at_once_and_names_nothing_in_title_or_address(
    sides: Callable[..., Sides],
) -> None:
    both = sides("new")
    page = both.borrower.soup(both.mine("more-help"))
    assert page.title is not None
    assert page.title.get_text() == "More help"
    assert page.select_one("form[action='/leave'] button") is not None
    assert "0808 2000 247" in page.get_text()


def test_it_stops_everything_by_itself_and_a_person_is_told(stopped: Sides) -> None:
    case = stopped.case
    assert case.dispute is DisputeKind.NOT_BOUND
    assert case.hold is not None
    stopped.part.work()
    to_the_desk = [one for one in letters(stopped.part.deps) if one.to.startswith("help")]
    assert len(to_the_desk) == 1
    assert "It is stopped." in stopped.read("more-help")
    assert stopped.say("more-help").status_code == 303  # pressed twice


def test_the_lender_reads_what_it_must_do_and_nothing_of_why(stopped: Sides) -> None:
    for page in ("", "dispute"):
        text = stopped.desk(page).lower()
        assert not [word for word in TELLTALE if word in text]
    assert "I am not bound by this debt" in stopped.desk("dispute")
    assert "No proof may be asked for." in stopped.desk("dispute")
    stored = " ".join(repr(event) for event in history(stopped.part)).lower()
    assert not [word for word in TELLTALE if word in stored]


def test_no_mail_says_what_it_is_about(stopped: Sides) -> None:
    stopped.part.work()
    for letter in letters(stopped.part.deps):
        assert not [word for word in TELLTALE if word in f"{letter.subject} {letter.text}".lower()]


def test_what_was_typed_before_choosing_this_way_is_not_kept(sides: Callable[..., Sides]) -> None:
    both = sides("four-weekly", "confirm")
    secret = "He made me sign."
    answer = both.say("dispute", kind="not_bound", words=secret, line=secret)
    assert answer.status_code == 303
    assert str(answer.headers["Location"]).endswith("/more-help")
    assert both.case.dispute is None
    assert secret not in " ".join(repr(event) for event in history(both.part))


def test_the_borrower_is_right_and_the_case_closes(stopped: Sides) -> None:
    assert stopped.answer("dispute", answer="upheld").status_code == 303
    assert stopped.case.stage is Stage.CLOSED
    assert "You owe nothing here." in stopped.read("outcome")


def test_a_lender_that_says_no_cannot_go_on_while_the_hold_runs(stopped: Sides) -> None:
    assert stopped.answer("dispute", answer="rejected").status_code == 303
    assert stopped.case.hold is not None
    assert "Make an offer" not in stopped.desk()


@pytest.mark.parametrize("place", ["cn-offer", "four-weekly"])
def test_help_lines_of_the_place_stand_on_the_page(sides: Callable[..., Sides], place: str) -> None:
    both = sides(place)
    line = "12338" if place == "cn-offer" else "National Domestic Abuse Helpline"
    assert line in both.read("more-help")


def test_an_old_event_that_names_it_is_not_shown_to_the_lender(
    sides: Callable[..., Sides],
) -> None:
    both = sides("four-weekly", "confirm")
    with both.part.deps.unit_of_work() as uow:
        event = DisputeRaised(
            DisputeKind.ECONOMIC_ABUSE,
            "He made me sign.",
            by=both.case.start.by,
            at=both.part.deps.now(),
        )
        header = uow.cases.find(both.part.case_id)
        assert header is not None
        uow.cases.append(
            header.tenant_id,
            header.id,
            both.case.version,
            (event,),
            actor_id=both.part.borrower.person_id,
            role="borrower",
            at=event.at,
        )
        uow.audit.write(None, "test.older", f"case:{header.id}", event.at, "")
    desk = both.desk("dispute")
    assert "made me" not in desk
    assert "I am not bound by this debt" in desk


def test_e05_the_ways_to_answer_are_one_component_in_one_order(
    sides: Callable[..., Sides],
) -> None:
    both = sides("counter", "confirm", "tell", "offer", "counter")
    rows = both.borrower.soup(both.mine("answer")).select("main .pp-choices")
    assert len(rows) == 1
    acts = rows[0].select("li > *")
    assert [act.get_text() for act in acts] == [
        "Accept",
        "Suggest a change",
        "Decline",
        "Dispute the debt",
        "Get help",
    ]
    assert {(act.name, tuple(act["class"])) for act in acts} == {
        ("a", ("pp-button", "pp-button--soft"))
    }


def test_e05_the_four_ways_to_meet_a_debt_are_one_component_in_one_order(
    sides: Callable[..., Sides],
) -> None:
    both = sides("new")
    (row,) = both.borrower.soup(both.mine("")).select("main .pp-choices")
    acts = row.select("li > *")
    assert [act.get_text() for act in acts] == [
        "Work out payments",
        "Dispute the debt",
        "Get help",
        "This is not me",
    ]
    assert {(act.name, tuple(act["class"])) for act in acts} == {
        ("a", ("pp-button", "pp-button--soft"))
    }
