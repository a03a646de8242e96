"""A policy and its dry run as pages show them: names beside values."""

from __future__ import annotations

from fractions import Fraction
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.caselines import LenderTerms
from app.core.lender_policy.values import Limits, PolicyVersion
from app.usecases.policy_trial import Side, Trial
from app.web import i18n
from app.web.fields import Words
from app.web.lender.words import ROUTES

Rows = tuple[tuple[Words, Words], ...]


def term_rows(terms: LenderTerms) -> Rows:
    """What a set of terms says; what it does not say is left out."""
    ladder, fees, least = terms.rate_ladder, terms.waive_fees, terms.min_instalment
    said: tuple[tuple[Words, Words | None], ...] = (
        (_("Longest plan"), _months(terms.max_term_months)),
        (_("Least payment a month"), None if least is None else i18n.money(least)),
        (
            _("Fees that were charged"),
            None if fees is None else _("Let go") if fees else _("Kept"),
        ),
        (
            _("Steps of interest, of the contract rate"),
            None
            if ladder is None
            else ", ".join(i18n.percent(step) for step in ladder) or _("None"),
        ),
        (_("Least part a reduced plan repays"), _share(terms.min_repaid_share)),
        (_("Least part one payment settles"), _share(terms.settlement_share)),
        (_("Longest break"), _months(terms.max_break_months)),
    )
    return tuple((name, value) for name, value in said if value is not None)


def limit_rows(limits: Limits) -> Rows:
    said: tuple[tuple[Words, Words | None], ...] = (
        (_("Interest cut by more than"), _share(limits.rate_cut)),
        (_("Let go or written off: more than"), _share(limits.let_go)),
        (_("A plan longer than"), _months(limits.term_months)),
        (_("One payment ends the debt for less than"), _share(limits.settlement)),
    )
    return tuple((name, value) for name, value in said if value is not None)


def version_rows(policy: PolicyVersion) -> tuple[tuple[Words, Rows], ...]:
    """Base, portfolios and bands under their headings, in the order they go over each other."""
    parts: list[tuple[Words, Rows]] = [(_("All debts"), term_rows(policy.base))]
    parts += [(_("Product: %(name)s", name=p.name), term_rows(p.terms)) for p in policy.portfolios]
    for band in policy.bands:
        since = i18n.money(band.since)
        heading = (
            _("Balance from %(since)s", since=since)
            if band.until is None
            else _(
                "Balance from %(since)s, below %(until)s", since=since, until=i18n.money(band.until)
            )
        )
        parts.append((heading, term_rows(band.terms)))
    return tuple(parts)


def trial_rows(trial: Trial) -> tuple[tuple[UUID, str, tuple[Words, ...], tuple[Words, ...]], ...]:
    return tuple((c.case_id, c.account, _side(c.before), _side(c.after)) for c in trial.changes)


def _side(side: Side) -> tuple[Words, ...]:
    route: Words = ROUTES[side.route]
    if side.instalment is None or side.total is None or side.payments is None:
        return (route,)
    plan = ngettext(
        "%(num)d payment of %(amount)s, %(total)s in total",
        "%(num)d payments of %(amount)s at most, %(total)s in total",
        side.payments,
        amount=i18n.money(side.instalment),
        total=i18n.money(side.total),
    )
    return (route, plan)


def _months(count: int | None) -> Words | None:
    return None if count is None else ngettext("%(num)d month", "%(num)d months", count)


def _share(share: Fraction | None) -> Words | None:
    return None if share is None else i18n.percent(share)
