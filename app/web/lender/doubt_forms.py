"""How a lender answers a dispute, and shows what a debt is made of. Nothing is filled in for it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.money import Money
from app.core.negotiation.case import Case
from app.core.negotiation.dispute_events import Figures
from app.core.negotiation.disputes import ABOUT_AMOUNTS
from app.core.negotiation.events import DisputeKind
from app.web.fields import Words
from app.web.forms import FREE_TEXT_LENGTH, ChoiceField, Form, HiddenField, MoneyField
from app.web.guarded import GuardedField
from app.web.lender.statement_field import StatementField

CORRECTED, PARTLY, UPHELD, REJECTED = "corrected", "partly", "upheld", "rejected"
_WITH_FIGURES = (CORRECTED, PARTLY)


class SettleForm(Form):
    """``shown`` are the corrected figures as they were last laid beside the old ones."""

    answer = ChoiceField(
        _l("Is the borrower right?"),
        choices=((UPHELD, _l("Yes. The case ends here")), (REJECTED, _l("No. The debt stands"))),
        missing=_l("Choose an answer"),
    )
    principal = MoneyField(_l("Principal from now on"))
    interest = MoneyField(_l("Interest from now on"))
    fees = MoneyField(_l("Fees from now on"))
    explanation = GuardedField(
        _l("What did you find? Use plain words"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Say why, in plain words"),
    )
    shown = HiddenField()
    about_amounts = False

    def about(self, dispute: DisputeKind | None) -> SettleForm:
        """The answers that this dispute can have."""
        self.about_amounts = dispute in ABOUT_AMOUNTS
        if dispute is DisputeKind.NOT_SIGNED:
            # Of a signature on paper, a yes ends the agreement and not the case.
            self.answer.choices = (
                (UPHELD, _("Yes. The agreement binds nobody")),
                (REJECTED, _("No. The agreement stands")),
            )
        elif self.about_amounts:
            self.answer.choices = (
                (CORRECTED, _("Yes. We correct the figures")),
                (PARTLY, _("In part. We correct the figures")),
                (UPHELD, _("Yes. Nothing is owed. The case ends here")),
                (REJECTED, _("No. The debt stands")),
            )
        return self

    @property
    def corrects(self) -> bool:
        return self.about_amounts and self.answer.data in _WITH_FIGURES

    @property
    def partly(self) -> bool:
        return self.answer.data == PARTLY

    def figures(self, case: Case) -> Figures | None:
        """The corrected figures; what is left empty stays, and what goes is late no more."""
        if not self.corrects:
            return None
        was = case.debt.figures
        # An amount of 0 is an answer, and counts as nothing in a test of truth.
        typed = [box.data for box in (self.principal, self.interest, self.fees)]
        stated = (was.principal, was.interest, was.fees)
        principal, interest, fees = (
            old if new is None else new for new, old in zip(typed, stated, strict=True)
        )
        less = was.owed - (principal + interest + fees)
        zero = Money.zero(was.owed.currency)
        return Figures(principal, interest, fees, min(was.arrears, max(was.arrears - less, zero)))

    def refuse(self, at: str, message: Words) -> None:
        """Say beside a figure what is wrong with it."""
        name = at.strip("/")
        field = getattr(self, name, self.principal)
        field.errors = [*field.errors, message]


class AnswerProofForm(Form):
    lines = StatementField(
        _l("Every line, the oldest first"), missing=_l("Enter at least one line")
    )
    explanation = GuardedField(
        _l("What do the lines show? Use plain words"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Say it in plain words"),
    )
