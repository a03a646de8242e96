"""Text belongs to the tag around it, and the list of owners says the same as the tags."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Object

from app.core.sealed import Drawn
from app.documents.tags import HOLD_TEXT


@pytest.fixture(params=["english", "chinese"])
def drawn(request: pytest.FixtureRequest) -> Drawn:
    made: Drawn = request.getfixturevalue(request.param)
    return made


def test_each_piece_of_text_has_one_owner_on_its_page(drawn: Drawn) -> None:
    with pikepdf.open(BytesIO(drawn.pdf)) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for page in pdf.pages:
            listed = owners[int(page.StructParents)]
            marked = [
                int(said.operands[1].MCID)
                for said in pikepdf.parse_content_stream(page)
                if str(said.operator) == "BDC"
            ]
            assert sorted(marked) == list(range(len(listed)))
            for number, owner in enumerate(listed):
                assert owner.Pg.objgen == page.objgen
                assert [kid for kid in owner.K if kid == number] == [number]


def test_no_span_stands_between_text_and_what_it_is(drawn: Drawn) -> None:
    with pikepdf.open(BytesIO(drawn.pdf)) as pdf:
        empty = [tag for tag in _spans(pdf) if str(tag.P.S) in HOLD_TEXT and _is_bare(tag)]
        assert empty == []
        held = {str(tag.S) for tag in pdf.objects if _holds_text(tag)}
        assert {"/P", "/TD", "/TH", "/H1", "/H2", "/Caption", "/LBody"} <= held


def _spans(pdf: pikepdf.Pdf) -> list[Object]:
    return [
        tag
        for tag in pdf.objects
        if isinstance(tag, pikepdf.Dictionary) and tag.get("/S") == "/Span"
    ]


def _is_bare(tag: Object) -> bool:
    return _holds_text(tag) and "/Lang" not in tag and "/ActualText" not in tag


def _holds_text(tag: Object) -> bool:
    kids = tag.get("/K") if isinstance(tag, pikepdf.Dictionary) and "/S" in tag else None
    return isinstance(kids, Array) and any(isinstance(kid, int) for kid in kids)
