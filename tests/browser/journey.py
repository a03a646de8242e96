"""The whole main job through the pages: three people, three browsers, and a stranger who checks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser

from app.assembly import clock
from app.web.i18n import LANGUAGES
from tests.browser.browsing import Screen
from tests.browser.cast import BORROWERS, CASTS, COLUMNS, Cast
from tests.browser.person import Look, Person, enter, look_away, sign_in_as, sign_in_staff

AMOUNT = re.compile(r"[\d,]+\.\d\d")
SOONEST = timedelta(days=35)
PAYDAY = 5  # a day that no weekend carries into the next month


@dataclass(frozen=True, slots=True)
class Play:
    """One case on its way. ``key`` keeps the accounts and addresses of several plays apart."""

    cast: Cast
    key: str
    borrower: Person
    lender: Person
    counselor: Person
    stranger: Person

    @property
    def people(self) -> tuple[Person, ...]:
        return (self.borrower, self.lender, self.counselor, self.stranger)


def address(key: str) -> str:
    return f"b.{key}@people.example"


def rise(
    browser: Browser, base: str, screen: Screen, look: Look = look_away, *, deeply: bool = True
) -> Play:
    """The curtain: four browsers that know nothing of each other."""
    cast = replace(CASTS[screen.language], borrower=BORROWERS[screen.language][screen.width])
    people = [enter(browser, base, screen, look, deeply=deeply) for _ in range(4)]
    return Play(cast, f"{screen}", *people)


def perform(play: Play, folder: Path) -> Path:
    """From the lender's file to the sealed agreement and its check; the answer is the file."""
    sign_in_staff(play.lender, play.cast.lender_email)
    lender_imports(play.lender, play.cast, play.key)
    borrower_arrives(play.borrower, address(play.key))
    borrower_confirms(play.borrower)
    borrower_tells(play.borrower, play.cast)
    borrower_lets_help(play.borrower, play.cast)
    borrower_offers(play.borrower, play.cast)
    lender_counters(play.lender, play.cast, play.key, lets_fees_go=True)
    counselor_looks(play)
    borrower_accepts(play.borrower)
    everybody_signs(play)
    file = borrower_downloads(play.borrower, folder)
    stranger_checks(play.stranger, file)
    return file


def lender_imports(lender: Person, cast: Cast, key: str) -> None:
    """The case comes in as a row of a file."""
    lender.follow_by(lender.page.locator("nav.pp-nav a[href='/lender/imports']"))
    row = f"B-{key},{cast.borrower},{address(key)},{cast.row}"
    lender.main.locator("input[type=file]").set_input_files(
        {
            "name": "debts.csv",
            "mimeType": "text/csv",
            "buffer": f"{COLUMNS}\r\n{row}\r\n".encode(),
        }
    )
    lender.press("Import the file")
    assert lender.heading == lender.say("What came in")


def borrower_arrives(borrower: Person, mailbox: str) -> None:
    """By the link of the first message, which signs nobody in by being opened."""
    letter = borrower.letter(mailbox)
    borrower.follow_by(letter.locator("a[href*='/arrive/']"))
    borrower.photo("arrive")
    borrower.press("Read the message")
    borrower.photo("debt")


def borrower_confirms(borrower: Person) -> None:
    borrower.follow("Work out payments")
    borrower.press("Yes, this is my debt")


def borrower_tells(borrower: Person, cast: Cast) -> None:
    """Page after page, each saved as it goes."""
    borrower.photo("budget")
    borrower.follow("Go through the pages")
    borrower.write("adults", "1")
    borrower.write("children", "1")
    if cast.place == "UK":
        borrower.choose("subdivision", "england_wales")
    borrower.press("Save and go on")
    _lines(borrower, cast, "income")
    borrower.press("Save and go on")
    borrower.press("Save and go on")
    _lines(borrower, cast, "spending")
    borrower.photo("spending")
    borrower.press("Save and go on")
    borrower.press("Save and go on")
    borrower.follow("Go on")
    borrower.press("Save and go on")
    borrower.follow("Go on")
    borrower.photo("needs")
    borrower.press("Save and go on")
    borrower.press("Save and go on")
    assert borrower.heading == borrower.say("Check your answers")


def borrower_lets_help(borrower: Person, cast: Cast) -> None:
    """A charity may act from now on."""
    borrower.go("/my")
    borrower.follow("Let someone help")
    card = borrower.page.locator(".pp-card", has_text=cast.charity)
    wanted = borrower.say("Let them help me")
    borrower.follow_by(card.get_by_role("link", name=wanted, exact=True))
    borrower.choose("who", "everybody")
    for scope in ("talk", "negotiate"):
        borrower.choose("scopes", scope)
    borrower.write_day("until", _today() + timedelta(days=90))
    borrower.photo("authority")
    borrower.press("See the words to sign")
    borrower.write("name", cast.borrower)
    borrower.photo("authority-sign")
    borrower.press("Sign")
    assert card.get_by_role("button", name=borrower.say("End it now")).count() == 1


def borrower_offers(borrower: Person, cast: Cast) -> None:
    """What is affordable, what is shared, what is possible, and one of it is sent."""
    borrower.go("/my")
    borrower.follow("See what you can afford")
    borrower.photo("affordable")
    borrower.press("Share these totals and see my options")
    borrower.photo("options")
    chosen = borrower.main.locator("a[href*='/offer/']").filter(visible=True)
    borrower.follow_by(chosen.first)
    borrower.write("words", cast.words)
    borrower.photo("check-offer")
    borrower.press("Send this offer")
    assert borrower.heading == borrower.say("Your offer is with the lender")


