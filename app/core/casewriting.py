"""Writing a case file back as plainpact/case-file/1, so that what was assessed can be kept."""

from __future__ import annotations

import hashlib
import json

from app.core.caselines import CaseFile, Commitment, DebtLine, Floor, LenderTerms, Line
from app.core.dates import WEEKDAYS
from app.core.explain import rate_text

_Object = dict[str, object]


def dump(case: CaseFile) -> bytes:
    """Canonical bytes: sorted keys, no spaces, UTF-8; ``parse`` reads them back as the same case."""
    return json.dumps(
        document(case), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def digest(case: CaseFile) -> str:
    """The name of a case file that was not read from bytes."""
    return hashlib.sha256(dump(case)).hexdigest()


def document(case: CaseFile) -> _Object:
    """The case file as plain JSON values; what is not said is left out."""
    wishes = case.wishes
    people = case.household
    found: _Object = {
        "schema": "plainpact/case-file/1",
        "case_id": case.case_id,
        "as_of": case.as_of.isoformat(),
        "jurisdiction": case.jurisdiction,
        "subdivision": case.subdivision,
        "currency": case.currency.value,
        "household": _said(
            {
                "adults": people.adults,
                "children": people.children,
                "partner": people.partner,
                "dependants": people.dependants,
                "area": people.area,
                "savings": None if people.savings is None else people.savings.plain,
            }
        ),
        "income": [_line(line) for line in case.income],
        "spending": [_line(line) | {"essential": line.essential} for line in case.spending],
        "debts": [_debt(debt) for debt in case.debts],
        "hardship": [
            {
                "code": line.code,
                "from": line.since.isoformat(),
                "expected_until": line.expected_until and line.expected_until.isoformat(),
            }
            for line in case.hardship
        ],
        "commitments": [_commitment(promise) for promise in case.commitments],
        "lender_policy": _policy(case.policy),
        "wishes": _said(
            {
                "frequency": wishes.frequency.value,
                "day": wishes.day,
                "not_before": wishes.not_before and wishes.not_before.isoformat(),
                "buffer": None if wishes.buffer is None else wishes.buffer.plain,
                "lump_sum": None if wishes.lump_sum is None else wishes.lump_sum.plain,
                "offer_from_benefits": wishes.offer_from_benefits,
                "follow_months": wishes.follow_months,
            }
        ),
        "calendar": {
            "weekend": [day for day in WEEKDAYS if day in case.calendar.weekend],
            "holidays": sorted(day.isoformat() for day in case.calendar.holidays),
        },
        "proposals": [
            {
                "id": offer.id,
                "by": offer.by,
                "debt_id": offer.debt_id,
                "amount": offer.amount.plain,
                "frequency": offer.frequency.value,
                "first_due": offer.first_due.isoformat(),
            }
            for offer in case.proposals
        ],
    }
    if case.hold is not None:
        until = case.hold.until
        found["hold"] = {
            "rule": case.hold.rule,
            "from": case.hold.since.isoformat(),
            "until": until and until.isoformat(),
        }
    return _said(found) | {"floor": None if case.floor is None else _floor(case.floor)}


def _said(fields: _Object) -> _Object:
    return {key: value for key, value in fields.items() if value is not None}


def _line(line: Line) -> _Object:
    return _said(
        {
            "id": line.id,
            "category": line.category,
            "frequency": line.frequency.value,
            "amount": None if line.amount is None else line.amount.plain,
            "monthly": [each.plain for each in line.monthly] or None,
            "starts_on": line.starts_on and line.starts_on.isoformat(),
            "ends_on": line.ends_on and line.ends_on.isoformat(),
        }
    )


def _floor(floor: Floor) -> _Object:
    return {
        "monthly": floor.monthly.plain,
        "rule": floor.rule,
        "source": floor.source,
        "effective": floor.effective.isoformat(),
        "expires": floor.expires and floor.expires.isoformat(),
        "confirmed_by": floor.confirmed_by,
        "confirmed_on": floor.confirmed_on and floor.confirmed_on.isoformat(),
    }


def _debt(debt: DebtLine) -> _Object:
    agreed = debt.contractual_payment
    return {
        "id": debt.id,
        "creditor": debt.creditor,
        "kind": debt.kind,
        "priority": debt.priority,
        "secured": debt.secured,
        "principal": debt.principal.plain,
        "interest": debt.interest.plain,
        "fees": debt.fees.plain,
        "arrears": debt.arrears.plain,
        "annual_rate": rate_text(debt.annual_rate),
        "contractual_payment": None
        if agreed is None
        else {"amount": agreed.amount.plain, "frequency": agreed.frequency.value},
        "last_payment_on": debt.last_payment_on and debt.last_payment_on.isoformat(),
        "acknowledged_on": debt.acknowledged_on and debt.acknowledged_on.isoformat(),
        "disputed": debt.disputed,
    }


def _commitment(promise: Commitment) -> _Object:
    return {
        "id": promise.id,
        "creditor": promise.creditor,
        "status": promise.status,
        "amount": promise.amount.plain,
        "frequency": promise.frequency.value,
        "from": promise.since.isoformat(),
        "until": promise.until and promise.until.isoformat(),
    }


def _policy(policy: LenderTerms) -> _Object:
    special = {name: policy_fields(own) for name, own in policy.per_debt}
    return (
        {"version": policy.version} | policy_fields(policy) | _said({"per_debt": special or None})
    )


def policy_fields(policy: LenderTerms) -> _Object:
    """What a policy says, as a case file writes it; what it does not say is left out."""
    least, ladder, repaid, settled = (
        policy.min_instalment,
        policy.rate_ladder,
        policy.min_repaid_share,
        policy.settlement_share,
    )
    return _said(
        {
            "max_term_months": policy.max_term_months,
            "min_instalment": None if least is None else least.plain,
            "waive_fees": policy.waive_fees,
            "rate_ladder": None if ladder is None else [rate_text(rate) for rate in ladder],
            "min_repaid_share": None if repaid is None else rate_text(repaid),
            "settlement_share": None if settled is None else rate_text(settled),
            "max_break_months": policy.max_break_months,
            "allocation": None if policy.allocation is None else list(policy.allocation),
            "roll": policy.roll and policy.roll.value,
        }
    )
