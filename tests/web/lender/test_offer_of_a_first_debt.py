"""A plan for a debt that comes first: its arrears, without interest, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, render_template
from werkzeug.datastructures import MultiDict

from app.core.money import Currency, Money
from app.usecases import accounts, lender_desk
from app.usecases.demo_steps import Part
from app.usecases.lender_desk import Desk
from app.web.lender.offer_form import OfferForm
from app.web.lender.rows import case_view
from app.web.session import new_id
from tests.factories import a_debt
from tests.stage import Stage

SENT = {
    "amount": "20.00",
    "every": "monthly",
    "first_due": "2027-02-01",
    "explanation": "What is late, in equal parts.",
}


@pytest.fixture
def offered(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell", "offer")


def _first(part: Part) -> Desk:
    """The case as it would stand if its debt came first and 120.00 of it were late."""
    desk = lender_desk.desk(part.deps, part.place.agent, part.case_id)
    case = desk.page.case
    late = Money(12_000, case.debt.principal.currency)
    opened = replace(case.start, debt=replace(case.debt, priority=True, arrears=late))
    return replace(desk, page=replace(desk.page, case=replace(case, opened=opened)))


def test_a_rate_is_asked_for_unless_the_debt_comes_first(app: Flask) -> None:
    with app.test_request_context(method="POST", data=MultiDict(SENT)):
        form = OfferForm.read(currency=Currency.GBP)
        assert not form.about(a_debt(), None).accepted()
        assert [problem.at for problem in form.problems()] == ["rate"]
        first = OfferForm.read(currency=Currency.GBP).about(replace(a_debt(), priority=True), None)
        assert first.accepted()
        assert first.proposed().granted == ()


def test_the_page_says_what_the_plan_covers(app: Flask, offered: Part) -> None:
    sid = new_id()
    accounts.start(offered.deps, offered.place.agent.person_id, sid)
    path, cookie = f"/lender/cases/{offered.case_id}/offer", {"Cookie": f"sid={sid}"}
    with app.test_request_context(path, headers=cookie):
        app.preprocess_request()
        desk = _first(offered)
        form = OfferForm.read(currency=Currency.GBP).about(desk.case.debt, None)
        page = render_template(
            "lender/offer.html",
            **case_view(desk),
            form=form,
            refusal=[],
            shown_before=(),
            preview=None,
        )
    assert "The plan covers what is late, £120.00, without interest." in page
    assert 'name="rate"' not in page
    assert 'name="write_off"' not in page
    assert 'name="break_months"' in page
