"""What each kind of check finds in a plan, and when a rule may stop it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from app.core import packs
from app.core.policy import PolicyPack, Rule, Severity
from app.core.rule_checks import Numbers, Proposal, Room, Standing, breach
from app.core.rule_findings import evaluate, sieve
from app.core.rule_kinds import (
    AllocationOrder,
    Check,
    KeepsAtLeast,
    LeavesLivingCosts,
    LenderWithinShare,
    LongestTerm,
    NoInterestOnInterest,
    NotDisputed,
    NotTimeBarred,
    RateCap,
    RateWithinContract,
    ReferenceRate,
    RestIsSaid,
    SameDebt,
    ShareOfIncome,
    TotalWithinContract,
)
from app.core.rule_words import CODES, MESSAGES

DAY = date(2027, 1, 15)
BLOCK, WARN = Severity.BLOCK, Severity.WARN
CARD, LOAN = frozenset({"credit_card"}), frozenset({"private_loan"})
PLAN = Numbers(rate=Fraction("0.1"), instalment=100_00, rows=12, total=1_200_00, interest=50_00)
STANDING = Standing(
    debt_kind="credit_card",
    contract_rate=Fraction("0.1"),
    owed=1_150_00,
    contract_total=1_200_00,
    times=12,
    order=("principal", "interest", "fees"),
    least=Room(income=1_000_00, left_over=200_00, share=100_00),
)
CAP = RateCap(
    Fraction(4),
    (
        ReferenceRate(date(2020, 1, 1), Fraction("0.0385"), verified=True),
        ReferenceRate(date(2026, 1, 1), Fraction("0.03"), verified=True),
    ),
    CARD,
)
FLOOR = KeepsAtLeast("DE", 700_00, 200_00, 100_00, 5, date(2027, 6, 30))


OF_PROPOSAL = ("by_lender", "joined", "unsaid", "lump")


def a_proposal(plan: dict[str, Any] | None = None, **changes: object) -> Proposal:
    """A plan that meets every check; ``plan`` and keyword arguments change it."""
    own: dict[str, Any] = {name: changes.pop(name) for name in OF_PROPOSAL if name in changes}
    standing = replace(STANDING, **changes)  # type: ignore[arg-type]  # any field
    return Proposal(standing, replace(PLAN, **(plan or {})), **own)


@pytest.mark.parametrize(
    ("check", "met", "broken"),
    [
        (LeavesLivingCosts(), {"plan": {"instalment": 200_00}}, {"plan": {"instalment": 200_01}}),
        (LeavesLivingCosts(), {"times": 24}, {"times": 25}),
        (
            LenderWithinShare(),
            {"by_lender": True},
            {"by_lender": True, "plan": {"instalment": 100_01}},
        ),
        (LenderWithinShare(), {"plan": {"instalment": 100_01}}, {"by_lender": True, "times": 13}),
        (RateWithinContract(), {}, {"contract_rate": Fraction("0.0999")}),
        (LongestTerm(60, CARD), {"plan": {"rows": 60}}, {"plan": {"rows": 61}}),
        (LongestTerm(60, CARD), {"plan": {"rows": 261}, "times": 52, "debt_kind": "rent"}, {"plan": {"rows": 261}, "times": 52}),
        (SameDebt(), {}, {"owed": 1_149_99}),
        (SameDebt(), {"contract_rate": Fraction(1)}, {"contract_rate": Fraction(0)}),
        (TotalWithinContract(), {}, {"contract_total": 1_199_99}),
        (TotalWithinContract(), {"contract_total": None}, {"plan": {"total": 1_200_01}}),
        (ShareOfIncome(10), {}, {"plan": {"instalment": 100_01}}),
        (FLOOR, {"subdivision": "DE", "dependants": 1}, {"subdivision": "DE", "dependants": 2}),
        (FLOOR, {"subdivision": "IE", "dependants": 9}, {"subdivision": "DE", "dependants": 1, "plan": {"instalment": 100_01}}),
        (FLOOR, {"subdivision": "DE"}, {"subdivision": "DE", "dependants": 0, "plan": {"instalment": 300_01}}),
        (NoInterestOnInterest(CARD), {}, {"joined": 1}),
        (NoInterestOnInterest(LOAN), {"joined": 1}, {"joined": 1, "debt_kind": "private_loan"}),
        (RestIsSaid(), {}, {"unsaid": 1}),
        (NotDisputed(), {}, {"disputed": True}),
        (NotTimeBarred(), {"too_old": True}, {"too_old": True, "by_lender": True}),
        (
            AllocationOrder(("principal", "interest", "fees"), unless_agreed=False),
            {},
            {"order": ("fees", "interest", "principal")},
        ),
        (CAP, {"plan": {"rate": Fraction("0.12")}}, {"plan": {"rate": Fraction("0.15401")}}),
        (CAP, {"plan": {"rate": Fraction(1)}, "debt_kind": "rent"}, {"plan": {"rate": Fraction(1)}}),
    ],
)  # fmt: skip
def test_each_check_lets_the_last_lawful_figure_through_and_not_the_next(
    check: Check, met: dict[str, Any], broken: dict[str, Any]
) -> None:
    assert breach(check, a_proposal(**met), DAY) is None
    assert breach(check, a_proposal(**broken), DAY) is BLOCK


def test_every_kind_of_check_has_a_code_and_a_sentence_of_its_own() -> None:
    kinds = {
        type(rule.check)
        for name in packs.JURISDICTIONS
        for rule in packs.load(name).rules.values()
        if rule.check is not None
    }

    assert kinds == CODES.keys() == MESSAGES.keys()
    assert len(set(CODES.values())) == len(CODES)


def test_each_payment_is_held_against_its_own_month() -> None:
    rooms = (Room(0, 0, 0), Room(0, 300_00, 0), Room(0, 200_00, 0))
    tight = {"least": Room(0, 0, 0), "rooms": rooms}
    fits = a_proposal({"instalment": 300_00, "amounts": (0, 300_00, 200_00)}, **tight)
    after_a_break = a_proposal({"instalment": 200_00, "rows": 3, "breaks": 1}, **tight)
    too_early = a_proposal({"instalment": 200_00, "rows": 3}, **tight)

    assert breach(LeavesLivingCosts(), fits, DAY) is None
    assert breach(LeavesLivingCosts(), after_a_break, DAY) is None
    assert breach(LeavesLivingCosts(), too_early, DAY) is BLOCK


def test_one_payment_from_beside_the_budget_is_not_held_against_a_month() -> None:
    lump = a_proposal({"instalment": 900_00, "rows": 1}, lump=True)

    assert breach(LeavesLivingCosts(), lump, DAY) is None
    assert breach(ShareOfIncome(10), lump, DAY) is None


def test_a_rate_that_was_lawful_once_warns_because_nobody_knows_when_the_contract_was_made() -> (
    None
):
    between = a_proposal({"rate": Fraction("0.13")})

    assert breach(CAP, between, DAY) is WARN
    assert breach(CAP, between, date(2019, 1, 1)) is None


def test_a_reference_that_is_old_or_not_verified_never_stops_a_rate() -> None:
    high = a_proposal({"rate": Fraction("0.2")})
    unsure = replace(CAP, table=tuple(replace(row, verified=False) for row in CAP.table))

    assert breach(CAP, high, date(2027, 7, 1)) is BLOCK
    assert breach(CAP, high, date(2027, 7, 2)) is WARN
    assert breach(unsure, high, DAY) is WARN


def test_a_floor_past_its_last_day_warns() -> None:
    below = a_proposal({"instalment": 1}, subdivision="DE", dependants=5)

    assert breach(FLOOR, below, date(2027, 6, 30)) is BLOCK
    assert breach(FLOOR, below, date(2027, 7, 1)) is WARN


def test_a_floor_grows_with_dependants_up_to_its_last_step() -> None:
    assert [FLOOR.floor(n) for n in (0, 1, 2, 5, 6)] == [700_00, 900_00, 1_000_00, 1_300_00, 1_300_00]  # fmt: skip


def with_rule(code: str, **citation: object) -> PolicyPack:
    """The British pack with one rule's source changed."""
    pack = packs.load("UK")
    rule = pack.rules[code]
    return pack.with_rules(
        [replace(rule, citation=replace(rule.citation, **citation))]  # type: ignore[arg-type]  # any field
    )


