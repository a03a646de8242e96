"""Staff at a real browser: a passkey with scripts, a code app without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import Screen
from tests.browser.cast import CASTS
from tests.browser.person import Person, enter, sign_in_by_code, sign_in_staff
from tests.browser.served import Served

pytestmark = pytest.mark.long

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(browser: Browser, base: str, screen: Screen) -> Person:
    person = enter(browser, base, screen)
    devices = person.page.context.new_cdp_session(person.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return person


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_passkey_is_made_and_signs_in(
    browser: Browser, second_server: Served, language: str
) -> None:
    person = with_authenticator(browser, second_server.base, Screen(language, 360))
    sign_in_by_code(person, CASTS[language].lender_email)
    person.write("name", "Laptop")
    person.press("Add a passkey")
    assert person.page.url == f"{second_server.base}/lender"
    person.go("/account/security")
    assert person.main.get_by_role("heading", name="Laptop").count() == 1
    person.follow_by(
        person.page.get_by_role("banner").get_by_role("button", name=person.say("Sign out"))
    )
    person.go("/sign-in")
    assert not person.main.locator("[data-passkey-failed]").is_visible()
    person.press("Sign in with a passkey")
    assert person.page.url == f"{second_server.base}/lender"
    person.watch.assert_clean()
    person.page.context.close()


def test_without_scripts_an_app_does(browser: Browser, second_server: Served) -> None:
    address = "supervisor.uk@staff.example"
    for _ in range(2):
        person = enter(browser, second_server.base, Screen("en", 1280, scripts=False))
        sign_in_staff(person, address)
        assert person.page.url == f"{second_server.base}/lender"
        assert person.page.get_by_role("button", name="passkey").count() == 0
        person.watch.assert_clean()
        person.page.context.close()


def test_a_link_from_another_site_finds_staff_signed_in(
    browser: Browser, second_server: Served
) -> None:
    person = with_authenticator(browser, second_server.base, Screen("en", 1280))
    sign_in_by_code(person, "agent.uk@staff.example")
    person.write("name", "Laptop")
    person.press("Add a passkey")
    for path in ("/lender", "/guide"):
        person.page.goto("about:blank")
        person.page.evaluate(f"location = '{second_server.base}{path}'")
        person.page.wait_for_url(second_server.base + path)
        person.page.get_by_role("button", name="Sign out").wait_for()
    person.page.context.close()
