"""Who had to do with whom, and how much? From rows of a log to sums of departments by month, in one pass over the rows.

A row is dropped, and counted, for the first of these that holds: no day can be read, how often or how long is not told,
somebody is not named, the sender is a machine, nobody but oneself is left, there are too many recipients.
"""

from typing import TYPE_CHECKING, Any, Literal

from alignment.interactions.engines import tried
from alignment.interactions.identifiers import identifier, is_machine
from alignment.interactions.logs import Log
from alignment.interactions.people import MACHINE
from alignment.interactions.privacy import bits

if TYPE_CHECKING:
    from ibis.expr.types import ArrayColumn, Table

    from alignment.interactions.engines import Engine

__all__ = ["KEPT", "MOST_RECIPIENTS", "UNITS", "Amount", "fates_of_lists", "pairs_of_lists", "rows", "spelled", "sums"]

# Our choice: to more than a score of people one announces, and does not work together.
MOST_RECIPIENTS = 20
# What an interaction of two counts. Whole numbers, so that every engine adds up the same; it is the least common multiple
# of 1 to 20, so that 1/(n − 1) is a whole number of them too.
UNITS = 232_792_560
KEPT = "kept"
Amount = Literal["times", "minutes"]
_APART = r"[;,|]"
# A name before an address in angle brackets, which may have a comma of its own: `Berg, Ann <ann@acme.com>`.
_NAMED = r'(^|[;|,])\s*(?:"[^"]*"\s*|[^<>;|,"@]*(?:,[^<>;|,"@]*)?)<([^<>]*)>'
# All that a log can hold and every engine can reckon with.
_MONTHS = ("1900-01-01", "9999-11-30")


def rows(log: Log, engine: "Engine", pattern: str, amount: Amount) -> "Table":
    """Return a row of the log each, as an expression: ``day``, ``kind``, ``times``, ``amount``, and who.

    Parameters
    ----------
    log
        Of pairs or of lists.
    engine
        That reads it.
    pattern
        Of machines, which are left out of lists; see `identifiers.machines`.
    amount
        What is added up: how often, or how long.

    Returns
    -------
    Table
        Of a log of pairs ``source`` and ``target``, as they are written, and ``event`` where there is one. Of one of lists
        ``source`` (null in a meeting), ``people`` (every identifier once, without machines and a mail's sender), ``named``
        (how many there were) and ``bots`` (how many machines). ``times`` and ``amount`` are null where they cannot be told.
    """
    import ibis

    table = log.table
    times = tried(table["count"], "int64") if "count" in log.columns else ibis.literal(1, "int64")
    measured = times if amount == "times" else _minutes(log)
    common: dict[str, Any] = {
        "day": tried(table.time, "date"),
        "kind": table.kind.cast("string") if "kind" in log.columns else ibis.null("string"),
        "times": times,
        "amount": measured,
    }
    if log.shape == "lists":
        return _lists(log, common, engine, pattern)
    ends = {"source": table["from"].cast("string"), "target": table.to.cast("string")}
    event = {"event": table.event.cast("string")} if "event" in log.columns else {}
    return table.select(**common, **ends, **event)


def _minutes(log: Log) -> Any:  # noqa: ANN401 - Ibis is typed in part only
    import ibis

    if "duration" not in log.columns:
        return ibis.null("int64")
    return (tried(log.table.duration, "float64") * log.minutes).round().cast("int64")


def _lists(log: Log, common: dict[str, Any], engine: "Engine", pattern: str) -> "Table":
    import ibis

    table = log.table
    meeting = "participants" in log.columns
    people = _list(table.participants if meeting else table.recipients, engine)
    sender = identifier(table["from"]).fill_null("") if "from" in log.columns else ibis.literal("")
    found = table.select(**common, source=sender, people=people.map(identifier))
    if meeting:
        # Whoever calls a meeting is in it, whether the list says so or not.
        found = found.mutate(people=found.people.concat(ibis.array([found.source])), source=ibis.null("string"))
    found = found.mutate(people=found.people.filter(lambda one: one != "").unique())
    found = found.mutate(named=found.people.length(), people=found.people.filter(lambda one: ~is_machine(one, pattern)))
    found = found.mutate(bots=found.named - found.people.length())
    return found if meeting else found.mutate(people=found.people.remove(found.source))


def _list(column: Any, engine: "Engine") -> "ArrayColumn":  # noqa: ANN401 - as above
    import ibis

    if column.type().is_array():
        return ibis.coalesce(column, ibis.array([], type="array<string>"))
    text = column.cast("string").fill_null("")
    addresses = text.contains("<").ifelse(engine.replaced(text, _NAMED, (1, 2)), text)
    return addresses.re_replace(_APART, ";").split(";")


def spelled(found: "Table") -> "Table":
    """Return ``raw``: whoever the rows name, as they are joined on, as an expression."""
    import ibis

    if "people" in found.columns:
        each = found.select(raw=found.people.unnest())
        senders = found.filter(found.source.notnull()).select(raw=found.source)
    else:
        each, senders = (found.select(raw=found[end]) for end in ("source", "target"))
    # Each column by itself first: this reads it once and keeps no more than there are people.
    return ibis.union(each.distinct(), senders.distinct(), distinct=True)


