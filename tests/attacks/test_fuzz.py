"""G13: generated requests never meet a fault of ours. 1,500 here, 100,000 in the full run."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask
from wtforms.fields.core import UnboundField

from app.usecases.deps import Deps
from app.web.forms import Form
from tests.core.dice import Dice
from tests.gates.figures import Measured
from tests.gates.sizes import sizes
from tests.stage import ORIGIN
from tests.town import Town
from tests.web.rights.asking import ENDS_SESSIONS, Browser
from tests.web.rights.cells import Cell, cells

SHORT, FULL = 1_500, 100_000
ACTORS = ("anonymous", "owner", "agent", "admin", "counselor", "operator")
METHODS = ("GET", "POST", "POST", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
HOSTILE = (
    "", " ", "0", "-1", "1e999", "NaN", "null", "true", "[]", "{}", "9" * 40, "0000-00-00",
    "2027-02-30", "9999-12-31", "' OR 1=1--", "%", "%00", "\\", "../../etc/passwd", "{{7*7}}",
    "<script>alert(1)</script>", "a\r\nX-Evil: 1", "\u202e", "\u0663", "\ufffd", "\U0001f600" * 50,
    "a" * 3_000, "é" * 300, "x\x00y", "__import__", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip


def names_of(form: type[Form]) -> set[str]:
    """Of every form of the product: whatever a page may send."""
    own = {name for name in dir(form) if isinstance(getattr(form, name), UnboundField)}
    return own.union(*(names_of(one) for one in form.__subclasses__()))


def a_request(browser: Browser, cell: Cell, names: Sequence[str], dice: Dice) -> int:
    """One request about the cell's route: its own form or another's fields, with odd words in it."""
    method = dice.pick(METHODS)
    form = {
        name: dice.pick(HOSTILE) if dice.one_in(2) else value for name, value in cell.form.items()
    }
    for _ in range(dice.whole(0, 3)):
        form[dice.pick(names)] = dice.pick(HOSTILE)
    headers = {"Origin": ORIGIN} if not dice.one_in(6) else {}
    if dice.one_in(8):
        headers["Content-Type"] = dice.pick(
            ("application/json", "text/plain", "multipart/form-data")
        )
    query = (
        {dice.pick(("q", "page", "next", "sort", "v")): dice.pick(HOSTILE)}
        if dice.one_in(3)
        else {}
    )
    path = cell.path + ("/" + dice.pick(("x", "..", "%2e", "0")) if dice.one_in(12) else "")
    body = None if method in ("GET", "HEAD", "OPTIONS") else {"csrf_token": browser.token, **form}
    answer = browser.client.open(
        path, method=method, data=body, headers=headers, query_string=query
    )
    if method == "POST" and cell.endpoint.startswith(ENDS_SESSIONS):
        browser.start_again()
    return answer.status_code


@pytest.mark.parametrize("size", sizes(SHORT, FULL))
def test_no_request_meets_a_fault_of_ours(
    town_app: Flask, town_deps: Deps, town: Town, measured: Measured, size: int
) -> None:
    town_app.config["TESTING"] = False
    try:
        browsers = [Browser.of(town_app, town_deps, town, name) for name in ACTORS]
        routes = [c for c in cells(town_app, town) if c.method != "HEAD"]
        names = (*sorted(names_of(Form)), "seen", "page", "id", "é", "a[]")
        assert "version" in names
        faults = []
        for number in range(size):
            dice = Dice.numbered("request", number)
            cell, browser = dice.pick(routes), dice.pick(browsers)
            try:
                status = a_request(browser, cell, names, dice)
            except ValueError:  # the client itself refuses to send it
                continue
            if status >= 500:
                faults.append(f"{number}: {cell.endpoint} {status}")
    finally:
        town_app.config["TESTING"] = True
    print("\n".join(faults))
    measured("G13", "faults_in_full" if size == FULL else "faults", len(faults), exactly=0)
