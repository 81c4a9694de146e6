"""What if? Changes that a user names by hand: an owner, a contact, an accountable, a step, a merger, a loss."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from alignment.advice.moves import Edit, HandKind, MoveKind
from alignment.advice.reorganised import bereft, merged
from alignment.advice.words import introduced, step_named, suggested
from alignment.advice.writing import agreed_contacts, letter_edits, step_edits, typed, with_letters, written
from alignment.analysis.standing import Standing
from alignment.errors import SettingsError
from alignment.language import say
from alignment.model.organisation import (
    Department,
    Holder,
    HolderKind,
    Journey,
    Organisation,
    Origin,
    Person,
    Process,
    Table,
    Tie,
)
from alignment.model.result import Scope, ScopeKind
from alignment.source.names import key
from alignment.wording import joined

__all__ = ["KINDS", "STEP", "Asked", "Change", "applied", "change", "changes"]

# What a file names a step of the plan by; `advice.chosen` finds it.
STEP = "step"

_NOWHERE = Origin(Table("", "", {}), 0)


@dataclass(frozen=True, slots=True)
class Change:
    """A change as the user asked for it, in words, and what it does to an organisation.

    Attributes
    ----------
    words
        What is changed, as a clause.
    apply
        Returns a changed copy of an organisation.
    kind
        What kind of step it would be in a plan.
    about
        What it is about, as a move of the plan has it.
    variant
        Tells changes of one kind about the same apart.
    asks
        Ids of the departments that have to act.
    edits
        The same as it is typed into the workbook; none where the workbook has no cell for it.
    """

    words: str
    apply: Callable[[Organisation], Organisation] = field(compare=False, repr=False)
    kind: MoveKind | HandKind
    about: Scope
    variant: str = ""
    asks: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A change as it was typed: its kind, one of `KINDS` or `STEP`, the text, and the file it stands in, if any.

    A message calls it by its `label`, where it has one.
    """

    kind: str
    text: str
    file: Path | None = None
    label: str = ""


def changes(asked: Iterable[Asked], organisation: Organisation) -> tuple[Change, ...]:
    """Return changes in their order; each may name what those before it made.

    Raises
    ------
    SettingsError
        As `change`; the message names the file.
    """
    found: list[Change] = []
    now = organisation
    for one in asked:
        try:
            found.append(change(one.kind, one.text, now, organisation))
        except SettingsError as problem:
            raise SettingsError(f"{one.file}: {problem}" if one.file else str(problem)) from problem
        now = found[-1].apply(now)
    return tuple(found)


def change(kind: str, text: str, organisation: Organisation, first: Organisation | None = None) -> Change:
    """Return the change that an option of `alignment simulate` asks for.

    Parameters
    ----------
    kind
        One of `KINDS`.
    text
        As typed, such as ``"Onboarding=Customer Operations"``.
    organisation
        The company in which the names are looked up.
    first
        The company before any change, to tell what is gone by now from what never was there.

    Raises
    ------
    SettingsError
        The text is not of the right form, or a name is not there; the message suggests what is close.
    """
    return _MAKERS[kind](text, _Names(organisation, first))


def applied(organisation: Organisation, changes: Iterable[Change]) -> Organisation:
    """Return an organisation with changes made one after the other."""
    for one in changes:
        organisation = one.apply(organisation)
    return organisation


