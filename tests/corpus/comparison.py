"""Is it the same organisation? What a layout can carry of the known one, what was read, and where the two differ."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import partial

from alignment.model.organisation import Holder, Organisation
from corpus.company import COMPANY
from corpus.variations import Variation

__all__ = ["canonical", "differences", "expected", "plain"]

Part = Mapping[object, object]


def plain(text: str) -> str:
    """A name without regard to case and blanks; written here anew, so that the reader is not measured by itself."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _named(ident: str | None) -> str | None:
    return None if ident is None else plain(COMPANY.name(ident))


def _lanes(variation: Variation) -> bool:
    return variation["steps"] in {"lanes", "lanes by sheet"}


def _pairs_only(variation: Variation) -> bool:
    return variation["ties"] == "half"


def _held(variation: Variation, unit: str) -> tuple[str, str]:
    match variation["holders"]:
        case "people":
            return "person", plain(COMPANY.head(unit).name)
        case "roles":
            return "role", plain(COMPANY.head(unit).role)
    return "department", plain(COMPANY.name(unit))


def expected(variation: Variation, *, alone: bool = False) -> dict[str, Part]:
    """What a workbook of this variation tells of the organisation, part by part."""
    letters: dict[object, object] = {}
    for duty in COMPANY.duties:
        kind, name = _held(variation, duty.unit)
        letters[plain(COMPANY.name(duty.process)), "" if alone else kind, name] = "".join(sorted(duty.codes))
    if alone:
        # Without lists a chart cannot say whether its columns are departments, people or roles.
        return {"raci": letters, "processes": {plain(one.name): True for one in COMPANY.processes}}
    # Divisions that are only written beside their departments have no row, and so are not listed.
    listed = variation["hierarchy"] != "written once"
    steps: dict[object, object] = {}
    for journey in COMPANY.journeys:
        own = [step for step in COMPANY.steps if step.journey == journey.id]
        steps[plain(journey.name)] = tuple(
            (
                plain(step.name),
                *_taking_part(variation, [str(_named(unit)) for unit in step.units], _named(step.process)),
            )
            for step in own
        )
    return {
        "departments": {plain(one.name): (_named(one.parent), listed or None) for one in COMPANY.units},
        "people": {
            plain(one.name): (_named(one.unit), plain(one.role), _named(one.manager), True) for one in COMPANY.workers
        },
        "processes": {
            plain(one.name): (_named(one.unit), (("person", _named(one.accountable)),) if one.accountable else (), True)
            for one in COMPANY.processes
        },
        "raci": letters,
        "journeys": {
            plain(one.name): (
                tuple(("person", _named(owner)) for owner in one.owners), _named(one.unit), float(one.importance), True
            )
            for one in COMPANY.journeys
        },
        "steps": steps,
        "ties": _known_ties(variation),
    }  # fmt: skip


def _taking_part(variation: Variation, units: list[str], process: str | None) -> tuple[object, ...]:
    # A swim lane says who takes part; who comes first, and which process is meant, it cannot say.
    return (frozenset(units),) if _lanes(variation) else (tuple(units), process)


def _known_ties(variation: Variation) -> Part:
    people = variation["holders"] == "people" and variation["ties"] != "viva"

    def end(unit: str) -> str:
        return plain(COMPANY.head(unit).name if people else COMPANY.name(unit))

    found: Counter[object] = Counter()
    ties = list(COMPANY.ties)
    if variation["ties"] == "half":
        strengths = {(source, target): strength for source, target, strength in ties}
        order = [one.id for one in COMPANY.units]
        pairs = sorted({tuple(sorted(ends, key=order.index)) for ends in strengths})
        ties = [(one, other, strengths.get((one, other)) or strengths[other, one]) for one, other in pairs]
    for source, target, strength in ties:
        found[_tie(variation, end(source), end(target), strength)] += 1
        if variation["ties"] == "viva":
            found[_tie(variation, end(source), end(target), strength * 2)] += 1
    if variation["ties"] == "viva":
        for hours in (8.0, 16.0):
            found[_tie(variation, end("CUS"), end("CUS"), hours)] += 1
    return {"level": "person" if people else "department", **found}


def _tie(variation: Variation, source: str, target: str, strength: float | None) -> object:
    ends = tuple(sorted((source, target))) if _pairs_only(variation) else (source, target)
    return (*ends, strength)


def canonical(organisation: Organisation, variation: Variation, *, alone: bool = False) -> dict[str, Part]:
    """What was read, in the same form."""
    name = partial(_label, organisation)
    letters: dict[object, str] = {}
    for one in organisation.assignments:
        kind, holder = one.holder.kind, _holder_name(organisation, one.holder)
        label = plain(organisation.label(one.subject, one.process))
        place = (label, "" if alone else kind, holder)
        letters[place] = "".join(sorted({*letters.get(place, ""), *one.codes}))
    if alone:
        return {"raci": letters, "processes": {plain(one.name): True for one in organisation.processes}}
    listed = variation["hierarchy"] != "written once"
    steps: dict[object, object] = {}
    for journey, found in organisation.steps_of.items():
        steps[name("journey", journey)] = tuple(
            (
                plain(step.name),
                *_taking_part(
                    variation, [str(name("department", one)) for one in step.departments], name("process", step.process)
                ),
            )
            for step in found
        )
    return {
        "departments": {
            plain(one.name): (name("department", one.parent), (one.listed if listed else None))
            for one in organisation.departments
        },
        "people": {
            plain(one.name): (
                name("department", one.department), plain(one.role), name("person", one.manager), one.listed
            )
            for one in organisation.people
        },
        "processes": {
            plain(one.name): (name("department", one.owner_department), _holders(organisation, one.accountable), one.listed)
            for one in organisation.processes
        },
        "raci": letters,
        "journeys": {
            plain(one.name): (
                _holders(organisation, one.owners), name("department", one.owner_department), one.importance, one.listed
            )
            for one in organisation.journeys
        },
        "steps": steps,
        "ties": _read_ties(organisation, variation),
    }  # fmt: skip


def _read_ties(organisation: Organisation, variation: Variation) -> Part:
    kind = organisation.tie_level
    found: Counter[object] = Counter(
        _tie(
            variation,
            str(_label(organisation, kind, one.source)),
            str(_label(organisation, kind, one.target)),
            one.strength,
        )
        for one in organisation.ties
    )
    return {"level": kind, **found}


def _label(organisation: Organisation, kind: str, ident: str | None) -> str | None:
    return None if ident is None else plain(organisation.label(kind, ident))


def _holder_name(organisation: Organisation, holder: Holder) -> str:
    return plain(organisation.label(holder.kind, holder.id))


def _holders(organisation: Organisation, holders: tuple[Holder, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one.kind, _holder_name(organisation, one)) for one in holders)


def differences(known: Mapping[str, Part], found: Mapping[str, Part]) -> dict[str, str]:
    """Part → the first difference in it, in words; a part that is the same is left out."""
    said = {}
    for part, wanted in known.items():
        got = found[part]
        lines = [f"{here!r}: {wanted[here]!r} is missing" for here in wanted if here not in got]
        lines += [f"{here!r}: {got[here]!r} is not known" for here in got if here not in wanted]
        lines += [
            f"{here!r}: {got[here]!r} for {wanted[here]!r}"
            for here in wanted
            if here in got and got[here] != wanted[here]
        ]
        if lines:
            said[part] = f"{lines[0]} (and {len(lines) - 1} more)" if len(lines) > 1 else lines[0]
    return said
