"""Runs the migrations on the connection that the caller holds, in one transaction each."""

from alembic import context
from sqlalchemy import text

connection = context.config.attributes["connection"]

if connection.dialect.name == "postgresql":
    # A migration that cannot get its lock gives up instead of queueing every reader behind it.
    connection.execute(text("SET LOCAL lock_timeout = '4s'"))

context.configure(
    connection=connection,
    target_metadata=context.config.attributes["metadata"],
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
