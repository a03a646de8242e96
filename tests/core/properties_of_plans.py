"""What holds for every assessment. Each function raises AssertionError when it does not.

Numbered as in docs and tests everywhere; the Hypothesis tests and the long runs
of ``make bench`` hold generated households against the same functions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from app.core.accommodation import PaymentHoliday, Seasonal
from app.core.assessment import DebtResult, Option, Route, ceilings_by_month, to_json
from app.core.dates import add_months
from app.core.debt import age
from app.core.money import Money
from app.core.packs import load
from app.core.periods import TIMES_A_YEAR, Every
from app.core.schedule import Instalment
from tests.core.households import Seen, read
from tests.core.second_sum import TWELVE, contract_cost, evaluate, left_over

STOPPED = {Route.DISPUTE_FIRST, Route.TIME_BARRED_WARNING, Route.REFER}
LADDER = {Route.FULL_PLAN, Route.INTEREST_FREEZE}
ALONE = {Route.SETTLEMENT, Route.REDUCED_PLAN, Route.TOKEN}
ONE_ROW_AT_LEAST = {Route.SETTLEMENT, Route.TOKEN}
NOTHING_TO_PLAN = {"no_arrears", "fees_waived", "nothing_owed"}
TOKEN_MONTHS = 6
AMOUNT = re.compile(rb'\{"amount":"(-?[0-9.]+)","minor":(-?[0-9]+)\}')


def is_seasonal(option: Option) -> bool:
    return any(isinstance(a, Seasonal) for a in option.terms.accommodations)


def options(seen: Seen) -> Iterator[tuple[DebtResult, Option]]:
    for debt in seen.found.debts:
        for option in debt.options:
            yield debt, option


def rows(option: Option) -> tuple[Instalment, ...]:
    return option.terms.schedule.instalments


def months_of(option: Option) -> dict[str, int]:
    """What an option asks for in each calendar month, in twelfths: the rows due in it."""
    asked: dict[str, int] = defaultdict(int)
    for row in rows(option):
        if row.amount:
            asked[f"{row.due_on:%Y-%m}"] += row.amount.minor * TWELVE
    return asked


def heaviest(seen: Seen, among: Callable[[DebtResult, Option], bool]) -> dict[str, int]:
    """The most that one option per debt asks for in each month, in twelfths; no settlements."""
    total: dict[str, int] = defaultdict(int)
    for debt in seen.found.debts:
        most: dict[str, int] = defaultdict(int)
        for option in debt.options if debt.route is not Route.SETTLEMENT else ():
            if among(debt, option):
                for month, amount in months_of(option).items():
                    most[month] = max(most[month], amount)
        for month, amount in most.items():
            total[month] += amount
    return total


def left_in(seen: Seen, month: str) -> int:
    return left_over(seen.case, int(month[:4]), int(month[5:]))


def property_01_no_month_goes_below_the_floor(seen: Seen) -> None:
    """Income - protected - commitments - any one option per debt is 0 or more in every month.

    With a seasonal plan good months first cover bad ones: once it has begun, the
    running sum stays at 0 or above. Plans after a break are sized on the months
    after it, and are held against each of those.
    """
    level = heaviest(seen, lambda _, option: not is_seasonal(option))
    seasonal = heaviest(seen, lambda _, option: is_seasonal(option))
    steady = heaviest(seen, lambda debt, _: debt.route is not Route.PAYMENT_BREAK)
    running, started = 0, False
    for month in sorted({*ceilings_by_month(seen.found), *level, *seasonal}):
        left = left_in(seen, month)
        running += left - steady.get(month, 0)
        started = started or seasonal.get(month, 0) > 0
        assert not level.get(month) or left >= level[month], month
        assert not started or running >= 0, month


def property_02_instalments_fit_their_share_and_shares_the_ceiling(seen: Seen) -> None:
    ceilings = ceilings_by_month(seen.found)
    shares = [ceilings_by_month(seen.found, debt.id) for debt in seen.found.debts]
    for month, (hard, recommended) in ceilings.items():
        assert sum(share[month][0].minor for share in shares) <= hard.minor
        assert sum(share[month][1].minor for share in shares) <= recommended.minor
    pairs = ceilings.values()
    assert sum(d.share.minor for d in seen.found.debts) <= min(r.minor for _, r in pairs)
    assert sum(d.hard_share.minor for d in seen.found.debts) <= min(h.minor for h, _ in pairs)
    for debt, share in zip(seen.found.debts, shares, strict=True):
        for option in debt.options if debt.route is not Route.SETTLEMENT else ():
            assert option.terms.schedule.highest <= option.instalment
            a_month = option.instalment.minor * TIMES_A_YEAR[option.terms.frequency]
            monthly = option.terms.frequency is Every.MONTHLY
            following = is_seasonal(option) or debt.route is Route.PAYMENT_BREAK
            for month, asked in months_of(option).items():
                most, usual = share[month] if following else (debt.hard_share, debt.share)
                limit = (most if option.stretch else usual).minor * TWELVE
                assert (asked if is_seasonal(option) else a_month) <= limit
                assert monthly or asked <= most.minor * TWELVE, month


def property_06_a_deficit_in_every_month_means_no_instalment(seen: Seen) -> None:
    if all(left_in(seen, month) <= 0 for month in ceilings_by_month(seen.found)):
        assert not heaviest(seen, lambda _debt, _option: True)


def property_07_the_rows_add_up(seen: Seen) -> None:
    """Principal + interest + fees = total = owed - waived - written off + new interest.

    New interest is followed row by row on the principal, rounded down each time.
    """
    for debt, option in options(seen):
        terms = option.terms
        lines = next(d for d in seen.case["debts"] if d["id"] == debt.id)
        principal = sum(row.principal.minor for row in rows(option))
        if not lines["priority"]:
            full = int(lines["principal"].replace(".", ""))
            assert principal == full or terms.left
        parts = [row.principal.minor + row.interest.minor + row.fees.minor for row in rows(option)]
        assert parts == [row.amount.minor for row in rows(option)]
        assert option.total.minor == sum(parts) == terms.schedule.total.minor
        kept = terms.waived.minor + terms.left.minor
        assert option.total.minor == terms.owed.minor - kept + option.new_interest.minor
        assert option.new_interest.minor == _interest(option, principal)


def _interest(option: Option, principal: int) -> int:
    """On the principal that the rows repay, none while a break lasts."""
    rate = option.terms.rate / TIMES_A_YEAR[option.terms.frequency]
    holiday = any(isinstance(a, PaymentHoliday) for a in option.terms.accommodations)
    interest = 0
    for row in rows(option):
        if row.amount or not holiday:
            interest += principal * rate.numerator // rate.denominator
        principal -= row.principal.minor
    return interest


def property_08_level_instalments_are_equal_but_the_last(seen: Seen) -> None:
    for _, option in options(seen):
        paid = [row.amount.minor for row in rows(option) if row.amount]
        if not is_seasonal(option):
            assert len(set(paid[:-1])) <= 1
            assert 1 <= paid[-1] <= paid[0] == option.instalment.minor


def property_09_balances_fall_to_what_is_left_within_the_term(seen: Seen) -> None:
    policy = seen.case["lender_policy"]
    lines = {line["id"]: line for line in seen.case["debts"]}
    for debt, option in options(seen):
        after = [row.balance_after for row in rows(option)]
        assert all(before >= later for before, later in pairwise(after))
        assert after[-1] == option.terms.left
        own = policy.get("per_debt", {}).get(debt.id, {})
        wished = own.get("max_term_months", policy.get("max_term_months", 72))
        cap = load(seen.case["jurisdiction"]).term_cap(lines[debt.id]["kind"])
        # No policy reaches the arrears of a priority debt.
        months = cap if lines[debt.id]["priority"] else min(max(wished, TWELVE), cap)
        assert debt.term_months <= months
        limit = TOKEN_MONTHS if debt.route is Route.TOKEN else debt.term_months
        most = limit * TIMES_A_YEAR[option.terms.frequency] // TWELVE
        assert len(after) <= max(most, 1 if debt.route in ONE_ROW_AT_LEAST else 0)


def property_12_due_dates_rise_and_are_counted_from_the_first(seen: Seen) -> None:
    for _, option in options(seen):
        dues = [row.due_on for row in rows(option)]
        assert all(before < after for before, after in pairwise(dues))
        if option.terms.frequency is Every.MONTHLY:
            day = seen.case["wishes"]["day"]
            assert dues == [add_months(dues[0], k, day) for k in range(len(dues))]
        assert (dues[0] - date.fromisoformat(seen.case["as_of"])).days >= 14


def property_16_nothing_beats_balanced_on_both_scores(seen: Seen) -> None:
    for debt in seen.found.debts:
        if debt.options and debt.front:
            best = debt.options[0]
            gains = (best.borrower_gain, best.lender_gain)
            assert best.label == "balanced"
            front = [(point.borrower_gain, point.lender_gain) for point in debt.front]
            assert gains in front
            scores = [(plan.borrower_gain, plan.lender_gain) for plan in debt.options]
            for theirs in (*scores, *front):
                assert not (theirs[0] > gains[0] and theirs[1] > gains[1])
                assert min(theirs) <= min(gains)


def property_17_one_to_five_options_none_equal(seen: Seen) -> None:
    for debt in seen.found.debts:
        count = len(debt.options)
        if debt.route in LADDER and not NOTHING_TO_PLAN & set(debt.reasons):
            assert 1 <= count <= 5
        elif debt.route in ALONE:
            assert count == 1
        else:
            assert count <= (5 if debt.route is Route.PAYMENT_BREAK else 0)
        plans = {(o.terms.rate, tuple(row.amount.minor for row in rows(o))) for o in debt.options}
        labels = [label for option in debt.options for label in (option.label, *option.also)]
        assert len(plans) == count
        assert len(set(labels)) == len(labels)


def property_20_every_amount_reads_back(seen: Seen) -> None:
    shown = to_json(seen.found, rows=True)
    assert b'"-0.00"' not in shown
    assert b'"-0"' not in shown
    for text, minor in AMOUNT.findall(shown):
        read_back = Money.parse(text.decode().removeprefix("-"), seen.found.currency)
        assert read_back.minor == abs(int(minor))
        assert text.startswith(b"-") is (int(minor) < 0)


def property_24_a_break_or_freeze_never_raises_the_total(seen: Seen) -> None:
    """At one instalment, in one household, under house switches."""
    for debt in seen.found.debts:
        level = [o for o in debt.options if not is_seasonal(o)]
        for one in level:
            for other in level:
                if one.instalment == other.instalment and one.terms.rate >= other.terms.rate:
                    assert other.total <= one.total or len(rows(one)) == 1


def property_25_stopped_debts_have_no_options(seen: Seen) -> None:
    """Disputed, too old or referred; disputes and ages are read from the case itself."""
    case, pack = read(seen.case, seen.place)
    held = case.hold is not None and case.hold.is_active(case.as_of)
    for line, debt in zip(case.debts, seen.found.debts, strict=True):
        if held or debt.route in STOPPED:
            assert not debt.options
        if not held and line.disputed:
            assert debt.route is Route.DISPUTE_FIRST
        elif not held and age(line, pack.limitation, case.subdivision, case.as_of).expired:
            assert debt.route is Route.TIME_BARRED_WARNING


def property_26_every_step_can_be_worked_out_again(seen: Seen) -> None:
    steps = (*seen.found.explanation, *seen.found.plan_steps())
    digits = seen.found.currency.exponent
    for step in steps:
        assert evaluate(step.formula, digits) == Fraction(step.result), step
    assert len({step.id for step in steps}) == len(steps)


def a_dearer_option_says_so(seen: Seen) -> None:
    """Whatever costs more in total than the present contract shows it, and by how much."""
    for line, debt in zip(seen.case["debts"], seen.found.debts, strict=True):
        before = contract_cost(line) if debt.options else None
        for option in debt.options:
            change = None if option.total_change is None else option.total_change.minor
            assert change == (None if before is None else option.total.minor - before)
            assert option.costs_more is (before is not None and option.total.minor > before)


CHECKS: tuple[Callable[[Seen], None], ...] = (
    *(check for name, check in sorted(globals().items()) if name.startswith("property_")),
    a_dearer_option_says_so,
)
