"""Which figures are there of each department, to be set beside those of the others?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import permutations
from statistics import median

from alignment.analysis.parts import CHANCE
from alignment.language import later, number_text, said, say, share_text
from alignment.model.result import Scope
from alignment.report.content.department_part import Part
from alignment.report.content.silos import kept_inside
from alignment.report.content.view import View
from alignment.report.content.voices import Voices
from alignment.report.content.words import value_text
from alignment.report.display import clean
from alignment.wording import counted, joined

__all__ = ["DepartmentFigure", "department_figures"]

# Of the measures taken of departments those that the head of one can act on.
_MEASURES: Mapping[str, str] = {
    "bridges.betweenness": later("Shortest paths between others through it"),
    "goals.customer_share": later("Goals about customers"),
    "goals.short_term_share": later("Goals within a quarter"),
}
# Units of what people say: its median is told as exactly as the value.
_SURVEYED = ("of 5", "points")


@dataclass(frozen=True)
class DepartmentFigure:
    """One figure, for every department that has it, with what to say beside the number."""

    name: str
    unit: str
    values: Mapping[str, float]
    remarks: Mapping[str, str] = field(default_factory=dict)

    def row(self, department: str) -> tuple[str, str, str, str]:
        """Return the figure as it is printed: name, value, median of all departments that have it, remark."""
        middle = median(self.values.values())
        # The median of counts may lie halfway between two.
        whole = self.unit not in ("share", *_SURVEYED)
        shown = number_text(middle, int(middle % 1 > 0)) if whole else value_text(middle, self.unit)
        return self.name, value_text(self.values[department], self.unit), shown, self.remarks.get(department, "")


def department_figures(view: View, part: Mapping[str, Part]) -> tuple[DepartmentFigure, ...]:
    """Return what is known of departments one by one: ties, missing contacts, handoffs, and what was measured."""
    ties = (_inside(view), _partners(view), _missing(view), _threads(view)) if view.talks else ()
    measured = (_measured(view, ident, name) for ident, name in _MEASURES.items())
    return (*ties, *_handoffs(view, part), *measured, *_surveyed(view))


def _inside(view: View) -> DepartmentFigure:
    # Where people are grouped by division, a group that bears a department's name holds others too.
    kind = "group" if view.by_department else "department"
    values, remarks = {}, {}
    for scope, (inside, even) in kept_inside(view).items():
        if scope.kind != kind or not isinstance(scope.id, str):
            continue
        values[scope.id] = inside
        q = view.check.value("silos.group_q", scope)
        remarks[scope.id] = "" if even is None else say("an even spread would keep {share}", share=share_text(even))
        if even is not None and q is not None and q < CHANCE:
            remarks[scope.id] = say("{text}; more than chance gives", text=remarks[scope.id])
    return DepartmentFigure(say("Collaboration that stays inside"), "share", values, remarks)


def _partners(view: View) -> DepartmentFigure:
    number = _ends(view.context.actual)
    values = {one: float(number[one]) for one in view.departments if number[one] or one in view.context.covered}
    others = say("of {others}", others=counted(len(view.tied) - 1, "other"))
    return DepartmentFigure(say("Departments it works with"), "departments", values, dict.fromkeys(values, others))


def _missing(view: View) -> DepartmentFigure:
    needed = _ends(pair for pair in view.context.required if view.context.covered.issuperset(pair))
    missing = _ends(pair for pair, _ in view.missing_contacts)
    values = {one: float(missing[one]) for one in needed}
    remarks = {
        one: say("of {number} that its journeys and processes need", number=number_text(number))
        for one, number in needed.items()
    }
    return DepartmentFigure(say("Contacts that are missing"), "departments", values, remarks)


def _threads(view: View) -> DepartmentFigure:
    hanging: dict[str, list[str]] = {}
    for one in view.check.of("bridges.single_threads"):
        if one.value and isinstance(one.scope.id, tuple):
            for unit, other in permutations(one.scope.id):
                hanging.setdefault(unit, []).append(clean(view.department(other)))
    # Where people are grouped by division, such pairs are of divisions.
    values = {one: float(len(hanging.get(one, ()))) for one in _ends(view.context.actual)} if view.by_department else {}
    remarks = {one: joined(names, 3) for one, names in hanging.items()}
    return DepartmentFigure(say("Met through one tie, or one person, only"), "departments", values, remarks)


def _handoffs(view: View, part: Mapping[str, Part]) -> tuple[DepartmentFigure, ...]:
    total = {one: float(its.handoffs) for one, its in part.items() if its.handoffs}
    ways = {
        one: say("{taken} in, {handed} out", taken=number_text(part[one].taken), handed=number_text(part[one].handed))
        for one in total
    }
    handoffs = DepartmentFigure(say("Handoffs in its journeys"), "handoffs", total, ways)
    if not view.talks:
        return (handoffs,)
    blind = {one: float(part[one].blind) for one in total if one in view.context.covered}
    whole = {one: say("of {number}", number=number_text(total[one])) for one in blind}
    return handoffs, DepartmentFigure(say("Handoffs that are blind"), "handoffs", blind, whole)


def _measured(view: View, ident: str, name: str) -> DepartmentFigure:
    found = [one for one in view.check.of(ident) if one.scope.kind == "department" and one.value is not None]
    values = {one.scope.id: one.value for one in found if isinstance(one.scope.id, str) and one.value is not None}
    return DepartmentFigure(say(name), "share", values, {str(one.scope.id): one.note for one in found})


def _surveyed(view: View) -> tuple[DepartmentFigure, ...]:
    """Return what the people of each department say, where that may be shown, beside what all say."""
    voices = Voices(view)
    means, agreement = _shown(voices, "mean"), _shown(voices, "agreement")
    told = {one: _beside(voices, Scope("department", one)) for one in means}
    usual = say("up to {number} is agreement", number=number_text(0.83, 2))
    apart = dict.fromkeys(agreement, "; ".join(filter(None, (_company(voices, "agreement"), usual))))
    return (
        DepartmentFigure(say("Its answers to the survey, 1 to 5"), "of 5", means, told),
        DepartmentFigure(say("How far its answers are apart"), "points", agreement, apart),
    )


def _beside(voices: Voices, scope: Scope) -> str:
    """Return the mean of the company, and the weakest road of a department beside the company's mean of it."""
    told = [_company(voices, "mean")]
    known = [(mean, one) for one in voices.roads if (mean := voices.value("mean", scope, one.id)) is not None]
    if len(known) > 1:
        mean, road = min(known, key=lambda one: one[0])
        told.append(say("lowest on {road}: {mean}", road=said(road.name), mean=number_text(mean, 2)))
        told.append(_company(voices, "mean", road.id))
    return "; ".join(filter(None, told))


def _shown(voices: Voices, measure: str) -> dict[str, float]:
    found = ((str(one.id), voices.value(measure, one)) for one in voices.departments)
    return {unit: value for unit, value in found if value is not None}


def _company(voices: Voices, measure: str, road: str = "") -> str:
    value = voices.value(measure, about=road)
    return "" if value is None else say("the company {value}", value=number_text(value, 2))


def _ends(pairs: Iterable[tuple[str, str]]) -> Counter[str]:
    return Counter(end for pair in pairs for end in pair)