class _Names:
    """Looks names up, as a user types them: id or name, whatever the case and the blanks."""

    def __init__(self, organisation: Organisation, first: Organisation | None = None) -> None:
        self.organisation = organisation
        self._first = first
        self._records: dict[str, Sequence[Department | Person | Process | Journey]] = {
            "department": organisation.departments,
            "person": organisation.people,
            "process": organisation.processes,
            "journey": organisation.journeys,
        }
        self._known = {
            kind: {key(text): one.id for one in records for text in (one.name, one.id)}
            for kind, records in self._records.items()
        }
        self._known["role"] = {key(one.role): one.role for one in organisation.people if one.role}

    def find(self, text: str, *kinds: str) -> tuple[str, str]:
        """Return the kind and the id that a name stands for."""
        for kind in kinds:
            known = self._known[kind]
            if key(text) in known:
                return kind, known[key(text)]
        if self._first is not None and _Names(self._first).knows(text, *kinds):
            raise SettingsError(
                f'There is no "{text.strip()}" any more once the changes before are made: they are made in the order given.'
            )
        nouns = " or ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
        what = f'There is no {nouns} "{text.strip()}" in the workbook.'
        raise SettingsError(what + (self._close(text, kinds) or self._where(kinds)))

    def knows(self, text: str, *kinds: str) -> bool:
        """Tell whether a name stands for one of these kinds."""
        return any(key(text) in self._known[kind] for kind in kinds)

    def _close(self, text: str, kinds: Sequence[str]) -> str:
        """Return a question after what is close; a name that only other sheets mention may itself be misspelt."""
        records = [one for kind in kinds for one in self._records.get(kind, ())]
        roles = self._known["role"].values() if "role" in kinds else ()
        listed = [one.name for one in records if one.listed]
        return suggested(text, [*listed, *roles], [one.name for one in records if not one.listed])

    def _where(self, kinds: Sequence[str]) -> str:
        """Return on which sheets the names stand that can be given."""
        records = [one for kind in kinds for one in self._records["person" if kind == "role" else kind]]
        sheets = sorted({one.origin.table.sheet for one in records if one.listed and one.origin.table.sheet})
        if not sheets:
            return " It lists none."
        noun = "sheet" if len(sheets) == 1 else "sheets"
        return f" Write a name as it stands on the {noun} {joined(sheets)}."

    def holder(self, text: str) -> Holder:
        """Return who is meant as an owner or accountable."""
        kind, ident = self.find(text, "person", "department", "role")
        return Holder(cast("HolderKind", kind), ident)

    def label(self, holder: Holder) -> str:
        return self.organisation.label(holder.kind, holder.id)

    def written(self, holder: Holder) -> str:
        """Return the text that names a holder in a cell."""
        return written(self.organisation, holder.kind, holder.id)

    def standing(self, holder: Holder) -> tuple[str, ...]:
        """Return the departments where a holder stands."""
        return Standing(self.organisation).departments(holder)


def _held_by(holder: Holder) -> str:
    """Return what tells a move about a holder apart from the same about others, as the plan's own moves have it."""
    return f"{holder.kind} {holder.id}"


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
    words = say("{name} owns “{journey}” from end to end", name=names.label(holder), journey=label)
    return Change(
        words,
        apply,
        "name_owner",
        Scope("journey", journey),
        _held_by(holder),
        names.standing(holder),
        typed(names.organisation.journey[journey].cell("owner"), names.written(holder)),
    )


def _accountable(text: str, names: _Names) -> Change:
    what, who = _two(text, "=", "Handle a complaint=Head of Service")
    _, process = names.find(what, "process")
    holder = names.holder(who)
    in_column = names.organisation.has("processes", "accountable")
    label = names.organisation.label("process", process)
    return Change(
        say("{name} alone answers for “{process}”", name=names.label(holder), process=label),
        lambda company: _answered(company, process, holder, in_column=in_column),
        "name_accountable",
        Scope("process", process),
        _held_by(holder),
        names.standing(holder),
        _answering_edits(names, process, holder, in_column=in_column),
    )


def _answering_edits(names: _Names, process: str, holder: Holder, *, in_column: bool) -> tuple[Edit, ...]:
    company = names.organisation
    letters = _letters(company, process, holder, in_column=in_column)
    column = typed(company.process[process].cell("accountable"), names.written(holder)) if in_column else ()
    return (*column, *(letter_edits(company, process, letters) if letters else ()))


def _answered(company: Organisation, process: str, holder: Holder, *, in_column: bool) -> Organisation:
    """Return a company in which one holder is accountable for a process: in the list and in the chart, where they say it.

    A list without that column gets none, for then it would say of all other processes that nobody answers for them.
    """
    letters = _letters(company, process, holder, in_column=in_column)
    if letters:
        company = with_letters(company, process, letters)
        kept = tuple(one for one in company.assignments if one.codes)
        company = _with_column(replace(company, assignments=kept), "raci", "process", "holder", "code")
    if not in_column:
        return company
    processes = tuple(replace(one, accountable=(holder,)) if one.id == process else one for one in company.processes)
    return replace(company, processes=processes)


