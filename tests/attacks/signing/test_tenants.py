"""Row 31: files of another lender's customers are not there."""

from __future__ import annotations

import pytest

from tests.attacks.signing.browsing import at_the_page
from tests.attacks.signing.table import row
from tests.usecases.scenes import Scene

PATHS = ("", "/file", "/sign", "/evidence", "/evidence.json", "/calendar.ics")


@pytest.mark.parametrize("path", [row(31, path or "page", path) for path in PATHS])
def test_another_tenants_file_is_not_there(done: Scene, path: str) -> None:
    foreign = done.stage.places["CN"]
    owner, *strangers = at_the_page(done, done.borrower, foreign.agent, foreign.admin)
    assert owner.visitor.get(f"{owner.path}/file").status_code == 200
    for one in strangers:
        assert one.visitor.get(f"{one.path}{path}").status_code == 404


@pytest.mark.parametrize("owner", [row(31, "no way by digest", 404)])
def test_no_address_is_made_of_a_files_digest(done: Scene, owner: int) -> None:
    digest = done.record().final_sha256
    (borrower,) = at_the_page(done, done.borrower)
    for path in (f"/papers/{digest}.pdf", f"/files/{digest}", f"{borrower.path}/{digest}.pdf"):
        assert borrower.visitor.get(path).status_code == owner
