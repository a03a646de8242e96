"""Words for the codes of a case: stages, roles, answers, reasons and moments of its story."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.core.access import Role
from app.core.negotiation.case import Stage
from app.core.negotiation.events import DeclineReason, DisputeKind
from app.web.fields import Words

STAGES: dict[str, Words] = {
    Stage.NEW: _l("Not answered yet"),
    Stage.OPEN: _l("No open offer"),
    Stage.OFFERED: _l("An offer is open"),
    Stage.AGREED: _l("Agreed, being written down"),
    Stage.SIGNING: _l("Being signed"),
    Stage.SIGNED: _l("Signed, being sealed"),
    Stage.SEALED: _l("Signed and sealed"),
    Stage.CLOSED: _l("Closed"),
}

ROLES: dict[str, Words] = {
    Role.BORROWER: _l("Borrower"),
    Role.LENDER: _l("Lender"),
    Role.COUNSELOR: _l("Counselor"),
    Role.SYSTEM: _l("Plainpact"),
}

DECLINE_REASONS: dict[str, Words] = {
    DeclineReason.TOO_LOW: _l("The payments are too low"),
    DeclineReason.TOO_LONG: _l("It takes too long"),
    DeclineReason.TOO_HIGH: _l("The payments are too high"),
    DeclineReason.DATE_DOES_NOT_FIT: _l("The dates do not fit"),
    DeclineReason.NEEDS_MORE_FACTS: _l("Some facts are missing"),
    DeclineReason.CIRCUMSTANCES_CHANGED: _l("Things have changed"),
    DeclineReason.OTHER: _l("Another reason"),
}

DISPUTES: dict[str, Words] = {
    DisputeKind.NOT_MINE: _l("It is not my debt"),
    DisputeKind.WRONG_AMOUNT: _l("The amount is wrong"),
    DisputeKind.ALREADY_PAID: _l("It is paid already"),
    DisputeKind.TOO_OLD: _l("It is too old"),
    DisputeKind.IDENTITY_FRAUD: _l("Someone used my name"),
    DisputeKind.ECONOMIC_ABUSE: _l("Someone made me take it on"),
    DisputeKind.NOT_SIGNED: _l("I did not sign this"),
    DisputeKind.NOT_BOUND: _l("I am not bound by this debt"),
}

MOMENTS: dict[str, Words] = {
    "case-opened": _l("The case was opened"),
    "debt-confirmed": _l("The debt was confirmed"),
    "budget-shared": _l("The budget was shared"),
    "offer-made": _l("An offer was made"),
    "offer-accepted": _l("The offer was accepted"),
    "offer-declined": _l("The offer was declined"),
    "offer-withdrawn": _l("The offer was taken back"),
    "offer-extended": _l("The offer was kept open longer"),
    "midpoint-asked": _l("The fair midpoint was asked for"),
    "midpoint-found": _l("The fair midpoint was found"),
    "midpoint-not-found": _l("No affordable midpoint was found"),
    "midpoint-refused": _l("The midpoint was refused"),
    "overlap-opened": _l("A private test was opened"),
    "overlap-answered": _l("The private test was answered"),
    "overlap-ended": _l("The private test ended without an answer"),
    "overlap-vetoed": _l("A counselor ruled the private test out"),
    "overlap-allowed": _l("A counselor allowed the private test again"),
    "midpoint-outdated": _l("The figures changed. The midpoint before counts no more"),
    "overlap-outdated": _l("The figures changed. The private test before counts no more"),
    "rounds-ended": _l("The offers ran out. A person looks at the case"),
    "round-opened": _l("A further round of offers was opened"),
    "dispute-raised": _l("The debt was disputed"),
    "dispute-settled": _l("The dispute was settled"),
    "debt-corrected": _l("The debt was corrected"),
    "offer-set-aside": _l("An offer on the old figures was set aside"),
    "proof-asked": _l("Proof of the debt was asked for"),
    "proof-given": _l("Proof of the debt was given"),
    "proof-missed": _l("The day for the proof went by. A supervisor has the case"),
    "hold-placed": _l("A hold began"),
    "hold-lifted": _l("The hold ended"),
    "clock-missed": _l("The time to answer went by. A supervisor has the case"),
    "complaint-made": _l("The borrower complained"),
    "complaint-answered": _l("The complaint was answered"),
    "help-asked": _l("Help was asked for"),
    "records-agreed": _l("Getting it as a file was agreed to"),
    "records-withdrawn": _l("Getting it as a file was taken back"),
    "budget-in-paper-chosen": _l("What the agreement shows of the budget was chosen"),
    "language-chosen": _l("The language that decides was chosen"),
    "paper-asked": _l("The agreement was asked for on paper"),
    "paper-sent": _l("The agreement was posted on paper"),
    "paper-returned": _l("The lender said that the paper came back signed"),
    "agreement-issued": _l("The agreement was written down"),
    "agreement-signed": _l("The agreement was signed"),
    "agreement-reviewed": _l("A counselor signed that they reviewed the agreement"),
    "review-ended": _l("The agreement is written again, without the counselor"),
    "signing-declined": _l("The signing was declined"),
    "signing-lapsed": _l("The time to sign ran out"),
    "agreement-sealed": _l("The agreement was sealed"),
    "agreement-cancelled": _l("The agreement was left"),
}