def _letters(company: Organisation, process: str, holder: Holder, *, in_column: bool) -> dict[Holder, tuple[str, ...]]:
    """Return the letters that change in the chart; none where only the list says who answers for the process."""
    row = company.chart_rows["process"].get(process, ())
    letters = {one.holder: tuple(code for code in one.codes if code != "A") for one in row if "A" in one.codes}
    if letters or not in_column:
        held = {code for one in row if one.holder == holder for code in one.codes}
        letters[holder] = tuple(code for code in "RACI" if code in held | {"A"})
    return letters


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

    first, second = (introduced(organisation, Holder(organisation.tie_level, end)) for end in (one, other))
    people = organisation.tie_level == "person"
    units = sorted({unit for end in (one, other) if (unit := _unit(organisation, end, person=people)) is not None})
    return Change(
        say("{first} and {second} work together", first=first, second=second),
        apply,
        "connect",
        Scope("pair", (units[0], units[1])) if len(units) == 2 else Scope(organisation.tie_level, min(one, other)),
        f"{one}+{other}",
        tuple(units),
        agreed_contacts(organisation, ((one, other),), strength)[1],
    )


def _unit(organisation: Organisation, ident: str, *, person: bool) -> str | None:
    return organisation.person[ident].department if person else ident


def _member(names: _Names, text: str) -> str:
    """Return a person; of a department, the one with most contacts."""
    kind, ident = names.find(text, "person", "department")
    if kind == "person":
        return ident
    organisation = names.organisation
    members = [one.id for one in organisation.people if one.department == ident]
    if not members:
        hint = suggested(
            text, (organisation.label("department", one.department) for one in organisation.people if one.department)
        )
        raise SettingsError(f'Nobody of "{text}" is in the list of people: name a person.{hint}')
    ends = [end for tie in organisation.ties for end in (tie.source, tie.target)]
    return min(members, key=lambda one: (-ends.count(one), one))


def _move_step(text: str, names: _Names) -> Change:
    form = "Onboarding#3=Billing"
    what, who = _two(text, "=", form)
    title, number = _two(what, "#", form)
    if not number.isdecimal():
        raise SettingsError(f'"{text}" is not of the form "{form}", where 3 stands for the third step of the journey.')
    _, journey = names.find(title, "journey")
    _, unit = names.find(who, "department")
    steps = names.organisation.steps_of[journey]
    if not 1 <= int(number) <= len(steps):
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
    words = say(
        "{department} does {step} of “{journey}”",
        department=label,
        step=step,
        journey=names.organisation.label("journey", journey),
    )
    now = steps[order - 1]
    after = (unit, *(other for other in now.departments[1:] if other != unit))
    asks = tuple(sorted({unit, *now.departments[:1]}))
    edits = step_edits(names.organisation, now, after)
    kind: MoveKind = "move_step" if now.departments else "name_department"
    return Change(words, apply, kind, Scope("journey", journey), f"{order} to {unit}", asks, edits)


def _merge(text: str, names: _Names) -> Change:
    texts, name = _two(text, "=", "Sales+Billing=Customer Office")
    parts = [names.find(one, "department")[1] for one in texts.split("+") if one.strip()]
    if len(set(parts)) < 2:
        raise SettingsError(f'"{text}" is not of the form "Sales+Billing=Customer Office".')
    taken = {key(one.name): one.id for one in names.organisation.departments}
    target = taken.get(key(name), name)
    if target in taken.values() and target not in parts:
        parts.append(target)
    labels = [f"“{names.organisation.label('department', one)}”" for one in dict.fromkeys(parts)]
    words = say("{departments} merge into “{name}”", departments=joined(labels, len(labels)), name=name)
    apart = tuple(dict.fromkeys(parts))
    return Change(
        words,
        lambda company: merged(company, tuple(parts), target, name),
        "merge",
        Scope("department", apart[0]),
        f"{'+'.join(apart)} to {name}",
        apart,
    )


def _without(text: str, names: _Names) -> Change:
    kind, ident = names.find(text, "department", "person")
    label = names.organisation.label(kind, ident)
    unit = _unit(names.organisation, ident, person=kind == "person")
    return Change(
        say("{name} is gone", name=label),
        lambda company: bereft(company, kind, ident),
        "without",
        Scope(cast("ScopeKind", kind), ident),
        asks=(unit,) if unit is not None else (),
    )


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
