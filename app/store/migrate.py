"""Bringing a database to the schema that the models expect, and proving that it is there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, inspect

from app.store.errors import SchemaBehind
from app.store.tables import METADATA

_SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"


@cache
def newest() -> str | None:
    """The revision that this code expects."""
    return ScriptDirectory.from_config(_scripts()).get_current_head()


def current(connection: Connection) -> str | None:
    """The revision of this database; nothing before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def config(connection: Connection) -> Config:
    made = _scripts()
    made.attributes["connection"] = connection
    made.attributes["metadata"] = METADATA
    return made


def _scripts() -> Config:
    made = Config()
    made.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Apply what is missing. Nothing happens when nothing is."""
    command.upgrade(config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    command.downgrade(config(connection), revision)


def check(connection: Connection) -> None:
    """Whether the database is what the models say, constraint by constraint.

    Raises:
        SchemaBehind: the message lists every difference.
    """
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found = [str(difference) for difference in compare_metadata(context, METADATA)]
    found += _missing_checks(connection)
    if found:
        raise SchemaBehind("; ".join(found))


def _missing_checks(connection: Connection) -> Iterator[str]:
    # The comparison of the migration tool does not look at check constraints.
    there = inspect(connection)
    tables = set(there.get_table_names())
    for table in METADATA.sorted_tables:
        if table.name not in tables:
            continue
        stored = {str(found["name"]) for found in there.get_check_constraints(table.name)}
        wanted = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        for name in sorted(wanted ^ stored):
            yield f"check constraint {name} on {table.name}"
