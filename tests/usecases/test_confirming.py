from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from app.core.access import Actor
from app.core.confirmation import Fault, Said
from app.core.errors import InvalidInput, NotAllowed, NotFound, TransitionNotAllowed
from app.usecases import budget
from app.usecases.confirmed import rules_today
from app.usecases.confirming import confirm, withdraw
from app.usecases.demo import OPERATOR
from app.usecases.demo_steps import STEPS, Part
from app.usecases.deps import Deps
from tests.stage import Stage
from tests.usecases.confirming import an_operator, beijing

RULE = beijing(figure="rule:UK-S03", value="10% / 20", effective=date(2020, 1, 1), expires=None)


@pytest.fixture
def operator(deps: Deps) -> Actor:
    return an_operator(deps)


def rows(deps: Deps, figure: str) -> list[str]:
    with deps.reading() as uow:
        return [entry.action for entry in uow.audit.of(figure)]


def test_a_confirmed_figure_has_a_name_a_day_and_an_audit_row(deps: Deps, operator: Actor) -> None:
    confirm(deps, operator, "CN", beijing())

    (found,) = rules_today(deps, "CN").confirmations
    assert (found.value, found.by, found.confirmed_on) == (
        "3100.00",
        OPERATOR,
        date(2026, 11, 21),
    )
    assert found.pack_version == "2026.11"
    assert rows(deps, "figure:CN:living:CN_dibao/beijing") == ["figure.confirmed"]


def test_a_confirmed_rule_counts_as_checked_against_the_text(deps: Deps, operator: Actor) -> None:
    before = rules_today(deps, "UK").pack.rules["UK-S03"].citation
    confirm(deps, operator, "UK", RULE)
    after = rules_today(deps, "UK").pack.rules["UK-S03"].citation

    assert (before.verified, before.verification) == (False, "none")
    assert (after.verified, after.verification) == (True, "primary")
    assert after.as_at == date(2026, 11, 20)
    assert after.reliable(date(2026, 11, 21))


def test_a_figure_taken_back_stays_on_record_and_counts_no_more(
    deps: Deps, operator: Actor
) -> None:
    confirm(deps, operator, "UK", RULE)
    (found,) = rules_today(deps, "UK").confirmations
    withdraw(deps, operator, "UK", found.id, "Misread")

    after = rules_today(deps, "UK")
    assert after.confirmations[0].withdrawal is not None
    assert after.confirmations[0].withdrawal.reason == "Misread"
    assert after.pack.rules["UK-S03"].citation.verified is False
    assert rows(deps, "figure:UK:rule:UK-S03") == ["figure.withdrawn", "figure.confirmed"]
    with pytest.raises(TransitionNotAllowed):
        withdraw(deps, operator, "UK", found.id, "Again")


@pytest.mark.parametrize(
    ("said", "field", "fault"),
    [
        (beijing(value="1,450"), "value", Fault.AMOUNT),
        (beijing(value="1.005"), "value", Fault.DECIMALS),
        (beijing(value="0"), "value", Fault.ZERO),
        (beijing(url="javascript:alert(1)"), "url", Fault.LINK),
        (beijing(as_at=date(2026, 11, 22)), "as_at", Fault.AS_AT),
        (beijing(expires=date(2026, 6, 30)), "expires", Fault.DATE_ORDER),
        (beijing(expires=date(2026, 11, 20)), "expires", Fault.RUN_OUT),
        (beijing(effective=date(2025, 5, 20)), "effective", Fault.TOO_OLD),
        (replace(RULE, value="20% / 20"), "value", Fault.NOT_THE_PACKS),
        (replace(RULE, as_at=date(2025, 5, 20)), "as_at", Fault.TOO_OLD),
    ],
)
def test_a_figure_that_would_count_for_nothing_is_refused(
    deps: Deps, operator: Actor, said: Said, field: str, fault: Fault
) -> None:
    place = "UK" if said.figure.startswith("rule:") else "CN"
    with pytest.raises(InvalidInput) as refused:
        confirm(deps, operator, place, said)

    assert [(p.path, p.code) for p in refused.value.problems] == [(field, fault)]
    assert rules_today(deps, place).confirmations == ()


