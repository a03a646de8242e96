"""Rows 19 to 23 and 26: who signs what, when, and with whose words."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier

import pytest

from app.core.negotiation.case import Stage
from app.core.negotiation.commands import DeclineSigning
from app.usecases.demo_steps import STEPS
from tests.attacks.signing.browsing import acts_kept, at_the_page, signed
from tests.attacks.signing.table import row
from tests.ceremony import Signer
from tests.usecases.scenes import Scene

OLD = {404, 410}


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


@pytest.mark.parametrize("offered_anew", [row(21, "an ended version", 0), row(21, "a new one", 1)])
def test_a_stale_version_is_not_signed(signing: Scene, offered_anew: int) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    old, first = lender.form(), signing.record()
    signing.do(signing.borrower, DeclineSigning(first.id, first.version, "Start later, please."))
    if offered_anew:
        for step in ("offer", "counter", "accept"):
            STEPS[step](signing.part)
    answer = lender.visitor.post(f"{lender.path}/sign", old)
    assert answer.status_code == 409
    assert signed(signing) == acts_kept(signing) == 0


def replayed(_scene: Scene, lender: Signer, _: Signer) -> int:
    used = lender.form()
    assert press(lender, used) == 303
    return press(lender, used | {"key": "another"})


def old_link(scene: Scene, lender: Signer, _: Signer) -> int:
    form = lender.form()
    scene.clock.move(minutes=29)
    lender.visitor.get(lender.path)
    scene.clock.move(minutes=2)
    status = press(lender, form)
    assert press(lender, lender.form()) == 303  # the same person goes on with a fresh page
    return status


def of_a_colleague(_: Scene, lender: Signer, colleague: Signer) -> int:
    status = press(colleague, lender.form() | {"typed_name": colleague.name})
    assert press(lender, lender.form()) == 303
    return status


@pytest.mark.parametrize(
    "attempt",
    [
        row(22, "replayed", replayed),
        row(22, "old", old_link),
        row(22, "other person's", of_a_colleague),
    ],
)
def test_a_page_signs_once_in_time_for_one_person(
    signing: Scene, attempt: Callable[[Scene, Signer, Signer], int]
) -> None:
    lender, colleague = at_the_page(signing, signing.agent, signing.part.place.admin)
    assert attempt(signing, lender, colleague) in OLD
    assert signed(signing) == acts_kept(signing) == 1


@pytest.mark.parametrize("who", [row(22, "stranger", 404)])
def test_a_strangers_link_leads_nowhere(signing: Scene, who: int) -> None:
    foreign = signing.stage.places["CN"].agent
    lender, stranger = at_the_page(signing, signing.agent, foreign)
    assert stranger.visitor.get(f"{stranger.path}/sign").status_code == who
    assert press(stranger, lender.form()) == who
    assert signed(signing) == 0


@pytest.mark.parametrize("turn", [row(23, "borrower first", 1), row(23, "counselor first", 2)])
def test_nobody_signs_before_their_turn(signing: Scene, turn: int) -> None:
    people = at_the_page(signing, signing.agent, signing.borrower, signing.counselor)
    assert press(people[turn], people[0].form()) == 409
    assert signed(signing) == acts_kept(signing) == 0
    assert signing.case().stage is Stage.SIGNING


EXTRA: list[dict[str, object]] = [
    {"at": "2020-01-01T00:00:00Z"},
    {"ip": "203.0.113.9"},
    {"sha256": "0" * 64},
    {"pdf": (BytesIO(b"%PDF-1.7 mine"), "mine.pdf")},
]


@pytest.mark.parametrize("extra", [row(26, next(iter(one)), one) for one in EXTRA])
def test_no_form_carries_bytes_times_or_addresses(signing: Scene, extra: dict[str, object]) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    answer = lender.visitor.post(f"{lender.path}/sign", lender.form() | extra)
    assert answer.status_code in {303, 400}
    if answer.status_code == 400:
        assert signed(signing) == 0
        return
    _kept_what_the_server_knows(signing)


HEADERS = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Real-Ip": "203.0.113.9",
    "Forwarded": "for=203.0.113.9;proto=https;host=evil.example",
    "Date": "Wed, 01 Jan 2020 00:00:00 GMT",
}


@pytest.mark.parametrize("name", [row(26, name, name) for name in HEADERS])
def test_no_header_says_when_or_from_where(signing: Scene, name: str) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    form = lender.form() | {"csrf_token": lender.visitor.token("/guide")}
    headers = {"Origin": "http://127.0.0.1:8000", name: HEADERS[name]}
    answer = lender.visitor.client.post(f"{lender.path}/sign", data=form, headers=headers)
    assert answer.status_code == 303
    _kept_what_the_server_knows(signing)


def _kept_what_the_server_knows(scene: Scene) -> None:
    record = scene.record()
    with scene.deps.reading() as uow:
        (act,) = uow.signatures.of(record.tenant_id, record.id, record.version)
    assert act.at == scene.clock.at
    assert act.shown_sha256 == record.frozen_sha256
    assert "203.0.113.9" not in repr(act)
