"""Forms that are accepted, and the action whose row each leaves in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.core.access import Action

CONFIRMED = ("confirm", "tell")
COUNTERED = (*CONFIRMED, "offer", "counter")

Fill = Callable[["Scene"], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Scene:
    """A case with its two sides, the open offer's digest and a signed form for a charity."""

    case_id: str
    household_id: str
    mandate: Mapping[str, str]
    seen: str
    owed: str


@dataclass(frozen=True, slots=True)
class Success:
    """A form that is accepted after ``steps``, and the action whose row it leaves."""

    endpoint: str
    path: str
    action: Action
    steps: tuple[str, ...]
    form: Fill = lambda _: {}
    who: str = "borrower"


CASE, DESK, HOME = "/cases/{case_id}", "/lender/cases/{case_id}", "/household/{household_id}"
WORDS = {"explanation": "In plain words."}
SUCCESSES = [
    Success(
        "thread.write",
        CASE + "/messages",
        Action.SEND_MESSAGE,
        (),
        lambda _: {"message": str(UUID(int=6)), "words": "A question."},
    ),
    Success("borrower.debt.confirmed", CASE + "/confirm", Action.CONFIRM_DEBT, ()),
    Success("borrower.affordable.share", CASE + "/share", Action.SHARE_BUDGET, CONFIRMED),
    Success(
        "borrower.household.save",
        HOME + "/budget/people",
        Action.EDIT_BUDGET,
        (),
        lambda _: {"adults": "2"},
    ),
    Success(
        "borrower.other_debts.add",
        HOME + "/budget/debts",
        Action.EDIT_BUDGET,
        (),
        lambda _: {"creditor": "A shop", "kind": "other", "owed": "20"},
    ),
    Success(
        "borrower.other_debts.remove",
        HOME + "/budget/debts/remove",
        Action.EDIT_BUDGET,
        CONFIRMED,
        lambda _: {"debt": "none"},
    ),
    Success(
        "borrower.authority.give",
        HOME + "/help/give",
        Action.GIVE_AUTHORITY,
        (),
        lambda scene: dict(scene.mandate),
    ),
    Success(
        "borrower.complain.complain",
        CASE + "/complaint",
        Action.COMPLAIN,
        (),
        lambda _: {"complaint": str(UUID(int=5)), "words": "Nobody answers."},
    ),
    Success(
        "borrower.pause.held",
        CASE + "/hold",
        Action.PLACE_HOLD,
        (),
        lambda _: {"hold": "house:asked-for-time"},
    ),
    Success("borrower.pause.longer", CASE + "/hold/longer", Action.PLACE_HOLD, ("hold",)),
    Success("borrower.pause.go_on", CASE + "/go-on", Action.LIFT_HOLD, ("hold",)),
    Success("borrower.pause.help_asked", CASE + "/ask-help", Action.ASK_HELP, ()),
    Success(
        "borrower.pause.disputed",
        CASE + "/dispute",
        Action.RAISE_DISPUTE,
        (),
        lambda _: {"kind": "already_paid"},
    ),
    Success("borrower.doubts.stop_it", CASE + "/more-help", Action.RAISE_DISPUTE, ()),
    Success(
        "borrower.doubts.ask_proof",
        CASE + "/proof",
        Action.ASK_PROOF,
        (),
        lambda _: {"wanted": "statement"},
    ),
    Success(
        "borrower.answer.withdrawn",
        CASE + "/withdraw",
        Action.WITHDRAW_OFFER,
        (*CONFIRMED, "offer"),
    ),
    Success(
        "borrower.answer.accepted",
        CASE + "/accept",
        Action.ANSWER_OFFER,
        COUNTERED,
        lambda scene: {"seen": scene.seen, "decides": "en"},
    ),
    Success(
        "borrower.answer.declined",
        CASE + "/decline",
        Action.ANSWER_OFFER,
        COUNTERED,
        lambda scene: {"seen": scene.seen, "reason": "too_high"},
    ),
    Success(
        "lender.answers.accept",
        DESK + "/accept",
        Action.ANSWER_OFFER,
        (*CONFIRMED, "offer"),
        lambda scene: {"seen": scene.seen},
        who="lender",
    ),
    Success(
        "lender.answers.decline",
        DESK + "/decline",
        Action.ANSWER_OFFER,
        (*CONFIRMED, "offer"),
        lambda scene: {"seen": scene.seen, "reason": "too_low", **WORDS},
        who="lender",
    ),
    Success(
        "lender.answers.withdraw",
        DESK + "/withdraw",
        Action.WITHDRAW_OFFER,
        COUNTERED,
        who="lender",
    ),
    Success(
        "lender.doubts.dispute",
        DESK + "/dispute",
        Action.SETTLE_DISPUTE,
        ("dispute",),
        lambda _: {"answer": "rejected", **WORDS},
        who="lender",
    ),
    Success(
        "lender.doubts.proof",
        DESK + "/proof",
        Action.ANSWER_PROOF,
        ("ask proof",),
        lambda scene: {"lines": f"2026-05-04; principal; {scene.owed}; The loan", **WORDS},
        who="lender",
    ),
    Success(
        "lender.policy.draft",
        "/lender/policy/new",
        Action.EDIT_POLICY,
        (),
        lambda _: {"version": "new-1", "effective_from": "2027-02-01", "do": "save"},
        who="admin",
    ),
    Success(
        "borrower.exhibits.sight",
        CASE + "/papers/sight",
        Action.CHOOSE_WHO_SEES,
        (),
        lambda _: {"sees": "yes"},
    ),
    Success("account.sign_out", "/sign-out", Action.SIGN_OUT, ()),
]
