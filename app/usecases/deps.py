"""What use cases need from outside, built once by the factory."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from app.gateways.files import PaperFiles
from app.gateways.mail import Mail
from app.gateways.seal import Sealer
from app.settings import Settings
from app.store.unit_of_work import UnitOfWork

Transaction = Callable[[], AbstractContextManager[UnitOfWork]]


@dataclass(frozen=True, slots=True)
class Deps:
    """Collaborators of every use case. ``now`` answers aware UTC instants.

    ``unit_of_work`` may write, ``reading`` may not and waits for nobody.
    ``sealer`` opens the signing keys when called: only background work does.
    """

    settings: Settings
    now: Callable[[], datetime]
    unit_of_work: Transaction
    reading: Transaction
    sealer: Callable[[], Sealer]
    files: PaperFiles
    mail: Mail
