"""What if? Changes that a user names by hand: an owner, a contact, an accountable, a step, a merger, a loss."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from alignment.advice.words import introduced, step_named
from alignment.advice.writing import with_letters
from alignment.analysis.standing import chart_rows
from alignment.errors import SettingsError
from alignment.model.organisation import Department, Holder, HolderKind, Organisation, Origin, Record, Table, Tie
from alignment.source.names import key, nearest

__all__ = ["KINDS", "Change", "applied", "change", "changes_of_file"]

_R = TypeVar("_R", bound=Record)
_NOWHERE = Origin(Table("", "", {}), 0)


@dataclass(frozen=True, slots=True)
class Change:
    """A change as the user asked for it, in words, and what it does to an organisation."""

    words: str
    apply: Callable[[Organisation], Organisation]


def change(kind: str, text: str, organisation: Organisation) -> Change:
    """Return the change that an option of `alignment simulate` asks for.

    Parameters
    ----------
    kind
        One of `KINDS`.
    text
        As typed, such as ``"Onboarding=Customer Operations"``.
    organisation
        The company in which the names are looked up.

    Raises
    ------
    SettingsError
        The text is not of the right form, or a name is not there; the message suggests what is close.
    """
    return _MAKERS[kind](text, _Names(organisation))


def changes_of_file(path: Path, organisation: Organisation) -> tuple[Change, ...]:
    """Return the changes of a TOML file: each kind as a key, with one text or a list of texts, in this order.

    Raises
    ------
    SettingsError
        The file cannot be read, or holds a key or a text that means nothing.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise SettingsError(
            f"{path}: cannot be read ({problem.strerror}). Check the path given to --moves."
        ) from problem
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise SettingsError(f"{path}: is not valid TOML: {problem}.") from problem
    found: list[Change] = []
    for name, texts in content.items():
        kind = name.replace("-", "_")
        several = [texts] if isinstance(texts, str) else texts
        if kind not in _MAKERS or not isinstance(several, list) or not all(isinstance(one, str) for one in several):
            known = [one.replace("_", "-") for one in KINDS]
            close = _hint(name, known) if kind not in _MAKERS else ""
            raise SettingsError(
                f"{path}: {name} cannot be used.{close} Known: {', '.join(known)}, each with a text in quotes, or several "
                "in brackets."
            )
        try:
            found += [change(kind, one, organisation) for one in several]
        except SettingsError as problem:
            raise SettingsError(f"{path}: {problem}") from problem
    return tuple(found)


def applied(organisation: Organisation, changes: Iterable[Change]) -> Organisation:
    """Return an organisation with changes made one after the other."""
    for one in changes:
        organisation = one.apply(organisation)
    return organisation


