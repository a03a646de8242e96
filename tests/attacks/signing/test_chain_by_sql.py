"""Row 29 in the database itself: an insider who writes SQL is found out, row by row."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from app.core.evidence import Break, Link, link
from app.usecases import verify
from app.usecases.standing import Head
from tests.attacks.signing.table import row
from tests.usecases.scenes import Scene, letters

OURS = "case_id = :case"
EVENTS = "case_event", "event_payload"
BAD = 4
"""The row that is tampered with."""


@contextmanager
def insider(scene: Scene) -> Iterator[Callable[[str], sqlite3.Cursor]]:
    """SQL as whoever owns the file writes it, with the guards dropped; ``:case`` is the case's."""
    case = {"case": scene.part.case_id.hex}
    with closing(sqlite3.connect(scene.deps.settings.data_dir / "plainpact.db")) as file, file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            file.execute(f'DROP TRIGGER "{name}"')
        yield lambda sql: file.execute(sql, case)


def found(scene: Scene) -> Break | None:
    with scene.deps.reading() as uow:
        return uow.cases.verify(scene.part.place.lender, scene.part.case_id)


def forged(scene: Scene, seq: int, prev: str, **changes: object) -> str:
    """The digest that would make a changed row look right."""
    tenant, case_id = scene.part.place.lender, scene.part.case_id
    with scene.deps.reading() as uow:
        streams = uow.cases.streams
        header = next(r for r in streams._rows(tenant, case_id) if r.seq == BAD)._asdict()
        return link(prev, streams._leaf(tenant, case_id, header | {"seq": seq} | changes))


def digest_of(scene: Scene, seq: int) -> str:
    with scene.deps.reading() as uow:
        links = uow.cases.links(scene.part.place.lender, scene.part.case_id)
    return next(one.digest for one in links if one.seq == seq)


def edited(scene: Scene) -> None:
    with insider(scene) as sql:
        sql(f"UPDATE case_event SET role = 'counselor' WHERE {OURS} AND seq = {BAD}")


def edited_and_rehashed(scene: Scene) -> None:
    fitting = forged(scene, BAD, digest_of(scene, BAD - 1), role="counselor")
    with insider(scene) as sql:
        sql(
            f"UPDATE case_event SET role = 'counselor', digest = '{fitting}'"
            f" WHERE {OURS} AND seq = {BAD}"
        )


def content_of_another(scene: Scene) -> None:
    with insider(scene) as sql:
        sql(
            "UPDATE event_payload SET ciphertext = (SELECT ciphertext FROM event_payload"
            f" WHERE {OURS} AND seq = {BAD + 1}) WHERE {OURS} AND seq = {BAD}"
        )


def content_away(scene: Scene) -> None:
    with insider(scene) as sql:
        sql(f"DELETE FROM event_payload WHERE {OURS} AND seq = {BAD}")


def deleted(scene: Scene) -> None:
    with insider(scene) as sql:
        for table in EVENTS:
            sql(f"DELETE FROM {table} WHERE {OURS} AND seq = {BAD}")


def deleted_and_closed_up(scene: Scene) -> None:
    deleted(scene)
    _shift(scene, by=-1)


def inserted(scene: Scene) -> None:
    prev = digest_of(scene, BAD - 1)
    fitting = forged(scene, BAD, prev, role="counselor")
    _shift(scene, by=1)
    with insider(scene) as sql:
        sql(
            "INSERT INTO case_event"
            f" SELECT tenant_id, case_id, {BAD}, kind, at, actor_id, 'counselor', commitment,"
            f" '{prev}', '{fitting}' FROM case_event WHERE {OURS} AND seq = {BAD + 1}"
        )


def reordered(scene: Scene) -> None:
    with insider(scene) as sql:
        for old, new in ((BAD, -1), (BAD + 1, BAD), (-1, BAD + 1)):
            for table in EVENTS:
                sql(f"UPDATE {table} SET seq = {new} WHERE {OURS} AND seq = {old}")


def _shift(scene: Scene, by: int) -> None:
    """Give every row from the bad one on another number, as if nothing had happened."""
    with insider(scene) as sql:
        for table in EVENTS:
            sql(f"UPDATE {table} SET seq = -seq - {by} WHERE {OURS} AND seq >= {BAD}")
            sql(f"UPDATE {table} SET seq = -seq WHERE {OURS} AND seq < 0")


def cut(scene: Scene, rows: int, *, well: bool) -> None:
    """Take the last ``rows`` away, and ``well``: with the note of where the chain ends."""
    with insider(scene) as sql:
        (last,) = sql(f"SELECT max(seq) - {rows} FROM case_event WHERE {OURS}").fetchone()
        for table in EVENTS:
            sql(f"DELETE FROM {table} WHERE {OURS} AND seq > {last}")
        if well:
            sql(
                f"UPDATE debt_case SET version = {last}, head = (SELECT digest FROM case_event"
                f" WHERE {OURS} AND seq = {last}) WHERE id = :case"
            )


@pytest.mark.parametrize(
    ("attack", "named"),
    [
        row(29, "SQL edited", edited, Break(BAD, "edited")),
        row(29, "SQL edited and rehashed", edited_and_rehashed, Break(BAD + 1, "unlinked")),
        row(29, "SQL content of another", content_of_another, Break(BAD, "payload")),
        row(29, "SQL content away", content_away, Break(BAD, "payload")),
        row(29, "SQL deleted", deleted, Break(BAD, "missing")),
        row(29, "SQL closed up", deleted_and_closed_up, Break(BAD, "unlinked")),
        row(29, "SQL inserted", inserted, Break(BAD + 1, "unlinked")),
        row(29, "SQL reordered", reordered, Break(BAD, "unlinked")),
    ],
)
def test_the_first_bad_row_is_named(
    done: Scene, attack: Callable[[Scene], None], named: Break
) -> None:
    assert found(done) is None
    attack(done)
    assert found(done) == named


def links(scene: Scene) -> tuple[Link, ...]:
    with scene.deps.reading() as uow:
        return uow.cases.links(scene.part.place.lender, scene.part.case_id)


def mailed_heads(scene: Scene) -> list[str]:
    """What people have in their letters, newest first."""
    said = (re.findall(r"\b[0-9a-f]{64}\b", letter.text) for letter in letters(scene.deps))
    return [head for heads in said for head in heads]


@pytest.mark.parametrize("lost", [row(29, f"SQL truncated by {n}", n) for n in (1, 2, 5)])
def test_rows_cut_off_are_missed_by_the_database_itself(done: Scene, lost: int) -> None:
    length = len(links(done))
    cut(done, lost, well=False)
    assert found(done) == Break(length - lost + 1, "truncated")


@pytest.mark.parametrize("lost", [row(29, f"SQL truncated well by {n}", n) for n in (1, 2, 5)])
def test_rows_cut_off_well_are_found_by_a_mailed_head_alone(done: Scene, lost: int) -> None:
    final = done.deps.files.get(done.record().final_sha256 or "")
    rows = {link.digest: link.seq for link in links(done)}
    newest = max(mailed_heads(done), key=lambda head: rows.get(head, 0))
    standing = verify.by_file(done.deps, final, newest)
    assert standing.exit_code == verify.ACCEPTED
    assert standing.head == Head(rows[newest])
    cut(done, lost + len(rows) - rows[newest], well=True)
    assert found(done) is None
    assert verify.by_file(done.deps, final).exit_code == verify.ACCEPTED
    told = verify.by_file(done.deps, final, newest)
    assert told.head == Head(None)
    assert told.exit_code == verify.REJECTED
