"""What people read of a counselor's review: before it, after it, and when it is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.usecases import queries
from app.usecases.demo_steps import Part
from app.usecases.signatories import signatories
from tests.ceremony import Signer
from tests.stage import Stage, Visitor

Stand = Callable[..., Signer]
Visit = Callable[..., Visitor]
STEPS = ("authority", "confirm", "tell", "offer", "counter", "accept", "records")


@pytest.fixture
def part(stage: Stage) -> Part:
    """A counselor's client, whose agreement waits for lender, borrower and counselor."""
    return stage.part("counselor", *STEPS)


def charity(part: Part) -> str:
    with part.deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)
    assert record is not None
    return next(one.name for one in signatories(record) if one.role == "counselor")


def signed_by_two(stage: Stage, part: Part, signer: Stand) -> None:
    for actor in (part.place.agent, part.borrower):
        assert signer(actor).sign().status_code == 303
        stage.work()


def text(signer: Signer, path: str = "") -> str:
    return " ".join(signer.visitor.soup(signer.path + path).get_text(" ").split())


@pytest.mark.parametrize(
    ("language", "sentence", "reads"),
    [
        ("en", "I do not promise to pay, and it does not bind me.", "Reviewed by {} for {}."),
        ("zh", "我不承诺付款，也不受本协议约束。", "审阅人 {}，代表{}。"),
    ],
)
def test_the_page_to_sign_says_what_the_signature_stands_for(
    stage: Stage, part: Part, signer: Stand, language: str, sentence: str, reads: str
) -> None:
    signed_by_two(stage, part, signer)
    one = signer(part.place.counselor, language)
    page = text(one, "/sign")
    assert sentence in page
    assert reads.format(one.name, charity(part)) in page
    for other in (part.place.agent, part.borrower):
        assert sentence not in text(signer(other, language))


def test_everybody_reads_that_it_was_reviewed_and_not_promised(
    stage: Stage, part: Part, signer: Stand
) -> None:
    signed_by_two(stage, part, signer)
    waits = "Signed so far: Lender, Borrower. Next: a counselor signs that they reviewed it."
    assert waits in text(signer(part.borrower))
    assert signer(part.place.counselor).sign().status_code == 303
    stage.work()
    for actor in (part.borrower, part.place.agent, part.place.counselor):
        assert "reviewed it. They do not promise to pay." in text(signer(actor))


def test_the_caseload_asks_for_a_review(
    stage: Stage, part: Part, signer: Stand, visit: Visit
) -> None:
    signed_by_two(stage, part, signer)
    assert "Sign that you reviewed it" in visit(part.place.counselor).get("/counselor").text


def test_who_ends_the_authority_knows_what_follows_and_everybody_reads_it(
    stage: Stage, part: Part, signer: Stand, visit: Visit
) -> None:
    visitor = visit(part.borrower)
    path = f"/household/{part.household_id}/help"
    page = visitor.soup(path)
    assert "An agreement waits for their review." in page.get_text()
    (helper,) = (
        one for one in queries.helpers(part.deps, part.borrower, part.household_id) if one.authority
    )
    assert helper.authority is not None
    ended = visitor.post(f"{path}/end", {"chosen": str(helper.authority.id)}, token_from=path)
    assert ended.status_code == 303
    stage.work()
    for actor in (part.borrower, part.place.agent):
        read = text(signer(actor))
        assert "This is a new version, as the counselor may no longer act" in read
        assert "Next to sign: Lender." in read
    story = visitor.soup(f"/cases/{part.case_id}").get_text()
    assert "The agreement is written again, without the counselor" in story


def test_without_such_an_agreement_ending_it_says_nothing_more(stage: Stage, visit: Visit) -> None:
    part = stage.part("counselor", "authority", "confirm", "tell")
    page = visit(part.borrower).soup(f"/household/{part.household_id}/help").get_text()
    assert "Its last day is" in page
    assert "waits for their review" not in page


def test_the_last_day_on_the_page_is_the_one_that_was_signed(stage: Stage, visit: Visit) -> None:
    part = stage.part("counselor", "authority", "confirm", "tell")
    page = visit(part.borrower).soup(f"/household/{part.household_id}/help").get_text()
    with part.deps.reading() as uow:
        (given,) = uow.consents.authorities(part.borrower.person_id)
        statement = uow.statements.of(given.id)
    assert statement is not None
    assert given.last_day is not None
    day = f"{given.last_day.day} {given.last_day:%B} {given.last_day.year}"
    assert f"This ends after {day}." in statement.words
    assert f"Its last day is {day}." in page
