"""What became of the findings and of what was agreed? New, persisting, gone and back; done, late, without effect."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType
from typing import Literal, NamedTuple

from alignment.advice.agreed import Outcome, outcomes
from alignment.analysis.base import finding_id
from alignment.history.crosswalk import Crosswalk, Kind, Link
from alignment.history.snapshot import Snapshot
from alignment.language import say
from alignment.model.organisation import Action
from alignment.model.result import Finding, Scope, ScopeKind

__all__ = [
    "STATUSES",
    "ActionState",
    "Cause",
    "Entry",
    "Fate",
    "Place",
    "State",
    "Topic",
    "actions",
    "followed",
    "ledger",
    "lone",
    "place",
    "seen_as",
    "states",
    "topic",
    "whole",
]

State = Literal["new", "back", "persisting", "gone"]
Cause = Literal["company", "division", "data"]
ActionState = Literal["without effect", "back", "late", "lapsed", "open", "waived", "settled", "done"]

# What a scope of each kind is in the crosswalk; a pair is one of departments or of people.
_KINDS: Mapping[str, tuple[Kind, ...]] = {
    "department": ("department",),
    "group": ("department",),
    "journey": ("journey",),
    "process": ("process",),
    "person": ("person",),
    "pair": ("department", "person"),
}
# Those that ask for something first.
_ORDER: tuple[ActionState, ...] = ("without effect", "back", "late", "lapsed", "open", "waived", "settled", "done")


# What a health check calls a state of its findings.
STATUSES: Mapping[State, Literal["new", "persisting", "regressed"]] = MappingProxyType(
    {"new": "new", "persisting": "persisting", "back": "regressed"}
)


class Place(NamedTuple):
    """What a figure or a finding is about, as both waves call it."""

    kind: ScopeKind
    ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, scope: Scope) -> "Place":
        """Return the place of a scope whose ids are those of both waves."""
        idents = (scope.id,) if isinstance(scope.id, str) else scope.id or ()
        return cls(scope.kind, tuple(sorted(idents)))

    @property
    def scope(self) -> Scope:
        """The same as a scope."""
        if len(self.ids) > 1:
            return Scope(self.kind, (self.ids[0], self.ids[-1]))
        return Scope(self.kind, next(iter(self.ids), None))


class Topic(NamedTuple):
    """What a finding says, of what."""

    code: str
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding, or one that is gone, with what became of it; `cause` of one that is new, back or gone.

    The cause is the company where the same can be told from what both waves have; what was read, where it can be told
    only from all that each has; and else how the company is divided into departments.
    """

    state: State
    finding: Finding
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an action. `gain` is what its step was to gain, in points of the score; None where no step was planned."""

    state: ActionState
    action: Action
    outcome: Outcome
    gain: float | None

    @property
    def verdict(self) -> str:
        """What the later check shows of it, as a sentence."""
        if self.state == "back" and self.outcome.finding is not None:
            return say("Found again: {finding}.", finding=self.outcome.finding.id)
        return self.outcome.verdict


def _links(scope: Scope, matched: Crosswalk, wave: int) -> tuple[tuple[str, Link | None], ...]:
    idents = (scope.id,) if isinstance(scope.id, str) else scope.id or ()
    kinds = _KINDS.get(scope.kind, ())
    of = matched.of_later if wave else matched.of_earlier
    return tuple((ident, next((link for kind in kinds if (link := of(kind, ident))), None)) for ident in idents)


def place(scope: Scope, matched: Crosswalk, wave: int) -> Place:
    """Return what a scope of the earlier (0) or later (1) wave is in both."""
    return Place(
        scope.kind, tuple(sorted(link.ident if link else ident for ident, link in _links(scope, matched, wave)))
    )


def topic(finding: Finding, matched: Crosswalk, wave: int) -> Topic:
    """Return what a finding of a wave says in both."""
    return Topic(finding.code, place(finding.scope, matched, wave))


def whole(scope: Scope, matched: Crosswalk, wave: int) -> bool:
    """Tell whether a scope is about what is one thing in both waves."""
    return all(link is None or link.whole for _, link in _links(scope, matched, wave))


def lone(scope: Scope, matched: Crosswalk, wave: int) -> bool:
    """Tell whether a scope of a wave is about something that the other wave does not have."""
    return any(link is not None and not (link.now, link.was)[wave] for _, link in _links(scope, matched, wave))


def ledger(
    waves: tuple[Snapshot, Snapshot],
    matched: Crosswalk,
    divided_alike: tuple[Iterable[Finding], Iterable[Finding]],
    on_common: tuple[Iterable[Finding], Iterable[Finding]],
    seen: Collection[str] = (),
) -> tuple[Entry, ...]:
    """Return every finding of the later wave, and those of the earlier that are gone, each with what became of it.

    Parameters
    ----------
    waves
        The earlier and the later.
    matched
        What is what it was.
    divided_alike
        What is found of each where both are divided alike.
    on_common
        What is found of each on what both have.
    seen
        Ids of findings that checks before the earlier wave had.
    """
    after = {topic(finding, matched, 1) for finding in waves[1].check.findings}
    alike, shared = ([set(map(_as_common, those)) for those in both] for both in (divided_alike, on_common))

    def cause(about: Topic, has: int) -> Cause:
        if about in shared[has] - shared[1 - has]:
            return "company"
        return "data" if about in alike[has] - alike[1 - has] else "division"

    entries: list[Entry] = []
    for finding, state in states(waves, matched, seen):
        why = None if state == "persisting" else cause(topic(finding, matched, 1), 1)
        entries.append(Entry(state, finding, why))
    for finding in waves[0].check.findings:
        about = topic(finding, matched, 0)
        if about not in after:
            entries.append(Entry("gone", finding, cause(about, 0)))
    return tuple(entries)


def states(
    waves: tuple[Snapshot, Snapshot], matched: Crosswalk, seen: Collection[str] = ()
) -> Iterator[tuple[Finding, State]]:
    """Yield every finding of the later wave: persisting where the earlier has it, back where only one of `seen` was it, else new."""
    before = {topic(finding, matched, 0) for finding in waves[0].check.findings}
    for finding in waves[1].check.findings:
        if topic(finding, matched, 1) in before:
            yield finding, "persisting"
        else:
            yield finding, "new" if seen_as(finding, matched).isdisjoint(seen) else "back"


def _as_common(finding: Finding) -> Topic:
    return Topic(finding.code, Place.of(finding.scope))


def seen_as(finding: Finding, matched: Crosswalk) -> set[str]:
    """Return the ids under which a finding of the later wave may have been found before."""
    options = [(ident, *(link.was if link else ())) for ident, link in _links(finding.scope, matched, 1)]
    return {finding.id} | {finding_id(finding.code, _scope(finding.scope, ids)) for ids in product(*options)}


def followed(scope: Scope, matched: Crosswalk) -> set[Scope]:
    """Return what a scope of the earlier wave is in the later one: of what was split, each part; of what ended, itself."""
    options = [(link.now if link else ()) or (ident,) for ident, link in _links(scope, matched, 0)]
    return {_scope(scope, ids) for ids in product(*options)}


def _scope(like: Scope, ids: tuple[str, ...]) -> Scope:
    if like.id is None:
        return like
    if isinstance(like.id, str):
        return Scope(like.kind, ids[0])
    first, last = sorted(ids)
    return Scope(like.kind, (first, last))


def actions(waves: tuple[Snapshot, Snapshot], matched: Crosswalk, found: Iterable[Entry]) -> tuple[Fate, ...]:
    """Return what became of each action that the later workbook brings back: first what asks for something.

    Among those of one state, the one that was to gain most comes first. `found` is what became of the findings: what was
    done and is found still did not help; what is found again after a check that did not find it had helped, and is back.
    """
    earlier, later = waves
    again = {one.finding.id for one in found if one.state in ("new", "back")}
    before = {one.id: topic(one, matched, 0) for one in earlier.check.findings}
    now: dict[Topic, str] = {}
    for one in later.check.findings:
        now.setdefault(topic(one, matched, 1), one.id)
    # An action names a finding by the id that it had when it was agreed.
    agreed = {one.finding: one for one in later.check.agreed}
    ids = {ident: now.get(before[ident], ident) if ident in before else ident for ident in agreed}
    check = replace(later.check, agreed=tuple(replace(one, finding=ids[one.finding]) for one in agreed.values()))
    told = {one.action.finding: one for one in outcomes(check, later.organisation)}
    fates = [
        Fate(_state(outcome, later, again), action, outcome, _gain(action, earlier))
        for ident, action in agreed.items()
        if (outcome := told.get(ids[ident])) is not None and action.agreed
    ]
    return tuple(sorted(fates, key=lambda one: (_ORDER.index(one.state), -(one.gain or 0.0), one.action.finding)))


def _state(outcome: Outcome, later: Snapshot, again: Collection[str]) -> ActionState:
    action, day = outcome.action, later.check.snapshot_date
    if outcome.waived:
        return "waived"
    still = outcome.finding is not None or outcome.step is not None
    if action.status == "done":
        if outcome.finding is not None and outcome.finding.id in again:
            return "back"
        return "without effect" if still else "done"
    if not still and outcome.known:
        return "settled"
    if action.status == "waived":
        return "lapsed"
    return "late" if day is not None and action.due is not None and action.due < day else "open"


def _gain(action: Action, earlier: Snapshot) -> float | None:
    steps = earlier.check.advice.steps
    gains = [one.gain for one in steps if one.move == action.finding or action.finding in one.closes]
    return max(gains, default=None)
