"""Rights that somebody wrote into the database: whoever looks over all that is kept says so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.core.access import RULES, Action
from app.core.disclosure import OFFERED
from app.usecases import authority, looking_over, recipients, team
from app.usecases.demo_steps import Part
from tests.stage import Clock, Stage


@pytest.fixture
def part(stage: Stage, clock: Clock) -> Part:
    """A charity may look for a month; before, it might and might not."""
    made = stage.part("counselor", "authority", "confirm", "tell")
    for _ in range(2):
        _look(made, clock)
        _stop(made)
        _look(made, clock)  # at the same moment
        clock.move(seconds=5)
    return made


def _look(part: Part, clock: Clock) -> None:
    until = clock() + timedelta(days=30)
    charity, parts = part.place.charity, tuple(OFFERED)
    recipients.let_look(part.deps, part.borrower, part.case_id, charity, parts, until)


def _stop(part: Part) -> None:
    for one in recipients.recipients(part.deps, part.borrower, part.household_id).looking:
        recipients.stop(part.deps, part.borrower, part.case_id, one.consent.id)


def by_hand(part: Part, statement: str) -> int:
    with closing(sqlite3.connect(part.deps.settings.data_dir / "plainpact.db")) as rows:
        done = rows.execute(statement).rowcount
        rows.commit()
    return done


def test_f_025_a_consent_that_was_ended_is_not_opened_unseen(part: Part) -> None:
    assert looking_over.findings(part.deps) == ()
    _stop(part)
    assert looking_over.findings(part.deps) == ()
    # Two of each kind were given at the same moment: one of them is opened.
    newest = "(SELECT max(given_at) FROM consent)"
    each = f"SELECT max(rowid) FROM consent WHERE given_at = {newest} GROUP BY data_class"
    sql = f"UPDATE consent SET revoked_at = NULL WHERE rowid IN ({each}) AND purpose = 'advice'"
    assert by_hand(part, sql) == len(OFFERED)
    found = looking_over.findings(part.deps)
    assert len([one for one in found if one.endswith("was ended, and is open")]) == len(OFFERED)


def test_with_a_clock_that_never_stands_still_nothing_is_told(part: Part, clock: Clock) -> None:
    """The moment of a row is not the moment of its line where time goes on between the two."""

    def ticking() -> datetime:
        clock.move(microseconds=700)
        return clock()

    deps, place = replace(part.deps, now=ticking), part.place
    _look(replace(part, deps=deps), clock)
    authority.give(deps, part.borrower, part.household_id, place.charity)
    team.change_role(deps, place.admin, place.agent.person_id, "supervisor")
    assert looking_over.findings(deps) == ()


def test_f_025_an_authority_that_nobody_signed_is_told(part: Part, clock: Clock) -> None:
    with part.deps.reading() as uow:
        (given, *_) = uow.consents.authorities(part.borrower.person_id)
    authority.revoke(part.deps, part.borrower, part.household_id, given.id)
    assert looking_over.findings(part.deps) == ()
    # The last digit of the id alone tells it from the one that the log has a line about.
    planted = str(given.id)[:-1] + ("1" if str(given.id)[-1] != "1" else "2")
    assert by_hand(part, f"UPDATE authority SET id = '{planted.replace('-', '')}'")
    assert looking_over.findings(part.deps) == (f"authority {planted} was given by nobody",)


def test_an_authority_from_before_it_had_a_line_is_held_against_its_home(part: Part) -> None:
    """The log itself tells that lines are gone; this is about what is said beside it."""
    with part.deps.reading() as uow:
        (given, *_) = uow.consents.authorities(part.borrower.person_id)
    nobody = f"authority {given.id} was given by nobody"
    by_hand(part, "DROP TRIGGER audit_not_deleted")
    assert by_hand(part, "DELETE FROM audit WHERE object LIKE 'authority:%'")
    assert nobody not in looking_over.findings(part.deps)
    assert by_hand(part, "DELETE FROM audit WHERE action = 'authority.changed'")
    assert nobody in looking_over.findings(part.deps)


def test_f_028_an_authority_that_was_ended_is_not_in_force_again_unseen(part: Part) -> None:
    with part.deps.reading() as uow:
        (given, *_) = uow.consents.authorities(part.borrower.person_id)
    authority.revoke(part.deps, part.borrower, part.household_id, given.id)
    assert by_hand(part, "UPDATE authority SET revoked_at = NULL")
    told = (f"authority {given.id} was ended, and is in force",)
    assert looking_over.findings(part.deps) == told


def test_f_028_a_role_that_nobody_gave_is_told(part: Part, clock: Clock) -> None:
    place, agent = part.place, part.place.agent.person_id
    team.change_role(part.deps, place.admin, agent, "supervisor")
    clock.move(seconds=1)
    assert looking_over.findings(part.deps) == ()
    raised = "UPDATE membership SET role = 'admin' WHERE person_id = (SELECT person_id FROM "
    assert by_hand(part, raised + "membership WHERE role = 'supervisor' ORDER BY rowid LIMIT 1)")
    planted = "INSERT INTO membership SELECT organisation_id, (SELECT owner_id FROM household LIMIT"
    assert by_hand(part, planted + " 1), '2030-01-01', 'admin', NULL FROM membership LIMIT 1")
    found = looking_over.findings(part.deps)
    assert {one.split()[2] for one in found} == {str(agent), str(part.borrower.person_id)}
    assert all("nobody gave" in one for one in found)


def test_f_028_a_line_has_the_name_that_the_table_of_rights_has_for_it(part: Part) -> None:
    """Teams and ways to sign in were written under other names than the printed table says."""
    named = {action: rule.audit for action, rule in RULES.items() if rule.audit}
    at = part.deps.now()
    with part.deps.unit_of_work() as uow:
        for action in named:
            uow.audit.write(None, action, "test:names", at)
    with part.deps.reading() as uow:
        assert {one.action for one in uow.audit.of("test:names")} == {*named.values()}
    with part.deps.unit_of_work() as uow:
        uow.system("nothing is written")
        with pytest.raises(LookupError):
            uow.audit.write(None, Action.READ_TEAM, "test:names", at)
