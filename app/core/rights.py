"""The one table of rights. Nothing else in the product writes them down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.actions import Action, Relation
from app.core.disclosure import ASKED, BUDGET, DataClass

_OWNER = frozenset({Relation.OWNER})
_BORROWER_SIDE = _OWNER | {Relation.MANDATED}
MANDATED = frozenset({Relation.MANDATED})
_COUNSELOR = frozenset({Relation.COUNSELOR})
_SECOND = frozenset({Relation.LENDER_SUPERVISOR, Relation.LENDER_ADMIN})
LENDER = _SECOND | {Relation.LENDER_STAFF}
_OPERATOR = frozenset({Relation.OPERATOR})
_PARTIES = _BORROWER_SIDE | LENDER
_LOOKING = frozenset({Relation.CONSENTED})
_STAFF = LENDER | {Relation.COUNSELOR}
_WORKS = _STAFF | _OPERATOR
_ADMINS = frozenset({Relation.LENDER_ADMIN, Relation.CHARITY_ADMIN})
_REVIEWERS = _SECOND | {Relation.MANDATED}
_ANYONE = frozenset(Relation)
_WHOLE = frozenset(DataClass)
_DEBT = frozenset({DataClass.DEBT})
_HOME = frozenset({DataClass.LINES, DataClass.DEBTS, DataClass.DEBT, DataClass.CONTACT})
_HAPPENED = frozenset({DataClass.HARDSHIP})


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may take an action.

    ``on`` names the kind of object that has to be named: ``case``, ``household`` or
    nothing. ``audit`` is the name of the row that every write leaves, and that
    sensitive reads leave too. ``fresh`` asks for a second check at most five minutes old, but
    not ``spared``: what they told themselves.
    ``halfway`` may be done between the first step of signing in and the second.
    ``data`` is what a consent has to open, where only consent gives the right. ``shows`` is the
    most that leaves in any other way; of a budget and of papers, consent decides how much of it.
    """

    who: frozenset[Relation]
    on: str = "case"
    writes: bool = False
    audit: str | None = None
    fresh: bool = False
    spared: frozenset[Relation] = frozenset()
    halfway: bool = False
    data: DataClass | None = None
    shows: frozenset[DataClass] = frozenset()

    @property
    def opens(self) -> frozenset[DataClass]:
        """The classes of data that a view given by this right may have fields of."""
        return self.shows if self.data is None else self.shows | {self.data}


