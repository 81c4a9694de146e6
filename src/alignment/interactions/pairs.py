"""Who had to do with whom, and how much? The one expression, from rows of a log to pairs of people by month.

A row is dropped, and counted, for the first of these that holds: no day can be read, somebody is not named, the sender is
no person, nobody but oneself is left, there are too many recipients. People are hashed in the same step that looks at them.
"""

from typing import TYPE_CHECKING, Any

from alignment.interactions.logs import Log
from alignment.interactions.privacy import Hashing, identifier

if TYPE_CHECKING:
    from ibis.expr.types import ArrayColumn, Table

__all__ = ["KEPT", "MOST_RECIPIENTS", "UNITS", "events", "pairs", "person_pairs"]

# Our choice: to more than a score of people one announces, and does not work together.
MOST_RECIPIENTS = 20
# What an interaction of two counts. Whole numbers, so that every engine adds up the same; it is the least common multiple
# of 1 to 20, so that 1/(n − 1) is a whole number of them too.
UNITS = 232_792_560
KEPT = "kept"
# Addresses of machines and of rooms, by how they are usually called.
_BOTS = (
    r"^(no|do[-_.]?not)[-_.]?reply|^(mailer[-_.]?daemon|postmaster|notifications?|alerts?|calendar|robot|bot|system|service[-_.]account|svc|room|resource)([-_.@0-9]|$)"
    r"|([-_.\[]bot\]?)(@|$)"
)
_APART = r"[;,|]"


def events(log: Log, hashing: Hashing, most: int = MOST_RECIPIENTS) -> "Table":
    """Return a row of the log each: who, when, of what kind, how often, and what becomes of it, as an expression.

    Parameters
    ----------
    log
        Of pairs or of lists.
    hashing
        Hashes identifiers, which are in no column of what is returned.
    most
        Recipients above which a row is a broadcast; of a meeting of n people each has n − 1.

    Returns
    -------
    Table
        ``day``, ``kind``, ``times`` (how often), ``fate`` (`KEPT`, or why it is dropped), ``size`` (how many took part) and
        ``bots`` (how many others were machines); of a log of pairs ``source`` and ``target``, of one of lists ``source``
        (null in a meeting) and ``people``.
    """
    return (_of_lists if log.shape == "lists" else _of_pairs)(log, hashing, most)


def _common(log: Log) -> dict[str, Any]:
    """The columns that every log gives alike."""
    import ibis

    table = log.table
    kind = ibis.literal("meeting" if "participants" in log.columns else "contact")
    if "kind" in log.columns:
        said = table.kind.cast("string").strip().lower()
        kind = ibis.coalesce(said.nullif(""), kind)
    times = ibis.literal(1, "int64")
    if "count" in log.columns:
        times = ibis.coalesce(table["count"].try_cast("int64"), ibis.literal(0, "int64"))
    return {"day": table.time.try_cast("timestamp").date(), "kind": kind, "times": times}


def _is_bot(name: Any) -> Any:  # noqa: ANN401 - Ibis is typed in part only
    return name.re_search(_BOTS)


def _of_pairs(log: Log, hashing: Hashing, most: int) -> "Table":
    import ibis

    table = log.table
    named = table.select(
        **_common(log),
        one=identifier(table["from"]).fill_null(""),
        other=identifier(table.to).fill_null(""),
        **({"event": table.event.cast("string")} if "event" in log.columns else {}),
    )
    bot = _is_bot(named.one) | _is_bot(named.other)
    nobody = (named.one == "") | (named.other == "")
    person = ~bot & ~nobody & (named.one != named.other)
    others = ibis.literal(1, "int64")
    if "event" in log.columns:
        # Rows without an event are each one of their own.
        sent = person.ifelse(1, 0).sum().over(ibis.window(group_by=[named.event, named.one]))
        others = named.event.isnull().ifelse(1, sent)
    return named.select(
        "day",
        "kind",
        "times",
        fate=_fate(named, nobody, bot, named.one == named.other, others > most),
        size=others + 1,
        bots=ibis.literal(0, "int64"),
        source=hashing(named.one),
        target=hashing(named.other),
    )


