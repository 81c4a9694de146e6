"""Who should answer for a process that nobody, or more than one, answers for?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from types import MappingProxyType

from alignment.advice.load import is_too_much
from alignment.advice.moves import Edit, Move, changed, effort_of
from alignment.advice.proposals.reach import subjects_looked_at
from alignment.advice.words import introduced
from alignment.advice.writing import letter_edits, typed, with_letters, written
from alignment.analysis.base import Context
from alignment.analysis.loads import Load, loads
from alignment.analysis.processes import ProcessAccount, process_accounts
from alignment.analysis.standing import Standing, answering, holder_label
from alignment.language import later, say, say_many
from alignment.model.organisation import Holder, Organisation
from alignment.model.result import Scope
from alignment.source.names import key
from alignment.wording import counted, joined

__all__ = ["name_accountable", "resolve_double_accountable"]

_MEANING = MappingProxyType({"R": later("responsible (R)"), "C": later("consulted (C)"), "I": later("informed (I)")})


class _Answering:
    """What tells who could answer for a process."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.organisation = context.organisation
        self.standing = Standing(context.organisation)
        accounts = process_accounts(context.organisation)
        self.accounts = sorted(accounts, key=lambda one: -(one.process.criticality or 0.0))

    @cached_property
    def loads(self) -> Mapping[Holder, Load]:
        return loads(self.organisation)

    def load(self, holder: Holder) -> int:
        found = self.loads.get(holder)
        return found.total if found else 0

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset(key(one.role) for one in self.organisation.people if one.role)

    @cached_property
    def by_department(self) -> Mapping[str, Counter[Holder]]:
        """How often each holder answers for a process of each department."""
        found: dict[str, Counter[Holder]] = {}
        for one in self.accounts:
            unit = one.process.owner_department
            if unit is not None:
                found.setdefault(unit, Counter()).update(answering(one.process, one.row))
        return found

    @cached_property
    def _names_departments(self) -> bool:
        """Whether the workbook lets departments answer for processes: else only someone of flesh and blood can."""
        return any(holder.kind == "department" for one in self.accounts for holder in (*one.column, *one.chart))

    def in_column(self, one: ProcessAccount) -> bool:
        """Tell whether a process has a cell in an accountable column, which then comes before the chart."""
        return one.process.listed and bool(typed(one.process.cell("accountable"), ""))

    def able(self, holder: Holder, one: ProcessAccount) -> bool:
        """Tell whether someone can be named: known, no supplier, and read in that cell as who is meant."""
        if holder.kind == "department" and not self._names_departments:
            return False
        if holder.kind == "role" and self.in_column(one) and key(holder.id) not in self._titles:
            return False
        return self.standing.known(holder) is True and not any(
            map(self.standing.external, self.standing.departments(holder))
        )

    def as_head(self, reason: str) -> str:
        """Return why the head of a department could answer; not as whose head where that would tell who it is."""
        return reason if self.organisation.discretion is None else say("stands nearest to it")

    def head(self, unit: str) -> Holder:
        """Return the head of a department, of several who answers for least; itself where it has none."""
        record = self.organisation.department.get(unit)
        heads = record.heads if record is not None else ()
        return min(heads, key=lambda one: (self.load(one), one), default=Holder("department", unit))


def name_accountable(context: Context) -> Iterator[Move]:
    """Propose who answers for each process that nobody answers for.

    Candidates: the only one with an R (of a department, its head), the head of the department that owns the process,
    and who answers for most of that department's other processes.
    """
    everyone = _Answering(context)
    without = (one for one in everyone.accounts if one.accountables == 0)
    for one in islice(without, subjects_looked_at(context)):
        for holder, why in _candidates(everyone, one).items():
            if everyone.able(holder, one):
                yield _named(everyone, one, holder, why)


def _candidates(everyone: _Answering, one: ProcessAccount) -> dict[Holder, str]:
    """Return who could answer for a process, and why each: what to say of whoever is named."""
    found: dict[Holder, str] = {}
    doing = list(dict.fromkeys(row.holder for row in one.row if "R" in row.codes))
    if len(doing) == 1 and doing[0].kind == "department":
        found[everyone.head(doing[0].id)] = everyone.as_head(say("heads the department that does it"))
    elif len(doing) == 1:
        found[doing[0]] = say("does it")
    unit = one.process.owner_department
    if unit is not None:
        found.setdefault(everyone.head(unit), everyone.as_head(say("heads the department that owns it")))
        most = everyone.by_department.get(unit, Counter())
        often = min(most, key=lambda holder: (-most[holder], holder), default=None)
        if often is not None:
            others = counted(most[often], "other process")
            label = everyone.context.label("department", unit)
            found.setdefault(often, say("answers for {processes} of {department}", processes=others, department=label))
    return found


def _named(everyone: _Answering, one: ProcessAccount, holder: Holder, why: str) -> Move:
    context, organisation, process = everyone.context, everyone.organisation, one.process
    asks, load, label = everyone.standing.departments(holder), everyone.load(holder), holder_label(organisation, holder)
    letters = {holder: _letters(one, holder, "A")}
    if everyone.in_column(one):
        edits = typed(process.cell("accountable"), written(organisation, holder.kind, holder.id))
    else:
        edits = letter_edits(organisation, process.id, letters)
    column = everyone.in_column(one)
    return Move(
        "name_accountable",
        Scope("process", process.id),
        f"{holder.kind} {holder.id}",
        say(
            "Make {holder} accountable for “{process}”: {name} {why}.",
            holder=introduced(organisation, holder),
            process=process.name,
            name=label,
            why=why,
        ),
        asks,
        min(5, effort_of("name_accountable", asks, context.settings) + is_too_much(load + 1, context.settings)),
        edits,
        lambda company: (
            _with_accountable(company, process.id, holder) if column else with_letters(company, process.id, letters)
        ),
        (say("{name} already answers for {load}", name=label, load=everyone.loads[holder].words),) if load else (),
    )


