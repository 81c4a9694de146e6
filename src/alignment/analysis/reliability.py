"""Who reported ties, and how old are the reviews? What the measures and rules of trust share."""

from dataclasses import dataclass

from alignment.analysis.ages import MONTHS_CURRENT, months_before
from alignment.analysis.base import Reading, not_applicable, not_measured
from alignment.analysis.standing import Standing
from alignment.language import number_text, say
from alignment.model.organisation import Department, Journey, Organisation, Person, TieLevel
from alignment.wording import plural

__all__ = ["NAMES_HOLD", "TOTALS_HOLD", "Response", "Reviews", "response", "reviews"]

# Share of those listed who report ties, from which totals can be believed, and from which who stands between others.
TOTALS_HOLD = 0.7
NAMES_HOLD = 0.85


@dataclass(frozen=True)
class Reviews:
    """Journeys with a review date, the oldest first, and those older than a year at the snapshot."""

    dated: tuple[Journey, ...]
    stale: tuple[Journey, ...]


def reviews(organisation: Organisation) -> Reviews | str:
    """Review dates against the snapshot; a text that says why where they cannot be compared."""
    if not organisation.has("journeys", "last_review"):
        return say("the journeys have no column of last reviews")
    dates = [(one.last_review, at, one) for at, one in enumerate(organisation.journeys) if one.last_review is not None]
    if not dates:
        return say("no journey gives the date of its last review")
    if organisation.snapshot_date is None:
        return say("without a snapshot date the age of what is recorded is not known")
    start = months_before(organisation.snapshot_date, MONTHS_CURRENT)
    return Reviews(
        tuple(one for *_, one in sorted(dates, key=lambda found: found[:2])),
        tuple(one for day, _, one in sorted(dates, key=lambda found: found[:2]) if day < start),
    )


@dataclass(frozen=True)
class Response:
    """Who could have reported ties, and who did: records of people, or of departments."""

    asked: tuple[Person | Department, ...]
    silent: tuple[Person | Department, ...]
    level: TieLevel

    @property
    def rate(self) -> float:
        """Share of those asked who report ties."""
        return self.answered / len(self.asked)

    @property
    def answered(self) -> int:
        """How many of those asked report ties."""
        return len(self.asked) - len(self.silent)

    @property
    def percent(self) -> int:
        """Rounded down, or a rate just under a limit would read as the limit."""
        return 100 * self.answered // len(self.asked)

    @property
    def words(self) -> str:
        """The rate in counts, as a clause."""
        return say(
            "{part} of {whole} listed {nodes} report ties",
            part=number_text(self.answered),
            whole=number_text(len(self.asked)),
            nodes=plural(self.level),
        )


def response(organisation: Organisation) -> Response | Reading:
    """Who of those listed reports ties; a reading that says why where that cannot be told. Suppliers are not asked."""
    if not organisation.ties_directed:
        return not_applicable(say("each tie is recorded once: it does not tell who reported it"))
    reporters = {tie.source for tie in organisation.ties}
    standing = Standing(organisation)
    asked: tuple[Person | Department, ...]
    if organisation.tie_level == "person":
        inside = [one for one in organisation.people if one.department is None or not standing.external(one.department)]
        asked = tuple(one for one in inside if one.listed)
    else:
        groups = {one.parent for one in organisation.departments}
        named = reporters | {tie.target for tie in organisation.ties}
        units = [one for one in organisation.departments if one.listed and not one.external]
        # A division above other departments has nobody of its own to ask, unless a tie names it.
        asked = tuple(one for one in units if one.id not in groups or one.id in named)
    if not asked:
        return not_measured(
            say("no {nodes} are listed, so nobody knows who could have answered", nodes=plural(organisation.tie_level))
        )
    return Response(asked, tuple(one for one in asked if one.id not in reporters), organisation.tie_level)
