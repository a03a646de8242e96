"""The policy form as the open format, and faults of the format back beside their inputs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import Field, FieldList, FormField

from app.core.caselines import LenderTerms
from app.core.errors import Problem
from app.core.explain import rate_text
from app.core.lender_policy.values import Limits, PolicyVersion
from app.core.lender_policy.writing import SCHEMA
from app.core.money import Currency, Money
from app.web.forms import Form
from app.web.lender.policy_fields import PolicyForm, TermsForm, policy_form
from app.web.lender.policy_words import fault_words

MORE = {"more-portfolios": "portfolios", "more-bands": "bands"}
_NAMES = {"since": "from", "until": "to"}
_TERMS = tuple(name for name in vars(TermsForm) if name in LenderTerms.__slots__)


def read_form(start: PolicyVersion) -> PolicyForm:
    """What was sent, or else ``start`` without its label and day."""
    terms = _terms(start.base)
    form = policy_form(start.currency).read(
        base=terms,
        portfolios=[{"name": p.name} | _terms(p.terms) for p in start.portfolios],
        bands=[{"since": b.since, "until": b.until} | _terms(b.terms) for b in start.bands],
        approval={name: getattr(start.limits, name) for name in Limits.__slots__},
        most_offers=start.most_offers,
    )
    if request.method == "POST" and form.do.data in MORE:
        rows = form[MORE[form.do.data]]
        if isinstance(rows, FieldList) and len(rows) < (rows.max_entries or 0):
            rows.append_entry()
    return form


def wants_more(form: PolicyForm) -> bool:
    """Whether only another row was asked for: nothing is judged or kept then."""
    return form.was_sent and form.do.data in MORE


def written(form: PolicyForm, currency: Currency) -> dict[str, object]:
    """The form as ``plainpact/lender-policy/1``; rows that say nothing are left out.

    What the form could not read goes in as it was typed, so that nothing else is judged by it.
    """
    found: dict[str, object] = {
        "schema": SCHEMA,
        "version": form.version.data or "",
        "effective_from": form.effective_from.data.isoformat() if form.effective_from.data else "",
        "currency": currency.value,
        "base": _said(form["base"]),
    }
    for name in ("portfolios", "bands"):
        if rows := [_said(row) for row in _filled(form[name])]:
            found[name] = rows
    if limits := _said(form["approval"]):
        found["approval"] = limits
    if (offers := _as_typed(form.most_offers) or form.most_offers.data) is not None:
        found["most_offers"] = offers
    return found


def show_faults(form: PolicyForm, problems: Iterable[Problem], currency: Currency) -> None:
    """Each fault beside its input, in words; one whose input is nowhere stands at the label.

    An input that has a fault of its own keeps that one.
    """
    found = [(problem, _at(form, problem.path.split("/")[1:])) for problem in problems]
    for problem, field in [(p, f) for p, f in found if not f.errors]:
        field.errors = [*field.errors, str(fault_words(problem, currency))]


def _terms(terms: LenderTerms) -> dict[str, Any]:
    shown = {name: getattr(terms, name) for name in _TERMS}
    fees = terms.waive_fees
    return shown | {"waive_fees": None if fees is None else "yes" if fees else "no"}


def _filled(rows: Field) -> list[Field]:
    """The rows in which something is said: an empty one is as good as none."""
    entries = rows.entries if isinstance(rows, FieldList) else []
    return [row for row in entries if _said(row)]


def _inside(block: Field) -> Form:
    """The form inside a field of this form.

    Raises:
        TypeError: it has none.
    """
    found = block.form if isinstance(block, FormField) else None
    if not isinstance(found, Form):
        raise TypeError(block.name)
    return found


def _said(block: Field) -> dict[str, object]:
    """What one set of inputs says, by the names of the format."""
    return {
        _NAMES.get(field.short_name, field.short_name): _as_typed(field) or _plain(field.data)
        for field in _inside(block)
        if _as_typed(field) or field.data not in (None, ())
    }


def _as_typed(field: Field) -> str:
    """What stands in an input that could not be read."""
    return str(field.raw_data[0]) if field.errors and field.raw_data else ""


def _plain(value: Any) -> object:
    if isinstance(value, Money):
        return value.plain
    if isinstance(value, tuple):
        return [rate_text(step) for step in value]
    if value in ("yes", "no"):
        return value == "yes"
    return value if isinstance(value, int | str) else rate_text(value)


def _at(form: PolicyForm, path: list[str]) -> Field:
    match path:
        case ["portfolios" | "bands" as name, number, *rest]:
            row = _inside(_filled(form[name])[int(number)])
            first = "name" if name == "portfolios" else "since"
            wanted = {over: under for under, over in _NAMES.items()}
            field = rest[0] if rest else first
            return _named(row, wanted.get(field, field))
        case ["base" | "approval" as name, field, *_]:
            return _named(_inside(form[name]), field)
        case ["effective_from"]:
            return form.effective_from
        case ["most_offers"]:
            return form.most_offers
        case _:
            return form.version


def _named(form: Form, name: str) -> Field:
    found: Field = form[name]
    return found
