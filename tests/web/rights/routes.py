"""What each route of the product is sent, and what it asks beyond the action that it names."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from app.core.access import Action
from tests.town import Town

NOWHERE = UUID(int=0x5EED)

ALSO: dict[str, Action] = {
    # A lender has no part in how the borrower gets the agreement.
    "agreement.records.page": Action.CHOOSE_RECORDS,
    "agreement.records.trial_file": Action.CHOOSE_RECORDS,
    "agreement.records.trial_page": Action.CHOOSE_RECORDS,
    # Nor in what it shows of the budget.
    "agreement.budget.page": Action.CHOOSE_BUDGET_IN_PAPER,
    # Nor in which language decides.
    "agreement.language.page": Action.CHOOSE_LANGUAGE,
    # Only the two sides read complaints.
    "lender.complaints.page": Action.READ_AGREEMENT,
    # Only the lender writes down what came back.
    "agreement.paper.returned_page": Action.RECORD_PAPER,
    # These pages show sums that are the borrower side's alone, so they ask for that first.
    "borrower.options.own_check": Action.READ_OPTIONS,
    "borrower.options.send": Action.READ_OPTIONS,
    # Both sides may do these, but a lender's staff on pages of their own.
    "borrower.answer.accepted": Action.READ_OPTIONS,
    "borrower.answer.declined": Action.READ_OPTIONS,
    "borrower.answer.withdrawn": Action.READ_OPTIONS,
    "borrower.pause.held": Action.READ_OPTIONS,
    "borrower.pause.longer": Action.READ_OPTIONS,
    "borrower.rounds.opened": Action.READ_OPTIONS,
    "borrower.middle.longer": Action.READ_OPTIONS,
    "borrower.middle.again": Action.READ_OPTIONS,
    "borrower.middle.midpoint_asked": Action.READ_OPTIONS,
    "borrower.middle.midpoint_taken": Action.READ_OPTIONS,
    "borrower.middle.midpoint_refused": Action.READ_OPTIONS,
    "borrower.private_test.opened": Action.READ_OPTIONS,
    "borrower.private_test.stated": Action.READ_OPTIONS,
    "borrower.private_test.taken_back": Action.READ_OPTIONS,
    "borrower.private_test.veto": Action.READ_OPTIONS,
    # Nor ask another charity in their name.
    "borrower.refer.show": Action.REFER,
    "borrower.refer.ask": Action.REFER,
    # Nor let another charity look.
    "borrower.who_sees.look": Action.CHOOSE_WHO_SEES,
    # A counselor who acts for somebody cannot let others act for them.
    "borrower.authority.show": Action.GIVE_AUTHORITY,
    "borrower.authority.choose": Action.GIVE_AUTHORITY,
}
"""What a route asks beyond the action that it names."""

NOT_STAFF = frozenset({"account.confirm.mail"})
"""What staff have a better way for: a code app or a passkey."""

Form = Callable[[Town, str], dict[str, str]]


def _nothing(_town: Town, _which: str) -> dict[str, str]:
    return {}


def _same(**form: str) -> Form:
    return lambda _town, _which: form


FORMS: dict[str, Form] = {
    "account.texts.stop": _nothing,
    "borrower.meeting.ask": _same(words="At the library."),
    "borrower.meeting.take_back": _nothing,
    "borrower.reach.details": _same(details="off"),
    "borrower.reach.report": _same(words="At night."),
    "borrower.reach.say": _same(news="mail"),
    "borrower.reach.stop": _same(way="text"),
    "lender.contacts.call_off": _nothing,
    "lender.contacts.note": _same(channel="telephone"),
    "lender.contacts.plan": _same(channel="telephone"),
    "lender.contacts.visitor": _nothing,
    "account.ask": _same(email="nobody@town.example"),
    "account.data.erase": _same(sure="yes"),
    "account.leave": _nothing,
    "account.sessions.end": _same(session="0123456789abcdef"),
    "account.sessions.end_others": _nothing,
    "account.sign_out": _nothing,
    "account.use_arrival_code": _same(code="AAAA-BBBB-CCCC"),
    "account.use_arrival_link": _nothing,
    "account.use_code": _same(code="12345678"),
    "account.use_link": _nothing,
    "account.confirm.check": _nothing,
    "account.confirm.mail": _nothing,
    "account.join.use": _nothing,
    "account.passkey.ask": _nothing,
    "account.passkey.sign_in": _nothing,
    "account.second.help_me": _nothing,
    "account.second.use_code": _same(code="123456"),
    "account.security.begin_app": _nothing,
    "account.security.begin_passkey": _nothing,
    "account.security.finish_app": _same(code="123456", name="A phone"),
    "account.security.finish_passkey": _same(name="A phone", answer="{}"),
    "account.security.remove": _same(factor=str(NOWHERE)),
    "account.security.rename": _same(factor=str(NOWHERE), name="A phone"),
    "account.team.change": _same(member=str(NOWHERE), role="admin"),
    "account.team.invite": _same(role="admin"),
    "account.team.remove": _same(member=str(NOWHERE)),
    "account.team.reset": _same(member=str(NOWHERE)),
    "account.team.withdraw": _same(invitation="none"),
    "agreement.budget.choose": _same(version="9", shows="nothing"),
    "agreement.cancel": _same(version="9"),
    "agreement.copies.ask": _same(kind="large-print", spoken="en"),
    "agreement.language.choose": _same(version="9", decides="zh"),
    "agreement.leaving.change": _same(version="9", explanation="Another day, please."),
    "agreement.leaving.decline": _same(version="9", explanation="It does not fit."),
    "agreement.paper.declined": _same(version="9"),
    "agreement.paper.not_mine": _nothing,
    "agreement.paper.returned": _same(version="9", name="A Name"),
    "agreement.records.choose": _same(choice="file", word="another"),
    "agreement.records.paper_sent": _nothing,
    "agreement.records.withdraw": _nothing,
    "agreement.signing.act": _same(version="9"),
    "api.assess": _nothing,
    "borrower.affordable.share": _nothing,
    "borrower.answer.accepted": _same(seen="another offer", decides="en"),
    "borrower.answer.declined": _same(seen="another offer", reason="too_high"),
    "borrower.answer.withdrawn": _nothing,
    "borrower.authority.end": lambda town, which: {
        "chosen": str(town.authorities.get(which, NOWHERE))
    },
    "borrower.authority.check": lambda town, _: {"charity": str(town.charities["idle"])},
    "borrower.authority.give": lambda town, _: {"charity": str(town.charities["idle"])},
    "borrower.complain.complain": _same(words="Nobody answers my letters."),
    "borrower.debt.confirmed": _nothing,
    "borrower.doubts.ask_proof": _same(wanted="contract"),
    "borrower.doubts.stop_it": _nothing,
    "borrower.exhibits.add": _nothing,
    "borrower.exhibits.add_newer": _nothing,
    "borrower.exhibits.check": _same(words="It fits."),
    "borrower.exhibits.sight": _same(sees="yes"),
    "borrower.exhibits.state": _same(words="I saw the payslip."),
    "exhibits.check": _same(words="It fits."),
    "borrower.household.save": _same(adults="1"),
    "borrower.options.own_check": _same(amount="20", every="monthly"),
    "borrower.options.send": _same(label="balanced", shown="another"),
    "borrower.other_debts.add": _same(creditor="A shop", kind="other", owed="20"),
    "borrower.other_debts.remove": _same(debt="none"),
    "borrower.pause.disputed": _nothing,
    "borrower.pause.go_on": _nothing,
    "borrower.pause.held": _same(hold="house:asked-for-time", words="A word."),
    "borrower.pause.longer": _nothing,
    "borrower.pause.help_asked": _same(words="A word."),
    "borrower.refer.ask": lambda town, _: {"charity": str(town.charities["idle"])},
    "borrower.refer.take_back": _nothing,
    "borrower.rounds.opened": _nothing,
    "borrower.middle.longer": _same(seen="another offer"),
    "borrower.middle.again": _same(seen="another offer"),
    "borrower.middle.midpoint_asked": _nothing,
    "borrower.middle.midpoint_taken": _same(seen="another"),
    "borrower.middle.midpoint_refused": _same(seen="another"),
    "borrower.private_test.opened": _nothing,
    "borrower.private_test.stated": _same(amount="20"),
    "borrower.private_test.taken_back": _nothing,
    "borrower.private_test.veto": _same(use="yes"),
    "lender.middle.longer": _same(seen="another offer"),
    "lender.middle.again": _same(seen="another offer"),
    "lender.middle.midpoint_asked": _nothing,
    "lender.middle.midpoint_taken": _same(seen="another"),
    "lender.middle.midpoint_refused": _same(seen="another", words="It takes too long."),
    "lender.private_test.opened": _nothing,
    "lender.private_test.stated": _same(amount="20"),
    "lender.private_test.taken_back": _nothing,
    "counselor.handover.hand_over": _same(words="A word."),
    "counselor.notes.write": _same(words="A note."),
    "borrower.together.ask": _nothing,
    "borrower.together.change": _nothing,
    "borrower.together.code": _same(code="2222-3333-4444"),
    "borrower.together.join": _same(code="2222-3333-4444"),
    "borrower.together.leave": _nothing,
    "borrower.together.mark": _nothing,
    "borrower.together.withdraw": _nothing,
    "borrower.who_sees.choose": _same(level="summary"),
    "borrower.who_sees.end": _same(chosen="none"),
    "borrower.who_sees.let_look": _nothing,
    "counselor.referrals.answer": _same(answer="yes"),
    "counselor.to_all.send": _same(shown="another", key=str(NOWHERE)),
    "conduct.hand_in": _same(),
    "demo.sign_in": lambda town, _: {"person": str(town.people["owner"].person_id)},
    "lender.complaints.answer": _same(outcome="upheld", explanation="You are right."),
    "lender.answers.accept": _same(seen="another offer"),
    "lender.answers.decline": _same(seen="another offer"),
    "lender.doubts.dispute": _nothing,
    "lender.doubts.proof": _nothing,
    "lender.answers.further_round": _nothing,
    "lender.answers.hold": _nothing,
    "lender.answers.offer": _nothing,
    "lender.answers.withdraw": _nothing,
    "lender.approvals.approve": _nothing,
    "lender.approvals.give_back": _same(words="Not now."),
    "lender.imports.upload": _nothing,
    "lender.policy.draft": _nothing,
    "lender.policy.publish": _nothing,
    "operator.confirm": _nothing,
    "legal.approve": _nothing,
    "legal.ask": _nothing,
    "operator.withdraw": _nothing,
    "public.calculator_file": _nothing,
    "public.calculator_result": _nothing,
    "public.switch_language": _same(lang="en", back="/"),
    "thread.report": _same(message=str(NOWHERE)),
    "thread.review": _same(message=str(NOWHERE), answer="approve"),
    "thread.taken_over": _nothing,
    "thread.write": _same(message=str(NOWHERE), words="A word."),
    "verify.check": _nothing,
}
"""A form for every unsafe route: fit to reach the use case, not to change much."""
