from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Database, a_copy, a_database, with_case, with_people
from tests.factories import a_history


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "store.db"
    database = a_database(path)
    with_people(database)
    with_case(database, a_history())
    database.close()
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Iterator[Database]:
    """Two lenders, a charity, and one open case with a shared budget."""
    with a_copy(template, tmp_path) as made:
        yield made
