"""A signature drawn beside the typed name: offered, never needed, kept by a page that asks again."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from app.core.evidence import sha256_hex
from app.core.negotiation.events import AgreementSigned
from app.store.signatures import SignatureAct
from app.usecases.demo_steps import Part
from tests.ceremony import Signer
from tests.drawings import data_url, scribble
from tests.usecases.scenes import history

Stand = Callable[..., Signer]
GOOD = data_url(scribble())


def act_of(part: Part) -> SignatureAct:
    with part.deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)
        assert record is not None
        (act,) = uow.signatures.of(record.tenant_id, record.id, record.version)
    return act


def signed(part: Part) -> AgreementSigned:
    (event,) = (one for one in history(part) if isinstance(one, AgreementSigned))
    return event


def test_a_drawing_is_kept_as_it_was_made_anew(part: Part, signer: Stand) -> None:
    assert signer(part.place.agent).sign(drawing=GOOD).status_code == 303
    act = act_of(part)
    assert act.drawing is not None
    assert act.drawing != scribble()
    assert Image.open(BytesIO(act.drawing)).mode == "1"
    assert signed(part).drawing_sha256 == sha256_hex(act.drawing)


def test_the_typed_name_is_enough(part: Part, signer: Stand) -> None:
    assert signer(part.place.agent).sign().status_code == 303
    assert act_of(part).drawing is None
    assert signed(part).drawing_sha256 == ""


@pytest.mark.parametrize("change", [{"typed_name": ""}, {"typed_name": "B. C."}, {"leave": "no"}])
def test_a_page_that_asks_again_keeps_the_drawing(
    part: Part, signer: Stand, change: dict[str, str]
) -> None:
    lender = signer(part.place.agent)
    answer = lender.sign(drawing=GOOD, **change)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.data, "html.parser")
    assert [i["value"] for i in page.select("#drawing input")] == [GOOD]
    assert page.select_one("#drawing .pp-error-message") is None


@pytest.mark.parametrize(
    ("language", "enough"), [("en", "your typed name is enough"), ("zh", "输入姓名就够了")]
)
def test_without_a_script_there_is_no_place_to_draw(
    part: Part, signer: Stand, language: str, enough: str
) -> None:
    lender = signer(part.place.agent, language)
    page = lender.visitor.soup(f"{lender.path}/sign")
    pad = page.select_one("#drawing [data-pad]")
    assert pad is not None
    assert pad.has_attr("hidden")
    paper = pad.select_one("canvas")
    assert paper is not None
    assert enough in pad.get_text()
    for name in ("aria-labelledby", "aria-describedby"):
        assert page.select_one(f"#{paper[name]}") is not None
    (script,) = page.select("script[src*='pad.js']")
    assert script["nonce"]
