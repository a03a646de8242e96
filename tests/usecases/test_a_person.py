"""Whoever asks for a person reaches one: a counselor, or else the people who run this (E27)."""

from __future__ import annotations

import pytest

from app.core.negotiation.commands import AskHelp
from app.usecases import negotiate, queries
from tests.stage import Stage
from tests.usecases.rounds_run_out import ran_out
from tests.usecases.scenes import all_mail

STEPS = ("confirm", "tell", "offer", "counter")


@pytest.mark.parametrize("steps", range(len(STEPS) + 1))
@pytest.mark.parametrize("helped", [True, False])
def test_e27_every_request_ends_with_somebody(stage: Stage, steps: int, helped: bool) -> None:
    before = ("authority",) if helped else ()
    part = stage.part("four-weekly", *before, *STEPS[:steps])
    known = set(all_mail(stage))
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp("What now?"))
    new = [letter for letter in all_mail(stage) if letter not in known]
    assert new, "nobody was told"
    assert all("agent" not in letter.to for letter in new), "the lender is not"


def test_e27_when_offers_ran_out_somebody_of_the_lender_has_a_day_to_answer(stage: Stage) -> None:
    part = ran_out(stage)
    header = queries.case_page(part.deps, part.borrower, part.case_id).header
    assert header.person_since is not None
    known = set(all_mail(stage))
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp("What now?"))
    assert set(all_mail(stage)) - known
