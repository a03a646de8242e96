"""An assessment as JSON (plainpact/assessment/1): compact, in a fixed order, hardship left out."""

from __future__ import annotations

import json
from typing import assert_never

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    ExtraPayment,
    FeeWaiver,
    InterestFreeze,
    InterestWaiver,
    PaymentHoliday,
    PercentOfIncome,
    RateCut,
    ReAmortise,
    Seasonal,
    Settlement,
    StepUp,
    TermExtension,
    Token,
    WriteDown,
)
from app.core.explain import rate_text
from app.core.lender_view import DIMINISHED, down, percent
from app.core.money import Money
from app.core.policy import Finding
from app.core.results import (
    ENGINE,
    Assessment,
    Budget,
    DebtResult,
    NextStep,
    Option,
    ProposalResult,
    Step,
    Stress,
)
from app.core.schedule import Instalment

_Object = dict[str, object]


def to_json(assessment: Assessment, rows: bool = False) -> bytes:
    """The documented bytes; ``rows`` adds every instalment to every option."""
    return json.dumps(
        document(assessment, rows=rows), ensure_ascii=False, separators=(",", ":")
    ).encode()


def document(assessment: Assessment, *, rows: bool = False) -> _Object:
    """The same as plain JSON values."""
    return {
        "schema": "plainpact/assessment/1",
        "case_id": assessment.case_id,
        "as_of": assessment.as_of.isoformat(),
        "currency": assessment.currency.value,
        "engine": ENGINE,
        "pack": {"id": assessment.pack_id, "version": assessment.pack_version},
        "policy_version": assessment.policy_version,
        "input_sha256": assessment.input_sha256,
        "result": assessment.result.value,
        "budget": _budget(assessment.budget),
        "debts": [_debt(debt, rows=rows) for debt in assessment.debts],
        "stress": None if assessment.stress is None else _stress(assessment.stress),
        "findings": [_finding(found) for found in assessment.findings],
        "proposals": [_proposal(proposal) for proposal in assessment.proposals],
        "next_steps": [_next(step) for step in assessment.next_steps],
        "explanation": [_step(step) for step in assessment.explanation],
    }


def amount(money: Money) -> _Object:
    return {"amount": money.plain, "minor": money.minor}


def amount_or_none(money: Money | None) -> _Object | None:
    return None if money is None else amount(money)


def _budget(budget: Budget) -> _Object:
    return {
        "income": amount(budget.income),
        "essential": amount(budget.essential),
        "floor": amount_or_none(budget.floor),
        "protected": amount(budget.protected),
        "surplus": amount(budget.surplus),
        "buffer": amount(budget.buffer),
        "commitments": amount(budget.commitments),
        "hard_ceiling": amount(budget.hard_ceiling),
        "recommended": amount(budget.recommended),
        "worst_month": budget.worst_month,
        "benefit_only": budget.benefit_only,
        "months": [
            {
                "from": run.since,
                "to": run.until,
                "income": amount(run.income),
                "surplus": amount(run.surplus),
                "hard_ceiling": amount(run.hard_ceiling),
                "recommended": amount(run.recommended),
            }
            for run in budget.months
        ],
    }


def _debt(debt: DebtResult, *, rows: bool) -> _Object:
    base = debt.baseline
    return {
        "id": debt.id,
        "route": debt.route.value,
        "reasons": list(debt.reasons),
        "owed": amount(debt.owed),
        "share": amount(debt.share),
        "baseline": None if base is None else {"total": amount(base.total), "count": base.count},
        "options": [_option(option, rows=rows) for option in debt.options],
    }


