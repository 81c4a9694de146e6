"""Who had to do with whom, and how much? From rows of a log to sums of departments by month, in one pass over the rows.

A row is dropped, and counted, for the first of these that holds: no day can be read, how often or how long is not told,
somebody is not named, the sender is a machine, nobody but oneself is left, there are too many recipients.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from alignment.interactions.engines import tried, trimmed
from alignment.interactions.logs import Log
from alignment.interactions.people import MACHINE
from alignment.interactions.privacy import bits

if TYPE_CHECKING:
    from ibis.expr.types import ArrayColumn, Table

    from alignment.interactions.engines import Engine

__all__ = [
    "KEPT",
    "MOST_RECIPIENTS",
    "PER",
    "UNITS",
    "Amount",
    "fates_of_lists",
    "pairs_of_lists",
    "rows",
    "spelled",
    "sums",
    "taking_part",
]

# Our choice: to more than a score of people one announces, and does not work together.
MOST_RECIPIENTS = 20
# What an interaction of two counts. Whole numbers, so that every engine adds up the same; it is the least common multiple
# of 1 to 20, so that 1/(n − 1) is a whole number of them too.
UNITS = 232_792_560
KEPT = "kept"
Amount = Literal["times", "minutes"]
# What is added up of each: interactions, and seconds.
PER: Mapping[Amount, int] = {"times": 1, "minutes": 60}
# More than this is no number of interactions, and would not be added up.
_MOST = 1_000_000_000
_YEAR = 366 * 86_400.0
_APART = r"[;,|]"
# Names before addresses in angle brackets. One without quotes may have a comma of its own, `Berg, Ann <ann@acme.com>`, where
# the address has an @: where it has none, `b1,Ann <b2>`, what stands before the comma may be somebody else, and counts.
_COMMA = r'(^|[;|,])\s*[^<>;|,"@]*,[^<>;|,"@]*<([^<>@]*@[^<>]*)>'
_NAMED = r'(^|[;|,])\s*(?:"[^"]*"\s*|[^<>;|,"@]*)<([^<>]*)>'
# All that a log can hold and every engine can reckon with.
_MONTHS = ("1900-01-01", "9999-11-30")
_MOST_TIMES = 999_999_999


def rows(log: Log, engine: "Engine", amount: Amount) -> "Table":
    """Return a row of the log each, as an expression: ``day``, ``kind``, ``times``, ``amount``, and who, as it is written.

    Parameters
    ----------
    log
        Of pairs or of lists.
    engine
        That reads it.
    amount
        What is added up: how often, or how long.

    Returns
    -------
    Table
        Of a log of pairs ``source`` and ``target``, and ``event`` where there is one. Of one of lists ``people`` and, of mails,
        ``sender``. ``times`` and ``amount`` are null where they cannot be told.
    """
    import ibis

    table = log.table
    times = _times(table["count"]) if "count" in log.columns else ibis.literal(1, "int64")
    common: dict[str, Any] = {
        "day": tried(table.time, "date"),
        "kind": table.kind.cast("string") if "kind" in log.columns else ibis.null("string"),
        "times": times,
        "amount": times if amount == "times" else _seconds(log),
    }
    sender = table["from"].cast("string") if "from" in log.columns else ibis.null("string")
    if log.shape == "lists":
        meeting = "participants" in log.columns
        people = _list(table.participants if meeting else table.recipients, engine)
        # Whoever calls a meeting is in it, whether the list says so or not.
        called = people.concat(ibis.array([sender])) if "from" in log.columns else people
        return table.select(**common, **({"people": called} if meeting else {"people": people, "sender": sender}))
    event = {"event": trimmed(table.event.cast("string")).nullif("")} if "event" in log.columns else {}
    return table.select(**common, source=sender, target=table.to.cast("string"), **event)


def _times(column: Any) -> Any:  # noqa: ANN401 - Ibis is typed in part only
    import ibis

    times = tried(column, "int64")
    # As many as a text may say; one cell with more would end the counting of all.
    return times.between(0, _MOST_TIMES).ifelse(times, ibis.null("int64"))


def _seconds(log: Log) -> Any:  # noqa: ANN401 - Ibis is typed in part only
    import ibis

    if "duration" not in log.columns:
        return ibis.null("int64")
    seconds = tried(log.table.duration, "float64") * (log.minutes * 60)
    # An engine that goes by the statistics of a Parquet file, which leave nan out, takes it for a number within them.
    seconds = seconds.isnan().ifelse(ibis.null("float64"), seconds)
    # Beyond a year, or below nothing, is no interaction; nor can a whole number be made of what is far beyond.
    usable = (seconds >= 0) & (seconds < _YEAR)
    return usable.ifelse((seconds + 0.5).floor().cast("int64"), ibis.null("int64"))


def _list(column: Any, engine: "Engine") -> "ArrayColumn":  # noqa: ANN401 - as above
    import ibis

    if column.type().is_array():
        return ibis.coalesce(column.cast("array<string>"), ibis.literal([], "array<string>"))
    text = column.cast("string").fill_null("")
    bare = engine.replaced(engine.replaced(text, _COMMA, (1, 2)), _NAMED, (1, 2))
    addresses = text.contains("<").ifelse(bare, text)
    return addresses.re_replace(_APART, ";").split(";")


def spelled(found: "Table") -> "Table":
    """Return ``raw``: whoever the rows name, as it is written, as an expression."""
    import ibis

    if "people" in found.columns:
        columns = [found.people.unnest(), *([found.sender] if "sender" in found.columns else [])]
    else:
        columns = [found.source, found.target]
    # Each column by itself first: this reads it once and keeps no more than there are people.
    each = [found.select(raw=column).distinct() for column in columns]
    return ibis.union(*each, distinct=True) if len(each) > 1 else each[0]


def sums(found: "Table", places: "Table", most: int) -> "Table":
    """Add up rows of pairs, as an expression.

    Parameters
    ----------
    found
        Of `rows`.
    places
        Of `people.places`.
    most
        Recipients of one event above which it is a broadcast.

    Returns
    -------
    Table
        ``month``, ``kind``, ``mutual``, ``source_code``, ``target_code``, ``fate`` → ``rows``, ``times``, ``units`` and the
        marks ``one`` and ``two``.
    """
    import ibis

    joined = _located(_located(found, places, "source"), places, "target")
    alone = (joined.source_stay == joined.target_stay).fill_null(False)
    person = ((joined.source_code != MACHINE) & (joined.target_code != MACHINE)).fill_null(False) & ~alone
    joined = joined.mutate(month=_month(joined), alone=alone, untold=_untold(joined), person=person)
    # Rows without an event are each one of their own.
    others: Any = ibis.literal(1, "int64")
    if "event" in found.columns:
        to = (
            joined.filter(joined.person)
            .group_by(sent_event="event", sent_stay="source_stay")
            .agg(sent=joined.target_stay.nunique())
        )
        joined = joined.left_join(to, [joined.event == to.sent_event, joined.source_stay == to.sent_stay])
        others = joined.sent.fill_null(1).cast("int64")
    joined = joined.mutate(others=others, wide=others > most)
    added = _added(joined, "alone", "untold", "wide")
    fate = _fate(
        (_no_day(added.month), "no day"),
        (added.untold, "untold"),
        (added.source_code.isnull() | added.target_code.isnull(), "nobody named"),
        ((added.source_code == MACHINE) | (added.target_code == MACHINE), "bot"),
        (added.alone, "self"),
        (added.wide, "broadcast"),
    )
    return added.mutate(fate=fate, mutual=ibis.literal(False)).drop("alone", "untold", "wide")


def _fate(*reasons: tuple[Any, str]) -> Any:  # noqa: ANN401 - as above
    import ibis

    return ibis.cases(*reasons, else_=KEPT)


def _month(rows: "Table") -> Any:  # noqa: ANN401 - as above
    # Spark makes a time of a day that is truncated, and Ibis 12 takes it for a day.
    return rows.day.truncate("M").cast("timestamp").cast("date")


def _no_day(month: Any) -> Any:  # noqa: ANN401 - as above
    import ibis

    first, last = (ibis.literal(one).cast("date") for one in _MONTHS)
    return (month.isnull() | (month < first) | (month > last)).fill_null(True)


def _untold(rows: "Table") -> Any:  # noqa: ANN401 - as above
    none = rows.times.isnull() | rows.amount.isnull() | (rows.times <= 0) | (rows.amount <= 0)
    return (none | (rows.times > _MOST) | (rows.amount > _MOST)).fill_null(True)


def _located(found: "Table", places: "Table", end: str) -> "Table":
    """Add where an end of each row was on its day; null where nobody is named."""
    there = places.rename({f"{end}_{name}": name for name in places.columns})
    joined = found.left_join(
        there,
        [found[end] == there[f"{end}_raw"], found.day >= there[f"{end}_since"], found.day <= there[f"{end}_until"]],
    )
    return joined.drop(f"{end}_raw", f"{end}_since", f"{end}_until")


def taking_part(found: "Table", places: "Table", engine: "Engine") -> "Table":
    """Return who took part in each row of lists, once, as an expression to be cached.

    Returns
    -------
    Table
        ``row`` (a number), ``month``, ``kind``, ``times``, ``amount``, ``stay`` and ``code`` (null for a blank name) and, of
        mails, ``sender_stay`` and ``sender_code``. No name is in it.
    """
    import ibis

    numbered = found.mutate(row=engine.row_ids())
    # A mail goes from where its sender is; this is asked once for each mail.
    senders = ("sender_stay", "sender_code") if "sender" in found.columns else ()
    sent = _located(numbered, places, "sender") if senders else numbered
    # A row that names nobody is kept as one that names a blank.
    named = sent.mutate(people=(sent.people.length() == 0).ifelse(ibis.literal([""], "array<string>"), sent.people))
    each = _located(named.mutate(one=named.people.unnest()).drop("people"), places, "one")
    return each.select(
        "row", "kind", "times", "amount", *senders, month=_month(each), stay=each.one_stay, code=each.one_code
    ).distinct()


def fates_of_lists(part: "Table", most: int) -> "Table":
    """Return one row for each row of lists, with what becomes of it and how many ``others`` took part, as an expression.

    Parameters
    ----------
    part
        Of `taking_part`.
    most
        Recipients above which a row is a broadcast; of a meeting of n people each has n − 1.

    Returns
    -------
    Table
        ``row``, ``fate``, ``others``, ``bots`` (machines that were left out) and what all who took part share.
    """
    import ibis

    mails = "sender_stay" in part.columns
    another = human = (part.code != MACHINE).fill_null(False)
    if mails:
        another = human & (part.stay != part.sender_stay).fill_null(True)
    shared = ["month", "kind", "times", "amount", *(["sender_stay", "sender_code"] if mails else [])]
    found = part.group_by(["row", *shared]).agg(
        named=part.stay.count(),
        others=another.ifelse(1, 0).sum().cast("int64") - (0 if mails else 1),
        bots=(part.code == MACHINE).fill_null(False).ifelse(1, 0).sum().cast("int64"),
    )
    nobody, machine = found.named == 0, ibis.literal(False)
    if mails:
        nobody, machine = nobody | found.sender_stay.isnull(), (found.sender_code == MACHINE).fill_null(False)
    fate = _fate(
        (_no_day(found.month), "no day"),
        (_untold(found), "untold"),
        (nobody, "nobody named"),
        (machine, "bot"),
        (found.others < 1, "self"),
        (found.others > most, "broadcast"),
    )
    return found.mutate(fate=fate)


def pairs_of_lists(part: "Table", fated: "Table", places: "Table") -> "Table":
    """Add up the pairs of the lists that are kept, as an expression with the columns of `sums`.

    A mail goes one way, from its sender to each recipient; of a meeting each pair is there once. An interaction of n people
    counts 1/(n − 1) for each of these pairs [1]_.

    Parameters
    ----------
    part, fated, places
        Of `taking_part`, of `fates_of_lists` and of `people.places`.

    References
    ----------
    .. [1] Newman, M. E. J. (2001). Scientific collaboration networks. II. Phys. Rev. E, 64, 016132.
    """
    import ibis

    mails = "sender_stay" in part.columns
    kept = fated.filter(fated.fate == KEPT)
    there = part.filter((part.code != MACHINE).fill_null(False)).select("row", target="stay")
    pairs = kept.inner_join(there, "row")
    if mails:
        pairs = pairs.rename(source="sender_stay").filter(lambda one: one.source != one.target)
    else:
        pairs = pairs.inner_join(there.rename(source="target"), "row").filter(lambda one: one.source < one.target)
    pairs = pairs.select("month", "kind", "times", "amount", "others", "source", "target")
    marks = places.select("stay", "code", "one", "two").distinct()
    for end in ("source", "target"):
        named = marks.rename({f"{end}_{name}": name for name in marks.columns})
        pairs = pairs.inner_join(named, pairs[end] == named[f"{end}_stay"])
    return _added(pairs).mutate(fate=ibis.literal(KEPT), rows=ibis.literal(0, "int64"), mutual=ibis.literal(not mails))


def _added(pairs: "Table", *flags: str) -> "Table":
    units = pairs.amount * (UNITS // pairs.others).cast("int64")
    # A kind is made small letters where it is seldom: after this.
    return pairs.group_by("month", "kind", "source_code", "target_code", *flags).agg(
        rows=pairs.count(),
        times=pairs.times.sum().cast("int64"),
        units=units.sum().cast("int64"),
        one=bits(pairs.source_one | pairs.target_one),
        two=bits(pairs.source_two | pairs.target_two),
    )
