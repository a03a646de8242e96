"""Settings become collaborators: the clock, the database, the keys, the mail. No Flask here."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from pyhanko.sign import Signer

from app import faults
from app.documents.sandbox import Sandbox
from app.gateways.authority import Authority, open_authority, publish
from app.gateways.checkpoint_files import CheckpointFolder
from app.gateways.clamd import Clamd, NoScanner
from app.gateways.external_tsa import ExternalTsa
from app.gateways.files import FolderFiles
from app.gateways.hardware_seal import HardwareSeal
from app.gateways.log_key import LogKeys
from app.gateways.mail import FolderMail, Mail, SmtpMail
from app.gateways.master_keys import MasterFolder
from app.gateways.remote_seal import RemoteSeal
from app.gateways.seal import LocalSealer, Sealer
from app.gateways.seal_certs import pinned, readable
from app.gateways.signer import PartyKeys
from app.gateways.sms import FolderTexts, HttpTexts, Texts
from app.gateways.timestamp import LocalTsa
from app.settings import Settings
from app.settings_signing import Signing
from app.store import migrate
from app.store.crypto import Keyring
from app.store.engine import open_engine
from app.store.unit_of_work import unit_of_work
from app.usecases.deps import Deps
from app.usecases.exhibit_reading import READING
from app.usecases.verify import CHECKING

KEY_BYTES = 32
LARGEST_SEALED = 96 * 2**20
"""Bytes of one file of sealed pictures: all that a child may answer, in base64."""
TURN_S = 5
"""Seconds that an upload waits for others before its sender is asked to try again."""


def clock() -> datetime:
    return datetime.now(UTC)


def build(settings: Settings, now: Callable[[], datetime] | None = None) -> Deps:
    """Everything that use cases need; keys are made when missing, signing keys when first used."""
    tell = now or clock
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    masters = MasterFolder(settings.keys_dir)
    masters.make()

    def keyring() -> Keyring:
        found = masters.read()
        return Keyring(found.keys, found.index, found.kept)

    signing = settings.signing
    seals = pinned(readable("SEAL_CERTS", signing.seal_certs_pem))
    tsa_roots = readable("TSA_ROOTS", signing.tsa_roots_pem)
    outside = None
    if signing.tsa_urls:
        outside = ExternalTsa(signing.tsa_urls, tsa_roots, tell, auth=signing.tsa_auth)

    party_keys = PartyKeys()  # of the process: the sealers of its days share them

    @cache
    def others_seal() -> Signer | None:
        return _others_seal(signing)

    @lru_cache(maxsize=1)
    def sealer_of(_day: date) -> Sealer:
        made = make_keys(settings, tell())
        tsa = outside or LocalTsa(made.tsa, tell, lambda: uuid4().int)
        return LocalSealer(
            made,
            tsa,
            keys=party_keys,
            point=faults.point,
            seal=others_seal(),
            own_roots=settings.roots_file.read_bytes(),
            tsa_roots=tsa_roots,
        )

    def sealer() -> Sealer:
        # Looked at anew each day: keys are replaced while a worker runs for years.
        return sealer_of(tell().date())

    return Deps(
        settings=settings,
        now=tell,
        unit_of_work=partial(unit_of_work, engine, keyring),
        reading=partial(unit_of_work, engine, keyring, reads_only=True),
        sealer=sealer,
        sandbox=Sandbox(),
        checker=Sandbox(CHECKING, wait_s=TURN_S),
        root_pem=lambda: seals + settings.roots_file.read_bytes(),
        masters=masters,
        log_keys=LogKeys(settings.signing_keys_dir, settings.log_key_file),
        log_key=settings.log_key_file.read_bytes,
        outside_checkpoints=CheckpointFolder(settings.checkpoint_dir),
        files=FolderFiles(settings.papers_dir),
        exhibit_files=FolderFiles(settings.exhibits_dir, LARGEST_SEALED),
        reader=Sandbox(READING, wait_s=TURN_S),
        scanner=Clamd(settings.clamd) if settings.clamd else NoScanner(),
        mail=_mail(settings),
        texts=_texts(settings),
    )


def _others_seal(signing: Signing) -> Signer | None:
    """The seal of the settings, where it is not our own.

    Raises:
        SettingsError: it cannot be used as the settings say.
    """
    match signing.seal:
        case "pkcs11":
            return HardwareSeal(signing)
        case "csc":
            return RemoteSeal(signing)
        case _:
            return None


def make_keys(settings: Settings, at: datetime) -> Authority:
    """Open the signing keys, made or replaced where it is time, and publish what is public.

    For background work alone: the server reads ``settings.roots_file`` and ``log_key_file``.
    """
    signing = settings.signing_keys_dir
    made = open_authority(signing, at)
    publish(signing, settings.roots_file)
    LogKeys(signing, settings.log_key_file).publish_first()
    return made


def upgrade(settings: Settings) -> None:
    """Bring the database to the newest schema; nothing happens when it is there."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_engine(settings.database_url).begin() as connection:
        migrate.upgrade(connection)


def check_schema() -> None:
    """Take an empty database up, down and up again, and compare it with the models.

    Raises:
        SchemaBehind: the migrations make something else.
    """
    with TemporaryDirectory(prefix="plainpact-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'empty.db'}")
        with engine.begin() as connection:
            migrate.upgrade(connection)
            migrate.downgrade(connection, "base")
            migrate.upgrade(connection)
            migrate.check(connection)
        engine.dispose()


def _mail(settings: Settings) -> Mail:
    # A neutral sender: neither a debt nor a lender shows in anybody's mailbox.
    sender = settings.support_email
    if settings.mail_url:
        return SmtpMail(settings.mail_url, sender)
    return FolderMail(settings.mail_dir, sender)


def _texts(settings: Settings) -> Texts:
    return HttpTexts(settings.sms_url) if settings.sms_url else FolderTexts(settings.texts_dir)


def secret_key(path: Path) -> bytes:
    """The key in ``path``, made on the first start; its owner alone can read it.

    Raises:
        ValueError: the file is not a key of ours.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        key = path.read_bytes()
        if len(key) != KEY_BYTES:
            raise ValueError(f"{path.name} is not a key of {KEY_BYTES} bytes") from None
        return key
    with os.fdopen(handle, "wb") as file:
        key = secrets.token_bytes(KEY_BYTES)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key
