"""What became of what was agreed? Actions of the last report, found again in this one whoever they name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from alignment.advice.moves import KINDS, Move
from alignment.analysis.waivers import ids_today
from alignment.language import languages, later, say, speaking
from alignment.model.organisation import Action, Organisation
from alignment.model.result import Finding, HealthCheck, Scope, Step
from alignment.source.names import slug

__all__ = ["Outcome", "Topic", "outcomes", "place_words", "subjects", "topic", "topic_of", "waived_topics"]

_CODE = re.compile(r"\b[A-Z]{3,4}\d{2}\b")
# A step that moves steps of a journey begins its variant with their numbers.
_NUMBERS = re.compile(r"(\d+(?:\+\d+)*) to ")
# What a sheet Actions says of a row before what was found.
_PLACE = later("Step {rank} of the plan.")
_STILL = later("Still step {rank} of the plan.")
_FOUND = later("Still found: {finding}.")
_WAIVED = later("Waived.")
_STRANGE = later("Not recognised in this workbook.")
_GONE = later("No longer found, nor a step of the plan.")
_PUT_IN = re.compile(r"\\\{\w+\\\}")


class Topic(NamedTuple):
    """What a step is about, whomever it names: kind, subject as an id of a finding holds it, and numbers of steps."""

    kind: str
    subject: str
    numbers: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An action of the last report, and what this check shows of it.

    Attributes
    ----------
    action
        What was agreed.
    finding
        What it answers and is still found: the finding it is about, or one that its step was to close.
    step
        The step of the plan that asks for it again.
    known
        Whether this workbook has what it is about.
    waived
        Whether it is waived on the day of the check.
    """

    action: Action
    finding: Finding | None
    step: Step | None
    known: bool
    waived: bool

    @property
    def of_step(self) -> bool:
        """Whether it is a step of a plan, not a finding."""
        return _kind(self.action.finding) in KINDS

    @property
    def verdict(self) -> str:
        """What this check shows of it, as a sentence."""
        if self.waived:
            return say(_WAIVED)
        if not self.known:
            return say(_STRANGE)
        if self.step is not None:
            return say(_STILL, rank=self.step.rank)
        return say(_GONE) if self.finding is None else say(_FOUND, finding=self.finding.id)

    @property
    def ground(self) -> str:
        """What was found when it was agreed, without what that report said of its place in the plan, in any language."""
        return _before_ground().sub("", self.action.found)


def _before_ground() -> re.Pattern[str]:
    found: list[str] = []
    for code in languages():
        with speaking(code):
            said = [say(one) for one in (_PLACE, _STILL, _FOUND, _WAIVED, _STRANGE, _GONE)]
        found += [_PUT_IN.sub(r"\\S+", re.escape(one)) for one in said]
    return re.compile(rf"(?:{'|'.join(dict.fromkeys(found))})\s*")


def place_words(step: Step) -> str:
    """Return what a sheet Actions says of a step before the findings that it closes."""
    return say(_PLACE, rank=step.rank)


def outcomes(check: HealthCheck, organisation: Organisation) -> tuple[Outcome, ...]:
    """Return what became of each action that came back; of several on one finding or step, of the last."""
    actions = {one.finding: one for one in check.agreed}
    known = subjects(organisation)
    return tuple(_outcome(one, check, organisation, known) for one in actions.values())


def _outcome(action: Action, check: HealthCheck, organisation: Organisation, known: frozenset[str]) -> Outcome:
    steps = check.advice.steps
    idents = ids_today(action.finding, organisation)
    abouts = [about for ident in idents if (about := topic_of(ident, known)) is not None]
    same = next((one for one in steps if one.move == action.finding), None)
    # What nobody took on was only offered: another step of the like kind does not carry it on.
    if same is None and action.agreed:
        same = next((one for one in steps if topic(one) in abouts), None)
    wanted = {one.casefold() for one in idents}
    found = next((one for one in check.findings if one.id.casefold() in wanted), None)
    if found is None:
        closing = (_to_close(action, about, check.findings, organisation) for about in abouts)
        found = next((one for one in closing if one is not None), None)
    recognised = same is not None or found is not None or abouts or any(_names_known(one, known) for one in idents)
    return Outcome(action, found, same, bool(recognised), action.waives(check.snapshot_date))


