"""The ceremony as forms: consent, three questions, a typed name. Nothing is ticked beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.core.access import Role
from app.core.intent import RECORDS, sentence
from app.core.languages import written
from app.core.money import Money
from app.usecases.agreement_pages import KeyFacts
from app.web import i18n
from app.web.agreement.drawing import DrawingField
from app.web.fields import Words
from app.web.forms import (
    FREE_TEXT_LENGTH,
    ChoiceField,
    Form,
    HiddenField,
    NameField,
    TickField,
    TokenField,
)
from app.web.guarded import GuardedField

ASKED_AGAIN = "yes"
QUESTIONS = ("total", "first", "missed", "leave", "help")
MOST_DIGITS = 9


def version_in(typed: str) -> int:
    """The version that a form names; 0, which no agreement has, where that is no such number."""
    is_one = typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS
    return int(typed) if is_one else 0


@dataclass(frozen=True, slots=True)
class Passage:
    """The part of the agreement that answers a question, shown after another answer."""

    question: Words
    words: Words


class SignForm(Form):
    version = HiddenField(missing=_l("Open the page again"))
    shown = HiddenField(missing=_l("Open the page again"))
    nonce = TokenField(missing=_l("Open the page again"))
    key = TokenField(missing=_l("Open the page again"))
    intent = HiddenField(missing=_l("Open the page again"))
    language = HiddenField(missing=_l("Open the page again"))
    again = HiddenField()
    records = TickField(missing=_l("Tick this box, or ask us for paper"))
    total = ChoiceField(_l("How much is paid in total?"), choices=())
    first = ChoiceField(_l("When is the first payment?"), choices=())
    missed = ChoiceField(_l("What happens if a payment is missed?"), choices=())
    leave = ChoiceField(_l("Can the borrower leave after signing?"), choices=())
    help = ChoiceField(_l("What does it cost to ask for help?"), choices=())
    typed_name = NameField(_l("Type your full name"), missing=_l("Type your name to sign"))
    drawing = DrawingField(_l("You may draw your signature too"))

    @classmethod
    def about(cls, facts: KeyFacts, role: Role) -> SignForm:
        """This request's form with the questions about one agreement."""
        form = cls.read()
        if role is Role.BORROWER:
            # The borrower has agreed, or not, on a page of its own.
            del form.records
        else:
            form.records.label.text = sentence(RECORDS, written(i18n.language().code))
        form.total.choices = tuple((str(m.minor), i18n.money(m)) for m in _totals(facts))
        form.first.choices = tuple((d.isoformat(), i18n.day(d)) for d in _days(facts))
        form.missed.choices = (
            ("all", _("Everything is due at once")),
            ("grace", _grace(facts)),
            ("fee", _("A fee is added")),
        )
        form.leave.choices = (
            ("no", _("No")),
            ("reason", _("Only with a reason")),
            ("yes", _leaving(facts)),
        )
        form.help.choices = (
            ("fee", _("A fee for each question")),
            ("nothing", _help()),
            ("interest", _("More interest")),
        )
        return form

    def answers(self) -> tuple[str, ...]:
        """What was answered to the questions of the reading check, "" where nothing was."""
        return tuple(self[name].data or "" for name in QUESTIONS)

    def passages(self, facts: KeyFacts) -> tuple[Passage, ...]:
        """What to read again. A question without an answer asks for nothing: there is no score."""
        right = {
            "total": str(facts.total.minor),
            "first": facts.due[0].isoformat(),
            "missed": "grace",
            "leave": "yes",
            "help": "nothing",
        }
        words = {
            "total": _("The total is %(total)s.", total=i18n.money(facts.total)),
            "first": _("The first payment is on %(day)s.", day=i18n.day(facts.due[0])),
            "missed": _grace(facts),
            "leave": _leaving(facts),
            "help": _help(),
        }
        return tuple(
            Passage(self[name].label.text, words[name])
            for name, answer in right.items()
            if self[name].data not in (None, answer)
        )

    @property
    def agrees_to_records(self) -> bool:
        """Whether the box was ticked; where there is none, the answer was given before."""
        return "records" not in self or bool(self["records"].data)

    @property
    def was_asked_again(self) -> bool:
        return bool(self.again.data == ASKED_AGAIN)


class LeaveForm(Form):
    """Names the version that the person saw."""

    version = HiddenField(missing=_l("Open the page again"))


class DeclineForm(LeaveForm):
    explanation = GuardedField(
        _l("Why? You need not say it"), most=FREE_TEXT_LENGTH, many_lines=True
    )

    @classmethod
    def of(cls, role: Role) -> DeclineForm:
        """A lender has to give its reason; nobody else has to (ethics E3)."""
        form = cls.read()
        if role is Role.LENDER:
            form.explanation.label.text = _("Why? The borrower reads this")
            form.explanation.missing = _("Say why, in plain words")
        return form


class ChangeForm(LeaveForm):
    explanation = GuardedField(
        _l("What should be different?"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Say what should be different"),
    )


def _grace(facts: KeyFacts) -> str:
    return ngettext(
        "There is %(num)d day to catch up, then a person looks at it",
        "There are %(num)d days to catch up, then a person looks at it",
        facts.grace_days,
    )


def _leaving(facts: KeyFacts) -> str:
    return ngettext(
        "Yes, within %(num)d day, without a reason",
        "Yes, within %(num)d days, without a reason",
        facts.cooling_off_days,
    )


def _help() -> str:
    return str(_("Nothing, and nothing gets worse"))


def _totals(facts: KeyFacts) -> tuple[Money, ...]:
    """The total between a single payment and one payment more than all, by size."""
    return tuple(
        sorted({facts.highest, facts.total, facts.total + facts.highest}, key=lambda m: m.minor)
    )


def _days(facts: KeyFacts) -> tuple[date, ...]:
    early = min(facts.created_at.date(), facts.due[0] - timedelta(days=1))
    return tuple(sorted({early, facts.due[0], facts.due[-1]}))
