"""What do two waves both have? Each of them on that alone, so that what was merely read anew does not pass for a change."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from types import MappingProxyType
from typing import Any, TypeVar

from alignment.advice.reorganised import merged, renamed
from alignment.analysis.catalogue import RULES
from alignment.history.crosswalk import TABLES, Crosswalk, Link
from alignment.language import say, say_many
from alignment.model.organisation import Action, Department, Holder, Journey, Organisation, Person, Process, Step
from alignment.source.names import key, slug
from alignment.source.schema import SHEETS
from alignment.wording import joined, plural

__all__ = ["Common", "in_common"]

_Register = TypeVar("_Register", Department, Person, Process, Journey)
_Known = Department | Process | Journey | Step

# Where the records of a sheet stand in the organisation, and a column in a record, where that is not under its own name.
_RECORDS: Mapping[str, str] = MappingProxyType(
    {"raci": "assignments", "journey_steps": "steps", "collaboration": "ties", "survey": "answers"}
)
_FIELDS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("departments", "head"): "heads",
        ("journeys", "owner"): "owners",
        ("journey_steps", "department"): "departments",
        ("goals", "horizon"): "horizon_months",
    }
)
_REGISTERS = frozenset({"departments", "people", "processes", "journeys"})
# A blank cell of these kinds says that something is not known; a blank owner says that there is none.
_NOT_KNOWN = frozenset({"number", "yesno", "date"})
# What a report brings back, and what heads a workbook, is no answer about the company.
_NO_ANSWERS = frozenset({"actions", "organisation", "crosswalk"})


@dataclass(frozen=True, slots=True)
class Common:
    """Two waves on what both have, and in words what each has alone.

    `divided_alike` holds the two with everything they have, under ids that are the same in both, their departments divided
    as both can be; `waves` the same on what both have. `waivers` are those of `alone` that tell of waivers.
    """

    divided_alike: tuple[Organisation, Organisation]
    waves: tuple[Organisation, Organisation]
    alone: tuple[str, ...]
    waivers: tuple[str, ...]


class _Pair:
    """Two waves that are cut to what both have, one step after the other."""

    def __init__(self, earlier: Organisation, later: Organisation, matched: Crosswalk) -> None:
        self.waves = (earlier, later)
        self.matched = matched
        self.alone: list[str] = []

    def each(self, change: Callable[[int, Organisation], Organisation]) -> None:
        """Change both waves; the number of a wave is 0 or 1."""
        self.waves = (change(0, self.waves[0]), change(1, self.waves[1]))

    def say_alone(self, what: str, wave: int) -> None:
        """Keep in words that one wave has something alone."""
        words = (
            say("Only in the later wave: {what}.", what=what)
            if wave
            else say("Only in the earlier wave: {what}.", what=what)
        )
        self.alone.append(words)


def in_common(earlier: Organisation, later: Organisation, matched: Crosswalk) -> Common:
    """Cut two waves to what both have.

    Departments that were split or merged are one in both. Sheets, columns, statements, journeys and processes that only
    one wave has are left out, and so are the ties of people, and of departments, that only one has or who answered in one
    only. A number, a date, a yes or no that one wave leaves blank is blank in both. Nothing is waived in either: what is
    waived leaves the figures, and nobody does anything else for it. What a department does stays with it: a department
    that begins or ends is a change of the company.
    """
    pair = _Pair(earlier, later, matched)
    pair.each(lambda wave, company: _aligned(company, matched, wave))
    divided_alike = pair.waves
    _cut_sheets(pair)
    _cut_columns(pair)
    _cut_registers(pair)
    _cut_people(pair)
    _cut_ties(pair)
    _cut_statements(pair)
    _cut_cells(pair)
    others = len(pair.alone)
    _cut_waivers(pair)
    return Common(divided_alike, pair.waves, tuple(pair.alone), tuple(pair.alone[others:]))


def _cut_sheets(pair: _Pair) -> None:
    names = [one.sheets - _NO_ANSWERS for one in pair.waves]
    for wave in (0, 1):
        for sheet in sorted(names[wave] - names[1 - wave]):
            pair.say_alone(say("the sheet {sheet}", sheet=say(SHEETS[sheet].title)), wave)
    pair.each(lambda wave, company: _without_sheets(company, names[wave] - names[1 - wave]))
    if pair.waves[0].tie_level != pair.waves[1].tie_level and "collaboration" in names[0] & names[1]:
        pair.alone.append(say("One wave has ties between people, the other between departments: neither is compared."))
        pair.each(lambda _, company: _without_sheets(company, frozenset({"collaboration"})))


def _without_sheets(company: Organisation, sheets: frozenset[str]) -> Organisation:
    changed: dict[str, Any] = {}
    for sheet in sheets:
        place = _RECORDS.get(sheet, sheet)
        # What other sheets name is still there, without what its own sheet says of it.
        changed[place] = tuple(map(_named_only, getattr(company, place))) if sheet in _REGISTERS else ()
    columns = {sheet: found for sheet, found in company.columns.items() if sheet not in sheets}
    return replace(company, sheets=company.sheets - sheets, columns=columns, **changed) if sheets else company


def _named_only(record: _Register) -> _Register:
    return type(record)(record.origin, record.id, record.name, listed=False)


def _cut_columns(pair: _Pair) -> None:
    for sheet in sorted((pair.waves[0].sheets & pair.waves[1].sheets) - _NO_ANSWERS):
        names = [one.columns.get(sheet, frozenset()) for one in pair.waves]
        # An id is how something is called.
        single = [names[wave] - names[1 - wave] - {"id"} for wave in (0, 1)]
        for wave in (0, 1):
            for name in sorted(single[wave]):
                header = say(SHEETS[sheet].field(name).header)
                pair.say_alone(
                    say("the column {column} of {sheet}", column=header, sheet=say(SHEETS[sheet].title)), wave
                )
        pair.each(lambda wave, company, sheet=sheet, single=single: _without_columns(company, sheet, single[wave]))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults


def _without_columns(company: Organisation, sheet: str, names: frozenset[str]) -> Organisation:
    if not names:
        return company
    place = _RECORDS.get(sheet, sheet)
    records = getattr(company, place)
    blank: dict[str, Any] = {}
    for one in fields(records[0]) if records else ():
        if one.default is not MISSING and one.name in {_FIELDS.get((sheet, name), name) for name in names}:
            blank[one.name] = one.default
    columns = {**company.columns, sheet: company.columns[sheet] - names}
    return replace(company, columns=columns, **{place: tuple(replace(one, **blank) for one in records)})  # type: ignore[arg-type]  # a tuple of the same records


def _aligned(company: Organisation, matched: Crosswalk, wave: int) -> Organisation:
    """Call everything what the crosswalk calls it; parts of what was split, or is merged in the other wave, are one."""
    sides = [(one, (one.was, one.now)[wave]) for one in matched.of("department") if one.was and one.now]
    changed = [(one, parts) for one, parts in sides if parts != (one.ident,)]
    # By way of ids that nothing has: a new name may be the old one of something else.
    for number, (_, parts) in enumerate(changed):
        company = merged(company, parts, f"\0{number}", "")
    for number, (link, _) in enumerate(changed):
        company = merged(company, (f"\0{number}",), link.ident, link.ident)
    return _waived_alike(_with_ids(company, matched, wave), matched, wave)


def _waived_alike(company: Organisation, matched: Crosswalk, wave: int) -> Organisation:
    """Let what is waived stay so: the id of a finding holds those of what it is about."""
    new = {
        slug((one.was, one.now)[wave][0]): slug(one.ident)
        for one in matched.links
        if one.whole and (one.was, one.now)[wave]
    }
    if all(before == after for before, after in new.items()):
        return company

    def renamed_in(finding: str) -> str:
        head, colon, about = finding.rpartition(":")
        return head + colon + "+".join(sorted(new.get(part, part) for part in about.split("+")))

    actions = (
        replace(one, finding=renamed_in(one.finding)) if one.status == "waived" else one for one in company.actions
    )
    return replace(company, actions=tuple(actions))


def _with_ids(company: Organisation, matched: Crosswalk, wave: int) -> Organisation:
    new: dict[str, dict[str, str]] = {
        kind: {
            (one.was, one.now)[wave][0]: one.ident
            for one in matched.of(kind)
            if one.whole and (one.was, one.now)[wave][0] != one.ident
        }
        for kind in ("journey", "process", "person")
    }
    if not any(new.values()):
        return company
    journey, process, person = (_renaming(new[kind]) for kind in ("journey", "process", "person"))
    company = replace(
        company,
        journeys=tuple(replace(one, id=journey(one.id)) for one in company.journeys),
        processes=tuple(
            replace(one, id=process(one.id), parent=process(one.parent) if one.parent else None)
            for one in company.processes
        ),
        people=tuple(replace(one, id=person(one.id)) for one in company.people),
        steps=tuple(
            replace(one, journey=journey(one.journey), process=process(one.process) if one.process else None)
            for one in company.steps
        ),
        goals=tuple(replace(one, journey=journey(one.journey) if one.journey else None) for one in company.goals),
        assignments=tuple(
            replace(one, process=(process if one.subject == "process" else journey)(one.process))
            for one in company.assignments
        ),
    )
    return renamed(company, "person", new["person"]) if new["person"] else company


def _renaming(new: Mapping[str, str]) -> Callable[[str], str]:
    return lambda ident: new.get(ident, ident)


def _single(links: Iterable[Link], wave: int) -> list[str]:
    """Return the ids that only one wave has."""
    return [ident for one in links if not (one.was, one.now)[1 - wave] for ident in (one.was, one.now)[wave]]


def _cut_registers(pair: _Pair) -> None:
    for kind in ("journey", "process"):
        for wave in (0, 1):
            single = _single(pair.matched.of(kind), wave)
            if single:
                names = joined([pair.waves[wave].label(kind, ident) for ident in single])
                pair.say_alone(f"{plural(kind)}: {names}", wave)

    def cut(wave: int, company: Organisation) -> Organisation:
        journeys, processes = (frozenset(_single(pair.matched.of(kind), wave)) for kind in ("journey", "process"))
        subjects = {"journey": journeys, "process": processes}
        if not journeys | processes:
            return company
        return replace(
            company,
            journeys=tuple(one for one in company.journeys if one.id not in journeys),
            processes=tuple(
                replace(one, parent=None) if one.parent in processes else one
                for one in company.processes
                if one.id not in processes
            ),
            steps=tuple(
                replace(one, process=None) if one.process in processes else one
                for one in company.steps
                if one.journey not in journeys
            ),
            goals=tuple(replace(one, journey=None) if one.journey in journeys else one for one in company.goals),
            assignments=tuple(one for one in company.assignments if one.process not in subjects[one.subject]),
        )

    pair.each(cut)


def _cut_people(pair: _Pair) -> None:
    single = [frozenset(_single(pair.matched.of("person"), wave)) for wave in (0, 1)]
    for wave in (0, 1):
        if number := sum(1 for ident in single[wave] if pair.waves[wave].person[ident].listed):
            pair.say_alone(say_many(number, "{n} person", "{n} people"), wave)

    def cut(wave: int, company: Organisation) -> Organisation:
        if not single[wave]:
            return company
        # Who came since and owns something still owns it: the office stays, under its name.
        company = _offices(company, single[wave])
        company = replace(company, people=tuple(one for one in company.people if one.id not in single[wave]))
        return renamed(company, "person", dict.fromkeys(single[wave]))

    pair.each(cut)


def _offices(company: Organisation, people: frozenset[str]) -> Organisation:
    def office(one: Holder) -> Holder:
        return Holder("role", company.position(one.id)) if one.kind == "person" and one.id in people else one

    def several(holders: tuple[Holder, ...]) -> tuple[Holder, ...]:
        return tuple(map(office, holders))

    return replace(
        company,
        departments=tuple(replace(one, heads=several(one.heads)) for one in company.departments),
        processes=tuple(replace(one, accountable=several(one.accountable)) for one in company.processes),
        journeys=tuple(
            replace(one, owners=several(one.owners), sponsor=office(one.sponsor) if one.sponsor else None)
            for one in company.journeys
        ),
        assignments=tuple(replace(one, holder=office(one.holder)) for one in company.assignments),
    )


def _cut_ties(pair: _Pair) -> None:
    """Leave out the ties of departments of one wave, and the reports of those who reported in one wave only."""
    single = [frozenset(_single(pair.matched.of("department"), wave)) for wave in (0, 1)]
    for wave in (0, 1):
        listed = [ident for ident in single[wave] if pair.waves[wave].department[ident].listed]
        if listed:
            names = joined(sorted(pair.waves[wave].label("department", one) for one in listed))
            pair.say_alone(f"{plural('department')}: {names}", wave)
    if pair.waves[0].tie_level == "department" and (single[0] or single[1]):
        pair.each(lambda wave, company: _without_departments(company, single[wave]))
    if not all(one.ties_directed and one.ties for one in pair.waves):
        return
    reporters = [{one.source for one in company.ties} for company in pair.waves]
    for wave in (0, 1):
        if number := len(reporters[wave] - reporters[1 - wave]):
            what = say_many(
                number, "the ties of {n} who reports none in the other", "the ties of {n} who report none in the other"
            )
            pair.say_alone(what, wave)
    both = reporters[0] & reporters[1]
    if reporters[0] == reporters[1]:
        return
    pair.each(lambda _, company: replace(company, ties=tuple(one for one in company.ties if one.source in both)))


def _without_departments(company: Organisation, single: frozenset[str]) -> Organisation:
    return replace(
        company,
        departments=tuple(replace(one, listed=one.listed and one.id not in single) for one in company.departments),
        ties=tuple(one for one in company.ties if single.isdisjoint((one.source, one.target))),
    )


def _cut_statements(pair: _Pair) -> None:
    asked = [{key(one.statement) for one in company.answers} for company in pair.waves]
    for wave in (0, 1):
        if number := len(asked[wave] - asked[1 - wave]):
            pair.say_alone(say_many(number, "{n} statement of the survey", "{n} statements of the survey"), wave)
    both = asked[0] & asked[1]
    if asked[0] != asked[1]:
        pair.each(
            lambda _, company: replace(
                company, answers=tuple(one for one in company.answers if key(one.statement) in both)
            )
        )


def _cut_cells(pair: _Pair) -> None:
    """Leave blank in both waves what one leaves blank, where a blank says that it is not known."""
    for sheet in (*TABLES.values(), "journey_steps"):
        place = _RECORDS.get(sheet, sheet)
        sides = [_by_ident(getattr(company, place)) for company in pair.waves]
        for name in _unknowable(sheet, pair.waves):
            known = [{ident for ident, one in side.items() if getattr(one, name) is not None} for side in sides]
            both = sides[0].keys() & sides[1].keys()
            blank = (known[0] ^ known[1]) & both
            for wave in (0, 1):
                if number := len(known[wave] & blank):
                    header = say(SHEETS[sheet].field(name).header)
                    where = say("{column} of {sheet}", column=header, sheet=say(SHEETS[sheet].title))
                    cells = say_many(number, "{n} cell of {where}", "{n} cells of {where}", where=where)
                    pair.say_alone(cells, wave)
            if blank:
                pair.each(lambda _, company, place=place, name=name, blank=blank: _blanked(company, place, name, blank))  # type: ignore[misc]  # as above


def _cut_waivers(pair: _Pair) -> None:
    """Waive nothing in either wave."""
    waived = [{one.finding.casefold() for one in company.waivers if _is_finding(one)} for company in pair.waves]
    for wave in (0, 1):
        if number := len(waived[wave] - waived[1 - wave]):
            pair.say_alone(say_many(number, "{n} waiver", "{n} waivers"), wave)
    pair.each(
        lambda wave, company: (
            replace(company, actions=tuple(one for one in company.actions if one not in company.waivers))
            if waived[wave]
            else company
        )
    )


def _is_finding(action: Action) -> bool:
    """Tell whether an action is about a finding, not about a step of the plan."""
    return action.finding.partition(":")[0].upper() in RULES


def _unknowable(sheet: str, waves: Iterable[Organisation]) -> Iterator[str]:
    """Yield the columns of both waves whose blank cells say that something is not known."""
    shared = frozenset.intersection(*(one.columns.get(sheet, frozenset()) for one in waves))
    for one in SHEETS[sheet].fields:
        if one.kind in _NOT_KNOWN and one.name in shared and one.name not in ("order", "moment_of_truth"):
            yield one.name


def _by_ident(records: Iterable[_Known]) -> Mapping[object, _Known]:
    """Return records by their id, steps by journey and name."""
    return {_ident(one): one for one in records}


def _ident(record: _Known) -> object:
    return (record.journey, key(record.name)) if isinstance(record, Step) else record.id


def _blanked(company: Organisation, place: str, name: str, blank: set[object]) -> Organisation:
    records = tuple(replace(one, **{name: None}) if _ident(one) in blank else one for one in getattr(company, place))
    return replace(company, **{place: records})  # type: ignore[arg-type]  # a tuple of the same records
