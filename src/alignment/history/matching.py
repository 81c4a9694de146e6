"""Which of the earlier wave is which of the later? Ids of both under the name that the two waves share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from alignment.model.organisation import Organisation

__all__ = ["Common", "Matching", "same_ids"]


@dataclass(frozen=True, slots=True)
class Matching:
    """Ids of each wave → the name both share; what only one wave has is absent.

    What was split has one name for several ids of the later wave, what was merged for several of the earlier. Names are ids
    of the later wave wherever one of them stands for the whole.
    """

    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    def pair(self, ids: Iterable[str], *, later: bool) -> tuple[str, str] | None:
        """Return the names of two ids, sorted; None where one is not shared, or both are one by now."""
        names = self.after if later else self.before
        found = sorted({names[one] for one in ids if one in names})
        return (found[0], found[1]) if len(found) == 2 else None


@dataclass(frozen=True, slots=True)
class Common:
    """What two waves have in common."""

    departments: Matching
    people: Matching
    journeys: Matching
    processes: Matching


def same_ids(before: Organisation, after: Organisation) -> Common:
    """Return what stands under one id in both waves: all that is common where nothing was renamed, split or merged."""

    def shared(kind: str) -> Matching:
        both = sorted({one.id for one in getattr(before, kind)} & {one.id for one in getattr(after, kind)})
        names = dict(zip(both, both, strict=True))
        return Matching(names, names)

    return Common(shared("departments"), shared("people"), shared("journeys"), shared("processes"))
