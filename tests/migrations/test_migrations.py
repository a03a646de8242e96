from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from app.store import migrate
from app.store.engine import open_engine
from app.store.errors import SchemaBehind


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Connection]:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_the_newest_migration_makes_the_models(empty: Connection) -> None:
    migrate.upgrade(empty)
    migrate.check(empty)


def test_a_database_that_was_never_migrated_is_noticed(empty: Connection) -> None:
    with pytest.raises(SchemaBehind, match="debt_case"):
        migrate.check(empty)


def test_a_missing_check_constraint_is_noticed(empty: Connection) -> None:
    migrate.upgrade(empty)
    empty.execute(text("DROP TABLE audit_head"))
    empty.execute(
        text(
            "CREATE TABLE audit_head (id BIGINT NOT NULL, seq BIGINT NOT NULL, "
            "digest TEXT NOT NULL, CONSTRAINT pk_audit_head PRIMARY KEY (id))"
        )
    )
    with pytest.raises(SchemaBehind, match="ck_audit_head_one_row"):
        migrate.check(empty)


def test_every_migration_can_be_undone_and_redone(empty: Connection) -> None:
    script = ScriptDirectory.from_config(migrate.config(empty))
    for revision in reversed(list(script.walk_revisions())):
        migrate.upgrade(empty, revision.revision)
        migrate.downgrade(empty, "-1")
        migrate.upgrade(empty, revision.revision)
    migrate.downgrade(empty, "base")
    assert inspect(empty).get_table_names() == ["alembic_version"]


def test_no_case_from_before_looks_like_another_or_has_a_stated_name(empty: Connection) -> None:
    migrate.upgrade(empty, "0034_stated_names")
    columns = {one["name"]: one for one in inspect(empty).get_columns("debt_case")}
    assert columns["looks_alike"]["default"] in {"0", "false"}
    assert (columns["stated_name"]["nullable"], columns["stated_name"]["default"]) == (True, None)


def test_migrations_are_one_numbered_line(empty: Connection) -> None:
    script = ScriptDirectory.from_config(migrate.config(empty))
    names = [str(revision.revision) for revision in reversed(list(script.walk_revisions()))]
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_migrations_know_nothing_of_the_code_they_outlive() -> None:
    folder = Path(migrate.__file__).parents[2] / "migrations"
    for file in folder.rglob("*.py"):
        assert "from app" not in file.read_text(encoding="utf-8")


def test_a_failed_migration_leaves_nothing_behind(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'half.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE offer (already TEXT)"))
    with pytest.raises(Exception, match="offer"), engine.begin() as connection:
        migrate.upgrade(connection)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["offer"]
    engine.dispose()


def test_the_audit_chain_starts_with_one_head(empty: Connection) -> None:
    migrate.upgrade(empty)
    assert empty.execute(text("SELECT id, seq FROM audit_head")).all() == [(1, 0)]
    with pytest.raises(IntegrityError):
        empty.execute(text(f"INSERT INTO audit_head VALUES (2, 0, '{'0' * 64}')"))


def test_the_database_file_and_its_journals_are_private(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'data' / 'private.db'}")
    with engine.connect() as connection:
        migrate.upgrade(connection)
        connection.commit()
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data").iterdir()}
    assert set(modes) >= {"private.db", "private.db-wal"}
    assert set(modes.values()) == {0o600}
    engine.dispose()
