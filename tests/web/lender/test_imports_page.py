"""Importing through the page: the report has row, column and reason, and can be found again."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]
HEAD = "account,name,contact,principal,interest,fees,annual_rate,arrears,currency,product\n"
ANN = "A-1,Ann Lee,ann@example.org,1200.50,10.00,5.00,0.249,90.00,GBP,Card\n"
WRONG = "A-2,Bo Li,bo@example.org,-4,0,0,0.1,0,GBP,Card\n"


def _file(text: str) -> tuple[BytesIO, str]:
    return BytesIO(text.encode()), "debts.csv"


def test_a_good_file_leads_to_its_report(stage: Stage, visit: Visit) -> None:
    admin = visit(stage.places["UK"].admin)
    answer = admin.post("/lender/imports", {"file": _file(HEAD + ANN)})
    assert answer.status_code == 303
    report = admin.soup(str(answer.location)).get_text(" ")
    assert "New cases" in report
    again = admin.post("/lender/imports", {"file": _file(HEAD + ANN)})
    assert "This file was here before" in admin.soup(str(again.location)).get_text(" ")


def test_a_fault_names_row_column_and_reason_and_nothing_comes_in(
    stage: Stage, visit: Visit
) -> None:
    admin = visit(stage.places["UK"].admin)
    answer = admin.post("/lender/imports", {"file": _file(HEAD + ANN + WRONG)})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "An amount is 0 or more." in text
    assert "principal" in text
    assert "You have no cases yet" in admin.soup("/lender").get_text()


def test_the_rest_comes_in_when_the_box_is_ticked(stage: Stage, visit: Visit) -> None:
    admin = visit(stage.places["UK"].admin)
    sent = {"file": _file(HEAD + ANN + WRONG), "partial": "yes"}
    answer = admin.post("/lender/imports", sent)
    assert answer.status_code == 303
    assert "Left out, and why" in admin.soup(str(answer.location)).get_text(" ")


def test_no_file_asks_for_one(stage: Stage, visit: Visit) -> None:
    admin = visit(stage.places["UK"].admin)
    answer = admin.post("/lender/imports", {"partial": "yes"})
    assert answer.status_code == 422
    assert "Choose a file" in answer.get_data(as_text=True)


def test_an_agent_does_not_import(stage: Stage, visit: Visit) -> None:
    agent = visit(stage.places["UK"].agent)
    assert agent.get("/lender/imports").status_code == 403
    assert agent.post("/lender/imports", {"file": _file(HEAD + ANN)}).status_code == 403


def test_the_page_explains_the_columns_in_chinese_too(stage: Stage, visit: Visit) -> None:
    page = visit(stage.places["CN"].admin, language="zh").soup("/lender/imports")
    assert "导入债务" in page.get_text()
    assert "annual_rate" in page.get_text()


def test_a_report_of_another_lender_does_not_exist(stage: Stage, visit: Visit) -> None:
    admin = visit(stage.places["UK"].admin)
    answer = admin.post("/lender/imports", {"file": _file(HEAD + ANN)})
    stranger = visit(stage.places["CN"].admin)
    assert stranger.get(str(answer.location)).status_code == 404
