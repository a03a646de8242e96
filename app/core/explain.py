"""Each step of the sum as a formula with its figures, so that anyone can work it out again.

Formulas use + - * / floor ceil min max and smallest(principal, interest, fees,
rate, rows); floor and ceil act on minor units, and amounts are in major units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.core.caselines import CaseFile, Commitment, LenderTerms, Line
from app.core.household import Buffer, Month, binds, covers, touches
from app.core.household import month_ends as ends
from app.core.money import Currency, Money
from app.core.periods import TIMES_A_YEAR, Every, most_in_a_month, most_rows
from app.core.policy import PolicyPack
from app.core.results import Step
from app.core.sharing import Claim, Division
from app.core.together import OTHERS

TWELVE = 12


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes steps for one pack, one currency and what the lenders say."""

    pack: PolicyPack
    currency: Currency
    lenders: LenderTerms

    def money(self, minor: int) -> str:
        return Money(minor, self.currency).plain

    def step(self, name: str, formula: str, result: int, rule: str) -> Step:
        return Step(name, formula, self.money(result), rule, self.pack.version)


def rate_text(rate: Fraction) -> str:
    """A rate as the shortest decimal: ``0.06225``, ``0``."""
    scaled, digits = rate, 0
    while scaled.denominator != 1:
        scaled *= 10
        digits += 1
        if digits > MOST_DIGITS:
            return f"{rate.numerator}/{rate.denominator}"
    whole = str(scaled.numerator).rjust(digits + 1, "0")
    return f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole


MOST_DIGITS = 20


def budget_steps(
    write: Writer,
    case: CaseFile,
    month: Month,
    *,
    buffer: Buffer,
    floor_rule: str | None,
    offers_nothing: bool,
    suffix: str = "",
) -> tuple[Step, ...]:
    """From income to the two ceilings, for one month."""
    start, end = ends(month.year, month.month)
    incomes = [x for x in case.income if covers(x, start, end)]
    costs = [x for x in case.spending if x.essential and touches(x, start, end)]
    money = write.money
    steps = [
        write.step(
            f"income{suffix}",
            _sum("floor", write, incomes, month.month),
            month.income,
            "house:income",
        ),
        write.step(
            f"essential{suffix}",
            _sum("ceil", write, costs, month.month),
            month.essential,
            "house:spending",
        ),
    ]
    if floor_rule is not None and case.floor is not None:
        if case.floor.formula:
            least = case.floor.monthly.minor
            steps.append(write.step(f"floor{suffix}", case.floor.formula, least, floor_rule))
        formula = f"max({money(month.essential)},{case.floor.monthly.plain})"
        steps.append(write.step(f"protected{suffix}", formula, month.protected, floor_rule))
    steps += [
        write.step(
            f"surplus{suffix}",
            f"{money(month.income)}-{money(month.protected)}",
            month.surplus,
            "house:surplus",
        ),
        write.step(
            f"buffer{suffix}",
            _buffer(write, month, buffer),
            month.buffer,
            write.pack.cite("buffer"),
        ),
    ]
    if formula := _promises([each for each in case.commitments if binds(each, start, end)]):
        steps.append(
            write.step(f"commitments{suffix}", formula, month.commitments, "house:commitments")
        )
    steps.append(write.step(f"hard_ceiling{suffix}", _hard(write, month), month.hard, "house:hard"))
    if offers_nothing:
        steps.append(write.step(f"recommended{suffix}", money(0), 0, "house:benefit_only"))
    else:
        steps.append(
            write.step(
                f"recommended{suffix}", _share(write, month), month.recommended, "house:share"
            )
        )
    return tuple(steps)


def _sum(rounding: str, write: Writer, lines: Sequence[Line], month: int) -> str:
    others = [line for line in lines if line.id.startswith(OTHERS)]
    terms = [_term(line, month) for line in lines if line not in others]
    if others:
        terms.append(_in_one(write, others, month))
    return f"{rounding}({'+'.join(terms) or write.money(0)})"


def _in_one(write: Writer, lines: Sequence[Line], month: int) -> str:
    """What the other person of a household told, as one figure: their lines are theirs."""
    yearly = sum(
        line.monthly[month - 1].minor * TWELVE
        if line.amount is None
        else line.amount.minor * TIMES_A_YEAR[line.frequency]
        for line in lines
    )
    whole, rest = divmod(yearly, TWELVE)
    return f"{write.money(yearly)}/12" if rest else write.money(whole)


def _term(line: Line, month: int) -> str:
    if line.frequency is Every.IRREGULAR:
        return line.monthly[month - 1].plain
    if line.amount is None:
        raise ValueError(f"line {line.id} has no amount")
    return _per_month(line.amount, line.frequency)


def _per_month(amount: Money, every: Every) -> str:
    times = TIMES_A_YEAR[every]
    if times == TWELVE:
        return amount.plain
    return f"{amount.plain}/12" if times == 1 else f"{amount.plain}*{times}/12"


def _promises(promised: Sequence[Commitment]) -> str:
    """The sum of the commitments of a month; empty when one amount a month says it all."""
    if [each.frequency for each in promised] in ([], [Every.MONTHLY]):
        return ""
    return f"ceil({'+'.join(_per_month(each.amount, each.frequency) for each in promised)})"


