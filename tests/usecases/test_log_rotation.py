"""The key of the log changes: what was signed stays good, and nobody else's key comes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import main
from app.commands import auditing
from app.core.checkpoint import read_checkpoint
from app.core.evidence import Link, sha256_hex
from app.gateways.log_key import LogKeyMissing, LogKeys
from app.gateways.signed_note import NoteSigner, claimed
from app.store.checkpoints import KeptCheckpoint
from app.usecases import checkpoints, log_export, log_rotation
from app.usecases.checkpoints import LogTampered
from app.usecases.deps import Deps
from app.usecases.rotation import KeyInUse
from tests.stage import Clock
from tests.usecases.test_checkpoints import add_lines, by_hand, known, rehashed


@pytest.fixture
def rotated(deps: Deps, clock: Clock) -> Deps:
    """Numbers 1 and 2 of the first key, of which 2 names the next; 3 and 4 of that one."""
    add_lines(deps, 2)
    checkpoints.issue(deps)
    clock.move(minutes=15)
    log_rotation.rotate(deps)
    add_lines(deps, 2)
    checkpoints.issue(deps)
    checkpoints.copy_out(deps)
    return deps


def publics(deps: Deps) -> list[str]:
    return deps.log_key().decode().split()


def verdict(deps: Deps, room: Path, key: str, further: Sequence[tuple[str, str]] = ()) -> str:
    """What anybody finds with public data alone; empty when all holds."""
    folder = room / "log"
    if not folder.exists():
        log_export.export(deps, folder)
    found = log_export.check(folder, key, further)
    return "" if found.finding is None else f"{found.finding.name} {found.where}".strip()


def test_old_and_new_checkpoints_lead_to_each_other(rotated: Deps, tmp_path: Path) -> None:
    first, second = publics(rotated)
    assert first == rotated.log_keys.first() != second
    for number, key in enumerate((first, first, second, second), 1):
        note = rotated.outside_checkpoints.read()[number]
        assert f"\n\n\N{EM DASH} {key.partition('+')[0]} " in note
        assert (f"\nnext {second}\n" in note) == (number == 2)
    notes = rotated.outside_checkpoints.read()
    assert {read_checkpoint(claimed(note)).origin for note in notes.values()} == {
        first.partition("+")[0]
    }
    kept = [(f"mail {number}", note) for number, note in notes.items()]
    for key in (first, second, f"{first}\n{second}\n"):
        assert verdict(rotated, tmp_path, key, kept) == ""
    stranger = LogKeys(tmp_path / "other", tmp_path / "vkey").first()
    assert verdict(rotated, tmp_path, stranger) == "other_key"
    actions = [line.payload for line in lines(rotated)]
    assert any("log_key.added" in str(one) and second.partition("+")[0] in str(one)
               for one in actions)  # fmt: skip


def lines(deps: Deps) -> tuple[Link, ...]:
    with deps.reading() as uow:
        return tuple(uow.audit.lines())


def signed_as(deps: Deps, number: int, signer: NoteSigner, next_key: str = "") -> KeptCheckpoint:
    """What somebody with ``signer`` would put in place of ``number``, or after the newest."""
    rows = known(deps)
    base = read_checkpoint(claimed(rows[min(number, len(rows)) - 1].note))
    after = sha256_hex(rows[number - 2].note.encode())
    told = replace(base, number=number, after=after, next_key=next_key)
    return KeptCheckpoint(number, told.size, rows[-1].at, signer.sign(told.text))


def stranger_in(deps: Deps) -> NoteSigner:
    """A key that lies in the folder of keys, and that no key before it has named."""
    return deps.log_keys.add()


def old_key(deps: Deps) -> NoteSigner:
    return deps.log_keys.signer(deps.log_keys.first())


@pytest.mark.parametrize("whose", [stranger_in, old_key])
def test_a_key_whose_turn_it_is_not_is_refused_by_a_clear_word(
    rotated: Deps, tmp_path: Path, whose: Callable[[Deps], NoteSigner],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    signer = whose(rotated)
    with rotated.unit_of_work() as uow:
        uow.system("somebody writes into the database")
        assert uow.checkpoints.add(signed_as(rotated, 5, signer))
    with pytest.raises(LogTampered, match="foreign_key checkpoint=5"):
        checkpoints.issue(rotated)
    with pytest.raises(LogTampered, match="foreign_key checkpoint=5"):
        log_rotation.rotate(rotated)
    newest = publics(rotated)[-1]
    assert verdict(rotated, tmp_path, newest) == "foreign_key 00000005.note"
    capsys.readouterr()
    assert auditing.verify(tmp_path / "log", None, []) == auditing.BROKEN
    said = capsys.readouterr().out
    assert "00000005.note is signed with a key that no checkpoint before it names" in said
    assert "未经前面的校验点指定" in said


def test_a_handover_that_the_old_key_did_not_sign_is_found(rotated: Deps, tmp_path: Path) -> None:
    """Somebody names a key of theirs in number 2, or takes it away, or signs a second one."""
    forger = LogKeys(tmp_path / "forger", tmp_path / "vkey")
    forged = forger.signer(forger.first())
    newest, note = publics(rotated)[-1], known(rotated)[1].note
    assert verdict(rotated, tmp_path, newest) == ""
    file = tmp_path / "log" / "checkpoints" / "00000002.note"
    file.chmod(0o644)
    for told, found in (
        (note.replace(newest, forged.public), "unsigned 00000002.note"),
        (signed_as(rotated, 2, forged, forged.public).note, "foreign_key 00000002.note"),
        (signed_as(rotated, 2, old_key(rotated)).note, "foreign_key 00000003.note"),
    ):
        file.write_text(told)
        assert verdict(rotated, tmp_path, newest) == found
    assert verdict(rotated, tmp_path, newest, [("mail", note)]) == "forked mail"
    file.unlink()
    assert verdict(rotated, tmp_path, newest).startswith("checkpoint_missing")
    by_hand("DELETE FROM checkpoint WHERE number = 2")(rotated)
    with pytest.raises(LogTampered, match="checkpoint_missing checkpoint=2"):
        checkpoints.issue(rotated)


def test_a_log_that_does_not_hold_gets_no_new_key(rotated: Deps) -> None:
    rehashed("UPDATE audit SET action = 'test.praised' WHERE seq = 1")(rotated)
    before = known(rotated)
    with pytest.raises(LogTampered, match="changed checkpoint=1"):
        log_rotation.rotate(rotated)
    assert known(rotated) == before


def test_a_rotation_that_was_cut_short_leaves_one_key_that_signs(deps: Deps) -> None:
    checkpoints.issue(deps)
    spare = deps.log_keys.add()
    checkpoints.issue(deps)
    assert [one.note.count(spare.name) for one in known(deps)] == [0, 0]
    log_rotation.drop(deps, spare.name)
    with pytest.raises(LogKeyMissing):
        checkpoints.hand_over(deps, spare.public)
    made = deps.log_keys.add()
    checkpoints.hand_over(deps, made.public)
    assert publics(deps) == [deps.log_keys.first()]
    assert checkpoints.issue(deps).key == made.public
    assert publics(deps) == [deps.log_keys.first(), made.public]


def test_the_command_line_rotates_says_and_drops(
    rotated: Deps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("DATA_DIR", str(rotated.settings.data_dir))
    first, second = (one.partition("+")[0] for one in publics(rotated))
    assert main(["keys", "rotate", "--log"]) == 0
    third = capsys.readouterr().out.split()[0]
    assert main(["keys", "drop", third]) == main(["keys", "drop", f"{third}0"]) == 1
    said = capsys.readouterr().err
    assert "it signs the checkpoints now" in said
    assert "there is no such key" in said
    for old in (first, second):
        assert main(["keys", "drop", old]) == 0
    assert main(["keys", "status"]) == 0
    said = capsys.readouterr().out
    assert f"{third} signs checkpoints\n{second} dropped\n{first} dropped\n" in said
    with pytest.raises(KeyInUse):
        log_rotation.drop(rotated, first)
    add_lines(rotated)
    checkpoints.issue(rotated)
    for key in publics(rotated):
        assert verdict(rotated, tmp_path, key) == ""
    names = {path.name for path in rotated.log_keys.folder.iterdir() if "log" in path.name}
    assert names == {"log.vkey", f"log-{third.rpartition('-')[2]}.pem"}
