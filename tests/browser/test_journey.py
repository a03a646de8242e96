"""From a row in a lender's file to a sealed PDF that a stranger finds genuine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import Screen
from tests.browser.conftest import SCREENS
from tests.browser.journey import perform, rise
from tests.browser.served import Served

pytestmark = pytest.mark.long

LAST = SCREENS[-1:] if os.environ.get("SHORT") == "1" else SCREENS
"""The short form comes to an agreement by this way on a desk, and by ``test_negotiation`` on a phone."""


@pytest.mark.parametrize("screen", LAST, ids=str)
def test_three_people_take_a_case_to_a_sealed_agreement_that_anyone_can_check(
    browser: Browser, server: Served, screen: Screen, tmp_path: Path
) -> None:
    play = rise(browser, server.base, screen)
    try:
        file = perform(play, tmp_path)
        assert file.read_bytes().startswith(b"%PDF-")
        for person in play.people:
            person.watch.assert_clean()
    finally:
        for person in play.people:
            person.page.context.close()