def _of_lists(log: Log, hashing: Hashing, most: int) -> "Table":
    import ibis

    table = log.table
    meeting = "participants" in log.columns
    people = _list(table.participants if meeting else table.recipients)
    sender = identifier(table["from"]).fill_null("") if "from" in log.columns else ibis.literal("")
    named = table.select(**_common(log), one=sender, people=people.map(identifier))
    if meeting:
        # Whoever calls a meeting is in it, whether the list says so or not.
        named = named.mutate(people=named.people.concat(ibis.array([named.one])))
    named = named.mutate(people=named.people.filter(lambda one: one != "").unique())
    kept = named.mutate(people=named.people.filter(lambda one: ~_is_bot(one)), everybody=named.people.length())
    kept = kept.mutate(bots=kept.everybody - kept.people.length())
    if not meeting:
        kept = kept.mutate(people=kept.people.remove(kept.one))
    others = kept.people.length() - (1 if meeting else 0)
    return kept.select(
        "day",
        "kind",
        "times",
        fate=_fate(
            kept,
            (kept.everybody == 0) | (ibis.literal(not meeting) & (kept.one == "")),
            ibis.literal(not meeting) & _is_bot(kept.one),
            others < 1,
            others > most,
        ),
        size=others + 1,
        bots=kept.bots,
        source=ibis.null("string") if meeting else hashing(kept.one),
        people=kept.people.map(hashing),
    )


def _list(column: Any) -> "ArrayColumn":  # noqa: ANN401 - as above
    import ibis

    if column.type().is_array():
        return ibis.coalesce(column, ibis.array([], type="array<string>"))
    return column.cast("string").fill_null("").re_replace(_APART, ";").split(";")


def _fate(rows: "Table", nobody: Any, bot: Any, alone: Any, broadcast: Any) -> Any:  # noqa: ANN401 - as above
    import ibis

    return ibis.cases(
        (rows.day.isnull(), "no day"),
        (nobody, "nobody named"),
        (bot, "bot"),
        (alone, "self"),
        (broadcast, "broadcast"),
        else_=KEPT,
    )


def pairs(found: "Table") -> "Table":
    """Return a row each pair of people of the rows that are kept: ``day``, ``kind``, ``times``, ``units``, ``mutual``,
    ``source``, ``target``.

    A mail goes one way, from its sender to each recipient; of a meeting each pair is there once, the smaller hash first.
    An interaction of n people counts 1/(n − 1) for each of these pairs [1]_.

    References
    ----------
    .. [1] Newman, M. E. J. (2001). Scientific collaboration networks. II. Phys. Rev. E, 64, 016132.
    """
    import ibis

    kept = found.filter((found.fate == KEPT) & (found.times > 0)).mutate(mutual=ibis.literal(False))
    columns = ("day", "kind", "times", "mutual", "source", "target")
    if "people" in kept.columns:
        one_way = kept.filter(kept.source.notnull())
        one_way = one_way.select(*columns[:5], "size", target=one_way.people.unnest())
        both = kept.filter(kept.source.isnull())
        both = both.mutate(mutual=ibis.literal(True), source=both.people.unnest())
        both = both.select(*columns[:5], "size", target=both.people.unnest())
        kept = one_way.union(both.filter(both.source < both.target).select(one_way.columns))
    return kept.select(*columns, units=kept.times * (UNITS // (kept["size"] - 1)).cast("int64"))


def person_pairs(placed: "Table") -> "Table":
    """Add up pairs to one row for two people, their departments, month and kind, as an expression.

    What is mutual has no direction: its departments are put in order, for by itself only the hashes would decide.
    """
    turned = placed.mutual & (placed.source_department > placed.target_department).fill_null(False)
    ends = {
        f"{one}{what}": turned.ifelse(placed[f"{other}{what}"], placed[f"{one}{what}"])
        for one, other in (("source", "target"), ("target", "source"))
        for what in ("", "_department")
    }
    ordered = placed.select("kind", "mutual", "units", "times", **ends, month=placed.day.truncate("M").cast("date"))
    return ordered.group_by([*ends, "month", "kind", "mutual"]).agg(
        units=ordered.units.sum().cast("int64"), times=ordered.times.sum().cast("int64")
    )
