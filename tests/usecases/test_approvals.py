"""Past a limit a second person decides; nothing reaches the borrower before, and nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction

import pytest

from app.core.access import Actor
from app.core.chosen_terms import Proposed
from app.core.errors import DomainError, InvalidInput, NotAllowed, NotFound, OfferChanged
from app.core.money import Currency, Money
from app.core.negotiation.case import Case
from app.core.negotiation.case import Stage as At
from app.core.negotiation.commands import AcceptOffer, DeclineOffer, WithdrawOffer
from app.core.negotiation.events import DeclineReason
from app.core.periods import Every
from app.store.approvals import Asking
from app.usecases import approvals, lender_desk, negotiate, queries
from app.usecases.demo_steps import Part
from tests.stage import ORIGIN, Stage
from tests.usecases.policy_people import published, standing
from tests.usecases.scenes import another_lender, history, letters

LIMITS = {"rate_cut": "0.1", "let_go": "0.9"}


@pytest.fixture
def offered(stage: Stage) -> Part:
    """The borrower's offer asks for less interest than one person may let go."""
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    published(part.deps, part.place, approval=LIMITS)
    return part


def accept(part: Part, actor: Actor | None = None) -> Asking:
    found = approvals.submit(
        part.deps, actor or part.place.agent, part.case_id, AcceptOffer(standing(part))
    )
    assert found is not None
    return found


def case_of(part: Part) -> Case:
    return queries.case_page(part.deps, part.place.agent, part.case_id).case


def state(part: Part) -> str:
    found = approvals.newest(part.deps, part.place.agent, part.case_id)
    assert found
    return found.decision.state if found.decision else "pending"


def test_an_acceptance_past_a_limit_waits_and_the_borrower_hears_nothing(offered: Part) -> None:
    offered.work()
    before, sent = history(offered), to_the_borrower(offered)
    due = queries.case_page(offered.deps, offered.place.agent, offered.case_id).header.reply_due
    asking = accept(offered)
    assert asking.reasons == ("rate_cut",)
    offered.work()
    assert (history(offered), to_the_borrower(offered), state(offered)) == (before, sent, "pending")
    header = queries.case_page(offered.deps, offered.place.agent, offered.case_id).header
    assert (header.reply_due, header.waiting_for) == (due, "lender"), "the clock goes on"


def to_the_borrower(part: Part) -> list[str]:
    return [one.key for one in letters(part.deps) if one.to == f"{part.story.key}@people.example"]


@pytest.mark.parametrize("who", ["agent", "supervisor"])
def test_those_who_may_decide_hear_that_it_waits_and_nothing_else(offered: Part, who: str) -> None:
    offered.work()
    known = {one.key for one in letters(offered.deps)}
    asking = accept(offered, getattr(offered.place, who))
    offered.work()
    told = [one for one in letters(offered.deps) if one.key not in known]
    deciders = {"supervisor.uk@staff.example", "admin.uk@staff.example"}
    assert {one.to for one in told} == deciders - {f"{who}.uk@staff.example"}
    for one in told:
        assert one.subject == "A colleague asks you to look"
        assert f"/lender/approvals/{asking.id}" in one.text
        said = one.text.replace(str(asking.id), "").replace(ORIGIN, "")
        assert not any(figure in said for figure in "0123456789%£")
        assert offered.story.row[0] not in said


def test_a_colleague_who_is_the_borrower_is_not_asked(offered: Part) -> None:
    lender, at = offered.place.lender, offered.deps.now()
    with offered.deps.unit_of_work() as uow:
        uow.organisations.add_member(lender, offered.borrower.person_id, "supervisor", at)
        uow.audit.write(None, "test", "member", at, "")
    offered.work()
    before = to_the_borrower(offered)
    accept(offered)
    offered.work()
    assert to_the_borrower(offered) == before


def test_no_way_of_a_lender_goes_around_the_second_person(offered: Part) -> None:
    for actor in (offered.place.agent, offered.place.supervisor, offered.place.admin):
        with pytest.raises(DomainError) as refusal:
            negotiate.submit(offered.deps, actor, offered.case_id, AcceptOffer(standing(offered)))
        assert refusal.value.code == "second_person_needed"


def test_the_second_person_does_exactly_what_was_asked(offered: Part) -> None:
    asking = accept(offered)
    page = approvals.page(offered.deps, offered.place.supervisor, asking.id)
    assert page.may_decide
    offer = case_of(offered).offer
    assert offer
    assert page.terms == offer.terms
    after = approvals.approve(offered.deps, offered.place.supervisor, asking.id)
    assert (after.stage, state(offered)) == (At.AGREED, "approved")
    with offered.deps.reading() as uow:
        actions = [row.action for row in uow.audit.of(f"case:{offered.case_id}")][:2]
    assert set(actions) == {"approval.decided", "offer.answered"}


def test_a_proposal_past_a_limit_waits_with_its_words(offered: Part) -> None:
    proposed = Proposed(
        Money(6000, Currency.GBP), Every.MONTHLY, date(2027, 2, 1), Fraction(0), waive_fees=True
    )
    seen = standing(offered)
    asking = lender_desk.propose(
        offered.deps,
        offered.place.agent,
        offered.case_id,
        proposed,
        explanation="60.00 fits.",
        seen=seen,
    )
    assert asking is not None
    assert standing(offered) == seen
    case = approvals.approve(offered.deps, offered.place.admin, asking.id)
    assert case.offer
    assert case.offer.explanation == "60.00 fits."
    assert case.offer.offer_id == getattr(asking.command, "offer_id", None)


