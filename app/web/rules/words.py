"""Plain words for the parts of a rule: what it is about, how strong it is, who checked it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.core.policy import Severity
from app.web.fields import Words

TOPICS: dict[str, Words] = {
    "plan": _l("The plan"),
    "floor": _l("Money to live on"),
    "debts": _l("Which debts come first"),
    "sfs": _l("The budget"),
    "hold": _l("Time to breathe"),
    "hardship": _l("When life is hard"),
    "forbearance": _l("What a lender has to offer"),
    "vulnerability": _l("People who need more care"),
    "capacity": _l("Who may agree"),
    "duty": _l("What a lender owes you"),
    "conduct": _l("How a lender must behave"),
    "contact": _l("When and how they may reach you"),
    "visits": _l("Visits"),
    "third party": _l("Other people"),
    "validation": _l("Proof of the debt"),
    "dispute": _l("When you disagree"),
    "limitation": _l("Old debts"),
    "interest": _l("Interest"),
    "penalty": _l("Charges for paying late"),
    "allocation": _l("What a payment pays first"),
    "contract": _l("The contract"),
    "information": _l("What you must be told"),
    "disclosure": _l("What must be written down"),
    "misrepresentation": _l("False claims"),
    "esign": _l("Signing on a screen"),
    "credit": _l("Credit records"),
    "privacy": _l("Private life"),
    "data": _l("Your data"),
    "records": _l("What must be kept"),
    "control": _l("Checks on the lender"),
    "complaint": _l("Complaints"),
    "mediation": _l("Mediation"),
    "NPL": _l("Sold debts"),
    "scope": _l("Where the rules hold"),
    "dates": _l("Dates"),
}

SEVERITIES: dict[Severity, Words] = {
    Severity.BLOCK: _l("Stops an offer that breaks it"),
    Severity.REQUIRE: _l("Has to be done"),
    Severity.WARN: _l("Gives a warning"),
    Severity.INFO: _l("Good to know"),
}
WOULD_STOP = _l("Only warns until it is checked, then it stops offers")

VERIFICATIONS: dict[str, Words] = {
    "primary": _l("Checked against the text itself"),
    "secondary": _l("Checked against a summary"),
    "none": _l("Not checked yet"),
}

CHANNELS: dict[str, Words] = {
    "phone": _l("phone"),
    "ai_voice": _l("recorded voice"),
    "sms": _l("text message"),
    "email": _l("e-mail"),
    "in_app": _l("in the app"),
    "im": _l("chat"),
    "visit": _l("visit"),
    "workplace": _l("at work"),
    "all": _l("all ways together"),
    "all_except_visit": _l("all ways but visits"),
}

PERIODS: dict[str, Words] = {
    "day": _l("a day"),
    "week": _l("a week"),
    "month": _l("a month"),
    "7d": _l("in 7 days"),
    "30d": _l("in 30 days"),
    "7 consecutive days": _l("in 7 days"),
}
AFTER_A_CALL = _l("in the 7 days after a talk on the phone")

DAYS: dict[str, Words] = {
    "mon": _l("Monday"),
    "tue": _l("Tuesday"),
    "wed": _l("Wednesday"),
    "thu": _l("Thursday"),
    "fri": _l("Friday"),
    "sat": _l("Saturday"),
    "sun": _l("Sunday"),
}

PARTS: dict[str, Words] = {
    "principal": _l("the sum borrowed"),
    "interest": _l("interest"),
    "fees": _l("fees"),
}
