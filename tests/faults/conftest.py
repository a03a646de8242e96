from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.documents.sandbox import DRAWING, Sandbox
from app.usecases.verify import CHECKING
from tests.faults.rig import Site, build_site


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One for all directories of this process; every worker has its own."""
    with Sandbox({**DRAWING, **CHECKING}) as shared:
        yield shared


@pytest.fixture(scope="session")
def accepted(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build_site(tmp_path_factory.mktemp("accepted") / "data", sandbox)
