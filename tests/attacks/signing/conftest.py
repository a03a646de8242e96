"""A sealed agreement from a fresh authority and a frozen clock, and cases that wait for acts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.documents.sandbox import Sandbox
from app.gateways.seal import LocalSealer
from tests.agreements import an_english_agreement
from tests.sealing import Worked, a_sealer, seal
from tests.usecases.conftest import agreed, done, sealed, signing

__all__ = ["agreed", "done", "sealed", "signing"]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where attacks start: a sealed file, its keys, and a stranger with keys like ours."""

    worked: Worked
    sealer: LocalSealer
    stranger: LocalSealer


@pytest.fixture(scope="session")
def ground(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    sealer = a_sealer(tmp_path_factory.mktemp("ours") / "signing")
    stranger = a_sealer(tmp_path_factory.mktemp("theirs") / "signing")
    return Ground(seal(sandbox, sealer, an_english_agreement(months=12)), sealer, stranger)
