"""What belongs to a department, to a journey, to a pair? Gathered from all chapters, with where in the document it stands."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from heapq import nlargest
from html import unescape
from itertools import islice

from alignment.model.result import Finding
from alignment.report.content.departments import findings_about
from alignment.report.content.findings import finding_anchor
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Section, Subheading
from alignment.report.relations import MOST_PAIRS, NAMED, About, DepartmentPlace, JourneyPlace, PairPlace, Relations

__all__ = ["relations"]

# What a picture says of two departments that it draws together.
_DRAWN = re.compile('data-first="([^"]*)" data-second="([^"]*)"')


def relations(view: View, sections: Iterable[Section]) -> Relations:
    """Return what belongs together; `sections` are searched for the headings under which departments and journeys stand."""
    headings = [one for section in sections for one in section.blocks if isinstance(one, Subheading) and one.anchor]
    pages = {one.text: one.anchor for one in headings if one.page}
    strips = {one.text: one.anchor for one in headings if one.anchor.startswith("journey-")}
    pairs = _pairs(view)
    told = _told(pairs, view)
    ties, gaps = (Counter(), Counter()) if told is pairs else _numbers(pairs)
    on: dict[str, list[str]] = {one: [] for one in view.departments}
    for journey, route in view.routes.items():
        for unit in route.departments & on.keys():
            on[unit].append(clean(journey))
    departments = [
        DepartmentPlace(
            clean(one),
            clean(view.department(one)),
            view.divisions[one] or "",
            tuple(on[one]),
            pages.get(clean(view.department(one)), ""),
            None if told is pairs else ties[clean(one)],
            None if told is pairs else gaps[clean(one)],
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
        told,
        _findings(view),
        _names(view),
    )


def _pairs(view: View) -> tuple[PairPlace, ...]:
    shown = set(view.departments)
    actual, required = view.context.actual, view.context.required
    missing = {pair for pair, _ in view.missing_contacts} if view.talks else set()
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


def _told(pairs: tuple[PairPlace, ...], view: View) -> tuple[PairPlace, ...]:
    """Return all pairs, or of too many those that are drawn and those that the cards of departments name."""
    if len(pairs) <= MOST_PAIRS:
        return pairs
    drawn = {frozenset(map(unescape, ends)) for chart in view.charts.values() for ends in _DRAWN.findall(chart.svg)}
    named: dict[str, list[PairPlace]] = {}
    for one in pairs:
        for end in (one.first, one.second):
            named.setdefault(end, []).append(one)
    kept = {(one.first, one.second) for one in pairs if frozenset((one.first, one.second)) in drawn}
    for some in named.values():
        tied = nlargest(NAMED, (one for one in some if one.strength is not None), key=lambda one: one.strength or 0.0)
        lacking = islice((one for one in some if one.missing), NAMED)
        kept.update((one.first, one.second) for one in (*tied, *lacking))
    return tuple(one for one in pairs if (one.first, one.second) in kept)


def _numbers(pairs: Iterable[PairPlace]) -> tuple[Counter[str], Counter[str]]:
    """Return how many ties each department has, and how many contacts that are missing."""
    ties, gaps = Counter[str](), Counter[str]()
    for one in pairs:
        ends = (one.first, one.second)
        ties.update(ends if one.strength is not None else ())
        gaps.update(ends if one.missing else ())
    return ties, gaps


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
