"""Words of disputes and proof that both sides read."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.money import Money
from app.core.negotiation.dispute_events import Claim, DebtPart, Figures
from app.core.negotiation.outcomes import Proof
from app.core.negotiation.proof_events import LineKind, ProofKind
from app.web import i18n
from app.web.fields import Words

PARTS: dict[DebtPart, Words] = {
    DebtPart.PRINCIPAL: _l("Principal"),
    DebtPart.INTEREST: _l("Interest"),
    DebtPart.FEES: _l("Fees"),
}

WANTED: dict[ProofKind, Words] = {
    ProofKind.CONTRACT: _l("The contract"),
    ProofKind.STATEMENT: _l("A statement with every line"),
    ProofKind.ASSIGNMENT: _l("Who owned the debt, and since when"),
    ProofKind.INTEREST: _l("How the interest was worked out"),
}

LINES: dict[LineKind, Words] = {
    LineKind.PRINCIPAL: _l("Principal"),
    LineKind.INTEREST: _l("Interest"),
    LineKind.FEE: _l("Fee"),
    LineKind.PAYMENT: _l("Payment"),
    LineKind.ADJUSTMENT: _l("Taken off"),
}


def claim_words(claim: Claim | None) -> list[Words]:
    """What exactly is disputed, as sentences; none when no more was said."""
    if claim is None:
        return []
    said: list[Words] = []
    if claim.line:
        said.append(_("It is about this fee: %(line)s.", line=claim.line))
    elif claim.part is not None:
        said.append(_("It is about this part: %(part)s.", part=PARTS[claim.part]))
    if claim.right_amount is not None:
        said.append(_("It should be %(amount)s.", amount=i18n.money(claim.right_amount)))
    return said


def side_by_side(before: Figures, now: Figures) -> list[list[Words]]:
    """Each part and the whole: before, now, and how much less."""

    def row(name: Words, was: Money, after: Money) -> list[Words]:
        return [name, i18n.money(was), i18n.money(after), i18n.money(was - after)]

    parts = [row(PARTS[part], before.of(part), now.of(part)) for part in DebtPart]
    return [*parts, row(_("All together"), before.owed, now.owed)]


def statement_rows(proof: Proof) -> list[list[Words]]:
    return [
        [
            i18n.day(one.line.on),
            LINES[one.line.kind],
            one.line.words,
            i18n.money(one.line.adds),
            i18n.money(one.balance),
        ]
        for one in proof.lines
    ]
