"""From the signing page to other terms: a new version, and nothing of the old one counts."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup

from app.core.negotiation.case import Stage as At
from app.core.negotiation.commands import AcceptOffer
from app.core.negotiation.events import AgreementSigned, OfferMade, SigningDeclined
from app.store.agreements import AgreementRecord
from app.usecases import negotiate, queries
from app.usecases.demo_steps import Part
from tests.ceremony import Signer
from tests.usecases.scenes import history

Stand = Callable[..., Signer]


def record(part: Part, version: int) -> AgreementRecord | None:
    with part.deps.reading() as uow:
        return uow.agreements.version(part.place.lender, part.case_id, version)


def state(part: Part) -> At:
    return queries.case_page(part.deps, part.place.agent, part.case_id).case.stage


def last_look(borrower: Signer) -> tuple[BeautifulSoup, dict[str, str]]:
    """From the signing side to the page before an offer goes, by its links alone."""
    visitor = borrower.visitor
    change = visitor.soup(f"{borrower.path}/change")
    options = change.find("a", string=lambda t: t is not None and t.strip() == "See your options")
    assert options is not None
    page = visitor.soup(str(options["href"]))
    assert "It stands until you send a new offer" in page.get_text()
    plan = page.select_one("a[href*='/offer/lowest_payment']")
    assert plan is not None
    check = visitor.soup(str(plan["href"]))
    form = check.select_one("form[action$='/offer']")
    assert form is not None
    carried = {str(i["name"]): str(i["value"]) for i in form.select("input[type=hidden]")}
    del carried["csrf_token"]
    return check, carried


def test_an_offer_from_the_signing_page_takes_the_place_of_what_was_signed(
    part: Part, signer: Stand
) -> None:
    lender, borrower = signer(part.place.agent), signer(part.borrower)
    stale = lender.form()
    assert lender.sign().status_code == 303
    part.work()
    borrower.agree_to_records()
    old_page = borrower.form()
    check, carried = last_look(borrower)
    assert "version 1 is laid aside" in " ".join(check.get_text().split())
    assert state(part) is At.SIGNING

    sent = carried | {"words": "Less each time, please."}
    assert borrower.visitor.post(f"/cases/{part.case_id}/offer", sent).status_code == 303
    assert state(part) is At.OFFERED
    first = record(part, 1)
    assert first is not None
    assert first.state == "superseded"
    assert borrower.visitor.post(f"{borrower.path}/sign", old_page).status_code == 409
    declined, offered = history(part)[-2:]
    assert isinstance(declined, SigningDeclined)
    assert declined.change
    assert isinstance(offered, OfferMade)

    accepted = AcceptOffer(offered.digest)
    negotiate.submit(part.deps, part.place.agent, part.case_id, accepted)
    part.work()
    second = record(part, 2)
    assert second is not None
    assert second.state == "open"
    agreement = queries.case_page(part.deps, part.borrower, part.case_id).case.agreement
    assert agreement is not None
    assert (agreement.version, agreement.signed) == (2, ())
    again = lender.visitor.post(f"{lender.path}/sign", stale | {"key": "another"})
    assert again.status_code == 409
    with part.deps.reading() as uow:
        assert uow.signatures.of(second.tenant_id, second.id, 2) == ()


def test_looking_at_other_plans_changes_nothing(part: Part, signer: Stand) -> None:
    borrower = signer(part.borrower)
    before = len(history(part))
    last_look(borrower)
    assert len(history(part)) == before
    assert state(part) is At.SIGNING


def test_an_offer_that_is_refused_leaves_the_agreement_as_it_was(part: Part, signer: Stand) -> None:
    borrower = signer(part.borrower)
    _, carried = last_look(borrower)
    for wrong in ({"seen": "0" * 64}, {"seen": ""}, {"shown": "0" * 64}):
        answer = borrower.visitor.post(f"/cases/{part.case_id}/offer", carried | wrong)
        assert answer.status_code == 409
    assert state(part) is At.SIGNING
    first = record(part, 1)
    assert first is not None
    assert first.state == "open"
    assert not any(isinstance(event, SigningDeclined) for event in history(part))


def test_a_last_signature_that_came_first_wins(part: Part, signer: Stand) -> None:
    lender, borrower = signer(part.place.agent), signer(part.borrower)
    assert lender.sign().status_code == 303
    borrower.agree_to_records()
    _, carried = last_look(borrower)
    assert borrower.sign().status_code == 303
    answer = borrower.visitor.post(f"/cases/{part.case_id}/offer", carried)
    assert answer.status_code == 409
    assert sum(isinstance(event, AgreementSigned) for event in history(part)) == 2
    assert state(part) is At.SIGNED


def test_a_lender_that_asks_for_a_change_comes_to_the_page_for_an_offer(
    part: Part, signer: Stand
) -> None:
    lender = signer(part.place.agent)
    sent = {"version": "1", "explanation": "The balance was wrong by 10.00."}
    answer = lender.visitor.post(f"{lender.path}/change", sent)
    assert (answer.status_code, answer.location) == (303, f"/lender/cases/{part.case_id}/offer")
    assert lender.visitor.get(str(answer.location)).status_code == 200
