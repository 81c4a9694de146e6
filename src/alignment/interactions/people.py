"""Who was in which department on a day? Stays that do not overlap, so that a row of a log belongs to one department at most."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from alignment.errors import SourceError
from alignment.interactions.columns import PEOPLE, columns_of
from alignment.interactions.engines import Engine, connected, tried
from alignment.interactions.identifiers import identifier
from alignment.interactions.privacy import FEW, Hashing, folded_departments

if TYPE_CHECKING:
    from ibis.expr.types import DateColumn, IntegerScalar, Table

__all__ = ["ELSEWHERE", "MACHINE", "UNLISTED", "coded", "places", "read_people", "stays", "unusable"]

# In the place of the number of a department.
UNLISTED, ELSEWHERE, MACHINE = -1, -2, -3

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
    return (written == "").ifelse(open_end, tried(people[column], "date"))


def unusable(people: "Table") -> "IntegerScalar":
    """Count the rows that are no stay, as an expression; see `stays`."""
    blank = (identifier(people.person).fill_null("") == "") | (
        people.department.cast("string").strip().fill_null("") == ""
    )
    unread = _day(people, "from", _FIRST).isnull() | _day(people, "until", _LAST).isnull()
    return (blank | unread).ifelse(1, 0).sum()


def coded(stays: "Table", engine: Engine) -> tuple["Table", tuple[str, ...]]:
    """Put departments of fewer than five people together under one name, and give each a number.

    Returns
    -------
    tuple
        ``person``, ``code``, ``since``, ``until``, as an expression; and the names in the order of their codes, which is theirs
        too, so that numbers can be put in order where names cannot: engines order letters each in its own way. `FEW` is one.
    """
    counted = stays.group_by("department").agg(people=stays.person.nunique())
    rows = engine.connection.to_pyarrow(counted).to_pylist()
    shown = folded_departments({row["department"]: row["people"] for row in rows})
    names = tuple(sorted({*shown.values(), FEW}))
    codes = engine.given(
        {"called": list(shown), "code": [names.index(one) for one in shown.values()]},
        {"called": "string", "code": "int32"},
    )
    joined = stays.inner_join(codes, stays.department == codes.called)
    return joined.select("person", "code", "since", "until"), names


def places(identifiers: "Table", stays: "Table") -> "Table":
    """Return one row for each spelling and stretch of days, which leaves out no day, as an expression.

    Parameters
    ----------
    identifiers
        Of `identifiers.identifiers`.
    stays
        Of `coded`.

    Returns
    -------
    Table
        ``raw``, ``since``, ``until``, ``stay`` (a number for each person and stretch, so that on a day it stands for a person),
        the marks ``one`` and ``two``, and ``code``: of a department, or `MACHINE`, `UNLISTED` (in no list) or `ELSEWHERE`
        (listed, and in no department on these days).
    """
    import ibis

    def day(text: str) -> "DateColumn":
        return ibis.literal(text).cast("date")

    def constant(code: int) -> "IntegerScalar":
        return ibis.literal(code, "int32")

    one_day = ibis.interval(days=1)
    of_one = ibis.window(group_by="person", order_by="since")
    known = stays.mutate(following=stays.since.lead().over(of_one), before=stays.until.lag().over(of_one))
    known = known.mutate(next_day=(known.until < day(_LAST)).ifelse(known.until, day(_FIRST)) + one_day)
    gaps = known.filter(
        (known.until < day(_LAST)) & (known.following.isnull() | (known.following > known.next_day.cast("date")))
    )
    gaps = gaps.select(
        "person",
        code=constant(ELSEWHERE),
        since=gaps.next_day.cast("date"),
        until=(gaps.following - one_day).cast("date").fill_null(day(_LAST)),
    )
    first = known.filter(known.before.isnull() & (known.since > day(_FIRST)))
    first = first.select(
        "person", code=constant(ELSEWHERE), since=day(_FIRST), until=(first.since - one_day).cast("date")
    )
    listed = ibis.union(known.select("person", "code", "since", "until"), gaps, first)
    people = identifiers.filter(~identifiers.machine)
    nowhere = people.anti_join(stays, "person")
    machines = identifiers.filter(identifiers.machine)
    columns = ("raw", "since", "until", "person", "one", "two", "code")
    found = ibis.union(
        people.inner_join(listed, "person").select(*columns),
        *(
            rows.mutate(since=day(_FIRST), until=day(_LAST), code=constant(code)).select(*columns)
            for rows, code in ((nowhere, UNLISTED), (machines, MACHINE))
        ),
    )
    number = ibis.dense_rank().over(ibis.window(order_by=[found.person, found.since]))
    return found.mutate(stay=number.cast("int64")).drop("person")