def test_only_the_operator_confirms_and_takes_back(
    deps: Deps, operator: Actor, stage: Stage
) -> None:
    admin = stage.places["CN"].admin
    with pytest.raises(NotAllowed):
        confirm(deps, admin, "CN", beijing())
    confirm(deps, operator, "CN", beijing())
    (found,) = rules_today(deps, "CN").confirmations
    with pytest.raises(NotAllowed):
        withdraw(deps, admin, "CN", found.id, "I would like to lend more")


def test_what_does_not_exist_is_not_found(deps: Deps, operator: Actor) -> None:
    with pytest.raises(NotFound):
        confirm(deps, operator, "CN", beijing(figure="living:CN_dibao/atlantis"))
    with pytest.raises(NotFound):
        withdraw(deps, operator, "CN", UUID(int=5), "Why not")


def in_beijing(stage: Stage) -> Part:
    part = stage.part("cn-offer", "confirm", "tell")
    assert part.story.told is not None
    told = replace(part.story.told, subdivision="beijing")
    budget.save(part.deps, part.borrower, part.household_id, told)
    return part


def test_a_confirmed_floor_protects_the_household_at_once(
    deps: Deps, operator: Actor, stage: Stage
) -> None:
    part = in_beijing(stage)
    before = budget.assessed(deps, part.borrower, part.case_id)[1].budget
    people = before.essential.minor
    value = f"{people // 100 + 500}"
    confirm(deps, operator, "CN", beijing(value=value))
    after = budget.assessed(deps, part.borrower, part.case_id)[1]

    assert before.floor is None
    assert after.budget.floor_basis is not None
    assert after.budget.floor_basis.confirmed_by == OPERATOR
    assert after.budget.protected > before.protected
    assert after.budget.hard_ceiling < before.hard_ceiling
    assert after.budget.recommended < before.recommended
    assert "floor_not_loaded" not in {f.code for f in after.findings}


def test_the_shared_ceilings_carry_the_floor(deps: Deps, operator: Actor, stage: Stage) -> None:
    part = in_beijing(stage)
    before = budget.assessed(deps, part.borrower, part.case_id)[1].budget
    confirm(deps, operator, "CN", beijing(value=f"{before.essential.minor // 100 + 500}"))
    case = budget.share(deps, part.borrower, part.case_id)

    assert case.budget is not None
    assert case.budget.protected > before.essential
    assert case.budget.floor is not None
    assert (case.budget.floor.rule, case.budget.floor.confirmed_by) == ("CN-F01", OPERATOR)
    assert case.budget.floor.formula == ""
    assert max(month.hard for month in case.budget.months) < before.hard_ceiling


def test_a_floor_below_the_essentials_tells_the_lender_nothing(
    deps: Deps, operator: Actor, stage: Stage
) -> None:
    part = in_beijing(stage)
    confirm(deps, operator, "CN", beijing(value="1.00"))
    case = budget.share(deps, part.borrower, part.case_id)

    assert case.budget is not None
    assert case.budget.floor is None


def test_the_agreement_names_the_rule_the_source_and_who_confirmed(
    deps: Deps, operator: Actor, stage: Stage
) -> None:
    part = in_beijing(stage)
    essential = budget.assessed(deps, part.borrower, part.case_id)[1].budget.essential
    confirm(deps, operator, "CN", beijing(value=f"{essential.minor // 100 + 100}"))
    for step in ("offer", "counter", "accept"):
        STEPS[step](part)
    stage.work()
    with deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)

    assert record is not None
    floor = json.loads(record.facts)["budget"]["floor"]
    assert floor["rule"] == "CN-F01"
    assert floor["source"] == "Notice of the civil affairs office"
    assert (floor["confirmed_by"], floor["confirmed_on"]) == (OPERATOR, "2026-11-21")