ABOVE = a_proposal({"instalment": 200_01})


def found_by(code: str, pack: PolicyPack, day: date = DAY) -> list[Severity]:
    return [f.severity for f in evaluate(pack, ABOVE, day, "/debts/0") if f.rule == code]


def test_a_rule_says_its_code_where_and_in_plain_words() -> None:
    (found,) = evaluate(packs.load("UK"), ABOVE, DAY, "/debts/0")

    assert (found.code, found.severity, found.path) == ("above_left_over", BLOCK, "/debts/0")
    assert found.rule == "UK-F01"
    assert found.message == "A payment is above what its month leaves over."


@pytest.mark.parametrize(
    "citation",
    [{"verified": False, "verification": "none"}, {"confirm_before_print": True}],
)
def test_a_rule_that_nobody_confirmed_warns_and_never_stops(citation: dict[str, Any]) -> None:
    pack = with_rule("UK-F01", **citation)

    assert found_by("UK-F01", packs.load("UK")) == [BLOCK]
    assert found_by("UK-F01", pack) == [WARN]
    assert sieve(packs.load("UK"), STANDING, DAY).keeps(ABOVE.plan) is False
    assert sieve(pack, STANDING, DAY).keeps(ABOVE.plan) is True


def test_a_rule_that_was_looked_at_too_long_ago_warns_until_it_is_confirmed_again() -> None:
    last, later = date(2028, 5, 21), date(2028, 5, 22)

    assert found_by("UK-F01", packs.load("UK"), last) == [BLOCK]
    assert found_by("UK-F01", packs.load("UK"), later) == [WARN]
    assert found_by("UK-F01", with_rule("UK-F01", as_at=date(2028, 5, 1)), later) == [BLOCK]
    assert found_by("UK-F01", with_rule("UK-F01", stale_after_months=1)) == [WARN]


@pytest.mark.parametrize(
    ("severity", "shown"),
    [(BLOCK, BLOCK), (Severity.REQUIRE, WARN), (WARN, WARN), (Severity.INFO, Severity.INFO)],
)
def test_only_a_rule_that_blocks_stops_a_plan(severity: Severity, shown: Severity) -> None:
    pack = packs.load("UK")
    changed = pack.with_rules([replace(pack.rules["UK-F01"], severity=severity)])

    assert found_by("UK-F01", changed) == [shown]
    assert sieve(changed, STANDING, DAY).keeps(ABOVE.plan) is (severity is not BLOCK)


def test_rules_change_place_by_place_and_only_known_ones() -> None:
    pack = packs.load("UK")
    rule: Rule = replace(pack.rules["UK-F01"], text="Other words")

    assert pack.with_rules([rule]).rules["UK-F01"].text == "Other words"
    assert list(pack.with_rules([rule]).rules) == list(pack.rules)
    assert pack.rules["UK-F01"].text != "Other words"
    with pytest.raises(KeyError, match="UK-Z99"):
        pack.with_rules([replace(rule, code="UK-Z99")])
