"""Three people, three browsers: from two plans that are apart to one that all have agreed."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import Screen
from tests.browser.negotiation import meet, negotiate
from tests.browser.served import Served

pytestmark = pytest.mark.long

SPOKEN = (Screen("en", 360), Screen("zh", 1280))
SCREENS = SPOKEN[:1] if os.environ.get("SHORT") == "1" else SPOKEN


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_three_people_come_by_counter_offers_a_hold_and_a_dispute_to_a_fair_midpoint(
    browser: Browser, server: Served, screen: Screen
) -> None:
    talk = meet(browser, server.base, screen)
    try:
        negotiate(talk)
        for person in talk.people:
            person.watch.assert_clean()
    finally:
        for person in talk.people:
            person.page.context.close()
