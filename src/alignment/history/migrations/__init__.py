"""How a history of an earlier version becomes one of this: a revision of its schema a file, run by Alembic."""
