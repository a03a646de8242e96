"""Rows 19 and 21 to 23: who signs what, and when."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from bs4 import BeautifulSoup

from app.core.negotiation.case import Stage
from app.core.negotiation.commands import AcceptOffer, DeclineSigning
from app.usecases.demo_steps import STEPS
from tests.attacks.signing.browsing import REFUSALS, acts_kept, all_rows, at_the_page, signed
from tests.attacks.signing.table import row
from tests.ceremony import Signer
from tests.usecases.scenes import Scene

GONE = 410


def press(signer: Signer, form: dict[str, str]) -> int:
    return signer.visitor.post(f"{signer.path}/sign", form).status_code


@pytest.mark.parametrize("tries", [row(19, "same parent", 1), row(19, "each twice", 2)])
def test_of_two_signers_on_one_parent_one_wins(signing: Scene, tries: int) -> None:
    pair = at_the_page(signing, signing.agent, signing.part.place.admin)
    forms = [(one, one.form()) for one in pair]
    line = Barrier(len(forms))

    def go(one: tuple[Signer, dict[str, str]]) -> int:
        line.wait()
        return min(press(*one) for _ in range(tries))

    with ThreadPoolExecutor(len(forms)) as pool:
        assert sorted(pool.map(go, forms)) == [303, 409]
    assert signed(signing) == acts_kept(signing) == 1


def an_ended_version(scene: Scene) -> None:
    first = scene.record()
    scene.do(scene.borrower, DeclineSigning(first.id, first.version, "Start later, please."))


def other_terms(scene: Scene) -> None:
    """The lender takes the borrower's own offer, which had been countered before."""
    an_ended_version(scene)
    STEPS["offer"](scene.part)
    offer = scene.case().offer
    assert offer is not None
    scene.do(scene.agent, AcceptOffer(offer.digest))
    scene.stage.work()


def the_same_terms(scene: Scene) -> None:
    an_ended_version(scene)
    for step in ("offer", "counter", "accept"):
        STEPS[step](scene.part)


def changes(page: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """What the page says changed: each figure before and after."""
    rows = (row.find_all(["th", "td"]) for row in page.select("main .pp-table--stack tbody tr"))
    return {name.text: (old.text, new.text) for name, old, new in rows}


def instalments(scene: Scene, version: int) -> list[str]:
    """The amounts of ``agreement.json``, as a page writes them."""
    with scene.deps.reading() as uow:
        record = uow.agreements.version(scene.part.place.lender, scene.part.case_id, version)
    assert record is not None
    rows = json.loads(record.facts)["terms"]["schedule"]["instalments"]
    return [f"{one['amount']['minor'] / 100:,.2f}" for one in rows]


@pytest.mark.parametrize(
    ("happens", "differs"),
    [
        row(21, "an ended version", an_ended_version, False),
        row(21, "the same terms anew", the_same_terms, False),
        row(21, "other terms", other_terms, True),
    ],
)
def test_a_stale_version_is_not_signed(
    signing: Scene, happens: Callable[[Scene], None], differs: bool
) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    old = lender.form() | {"typed_name": "B. Carter"}
    happens(signing)
    before = all_rows(signing)
    answer = lender.visitor.post(f"{lender.path}/sign", old)
    assert answer.status_code == 409
    assert all_rows(signing) == before  # no act, no consent, no event
    assert signed(signing) == acts_kept(signing) == 0
    told = changes(BeautifulSoup(answer.data, "html.parser"))
    assert bool(told) is differs
    assert all(was != now for was, now in told.values())
    if differs:
        page = BeautifulSoup(answer.data, "html.parser")
        name = page.find("input", {"name": "typed_name"})
        assert name is not None
        assert name["value"] == "B. Carter"
        (first, second) = (instalments(signing, version)[0] for version in (1, 2))
        assert first != second
        assert any(first in was and second in now for was, now in told.values())


Attempt = tuple[Signer, dict[str, str]]


def replayed(_scene: Scene, lender: Signer, _: Signer) -> Attempt:
    used = lender.form()
    assert press(lender, used) == 303
    return lender, used | {"key": "another"}


def old_link(scene: Scene, lender: Signer, _: Signer) -> Attempt:
    form = lender.form()
    scene.clock.move(minutes=29)
    lender.visitor.get(lender.path)
    scene.clock.move(minutes=2)
    return lender, form


def of_a_colleague(_: Scene, lender: Signer, colleague: Signer) -> Attempt:
    return colleague, lender.form() | {"typed_name": colleague.name}


def invented(_: Scene, lender: Signer, __: Signer) -> Attempt:
    return lender, lender.form() | {"nonce": "A" * 43}


@pytest.mark.parametrize(
    "attempt",
    [
        row(22, "replayed", replayed),
        row(22, "old", old_link),
        row(22, "other person's", of_a_colleague),
        row(22, "invented", invented),
    ],
)
def test_a_page_signs_once_in_time_for_one_person(
    signing: Scene, attempt: Callable[[Scene, Signer, Signer], Attempt]
) -> None:
    lender, colleague = at_the_page(signing, signing.agent, signing.part.place.admin)
    who, form = attempt(signing, lender, colleague)
    before = all_rows(signing)
    assert press(who, form) == GONE
    assert all_rows(signing) == before
    if not signed(signing):  # who the page belongs to goes on with a fresh one
        assert press(lender, lender.form()) == 303
        assert all_rows(signing) != before
    assert signed(signing) == acts_kept(signing) == 1


@pytest.mark.parametrize("answer", [row(22, "other party's", GONE)])
def test_a_page_of_one_party_signs_nothing_for_the_next(signing: Scene, answer: int) -> None:
    lender, borrower = at_the_page(signing, signing.agent, signing.borrower)
    theirs = lender.form()
    lender.visitor.get(lender.path)
    spare = lender.form()["nonce"]
    assert theirs["nonce"] != spare
    assert press(lender, theirs) == 303
    signing.stage.work()
    form = borrower.form()
    before = all_rows(signing)
    assert press(borrower, form | {"nonce": spare}) == answer
    assert all_rows(signing) == before
    assert press(borrower, borrower.form()) == 303


@pytest.mark.parametrize("answer", [row(22, "ended version's", GONE)])
def test_a_page_of_an_ended_version_signs_nothing_of_the_next(signing: Scene, answer: int) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    old = lender.form()["nonce"]
    the_same_terms(signing)
    (lender,) = at_the_page(signing, signing.agent)
    form = lender.form()
    before = all_rows(signing)
    assert press(lender, form | {"nonce": old}) == answer
    assert all_rows(signing) == before
    assert press(lender, lender.form()) == 303


@pytest.mark.parametrize("who", [row(22, "stranger", 404)])
def test_a_strangers_link_leads_nowhere(signing: Scene, who: int) -> None:
    foreign = signing.stage.places["CN"].agent
    lender, stranger = at_the_page(signing, signing.agent, foreign)
    form = lender.form()
    before = all_rows(signing, REFUSALS)
    assert stranger.visitor.get(f"{stranger.path}/sign").status_code == who
    assert press(stranger, form) == who
    assert all_rows(signing, REFUSALS) == before
    assert signed(signing) == 0


@pytest.mark.parametrize("turn", [row(23, "borrower first", 1), row(23, "counselor first", 2)])
def test_nobody_signs_before_their_turn(signing: Scene, turn: int) -> None:
    people = at_the_page(signing, signing.agent, signing.borrower, signing.counselor)
    assert press(people[turn], people[0].form()) == 409
    assert signed(signing) == acts_kept(signing) == 0
    assert signing.case().stage is Stage.SIGNING
