"""What to do now, in words: every next step that an assessment can name."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.core.results import NextStep
from app.web import i18n
from app.web.fields import Words

NEXT_STEPS: dict[str, Words] = {
    "settle_dispute": _l("Wait for the lender's answer to your dispute."),
    "limitation_advice": _l("Ask an adviser whether the debt is too old."),
    "talk_to_a_person": _l("Talk to a person here. They look at it with you."),
    "hold": _l("Ask for time. The lender has to wait meanwhile."),
    "free_advice": _l("Talk to a free debt adviser."),
    "benefits_check": _l("Check whether you may get more benefits."),
    "priority_creditors": _l("Pay rent, energy, food and tax before other debts."),
    "write_off_review": _l("Ask the lender to write the debt off."),
    "insolvency_information": _l("Ask an adviser about ways to end debts by law."),
}

ON_A_DAY: dict[str, Words] = {
    "hold_until": _l("You have time until the end of %(day)s."),
    "review": _l("Look at it again on %(day)s."),
}
"""What a day is named for."""


def next_steps(steps: tuple[NextStep, ...]) -> tuple[Words, ...]:
    """What to do now, the most pressing first."""
    return tuple(
        str(ON_A_DAY[step.code]) % {"day": i18n.day(step.on)} if step.on else NEXT_STEPS[step.code]
        for step in steps
    )