def _letters(one: ProcessAccount, holder: Holder, letter: str) -> tuple[str, ...]:
    """Return the letters that a holder has for a process, and one more, in the order R, A, C, I."""
    held = {letter, *(code for row in one.row if row.holder == holder for code in row.codes)}
    return tuple(code for code in "RACI" if code in held)


def _with_accountable(organisation: Organisation, process: str, holder: Holder) -> Organisation:
    processes = changed(organisation.processes, lambda one: one.id == process, accountable=(holder,))
    return replace(organisation, processes=processes)


def resolve_double_accountable(context: Context) -> Iterator[Move]:
    """Propose which one stays accountable where several are.

    The one whom both the list of processes and the chart name, who stands in the department that owns the process, who
    does it, or who stands higher. The others become responsible where nobody is, else consulted.
    """
    everyone = _Answering(context)
    several = (one for one in everyone.accounts if one.accountables > 1)
    for one in islice(several, subjects_looked_at(context)):
        yield _resolved(everyone, one)


def _resolved(everyone: _Answering, one: ProcessAccount) -> Move:
    context, organisation, process = everyone.context, everyone.organisation, one.process
    stays = _best_of(everyone, one, one.column or one.chart)
    in_chart = stays if stays in one.chart or not one.chart else _best_of(everyone, one, one.chart)
    doing = any("R" in row.codes for row in one.row if row.holder == in_chart or "A" not in row.codes)
    letters = {
        holder: tuple(code for code in _letters(one, holder, "A") if code != "A") or ("C" if doing else "R",)
        for holder in one.chart
        if holder != in_chart
    }
    leaving = [holder for holder in dict.fromkeys((*one.column, *one.chart)) if holder not in (stays, in_chart)]
    names = [holder_label(organisation, holder) for holder in leaving]
    asks = tuple(sorted({unit for holder in (stays, *leaving) for unit in everyone.standing.departments(holder)}))
    label, why = holder_label(organisation, stays), _claim(everyone, one, stays, leaving)
    holder, become = introduced(organisation, stays), _become(organisation, letters)
    if why:
        words = say(
            "Leave {holder} as the only one accountable for “{process}”: {name} {why}.",
            holder=holder,
            process=process.name,
            name=label,
            why=why,
        )
    else:
        words = say("Leave {holder} as the only one accountable for “{process}”.", holder=holder, process=process.name)
    return Move(
        "resolve_double_accountable",
        Scope("process", process.id),
        f"{stays.kind} {stays.id}",
        f"{words} {become}".rstrip(),
        asks,
        effort_of("resolve_double_accountable", asks, context.settings),
        _resolving_edits(organisation, one, stays, letters),
        lambda company: with_letters(
            _with_accountable(company, process.id, stays) if len(one.column) > 1 else company, process.id, letters
        ),
        (say_many(len(names), "{names} gives up a say", "{names} give up a say", names=joined(names)),)
        if names
        else (),
    )


def _best_of(everyone: _Answering, one: ProcessAccount, holders: Sequence[Holder]) -> Holder:
    return min(holders, key=lambda holder: (*(not true for true, _ in _claims(everyone, one, holder, holders)), holder))


def _claims(
    everyone: _Answering, one: ProcessAccount, holder: Holder, named: Sequence[Holder]
) -> list[tuple[bool, str]]:
    """What recommends somebody to stay accountable, the strongest first: whether it is so, and its words."""
    standing, owner = everyone.standing, one.process.owner_department
    places = standing.departments(holder)
    doing = {row.holder for row in one.row if "R" in row.codes}
    leads = any(holder in everyone.organisation.department[unit].heads for unit in places)
    above = any(standing.levels_above(holder, other) for other in named)
    return [
        (standing.known(holder) is not False, say("can be found in the lists")),
        (holder in one.column and holder in one.chart, say("is named in both lists")),
        (owner in places, say("stands in the department that owns it")),
        (holder in doing or any(Holder("department", unit) in doing for unit in places), say("does it")),
        (leads or above, say("stands higher")),
        (not is_too_much(everyone.load(holder), everyone.context.settings), say("answers for less else")),
    ]


def _claim(everyone: _Answering, one: ProcessAccount, stays: Holder, leaving: Sequence[Holder]) -> str:
    """Return what the one who stays has before all others; empty where nothing tells them apart."""
    named = (stays, *leaving)
    others = [_claims(everyone, one, holder, named) for holder in leaving]
    for at, (true, words) in enumerate(_claims(everyone, one, stays, named)):
        if true and not any(claims[at][0] for claims in others):
            return words
    return ""


def _become(organisation: Organisation, letters: Mapping[Holder, tuple[str, ...]]) -> str:
    """Return what the others become, as a sentence; empty where there are none."""
    parts = [
        say(
            "{name} is {letters}",
            name=holder_label(organisation, holder),
            letters=joined([say(_MEANING[code]) for code in codes]),
        )
        for holder, codes in letters.items()
    ]
    return say("In the chart, {changes} instead.", changes=joined(parts)) if parts else ""


def _resolving_edits(
    organisation: Organisation, one: ProcessAccount, stays: Holder, letters: Mapping[Holder, tuple[str, ...]]
) -> tuple[Edit, ...]:
    column = typed(one.process.cell("accountable"), written(organisation, stays.kind, stays.id))
    chart = letter_edits(organisation, one.process.id, letters)
    wanted = [edits for edits, needed in ((column, len(one.column) > 1), (chart, bool(letters))) if needed]
    return tuple(edit for edits in wanted for edit in edits) if all(wanted) else ()
