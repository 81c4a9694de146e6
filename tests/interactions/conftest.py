"""A PostgreSQL server of our own, on which logs are counted too."""

from postgresserver import server

__all__ = ["server"]
