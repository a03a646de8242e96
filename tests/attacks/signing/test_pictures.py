"""Row 30: a picture of a signature that is blank, huge or a program signs nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.attacks.signing.browsing import acts_kept, at_the_page, signed
from tests.attacks.signing.table import row
from tests.usecases.scenes import Scene

LARGEST = 200_000


def png(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("L", (width, height), 255).save(out, "PNG")
    return out.getvalue()


PICTURES = {
    "blank": png(600, 200),
    "too wide": png(1_201, 200),
    "too high": png(600, 401),
    "too heavy": png(600, 200) + b"\0" * LARGEST,
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
}


@pytest.mark.parametrize("what", [row(30, what, what) for what in PICTURES])
def test_a_bad_picture_signs_nothing(signing: Scene, what: str) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    sent = lender.form() | {"drawing": (BytesIO(PICTURES[what]), "signature.png")}
    answer = lender.visitor.post(f"{lender.path}/sign", sent)
    assert answer.status_code in {400, 413, 422}
    assert signed(signing) == acts_kept(signing) == 0
