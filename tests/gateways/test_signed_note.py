"""Notes are signed as others read them, and believed with the right key alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.gateways.log_key import LogKeys, open_log_key
from app.gateways.signed_note import LONGEST, NoteNotSigned, NoteSigner, keys_in, text_of

THEIR_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
THEIR_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
THEIR_NOTE = (
    f"{THEIR_TEXT}\n\N{EM DASH} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2p"
    "ZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
"""The example of golang.org/x/mod/sumdb/note, made by other hands."""

SIGNER = NoteSigner("example-log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
TEXT = "example-log\n3\nroot\n"


def test_a_note_of_others_is_read() -> None:
    assert text_of(THEIR_NOTE, THEIR_KEY) == THEIR_TEXT


def test_our_notes_are_read_with_our_key_among_lines_of_others() -> None:
    note = SIGNER.sign(TEXT)
    assert text_of(note, SIGNER.public) == TEXT
    witnessed = note + THEIR_NOTE.splitlines()[-1] + "\n"
    assert text_of(witnessed, f"{SIGNER.public}\n") == TEXT


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("\n3\n", "\n4\n"),
        lambda note: note.replace("\n3\n", "\n3\n\n"),
        lambda note: note.replace("\N{EM DASH}", "-"),
        lambda note: note.replace("\N{EM DASH} example-log", "\N{EM DASH} another-log"),
        lambda note: note[:-9] + "AAAAAAA=\n",
        lambda note: note.removesuffix("\n"),
        lambda note: note + "more\n",
        lambda note: note.partition("\n\n")[0] + "\n",
        lambda _: "",
        lambda _: f"{'x' * LONGEST}\n\n{SIGNER.sign('x')}",
    ],
)
def test_a_changed_note_is_not_believed(change: object) -> None:
    assert callable(change)
    with pytest.raises(NoteNotSigned):
        text_of(change(SIGNER.sign(TEXT)), SIGNER.public)


def test_a_key_of_the_same_name_is_another_key() -> None:
    other = NoteSigner(SIGNER.name, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(NoteNotSigned):
        text_of(other.sign(TEXT), SIGNER.public)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "example-log",
        SIGNER.public.replace("example-log", "log"),
        SIGNER.public[:-4],
        f"+{SIGNER.public.partition('+')[2]}",
        "-----BEGIN CERTIFICATE-----",
    ],
)
def test_what_is_no_public_key_is_refused(told: str) -> None:
    with pytest.raises(NoteNotSigned):
        keys_in(told)


def test_the_key_is_made_once_and_its_owner_alone_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first, again = open_log_key(folder), open_log_key(folder)
    assert first.public == again.public
    assert first.public.startswith(f"{first.name}+")
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "PRIVATE" not in repr(first)
    public = tmp_path / "log.vkey"
    for _ in range(2):
        LogKeys(folder, public).publish_first()
    assert public.read_text() == f"{first.public}\n"
    assert stat.S_IMODE(public.stat().st_mode) == 0o644
    assert open_log_key(tmp_path / "other").public != first.public


def test_an_open_folder_of_keys_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o755)
    with pytest.raises(PermissionError):
        open_log_key(folder)