class _Names:
    """Looks names up, as a user types them: id or name, whatever the case and the blanks."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self._known: dict[str, dict[str, str]] = {
            kind: {key(text): one.id for one in records for text in (one.name, one.id)}
            for kind, records in (
                ("department", organisation.departments),
                ("person", organisation.people),
                ("process", organisation.processes),
                ("journey", organisation.journeys),
            )
        }
        self._known["role"] = {key(one.role): one.role for one in organisation.people if one.role}

    def find(self, text: str, *kinds: str) -> tuple[str, str]:
        """Return the kind and the id that a name stands for."""
        for kind in kinds:
            known = self._known[kind]
            if key(text) in known:
                return kind, known[key(text)]
        labels = (self.organisation.label(kind, ident) for kind in kinds for ident in self._known[kind].values())
        nouns = " or ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
        raise SettingsError(f'There is no {nouns} "{text.strip()}" in the workbook.{_hint(text, labels)}')

    def holder(self, text: str) -> Holder:
        """Return who is meant as an owner or accountable."""
        kind, ident = self.find(text, "person", "department", "role")
        return Holder(cast("HolderKind", kind), ident)

    def label(self, holder: Holder) -> str:
        return self.organisation.label(holder.kind, holder.id)


def _hint(text: str, known: Iterable[str]) -> str:
    """Return a question after what is close to a text, with a blank before it; empty where nothing is."""
    close = nearest(text, {key(one): one for one in sorted(set(known))})
    return f' Did you mean "{close}"?' if close else ""


def _two(text: str, mark: str, example: str) -> tuple[str, str]:
    left, found, right = text.partition(mark)
    if not found or not left.strip() or not right.strip():
        raise SettingsError(f'"{text}" is not of the form "{example}".')
    return left.strip(), right.strip()


def _owner(text: str, names: _Names) -> Change:
    what, who = _two(text, "=", "Onboarding=Customer Operations")
    _, journey = names.find(what, "journey")
    holder = names.holder(who)

    def apply(company: Organisation) -> Organisation:
        journeys = tuple(replace(one, owners=(holder,)) if one.id == journey else one for one in company.journeys)
        return _with_column(replace(company, journeys=journeys), "journeys", "owner")

    label = names.organisation.label("journey", journey)
    return Change(f"{names.label(holder)} owns “{label}” from end to end", apply)


def _accountable(text: str, names: _Names) -> Change:
    what, who = _two(text, "=", "Handle a complaint=Head of Service")
    _, process = names.find(what, "process")
    holder = names.holder(who)
    in_column = names.organisation.has("processes", "accountable")
    label = names.organisation.label("process", process)
    return Change(
        f"{names.label(holder)} alone answers for “{label}”",
        lambda company: _answered(company, process, holder, in_column=in_column),
    )


def _answered(company: Organisation, process: str, holder: Holder, *, in_column: bool) -> Organisation:
    """Return a company in which one holder is accountable for a process: in the list and in the chart, where they say it.

    A list without that column gets none, for then it would say of all other processes that nobody answers for them.
    """
    row = chart_rows(company, "process").get(process, ())
    letters = {one.holder: tuple(code for code in one.codes if code != "A") for one in row if "A" in one.codes}
    if letters or not in_column:
        held = {code for one in row if one.holder == holder for code in one.codes}
        letters[holder] = tuple(code for code in "RACI" if code in held | {"A"})
        company = with_letters(company, process, letters)
        kept = tuple(one for one in company.assignments if one.codes)
        company = _with_column(replace(company, assignments=kept), "raci", "process", "holder", "code")
    if not in_column:
        return company
    processes = tuple(replace(one, accountable=(holder,)) if one.id == process else one for one in company.processes)
    return replace(company, processes=processes)


def _link(text: str, names: _Names) -> Change:
    left, right = _two(text, ":", "Sales:Billing")
    organisation = names.organisation
    if organisation.tie_level == "department":
        (_, one), (_, other) = names.find(left, "department"), names.find(right, "department")
    else:
        one, other = (_member(names, side) for side in (left, right))
    if one == other:
        raise SettingsError(f'"{text}" links one to itself.')
    usual = sorted(tie.strength for tie in organisation.ties if tie.strength is not None and tie.source != tie.target)
    strength = usual[len(usual) // 2] if usual else None
    pairs = ((one, other), (other, one)) if organisation.ties_directed else ((one, other),)
    new = tuple(Tie(_NOWHERE, source, target, strength) for source, target in pairs)

    def apply(company: Organisation) -> Organisation:
        return _with_column(replace(company, ties=(*company.ties, *new)), "collaboration", "from", "to")

    labels = [introduced(organisation, Holder(organisation.tie_level, end)) for end in (one, other)]
    return Change(f"{labels[0]} and {labels[1]} work together", apply)


def _member(names: _Names, text: str) -> str:
    """Return a person; of a department, the one with most contacts."""
    kind, ident = names.find(text, "person", "department")
    if kind == "person":
        return ident
    organisation = names.organisation
    members = [one.id for one in organisation.people if one.department == ident]
    if not members:
        hint = _hint(
            text, (organisation.label("department", one.department) for one in organisation.people if one.department)
        )
        raise SettingsError(f'Nobody of "{text}" is in the list of people: name a person.{hint}')
    ends = [end for tie in organisation.ties for end in (tie.source, tie.target)]
    return min(members, key=lambda one: (-ends.count(one), one))


def _move_step(text: str, names: _Names) -> Change:
    what, who = _two(text, "=", "Onboarding#3=Billing")
    title, number = _two(what, "#", "Onboarding#3=Billing")
    _, journey = names.find(title, "journey")
    _, unit = names.find(who, "department")
    steps = names.organisation.steps_of[journey]
    if not number.isdigit() or not 1 <= int(number) <= len(steps):
        steps_there = f"the steps 1 to {len(steps)}" if len(steps) > 1 else "1 step" if steps else "no steps"
        raise SettingsError(f'"{text}": “{names.organisation.label("journey", journey)}” has {steps_there}.')
    order = int(number)

    def apply(company: Organisation) -> Organisation:
        moved = tuple(
            replace(one, departments=(unit, *(other for other in one.departments[1:] if other != unit)))
            if (one.journey, one.order) == (journey, order)
            else one
            for one in company.steps
        )
        return _with_column(replace(company, steps=moved), "journey_steps", "department")

    label, step = names.organisation.label("department", unit), step_named(steps[order - 1].name, order)
    return Change(f"{label} does {step} of “{names.organisation.label('journey', journey)}”", apply)


def _merge(text: str, names: _Names) -> Change:
    parts, name = _two(text, "=", "Sales+Billing=Customer Office")
    merged = [names.find(one, "department")[1] for one in parts.split("+") if one.strip()]
    if len(set(merged)) < 2:
        raise SettingsError(f'"{text}" is not of the form "Sales+Billing=Customer Office".')
    taken = {key(one.name): one.id for one in names.organisation.departments}
    target = taken.get(key(name), name)
    if target in taken.values() and target not in merged:
        merged.append(target)
    labels = " and ".join(names.organisation.label("department", one) for one in merged)
    return Change(f"{labels} become {name}", lambda company: _merged(company, tuple(merged), target, name))


def _merged(company: Organisation, parts: tuple[str, ...], target: str, name: str) -> Organisation:
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
    company = _renamed(replace(company, departments=tuple(kept)), "department", dict.fromkeys(parts, target))
    # A goal that the parts shared is one goal of the whole.
    goals = {(one.id, one.owner_department): one for one in reversed(company.goals)}
    return replace(company, goals=tuple(reversed(goals.values())))


def _without(text: str, names: _Names) -> Change:
    kind, ident = names.find(text, "department", "person")
    label = names.organisation.label(kind, ident)
    return Change(f"{label} is gone", lambda company: _bereft(company, kind, ident))


def _bereft(company: Organisation, kind: str, ident: str) -> Organisation:
    """Return a company without a person, or without a department and those who work in it."""
    if kind == "department":
        members = {one.id for one in company.people if one.department == ident}
        above = company.department[ident].parent if ident in company.department else None
        left = (one for one in company.departments if one.id != ident)
        # What stood below it now stands below what it stood below.
        company = replace(
            company, departments=tuple(replace(one, parent=above) if one.parent == ident else one for one in left)
        )
        company = _renamed(company, "department", {ident: None})
    else:
        members = {ident}
    company = replace(company, people=tuple(one for one in company.people if one.id not in members))
    return _renamed(company, "person", dict.fromkeys(members))


KINDS = ("owner", "accountable", "link", "move_step", "merge", "without")
_MAKERS: Mapping[str, Callable[[str, _Names], Change]] = {
    "owner": _owner,
    "accountable": _accountable,
    "link": _link,
    "move_step": _move_step,
    "merge": _merge,
    "without": _without,
}


def _with_column(company: Organisation, sheet: str, *names: str) -> Organisation:
    """Return the company with a sheet and columns that it may not have had: what is filled in is there."""
    columns = {**company.columns, sheet: company.columns.get(sheet, frozenset()) | set(names)}
    return replace(company, sheets=company.sheets | {sheet}, columns=columns)


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


def _renamed(company: Organisation, kind: str, now: Mapping[str, str | None]) -> Organisation:
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