def _option(option: Option, *, rows: bool) -> _Object:
    terms = option.terms
    schedule = terms.schedule
    shown: _Object = {
        "label": option.label.value,
        "also": [label.value for label in option.also],
        "stretch": option.stretch,
        "rate": rate_text(terms.rate),
        "instalment": amount(option.instalment),
        "first_due": schedule.first_due.isoformat(),
        "last_due": schedule.last_due.isoformat(),
        "segments": [{"count": n, "amount": amount(each)} for n, each in schedule.segments],
        "total": amount(option.total),
        "interest": amount(option.new_interest),
        "waived": amount(terms.waived),
        "written_off": amount(terms.written_off),
        "total_change": amount_or_none(option.total_change),
        "npv": amount(option.npv),
        "npv_loss_percent": percent(option.npv_loss),
        "npv_loss_over_1": option.npv_loss > DIMINISHED,
        "accommodations": [accommodation(granted) for granted in terms.accommodations],
        "gain": {"borrower": down(option.borrower_gain), "lender": down(option.lender_gain)},
        "apr": {"rule": option.apr.rule, "percent": option.apr.percent},
    }
    if rows:
        shown["rows"] = [_row(row) for row in schedule.instalments]
    return shown


def accommodation(granted: Accommodation) -> _Object:
    """One accommodation with its figures."""
    match granted:
        case RateCut(was, to):
            more: _Object = {"from": rate_text(was), "to": rate_text(to)}
        case InterestFreeze(since, until):
            more = {"from": since.isoformat(), "until": until.isoformat()}
        case InterestWaiver(each) | FeeWaiver(each) | Capitalise(each):
            more = {"amount": amount(each)}
        case PaymentHoliday(months, pays, interest, recover, after, put_off):
            more = {"months": months, "pays": pays, "interest": interest, "recover": recover}
            more |= {"after": after} if after else {}
            more |= {"put_off": amount(put_off)} if put_off else {}
        case StepUp(steps):
            more = {"steps": [{"count": n, "amount": amount(each)} for n, each in steps]}
        case TermExtension(extra, after):
            more = {"extra": extra, "after": after}
        case ReAmortise(count, after):
            more = {"count": count, "after": after}
        case ExtraPayment(n, each, effect):
            more = {"n": n, "amount": amount(each), "effect": effect}
        case WriteDown(each, when):
            more = {"amount": amount(each), "when": when}
        case PercentOfIncome(share, lowest, highest):
            more = {
                "percent": rate_text(share),
                "lowest": amount(lowest),
                "highest": amount(highest),
            }
        case Token(each, review_on):
            more = {"amount": amount(each), "review_on": review_on.isoformat()}
        case Settlement(rest):
            more = {"rest": rest}
        case Seasonal():
            more = {}
        case _:
            assert_never(granted)
    return {"kind": granted.kind, **more}


def _row(row: Instalment) -> _Object:
    return {
        "n": row.n,
        "due_on": row.due_on.isoformat(),
        "collect_on": row.collect_on.isoformat(),
        "amount": amount(row.amount),
        "principal": amount(row.principal),
        "interest": amount(row.interest),
        "fees": amount(row.fees),
        "balance_after": amount(row.balance_after),
    }


def _stress(stress: Stress) -> _Object:
    return {
        "instalments": amount(stress.instalments),
        "months": stress.months,
        "saved": stress.saved,
        "range": {"low": stress.low, "high": stress.high},
        "checks": {
            "lost_income_1_month": stress.lost_income_1_month,
            "income_down_20_percent_3_months": stress.income_down_20_percent_3_months,
            "one_bill_500_3_months": stress.one_bill_500_3_months,
        },
    }


def _finding(found: Finding) -> _Object:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "path": found.path,
        "rule": found.rule,
        "message": found.message,
    }


def _proposal(proposal: ProposalResult) -> _Object:
    return {
        "id": proposal.id,
        "findings": [_finding(found) for found in proposal.findings],
        "within_ceiling": proposal.within_ceiling,
    }


def _next(step: NextStep) -> _Object:
    shown: _Object = {"code": step.code}
    if step.on is not None:
        shown["on"] = step.on.isoformat()
    return shown


def _step(step: Step) -> _Object:
    return {
        "id": step.id,
        "formula": step.formula,
        "result": step.result,
        "rule": step.rule,
        "version": step.version,
    }
