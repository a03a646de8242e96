"""Two sealed agreements, made once: keys and drawings are slow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.documents.sandbox import DRAWING, Sandbox
from app.gateways.seal import LocalSealer
from app.usecases.verify import CHECKING
from tests.agreements import a_chinese_agreement, an_english_agreement
from tests.authorities import Route, web
from tests.sealing import Worked, a_sealer, seal


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(DRAWING | CHECKING) as made:
        yield made


@pytest.fixture(scope="session")
def sealer(tmp_path_factory: pytest.TempPathFactory) -> LocalSealer:
    return a_sealer(tmp_path_factory.mktemp("keys") / "signing")


@pytest.fixture(scope="session")
def english(sandbox: Sandbox, sealer: LocalSealer) -> Worked:
    return seal(sandbox, sealer, an_english_agreement(months=12))


@pytest.fixture(scope="session")
def chinese(sandbox: Sandbox, sealer: LocalSealer) -> Worked:
    return seal(sandbox, sealer, a_chinese_agreement(months=12))


@pytest.fixture
def routes() -> dict[str, Route]:
    """What a server on this machine answers, by path; a test fills it."""
    return {}


@pytest.fixture
def origin(routes: dict[str, Route]) -> Iterator[str]:
    with web(routes) as found:
        yield found
