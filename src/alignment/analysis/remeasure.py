"""What moves when the company changes a little? Only what read a changed part is measured again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar, cast

from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES, RULES, Analysis, concluded, with_measurements
from alignment.analysis.score import Rescoring, company_value, health_score
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Scope
from alignment.settings import Settings

__all__ = ["Measured"]

_T = TypeVar("_T")
_FIELDS = frozenset(one.name for one in fields(Organisation))
# Figures that rules look up may change as fields do: this mark tells them apart.
_FIGURE = "figure "


def _derived(owner: type) -> frozenset[str]:
    """Names of what a class works out once and keeps."""
    return frozenset(name for name, one in vars(owner).items() if isinstance(one, cached_property))


_LOOKUPS = _derived(Organisation)
_VIEWS = _derived(Context) - {"_values"}


def _view(name: str) -> str:
    return f"context.{name}"


class _Reads:
    """Which parts of an organisation were read, directly or through whatever was derived from them.

    What is derived once and kept (a lookup, a view of the graph) is read by the first who asks; whoever asks later is
    told what it rests on.
    """

    def __init__(self) -> None:
        self._open: list[set[str]] = []
        self.behind: dict[str, frozenset[str]] = {}

    def add(self, *parts: str) -> None:
        if self._open:
            self._open[-1].update(parts)

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Collect what is read inside; whatever surrounds it has read that too."""
        found: set[str] = set()
        self._open.append(found)
        try:
            yield found
        finally:
            self._open.pop()
            self.add(*found)

    def derived(self, name: str, work_out: Callable[[], _T]) -> _T:
        """Return something derived, and note what it rests on, whether it is worked out now or was before."""
        if name in self.behind:
            self.add(*self.behind[name])
            return work_out()
        with self.noting() as found:
            value = work_out()
        self.behind[name] = frozenset(found)
        return value


class _WatchedOrganisation(Organisation):
    """An organisation that notes which of its fields are read."""

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever the attribute is
        if name not in _FIELDS and name not in _LOOKUPS:
            return object.__getattribute__(self, name)
        # A copy made with `replace` is not watched.
        reads: _Reads | None = object.__getattribute__(self, "__dict__").get("_reads")
        if reads is None:
            return object.__getattribute__(self, name)
        if name in _FIELDS:
            reads.add(name)
            return object.__getattribute__(self, name)
        return reads.derived(f"organisation.{name}", lambda: object.__getattribute__(self, name))


class _WatchedContext(Context):
    """A context that notes which fields of its organisation, and which figures, are read.

    Views of another context, `before`, that rest on nothing `changed` are taken over.
    """

    def __init__(
        self,
        organisation: Organisation,
        settings: Settings,
        before: "_WatchedContext | None" = None,
        changed: frozenset[str] = _FIELDS,
    ) -> None:
        self.reads = _Reads()
        watched = _WatchedOrganisation(**{name: getattr(organisation, name) for name in _FIELDS})
        object.__setattr__(watched, "_reads", self.reads)
        super().__init__(watched, settings)
        kept = {} if before is None else before.__dict__
        for name in _VIEWS & kept.keys():
            behind = cast("_WatchedContext", before).reads.behind[_view(name)]
            if not behind & changed:
                self.__dict__[name] = kept[name]
                self.reads.behind[_view(name)] = behind

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever the attribute is
        if name not in _VIEWS:
            return object.__getattribute__(self, name)
        reads: _Reads = object.__getattribute__(self, "reads")
        return reads.derived(_view(name), lambda: object.__getattribute__(self, name))

    def value(self, ident: str, scope: Scope | None = None) -> float | None:
        """Return what was measured before the rules ran, and note that it was asked for."""
        self.reads.add(_FIGURE + ident)
        return super().value(ident, scope)


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
        changed = _FIELDS if _before is None else _before.changed(organisation)
        context = _WatchedContext(organisation, settings, _before._context if _before else None, changed)
        old: Mapping[str, _Taken] = _before._measures if _before else {}
        self._measures: Mapping[str, _Taken] = {
            ident: _again(old.get(ident), changed, context, lambda one=one: one.take(context))  # type: ignore[misc]  # bound as a default: each its own
            for ident, one in MEASURES.items()
        }
        self._context: _WatchedContext = with_measurements(
            context, {ident: one.found for ident, one in self._measures.items()}
        )
        figures = {_FIGURE + ident for ident, one in self._measures.items() if old.get(ident) is not one}
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

    def changed(self, organisation: Organisation) -> frozenset[str]:
        """Return the fields that another organisation does not share with this one."""
        return frozenset(
            name for name in _FIELDS if getattr(self.organisation, name) is not getattr(organisation, name)
        )

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
        changed = self.changed(organisation)
        touched = [ident for ident in self._rescoring.headlines if self._measures[ident].reads & changed]
        context = _WatchedContext(organisation, self.settings, self._context, changed)
        return self._rescoring.score({ident: company_value(MEASURES[ident], context) for ident in sorted(touched)})


def _again(
    old: _Taken | None, changed: frozenset[str] | set[str], context: Context, take: Callable[[], Iterable[Any]]
) -> _Taken:
    """Return what was taken before, or take it again where something it read has changed."""
    if old is not None and not old.reads & changed:
        return old
    reads: _Reads = context.reads  # type: ignore[attr-defined]  # a watched context, or a copy of one
    with reads.noting() as noted:
        found = tuple(take())
    return _Taken(found, frozenset(noted))
