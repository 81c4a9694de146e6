"""Histories on a PostgreSQL server of our own: each test has a database to itself."""

from itertools import count
from pathlib import Path

import pytest

from postgresserver import server

__all__ = ["empty_database", "server"]

_NUMBERS = count(1)


@pytest.fixture
def empty_database(server: str) -> str:
    """URL that leads to a schema of its own, which is as good as a database and made at once."""
    import psycopg

    name = f"history{next(_NUMBERS)}"
    with psycopg.connect(f"{server.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{server}/postgres?options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.loopback)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a history can be begun: a file, then a database on the server."""
    if request.param == "sqlite":
        return str(tmp_path / "history.sqlite")
    return str(request.getfixturevalue("empty_database"))
