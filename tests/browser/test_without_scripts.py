"""The borrower's pages with JavaScript off: every step works, nothing is hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.browser.browsing import Screen
from tests.browser.cast import CASTS
from tests.browser.journey import (
    address,
    borrower_arrives,
    borrower_confirms,
    borrower_lets_help,
    borrower_offers,
    borrower_tells,
    lender_imports,
)
from tests.browser.person import Person, sign_in_staff

pytestmark = pytest.mark.long


def test_a_borrower_gets_from_the_first_message_to_an_offer(
    someone: Callable[[Screen], Person],
) -> None:
    screen = Screen("en", 360, scripts=False)
    person, lender = someone(screen), someone(Screen("en", 1280))
    # Nobody else's name: the counselor of the other plays looks for theirs by it.
    cast = replace(CASTS["en"], borrower="Nell Brook")
    sign_in_staff(lender, cast.lender_email)
    lender_imports(lender, cast, "no-scripts")
    borrower_arrives(person, address("no-scripts"))
    borrower_confirms(person)
    borrower_tells(person, cast)
    borrower_lets_help(person, cast)
    borrower_offers(person, cast)
    person.watch.assert_clean()
