"""Every unsafe route leaves its audit row with the change, and nothing at all without it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from app.core.access import RULES, Actor
from app.core.mandate_text import text_sha256
from app.core.scopes import EVERYTHING
from app.factory import create_app
from app.store.audit import Audit
from app.store.unit_of_work import UnitOfWork
from app.usecases import authority, queries
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from tests.attacks.successes import SUCCESSES, Scene, Success
from tests.gates.figures import Measured
from tests.stage import Stage, Visitor
from tests.web.rights.routes import FORMS


def rows(deps: Deps) -> list[tuple[object, ...]]:
    """The actor and action of every line of the log."""
    with deps.reading() as uow:
        connection = uow.audit.connection
        found = connection.exec_driver_sql("SELECT actor, action FROM audit ORDER BY seq")
        return [tuple(row) for row in found]


def everything(deps: Deps) -> dict[str, list[tuple[object, ...]]]:
    """What people did, as the database has it."""
    tables = (
        "case_event",
        "household_event",
        "offer",
        "authority",
        "agreement",
        "commitment",
        "lender_policy",
        "thread_event",
    )
    with deps.reading() as uow:
        connection = uow.audit.connection
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
            for name in (*tables, "audit")
        }


def mandate(part: Part) -> dict[str, str]:
    """What a borrower sends who signs for everything and everybody there."""
    until = part.deps.now().date() + timedelta(days=90)
    asked = authority.Asked(part.place.charity, EVERYTHING, until)
    words = authority.words(part.deps, part.borrower, part.household_id, asked, "en")
    return {
        "charity": str(part.place.charity),
        "who": "everybody",
        "scopes": " ".join(sorted(EVERYTHING)),
        "until": until.isoformat(),
        "shown": text_sha256(words),
        "name": "A Name",
    }


def played(stage: Stage, success: Success) -> tuple[Scene, Actor]:
    part = stage.part("four-weekly", *success.steps)
    case = queries.case_page(part.deps, part.borrower, part.case_id).case
    scene = Scene(
        str(part.case_id),
        str(part.household_id),
        mandate(part),
        seen=case.offer.digest if case.offer else "",
        owed=case.debt.owed.plain,
    )
    people = {"borrower": part.borrower, "lender": part.place.agent, "admin": part.place.admin}
    return scene, people[success.who]


def send(browser: Visitor, success: Success, scene: Scene) -> int:
    path = success.path.format(case_id=scene.case_id, household_id=scene.household_id)
    return browser.post(path, success.form(scene)).status_code


@pytest.mark.parametrize("success", SUCCESSES, ids=lambda s: s.endpoint)
def test_success_leaves_the_row_that_the_table_of_rights_names(
    stage: Stage, deps: Deps, visit: Callable[..., Visitor], success: Success
) -> None:
    scene, actor = played(stage, success)
    browser = visit(actor)
    before = rows(deps)
    assert send(browser, success, scene) == 303
    new = rows(deps)[len(before) :]
    with deps.reading() as uow:
        pseudonym = uow.audit.pseudonym(actor.person_id)
        assert uow.audit.verify() is None
    assert (pseudonym, RULES[success.action].audit) in new


@pytest.mark.parametrize("success", SUCCESSES, ids=lambda s: s.endpoint)
def test_without_its_row_nothing_is_stored(
    stage: Stage, deps: Deps, success: Success, measured: Measured
) -> None:
    scene, actor = played(stage, success)
    app = create_app(_forgetful(deps))
    app.testing = False  # answer a fault as production does
    browser = Visitor.open(app, deps, actor)
    before = everything(deps)
    assert send(browser, success, scene) == 500
    assert everything(deps) == before
    # The writer works, and the log itself cannot take another line.
    full = create_app(deps)
    full.testing = False
    browser = Visitor.open(full, deps, actor)
    before = everything(deps)
    with closing(sqlite3.connect(deps.settings.data_dir / "plainpact.db")) as file:
        file.execute(
            "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    assert send(browser, success, scene) == 500
    measured("G9", "changes_without_a_row", int(everything(deps) != before), exactly=0)


@dataclass(frozen=True, slots=True)
class Forgetful(Audit):
    """Writes nothing down."""

    def write(self, *_: object, **__: object) -> None:
        return


def _forgetful(deps: Deps) -> Deps:
    """The same deployment with a writer of the log that forgets."""

    @contextmanager
    def transaction() -> Iterator[UnitOfWork]:
        with deps.unit_of_work() as uow:
            uow.audit = Forgetful(uow.audit.connection, uow.audit.keyring)
            yield uow

    return replace(deps, unit_of_work=transaction)


NOT_ABOUT_CHANGES = {
    # Nobody is signed in yet, or nothing is stored.
    "account.ask",
    "account.confirm.mail",
    "account.leave",
    "account.passkey.ask",
    "api.assess",
    "borrower.authority.check",
    "borrower.options.own_check",
    "demo.sign_in",
    "public.calculator_file",
    "public.calculator_result",
    "verify.check",
}
ELSEWHERE = {
    # Coming in and ending it elsewhere: tests/web/account counts the rows.
    "account.sessions.end",
    "account.sessions.end_others",
    "account.use_arrival_code",
    "account.use_arrival_link",
    # tests/web/account and tests/attacks/classes/a06.py and a15.py read the rows.
    "account.confirm.check",
    "account.join.use",
    "account.passkey.sign_in",
    "account.second.help_me",
    "account.second.use_code",
    "account.security.begin_app",
    "account.security.begin_passkey",
    "account.security.finish_app",
    "account.security.finish_passkey",
    "account.security.remove",
    "account.security.rename",
    "account.team.change",
    "account.team.invite",
    "account.team.remove",
    "account.team.reset",
    "account.team.withdraw",
    "account.use_code",
    "account.use_link",
    # Signing and its ways out need a drawn document: tests of the agreement pages.
    "agreement.budget.choose",
    "agreement.cancel",
    "agreement.copies.ask",
    "agreement.language.choose",
    # tests/web/agreement/test_language_of_record.py signs in and changes it.
    "public.switch_language",
    "agreement.leaving.change",
    "agreement.leaving.decline",
    "agreement.paper.declined",
    "agreement.paper.not_mine",
    "agreement.paper.returned",
    "agreement.records.choose",
    "agreement.records.paper_sent",
    "agreement.records.withdraw",
    "agreement.signing.act",
    # tests/usecases/test_conduct.py and test_messages.py read the rows.
    "conduct.hand_in",
    "thread.report",
    "thread.review",
    "thread.taken_over",
    # tests/web/test_complaints.py counts the rows.
    "lender.complaints.answer",
    # The same use cases as the routes that are driven here.
    "borrower.authority.end",
    "borrower.options.send",
    # tests/usecases/test_referrals.py, test_handovers.py, test_offers_to_all.py drive these.
    "borrower.refer.ask",
    "borrower.refer.take_back",
    "counselor.handover.hand_over",
    "counselor.notes.write",
    "counselor.referrals.answer",
    "counselor.to_all.send",
    # tests/web/middle and tests/usecases/test_overlap.py press these.
    "borrower.middle.again",
    "borrower.middle.longer",
    "borrower.middle.midpoint_asked",
    "borrower.middle.midpoint_refused",
    "borrower.middle.midpoint_taken",
    "borrower.private_test.opened",
    "borrower.private_test.stated",
    "borrower.private_test.taken_back",
    "borrower.private_test.veto",
    "lender.middle.again",
    "lender.middle.longer",
    "lender.middle.midpoint_asked",
    "lender.middle.midpoint_refused",
    "lender.middle.midpoint_taken",
    "lender.private_test.opened",
    "lender.private_test.stated",
    "lender.private_test.taken_back",
    # tests/usecases/test_wishes.py, test_calls.py and the pages about being reached.
    "account.texts.stop",
    "borrower.meeting.ask",
    "borrower.meeting.take_back",
    "borrower.reach.details",
    "borrower.reach.report",
    "borrower.reach.say",
    "borrower.reach.stop",
    "lender.contacts.call_off",
    "lender.contacts.note",
    "lender.contacts.plan",
    "lender.contacts.visitor",
    # tests/exhibits/test_pages.py and test_statements.py send files and read the rows.
    "borrower.exhibits.add",
    "borrower.exhibits.add_newer",
    "borrower.exhibits.check",
    "borrower.exhibits.state",
    "exhibits.check",
    # tests/web/borrower/test_together.py and test_who_sees.py, two people at their pages.
    "borrower.together.ask",
    "borrower.together.change",
    "borrower.together.code",
    "borrower.together.join",
    "borrower.together.leave",
    "borrower.together.mark",
    "borrower.together.withdraw",
    "borrower.who_sees.choose",
    "borrower.who_sees.end",
    "borrower.who_sees.let_look",
    "lender.answers.hold",
    "lender.answers.offer",
    "lender.imports.upload",
    # Offers have to run out first: tests/usecases/test_rounds.py counts the rows.
    "borrower.rounds.opened",
    "lender.answers.further_round",
    # Two people act: tests/usecases/test_approvals.py and test_lender_policy.py.
    "lender.approvals.approve",
    "lender.approvals.give_back",
    "lender.policy.publish",
    # Two people act on a locked case, and a borrower leaves: tests/web/test_own_data.py.
    "account.data.erase",
    "legal.approve",
    "legal.ask",
    # tests/usecases/test_confirming.py counts the rows.
    "operator.confirm",
    "operator.withdraw",
}


def test_every_unsafe_route_is_driven_or_named_with_its_reason(measured: Measured) -> None:
    driven = {success.endpoint for success in SUCCESSES}
    named = driven | NOT_ABOUT_CHANGES | ELSEWHERE
    assert named == FORMS.keys()
    measured(
        "G9", "percent_of_unsafe_routes", 100 * len(named & FORMS.keys()) / len(FORMS), exactly=100
    )
