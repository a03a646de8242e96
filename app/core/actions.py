"""The words of rights: who speaks, how people stand to things, and what they can ask for."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who speaks in a case, as events and documents name them."""

    BORROWER = "borrower"
    LENDER = "lender"
    COUNSELOR = "counselor"
    SYSTEM = "system"


class Relation(StrEnum):
    """What ties an actor to one object. Computed for each request, never copied."""

    OWNER = "owner"
    JOINT = "joint"
    CONSENTED = "consented"
    MANDATED = "mandated"
    LENDER_STAFF = "lender_staff"
    LENDER_SUPERVISOR = "lender_supervisor"
    LENDER_ADMIN = "lender_admin"
    CHARITY_ADMIN = "charity_admin"  # is a counselor, too
    COUNSELOR = "counselor"  # a member of a charity, with no tie to the object
    MEMBER = "member"  # a signed-in person, with no tie to the object
    OPERATOR = "operator"


class Action(StrEnum):
    """Everything a person can ask the product to do while signed in."""

    # the account
    READ_ACCOUNT = "account.read"
    SIGN_OUT = "account.sign-out"
    SWITCH_LANGUAGE = "account.language"
    ASK_SECOND = "account.read-second-step"
    TAKE_SECOND = "account.second-step"
    READ_SECURITY = "account.read-security"
    ENROL = "account.enrol"
    CHANGE_SECURITY = "account.change-security"
    ASK_CONFIRM = "account.read-confirm"
    CONFIRM = "account.confirm"
    # the people of an organisation
    READ_TEAM = "team.read"
    CHANGE_TEAM = "team.change"
    # borrower's own household
    READ_HOUSEHOLD = "household.read"
    EDIT_BUDGET = "household.edit-budget"
    GIVE_AUTHORITY = "household.give-authority"
    READ_TOGETHER = "household.read-together"
    SHARE_ONE_BUDGET = "household.share-one-budget"
    EDIT_OURS = "household.edit-ours"
    SET_WISHES = "household.set-wishes"
    REPORT_CONTACT = "household.report-contact"
    # a counselor's work for one client
    READ_CLIENT = "household.read-client"
    READ_LEDGER = "household.read-ledger"
    OFFER_TO_ALL = "household.offer-to-all"
    WRITE_NOTE = "household.write-note"
    HAND_OVER = "household.hand-over"
    # a case
    READ_CASE = "case.read"
    LOOK_AT_DEBT = "case.look-at-debt"
    LOOK_AT_TOTALS = "case.look-at-totals"
    LOOK_AT_HARDSHIP = "case.look-at-hardship"
    LOOK_AT_AGREEMENT = "case.look-at-agreement"
    READ_OPTIONS = "case.read-options"
    PLAY_PLAN = "case.play-plan"
    READ_SHARED_BUDGET = "case.read-shared-budget"
    CONFIRM_DEBT = "case.confirm-debt"
    SHARE_BUDGET = "case.share-budget"
    CHOOSE_WHO_SEES = "case.choose-who-sees"
    MAKE_OFFER = "offer.make"
    ANSWER_OFFER = "offer.answer"
    WITHDRAW_OFFER = "offer.withdraw"
    OPEN_ROUND = "offer.open-round"
    EXTEND_OFFER = "offer.extend"
    ASK_MIDPOINT = "midpoint.ask"
    REFUSE_MIDPOINT = "midpoint.refuse"
    USE_OVERLAP = "overlap.use"
    VETO_OVERLAP = "overlap.veto"
    RAISE_DISPUTE = "dispute.raise"
    SETTLE_DISPUTE = "dispute.settle"
    ASK_PROOF = "proof.ask"
    ANSWER_PROOF = "proof.answer"
    PLACE_HOLD = "hold.place"
    LIFT_HOLD = "hold.lift"
    ASK_HELP = "case.ask-help"
    REFER = "case.refer"
    ASK_MEETING = "contact.ask-meeting"
    READ_REACH = "contact.read-reach"
    RECORD_CONTACT = "contact.record"
    COMPLAIN = "complaint.make"
    ANSWER_COMPLAINT = "complaint.answer"
    READ_MESSAGES = "message.read"
    SEND_MESSAGE = "message.send"
    REPORT_MESSAGE = "message.report"
    REVIEW_MESSAGE = "message.review"
    TAKE_CARE = "message.take-care"
    # the agreement
    READ_AGREEMENT = "agreement.read"
    CHOOSE_RECORDS = "agreement.choose-records"
    CHOOSE_BUDGET_IN_PAPER = "agreement.choose-budget"
    CHOOSE_LANGUAGE = "agreement.choose-language"
    SEND_PAPER = "agreement.send-paper"
    RECORD_PAPER = "agreement.record-paper"
    ASK_COPY = "agreement.ask-copy"
    SIGN_AGREEMENT = "agreement.sign"
    DECLINE_SIGNING = "agreement.decline"
    CANCEL_AGREEMENT = "agreement.cancel"
    # lender and counselor work
    READ_QUEUE = "lender.read-queue"
    READ_IMPORTS = "lender.read-imports"
    IMPORT_DEBTS = "lender.import-debts"
    READ_POLICY = "lender.read-policy"
    EDIT_POLICY = "lender.edit-policy"
    TRY_POLICY = "lender.try-policy"
    PUBLISH_POLICY = "lender.publish-policy"
    READ_APPROVALS = "lender.read-approvals"
    DECIDE_APPROVAL = "lender.decide-approval"
    READ_CASELOAD = "counselor.read-caseload"
    READ_LOOKING = "counselor.read-looking"
    READ_REFERRALS = "counselor.read-referrals"
    ANSWER_REFERRAL = "counselor.answer-referral"
    READ_COURSE = "conduct.read-course"
    TAKE_TEST = "conduct.take-test"
    READ_PASSES = "conduct.read-passes"
    READ_CONDUCT = "conduct.read-counts"
    READ_REFUSALS = "conduct.read-refusals"
    # the deployment's own work
    READ_RULES = "operator.read-rules"
    READ_WORK = "operator.read-work"
    CONFIRM_FIGURE = "operator.confirm-figure"
    WITHDRAW_FIGURE = "operator.withdraw-figure"