def lender_counters(lender: Person, cast: Cast, key: str, *, lets_fees_go: bool) -> None:
    """The queue, the case, and another plan with its reason, within what is affordable."""
    lender.go("/lender")
    lender.photo("lender-queue")
    row = lender.main.locator("tr", has_text=f"B-{key}")
    lender.follow_by(row.get_by_role("link"))
    lender.photo("lender-case")
    lender.follow("Suggest a change")
    most = AMOUNT.search(lender.main.locator(".pp-inset-text").inner_text())
    assert most is not None
    lender.write("amount", most.group(0).partition(".")[0])
    lender.choose("every", "monthly")
    lender.write_day("first_due", first_payment())
    lender.write("rate", "0")
    if lets_fees_go:
        lender.tick("waive_fees")
    lender.write("explanation", cast.reason)
    lender.photo("lender-offer")
    lender.press("See what it does")
    lender.press("Send the offer")
    assert lender.heading == cast.borrower


def counselor_looks(play: Play) -> None:
    """With the borrower's authority: their case, their options, the lender's offer."""
    counselor, cast = play.counselor, play.cast
    sign_in_as(counselor, cast.counselor)
    counselor.photo("counselor-caseload")
    client = counselor.main.locator(".pp-card", has_text=cast.borrower)
    counselor.follow_by(client.locator("a[href^='/cases/']").last)
    for_whom = counselor.page.locator(".pp-acts-for")
    assert cast.borrower in for_whom.inner_text()
    case = counselor.page.url
    counselor.go(case.removeprefix(counselor.base) + "/options")
    assert counselor.main.locator(".pp-offer").count() > 0
    counselor.photo("counselor-options")
    counselor.go(case.removeprefix(counselor.base))
    counselor.follow("See the lender's offer")
    assert cast.reason in counselor.main.inner_text()


def borrower_accepts(borrower: Person) -> None:
    """Five choices of equal weight; one of them is to accept."""
    borrower.go("/my")
    borrower.follow("Offer and answer")
    assert borrower.main.locator(".pp-choices--5 a").count() == 5
    borrower.photo("offer")
    borrower.follow("Accept")
    own = LANGUAGES[borrower.screen.language].name
    borrower.press(borrower.say("Accept. %(language)s decides") % {"language": own})
    borrower.follow("See the agreement")


def everybody_signs(play: Play) -> None:
    """The lender first, then the borrower, then the counselor, who reviews it."""
    path = play.borrower.page.url.removeprefix(play.borrower.base)
    names = (play.cast.lender, play.cast.borrower, play.cast.counselor)
    for person, name in zip((play.lender, play.borrower, play.counselor), names, strict=True):
        person.go(path)
        person.wait_for(person.main.locator(f".pp-choices a[href='{path}/sign']"))
        if person is play.borrower:
            person.photo("agreement")
        person.follow("Sign")
        if person is play.borrower:
            chooses_a_file(person)
        else:
            person.tick("records")
        person.write("typed_name", name)
        if person is play.borrower:
            person.photo("sign")
        person.press("Sign")
        assert person.heading == person.say("The agreement")


def chooses_a_file(borrower: Person) -> None:
    """Apart from signing, and tried out first: the word stands on the test page."""
    borrower.follow("Open the test page")
    word = borrower.main.locator("p.pp-heading-m").inner_text()
    borrower.follow("Back to file or paper")
    borrower.choose("choice", "file")
    borrower.write("word", word)
    borrower.photo("records")
    borrower.press("Save my choice")


def borrower_downloads(borrower: Person, folder: Path) -> Path:
    """The sealed file, once it is sealed."""
    borrower.page.reload()
    sealed = borrower.say("Everybody has signed, and the file is sealed.")
    borrower.wait_for(borrower.main.get_by_text(sealed, exact=True))
    borrower.photo("sealed")
    with borrower.page.expect_download() as coming:
        borrower.main.get_by_role("link", name=borrower.say("Download the PDF"), exact=True).click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return file


def stranger_checks(stranger: Person, file: Path) -> None:
    """The file is genuine; a copy with one bit turned is not."""
    stranger.go("/verify")
    stranger.main.locator("[name='file']").set_input_files(file)
    stranger.press("Check the file")
    assert stranger.heading == stranger.say("Yes, this file is genuine")
    stranger.photo("verify")
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    forged = file.with_name("copy.pdf")
    forged.write_bytes(data)
    stranger.follow("Check another file")
    stranger.main.locator("[name='file']").set_input_files(forged)
    stranger.press("Check the file")
    assert stranger.heading == stranger.say("No, this is not the real file")
    stranger.photo("verify-forged")


def _today() -> date:
    """Of the real clock, as the served product has it."""
    return clock().date()


def first_payment() -> date:
    """A day on which a plan may begin."""
    soonest = _today() + SOONEST
    return next(day for n in range(31) if (day := soonest + timedelta(days=n)).day == PAYDAY)


def _lines(borrower: Person, cast: Cast, part: str) -> None:
    for where, name, amount, every in cast.lines:
        if where == part:
            borrower.write(name, amount)
            borrower.choose(f"{name}_every", every)
