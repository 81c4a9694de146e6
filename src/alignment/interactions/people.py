"""Who was in which department on a day? Stays that do not overlap, so that a row of a log belongs to one department at most."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from alignment.errors import SourceError
from alignment.interactions.columns import PEOPLE, columns_of
from alignment.interactions.engines import Engine, connected, tried, trimmed
from alignment.interactions.identifiers import identifier
from alignment.interactions.privacy import Hashing, folded_departments

if TYPE_CHECKING:
    from ibis.expr.types import DateColumn, IntegerScalar, Table

__all__ = [
    "ELSEWHERE",
    "MACHINE",
    "UNLISTED",
    "Register",
    "coded",
    "doubled",
    "listed",
    "places",
    "read_people",
    "shown_in",
    "shown_names",
    "stays",
]

# In the place of the number of a department.
UNLISTED, ELSEWHERE, MACHINE = -1, -2, -3

# Before and after all that a log can hold, and within what every engine can.
_FIRST, _LAST = "1900-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class Register:
    """A list of who is in which department that is there and not read yet.

    Attributes
    ----------
    place
        File or table.
    columns
        Our field → their header.
    table
        The engine's; None of a file that only this computer can read.
    """

    place: str
    columns: Mapping[str, str]
    table: "Table | None"


def read_people(engine: Engine, place: str, given: Mapping[str, str]) -> Register:
    """Find the list of who is in which department, from when and till when; no row is read.

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
    if engine.name == "postgres" and Path(place).exists():
        with connected(None) as here:
            return replace(read_people(here, place, given), table=None)
    tables = engine.tables(place)
    if len(tables) > 1:
        raise SourceError(f"{place}: holds several lists. Give the one that lists people.")
    return Register(place, columns_of(PEOPLE, tables[0].columns, given, place), tables[0])


def listed(people: Register, hashing: Hashing, pattern: str) -> "Table":
    """Return the rows of the list, hashed, as an expression: ``person``, ``department``, ``since``, ``until``, ``usable``.

    A row without a person or a department, with a day that cannot be read, or that ends before it begins, is not usable;
    one of a machine (`identifiers.machines`) is left out, so that no room makes a department larger.

    A file that the engine cannot read is read here, and handed over as a temporary table of hashes.
    """
    from ibis.util import gen_name

    engine = hashing.engine
    if people.table is not None:
        return _rows(people.table, people.columns, hashing, pattern)
    with connected(None) as here:
        table = here.tables(people.place)[0]
        found = _rows(table, people.columns, replace(hashing, engine=here), pattern).to_pyarrow()
    # By a name of its own: a run that counts pairs and ways needs it twice.
    return engine.connection.create_table(gen_name("alignment_people"), found, temp=True)


def _rows(table: "Table", columns: Mapping[str, str], hashing: Hashing, pattern: str) -> "Table":
    given = table.select(**{field: table[header] for field, header in columns.items()})
    rows = given.select(
        name=identifier(given.person).fill_null(""),
        department=trimmed(given.department.cast("string").re_replace(r"\s+", " ")).fill_null(""),
        since=_day(given, "from", _FIRST),
        until=_day(given, "until", _LAST),
    )
    rows = rows.filter(~rows.name.re_search(pattern))
    usable = (rows.name != "") & (rows.department != "") & (rows.since <= rows.until).fill_null(False)
    return rows.select("department", "since", "until", person=hashing(rows.name), usable=usable)


def _day(people: "Table", column: str, otherwise: str) -> "DateColumn":
    import ibis

    open_end = ibis.literal(otherwise).cast("date")
    if column not in people.columns:
        return open_end
    blank = people[column].isnull()
    if people[column].type().is_string():
        blank |= trimmed(people[column]) == ""
    within = ibis.least(
        ibis.greatest(tried(people[column], "date"), ibis.literal(_FIRST).cast("date")),
        ibis.literal(_LAST).cast("date"),
    )
    # `least` passes over what is null on some engines.
    return blank.ifelse(open_end, tried(people[column], "date").isnull().ifelse(ibis.null("date"), within))


def stays(rows: "Table") -> "Table":
    """Return stays that do not overlap, as an expression: ``person``, ``department``, ``since``, ``until``; both days belong to it.

    On each day, of the rows of a person that hold then, the one that began last counts; of several from one day the one
    that lasts longest, and then the first by the name of the department. When it ends, what held before holds again.

    Parameters
    ----------
    rows
        Of `listed`.
    """
    import ibis

    usable = rows.filter(rows.usable).drop("usable").distinct()
    one_day, last = ibis.interval(days=1), ibis.literal(_LAST).cast("date")
    ended = usable.filter(usable.until < last)
    turns = ibis.union(
        usable.select("person", day="since"),
        ended.select("person", day=(ended.until + one_day).cast("date")),
        distinct=True,
    )
    turns = turns.mutate(following=turns.day.lead().over(ibis.window(group_by="person", order_by="day")))
    held = usable.rename(who="person")
    found = turns.inner_join(held, [turns.person == held.who, held.since <= turns.day, held.until >= turns.day])
    order = [ibis.desc(found.since), ibis.desc(found.until), found.department]
    found = found.mutate(place=ibis.row_number().over(ibis.window(group_by=[found.person, found.day], order_by=order)))
    found = found.filter(found.place == 0)
    until = (found.following - one_day).cast("date").fill_null(last)
    return found.select("person", "department", since=found.day, until=until)


def doubled(rows: "Table") -> "IntegerScalar":
    """Count the people who are in several departments from one day, as an expression."""
    usable = rows.filter(rows.usable)
    several = usable.group_by("person", "since").agg(departments=usable.department.nunique())
    return several.filter(several.departments > 1).person.nunique()


def shown_names(stays: "Table", engine: Engine) -> Mapping[str, str]:
    """Return what each department is called where it is shown; see `privacy.folded_departments`.

    The size of a department is how many people were in it on the day on which most were.
    """
    import ibis

    one_day, last = ibis.interval(days=1), ibis.literal(_LAST).cast("date")
    ended = stays.filter(stays.until < last)
    steps = ibis.union(
        stays.select("department", day="since", by=ibis.literal(1, "int64")),
        ended.select("department", day=(ended.until + one_day).cast("date"), by=ibis.literal(-1, "int64")),
    )
    daily = steps.group_by("department", "day").agg(by=steps.by.sum())
    there = daily.mutate(there=daily.by.sum().over(ibis.cumulative_window(group_by="department", order_by="day")))
    sizes = there.group_by("department").agg(people=there.there.max().cast("int64"))
    found = {row["department"]: row["people"] for row in engine.connection.to_pyarrow(sizes).to_pylist()}
    return folded_departments(
        found, lambda names: engine.number(stays.filter(stays.department.isin(sorted(names))).person.nunique())
    )


def shown_in(people: Register, hashing: Hashing, pattern: str) -> Mapping[str, str]:
    """Return what each department of a list that is not read yet is called; see `shown_names`."""
    with stays(listed(people, hashing, pattern)).cache() as found:
        return shown_names(found, hashing.engine)


def coded(stays: "Table", engine: Engine) -> tuple["Table", tuple[str, ...]]:
    """Put departments of fewer than five people together under one name, and give each a number.

    Returns
    -------
    tuple
        ``person``, ``code``, ``since``, ``until``, as an expression; and the names in the order of their codes, which is theirs
        too, so that numbers can be put in order where names cannot: engines order letters each in its own way.
    """
    shown = shown_names(stays, engine)
    names = tuple(sorted(set(shown.values())))
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
