"""Every page of the borrower's side, for every story, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from app.core.negotiation.commands import DeclineOffer
from app.core.negotiation.events import DeclineReason
from app.usecases import negotiate, queries
from app.usecases.demo_stories import STORIES
from tests.stage import Clock, Visitor
from tests.web.borrower.conftest import Reader

CASE_PAGES = (
    "",
    "dispute",
    "hold",
    "ask-help",
    "ask-help/sent",
    "proof",
    "more-help",
    "affordable",
    "options",
    "own",
)
HOUSE_PAGES = (
    "budget",
    "help",
    *(f"budget/{p}" for p in ("people", "income", "months", "spending", "debts", "happened")),
    "budget/may-help",
    "budget/needs",
    "budget/wishes",
    "budget/check",
)
SHORT = {story.key: tuple(s for s in story.goes if s not in {"sign", "seal"}) for story in STORIES}
HURRY = re.compile(
    r"hurry|urgent|last chance|only \d+ (?:left|hours)|expires soon|act now|立即还款|最后机会|马上还"
)


@pytest.mark.parametrize(
    ("key", "language"),
    [
        *((key, "en") for key in ("new", "deficit", "joint", "counter", "four-weekly", "disputed")),
        *((key, "zh") for key in ("new", "seasonal", "counter", "four-weekly", "many")),
    ],
)
def test_every_page_of_a_story_is_well_made(
    reader: Callable[..., Reader], key: str, language: str
) -> None:
    me = reader(key, *SHORT[key], language=language)
    paths = ["/my", *(me.case(p) for p in CASE_PAGES), *(me.house(p) for p in HOUSE_PAGES)]
    if key == "new":
        paths.append(me.case("confirm"))
    if key == "counter":
        paths += [me.case(p) for p in ("answer", "accept", "decline")]
    if key == "four-weekly":
        paths += [me.case(p) for p in ("answer", "withdraw", "offer/balanced")]
    for path in paths:
        page = me.see(path)
        assert len(page.select("h1")) == 1, path
        ids = Counter(str(tag["id"]) for tag in page.select("[id]"))
        assert [one for one, count in ids.items() if count > 1] == [], path
        labelled = {str(label["for"]) for label in page.select("label[for]")}
        for box in page.select("main input:not([type=hidden]), main select, main textarea"):
            assert str(box["id"]) in labelled, (path, box)
        for form in page.select("main form"):
            assert form.select_one("input[name=csrf_token]"), path
        words = page.select_one("main")
        assert words is not None
        assert not HURRY.search(words.get_text().lower()), path
        assert page.select_one("aside.pp-help"), path


@pytest.mark.parametrize("path", ["budget/people", "budget/wishes", "budget/happened"])
def test_nothing_is_chosen_for_the_person(reader: Callable[..., Reader], path: str) -> None:
    me = reader("seasonal")
    asked = me.see(me.house(path))
    assert asked.select("input[checked], option[selected]") == []


def test_pausing_and_reaching_a_person_take_one_step_from_every_case_page(
    reader: Callable[..., Reader],
) -> None:
    me = reader("counter", *SHORT["counter"])
    for path in ("", "options", "answer", "affordable", "accept", "decline"):
        links = {str(a["href"]) for a in me.see(me.case(path)).select("aside.pp-help a")}
        assert {
            me.case("ask-help"),
            me.case("hold"),
            me.case("dispute"),
            me.case("complaint"),
        } <= links


def test_costs_stand_beside_the_payment_on_every_card(reader: Callable[..., Reader]) -> None:
    me = reader("joint", *SHORT["joint"])
    cards = me.see(me.case("options")).select(".pp-offer")
    facts = [[dt.get_text() for dt in card.select("dt")] for card in cards]
    assert 1 < len(facts) <= 5
    assert all(one == facts[0] for one in facts)
    for words in ("You pay each time", "You pay in total", "Interest in it", "Fees in it"):
        assert words in facts[0]


def test_no_affordable_plan_is_said_with_what_to_do(reader: Callable[..., Reader]) -> None:
    me = reader("deficit", *SHORT["deficit"])
    words = me.words(me.case("options"))
    assert "No affordable plan exists now" in words
    assert "not your fault" in words
    assert "Talk to a free debt adviser." in words
    assert "Look at it again on" in words
    assert not me.see(me.case("options")).select(".pp-offer")


def test_the_tightest_month_is_marked_and_each_step_has_its_rule(
    reader: Callable[..., Reader],
) -> None:
    me = reader("seasonal", *SHORT["seasonal"])
    words = me.words(me.case("affordable"))
    assert "(tightest)" in words
    assert "house:surplus" in words


def test_an_old_debt_is_flagged_before_anything_can_be_confirmed(
    reader: Callable[..., Reader], visit: Callable[..., Visitor], clock: Clock
) -> None:
    me = reader("new")
    clock.move(days=365 * 6)
    fresh = Reader(visit(me.part.borrower), me.part)
    for page in ("", "confirm"):
        soup = fresh.see(me.case(page))
        main = str(soup.select_one("main"))
        assert "may be too old to enforce" in main
        first_act = main.find("<form") if page else main.find("pp-choices")
        assert main.find("old-debt") < first_act


@pytest.mark.parametrize("who", ["agent", "counselor"])
def test_the_other_side_and_strangers_have_no_part_in_these_pages(
    reader: Callable[..., Reader], visit: Callable[..., Visitor], who: str
) -> None:
    me = reader("joint", *SHORT["joint"])
    other = visit(getattr(me.part.place, who))
    expected = 403 if who == "agent" else 404
    for path in ("", "affordable", "options", "own", "answer", "dispute", "hold", "ask-help"):
        assert other.get(me.case(path)).status_code == expected, path
    for path in HOUSE_PAGES:
        assert other.get(me.house(path)).status_code in {403, 404}, path
    for path in ("confirm", "share", "offer", "own", "accept", "decline", "withdraw", "hold"):
        assert other.post(me.case(path)).status_code == expected, path


def test_somebody_elses_case_is_not_there(
    reader: Callable[..., Reader], visit: Callable[..., Visitor]
) -> None:
    me, other = reader("joint"), reader("deficit")
    for path in (me.case(), me.house("budget"), me.house("budget/check")):
        assert other.visitor.get(path).status_code == 404
    assert visit().get(me.case()).status_code == 303


def test_a_counselor_with_authority_is_told_for_whom_they_act(
    reader: Callable[..., Reader], visit: Callable[..., Visitor]
) -> None:
    me = reader("counselor", *SHORT["counselor"])
    helper = visit(me.part.place.counselor)
    for path in (me.case(), me.case("options"), me.house("budget"), me.house("budget/income")):
        page = BeautifulSoup(helper.get(path).data, "html.parser")
        assert "You act for Grace Lin." in page.get_text(), path


def test_a_lenders_no_is_shown_first_with_its_reason_and_the_ways_on(
    reader: Callable[..., Reader],
) -> None:
    me = reader("four-weekly", "confirm", "tell", "offer")
    part = me.part
    offer = queries.case_page(part.deps, part.place.agent, part.case_id).case.offer
    assert offer is not None
    no = DeclineOffer(offer.digest, DeclineReason.TOO_LONG, "36 months is our longest plan.")
    negotiate.submit(part.deps, part.place.agent, part.case_id, no)
    notice = me.see(me.case()).select_one("[aria-labelledby=refusal]")
    assert notice is not None
    for words in ("It takes too long", "36 months is our longest plan.", "another offer"):
        assert words in notice.get_text()


def test_a_hold_is_not_called_a_payment_break(reader: Callable[..., Reader]) -> None:
    me = reader("four-weekly", "confirm", "tell", "hold")
    assert "A payment break fits best" not in me.words(me.case("options"))
