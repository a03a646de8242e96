"""What asks again who somebody is: all that is marked for it, and nothing by accident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from flask import Flask

from app.core.access import RULES, Action, Actor, Relation
from app.usecases.deps import Deps
from tests.signing_in import by_mail, enrolled, shown
from tests.stage import Clock, Stage, Visitor

MARKED = {
    # Reading what happened to somebody: by consent, and for a client.
    Action.LOOK_AT_HARDSHIP: "hardship.viewed",
    Action.READ_HARDSHIP: "hardship.viewed",
    # One's own data as a whole, and what opens an account.
    Action.TAKE_OWN_DATA: "data.taken",
    Action.PLAN_ERASURE: None,
    Action.ERASE_OWN_DATA: "data.erasure-asked",
    Action.ENROL: "account.factor-added",
    Action.CHANGE_SECURITY: "account.factor-changed",
    # What gives others power.
    Action.CHANGE_TEAM: "team.changed",
    Action.PUBLISH_POLICY: "policy.published",
    Action.DECIDE_APPROVAL: "approval.decided",
    # What opens a locked case.
    Action.ASK_LEGAL_EXPORT: "legal-export.asked",
    Action.APPROVE_LEGAL_EXPORT: "legal-export.approved",
    Action.TAKE_LEGAL_EXPORT: "legal-export.taken",
}
"""Accepting and signing stand not here: decision 30 says why."""


def test_the_table_asks_for_a_young_check_where_it_is_marked_and_nowhere_else() -> None:
    assert {action: rule.audit for action, rule in RULES.items() if rule.fresh} == MARKED
    assert {action for action, rule in RULES.items() if rule.spared} == {Action.READ_HARDSHIP}
    assert RULES[Action.READ_HARDSHIP].spared == {Relation.OWNER}


def working(app: Flask, deps: Deps, clock: Clock, who: Actor) -> tuple[Visitor, str]:
    """Somebody who works, whose check is six minutes old, and the secret of their app."""
    browser, _ = by_mail(app, deps, who)
    secret = enrolled(browser, clock)
    clock.move(minutes=6)
    return browser, secret


def confirmed(browser: Visitor, path: str, secret: str, clock: Clock) -> None:
    """``path`` asks first, and is where one comes back to afterwards."""
    asked = browser.get(path)
    assert (asked.status_code, urlsplit(asked.location).path) == (303, "/confirm"), path
    named = {name: one[0] for name, one in parse_qs(urlsplit(asked.location).query).items()}
    back = browser.post("/confirm", named | {"code": shown(secret, clock)})
    assert (back.status_code, back.location) == (303, path)
    assert browser.get(path).status_code == 200


def test_who_looks_by_consent_confirms_before_reading_what_happened(
    app: Flask, deps: Deps, stage: Stage, visit: Callable[..., Visitor], clock: Clock
) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    until = part.deps.now().date() + timedelta(days=30)
    form = {"charity": str(part.place.charity), "until": until.isoformat()}
    there = f"/cases/{part.case_id}/who-sees/look"
    both = {"parts": ["ordinary", "hardship"]}
    assert visit(part.borrower).post(there, form | both).status_code == 303
    browser, secret = working(app, deps, clock, part.place.counselor)
    case = f"/counselor/looking/cases/{part.case_id}"
    assert browser.get(case).status_code == 200
    confirmed(browser, f"{case}/happened", secret, clock)


def test_who_acts_for_a_client_confirms_and_the_client_reads_of_it(
    app: Flask, deps: Deps, stage: Stage, visit: Callable[..., Visitor], clock: Clock
) -> None:
    part = stage.part("counselor", "authority", "confirm", "tell")
    browser, secret = working(app, deps, clock, part.place.counselor)
    home = f"/household/{part.household_id}"
    assert browser.get(f"{home}/budget").status_code == 200
    assert browser.get(f"{home}/budget/spending").status_code == 200
    for other in ("needs", "may-help", "check"):
        assert browser.get(f"{home}/budget/{other}").status_code == 303, other
    log = f"{home}/who-sees/log"
    looked = "They looked at what happened to you."
    assert looked not in visit(part.borrower).soup(log).get_text()
    confirmed(browser, f"{home}/budget/happened", secret, clock)
    assert visit(part.borrower).soup(log).get_text().count(looked) == 1


def test_nobody_is_asked_before_reading_what_they_told_themselves(
    stage: Stage, visit: Callable[..., Visitor], clock: Clock
) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    me = visit(part.borrower)
    clock.move(minutes=6)
    home = f"/household/{part.household_id}"
    for path in ("happened", "needs", "may-help", "check"):
        assert me.get(f"{home}/budget/{path}").status_code == 200, path
    assert "They looked at what happened" not in me.soup(f"{home}/who-sees/log").get_text()
