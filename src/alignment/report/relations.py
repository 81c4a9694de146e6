"""What belongs to a department? Its ties, its journeys and the findings that name it, for a page that answers when it is pointed at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from alignment.model.result import Severity

__all__ = ["MOST_PAIRS", "NAMED", "About", "DepartmentPlace", "JourneyPlace", "PairPlace", "Relations"]

# So many pairs of departments are told whole, some 1.5 MB of a page. Of more, those that are drawn, and of each department
# the pairs that its card names: our choice.
MOST_PAIRS = 20_000
# Of its ties, and of its missing contacts, the card of a department names so many; the script knows the number, too.
NAMED = 5


@dataclass(frozen=True, slots=True)
class DepartmentPlace:
    """A department: the ids of its journeys, and the anchor of its own page where it has one.

    `ties` and `gaps` say how many ties and missing contacts it has, where not all of its pairs are told.
    """

    id: str
    name: str
    division: str
    journeys: tuple[str, ...]
    anchor: str = ""
    ties: int | None = None
    gaps: int | None = None


@dataclass(frozen=True, slots=True)
class JourneyPlace:
    """A journey, and the anchor under which it is drawn where it is."""

    id: str
    name: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class PairPlace:
    """Two departments: how strong their tie is, None where none is known, and the ids of the journeys that need both.

    `missing` where journeys or processes need a tie that is known not to be there.
    """

    first: str
    second: str
    strength: float | None
    missing: bool
    journeys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What a finding is about: the ids of departments and of journeys."""

    severity: Severity
    departments: tuple[str, ...]
    journeys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """What belongs together, in the order of names; `findings` says by anchor what each finding is about.

    `names` gives the department that a text names; a name that also is that of something else names nothing.
    """

    departments: tuple[DepartmentPlace, ...] = ()
    journeys: tuple[JourneyPlace, ...] = ()
    pairs: tuple[PairPlace, ...] = ()
    findings: Mapping[str, About] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
