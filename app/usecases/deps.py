"""What use cases need from outside, built once by the factory."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from app.core.packs import load
from app.core.policy import PolicyPack
from app.documents.sandbox import Sandbox
from app.gateways.checkpoint_files import CheckpointFolder
from app.gateways.clamd import Scanner
from app.gateways.files import PaperFiles
from app.gateways.log_key import LogKeys
from app.gateways.mail import Mail
from app.gateways.master_keys import MasterFolder
from app.gateways.seal import Sealer
from app.gateways.sms import Texts
from app.settings import Settings
from app.store.unit_of_work import UnitOfWork

Transaction = Callable[[], AbstractContextManager[UnitOfWork]]


@dataclass(frozen=True, slots=True)
class Deps:
    """Collaborators of every use case. ``now`` answers aware UTC instants.

    ``unit_of_work`` may write, ``reading`` may not and waits for nobody.
    ``sealer`` opens the signing keys when called: only background work does.
    ``sandbox`` draws, and ``checker`` reads uploads: a slow one keeps no signature waiting.
    ``reader`` makes pictures of papers that people bring, kept in ``exhibit_files``, and
    ``scanner`` says whether one is harmful.
    ``pack`` gives the rules of a jurisdiction for what is written down and sealed.
    ``root_pem`` gives our root certificates, which everybody may have; there are none
    until a ``sealer`` was made, and asking is then a FileNotFoundError. ``log_keys`` sign
    checkpoints of the audit log, and ``log_key`` gives their public halves, for everybody.
    """

    settings: Settings
    now: Callable[[], datetime]
    unit_of_work: Transaction
    reading: Transaction
    sealer: Callable[[], Sealer]
    sandbox: Sandbox
    checker: Sandbox
    root_pem: Callable[[], bytes]
    masters: MasterFolder
    log_keys: LogKeys
    log_key: Callable[[], bytes]
    outside_checkpoints: CheckpointFolder
    files: PaperFiles
    exhibit_files: PaperFiles
    reader: Sandbox
    scanner: Scanner
    mail: Mail
    texts: Texts
    pack: Callable[[str], PolicyPack] = load

    def close(self) -> None:
        """End the processes that draw and read; the next task starts them again."""
        self.sandbox.close()
        self.checker.close()
        self.reader.close()
