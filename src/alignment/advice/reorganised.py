"""What if departments are one, or somebody is gone? The company with other ids, wherever they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from alignment.model.organisation import Department, Holder, Organisation, Record

__all__ = ["bereft", "merged", "renamed"]

_R = TypeVar("_R", bound=Record)


def merged(company: Organisation, parts: tuple[str, ...], target: str, name: str) -> Organisation:
    """Return a company in which departments are one, called by an id and a name."""
    first = next((one for one in company.departments if one.id in parts), None)
    if first is None:
        return company
    known = [one.headcount for one in company.departments if one.id in parts]
    parents = [one.parent for one in company.departments if one.id in parts and one.parent not in parts]
    whole = replace(
        first,
        id=target,
        name=name,
        parent=parents[0] if parents else None,
        headcount=None if None in known else sum(one for one in known if one is not None),
    )
    kept: list[Department] = []
    for one in company.departments:
        if one is first:
            kept.append(whole)
        elif one.id not in parts:
            kept.append(one)
    company = renamed(replace(company, departments=tuple(kept)), "department", dict.fromkeys(parts, target))
    # A goal that the parts shared is one goal of the whole.
    goals = {(one.id, one.owner_department): one for one in reversed(company.goals)}
    return replace(company, goals=tuple(reversed(goals.values())))


def bereft(company: Organisation, kind: str, ident: str) -> Organisation:
    """Return a company without a person, or without a department and those who work in it."""
    if kind == "department":
        members = {one.id for one in company.people if one.department == ident}
        above = company.department[ident].parent if ident in company.department else None
        left = (one for one in company.departments if one.id != ident)
        # What stood below it now stands below what it stood below.
        company = replace(
            company, departments=tuple(replace(one, parent=above) if one.parent == ident else one for one in left)
        )
        company = renamed(company, "department", {ident: None})
    else:
        members = {ident}
    company = replace(company, people=tuple(one for one in company.people if one.id not in members))
    return renamed(company, "person", dict.fromkeys(members))


# Which fields refer to a department or a person by id, by the tuple of the organisation they stand in.
_REFERENCES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "department": {
        "departments": ("parent",),
        "people": ("department",),
        "processes": ("owner_department",),
        "journeys": ("owner_department",),
        "steps": ("departments",),
        "goals": ("owner_department",),
        "answers": ("department",),
    },
    "person": {"people": ("manager",)},
}


def renamed(company: Organisation, kind: str, now: Mapping[str, str | None]) -> Organisation:
    """Return a company in which ids of a kind are others, or nobody's (None), wherever they stand."""
    changed: dict[str, object] = {}
    for place, names in _REFERENCES[kind].items():
        changed[place] = tuple(_with_ids(one, names, now) for one in getattr(company, place))
    company = replace(company, **changed)  # type: ignore[arg-type]  # tuples of the same records
    company = _with_holders(company, kind, now)
    if company.tie_level != kind:
        return company
    ties = []
    for one in company.ties:
        source, target = now.get(one.source, one.source), now.get(one.target, one.target)
        if source is not None and target is not None:
            ties.append(replace(one, source=source, target=target))
    return replace(company, ties=tuple(ties))


def _with_ids(record: _R, names: Iterable[str], now: Mapping[str, str | None]) -> _R:
    new: dict[str, object] = {}
    for name in names:
        value = getattr(record, name)
        if isinstance(value, tuple):
            ids = dict.fromkeys(now.get(one, one) for one in value)
            new[name] = tuple(one for one in ids if one is not None)
        elif value in now:
            new[name] = now[value]
    changed = {name: value for name, value in new.items() if value != getattr(record, name)}
    return replace(record, **changed) if changed else record  # type: ignore[arg-type]  # fields of the record


def _with_holders(company: Organisation, kind: str, now: Mapping[str, str | None]) -> Organisation:
    def new(holder: Holder) -> Holder | None:
        if holder.kind != kind or holder.id not in now:
            return holder
        ident = now[holder.id]
        return None if ident is None else Holder(holder.kind, ident)

    def several(holders: tuple[Holder, ...]) -> tuple[Holder, ...]:
        return tuple(dict.fromkeys(one for one in map(new, holders) if one is not None))

    return replace(
        company,
        departments=tuple(replace(one, heads=several(one.heads)) for one in company.departments),
        processes=tuple(replace(one, accountable=several(one.accountable)) for one in company.processes),
        journeys=tuple(
            replace(one, owners=several(one.owners), sponsor=None if one.sponsor is None else new(one.sponsor))
            for one in company.journeys
        ),
        assignments=tuple(
            replace(one, holder=holder) for one in company.assignments if (holder := new(one.holder)) is not None
        ),
    )