def _fate(*reasons: tuple[Any, str]) -> Any:  # noqa: ANN401 - as above
    import ibis

    return ibis.cases(*reasons, else_=KEPT)


def _no_day(month: Any) -> Any:  # noqa: ANN401 - as above
    import ibis

    first, last = (ibis.literal(one).cast("date") for one in _MONTHS)
    return (month.isnull() | (month < first) | (month > last)).fill_null(True)


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
        ``month``, ``kind``, ``mutual``, ``source``, ``target`` (codes of departments), ``fate`` → ``rows``, ``times``,
        ``units`` and the marks ``one`` and ``two``.
    """
    import ibis

    joined = _placed(found, places)
    # Rows without an event are each one of their own.
    others: Any = ibis.literal(1, "int64")
    if "event" in found.columns:
        sent = joined.person.ifelse(1, 0).sum().over(ibis.window(group_by=[joined.event, joined.source_person]))
        others = joined.event.isnull().ifelse(1, ibis.greatest(sent, 1))
    joined = joined.mutate(
        others=others,
        untold=(joined.times.isnull() | joined.amount.isnull() | (joined.times <= 0) | (joined.amount < 0)).fill_null(
            True
        ),
    )
    added = _added(joined, "alone", "untold", wide=joined.others > most)
    fate = _fate(
        (_no_day(added.month), "no day"),
        (added.untold, "untold"),
        (added.source_code.isnull() | added.target_code.isnull(), "nobody named"),
        ((added.source_code == MACHINE) | (added.target_code == MACHINE), "bot"),
        (added.alone, "self"),
        (added.wide, "broadcast"),
    )
    return added.mutate(fate=fate, mutual=ibis.literal(False)).drop("alone", "untold", "wide")


def fates_of_lists(found: "Table", most: int, pattern: str) -> "Table":
    """Return the rows of lists with what becomes of each, ``fate``, and how many ``others`` took part, as an expression."""
    meeting = found.source.isnull()
    others = found.people.length() - meeting.ifelse(1, 0)
    counted = found.mutate(others=others, month=found.day.truncate("M").cast("date"))
    untold = counted.times.isnull() | counted.amount.isnull() | (counted.times <= 0) | (counted.amount < 0)
    fate = _fate(
        (_no_day(counted.month), "no day"),
        (untold.fill_null(True), "untold"),
        ((counted.named == 0) | (counted.source == "").fill_null(False), "nobody named"),
        (is_machine(counted.source, pattern).fill_null(False), "bot"),
        (counted.others < 1, "self"),
        (counted.others > most, "broadcast"),
    )
    return counted.mutate(fate=fate).drop("month")


def pairs_of_lists(fated: "Table", places: "Table") -> "Table":
    """Add up the pairs of the lists that are kept, as an expression with the columns of `sums`.

    A mail goes one way, from its sender to each recipient; of a meeting each pair is there once. An interaction of n people
    counts 1/(n − 1) for each of these pairs [1]_.

    References
    ----------
    .. [1] Newman, M. E. J. (2001). Scientific collaboration networks. II. Phys. Rev. E, 64, 016132.
    """
    import ibis

    kept = fated.filter(fated.fate == KEPT).mutate(mutual=fated.source.isnull())
    columns = ("day", "kind", "times", "amount", "others", "mutual", "source")
    mails = kept.filter(~kept.mutual)
    mails = mails.select(*columns, target=mails.people.unnest())
    meetings = kept.filter(kept.mutual)
    meetings = meetings.mutate(source=meetings.people.unnest())
    meetings = meetings.select(*columns, target=meetings.people.unnest())
    meetings = meetings.filter(meetings.source < meetings.target)
    added = _added(_placed(mails.union(meetings), places), "mutual")
    return added.mutate(fate=ibis.literal(KEPT), rows=ibis.literal(0, "int64"))


def _placed(pairs: "Table", places: "Table") -> "Table":
    """Add to each pair the departments of both as of its day, and their marks; null where somebody is not named.

    ``alone`` where both are one person, ``person`` where both are people and two.
    """
    for end in ("source", "target"):
        there = places.rename({f"{end}_{name}": name for name in places.columns})
        pairs = pairs.left_join(
            there,
            [
                pairs[end] == there[f"{end}_raw"],
                pairs.day >= there[f"{end}_since"],
                pairs.day <= there[f"{end}_until"],
            ],
        )
    alone = (pairs.source_person == pairs.target_person).fill_null(False)
    people = ((pairs.source_code != MACHINE) & (pairs.target_code != MACHINE)).fill_null(False)
    return pairs.mutate(alone=alone, person=people & ~alone)


def _added(placed: "Table", *flags: str, **more: Any) -> "Table":  # noqa: ANN401 - as above
    units = placed.amount * (UNITS // placed.others).cast("int64")
    # A kind is made small letters where it is seldom: after this.
    return placed.group_by(
        month=placed.day.truncate("M").cast("date"),
        kind=placed.kind,
        source_code=placed.source_code,
        target_code=placed.target_code,
        **{flag: placed[flag] for flag in flags},
        **more,
    ).agg(
        rows=placed.count(),
        times=placed.times.sum().cast("int64"),
        units=units.sum().cast("int64"),
        one=bits(placed.source_one | placed.target_one),
        two=bits(placed.source_two | placed.target_two),
    )
