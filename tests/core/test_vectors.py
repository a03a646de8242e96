"""Every group of numeric reference vectors, read from the fixture and told apart by group."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.core.cases import FIXTURES
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


def test_every_group_of_vectors_is_checked() -> None:
    assert {v["group"] for v in VECTORS} == EXACT.keys() | CLOSE.keys() | NEGOTIATION


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS if v["group"] not in NEGOTIATION], ids=lambda v: str(v["id"])
)
def test_vector(vector: Facts) -> None:
    given, expect = vector["given"], vector["expect"]
    if (group := vector["group"]) in EXACT:
        EXACT[group](given, expect)
    else:
        CLOSE[group](given, expect, vector.get("tolerance", "0"))
