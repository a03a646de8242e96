"""A browser sends every line of the calculator, the empty ones too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.web.security import MOST_FIELDS
from tests.stage import Visitor


@pytest.mark.parametrize("place", ["uk", "cn", "eu", "us", "au"])
def test_the_calculator_takes_all_its_own_fields(visit: Callable[..., Visitor], place: str) -> None:
    browser = visit()
    page = browser.soup(f"/calculator/{place}")
    boxes = page.select("main form input:not([type=radio], [type=checkbox]), main form select")
    sent = {str(box["name"]): str(box.get("value", "")) for box in boxes}
    sent.pop("csrf_token")
    answer = browser.post(f"/calculator/{place}", sent | {"adults": "1"})

    assert len(sent) > MOST_FIELDS - 10
    assert answer.status_code == 200
