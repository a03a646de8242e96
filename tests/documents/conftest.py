"""Drawings, made once a session in the sandbox as the product does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.core.agreement import facts_bytes
from app.core.sealed import Drawn
from app.documents.drawing import draw
from app.documents.sandbox import Sandbox
from tests.agreements import a_chinese_agreement, an_english_agreement


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


@pytest.fixture(scope="session")
def english(sandbox: Sandbox) -> Drawn:
    return draw(sandbox, facts_bytes(an_english_agreement()), "en")


@pytest.fixture(scope="session")
def chinese(sandbox: Sandbox) -> Drawn:
    return draw(sandbox, facts_bytes(a_chinese_agreement()), "zh_Hans")
