"""What is wrong with a debt, and what a borrower wants to see. Nothing is chosen beforehand."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.core.negotiation.dispute_events import Claim, DebtPart
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.proof_events import ProofKind
from app.web.case_words import DISPUTES
from app.web.doubts import PARTS, WANTED
from app.web.forms import (
    FREE_TEXT_LENGTH,
    ChoiceField,
    ChoicesField,
    Form,
    MoneyField,
    TextField,
)
from app.web.guarded import GuardedField

LINE_LENGTH = 80
SOMEBODY_ELSE = DisputeKind.NOT_BOUND.value
_KINDS = (
    DisputeKind.NOT_MINE,
    DisputeKind.WRONG_AMOUNT,
    DisputeKind.ALREADY_PAID,
    DisputeKind.TOO_OLD,
)


class DisputeForm(Form):
    kind = ChoiceField(
        _l("What is wrong?"),
        # Of a signature on paper one says it beside that agreement.
        choices=[
            *((kind.value, DISPUTES[kind]) for kind in _KINDS),
            (SOMEBODY_ELSE, _l("Someone used my name, or made me take it on")),
        ],
        missing=_l("Choose what is wrong"),
    )
    part = ChoiceField(
        _l("Which part is it?"), choices=[(part.value, words) for part, words in PARTS.items()]
    )
    line = TextField(_l("If it is one fee: which one?"), most=LINE_LENGTH)
    right_amount = MoneyField(_l("What do you think is right?"))
    words = GuardedField(
        _l("Tell the lender more, if you wish"), most=FREE_TEXT_LENGTH, many_lines=True
    )

    def claim(self) -> Claim | None:
        """What exactly is wrong; a fee that is named is part of the fees."""
        line = self.line.data or ""
        part = DebtPart(self.part.data) if self.part.data else None
        if line and part is None:
            part = DebtPart.FEES
        amount = self.right_amount.data
        if part is None and amount is None:
            return None
        return Claim(part, line, amount)


class ProofForm(Form):
    wanted = ChoicesField(
        _l("What do you want to see?"),
        choices=[(kind.value, words) for kind, words in WANTED.items()],
        missing=_l("Choose at least one"),
    )
    words = GuardedField(
        _l("Tell the lender more, if you wish"), most=FREE_TEXT_LENGTH, many_lines=True
    )

    def kinds(self) -> tuple[ProofKind, ...]:
        return tuple(ProofKind(value) for value in self.wanted.data)
