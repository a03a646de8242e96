"""The borrower's journey, page by page, with forms filled as a browser without JavaScript does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bs4 import BeautifulSoup

from app.core.negotiation.case import Stage as At
from app.usecases import demo_steps, queries
from app.usecases.deps import Deps
from tests.stage import Clock, Visitor
from tests.web.borrower.conftest import Reader

Open = Callable[..., Reader]
TIME = "house:asked-for-time"


def case_of(deps: Deps, reader: Reader) -> queries.CasePage:
    return queries.case_page(deps, reader.part.borrower, reader.part.case_id)


def test_from_the_debt_to_an_offer_that_waits(reader: Open, deps: Deps) -> None:
    me = reader("new")
    assert "Please look at the debt first" in me.words("/my")

    assert me.send(me.case("confirm"), "/confirm").location == me.house("budget")
    assert me.send(me.house("budget/people"), adults="1", children="1").status_code == 303
    assert me.send(
        me.house("budget/income"), salary="1,900.00", salary_every="monthly"
    ).location == me.house("budget/months")
    me.send(me.house("budget/months"))
    me.send(
        me.house("budget/spending"),
        rent="640",
        rent_every="monthly",
        groceries="84",
        groceries_every="weekly",
    )
    me.send(
        me.house("budget/happened"),
        codes=["INCOME_CUT"],
        since__day="1",
        since__month="10",
        since__year="2026",
    )
    me.send(me.house("budget/wishes"), frequency="monthly", day="28")
    assert "£1,900.00 every month" in me.words(me.house("budget/check"))

    sum_page = me.words(me.case("affordable"))
    assert "You could pay up to" in sum_page
    assert "INCOME_CUT" not in sum_page
    assert me.send(me.case("affordable"), "/share").location == me.case("options")

    options = me.see(me.case("options"))
    first = options.select_one(".pp-offers a.pp-button")
    assert first is not None
    sent = me.send(str(first["href"]), "/offer", words="I get paid on the 27th.")
    assert sent.location == me.case("answer")
    waiting = me.words(me.case("answer"))
    assert "I get paid on the 27th." in waiting
    assert "answers by 27 November 2026" in waiting
    page = case_of(deps, me)
    assert page.case.stage is At.OFFERED
    made = page.case.offer
    assert made is not None
    assert "Rules used: UK" in made.explanation
    assert "£" in made.explanation


def test_an_offer_can_be_taken_back_and_another_made(reader: Open) -> None:
    me = reader("four-weekly", "confirm", "tell", "offer")
    assert me.send(me.case("withdraw"), "/withdraw").location == me.case("options")
    assert me.see(me.case("options")).select(".pp-offers a.pp-button")


def test_the_lenders_offer_is_accepted_after_a_last_look(reader: Open, deps: Deps) -> None:
    me = reader("counter", "confirm", "tell", "offer", "counter")
    page = me.see(me.case("answer"))
    answers = [a.get_text(strip=True) for a in page.select("ul.pp-choices a")]
    assert answers == ["Accept", "Suggest a change", "Decline", "Dispute the debt", "Get help"]
    assert "Your last offer" in page.get_text()
    assert me.send(me.case("accept"), "/accept").location == me.case()
    assert case_of(deps, me).case.stage is At.AGREED
    assert f"/agreements/{me.part.case_id}" in str(me.see(me.case()))


def test_the_lenders_offer_is_countered_from_the_options(reader: Open, deps: Deps) -> None:
    me = reader("counter", "confirm", "tell", "offer", "counter")
    theirs = case_of(deps, me).case.offer
    sent = me.send(me.case("offer/lowest_payment"), "/offer", words="Less each month, please.")
    assert sent.status_code == 303
    now = case_of(deps, me).case.offer
    assert now is not None
    assert theirs is not None
    assert now.answers == theirs.digest


def test_declining_needs_a_reason_and_keeps_the_words(reader: Open, deps: Deps) -> None:
    me = reader("counter", "confirm", "tell", "offer", "counter")
    again = me.send(me.case("decline"), "/decline", words="It is too much for us.")
    assert again.status_code == 422
    assert "It is too much for us." in again.text
    assert "checked" not in again.text
    sent = me.send(me.case("decline"), "/decline", reason="too_high", words="Too much.")
    assert sent.status_code == 303
    assert case_of(deps, me).case.stage is At.OPEN
    assert "The payments are too high" in me.words(me.case())


def test_an_offer_that_changed_meanwhile_is_shown_with_the_difference(
    reader: Open, deps: Deps
) -> None:
    me = reader("counter", "confirm", "tell", "offer", "counter")
    stale = me.see(me.case("decline"))
    me.send(me.case("offer/balanced"), "/offer")
    demo_steps.counter(me.part)
    answer = me.resend(stale, me.case("decline"), reason="too_high", words="Typed with care.")
    assert answer.status_code == 409
    assert "The offer has changed" in answer.text
    assert "Typed with care." in answer.text
    assert case_of(deps, me).case.stage is At.OFFERED


def test_a_budget_that_changed_meanwhile_sends_nothing(reader: Open, deps: Deps) -> None:
    me = reader("joint", "confirm", "tell")
    stale = me.see(me.case("offer/balanced"))
    me.send(me.house("budget/income"), salary="1100", salary_every="monthly")
    answer = me.resend(stale, me.case("offer/balanced"), words="As we said.")
    assert answer.status_code == 409
    assert "As we said." in answer.text or "The figures have changed" in answer.text
    assert case_of(deps, me).case.stage is At.OPEN


def test_an_own_amount_is_shown_before_it_is_sent(reader: Open, deps: Deps) -> None:
    me = reader("joint", "confirm", "tell")
    shown = me.send(
        me.case("own"),
        amount="300",
        every="monthly",
        first_due__day="15",
        first_due__month="1",
        first_due__year="2027",
    )
    assert shown.status_code == 200
    assert "Your own amount" in shown.text
    assert case_of(deps, me).case.offer is None
    sent = me.resend(_soup(shown.text), me.case("own"), "/offer", words="We can do this.")
    assert sent.status_code == 303
    made = case_of(deps, me).case.offer
    assert made is not None
    assert made.terms.schedule.highest.plain == "300.00"
    assert made.terms.schedule.first_due.isoformat() == "2027-01-15"


def test_an_own_amount_above_the_budget_is_refused_beside_the_field(
    reader: Open, deps: Deps
) -> None:
    me = reader("joint", "confirm", "tell")
    for amount, words in (
        ("1470.01", "more than your budget can bear"),
        ("5.00", "does not repay the debt in time"),
        ("0", "Enter more than 0"),
        ("12,50", "Enter an amount in numbers"),
    ):
        answer = me.send(
            me.case("own"),
            amount=amount,
            every="monthly",
            first_due__day="15",
            first_due__month="1",
            first_due__year="2027",
        )
        assert answer.status_code == 422, amount
        assert words in answer.text
        assert f'value="{amount}"' in answer.text
    assert case_of(deps, me).case.offer is None


def test_the_first_payment_waits_for_the_time_to_think(reader: Open) -> None:
    me = reader("joint", "confirm", "tell")
    day = {"first_due__day": "1", "first_due__month": "12", "first_due__year": "2026"}
    answer = me.send(me.case("own"), amount="300", every="monthly", **day)
    assert answer.status_code == 422
    assert "after the time to think" in answer.text


def test_a_dispute_stops_everything(reader: Open, deps: Deps) -> None:
    me = reader("new")
    assert me.send(me.case("dispute")).status_code == 422
    sent = me.send(me.case("dispute"), kind="already_paid", words="Paid in May.")
    assert sent.location == me.case()
    assert "Everything stands still" in me.words(me.case())
    assert case_of(deps, me).case.dispute is not None
    assert not me.see(me.case()).select("ul.pp-choices")


def test_this_is_not_me_leads_to_the_dispute_in_one_step(reader: Open) -> None:
    me = reader("new")
    page = me.see(me.case())
    links = {a.get_text(strip=True): str(a["href"]) for a in page.select("ul.pp-choices a")}
    assert list(links) == ["Work out payments", "Dispute the debt", "Get help", "This is not me"]
    chosen = me.see(links["This is not me"]).select_one("input[checked]")
    assert chosen is not None
    assert chosen["value"] == "not_mine"


def test_time_is_given_and_ends_when_the_person_says(
    reader: Open, deps: Deps, clock: Clock
) -> None:
    me = reader("joint", "confirm", "tell")
    assert me.send(me.case("hold"), "/hold", hold=TIME).location == me.case()
    hold = case_of(deps, me).case.hold
    assert hold is not None
    assert hold.until == (clock() + timedelta(days=30)).date()
    assert "You have time until 21 December 2026" in me.words(me.case("options"))
    assert me.send(me.case("options"), "/go-on").status_code == 303
    assert case_of(deps, me).case.hold is None


def test_asking_for_help_reaches_a_person_and_no_lender(
    reader: Open, deps: Deps, visit: Callable[..., Visitor]
) -> None:
    me = reader("new")
    sent = me.send(me.case("ask-help"), words="I am afraid to open letters.")
    assert sent.location == me.case("ask-help/sent")
    assert "I am afraid to open letters." in me.words(me.case())
    theirs = visit(me.part.place.agent).get(f"/lender/cases/{me.part.case_id}")
    assert theirs.status_code == 200
    assert "afraid" not in theirs.text


def test_a_charity_is_let_in_and_out_again(reader: Open, visit: Callable[..., Visitor]) -> None:
    me = reader("joint", "confirm", "tell")
    helper = visit(me.part.place.counselor)
    assert helper.get(me.case()).status_code == 404
    page = me.see(me.house("help"))
    card = next(li for li in page.select("li.pp-card") if "Clearway" in li.get_text())
    link = card.select_one("a[href*='/choose']")
    assert link is not None
    path = str(link["href"])
    said: dict[str, str | list[str]] = {"who": "everybody", "scopes": ["talk", "negotiate"]}
    day = {"until__day": "1", "until__month": "3", "until__year": "2027"}
    words = _soup(me.send(path, "/check", **said, **day).text)
    assert "1 March 2027" in words.get_text()
    me.resend(words, path, "/give", name="Ana & Tom Reed")
    assert "You act for Ana & Tom Reed." in _soup(helper.get(me.case()).text).get_text()
    assert helper.get(me.house("budget/check")).status_code == 200
    assert helper.get(me.house("help")).status_code == 403
    me.send(me.house("help"), "/end")
    assert helper.get(me.case()).status_code == 404


def _soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")
