"""What moves when the company changes a little? Only what read a changed part is measured again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES, QUESTIONS, RULES, Analysis, Progress, concluded, with_measurements
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
    progress
        Called with a question's name, how many questions are done, and of how many, as each begins.
    """

    def __init__(
        self,
        organisation: Organisation,
        settings: Settings,
        progress: Progress | None = None,
        _before: "Measured | None" = None,
    ) -> None:
        self.organisation = organisation
        self.settings = settings
        changed = ALL_PARTS if _before is None else changes(_before.organisation, organisation)
        context = WatchedContext(organisation, settings, _before._context if _before else None, changed)
        old: Mapping[str, _Taken] = _before._measures if _before else {}
        self._measures: dict[str, _Taken] = {}
        for done, asked in enumerate(QUESTIONS):
            if progress:
                progress(asked.name, done, len(QUESTIONS))
            for one in asked.measures:
                self._measures[one.id] = _again(old.get(one.id), changed, context, partial(one.take, context))
        self._context: WatchedContext = with_measurements(
            context, {ident: one.found for ident, one in self._measures.items()}
        )
        figures = {figure(ident) for ident, one in self._measures.items() if old.get(ident) is not one}
        old = _before._rules if _before else {}
        self._rules: Mapping[str, _Taken] = {
            code: _again(old.get(code), changed | figures, self._context, partial(one.find, self._context))
            for code, one in RULES.items()
        }

    @cached_property
    def analysis(self) -> Analysis:
        """All that `catalogue.analyse` gives, except the ranges of the scores, which cost more than all the rest."""
        score, dimensions = health_score(self._context, tuple(MEASURES.values()), ranged=False)
        return concluded(self._context, score, dimensions, self._found)

    @cached_property
    def ranged_analysis(self) -> Analysis:
        """All that `catalogue.analyse` gives."""
        # The ranges put other records in the place of some: what is watched cannot be put together again.
        taken = {ident: one.found for ident, one in self._measures.items()}
        context = with_measurements(Context(self.organisation, self.settings), taken)
        return concluded(context, *health_score(context, tuple(MEASURES.values())), self._found)

    @property
    def _found(self) -> Iterator[Finding]:
        return (one for taken in self._rules.values() for one in taken.found)

    @property
    def context(self) -> Context:
        """What measures and rules read of the company."""
        return self._context

    def after(self, organisation: Organisation) -> "Measured":
        """Return the company measured after a change."""
        return Measured(organisation, self.settings, _before=self)

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
