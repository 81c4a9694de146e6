"""How firmly is a journey held: who is named, from where, how far does that reach, and is it exercised?"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from alignment.analysis.ages import MONTHS_CURRENT, months_before
from alignment.analysis.standing import Standing
from alignment.language import date_text, later, number_text, say, say_many
from alignment.model.organisation import Holder, Journey, Organisation, Step
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = ["NO_OWNER_COLUMN", "JourneyOwner", "journey_owners", "names_owners"]

NO_OWNER_COLUMN = later("the workbook has no column that names end-to-end owners")
# Columns without which rung 4 cannot be judged.
_NEEDED = {"kpi": later("KPI"), "target": later("target"), "last_review": later("last review")}


def names_owners(organisation: Organisation) -> bool:
    """Tell whether the workbook has a column that can name end-to-end owners."""
    return organisation.has("journeys", "owner") or organisation.has("journeys", "owner_department")


def journey_owners(organisation: Organisation) -> Iterator["JourneyOwner"]:
    """Yield each listed journey with its ownership, in the order of the workbook.

    A journey that only the steps name has no row where an owner could stand, so it is left out.
    """
    standing = Standing(organisation)
    for journey in organisation.journeys:
        if journey.listed:
            yield JourneyOwner(organisation, standing, journey)


@dataclass(frozen=True)
class JourneyOwner:
    """A journey seen from its owner. Suppliers have no superior in the chart, so authority is judged without them."""

    organisation: Organisation
    standing: Standing
    journey: Journey

    @property
    def scope(self) -> Scope:
        """The journey."""
        return Scope("journey", self.journey.id)

    @property
    def owners(self) -> tuple[Holder, ...]:
        """The distinct owners, in the order written."""
        owners = self.journey.owners
        return owners if len(owners) < 2 else tuple(dict.fromkeys(owners))

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Departments where the single owner stands, sorted; none without one, or where the data cannot tell."""
        return self.standing.departments(self.owners[0]) if len(self.owners) == 1 else ()

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps, in order."""
        return self.organisation.steps_of.get(self.journey.id, ())

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """Every department the steps name, participants too, sorted."""
        return tuple(sorted({one for step in self.steps for one in step.departments}))

    @cached_property
    def suppliers(self) -> tuple[str, ...]:
        """Those of the departments that are external."""
        return tuple(one for one in self.departments if self.standing.external(one))

    @cached_property
    def inside(self) -> tuple[str, ...]:
        """Those of the departments that belong to the company."""
        return tuple(one for one in self.departments if one not in self.suppliers)

    @cached_property
    def unplaced(self) -> tuple[str, ...]:
        """Departments of which the chart does not tell who stands above them, and which are not the owner's own."""
        known = [one for one in self.inside if one not in self.places]
        return tuple(one for one in known if not self.standing.listed(one))

    @cached_property
    def beyond(self) -> tuple[str, ...]:
        """Listed departments of the company that neither are the owner's nor stand below it."""
        others = [one for one in self.inside if one not in self.unplaced]
        return tuple(one for one in others if not self.standing.reaches(self.places, one))

    @property
    def covered_steps(self) -> int:
        """Steps whose responsible department is the owner's own or below it."""
        return sum(
            step.department is not None and self.standing.reaches(self.places, step.department) for step in self.steps
        )

    @property
    def no_single_owner(self) -> str:
        """Why there is no single owner; empty where there is one."""
        if not self.owners:
            return say("nobody is named as end-to-end owner")
        number = len(self.owners)
        return say("{number} end-to-end owners are named", number=number_text(number)) if number > 1 else ""

    @property
    def not_placed(self) -> str:
        """Why owner and departments cannot be compared in the chart; empty where they can."""
        if not self.places:
            return say("the workbook does not tell in which department the owner stands")
        if not self.departments:
            return say("no step of this journey names a department")
        if self.unplaced:
            return say_many(
                len(self.unplaced),
                "{departments} is not in the list of departments",
                "{departments} are not in the list of departments",
                departments=joined(self.unplaced),
            )
        circular = self.standing.circular((*self.places, *self.inside)) if self.beyond else ()
        if not circular:
            return ""
        return say("the parents of {departments} run in a circle", departments=joined(self._names(circular)))

    @property
    def has_authority(self) -> bool | None:
        """Whether the owner stands at or above every department of the company in the journey; None if unknown."""
        if not self.places or not self.inside:
            return None
        if self.beyond and self.standing.charted and not self.standing.circular((*self.places, *self.beyond)):
            return False
        return None if self.beyond or self.unplaced else True

    def stale(self, months: int = MONTHS_CURRENT) -> bool | None:
        """Tell whether the last review is older than some months; None without a review or a snapshot date."""
        reviewed, snapshot = self.journey.last_review, self.organisation.snapshot_date
        return None if reviewed is None or snapshot is None else reviewed < months_before(snapshot, months)

    def not_exercised(self, months: int = MONTHS_CURRENT) -> tuple[tuple[str, str], ...]:
        """What is missing for ownership to be exercised: (field, words) of each; only of columns that are there."""
        has, journey = self.organisation.has, self.journey
        missing: list[tuple[str, str]] = []
        if has("journeys", "kpi") and not journey.kpi:
            missing.append(("kpi", say("no KPI is recorded")))
        elif has("journeys", "target") and not journey.target:
            missing.append(("target", say("no target is set")))
        if has("journeys", "last_review") and journey.last_review is None:
            missing.append(("last_review", say("no review is recorded")))
        elif journey.last_review is not None and self.stale(months):
            words = say(
                "the last review, {day}, is more than {months} old",
                day=date_text(journey.last_review),
                months=counted(months, "month"),
            )
            missing.append(("last_review", words))
        return tuple(missing)

    @cached_property
    def rung(self) -> int:
        """The rung of the ladder, 0 to 4."""
        if len(self.owners) != 1:
            return len(self.owners[:1])
        if not self.standing.known(self.owners[0]):
            return 1
        if not self.journey.mandate and not self.has_authority:
            return 2
        return 3 if self._unproved else 4

    @property
    def held_back(self) -> str:
        """What keeps the journey from the next rung; empty on the last."""
        if self.no_single_owner:
            return self.no_single_owner
        match self.rung:
            case 1:
                known = self.standing.known(self.owners[0])
                if known is None:
                    return say("the workbook has no list in which to find the owner")
                return say("the owner is in no register")
            case 2:
                return say("no mandate is recorded, and {why}", why=self._no_authority)
            case 3:
                return self._unproved
            case _:
                return ""

    @property
    def _unproved(self) -> str:
        """What keeps ownership from being shown as exercised; empty where it is."""
        missing = self.not_exercised()
        if missing:
            return joined([words for _, words in missing])
        absent = [say(words) for name, words in _NEEDED.items() if not self.organisation.has("journeys", name)]
        if absent:
            return say("rung 4 cannot be judged: the workbook has no column for {columns}", columns=joined(absent))
        if self.organisation.snapshot_date is None:
            return say("rung 4 cannot be judged: without a snapshot date the age of the review is not known")
        return ""

    @property
    def _no_authority(self) -> str:
        if self.has_authority is False:
            return say("the owner has no authority over {departments}", departments=joined(self._names(self.beyond)))
        if self.not_placed:
            return say("authority cannot be judged: {why}", why=self.not_placed)
        if not self.inside:
            return say("only suppliers do the steps")
        return say("authority cannot be judged: the chart has no levels")

    def _names(self, departments: tuple[str, ...]) -> list[str]:
        return [self.organisation.label("department", one) for one in departments]
