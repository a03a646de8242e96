"""A policy version as plain JSON (``plainpact/lender-policy/1``), the form it is stored in."""

from __future__ import annotations

from app.core.casewriting import policy_fields
from app.core.explain import rate_text
from app.core.lender_policy.values import Band, Limits, PolicyVersion

SCHEMA = "plainpact/lender-policy/1"


def to_plain(policy: PolicyVersion) -> dict[str, object]:
    """What ``reading.read`` takes; empty parts are left out."""
    limits = _limits(policy.limits)
    parts: dict[str, object] = {
        "portfolios": [{"name": p.name} | policy_fields(p.terms) for p in policy.portfolios],
        "bands": [_band(band) for band in policy.bands],
        "approval": limits,
        "most_offers": policy.most_offers,
    }
    return {
        "schema": SCHEMA,
        "version": policy.version,
        "effective_from": policy.effective_from.isoformat(),
        "currency": policy.currency.value,
        "base": policy_fields(policy.base),
    } | {name: part for name, part in parts.items() if part}


def _band(band: Band) -> dict[str, object]:
    until = {} if band.until is None else {"to": band.until.plain}
    return {"from": band.since.plain} | until | policy_fields(band.terms)


def _limits(limits: Limits) -> dict[str, object]:
    shares = {
        "rate_cut": limits.rate_cut,
        "let_go": limits.let_go,
        "settlement": limits.settlement,
    }
    said: dict[str, object] = {k: rate_text(v) for k, v in shares.items() if v is not None}
    return said if limits.term_months is None else said | {"term_months": limits.term_months}
