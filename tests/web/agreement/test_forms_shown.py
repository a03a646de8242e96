"""The evidence says in which forms an agreement was given to whoever signed it, and no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from app.usecases import agreement_shown, evidence
from app.usecases.demo_steps import Part
from tests.ceremony import Signer
from tests.stage import Stage

Stand = Callable[..., Signer]


def told(part: Part) -> list[dict[str, Any]]:
    """What the sealed record says was shown, by each act."""
    record, _ = evidence.read(part.deps, part.borrower, part.case_id)
    return [act["shown"] for act in json.loads(record)["record"]["acts"]]


def noted(part: Part) -> list[str]:
    """Which forms were written down, in the order of their first time."""
    with part.deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)
        assert record is not None
        entries = uow.audit.of(f"agreement:{record.id}:{record.version}")
    return [entry.action for entry in reversed(entries)]


def test_the_record_names_the_forms_that_were_served_and_only_those(
    stage: Stage, part: Part, signer: Stand
) -> None:
    lender, borrower = signer(part.place.agent), signer(part.borrower, "zh")
    assert lender.sign().status_code == 303
    borrower.agree_to_records("zh")
    stage.clock.move(minutes=5)
    for _ in range(2):
        assert borrower.visitor.get(f"{borrower.path}/file").status_code == 200
    assert borrower.sign(missed="fee").status_code == 422
    assert borrower.sign(again="yes").status_code == 303
    stage.work()
    assert borrower.visitor.get(borrower.path).status_code == 200
    for_lender, for_borrower = told(part)
    assert for_lender["format"] == ["page"]
    assert for_borrower["format"] == ["page", "pdf", "passages"]
    assert for_borrower["sections"] == "the_whole_in_every_form"
    assert {one["language"] for one in for_borrower["opened"]} == {"zh_Hans"}
    assert {one["language"] for one in for_lender["opened"]} == {"en"}


def test_each_form_is_written_down_once_while_it_can_be_signed(part: Part, signer: Stand) -> None:
    borrower = signer(part.borrower)
    for path in ("", "/file", "", "/file"):
        assert borrower.visitor.get(f"{borrower.path}{path}").status_code == 200
    assert noted(part) == ["agreement.shown.page.en", "agreement.shown.pdf.en"]
    signer(part.borrower, "zh").visitor.get(borrower.path)
    assert noted(part)[-1] == "agreement.shown.page.zh_Hans"


def test_what_was_opened_after_signing_or_by_others_is_not_told_of_the_signer(
    stage: Stage, part: Part, signer: Stand
) -> None:
    agent = part.place.agent
    lender, borrower = signer(agent), signer(part.borrower)
    assert lender.sign().status_code == 303
    stage.clock.move(minutes=1)
    for one in (lender, borrower):
        assert one.visitor.get(f"{one.path}/file").status_code == 200
    with part.deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)
        assert record is not None
        (act,) = uow.signatures.of(record.tenant_id, record.id, record.version)
        found = agreement_shown.shown_to(uow, record, agent.person_id, act.at)
        later = agreement_shown.shown_to(uow, record, agent.person_id, stage.clock.at)
    assert [one.form for one in found] == ["page"]
    assert [one.form for one in later] == ["page", "pdf"]
