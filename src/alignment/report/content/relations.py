"""What belongs to a department, to a journey, to a pair? Gathered from all chapters, with where in the document it stands."""

from collections import Counter
from collections.abc import Iterable, Mapping

from alignment.model.result import Finding
from alignment.report.content.contacts import missing_contacts
from alignment.report.content.departments import findings_about
from alignment.report.content.findings import finding_anchor
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Section, Subheading
from alignment.report.relations import About, DepartmentPlace, JourneyPlace, PairPlace, Relations

__all__ = ["relations"]


def relations(view: View, sections: Iterable[Section]) -> Relations:
    """Return what belongs together; `sections` are searched for the headings under which departments and journeys stand."""
    headings = [one for section in sections for one in section.blocks if isinstance(one, Subheading) and one.anchor]
    pages = {one.text: one.anchor for one in headings if one.page}
    strips = {one.text: one.anchor for one in headings if one.anchor.startswith("journey-")}
    departments = [
        DepartmentPlace(
            clean(one),
            clean(view.department(one)),
            view.divisions[one] or "",
            tuple(clean(journey) for journey, route in view.routes.items() if one in route.departments),
            pages.get(clean(view.department(one)), ""),
        )
        for one in view.departments
    ]
    journeys = [
        JourneyPlace(clean(one), name, strips.get(name, ""))
        for one in {**view.owners, **view.routes}
        if (name := clean(view.organisation.label("journey", one)))
    ]
    return Relations(
        tuple(sorted(departments, key=lambda one: (one.name.casefold(), one.id))),
        tuple(sorted(journeys, key=lambda one: (one.name.casefold(), one.id))),
        _pairs(view),
        _findings(view),
        _names(view),
    )


def _pairs(view: View) -> tuple[PairPlace, ...]:
    shown = set(view.departments)
    actual, required = view.context.actual, view.context.required
    missing = {pair for pair, _ in missing_contacts(view)} if view.talks else set()
    pairs = sorted(pair for pair in {*actual, *required} if shown.issuperset(pair))
    return tuple(
        PairPlace(
            clean(first),
            clean(second),
            actual.get((first, second)),
            (first, second) in missing,
            tuple(map(clean, required[first, second].journeys)) if (first, second) in required else (),
        )
        for first, second in pairs
    )


def _findings(view: View) -> Mapping[str, About]:
    departments: dict[str, list[str]] = {one.id: [] for one in view.check.findings}
    for unit, some in findings_about(view).items():
        for ident in dict.fromkeys(one.id for one in some):
            departments[ident].append(clean(unit))
    return {
        finding_anchor(one): About(one.severity, tuple(departments[one.id]), _journeys(view, one))
        for one in view.check.findings
    }


def _journeys(view: View, finding: Finding) -> tuple[str, ...]:
    """Return the journeys a finding is about: its subject, or those that need the pair it is about."""
    scope = finding.scope
    if isinstance(scope.id, tuple):
        need = view.context.required.get(scope.id)
        return tuple(map(clean, need.journeys)) if need else ()
    return (clean(scope.id),) if scope.kind == "journey" and scope.id is not None else ()


def _names(view: View) -> Mapping[str, str]:
    """Return the departments by name; left out are names that something else bears, too."""
    organisation = view.organisation
    others = (organisation.journeys, organisation.processes, organisation.goals, organisation.people)
    borne = Counter(clean(view.department(one)) for one in view.departments)
    borne.update(clean(one.name) for register in others for one in register)
    borne.update(clean(one.post) for one in organisation.people if one.post)
    named = {clean(view.department(one)): clean(one) for one in view.departments}
    return {name: ident for name, ident in named.items() if borne[name] == 1}
