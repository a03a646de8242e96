"""Every group of numeric reference vectors, read from the fixture and told apart by group."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

import pytest

from tests.core.cases import FIXTURES
from tests.core.negotiation.test_moves_of_the_courts import CASES
from tests.core.vector_facts import Facts
from tests.core.vectors_of_amounts import (
    affordable_share,
    allocation,
    effective_dated_value,
    frequency_conversion,
    minimum_instalment,
    monthly_total,
    oldest_first_allocation,
    percent_of_income,
    proposal_validation,
    prorata,
    rounding,
    smallest_level_instalment,
)
from tests.core.vectors_of_contracts import (
    contract_schedule,
    early_settlement,
    extra_payment,
    instalment_count,
    negative_amortisation,
    rate_cap,
    restructure,
)
from tests.core.vectors_of_dates import (
    day_count,
    days_between,
    deadline,
    due_dates_between,
    eu_time,
    first_due_date,
    last_payment_date,
    last_payment_offset,
    months_added,
    plan_length,
    schedule_dates,
)
from tests.core.vectors_of_rates import (
    apr_by_eu,
    apr_by_regz,
    irregular_flows,
    level_payment_formulas,
    npv_loss,
)

VECTORS: list[Facts] = json.loads((FIXTURES / "vectors.json").read_bytes())["vectors"]
NEGOTIATION = {"negotiation_moves"}
"""Groups judged by the negotiation's own decide, in tests/core/negotiation."""

Check = Callable[[Facts, Facts], None]
CloseCheck = Callable[[Facts, Facts, str], None]

EXACT: dict[str, Check] = {
    "frequency_conversion": frequency_conversion,
    "monthly_total": monthly_total,
    "plan_length": plan_length,
    "last_payment_date": last_payment_date,
    "add_months": months_added,
    "minimum_instalment": minimum_instalment,
    "deadline": deadline,
    "proposal_validation": proposal_validation,
    "last_payment_offset": last_payment_offset,
    "due_dates_between": due_dates_between,
    "days_between": days_between,
    "affordable_share": affordable_share,
    "effective_dated_value": effective_dated_value,
    "oldest_first_allocation": oldest_first_allocation,
    "first_due_date": first_due_date,
    "contract_schedule": contract_schedule,
    "interest_only_start": contract_schedule,
    "interest_freeze": contract_schedule,
    "extra_payment": extra_payment,
    "restructure": restructure,
    "early_settlement": early_settlement,
    "eu_interval": eu_time,
    "dates": schedule_dates,
    "prorata": prorata,
    "smallest_level_instalment": smallest_level_instalment,
    "negative_amortisation": negative_amortisation,
    "allocation": allocation,
    "rounding": rounding,
}
CLOSE: dict[str, CloseCheck] = {
    "instalment_count": instalment_count,
    "apr_regz": apr_by_regz,
    "apr_eu": apr_by_eu,
    "irregular_flows": irregular_flows,
    "level_payment_formulas": level_payment_formulas,
    "day_count": day_count,
    "percent_of_income": percent_of_income,
    "rate_cap": rate_cap,
    "npv_loss": npv_loss,
}


NUMERIC = [v for v in VECTORS if v["group"] not in NEGOTIATION]
"""Every vector is run but those of moves, which a table of the negotiation holds word for word."""


def test_every_group_of_vectors_is_checked() -> None:
    named = json.loads((FIXTURES / "vectors.json").read_bytes())["groups"]

    assert {v["group"] for v in VECTORS} == EXACT.keys() | CLOSE.keys() | NEGOTIATION
    assert set(named) == {v["group"] for v in VECTORS}
    assert len({v["id"] for v in VECTORS}) == len(VECTORS) == 165


def test_every_vector_of_moves_stands_in_the_table_of_moves() -> None:
    told = {
        v["id"]: (
            " > ".join(f"{m['by']} {m['kind']}" for m in v["given"]["moves"]),
            v["expect"]["last_move_allowed"],
        )
        for v in VECTORS
        if v["group"] in NEGOTIATION
    }

    assert len(told) + len(NUMERIC) == len(VECTORS)
    assert told == {name: CASES[name] for name in told}


@pytest.mark.parametrize("vector", NUMERIC, ids=lambda v: str(v["id"]))
def test_vector(vector: Facts) -> None:
    _hold(vector, vector["expect"])


@pytest.mark.parametrize("vector", NUMERIC, ids=lambda v: str(v["id"]))
def test_a_vector_with_other_figures_would_fail(vector: Facts) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 - a wrong figure may fail in any way
        _hold(vector, _other(vector["expect"]))


def _other(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same shape with every figure, date and answer changed."""
    match value:
        case dict():
            return {name: _other(inner) for name, inner in value.items()}
        case list():
            return [_other(inner) for inner in value]
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return _other_text(value)
        case _:
            return "1"


def _other_text(text: str) -> str:
    try:
        return str(Decimal(text) + 1)
    except InvalidOperation:
        return f"{text}?"


def _hold(vector: Facts, expect: Facts) -> None:
    given = vector["given"]
    if (group := vector["group"]) in EXACT:
        EXACT[group](given, expect)
    else:
        CLOSE[group](given, expect, vector.get("tolerance", "0"))
