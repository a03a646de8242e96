"""A page that is sent twice, or too late: one signature, what changed in plain words, nothing lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.core.intent import intent_sha256
from app.core.negotiation.commands import AcceptOffer, DeclineSigning
from app.core.negotiation.events import AgreementSigned
from app.usecases import negotiate, queries
from app.usecases.demo_steps import STEPS, Part
from tests.ceremony import Signer
from tests.stage import Stage, Visitor
from tests.usecases.scenes import history

Stand = Callable[..., Signer]
Form = dict[str, str]


def press(signer: Signer, form: Form) -> TestResponse:
    return signer.visitor.post(f"{signer.path}/sign", form)


def text_of(answer: TestResponse) -> str:
    return " ".join(BeautifulSoup(answer.data, "html.parser").get_text(" ").split())


def table_of(answer: TestResponse) -> list[list[str]]:
    """The rows of the table of changes."""
    rows = BeautifulSoup(answer.data, "html.parser").select("main .pp-table--stack tbody tr")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in rows]


def signatures(part: Part) -> int:
    return sum(isinstance(event, AgreementSigned) for event in history(part))


def new_version(part: Part) -> None:
    """The borrower asks for a change, and the lender takes the lower payment."""
    agreement = queries.case_page(part.deps, part.borrower, part.case_id).case.agreement
    assert agreement is not None
    left = DeclineSigning(agreement.id, agreement.version, "Less each time, please.", change=True)
    negotiate.submit(part.deps, part.borrower, part.case_id, left)
    STEPS["offer"](part)
    offer = queries.case_page(part.deps, part.place.agent, part.case_id).case.offer
    assert offer is not None
    negotiate.submit(part.deps, part.place.agent, part.case_id, AcceptOffer(offer.digest))
    part.work()


@pytest.mark.parametrize(
    ("language", "pay", "said"),
    [
        ("en", "You pay", "There is a new version of the agreement. You have signed nothing."),
        ("zh", "您还多少", "协议有了新版本。您还没有签署任何文件。"),
    ],
)
def test_changed_terms_are_said_figure_by_figure_and_nothing_typed_is_lost(
    part: Part, signer: Stand, language: str, pay: str, said: str
) -> None:
    lender = signer(part.place.agent, language)
    old = lender.form() | {"typed_name": "Somebody Else", "help": "nothing", "first": "2020-01-01"}
    new_version(part)
    answer = press(lender, old)
    assert answer.status_code == 409
    assert said in text_of(answer)
    rows = {row[0]: row[1:] for row in table_of(answer)}
    assert all(before != after for before, after in rows.values())
    assert "£" in rows[pay][0]
    kept = BeautifulSoup(answer.data, "html.parser").find("input", {"name": "typed_name"})
    assert kept is not None
    assert kept["value"] == "Somebody Else"
    assert signatures(part) == 0
    assert lender.sign().status_code == 303


def test_nobody_who_did_not_see_an_earlier_version_is_told_of_it(part: Part, signer: Stand) -> None:
    lender = signer(part.place.agent)
    old = lender.form()
    new_version(part)
    answer = press(lender, old | {"shown": "0" * 64})
    assert (answer.status_code, table_of(answer)) == (409, [])


def test_the_same_terms_on_a_new_paper_are_said_to_be_the_same(part: Part, signer: Stand) -> None:
    lender = signer(part.place.agent)
    old = lender.form()
    new_version(part)
    new_version(part)
    again = lender.form() | {"version": "2", "shown": shown_of(part, 2)}
    answer = press(lender, again)
    assert answer.status_code == 409
    assert "No figure and no rule is different from version 2" in text_of(answer)
    assert press(lender, old).status_code == 409
    assert signatures(part) == 0


def shown_of(part: Part, version: int) -> str:
    with part.deps.reading() as uow:
        record = uow.agreements.version(part.place.lender, part.case_id, version)
    assert record is not None
    return record.frozen_sha256 or ""


def test_when_only_signatures_were_added_pressing_again_signs(part: Part, signer: Stand) -> None:
    lender, borrower = signer(part.place.agent), signer(part.borrower)
    assert lender.sign().status_code == 303
    part.work()
    borrower.agree_to_records()
    with part.deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)
        assert record is not None
        newest = uow.agreements.revisions(record.tenant_id, record.id, record.version)[-1]
    answer = press(borrower, borrower.form() | {"shown": newest.sha256})
    assert answer.status_code == 409
    assert "The terms are unchanged. Only signatures were added." in text_of(answer)
    assert table_of(answer) == []
    assert signatures(part) == 1
    assert borrower.sign().status_code == 303


def test_a_colleague_who_comes_second_reads_that_the_terms_are_unchanged(
    part: Part, signer: Stand
) -> None:
    first, second = signer(part.place.agent), signer(part.place.admin)
    late = second.form()
    assert first.sign().status_code == 303
    answer = press(second, late)
    assert answer.status_code == 409
    assert "The terms are unchanged. Only signatures were added." in text_of(answer)
    assert signatures(part) == 1


def test_the_same_page_sent_again_has_the_first_result_whatever_happened_since(
    part: Part, signer: Stand
) -> None:
    lender = signer(part.place.agent)
    form = lender.form()
    first = press(lender, form)
    new_version(part)
    again = press(lender, form)
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert again.status_code == 303
    assert signatures(part) == 1


@pytest.mark.parametrize(
    "other",
    [{"typed_name": "Somebody Else"}, {"missed": "fee"}, {"version": "7"}, {"nonce": "another"}],
)
def test_the_same_key_with_another_body_is_told_plainly_and_signs_nothing(
    part: Part, signer: Stand, other: Form
) -> None:
    lender = signer(part.place.agent)
    form = lender.form()
    assert press(lender, form).status_code == 303
    answer = press(lender, form | other)
    assert answer.status_code == 422
    assert "what you signed then counts" in text_of(answer)
    assert len(BeautifulSoup(answer.data, "html.parser").find_all("h1")) == 1
    assert signatures(part) == 1


def test_another_language_for_a_page_that_was_sent_signs_nothing_more(
    stage: Stage, part: Part, signer: Stand, visit: Callable[..., Visitor]
) -> None:
    lender = signer(part.place.agent)
    form = lender.form()
    assert press(lender, form).status_code == 303
    answer = press(lender, form | {"shown_in": "zh"})
    assert answer.status_code in {200, 409}
    assert signatures(part) == 1


@pytest.mark.parametrize("change", [{}, {"typed_name": ""}, {"version": "2"}])
def test_another_language_for_a_page_of_an_old_version_still_says_what_changed(
    part: Part, signer: Stand, change: Form
) -> None:
    """Its form carries the new version: without the difference, Sign would take it unread."""
    lender = signer(part.place.agent)
    old = lender.form() | {"typed_name": "Somebody Else"} | change
    new_version(part)
    answer = press(lender, old | {"shown_in": "zh"})
    assert answer.status_code == 409
    assert bool(table_of(answer)) is ("version" not in change), (
        "a version they did not see is not told"
    )
    kept = BeautifulSoup(answer.data, "html.parser").find("input", {"name": "typed_name"})
    assert kept is not None
    assert kept["value"] == old["typed_name"]
    assert signatures(part) == 0


@pytest.mark.parametrize("way", ["decline", "change"])
@pytest.mark.parametrize("typed", [{"explanation": "Too much."}, {"explanation": ""}])
def test_another_language_does_not_move_a_no_to_another_version(
    part: Part, signer: Stand, way: str, typed: Form
) -> None:
    lender = signer(part.place.agent)
    sent = {"version": "1", "shown_in": "zh", **typed}
    stands = lender.visitor.post(f"{lender.path}/{way}", sent)
    assert 'id="refusal"' not in stands.text
    new_version(part)
    answer = lender.visitor.post(f"{lender.path}/{way}", sent)
    assert (answer.status_code, 'id="refusal"' in answer.text) == (409, True)
    assert typed["explanation"] in answer.text


def test_a_page_read_in_one_language_is_signed_in_it_whatever_was_chosen_since(
    part: Part, signer: Stand
) -> None:
    lender = signer(part.place.agent)
    form = lender.form()
    lender.visitor.client.set_cookie("lang", "zh")
    assert "协议" in lender.visitor.soup(lender.path).get_text()
    assert press(lender, form).status_code == 303
    (act,) = [e for e in history(part) if isinstance(e, AgreementSigned)]
    assert act.intent_sha256 == intent_sha256("lender-1", "en")
    assert act.records_sha256 == intent_sha256("records-1", "en")


@pytest.mark.parametrize("change", [{"intent": "lender-0"}, {"language": "fr"}])
def test_a_sentence_that_is_not_agreed_to_now_is_shown_again_and_nothing_is_lost(
    part: Part, signer: Stand, change: dict[str, str]
) -> None:
    lender = signer(part.place.agent)
    answer = press(lender, lender.form() | change)
    assert answer.status_code == 409
    assert "The sentence you agree to is not the one you saw" in text_of(answer)
    page = BeautifulSoup(answer.data, "html.parser")
    values = {str(i.get("name")): i.get("value") for i in page.select("input")}
    assert values["typed_name"] == lender.name
    assert (values["intent"], values["language"]) == ("lender-1", "en")
    assert signatures(part) == 0
    assert lender.sign().status_code == 303