RULES: Mapping[Action, Rule] = {
    Action.READ_ACCOUNT: Rule(_ANYONE, on=""),
    Action.END_SESSIONS: Rule(_ANYONE, on="", writes=True, audit="account.sessions-ended"),
    Action.SIGN_OUT: Rule(_ANYONE, on="", writes=True, audit="account.signed-out", halfway=True),
    Action.SWITCH_LANGUAGE: Rule(_ANYONE, on="", writes=True, audit="account.language"),
    Action.ASK_SECOND: Rule(_WORKS, on="", halfway=True),
    Action.TAKE_SECOND: Rule(_WORKS, on="", writes=True, audit="account.second-step", halfway=True),
    Action.READ_SECURITY: Rule(_ANYONE, on="", halfway=True),
    Action.ENROL: Rule(
        _WORKS, on="", writes=True, audit="account.factor-added", fresh=True, halfway=True
    ),
    Action.CHANGE_SECURITY: Rule(
        _WORKS, on="", writes=True, audit="account.factor-changed", fresh=True
    ),
    Action.ASK_CONFIRM: Rule(_ANYONE, on=""),
    Action.CONFIRM: Rule(_ANYONE, on="", writes=True, audit="account.confirmed"),
    Action.READ_TEAM: Rule(_ADMINS, on="organisation"),
    Action.CHANGE_TEAM: Rule(
        _ADMINS, on="organisation", writes=True, audit="team.changed", fresh=True
    ),
    Action.READ_OWN_DATA: Rule(_ANYONE, on=""),
    # Everything about oneself: what is about others stands in no class (``fields.Withheld``).
    Action.TAKE_OWN_DATA: Rule(_ANYONE, on="", audit="data.taken", fresh=True, shows=_WHOLE),
    Action.PLAN_ERASURE: Rule(_ANYONE, on="", fresh=True),
    Action.ERASE_OWN_DATA: Rule(
        _ANYONE, on="", writes=True, audit="data.erasure-asked", fresh=True
    ),
    Action.READ_HOUSEHOLD: Rule(_BORROWER_SIDE, on="household", shows=_HOME),
    Action.READ_HARDSHIP: Rule(
        _BORROWER_SIDE,
        on="household",
        audit="hardship.viewed",
        fresh=True,
        spared=_OWNER,
        shows=_HOME | _HAPPENED,
    ),
    Action.EDIT_BUDGET: Rule(_BORROWER_SIDE, on="household", writes=True, audit="budget.saved"),
    Action.GIVE_AUTHORITY: Rule(
        frozenset({Relation.OWNER}), on="household", writes=True, audit="authority.changed"
    ),
    Action.READ_TOGETHER: Rule(frozenset({Relation.OWNER, Relation.JOINT}), on="household"),
    Action.SHARE_ONE_BUDGET: Rule(
        frozenset({Relation.OWNER}), on="household", writes=True, audit="household.together"
    ),
    Action.EDIT_OURS: Rule(
        frozenset({Relation.JOINT}), on="household", writes=True, audit="budget.saved-together"
    ),
    Action.READ_CLIENT: Rule(
        MANDATED,
        on="household",
        audit="client.viewed",
        shows=_DEBT | {DataClass.DEBTS, DataClass.CONTACT},
    ),
    # A partner or a counselor is not told who else looks.
    Action.READ_LEDGER: Rule(frozenset({Relation.OWNER}), on="household"),
    Action.OFFER_TO_ALL: Rule(MANDATED, on="household", writes=True, audit="offers.made-to-all"),
    Action.WRITE_NOTE: Rule(MANDATED, on="household", writes=True, audit="note.written"),
    Action.HAND_OVER: Rule(MANDATED, on="household", writes=True, audit="client.handed-over"),
    Action.SET_WISHES: Rule(_BORROWER_SIDE, on="household", writes=True, audit="wishes.said"),
    Action.REPORT_CONTACT: Rule(
        _BORROWER_SIDE, on="household", writes=True, audit="contact.reported"
    ),
    # Some papers are about what happened.
    Action.READ_EXHIBITS: Rule(
        _BORROWER_SIDE,
        on="household",
        audit="exhibit.viewed",
        shows=_HOME | _HAPPENED | {DataClass.EVIDENCE},
    ),
    Action.ADD_EXHIBIT: Rule(_BORROWER_SIDE, on="household", writes=True, audit="exhibit.added"),
    Action.KEEP_OWN_EXHIBIT: Rule(
        frozenset({Relation.OWNER}), on="household", audit="exhibit.original-read"
    ),
    Action.CHECK_EXHIBIT: Rule(MANDATED, on="household", writes=True, audit="exhibit.checked"),
    # The borrower's consent is asked for each paper, beside this table: ``exhibit_sight``.
    Action.READ_SHARED_EXHIBITS: Rule(
        LENDER | {Relation.CONSENTED}, audit="exhibit.viewed-by-consent"
    ),
    Action.CHECK_SHARED_EXHIBIT: Rule(LENDER, writes=True, audit="exhibit.checked-by-consent"),
    Action.READ_CASE: Rule(_PARTIES, shows=_DEBT),
    Action.LOOK_AT_DEBT: Rule(_LOOKING, audit="debt.viewed", data=DataClass.DEBT),
    Action.LOOK_AT_TOTALS: Rule(_LOOKING, audit="budget.viewed", data=DataClass.TOTALS),
    Action.LOOK_AT_HARDSHIP: Rule(
        _LOOKING, audit="hardship.viewed", data=DataClass.HARDSHIP, fresh=True
    ),
    Action.LOOK_AT_AGREEMENT: Rule(_LOOKING, audit="agreement.viewed", data=DataClass.AGREEMENT),
    Action.READ_OPTIONS: Rule(_BORROWER_SIDE, shows=_DEBT | {DataClass.TOTALS}),
    Action.PLAY_PLAN: Rule(MANDATED),
    Action.READ_SHARED_BUDGET: Rule(
        _PARTIES, audit="budget.viewed", shows=_DEBT | frozenset(BUDGET)
    ),
    Action.CONFIRM_DEBT: Rule(_BORROWER_SIDE, writes=True, audit="debt.confirmed"),
    Action.SHARE_BUDGET: Rule(_BORROWER_SIDE, writes=True, audit="budget.shared"),
    Action.CHOOSE_WHO_SEES: Rule(frozenset({Relation.OWNER}), writes=True, audit="consent.changed"),
    Action.MAKE_OFFER: Rule(_PARTIES, writes=True, audit="offer.made"),
    Action.ANSWER_OFFER: Rule(_PARTIES, writes=True, audit="offer.answered"),
    Action.WITHDRAW_OFFER: Rule(_PARTIES, writes=True, audit="offer.withdrawn"),
    Action.OPEN_ROUND: Rule(_SECOND | {Relation.MANDATED}, writes=True, audit="round.opened"),
    Action.EXTEND_OFFER: Rule(_PARTIES, writes=True, audit="offer.extended"),
    Action.ASK_MIDPOINT: Rule(_PARTIES, writes=True, audit="midpoint.asked"),
    Action.REFUSE_MIDPOINT: Rule(_PARTIES, writes=True, audit="midpoint.refused"),
    Action.USE_OVERLAP: Rule(_PARTIES, writes=True, audit="overlap.used"),
    Action.VETO_OVERLAP: Rule(frozenset({Relation.MANDATED}), writes=True, audit="overlap.veto"),
    Action.RAISE_DISPUTE: Rule(_BORROWER_SIDE, writes=True, audit="dispute.raised"),
    Action.SETTLE_DISPUTE: Rule(LENDER, writes=True, audit="dispute.settled"),
    Action.ASK_PROOF: Rule(_BORROWER_SIDE, writes=True, audit="proof.asked"),
    Action.ANSWER_PROOF: Rule(LENDER, writes=True, audit="proof.given"),
    Action.PLACE_HOLD: Rule(_PARTIES, writes=True, audit="hold.placed"),
    Action.LIFT_HOLD: Rule(_BORROWER_SIDE, writes=True, audit="hold.lifted"),
    Action.ASK_HELP: Rule(_BORROWER_SIDE, writes=True, audit="help.asked"),
    Action.REFER: Rule(frozenset({Relation.OWNER}), writes=True, audit="referral.changed"),
    # Nobody else says that somebody may come to a person's door.
    Action.ASK_MEETING: Rule(frozenset({Relation.OWNER}), writes=True, audit="meeting.asked"),
    Action.READ_REACH: Rule(LENDER, audit="reach.viewed"),
    Action.RECORD_CONTACT: Rule(LENDER, writes=True, audit="contact.recorded"),
    Action.COMPLAIN: Rule(_BORROWER_SIDE, writes=True, audit="complaint.made"),
    Action.ANSWER_COMPLAINT: Rule(_SECOND, writes=True, audit="complaint.answered"),
    Action.READ_MESSAGES: Rule(_PARTIES),
    Action.SEND_MESSAGE: Rule(_PARTIES, writes=True, audit="message.sent"),
    Action.REPORT_MESSAGE: Rule(_BORROWER_SIDE, writes=True, audit="message.reported"),
    Action.REVIEW_MESSAGE: Rule(_REVIEWERS, writes=True, audit="message.reviewed"),
    Action.TAKE_CARE: Rule(_REVIEWERS, writes=True, audit="message.care-taken"),
    Action.READ_AGREEMENT: Rule(_PARTIES),
    Action.CHOOSE_RECORDS: Rule(_BORROWER_SIDE, writes=True, audit="records.chosen"),
    Action.CHOOSE_BUDGET_IN_PAPER: Rule(
        _BORROWER_SIDE, writes=True, audit="agreement.budget-chosen"
    ),
    Action.CHOOSE_LANGUAGE: Rule(_BORROWER_SIDE, writes=True, audit="agreement.language-chosen"),
    Action.SEND_PAPER: Rule(LENDER, writes=True, audit="paper.sent"),
    Action.RECORD_PAPER: Rule(LENDER, writes=True, audit="paper.recorded"),
    Action.ASK_COPY: Rule(_PARTIES, writes=True, audit="agreement.copy-asked"),
    Action.SIGN_AGREEMENT: Rule(_PARTIES, writes=True, audit="agreement.signed"),
    Action.DECLINE_SIGNING: Rule(_PARTIES, writes=True, audit="agreement.declined"),
    Action.CANCEL_AGREEMENT: Rule(_BORROWER_SIDE, writes=True, audit="agreement.cancelled"),
    Action.READ_QUEUE: Rule(LENDER, on="organisation", shows=_DEBT),
    Action.READ_IMPORTS: Rule(frozenset({Relation.LENDER_ADMIN}), on="organisation"),
    Action.IMPORT_DEBTS: Rule(
        frozenset({Relation.LENDER_ADMIN}), on="organisation", writes=True, audit="debts.imported"
    ),
    Action.READ_POLICY: Rule(LENDER, on="organisation"),
    Action.EDIT_POLICY: Rule(_SECOND, on="organisation", writes=True, audit="policy.drafted"),
    Action.TRY_POLICY: Rule(_SECOND, on="organisation", audit="policy.tried"),
    Action.PUBLISH_POLICY: Rule(
        _SECOND, on="organisation", writes=True, audit="policy.published", fresh=True
    ),
    Action.READ_APPROVALS: Rule(LENDER, on="organisation"),
    Action.DECIDE_APPROVAL: Rule(
        _SECOND, on="organisation", writes=True, audit="approval.decided", fresh=True
    ),
    Action.READ_CASELOAD: Rule(_COUNSELOR, on="organisation", shows=_DEBT),
    Action.READ_LOOKING: Rule(_COUNSELOR, on="organisation", shows=_DEBT),
    Action.READ_REFERRALS: Rule(
        _COUNSELOR, on="organisation", audit="referral.opened", shows=frozenset(ASKED)
    ),
    Action.ANSWER_REFERRAL: Rule(
        _COUNSELOR, on="organisation", writes=True, audit="referral.answered"
    ),
    Action.READ_COURSE: Rule(_STAFF, on="organisation"),
    Action.TAKE_TEST: Rule(_STAFF, on="organisation", writes=True, audit="conduct.tested"),
    Action.READ_PASSES: Rule(_SECOND | _OPERATOR, on="organisation"),
    Action.READ_CONDUCT: Rule(_SECOND | {Relation.COUNSELOR}, on="organisation"),
    Action.READ_REFUSALS: Rule(_SECOND, on="organisation"),
    Action.READ_RULES: Rule(_OPERATOR, on="organisation"),
    Action.READ_WORK: Rule(_OPERATOR, on="organisation"),
    Action.CONFIRM_FIGURE: Rule(
        _OPERATOR, on="organisation", writes=True, audit="figure.confirmed"
    ),
    Action.WITHDRAW_FIGURE: Rule(
        _OPERATOR, on="organisation", writes=True, audit="figure.withdrawn"
    ),
    Action.READ_LEGAL_EXPORTS: Rule(_OPERATOR, on="organisation"),
    Action.ASK_LEGAL_EXPORT: Rule(
        _OPERATOR, on="organisation", writes=True, audit="legal-export.asked", fresh=True
    ),
    Action.APPROVE_LEGAL_EXPORT: Rule(
        _OPERATOR, on="organisation", writes=True, audit="legal-export.approved", fresh=True
    ),
    # A claim is about what was owed and agreed: what happened to somebody is not in the file.
    Action.TAKE_LEGAL_EXPORT: Rule(
        _OPERATOR,
        on="organisation",
        audit="legal-export.taken",
        fresh=True,
        shows=_DEBT | {DataClass.TOTALS, DataClass.AGREEMENT},
    ),
}
