"""What Alembic runs: the revisions, on the connection and in the transaction that the store holds open."""

from alembic import context

from alignment.history.tables import METADATA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, version_table=VERSION_TABLE
)
context.run_migrations()
