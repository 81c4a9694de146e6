"""How far could the score be off? Limits and weights drawn again, and departments left out in turn."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from alignment import network
from alignment.analysis.base import AMBER_POINTS, RED_POINTS, Context, Limits
from alignment.language import number_text, say
from alignment.model.organisation import Holder, Organisation
from alignment.settings import Settings
from alignment.wording import counted

__all__ = ["MOST_LEFT_OUT", "MOST_READ_AGAIN", "LeanContext", "drawn_points", "factors", "lean_organisations"]

# Leaving out more departments than this takes longer than it tells: those with the most ties matter most.
MOST_LEFT_OUT = 60
# Each that is left out has all ties of the others read again: together no more than this, in a minute or two.
MOST_READ_AGAIN = 10_000_000

_EARNED = (100.0, AMBER_POINTS, RED_POINTS, 0.0)

Draws = npt.NDArray[np.float64]


def factors(generator: np.random.Generator, settings: Settings, shape: tuple[int, ...]) -> Draws:
    """Draw factors evenly from 1 ± `settings.score_spread`: shape ``(settings.score_draws, *shape)``."""
    spread = settings.score_spread
    return generator.uniform(1 - spread, 1 + spread, (settings.score_draws, *shape))


def drawn_points(value: float, limits: Limits, span: tuple[float | None, float | None], multipliers: Draws) -> Draws:
    """Points of one value under many drawn limits.

    Parameters
    ----------
    value
        The measured value.
    limits
        The limits in force; each draw multiplies the four of them.
    span
        The measure's range; drawn limits stay inside it.
    multipliers
        Shape (draws, 4): one factor each for good, amber, red and bad. Drawn limits that change places are put back
        in order.

    Returns
    -------
    ndarray
        Shape (draws,), 0 to 100; where all multipliers are 1, the same as `points`.
    """
    declared = np.array([limits.good, limits.amber, limits.red, limits.bad])
    # Falling limits are turned round, so that from here on smaller is better.
    sign = 1.0 if limits.bad > limits.good else -1.0
    low, high = (None if one is None else float(one) for one in span)
    inside = np.clip(declared * multipliers, -np.inf if low is None else low, np.inf if high is None else high)
    marks = np.sort(sign * inside, axis=1)
    place = sign * value
    earned = np.zeros(len(marks))
    for near in (2, 1, 0):
        start, end = marks[:, near], marks[:, near + 1]
        width = np.where(end > start, end - start, 1.0)
        fall = _EARNED[near] + (_EARNED[near + 1] - _EARNED[near]) * (place - start) / width
        # Rounding must not lead out of the segment.
        fall = np.clip(fall, _EARNED[near + 1], _EARNED[near])
        earned = np.where((place < end) & (place >= start), fall, earned)
    return np.where(place <= marks[:, 0], 100.0, earned)


def lean_organisations(organisation: Organisation) -> tuple[Iterator[Organisation], str]:
    """Return the company without each department in turn, as if nobody there had been asked, and what was capped.

    Its people, their ties and their letters in the RACI chart are taken out; steps and departments stay. Departments
    without people in a tie are not left out, since nothing would change. Of more than `MOST_LEFT_OUT` departments, or
    than keep what is read again within `MOST_READ_AGAIN` ties, those with the most people in ties are taken. Each company
    is made when it is asked for.
    """
    ends = {end for tie in organisation.ties for end in (tie.source, tie.target)}
    sizes = Counter(one.department for one in organisation.people if one.department is not None and one.id in ends)
    ordered = sorted(sizes, key=lambda unit: (-sizes[unit], unit))
    most = max(1, min(MOST_LEFT_OUT, MOST_READ_AGAIN // max(1, len(organisation.ties))))
    note = ""
    if len(ordered) > most:
        note = say(
            "The range leaves out in turn the {part} of {whole} with the most people in the collaboration data.",
            part=number_text(most),
            whole=counted(len(ordered), "department"),
        )
    return (_without(organisation, unit) for unit in sorted(ordered[:most])), note


class LeanContext(Context):
    """What measures read of a company that somebody left: who works with whom is what is left of the whole company's ties.

    Parameters
    ----------
    organisation
        The company without them.
    settings
        The settings in force.
    whole
        The context of the whole company.
    """

    def __init__(self, organisation: Organisation, settings: Settings, whole: Context) -> None:
        super().__init__(organisation, settings)
        self._whole = whole

    @cached_property
    def collaboration(self) -> network.Collaboration:
        """Who works with whom among those who are left."""
        return network.shrunk(self._whole.collaboration, self.organisation, self.settings.group_by)


def _without(organisation: Organisation, department: str) -> Organisation:
    gone = {one.id for one in organisation.people if one.department == department}

    def stays(holder: Holder) -> bool:
        return holder.kind != "person" or holder.id not in gone

    return replace(
        organisation,
        people=tuple(one for one in organisation.people if one.id not in gone),
        ties=tuple(tie for tie in organisation.ties if tie.source not in gone and tie.target not in gone),
        assignments=tuple(one for one in organisation.assignments if stays(one.holder)),
        processes=tuple(
            replace(one, accountable=tuple(holder for holder in one.accountable if stays(holder)))
            for one in organisation.processes
        ),
    )
