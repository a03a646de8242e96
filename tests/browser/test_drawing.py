"""A signature is drawn with a mouse and with a finger, and stands in the file."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import CDPSession

from tests.browser.browsing import Screen
from tests.browser.journey import borrower_accepts, borrower_downloads, chooses_a_file
from tests.browser.person import Person, sign_in_as
from tests.browser.served import Served
from tests.documents.form import faults

pytestmark = pytest.mark.long

LEAST = 500  # dots
STROKE = ((0.1, 0.7), (0.2, 0.2), (0.35, 0.8), (0.5, 0.3), (0.7, 0.6), (0.9, 0.5))
"""Shares of the width and height of the paper."""
INK = """() => {
  const canvas = document.querySelector("[data-pad] canvas");
  // From a copy, so that looking changes nothing about the paper itself.
  const copy = new OffscreenCanvas(canvas.width, canvas.height)
    .getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const dots = copy.getImageData(0, 0, canvas.width, canvas.height).data;
  let dark = 0;
  for (let at = 0; at < dots.length; at += 4) dark += dots[at] < 128;
  return dark;
}"""


@pytest.fixture
def server(second_server: Served) -> Served:
    """The borrower's story goes on to the seal, and other tests begin with it."""
    return second_server


def test_both_drawings_stand_in_the_sealed_file(
    someone: Callable[[Screen], Person], tmp_path: Path
) -> None:
    borrower, lender = someone(Screen("en", 360)), someone(Screen("en", 1280))
    sign_in_as(borrower, "Dan Whitfield")
    borrower_accepts(borrower)
    path = borrower.page.url.removeprefix(borrower.base)
    lender_draws_with_a_mouse(lender, path)
    borrower_draws_with_a_finger(borrower, path)
    file = borrower_downloads(borrower, tmp_path).read_bytes()
    assert faults(file) == []
    with pikepdf.open(BytesIO(file)) as pdf:
        assert sum(is_picture(one) for one in pdf.objects) == len(("lender", "borrower"))
    for person in (borrower, lender):
        person.watch.assert_clean()


def lender_draws_with_a_mouse(lender: Person, path: str) -> None:
    """The page asks again for what is missing, and has kept the drawing."""
    sign_in_as(lender, "Olivia Grant")
    comes_to_sign(lender, path)
    lender.tick("records")
    assert ink(lender) == 0
    (start, *rest) = on_paper(lender)
    lender.page.mouse.move(*start)
    lender.page.mouse.down()
    for dot in rest:
        lender.page.mouse.move(*dot, steps=4)
    lender.page.mouse.up()
    drawn = ink(lender)
    assert drawn > LEAST
    lender.photo("drawn")
    assert lender.send("Sign") == 422
    lender.watch.errors.clear()  # the browser notes the refusal itself
    lender.page.wait_for_function(f"() => ({INK})() > {LEAST}")
    assert ink(lender) == drawn
    lender.write("typed_name", "Olivia Grant")
    lender.press("Sign")
    assert lender.heading == lender.say("The agreement")


def borrower_draws_with_a_finger(borrower: Person, path: str) -> None:
    """What is cleared is gone, and what is drawn then goes with the name."""
    comes_to_sign(borrower, path)
    chooses_a_file(borrower)
    touch = borrower.page.context.new_cdp_session(borrower.page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    finger(touch, on_paper(borrower))
    assert ink(borrower) > LEAST
    borrower.main.get_by_role("button", name=borrower.say("Clear the drawing")).click()
    assert ink(borrower) == 0
    assert borrower.main.locator("[name='drawing']").input_value() == ""
    finger(touch, on_paper(borrower))
    assert borrower.main.get_by_role("status").inner_text() == borrower.say(
        "Your drawing goes beside your name."
    )
    borrower.write("typed_name", "Dan Whitfield")
    borrower.photo("drawn")
    borrower.press("Sign")
    assert borrower.heading == borrower.say("The agreement")


def comes_to_sign(person: Person, path: str) -> None:
    person.go(path)
    person.wait_for(person.main.locator(f".pp-choices a[href='{path}/sign']"))
    person.follow("Sign")


def on_paper(person: Person) -> list[tuple[float, float]]:
    """The stroke in dots of the window."""
    paper = person.main.locator("[data-pad] canvas")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    assert box is not None
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in STROKE]


def finger(touch: CDPSession, stroke: list[tuple[float, float]]) -> None:
    for number, (x, y) in enumerate(stroke):
        kind = "touchMove" if number else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def ink(person: Person) -> int:
    """Dark dots on the paper."""
    found: int = person.page.evaluate(INK)
    return found


def is_picture(item: object) -> bool:
    return isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
