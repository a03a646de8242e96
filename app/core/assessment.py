"""From a case file to options that keep the household safe, or the honest answer that none does.

Pure: same case and pack, same assessment. The order is fixed: the household's
sum, then the ceilings, then what stops a plan, then priority debts, then the
others by balance, then each debt's route and options.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from app.core.assessment_json import to_json
from app.core.budgeting import budget_of, stress_of
from app.core.caselines import CaseFile, Wishes
from app.core.casewriting import digest
from app.core.ceilings import Shares, ceilings
from app.core.dates import due_dates, first_due
from app.core.desk import Desk, Routed
from app.core.desks import Base, claim, hard_claim
from app.core.household import (
    MONTHS_SHOWN,
    Buffer,
    benefit_only,
    months,
)
from app.core.lending import Lending, lending_for
from app.core.money import Money
from app.core.notices import (
    age_findings,
    floor_findings,
    in_order,
    next_steps,
    value_findings,
)
from app.core.offers import Counter, options_of, points
from app.core.packs import categories
from app.core.periods import most_rows
from app.core.policy import Finding, PolicyPack
from app.core.proposal_checks import Judge, checked
from app.core.proposal_months import LOOKED_AHEAD
from app.core.reasoning import explanation, to_the_plans
from app.core.results import (
    Apr,
    Assessment,
    Baseline,
    Budget,
    Ceiling,
    DebtResult,
    Label,
    MonthBudget,
    NextStep,
    Option,
    ProposalResult,
    Result,
    Route,
    Step,
    Stress,
)
from app.core.routes import stopped
from app.core.routing import Way, ways
from app.core.rule_findings import found_in
from app.core.sharing import Claim

__all__ = [
    "Apr",
    "Assessment",
    "Baseline",
    "Budget",
    "Ceiling",
    "DebtResult",
    "Label",
    "MonthBudget",
    "NextStep",
    "Option",
    "ProposalResult",
    "Result",
    "Route",
    "Step",
    "Stress",
    "assess",
    "ceilings_by_month",
    "to_json",
]

_PLANS = {Route.FULL_PLAN, Route.INTEREST_FREEZE, Route.SETTLEMENT, Route.REDUCED_PLAN}
_PAID_OVER_TIME = _PLANS - {Route.SETTLEMENT}
_HOLDING = {Route.TOKEN, Route.PAYMENT_BREAK}
_UNSETTLED = {Route.DISPUTE_FIRST, Route.TIME_BARRED_WARNING}
"""Whether anything has to be paid is open: what paying the contract comes to is not shown."""
_STOPPED = {*_UNSETTLED, Route.REFER}


def assess(case: CaseFile, pack: PolicyPack, begins: date | None = None) -> Assessment:
    """The whole answer for one household under one pack.

    The months looked at begin with the first plan that could be offered on the day of the
    case, or with ``begins`` where that is sooner: a plan that was offered on another day.
    """
    every = case.wishes.frequency
    lendings: list[Lending] = []
    clamped: list[Finding] = []
    for debt in case.debts:
        lending, found = lending_for(debt, case.policy, pack, case.currency)
        lendings.append(lending)
        clamped += found
    first = _first(case, pack)
    if begins is not None:
        first = min(first, begins)
    protected_only = benefit_only(case.income, categories().protected_ids)
    offers_nothing = protected_only and not case.wishes.offer_from_benefits
    buffer = _buffer(case, pack)
    halted = [stopped(case, debt, pack, from_benefits=offers_nothing) for debt in case.debts]
    shares, hard_shares = (
        Shares.of(
            [
                claims(debt, lending, every) if halt is None else Claim(0, 0, 0)
                for debt, lending, halt in zip(case.debts, lendings, halted, strict=True)
            ]
        )
        for claims in (claim, hard_claim)
    )
    terms = [lending.max_term_months for lending in lendings]
    for longest in (terms, [*terms, *(pack.term_cap(d.kind) for d in case.debts if d.priority)]):
        horizon = _horizon(first, case.wishes, longest)
        known = months(case, first, horizon, buffer=buffer, offers_nothing=offers_nothing)
        if sum(c.need for c in hard_shares.claims) <= min(month.hard for month in known):
            # Priority arrears take no longer than a year, which is always covered.
            break
    claiming = sum(1 for claimed in shares.claims if claimed.balance)
    base = Base(case, pack, first, known, ceilings(known, claiming), shares, hard_shares)
    base, found_ways = ways(base, lendings, halted)
    results, counters, routed, desks = _results(base, found_ways)
    ahead = (
        months(case, case.as_of, LOOKED_AHEAD, buffer=buffer, offers_nothing=offers_nothing)
        if case.proposals
        else ()
    )
    judge = Judge(
        pack,
        case.as_of,
        ahead,
        {name: desk.sieve.standing for name, desk in desks.items()},
        hold=case.hold.rule if case.hold is not None else None,
    )
    parts = tuple(_parts(base, place) for place in range(len(case.debts)))
    result = _result(results)
    findings = (*floor_findings(case), *age_findings(case, pack), *clamped)
    return Assessment(
        case_id=case.case_id,
        as_of=case.as_of,
        currency=case.currency,
        pack_id=pack.id,
        pack_version=pack.version,
        policy_version=case.policy.version,
        input_sha256=case.input_sha256 or digest(case),
        result=result,
        budget=budget_of(case, known[:MONTHS_SHOWN], benefits=protected_only),
        debts=results,
        stress=stress_of(base, [d for d in results if d.route in _PAID_OVER_TIME]),
        findings=in_order((*findings, *_noted(base, desks, routed), *value_findings(results))),
        proposals=tuple(
            checked(
                line,
                place,
                counters.get(line.debt_id),
                _parts_of(replace(base, known=ahead), line.debt_id),
                judge,
            )
            for place, line in enumerate(case.proposals)
        ),
        next_steps=next_steps(result, results, case, first),
        explanation=explanation(
            base, buffer, counters, desks, routed, offers_nothing=offers_nothing
        ),
        horizon=tuple(
            Ceiling(m.name, Money(m.hard, case.currency), Money(m.recommended, case.currency))
            for m in known
        ),
        parts=parts,
        first_due=first,
        free=tuple(Money(m.free, case.currency) for m in known),
        plan_steps=partial(to_the_plans, base, desks, routed),
    )


def ceilings_by_month(
    assessment: Assessment, debt_id: str | None = None
) -> dict[str, tuple[Money, Money]]:
    """(hard, recommended) a month, by ``YYYY-MM``, for every month of the longest plan.

    For the whole household, or one debt's part of it. An instalment paid t times
    a year counts as t / 12 of itself a month; and all that falls due in one month stays
    within the hard one.

    Raises:
        KeyError: there is no such debt.
    """
    rows = assessment.horizon
    if debt_id is not None:
        places = {debt.id: place for place, debt in enumerate(assessment.debts)}
        rows = assessment.parts[places[debt_id]]
    return {row.month: (row.hard, row.recommended) for row in rows}


def _first(case: CaseFile, pack: PolicyPack) -> date:
    """The first wished day after the cooling-off."""
    earliest = pack.cooling_off.last_day(case.as_of)
    if case.wishes.not_before is not None:
        earliest = max(earliest, case.wishes.not_before)
    return first_due(earliest, case.wishes.day)


def _horizon(first: date, wishes: Wishes, terms: Sequence[int]) -> int:
    """Months from ``first`` to the last day on which the longest plan may be due.

    A plan of T months that is not monthly may end on a day of the month after.
    """
    longest = max([MONTHS_SHOWN, *terms])
    rows = most_rows(longest, wishes.frequency)
    last = due_dates(first, wishes.frequency, rows, anchor=wishes.day)[-1]
    return max(longest, (last.year - first.year) * 12 + last.month - first.month + 1)


def _buffer(case: CaseFile, pack: PolicyPack) -> Buffer:
    cap = None if pack.buffer_cap is None else Money.parse(pack.buffer_cap, case.currency).minor
    return Buffer(cap, None if case.wishes.buffer is None else case.wishes.buffer.minor)


def _results(
    base: Base, found: Sequence[Way]
) -> tuple[tuple[DebtResult, ...], dict[str, Counter], tuple[Routed, ...], dict[str, Desk]]:
    case = base.case
    results: list[DebtResult] = []
    counters: dict[str, Counter] = {}
    routes: list[Routed] = []
    desks: dict[str, Desk] = {}
    for debt, way in zip(case.debts, found, strict=True):
        desk, counter, routed = way.desk, way.counter, way.routed
        if way.planned:
            counters[debt.id] = counter
        if routed.break_months:
            counter = replace(counter, break_months=routed.break_months)
        results.append(
            DebtResult(
                id=debt.id,
                route=routed.route,
                reasons=routed.reasons,
                owed=debt.owed,
                share=Money(desk.recommended.monthly, case.currency),
                hard_share=Money(desk.hard.monthly, case.currency),
                term_months=counter.term_months,
                baseline=None if routed.route in _UNSETTLED else counter.baseline,
                options=options_of(counter, routed),
                break_until=base.known[routed.break_months].name if routed.break_months else None,
                candidates=len(routed.kept),
                front=points(counter, routed),
            )
        )
        routes.append(routed)
        desks[debt.id] = desk
    return tuple(results), counters, tuple(routes), desks


def _noted(base: Base, desks: dict[str, Desk], routed: Sequence[Routed]) -> Iterator[Finding]:
    """What the pack says about each debt's plans."""
    for place, (desk, way) in enumerate(zip(desks.values(), routed, strict=True)):
        yield from found_in(base.pack, desk.sieve, way.shown, f"/debts/{place}")


def _result(results: tuple[DebtResult, ...]) -> Result:
    # Where nothing is to be planned there is no option; such a debt does not hide the others.
    planned = [d for d in results if d.options or d.route is not Route.FULL_PLAN]
    routes = {debt.route for debt in planned or results}
    if routes & _PLANS:
        return Result.PLAN
    if routes & _HOLDING:
        return Result.HOLDING
    return Result.STOPPED if routes & _STOPPED else Result.NO_AFFORDABLE_PLAN


def _parts(base: Base, place: int) -> tuple[Ceiling, ...]:
    currency = base.case.currency
    known: dict[tuple[int, int], tuple[Money, Money]] = {}
    found: list[Ceiling] = []
    for month in base.known:
        pools = (month.hard, month.recommended)
        if pools not in known:
            hard = base.hard_shares.divide(month.hard).parts[place]
            recommended = base.shares.divide(month.recommended).parts[place]
            known[pools] = Money(hard, currency), Money(recommended, currency)
        found.append(Ceiling(month.name, *known[pools]))
    return tuple(found)


def _parts_of(base: Base, debt_id: str) -> tuple[Ceiling, ...]:
    return _parts(base, [debt.id for debt in base.case.debts].index(debt_id))
