"""The agreement as a page: who signed, who is next, and which ways there are from here."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.access import Role
from app.usecases.agreement_changes import Since
from app.usecases.agreement_pages import AgreementPage, KeyFacts
from app.usecases.agreement_reading import Reading
from app.usecases.borrower_pages import warnings_for
from app.web import i18n
from app.web.agreement.by_hand import hand_words
from app.web.case_words import ROLES
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.plans.payments import amounts_paid

HOME = {
    Role.BORROWER: "borrower.debt.show",
    Role.COUNSELOR: "borrower.debt.show",
    Role.LENDER: "lender.case",
}


ELSEWHERE = _l("The agreement does not stand where it did. This is how it is now.")


def read_page(
    page: AgreementPage,
    *,
    changed: bool = False,
    refusal: Words = "",
    came: Since | None = None,
) -> str:
    """``refusal`` says why nothing was done, ``came`` what happened since the page was shown."""
    reading, facts = page.reading, page.facts
    if reading is None or facts is None:
        return render_template("agreement/waiting.html", case_id=page.case_id)
    return render_template(
        "agreement/read.html",
        case_id=page.case_id,
        case_href=case_href(reading, page),
        reading=reading,
        state=[*renewed_words(reading), *state_words(reading), *hand_words(reading)],
        key=key_rows(facts),
        waiting=waiting_words(reading, facts),
        facts=facts,
        ways=ways(reading, page),
        refusal=refusal or (ELSEWHERE if changed else ""),
        came=came,
        warned=warnings_for(deps(), actor(), page.case_id),
    )


def case_href(reading: Reading, page: AgreementPage) -> str:
    """The page of this case that the reader came from."""
    return url_for(HOME[reading.role], case_id=page.case_id)


def ways(reading: Reading, page: AgreementPage) -> list[tuple[Words, str]]:
    """The equal choices of whoever signs next; help never costs more steps than signing."""
    return [
        (_("Sign"), url_for("agreement.signing.page", case_id=page.case_id)),
        (_("Ask for a change"), url_for("agreement.leaving.change_page", case_id=page.case_id)),
        (_("Decline"), url_for("agreement.leaving.decline_page", case_id=page.case_id)),
        (_("Get help"), help_href(reading, page)),
    ]


def help_href(reading: Reading, page: AgreementPage) -> str:
    if reading.role is Role.LENDER:
        return url_for("public.contact")
    return url_for("borrower.pause.ask_help", case_id=page.case_id)


def state_words(reading: Reading) -> list[Words]:
    """Where the signing stands, as sentences."""
    sides = [role for role in reading.signed if role is not Role.COUNSELOR]
    signed = _(", ").join(str(ROLES[role]) for role in sides)
    waiting = next((role for role in reading.signers if role not in reading.signed), None)
    match reading.state:
        case "open" if reading.paper_asked:
            return [
                _("The lender has posted the agreement on paper.")
                if reading.paper_sent
                else _("The agreement is wanted on paper. A person of the lender posts it."),
                _("There is no last day. The terms are the same on paper and here."),
            ]
        case "open" if waiting is not None:
            return [
                _("Signed so far: %(who)s.", who=signed) if signed else _("Nobody has signed yet."),
                *_counselor_words(reading),
                _("Next: a counselor signs that they reviewed it.")
                if waiting is Role.COUNSELOR
                else _("Next to sign: %(who)s.", who=ROLES[waiting]),
                _("It can be signed until %(day)s.", day=i18n.day(reading.expires_on)),
            ]
        case "open" | "signed":
            return [
                _("Everybody has signed. The file is being sealed. This takes a minute."),
                *_counselor_words(reading),
            ]
        case "sealed":
            return [_("Everybody has signed, and the file is sealed."), *_counselor_words(reading)]
        case "expired":
            return [
                _("The time to sign ran out. This version binds nobody."),
                _("Nothing got worse. Both sides can make new offers."),
            ]
        case "cancelled":
            return [_("This agreement was left in the cooling-off time. It binds nobody.")]
        case "issuing":
            return [_("The agreement is being written down. This takes a minute.")]
        case _:
            return [_("This version was not signed by everybody. It binds nobody.")]


def renewed_words(reading: Reading) -> list[Words]:
    """Why there is a new version, where the counselor of the one before may act no more."""
    if not reading.review_ended or reading.state != "open":
        return []
    return [
        _("This is a new version, as the counselor may no longer act for the borrower."),
        _("The terms are the same. Signatures on the one before do not count."),
    ]


def _counselor_words(reading: Reading) -> list[Words]:
    if Role.COUNSELOR not in reading.signed:
        return []
    return [_("A counselor signed that they reviewed it. They do not promise to pay.")]


def waiting_words(reading: Reading, facts: KeyFacts) -> list[Words]:
    """What becomes of payments whose day comes while the agreement may still be left."""
    if not facts.waiting or reading.cooling_off_until is None:
        return []
    words = [
        _("Their days: %(days)s.", days=_(", ").join(i18n.day(one) for one in facts.waiting)),
        _(
            "They may wait until %(day)s is over. Waiting costs nothing, and none is missed.",
            day=i18n.day(reading.cooling_off_until),
        ),
    ]
    if len(facts.waiting) > 1:
        words.append(_("They can also be paid one by one, after the last payment of the plan."))
    return words


def key_rows(facts: KeyFacts) -> list[tuple[Words, Words]]:
    return [
        (_("Each payment"), amounts_paid(facts.amounts)),
        (_("How often"), i18n.every(facts.every)),
        (_("How many payments"), str(facts.count)),
        (_("First payment"), i18n.day(facts.due[0])),
        (_("Last payment"), i18n.day(facts.due[-1])),
        (_("Paid in total"), i18n.money(facts.total)),
        (_("Interest in it"), i18n.money(facts.interest)),
        (_("Fees in it"), i18n.money(facts.fees)),
        (_("The language that decides"), i18n.LANGUAGES[facts.decides].name),
    ]
