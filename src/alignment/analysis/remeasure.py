"""What moves when the company changes a little? Only what read a changed part is measured again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from alignment.analysis.base import Context
from alignment.analysis.catalogue import (
    MEASURES,
    QUESTIONS,
    RULES,
    Analysis,
    Progress,
    concluded,
    in_order,
    with_measurements,
)
from alignment.analysis.score import Rescoring, company_value, health_score
from alignment.analysis.trust import COVERAGE
from alignment.analysis.watching import ALL_PARTS, WatchedContext, changes, figure
from alignment.model.organisation import Organisation, Tie
from alignment.model.result import Finding, Measurement, Scope
from alignment.settings import Settings

__all__ = ["Measured", "Outlook"]


@dataclass(frozen=True)
class _Taken:
    """What a measure or a rule yielded, and what it read for that: parts of the company, and figures by their measure."""

    found: tuple[Any, ...]
    reads: frozenset[str]
    figures: Mapping[str, "_Taken"] = field(default_factory=dict)

    @cached_property
    def by_scope(self) -> Mapping[Scope, Measurement]:
        """Of a measure, what it yielded, by scope."""
        return {one.scope: one for one in self.found}


_FIGURES: Mapping[str, str] = {figure(ident): ident for ident in MEASURES}
# What was taken, and which parts have changed since.
_Known = tuple[_Taken, frozenset[str]]


class Measured:
    """A company that is measured, and can be measured again after a change at the cost of what the change touches.

    A measure, or a rule, is a function of what it reads: where none of that changed, it yields what it yielded. So
    each is watched while it runs, and after a change taken again only where something it read is another object than
    before, and only once somebody asks for it.

    Parameters
    ----------
    organisation
        The company.
    settings
        The settings in force.
    progress
        Called with a question's name, how many questions are done, and of how many, as each begins.
    """

    _context: WatchedContext
    _measures: dict[str, _Known]
    _rules: dict[str, _Known]
    _others: dict[str, _Known]

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
        before = _before._context if _before else None
        self._context = WatchedContext(organisation, settings, self._figures_of, before, changed, kept=self._other)
        self._measures = _since(_before._measures, changed) if _before else {}
        self._rules = _since(_before._rules, changed) if _before else {}
        self._others = _since(_before._others, changed) if _before else {}
        if _before is None:
            for done, asked in enumerate(QUESTIONS):
                if progress:
                    progress(asked.name, done, len(QUESTIONS))
                for one in asked.measures:
                    self._measure(one.id)

    def _measure(self, ident: str) -> _Taken:
        """Return what a measure yields, taken when it is first asked for."""
        return self._again(self._measures, ident, lambda: MEASURES[ident].take(self._context))

    def _rule(self, code: str) -> _Taken:
        """Return what a rule finds."""
        return self._again(self._rules, code, lambda: RULES[code].find(self._context))

    def _other(self, name: str, take: Callable[[Context], Iterable[Any]]) -> tuple[Any, ...]:
        """Return what something else than a measure or a rule takes from the company (`Context.kept`)."""
        return self._again(self._others, name, lambda: take(self._context)).found

    def _again(self, known: dict[str, _Known], name: str, take: Callable[[], Iterable[Any]]) -> _Taken:
        """Return what was taken before, or take it again where something it read has changed."""
        if name in known:
            old, since = known[name]
            if not old.reads & since and all(self._measure(one) is taken for one, taken in old.figures.items()):
                known[name] = old, frozenset()
                return old
        with self._context.reads.notes.noting() as noted:
            found = tuple(take())
        figures = {_FIGURES[part]: self._measure(_FIGURES[part]) for part in sorted(noted & _FIGURES.keys())}
        known[name] = _Taken(found, frozenset(noted), figures), frozenset()
        return known[name][0]

    def _figures_of(self, ident: str) -> Mapping[Scope, Measurement]:
        if ident.startswith(COVERAGE):
            # Told only when everything else is.
            return self._seeing.taken(ident)
        return self._measure(ident).by_scope

    @cached_property
    def _seeing(self) -> Context:
        """What is read where everything has been measured; nothing of it is watched."""
        taken = {ident: self._measure(ident).found for ident in MEASURES}
        seeing = Context(self.organisation, self.settings)
        seeing.__dict__.update(self._context.plain_views())
        return with_measurements(seeing, taken)

    @cached_property
    def analysis(self) -> Analysis:
        """All that `catalogue.analyse` gives, except the ranges of the scores, which cost more than all the rest."""
        return self._concluded(ranged=False)

    @cached_property
    def ranged_analysis(self) -> Analysis:
        """All that `catalogue.analyse` gives."""
        return self._concluded(ranged=True)

    def _concluded(self, *, ranged: bool) -> Analysis:
        # The ranges put other records in the place of some: what is watched cannot be put together again.
        score, dimensions = health_score(self._seeing, tuple(MEASURES.values()), ranged=ranged)
        return concluded(self._seeing, score, dimensions, self.findings)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules find, the gravest first."""
        return in_order((one for code in RULES for one in self._rule(code).found), self.organisation)

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

    @cached_property
    def score(self) -> float | None:
        """The company's score now; None where it is withheld."""
        return self._rescoring.score({})

    def outlook(self, organisation: Organisation, known: "Outlook | None" = None) -> "Outlook":
        """Return what a change would make of the score, from the headline figures that it touches, coverage as it is.

        Parameters
        ----------
        organisation
            The company after the change.
        known
            What the same change would have made of the company as it was before: what of that still holds is not measured
            again.
        """
        changed = changes(self.organisation, organisation)
        touched = [ident for ident in sorted(self._rescoring.headlines) if self._measure(ident).reads & changed]
        headlines = {} if known is None else known.still(touched, organisation)
        if len(headlines) < len(touched):
            context = self._context.after(organisation, changed)
            headlines |= {ident: _looked_at(context, ident) for ident in touched if ident not in headlines}
        score = self._rescoring.score({ident: one.value for ident, one in headlines.items()})
        return _outlook(self.organisation, organisation, score, headlines)

    def score_after(self, organisation: Organisation) -> float | None:
        """Return the company's score after a change, from the headline figures that it touches, coverage as it is."""
        return self.outlook(organisation).score


