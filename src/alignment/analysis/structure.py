"""What do its journeys require of a department that answered, and what of it is there? Ties, and owners."""

from collections.abc import Mapping
from dataclasses import dataclass

from alignment.analysis.base import Context
from alignment.analysis.contacts import covered_pairs
from alignment.analysis.journey_owner import names_owners
from alignment.language import number_text, say
from alignment.wording import counted

__all__ = ["Structure", "structures"]


@dataclass(frozen=True, slots=True)
class Structure:
    """Pairs with other departments that journeys require, and journeys that it does steps of: all, and those in order."""

    pairs: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str], ...]
    journeys: tuple[str, ...]
    unowned: tuple[str, ...]

    @property
    def required(self) -> int:
        """How much is required."""
        return len(self.pairs) + len(self.journeys)

    @property
    def share(self) -> float:
        """Share of it that is there."""
        return 1 - (len(self.missing) + len(self.unowned)) / self.required

    def words(self) -> str:
        """What is there, in counts."""
        ties = say(
            "{part} of {whole}",
            part=number_text(len(self.pairs) - len(self.missing)),
            whole=counted(len(self.pairs), "tie"),
        )
        owners = say(
            "{part} of {journeys} with one owner",
            part=number_text(len(self.journeys) - len(self.unowned)),
            journeys=counted(len(self.journeys), "journey"),
        )
        return "; ".join(words for words, there in ((ties, self.pairs), (owners, self.journeys)) if there)


def structures(context: Context) -> Mapping[str, Structure]:
    """What journeys require of each department with respondents, sorted; empty where neither ties nor owners are known."""
    organisation = context.organisation
    owners_known = names_owners(organisation)
    if not owners_known and not organisation.has("collaboration"):
        return {}
    pairs: dict[str, list[tuple[str, str]]] = {}
    for pair, need in covered_pairs(context, context.required).items():
        if need.journeys:
            for unit in pair:
                pairs.setdefault(unit, []).append(pair)
    owned = {one.id: len(set(one.owners)) == 1 for one in organisation.journeys if one.listed and owners_known}
    involved: dict[str, set[str]] = {}
    for step in organisation.steps:
        for unit in step.departments:
            involved.setdefault(unit, set()).add(step.journey)
    found = {}
    for unit in sorted(str(scope.id) for scope in context.survey.whole() if scope.kind == "department"):
        needed = tuple(pairs.get(unit, ()))
        journeys = tuple(sorted(one for one in involved.get(unit, ()) if one in owned))
        found[unit] = Structure(
            needed,
            tuple(one for one in needed if one not in context.actual),
            journeys,
            tuple(one for one in journeys if not owned[one]),
        )
    return found
