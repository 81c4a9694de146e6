"""What moves when the company changes a little? Only what read a changed part is measured again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES, RULES, Analysis, concluded, with_measurements
from alignment.analysis.score import Rescoring, company_value, health_score
from alignment.analysis.watching import ALL_PARTS, WatchedContext, changes, figure
from alignment.model.organisation import Organisation
from alignment.model.result import Finding
from alignment.settings import Settings

__all__ = ["Measured"]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a measure or a rule yielded, and what it read for that."""

    found: tuple[Any, ...]
    reads: frozenset[str]


class Measured:
    """A company that is measured, and can be measured again after a change at the cost of what the change touches.

    A measure, or a rule, is a function of what it reads: where none of that changed, it yields what it yielded. So
    each is watched while it runs, and taken again only where something it read is another object than before.

    Parameters
    ----------
    organisation
        The company.
    settings
        The settings in force.
    """

    def __init__(self, organisation: Organisation, settings: Settings, _before: "Measured | None" = None) -> None:
        self.organisation = organisation
        self.settings = settings
        changed = ALL_PARTS if _before is None else changes(_before.organisation, organisation)
        context = WatchedContext(organisation, settings, _before._context if _before else None, changed)
        old: Mapping[str, _Taken] = _before._measures if _before else {}
        self._measures: Mapping[str, _Taken] = {
            ident: _again(old.get(ident), changed, context, lambda one=one: one.take(context))  # type: ignore[misc]  # bound as a default: each its own
            for ident, one in MEASURES.items()
        }
        self._context: WatchedContext = with_measurements(
            context, {ident: one.found for ident, one in self._measures.items()}
        )
        figures = {figure(ident) for ident, one in self._measures.items() if old.get(ident) is not one}
        old = _before._rules if _before else {}
        self._rules: Mapping[str, _Taken] = {
            code: _again(old.get(code), changed | figures, self._context, lambda one=one: one.find(self._context))  # type: ignore[misc]  # as above
            for code, one in RULES.items()
        }

    @cached_property
    def analysis(self) -> Analysis:
        """All that `catalogue.analyse` gives, except the ranges of the scores, which cost more than all the rest."""
        score, dimensions = health_score(self._context, tuple(MEASURES.values()), ranged=False)
        findings: list[Finding] = [one for taken in self._rules.values() for one in taken.found]
        return concluded(self._context, score, dimensions, findings)

    @property
    def context(self) -> Context:
        """What measures and rules read of the company."""
        return self._context

    def after(self, organisation: Organisation) -> "Measured":
        """Return the company measured after a change."""
        return Measured(organisation, self.settings, self)

    @cached_property
    def _rescoring(self) -> Rescoring:
        return Rescoring(self._context, tuple(MEASURES.values()))

    @property
    def score(self) -> float | None:
        """The company's score now; None where it is withheld."""
        return self._rescoring.score({})

    def score_after(self, organisation: Organisation) -> float | None:
        """Return the company's score after a change, from the headline figures that it touches, coverage as it is."""
        changed = changes(self.organisation, organisation)
        touched = [ident for ident in self._rescoring.headlines if self._measures[ident].reads & changed]
        context = self._context.after(organisation, changed)
        return self._rescoring.score({ident: company_value(MEASURES[ident], context) for ident in sorted(touched)})


def _again(
    old: _Taken | None, changed: frozenset[str] | set[str], context: WatchedContext, take: Callable[[], Iterable[Any]]
) -> _Taken:
    """Return what was taken before, or take it again where something it read has changed."""
    if old is not None and not old.reads & changed:
        return old
    with context.reads.notes.noting() as noted:
        found = tuple(take())
    return _Taken(found, frozenset(noted))
