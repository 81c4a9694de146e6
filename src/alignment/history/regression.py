"""Has it become worse? What a scheduler should wake somebody for: nothing that chance, or the data alone, explains."""

from collections.abc import Iterator

from alignment.analysis.catalogue import MEASURES
from alignment.history.certainty import words
from alignment.history.change import Verdict
from alignment.history.comparison import Comparison, direction
from alignment.history.targets import Progress, target_words
from alignment.language import number_text, say

__all__ = ["regressions"]

_GRAVE = frozenset({"critical", "high"})
_LIGHTS = ("red", "amber", "green")


def regressions(found: Comparison, targets: tuple[Progress, ...] = ()) -> tuple[str, ...]:
    """Return in words what has become worse between two checks; empty where nothing has.

    That is: a light of the score that is another for the worse, on what both have; a measure of the company that is worse by
    more than chance explains; a grave finding that is new or back and not of the data or the division; a target that is
    late.
    """
    return (
        *_score(found),
        *_figures(found),
        *_findings(found),
        *(target_words(one) for one in targets if one.state == "late"),
    )


def _score(found: Comparison) -> Iterator[str]:
    was, now = (one.check.score.rating for one in (found.earlier, found.later))
    before, after = found.common_score
    if before is None or after is None or was not in _LIGHTS or now not in _LIGHTS:
        return
    if _LIGHTS.index(now) < _LIGHTS.index(was) and after < before:
        yield say(
            "The light of the score is worse than before: from {before} to {after} on what both have.",
            before=number_text(before, 1),
            after=number_text(after, 1),
        )


def _figures(found: Comparison) -> Iterator[str]:
    for one in found.certainty.verdicts:
        if one.state == "real" and one.change.scope.kind == "organisation" and _worse(one, found):
            yield words(one)


def _worse(one: Verdict, found: Comparison) -> bool:
    measure = MEASURES[one.change.measure]
    return direction(measure, found.later.settings, one.change.before, one.change.after) == "worse"


def _findings(found: Comparison) -> Iterator[str]:
    for one in found.findings:
        if one.state in ("new", "back") and one.cause == "company" and one.finding.severity in _GRAVE:
            said = (
                say("New: {message}", message=one.finding.message)
                if one.state == "new"
                else say("Found again: {message}", message=one.finding.message)
            )
            yield f"{one.finding.code} {said}"