def test_within_the_limits_one_person_is_enough(stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    published(part.deps, part.place, approval={"rate_cut": "1", "let_go": "1"})
    command = AcceptOffer(standing(part))
    assert approvals.submit(part.deps, part.place.agent, part.case_id, command) is None
    assert case_of(part).stage is At.AGREED


def test_the_borrowers_side_needs_no_second_person_of_the_lender(stage: Stage) -> None:
    part = stage.part("counter", "confirm", "tell", "offer", "counter")
    published(part.deps, part.place, approval={"rate_cut": "0", "let_go": "0", "term_months": 12})
    negotiate.submit(part.deps, part.borrower, part.case_id, AcceptOffer(standing(part)))
    assert case_of(part).stage is At.AGREED


def test_a_refusal_is_never_asked_about_and_never_automatic(offered: Part) -> None:
    asking = accept(offered)
    approvals.give_back(offered.deps, offered.place.admin, asking.id, "Ask for less first.")
    assert (state(offered), case_of(offered).stage) == ("returned", At.OFFERED)
    found = approvals.newest(offered.deps, offered.place.agent, offered.case_id)
    assert found
    assert found.decision
    assert found.decision.words == "Ask for less first."
    no = DeclineOffer(standing(offered), DeclineReason.TOO_LOW, "We cannot.")
    assert approvals.submit(offered.deps, offered.place.agent, offered.case_id, no) is None


def test_returning_needs_words(offered: Part) -> None:
    asking = accept(offered)
    with pytest.raises(InvalidInput):
        approvals.give_back(offered.deps, offered.place.admin, asking.id, "  ")
    assert state(offered) == "pending"


def test_nobody_decides_what_they_asked_for(offered: Part) -> None:
    asking = accept(offered, offered.place.supervisor)
    with pytest.raises(NotAllowed):
        approvals.approve(offered.deps, offered.place.supervisor, asking.id)
    with pytest.raises(NotAllowed):
        approvals.give_back(offered.deps, offered.place.supervisor, asking.id, "No.")
    assert not approvals.page(offered.deps, offered.place.supervisor, asking.id).may_decide
    approvals.approve(offered.deps, offered.place.admin, asking.id)
    assert state(offered) == "approved"


def test_agents_and_strangers_decide_nothing(offered: Part) -> None:
    asking = accept(offered)
    other = another_lender(offered.deps)
    for actor, refusal in (
        (offered.place.agent, NotAllowed),
        (offered.borrower, NotAllowed),
        (offered.place.counselor, NotAllowed),
        (other.admin, NotFound),
        (other.supervisor, NotFound),
    ):
        with pytest.raises(refusal):
            approvals.approve(offered.deps, actor, asking.id)
    with pytest.raises(NotFound):
        approvals.page(offered.deps, other.agent, asking.id)
    assert approvals.history(offered.deps, other.agent) == ()
    assert state(offered) == "pending"


def test_a_case_that_moved_on_makes_it_stale_and_says_so(offered: Part) -> None:
    asking = accept(offered)
    negotiate.submit(offered.deps, offered.borrower, offered.case_id, WithdrawOffer())
    before = history(offered)
    page = approvals.page(offered.deps, offered.place.admin, asking.id)
    assert page.terms is None
    with pytest.raises(DomainError):
        approvals.approve(offered.deps, offered.place.admin, asking.id)
    assert (history(offered), state(offered)) == (before, "stale")
    found = approvals.newest(offered.deps, offered.place.agent, offered.case_id)
    assert found
    assert found.decision
    assert found.decision.outcome == "transition_not_allowed"
    assert found.asking == asking, "what was asked for is kept"


def test_a_command_that_would_be_refused_anyway_is_refused_at_once(offered: Part) -> None:
    with pytest.raises(OfferChanged):
        approvals.submit(offered.deps, offered.place.agent, offered.case_id, AcceptOffer("0" * 64))
    assert approvals.newest(offered.deps, offered.place.agent, offered.case_id) is None


def test_one_decision_of_a_case_waits_at_a_time(offered: Part) -> None:
    accept(offered)
    with pytest.raises(approvals.AlreadyDecided):
        accept(offered, offered.place.admin)


@pytest.mark.parametrize("second", ["approve", "give back"])
def test_of_two_who_decide_at_once_one_counts(offered: Part, second: str) -> None:
    asking = accept(offered)

    def decide(actor: Actor, how: str) -> bool:
        try:
            if how == "approve":
                approvals.approve(offered.deps, actor, asking.id)
            else:
                approvals.give_back(offered.deps, actor, asking.id, "Not now.")
        except DomainError:
            return False
        return True

    people = [(offered.place.supervisor, "approve"), (offered.place.admin, second)] * 3
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda one: decide(*one), people))
    assert sum(done) == 1
    kinds = [type(event).__name__ for event in history(offered)]
    assert kinds.count("OfferAccepted") == (state(offered) == "approved")