def _buffer(write: Writer, month: Month, buffer: Buffer) -> str:
    if month.surplus <= 0:
        return write.money(0)
    tenth = f"ceil({write.money(month.surplus)}/10)"
    caps = [write.money(x) for x in (buffer.cap, buffer.wish) if x is not None]
    return f"min({','.join([tenth, *caps])})" if caps else tenth


def _hard(write: Writer, month: Month) -> str:
    money = write.money
    formula = f"{money(month.surplus)}-{money(month.buffer)}-{money(month.commitments)}"
    below = month.surplus - month.buffer - month.commitments < 0
    return f"max({money(0)},{formula})" if below else formula


def _share(write: Writer, month: Month) -> str:
    money = write.money
    formula = f"floor({money(month.surplus)}/2)-{money(month.commitments)}"
    half = month.surplus // 2 - month.commitments
    if half < 0:
        return f"max({money(0)},{formula})"
    return f"min({formula},{money(month.hard)})" if half > month.hard else formula


def need_step(write: Writer, debt_id: str, arrears: int, need: int, every: Every) -> Step:
    """What a priority debt needs each month to be clear in a year."""
    amount = write.money(arrears)
    times, rows = TIMES_A_YEAR[every], most_rows(TWELVE, every)
    formula = f"ceil({amount}/12)" if times == TWELVE else f"ceil(ceil({amount}/{rows})*{times}/12)"
    return write.step(f"need_{debt_id}", formula, need, write.pack.cite("priority"))


def hard_need_step(write: Writer, debt_id: str, arrears: int, need: int, every: Every) -> Step:
    """What it needs in the calendar month with the most payments."""
    average = need_step(write, debt_id, arrears, need, every).formula
    rows, most = most_rows(TWELVE, every), most_in_a_month(every)
    formula = f"max({average},ceil({write.money(arrears)}/{rows})*{most})"
    return write.step(f"hard_need_{debt_id}", formula, need, write.pack.cite("priority"))


def lot_step(write: Writer, name: str, least: int, balance: int, *, prefix: str = "lots") -> Step:
    """The smallest payment that is taken for a debt, by the lender's policy where it says one."""
    said = write.lenders.merged(name).min_instalment is not None
    return Step(
        f"{prefix}_{name}",
        f"min({write.money(least)},{write.money(balance)})",
        write.money(min(least, balance)),
        "house:min_instalment",
        write.lenders.version if said else write.pack.version,
    )


def share_steps(
    write: Writer,
    pool: int,
    claims: Sequence[Claim],
    names: Sequence[str],
    shared: Division,
    *,
    prefix: str = "share",
) -> tuple[Step, ...]:
    """How one ceiling is divided: priority needs first, the rest by balance.

    Where something is left but the smallest payments do not fit into it, they are steps too.
    """
    money = write.money
    needs = [c.need for c in claims]
    if sum(needs) > pool:
        short = "-".join(money(x) for x in (pool, *(n for n in needs if n)))
        return tuple(
            write.step(
                f"{prefix}_{name}",
                _part(
                    write,
                    money(pool),
                    rest=pool,
                    weight=claim.need,
                    weights=sum(needs),
                    part=part,
                )
                if claim.need
                else f"max({money(0)},{short})",
                part,
                write.pack.cite("priority"),
            )
            for name, claim, part in zip(names, claims, shared.parts, strict=True)
            if claim.need or claim.balance
        )
    taken = [x for x in needs if x] + [shared.parts[i] for i in shared.lifted]
    rest = pool - sum(taken)
    left = "-".join(money(x) for x in (pool, *taken))
    weights = sum(claims[i].balance for i in shared.free)
    steps: list[Step] = []
    if rest > 0 and not shared.lifted and not shared.free:
        lots = [
            lot_step(
                write, name, claim.least, claim.balance, prefix=prefix.replace("share", "lots")
            )
            for name, claim in zip(names, claims, strict=True)
            if claim.balance and not claim.need
        ]
        left = f"max({money(0)},{'-'.join((left, *(lot.result for lot in lots)))})"
        steps += lots
    for i, (name, claim) in enumerate(zip(names, claims, strict=True)):
        part = shared.parts[i]
        if claim.need or not claim.balance:
            continue
        if i in shared.lifted:
            formula = f"min({money(claim.least)},{money(claim.balance)})"
        elif i not in shared.free:
            formula = left
        elif rest >= weights:
            formula = f"min({left},{money(claim.balance)})"
        elif len(shared.free) == 1:
            formula = left
        else:
            formula = _part(
                write, f"({left})", rest=rest, weight=claim.balance, weights=weights, part=part
            )
        steps.append(write.step(f"{prefix}_{name}", formula, part, write.pack.cite("pro_rata")))
    return tuple(steps)


def _part(write: Writer, left: str, *, rest: int, weight: int, weights: int, part: int) -> str:
    formula = f"floor({left}*{write.money(weight)}/{write.money(weights)})"
    extra = part - rest * weight // weights
    return f"{formula}+{write.money(extra)}" if extra else formula
