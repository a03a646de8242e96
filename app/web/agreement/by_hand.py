"""What a page says of a paper that was signed by hand."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core.access import Role
from app.usecases.agreement_reading import Reading
from app.web import i18n
from app.web.case_words import ROLES
from app.web.fields import Words


def hand_words(reading: Reading) -> list[Words]:
    """Who signed on paper, and whether that stands; nothing when everybody signed the file."""
    hand = reading.hand
    if hand is None:
        return []
    who = _(", ").join(str(ROLES[role]) for role in hand.signers)
    said = [
        _(
            "Signed on paper: %(who)s. The lender keeps the paper, and this file is the text.",
            who=who,
        ),
        _(
            "The paper says %(signed)s and came back on %(back)s.",
            signed=i18n.day(hand.signed_on),
            back=i18n.day(hand.received_on),
        ),
    ]
    if reading.suspended and reading.role is Role.LENDER:
        said.append(_("The borrower says: I did not sign this. The agreement is suspended."))
    elif reading.suspended:
        said.append(_("You said that you did not sign it. The agreement is suspended."))
        said.append(_("Nothing is due under it until that is settled."))
    if reading.answered_by is not None:
        said.append(
            _(
                "Without a no from the lender by %(day)s, it binds nobody.",
                day=i18n.day(reading.answered_by),
            )
        )
    return said
