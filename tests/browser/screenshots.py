"""Pictures of the main pages: ``python -m tests.browser.screenshots`` plays and takes them.

Each picture shows the beginning of a page in a palette of few colours, so that the
whole folder stays small.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.browser.browsing import Screen, chromium
from tests.browser.journey import perform, rise
from tests.browser.negotiation import meet, negotiate
from tests.browser.person import Person, enter
from tests.browser.served import ROOT, served

FOLDER = ROOT / "docs" / "screenshots"
SCREENS = tuple(Screen(language, width) for language in ("en", "zh") for width in (360, 1280))
TALLEST = {360: 1500, 1280: 1300}
COLOURS = 64
PAPER_DOTS = 80  # an inch
CAPTIONS = {
    "home": "The first page",
    "calculator": "What somebody can pay, without an account",
    "arrive": "The first message: a page with a button",
    "debt": "Check the debt, with four equal choices",
    "budget": "The budget, told once, page by page",
    "spending": "One page of the budget",
    "affordable": "What is affordable, with the whole sum",
    "options": "Options side by side",
    "check-offer": "The last look before an offer goes",
    "lender-queue": "The lender's queue",
    "lender-case": "The lender's screen of a case",
    "lender-offer": "A counter-offer with its reason",
    "counselor-caseload": "The counselor's clients",
    "counselor-options": "The counselor looks at the options with authority",
    "offer": "The lender's offer, with five equal choices",
    "hold": "The borrower asks for time",
    "held-lender": "The lender's screen while the case stands still",
    "counselor-check": "The counselor suggests a change for the borrower",
    "dispute": "One fee is disputed",
    "dispute-answer": "The lender corrects the debt: the old figures and the new",
    "dispute-outcome": "The answer to the dispute",
    "midpoint-borrower": "The fair midpoint, as the borrower sees it",
    "midpoint-lender": "The fair midpoint, as the lender sees it",
    "agreement": "The agreement to read",
    "sign": "Signing",
    "sealed": "Signed by all and sealed",
    "verify": "A stranger checks the file",
    "verify-forged": "A changed copy is not genuine",
    "paper": "The first page of the PDF",
}


@dataclass(frozen=True, slots=True)
class Camera:
    """Keeps the pictures of one screen that have a caption, the first of each name."""

    screen: Screen
    taken: set[str] = field(default_factory=set)

    def __call__(self, name: str, page: Page) -> None:
        if name not in CAPTIONS or name in self.taken:
            return
        self.taken.add(name)
        page.evaluate("scrollTo(0, 0)")  # the frame stays in view, wherever somebody reads
        with tempfile.TemporaryDirectory() as folder:
            raw = Path(folder) / "raw.png"
            page.screenshot(path=raw, full_page=True, animations="disabled")
            keep(raw, self.path(name), TALLEST[self.screen.width])

    def path(self, name: str) -> Path:
        return FOLDER / f"{name}-{self.screen}.png"


def keep(raw: Path, path: Path, tallest: int) -> None:
    with Image.open(raw) as picture:
        cut = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, tallest)))
        cut.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Take every picture anew and write the index."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        with served(folder) as running:
            for screen in SCREENS:
                camera = Camera(screen)
                calculate(enter(browser, running.base, screen, camera, deeply=False))
                play = rise(browser, running.base, screen, camera, deeply=False)
                photograph(perform(play, folder), camera)
                talk = meet(browser, running.base, screen, camera, deeply=False)
                negotiate(talk)
                for person in (*play.people, *talk.people):
                    person.page.context.close()
    (FOLDER / "README.md").write_text(index(), encoding="utf-8")


def calculate(person: Person) -> None:
    """The pages that need no account."""
    person.go("/")
    person.photo("home")
    place, pay, rent = (
        ("cn", "6800", "2300") if person.screen.language == "zh" else ("uk", "1700", "640")
    )
    person.go(f"/calculator/{place}")
    person.write("adults", "1")
    for name, amount in (("salary", pay), ("rent", rent), ("groceries", "300")):
        person.write(name, amount)
        person.choose(f"{name}_every", "monthly")
    person.press("Show the sum")
    person.photo("calculator")
    person.page.context.close()


def photograph(file: Path, camera: Camera) -> None:
    """The first page of the PDF as Poppler draws it; one picture a language."""
    stem = file.with_suffix("")
    subprocess.run(
        ["pdftoppm", "-png", "-r", str(PAPER_DOTS), "-f", "1", "-singlefile", str(file), str(stem)],
        check=True,
    )
    keep(stem.with_suffix(".png"), FOLDER / f"paper-{camera.screen.language}.png", 2000)


def index() -> str:
    """The table of pictures in the order of the journey."""
    lines = [
        "# Pictures",
        "",
        "`make screenshots` plays the journey and a negotiation, and takes these anew.",
        "",
        "| page | " + " | ".join(f"{s.language}, {s.width} px" for s in SCREENS) + " |",
        "|---|" + "---|" * len(SCREENS),
    ]
    for name, words in CAPTIONS.items():
        if name == "paper":
            cells = [
                f"[{s.language}](paper-{s.language}.png)" if s.width == 360 else "" for s in SCREENS
            ]
        else:
            cells = [f"[{s}]({name}-{s}.png)" for s in SCREENS]
        lines.append(f"| {words} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
