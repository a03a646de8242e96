"""Who sees what of one budget: nothing beyond what an offer needs, and each change at once."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from app.core.budget_view import Level
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Stage as At
from app.store.consents import Consent
from app.usecases import policy_trial, queries
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage, Visitor
from tests.usecases.policy_people import drafted
from tests.usecases.scenes import case_of

Visit = Callable[..., Visitor]
RENT, GROCERIES = "£610.00", "£268.67"


@pytest.fixture
def offered(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell", "offer")


def choose(visit: Visit, part: Part, level: Level) -> None:
    there = f"/cases/{part.case_id}/who-sees"
    answer = visit(part.borrower).post(there, {"level": level.value})
    assert answer.status_code == 303


def desk(visit: Visit, part: Part) -> str:
    return visit(part.place.agent).soup(f"/lender/cases/{part.case_id}").get_text(" ", strip=True)


def everybody(visit: Visit, part: Part) -> str:
    there = f"/household/{part.household_id}/who-sees"
    return visit(part.borrower).soup(there).get_text(" ", strip=True)


def test_before_anything_is_shared_the_page_says_nothing_is_seen(
    stage: Stage, visit: Visit
) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    assert "They see: Nothing." in everybody(visit, part)
    assert "shared nothing" in everybody(visit, part)


def test_an_offer_shows_the_totals_and_nothing_more(visit: Visit, offered: Part) -> None:
    text = desk(visit, offered)
    assert "Coming in" in text
    assert "Income they show you" not in text
    assert (
        "They see: Monthly totals. Your monthly totals: income, living costs and what is left. Since 21 November 2026."
        in everybody(visit, offered)
    )


def test_groups_and_lines_open_one_after_the_other_and_close_at_once(
    visit: Visit, offered: Part
) -> None:
    choose(visit, offered, Level.CATEGORIES)
    groups = desk(visit, offered)
    assert "Food and housekeeping" in groups
    assert GROCERIES in groups
    assert "every week" not in groups
    choose(visit, offered, Level.LINES)
    lines = desk(visit, offered)
    assert RENT in lines
    assert "£62.00 every week" in lines
    choose(visit, offered, Level.SUMMARY)
    assert RENT not in desk(visit, offered)
    assert "You chose it." in everybody(visit, offered)


def test_what_is_taken_back_is_gone_from_every_page_of_the_lender(
    visit: Visit, offered: Part
) -> None:
    choose(visit, offered, Level.NOTHING)
    text = desk(visit, offered)
    assert "does not share the budget with you now" in text
    assert "Recommended for this debt" not in text
    case = queries.case_page(offered.deps, offered.place.agent, offered.case_id).case
    assert case.budget is None
    assert case.stage is At.OFFERED
    answer = visit(offered.place.agent).get(f"/lender/cases/{offered.case_id}/offer")
    assert "The most you may propose" not in answer.text


def test_a_lender_cannot_probe_a_budget_that_was_taken_back(visit: Visit, offered: Part) -> None:
    terms = case_of(offered).offer
    assert terms is not None
    choose(visit, offered, Level.NOTHING)
    with pytest.raises(TransitionNotAllowed):
        STEPS["counter"](offered)
    assert case_of(offered).offer == terms


def test_a_policy_is_not_tried_on_a_budget_that_was_taken_back(visit: Visit, offered: Part) -> None:
    policy_id = drafted(offered.deps, offered.place, base={"max_term_months": 12})
    supervisor = offered.place.supervisor
    assert policy_trial.try_out(offered.deps, supervisor, policy_id).looked_at == 1
    choose(visit, offered, Level.NOTHING)
    assert policy_trial.try_out(offered.deps, supervisor, policy_id).looked_at == 0


def test_the_next_offer_shows_the_totals_again_and_says_so(visit: Visit, offered: Part) -> None:
    choose(visit, offered, Level.NOTHING)
    STEPS["withdraw"](offered)
    STEPS["offer"](offered)
    assert "Coming in" in desk(visit, offered)
    assert "You sent an offer, and it carries the totals." in everybody(visit, offered)


def test_every_look_at_a_shared_budget_leaves_a_row(visit: Visit, offered: Part) -> None:
    def rows() -> list[str]:
        with offered.deps.reading() as uow:
            return [row.action for row in uow.audit.of(f"case:{offered.case_id}")]

    choose(visit, offered, Level.LINES)
    before = rows().count("budget.viewed")
    desk(visit, offered)
    assert rows().count("budget.viewed") == before + 1
    assert "consent.changed" in rows()


def test_a_paper_written_later_says_what_is_seen_then(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer", "counter")
    choose(visit, part, Level.LINES)
    STEPS["accept"](part)
    assert "each line of income" in _paper(part)


def test_only_the_borrower_changes_it(visit: Visit, offered: Part) -> None:
    STEPS["authority"](offered)
    there = f"/cases/{offered.case_id}/who-sees"
    for actor in (offered.place.counselor, offered.place.agent):
        assert visit(actor).post(there, {"level": "lines"}).status_code == 403
    assert "act for you" in everybody(visit, offered)


def test_a_charity_that_only_looks_is_listed_and_sent_away(visit: Visit, offered: Part) -> None:
    at, consent = offered.deps.now(), uuid4()
    with offered.deps.unit_of_work() as uow:
        uow.consents.give(
            Consent(
                tenant_id=offered.place.lender,
                id=consent,
                case_id=offered.case_id,
                person_id=offered.borrower.person_id,
                grantee_org_id=offered.place.charity,
                data_class="budget",
                purpose="advice",
                wording_version="1",
                given_at=at,
            )
        )
        uow.audit.write(None, "test.prepared", "test:consent", at)
    counselor = visit(offered.place.counselor)
    assert "You let them look, to advise you." in everybody(visit, offered)
    there = f"/cases/{offered.case_id}/who-sees/end"
    assert visit(offered.borrower).post(there, {"chosen": str(consent)}).status_code == 303
    assert "You let them look, to advise you." not in everybody(visit, offered)
    assert counselor.get(f"/cases/{offered.case_id}").status_code in {403, 404}


def test_nothing_is_chosen_for_the_borrower(visit: Visit, offered: Part) -> None:
    page = visit(offered.borrower).soup(f"/cases/{offered.case_id}/who-sees")
    assert len(page.select("input[type=radio]")) == len(Level)
    assert not page.select("[checked]")
    answer = visit(offered.borrower).post(f"/cases/{offered.case_id}/who-sees", {})
    assert answer.status_code == 422


def _paper(part: Part) -> str:
    with part.deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)
    assert record is not None
    return record.facts.decode()
