"""Who was in which department on a day? Stays that do not overlap, so that a row of a log belongs to one department at most."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from alignment.errors import SourceError
from alignment.interactions.columns import PEOPLE, columns_of
from alignment.interactions.engines import Engine, connected
from alignment.interactions.privacy import FEW, Hashing, folded_departments, identifier

if TYPE_CHECKING:
    from ibis.expr.types import DateColumn, IntegerScalar, Table

__all__ = ["folded", "placed", "read_people", "stays", "unusable"]

# Before and after all that a log can hold, and within what every engine can.
_FIRST, _LAST = "1900-01-01", "9999-12-31"


def read_people(engine: Engine, place: str, given: Mapping[str, str]) -> "Table":
    """Find the list of who is in which department, from when and till when, with these columns under our names.

    A file is read on this computer and handed over where the engine reads none itself.

    Parameters
    ----------
    engine
        Where the logs are counted.
    place
        A path, or the name of a table of the engine.
    given
        Field → header, from a mapping file.

    Raises
    ------
    SourceError
        It is not there, or has no column of people or of departments.
    """
    tables = engine.tables(place) if engine.name != "postgres" else (_handed_over(engine, place),)
    if len(tables) > 1:
        raise SourceError(f"{place}: holds .parquet and .csv files. Give the one that lists people.")
    columns = columns_of(PEOPLE, tables[0].columns, given, place)
    return tables[0].select(**{field: tables[0][header] for field, header in columns.items()})


def _handed_over(engine: Engine, place: str) -> "Table":
    """Read a file on this computer into a temporary table of the engine, which is gone when the connection ends."""
    if not Path(place).exists():
        return engine.tables(place)[0]
    with connected(None) as here:
        return engine.connection.create_table("alignment_people", here.tables(place)[0].to_pyarrow(), temp=True)


def stays(people: "Table", hashing: Hashing) -> "Table":
    """Return one row a stay: ``person`` (hashed), ``department``, ``since``, ``until``; both days belong to it, as an expression.

    A stay without a person or a department, or with a day that cannot be read, is none. Where two stays of a person overlap, the one that began last counts from its first day on; of several from one day, the
    first by the name of the department.
    """
    import ibis

    everybody = people.select(
        person=hashing(identifier(people.person)),
        department=people.department.cast("string").strip(),
        since=_day(people, "from", _FIRST),
        until=_day(people, "until", _LAST),
        named=identifier(people.person) != "",
    )
    usable = everybody.named & (everybody.department != "") & everybody.since.notnull() & everybody.until.notnull()
    everybody = everybody.filter(usable).drop("named").distinct()
    of_one = ibis.window(group_by="person", order_by=["since", "department"])
    turns = everybody.mutate(
        turn=ibis.row_number().over(ibis.window(group_by=["person", "since"], order_by=["department", "until"]))
    )
    turns = turns.filter(turns.turn == 0).drop("turn")
    following = turns.mutate(following=turns.since.lead().over(of_one))
    before = (following.following - ibis.interval(days=1)).cast("date")
    return following.mutate(
        until=following.following.notnull().ifelse(ibis.least(following.until, before), following.until)
    ).drop("following")


def _day(people: "Table", column: str, otherwise: str) -> "DateColumn":
    import ibis

    open_end = ibis.literal(otherwise).cast("date")
    if column not in people.columns:
        return open_end
    written = people[column].cast("string").strip().fill_null("")
    return (written == "").ifelse(open_end, people[column].try_cast("date"))


def unusable(people: "Table") -> "IntegerScalar":
    """Count the rows that are no stay, as an expression; see `stays`."""
    blank = (identifier(people.person).fill_null("") == "") | (
        people.department.cast("string").strip().fill_null("") == ""
    )
    unread = _day(people, "from", _FIRST).isnull() | _day(people, "until", _LAST).isnull()
    return (blank | unread).ifelse(1, 0).sum()


def folded(stays: "Table", engine: Engine) -> "Table":
    """Put departments of fewer than five people together under one name; ``department`` is what is shown from here on."""
    import ibis

    counted = stays.group_by("department").agg(people=stays.person.nunique())
    rows = engine.connection.to_pyarrow(counted).to_pylist()
    shown = folded_departments({row["department"]: row["people"] for row in rows})
    few = sorted(name for name, called in shown.items() if called == FEW)
    if not few:
        return stays
    return stays.mutate(department=stays.department.isin(few).ifelse(ibis.literal(FEW), stays.department))


def placed(pairs: "Table", stays: "Table") -> "Table":
    """Add to each pair the departments of both as of its day, null where somebody is in none.

    Parameters
    ----------
    pairs
        ``source``, ``target`` (hashed), ``day`` and more.
    stays
        As `stays` gives them.
    """
    for end in ("source", "target"):
        lived = stays.select(
            **{
                f"{end}_is": stays.person,
                f"{end}_department": stays.department,
                "since": stays.since,
                "until": stays.until,
            }
        )
        joined = pairs.left_join(
            lived,
            [pairs[end] == lived[f"{end}_is"], pairs.day >= lived.since, pairs.day <= lived.until],
        )
        pairs = joined.drop(f"{end}_is", "since", "until")
    return pairs