@dataclass(frozen=True, slots=True)
class _Headline:
    """A headline figure of the company, and the parts of the company that were read for it."""

    value: float | None
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outlook:
    """A company after a change that nobody has made yet: its score, and the headline figures that the change touches.

    Of hundreds of outlooks each has a tie or two of its own: the millions that were there before stand apart, once for all.
    """

    score: float | None
    headlines: Mapping[str, _Headline] = field(repr=False)
    _without_ties: Organisation
    _ties: tuple[tuple[Tie, ...], tuple[Tie, ...]]

    def still(self, idents: Iterable[str], organisation: Organisation) -> dict[str, _Headline]:
        """Return those of these figures that are the same where the company is another one."""
        earlier, further = self._ties
        since = changes(self._without_ties, replace(organisation, ties=()))
        if organisation.ties[: len(earlier)] != earlier or organisation.ties[len(earlier) :] != further:
            since |= {"ties"}
        known = {ident: self.headlines[ident] for ident in idents if ident in self.headlines}
        return {ident: one for ident, one in known.items() if not one.reads & since}


def _outlook(
    before: Organisation, after: Organisation, score: float | None, headlines: Mapping[str, _Headline]
) -> Outlook:
    """Return what a change would make of a company, with the ties that it adds apart from those that were there."""
    known = len(before.ties) if after.ties[: len(before.ties)] == before.ties else 0
    ties = (before.ties, after.ties[known:]) if known else ((), after.ties)
    return Outlook(score, headlines, replace(after, ties=()), ties)


def _looked_at(context: WatchedContext, ident: str) -> _Headline:
    with context.reads.notes.noting() as noted:
        value = company_value(MEASURES[ident], context)
    return _Headline(value, frozenset(noted))


def _since(known: Mapping[str, _Known], changed: frozenset[str]) -> dict[str, _Known]:
    return {name: (taken, since | changed) for name, (taken, since) in known.items()}
