"""An argument that ends well: two counter-offers, a hold, a disputed fee, a midpoint, a yes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from playwright.sync_api import Browser

from tests.browser import matters
from tests.browser.browsing import Screen
from tests.browser.cast import CASTS, Cast
from tests.browser.journey import (
    AMOUNT,
    address,
    borrower_accepts,
    borrower_arrives,
    borrower_confirms,
    borrower_lets_help,
    borrower_offers,
    borrower_tells,
    first_payment,
    lender_counters,
    lender_imports,
)
from tests.browser.matters import MATTERS, NAMES, STORY, Matter, Told
from tests.browser.person import Look, Person, enter, look_away, sign_in_as
from tests.browser.reading import fees, midpoint, reads, silent_about, story

TIME = "house:asked-for-time"
ASKED = (3, 4)
"""The part of what the borrower could bear that the counselor offers."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Three people over one debt, each at a browser of their own."""

    cast: Cast
    matter: Matter
    key: str
    borrower: Person
    lender: Person
    counselor: Person

    @property
    def people(self) -> tuple[Person, ...]:
        return (self.borrower, self.lender, self.counselor)


def meet(
    browser: Browser, base: str, screen: Screen, look: Look = look_away, *, deeply: bool = True
) -> Talk:
    matter = MATTERS[screen.language]
    cast = replace(
        CASTS[screen.language],
        borrower=NAMES[screen.language][screen.width],
        row=matter.row,
        reason=matter.reason,
    )
    people = [enter(browser, base, screen, look, deeply=deeply) for _ in range(3)]
    return Talk(cast, matter, f"talk-{screen}", *people)


def negotiate(talk: Talk) -> None:
    """From the first offer to the agreement; after each move everybody reads where it stands."""
    case = borrower_begins(talk)
    lender_suggests(talk, case)
    borrower_takes_time(talk, case)
    borrower_goes_on(talk, case)
    counselor_suggests(talk, case)
    borrower_disputes_a_fee(talk, case)
    lender_corrects(talk, case)
    everybody_sees_the_midpoint(talk, case)
    lender_takes_it(talk, case)
    borrower_agrees(talk, case)


def turn(talk: Talk, case: str, name: str, told: Told) -> None:
    """Each opens their own page and reads where the case stands; ``name`` is of the pictures."""
    borrower, lender, counselor = talk.people
    borrower.go(case)
    reads(borrower.main, borrower.say(told.borrower))
    lender.go(f"/lender{case}")
    reads(lender.main, lender.say(told.lender))
    counselor.go("/counselor")
    client = counselor.main.locator(".pp-card", has_text=talk.cast.borrower)
    reads(client, counselor.say(told.counselor))
    for person, who in zip(talk.people, ("borrower", "lender", "counselor"), strict=True):
        person.photo(f"{name}-{who}")


def borrower_begins(talk: Talk) -> str:
    """The debt comes in, the borrower offers a plan, and a charity may act; the case's page."""
    borrower = talk.borrower
    sign_in_as(talk.lender, talk.cast.lender)
    sign_in_as(talk.counselor, talk.cast.counselor)
    lender_imports(talk.lender, talk.cast, talk.key)
    borrower_arrives(borrower, address(talk.key))
    borrower_confirms(borrower)
    borrower_tells(borrower, talk.cast)
    borrower_lets_help(borrower, talk.cast)
    borrower_offers(borrower, talk.cast)
    case = borrower.page.url.removeprefix(borrower.base).removesuffix("/answer")
    turn(talk, case, "offered", matters.THEIRS)
    return case


def lender_suggests(talk: Talk, case: str) -> None:
    """The first counter-offer."""
    lender_counters(talk.lender, talk.cast, talk.key, lets_fees_go=False)
    turn(talk, case, "countered", matters.LENDERS)
    talk.borrower.follow("See the lender's offer")
    reads(talk.borrower.main, talk.cast.reason)


def borrower_takes_time(talk: Talk, case: str) -> None:
    """A hold, chosen without a reason; the offer waits."""
    talk.borrower.follow("Ask for time")
    talk.borrower.choose("hold", TIME)
    talk.borrower.photo("hold")
    talk.borrower.press("Take this time")
    turn(talk, case, "held", matters.HELD)
    silent_about(talk.lender.main, talk.lender.say("Take the offer back"))


def borrower_goes_on(talk: Talk, case: str) -> None:
    """Sooner than the hold ends, in one step; the same offer still stands."""
    talk.borrower.press("Go on now")
    turn(talk, case, "goes-on", matters.LENDERS)
    silent_about(talk.lender.main, talk.lender.say(matters.HELD.lender))


