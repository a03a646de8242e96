"""Row 30: a picture of a signature that is blank, huge, a program or something else signs nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from tests.attacks.signing.browsing import acts_kept, at_the_page, signed
from tests.attacks.signing.table import row
from tests.ceremony import Signer
from tests.drawings import NOT_DRAWINGS, data_url, scribble
from tests.usecases.scenes import Scene

SVG = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
GOOD = data_url(scribble())

ADDRESSES = {
    "too many bytes": data_url(scribble() + bytes(200_000)),
    "nearly a megabyte": data_url(bytes(700_000)),
    "an svg address": f"data:image/svg+xml,{SVG}",
    "markup": SVG,
    "a place on the web": "https://example.org/signature.png",
    "a file": "file:///etc/passwd",
    "no address": GOOD.partition(",")[2],
    "another kind": GOOD.replace("image/png", "image/jpeg"),
    "loose base64": GOOD[:60] + "\n" + GOOD[60:],
    "nonsense": "yes",
}
KINDS = {
    "blank": ("white", "nothing", "pale", "unseen ink", "a dot", "a hair", "black"),
    "huge": ("too wide", "too high", "too many bytes", "nearly a megabyte"),
    "bomb": ("bomb", "bomb that says so", "too few dots", "no size"),
    "svg": ("svg", "an svg address", "markup"),
    "another format": (
        "jpeg",
        "webp",
        "gif",
        "another kind",
        "sixteen bits",
        "a palette",
        "one bit",
    ),
    "moving": ("a moving picture",),
    "two files in one": ("a file after it", "a file before it", "a file in the dots"),
    "more than dots": ("words", "something unknown", "much beside", "two heads"),
    "broken": (
        "cut off",
        "no end",
        "a changed byte",
        "a wrong sum",
        "no filter",
        "no dots",
        "empty",
    ),
    "an address": ("a place on the web", "a file", "no address", "loose base64", "nonsense"),
}


def sent(what: str) -> str:
    return ADDRESSES.get(what) or data_url(NOT_DRAWINGS[what][0]())


def refused(lender: Signer, form: dict[str, object], scene: Scene) -> BeautifulSoup:
    """The page that says so, once nothing is found to have happened."""
    before = scene.history(), scene.audited()
    answer = lender.visitor.post(f"{lender.path}/sign", form)
    assert answer.status_code == 422
    assert (scene.history(), scene.audited()) == before
    assert signed(scene) == acts_kept(scene) == 0
    return BeautifulSoup(answer.data, "html.parser")


@pytest.mark.parametrize("kind", [row(30, kind, kind) for kind in KINDS])
def test_a_bad_picture_signs_nothing_and_the_name_alone_still_does(
    signing: Scene, kind: str
) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    form = lender.form()
    for what in KINDS[kind]:
        page = refused(lender, form | {"drawing": sent(what)}, signing)
        said = page.select_one(".pp-error-summary a[href='#drawing']")
        assert said is not None, what
        assert "leave it out" in said.get_text()
        assert page.select_one("#drawing .pp-error-message") is not None
        assert [i["value"] for i in page.select("#drawing input")] == [""]
        assert [i["value"] for i in page.select("#typed_name")] == [lender.name]
        assert "<script>alert" not in str(page)
    assert lender.visitor.post(f"{lender.path}/sign", form).status_code == 303
    assert signed(signing) == acts_kept(signing) == 1


def test_every_file_that_is_no_drawing_is_tried() -> None:
    assert sorted(what for kind in KINDS.values() for what in kind) == sorted(
        [*NOT_DRAWINGS, *ADDRESSES]
    )


@pytest.mark.parametrize("part", [row(30, "a file part", "drawing")])
def test_a_file_is_no_answer(signing: Scene, part: str) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    refused(lender, lender.form() | {part: (BytesIO(scribble()), "signature.png")}, signing)


@pytest.mark.parametrize("size", [row(30, "more than any form", 2_000_000)])
def test_a_body_beyond_every_drawing_is_not_read(signing: Scene, size: int) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    form = lender.form() | {"drawing": data_url(bytes(size))}
    assert lender.visitor.post(f"{lender.path}/sign", form).status_code == 413
    assert signed(signing) == acts_kept(signing) == 0


@pytest.mark.parametrize("again", [row(30, "another drawing under the same key", GOOD)])
def test_another_drawing_is_another_request(signing: Scene, again: str) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    form = lender.form() | {"drawing": again}
    other = form | {"drawing": data_url(scribble((600, 200)))}
    assert [
        lender.visitor.post(f"{lender.path}/sign", one).status_code for one in (form, form, other)
    ] == [303, 303, 422]
    assert signed(signing) == acts_kept(signing) == 1
