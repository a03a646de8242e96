"""A policy and its dry run as pages show them: names beside values."""

from __future__ import annotations

from fractions import Fraction
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.caselines import LenderTerms
from app.core.lender_policy.values import Limits, PolicyVersion
from app.core.results import Label
from app.usecases.policy_trial import Plan, Side, Trial
from app.web import i18n
from app.web.fields import Words
from app.web.lender.words import ROUTES
from app.web.plans.words import heading

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
    """Case by case the route and the plans that differ, today and with the version."""
    return tuple(
        (c.case_id, c.account, _side(c.before, c.after), _side(c.after, c.before))
        for c in trial.changes
    )


def limit_changes(trial: Trial) -> tuple[tuple[Words, Words, Words], ...]:
    """(limit, today, with the version) for each limit of a second person that differs."""
    before, after = (dict(limit_rows(limits)) for limits in trial.limits)
    nobody = _("Nobody is asked")
    return tuple(
        (name, before.get(name, nobody), after.get(name, nobody))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    )


def _side(side: Side, other: Side) -> tuple[Words, ...]:
    """The route, then what ``other`` has not: a plan that only ``other`` has is named too."""
    mine, theirs = dict(side.plans), dict(other.plans)
    differ = [label for label in Label if mine.get(label) != theirs.get(label)]
    lines = [_plan(heading(label, side.route), mine[label]) for label in differ if label in mine]
    lines += [
        _("%(plan)s: not offered", plan=heading(label, other.route))
        for label in differ
        if label not in mine
    ]
    return tuple(dict.fromkeys(map(str, (ROUTES[side.route], *lines))))


def _plan(name: Words, plan: Plan) -> Words:
    return ngettext(
        "%(plan)s: %(num)d payment of %(amount)s, %(total)s in total",
        "%(plan)s: %(num)d payments of %(amount)s at most, %(total)s in total",
        plan.payments,
        plan=name,
        amount=i18n.money(plan.instalment),
        total=i18n.money(plan.total),
    )


def _months(count: int | None) -> Words | None:
    return None if count is None else ngettext("%(num)d month", "%(num)d months", count)


def _share(share: Fraction | None) -> Words | None:
    return None if share is None else i18n.percent(share)