def counselor_suggests(talk: Talk, case: str) -> None:
    """The second counter-offer, by the counselor with the borrower's authority."""
    counselor = talk.counselor
    client = counselor.main.locator(".pp-card", has_text=talk.cast.borrower)
    counselor.follow_by(client.locator(f"a[href='{case}']"))
    counselor.follow("See the lender's offer")
    reads(counselor.page.locator(".pp-acts-for"), talk.cast.borrower)
    reads(counselor.main, talk.cast.reason)
    counselor.follow("Suggest a change")
    counselor.follow("Offer your own amount")
    most = AMOUNT.search(counselor.main.inner_text())
    assert most is not None
    part, whole = ASKED
    bears = int(most.group(0).partition(".")[0].replace(",", ""))
    counselor.write("amount", str(bears * part // whole))
    counselor.choose("every", "monthly")
    counselor.write_day("first_due", first_payment())
    counselor.photo("counselor-own")
    counselor.press("Work it out")
    counselor.write("words", talk.matter.counselor)
    counselor.photo("counselor-check")
    counselor.press("Send this offer")
    turn(talk, case, "countered-again", matters.THEIRS)
    reads(talk.lender.main, talk.matter.counselor)


def borrower_disputes_a_fee(talk: Talk, case: str) -> None:
    """One fee of several: by its name, with what all of them should be."""
    borrower, lender, matter = talk.borrower, talk.lender, talk.matter
    assert fees(borrower) == fees(lender) == matter.stated
    borrower.follow("Dispute the debt")
    borrower.choose("kind", "wrong_amount")
    borrower.choose("part", "fees")
    borrower.write("line", matter.fee)
    borrower.write("right_amount", matter.right)
    borrower.write("words", matter.doubt)
    borrower.photo("dispute")
    borrower.press("Send the dispute")
    turn(talk, case, "disputed", matters.DISPUTED)
    lender.follow("Settle the dispute")
    fee = lender.say("It is about this fee: %(line)s.") % {"line": matter.fee}
    for words in (fee, lender.say("It should be %(amount)s."), matter.doubt):
        reads(lender.main, words)


def lender_corrects(talk: Talk, case: str) -> None:
    """The old figures and the new ones are seen before they go; the offer on the old is nobody's."""
    lender, borrower, matter = talk.lender, talk.borrower, talk.matter
    lender.choose("answer", "corrected")
    lender.write("fees", matter.right)
    lender.write("explanation", matter.answer)
    lender.press("Look at it before it is sent")
    lender.photo("dispute-answer")
    lender.press("Send the answer")
    turn(talk, case, "corrected", matters.CORRECTED)
    assert fees(borrower) == fees(lender) == matter.corrected
    borrower.follow("Read the answer to your dispute")
    for words in matters.OUTCOME:
        reads(borrower.main, borrower.say(words))
    reads(borrower.main, matter.answer)
    borrower.photo("dispute-outcome")


def everybody_sees_the_midpoint(talk: Talk, case: str) -> None:
    """The borrower asks; all three are shown one plan, for the same reasons, word for word."""
    borrower, lender, counselor = talk.people
    borrower.go(case)
    borrower.follow("See the fair midpoint")
    borrower.photo("midpoint-ask")
    borrower.press("Work it out")
    lender.go(f"/lender{case}")
    lender.follow("See the fair midpoint")
    counselor.go(case)
    counselor.follow("See the fair midpoint")
    assert midpoint(borrower) == midpoint(lender) == midpoint(counselor)
    for person, who in zip(talk.people, ("borrower", "lender", "counselor"), strict=True):
        person.photo(f"midpoint-{who}")


def lender_takes_it(talk: Talk, case: str) -> None:
    """The midpoint is the lender's offer now, with the reasons that all were shown."""
    reasons = midpoint(talk.lender).reasons
    talk.lender.press("Accept the midpoint")
    turn(talk, case, "midpoint-offered", matters.LENDERS)
    talk.borrower.follow("See the lender's offer")
    assert set(reasons) <= set(talk.borrower.main.inner_text().splitlines())
    talk.borrower.photo("midpoint-answer")


def borrower_agrees(talk: Talk, case: str) -> None:
    """Once it is written down, everybody is told so and reads the same story."""
    borrower_accepts(talk.borrower)
    paper = talk.borrower.page.url.removeprefix(talk.borrower.base)
    talk.lender.go(paper)
    talk.lender.wait_for(talk.lender.main.locator(f".pp-choices a[href='{paper}/sign']"))
    turn(talk, case, "agreed", matters.AGREED)
    talk.counselor.go(case)
    for person in talk.people:
        assert story(person)[: len(STORY)] == [person.say(words) for words in STORY]