def _to_close(action: Action, about: Topic, findings: Sequence[Finding], organisation: Organisation) -> Finding | None:
    """Return a finding that a step was to close, as its row of the sheet says, where it is still found.

    The row gives the code of each, and its message in the language of that report: codes and names are the same in all.
    """
    told = list(zip(_CODE.findall(action.found), _CODE.split(action.found)[1:], strict=True))
    return next(
        (
            one
            for one in findings
            for code, message in told
            if one.code == code
            and (_subject(one.scope) == about.subject or _speaks_of(message, one.scope, organisation))
        ),
        None,
    )


def _speaks_of(message: str, scope: Scope, organisation: Organisation) -> bool:
    """Tell whether the message of a finding names all that a scope is about; people are named by role and department."""
    names: list[str] = []
    for ident in (scope.id,) if isinstance(scope.id, str) else scope.id or ():
        person = organisation.person.get(ident) if scope.kind == "person" else None
        unit = person.department if person else None
        posts = [person.role if person else "", organisation.label("department", unit) if unit else ""]
        names += list(filter(None, posts)) or [organisation.label(scope.kind, ident)]
    return all(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", message, re.IGNORECASE) for one in names)


def topic(step: Step | Move) -> Topic:
    """Return what a step, or a possible one, is about."""
    variant = (
        step.key[2] if isinstance(step, Move) else step.move.removeprefix(f"{step.kind}:{_written(step.subject)}:")
    )
    return Topic(step.kind, _subject(step.subject), _numbers(variant))


def topic_of(ident: str, known: frozenset[str]) -> Topic | None:
    """Return what the id of a step is about; None where it is no step, or about what is not `known`."""
    kind, _, rest = ident.partition(":")
    if kind not in KINDS:
        return None
    parts = rest.split(":")
    # An id may hold a colon itself: the longest that is known.
    for end in range(len(parts), 0, -1):
        subject = _slugs(":".join(parts[:end]))
        if _is_known(subject, known):
            return Topic(kind, subject, _numbers(":".join(parts[end:])))
    return None


def subjects(organisation: Organisation) -> frozenset[str]:
    """Return all that a finding or a step can be about, as an id of a finding holds it."""
    registers = (organisation.departments, organisation.people, organisation.processes, organisation.journeys)
    return frozenset(slug(one.id) for register in registers for one in register)


def waived_topics(organisation: Organisation) -> frozenset[Topic]:
    """Return what the steps are about that are waived on the day of the workbook."""
    known = subjects(organisation)
    waived = (one.finding for one in organisation.actions if one.waives(organisation.snapshot_date))
    idents = (today for ident in waived for today in ids_today(ident, organisation))
    return frozenset(found for ident in idents if (found := topic_of(ident, known)) is not None)


def _names_known(ident: str, known: frozenset[str]) -> bool:
    """Tell whether the id of a finding is about the company, or about something that is known."""
    code, _, rest = ident.partition(":")
    kind, _, subject = rest.partition(":")
    return bool(_CODE.fullmatch(code)) and (kind == "organisation" or _is_known(_slugs(subject), known))


def _kind(ident: str) -> str:
    return ident.partition(":")[0]


def _numbers(variant: str) -> str:
    found = _NUMBERS.match(variant)
    return found[1] if found else ""


def _is_known(subject: str, known: frozenset[str]) -> bool:
    return subject in known or all(part in known for part in subject.split("+"))


def _written(scope: Scope) -> str:
    return "+".join((scope.id,) if isinstance(scope.id, str) else scope.id or ())


def _subject(scope: Scope) -> str:
    return _slugs(_written(scope))


def _slugs(subject: str) -> str:
    return "+".join(sorted(map(slug, subject.split("+"))))
