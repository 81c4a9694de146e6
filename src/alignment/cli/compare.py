"""`alignment compare`: what changed between two checks, and was it the company?"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alignment.cli.options import chosen_settings
from alignment.cli.telling import tell
from alignment.cli.waves import crosswalk_option, declared, snapshot_of, store_option
from alignment.model.result import Scope

if TYPE_CHECKING:
    from alignment.history.comparison import Comparison, Movement
    from alignment.history.crosswalk import Link
    from alignment.history.ledger import Entry

__all__ = ["command"]

_STATES = {"new": "new", "back": "back", "persisting": "still there", "gone": "gone"}
# What is said of a finding that came or went although the company did nothing for it.
_WHY = {"data": " (since more, or less, was read)", "division": " (since the company is divided otherwise)"}
# What is said of a change that a test could not tell from chance.
_WITHIN = "within chance"
# A change smaller than this is rounding, in the unit of any figure.
_NO_CHANGE = 1e-9
# As many findings that came, or went, are told unasked.
_MOST = 20


@click.command("compare")
@click.argument("earlier")
@click.argument("later")
@click.option(
    "--mapping",
    "mappings",
    type=click.Path(path_type=Path),
    multiple=True,
    help="How the company's words map to ours (TOML), for both; given twice, for the earlier and for the later.",
)
@click.option("--settings", type=click.Path(path_type=Path), help="Limits, weights, seeds (alignment.toml), for both.")
@crosswalk_option
@store_option
@click.option(
    "--fail-on",
    type=click.Choice(["regression"]),
    help="End with status 1 if the later one is worse by more than chance explains.",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Tell every figure that moved, of departments and journeys too, and every finding that came or went.",
)
@click.pass_context
def command(
    ctx: click.Context,
    earlier: str,
    later: str,
    mappings: tuple[Path, ...],
    settings: Path | None,
    crosswalk: Path | None,
    store: str,
    fail_on: str | None,
    everything: bool,
) -> None:
    """Compare two checks of one company: figures, findings, and what was agreed.

    EARLIER and LATER are workbooks, or snapshots of a history: the beginning of an id, or a date, as `alignment track list`
    shows them.

    What changed only because more, or less, was read is told apart: both are measured again on what both have. Where departments
    were split, merged or renamed, the file of --crosswalk says so; what may have been is printed as lines to copy into it.
    """
    from alignment.history.comparison import compare
    from alignment.history.regression import regressions

    chosen = chosen_settings(settings)
    if len(mappings) > 2:
        raise click.UsageError("--mapping is given once for both, or twice: for the earlier and for the later.")
    each = (mappings[0], mappings[-1]) if mappings else (None, None)
    before, after = (
        snapshot_of(one, store, chosen, mapping) for one, mapping in zip((earlier, later), each, strict=True)
    )
    found = compare(before, after, declared(crosswalk))
    for line in _printed(found, everything):
        tell(line)
    worse = regressions(found)
    if worse:
        tell("\nWorse than before")
        for line in worse:
            tell(f"  {line}")
        if fail_on:
            ctx.exit(1)


def _printed(found: "Comparison", everything: bool) -> Iterator[str]:
    from alignment.language import date_text

    days = [one.check.snapshot_date for one in (found.earlier, found.later)]
    first, second = (date_text(day) if day else "no day given" for day in days)
    yield f"{found.later.check.organisation}: {first} → {second}"
    yield from (f"  {note}" for note in found.notes)
    yield ""
    yield from _scores(found)
    yield from _reorganisation(found)
    yield from _figures(found, everything)
    yield from _chance(found, everything)
    yield from _findings(found, everything)
    yield from _actions(found)
    yield from _alone(found)
    yield from _proposals(found)


def _scores(found: "Comparison") -> Iterator[str]:
    from alignment.analysis.score import DIMENSIONS

    yield f"{'':<16}{'as printed':<26}on what both have"
    yield f"{'Health score':<16}{_scored(found.score):<26}{_scored(found.common_score)}"
    for ident, pair in found.dimensions.items():
        common = found.common_dimensions.get(ident, (None, None))
        yield f"  {DIMENSIONS[ident]:<14}{_scored(pair):<26}{_scored(common)}"


def _scored(pair: tuple[float | None, float | None]) -> str:
    before, after = pair
    if before is None or after is None:
        return " → ".join("withheld" if one is None else f"{one:.1f}" for one in pair)
    # The change of the two points that are printed.
    change = round(after, 1) - round(before, 1)
    return f"{before:.1f} → {after:.1f} ({_signed(change, '.1f')})"


def _signed(value: float, form: str) -> str:
    # Hundreds and more are told whole.
    return f"{value:+{'.0f' if abs(value) >= 100 else form}}".replace("-", "−")


def _reorganisation(found: "Comparison") -> Iterator[str]:
    links = (one for one in found.matched.of("department") if one.listed)
    told = [words for one in links if (words := _told(one, found))]
    if not told:
        return
    yield "\nThe departments are not the same"
    yield from (f"  {words}" for words in told)
    if found.matched.reorganised:
        yield "  Figures that depend on how a company is divided are compared on what both have only."


def _told(link: "Link", found: "Comparison") -> str:
    """Say what became of a department; empty where it is what it was."""
    from alignment.source.names import spelling

    before, after = found.earlier.organisation, found.later.organisation
    was = " + ".join(before.label("department", one) for one in link.was)
    now = " + ".join(after.label("department", one) for one in link.now)
    if not was or not now:
        return f"{was or now}: in the {'earlier' if was else 'later'} wave only"
    if not link.whole or spelling(was) != spelling(now):
        return f"{was} → {now}"
    listed = [wave.department[ident].listed for wave, (ident,) in ((before, link.was), (after, link.now))]
    if listed[0] == listed[1] or not all("departments" in wave.sheets for wave in (before, after)):
        return ""
    return f"{was if listed[0] else now}: on the list of departments in the {'earlier' if listed[0] else 'later'} wave only"


def _figures(found: "Comparison", everything: bool) -> Iterator[str]:
    moved = [one for one in found.movements if _moved(one)]
    told = [one for one in moved if everything or _leads(one)]
    yield f"\nFigures that moved: {len(moved) or 'none'}"
    yield from (f"  {_figure(one, found)}" for one in told)
    if len(told) < len(moved):
        yield f"  and {len(moved) - len(told)} more; --all tells them"


def _leads(one: "Movement") -> bool:
    """Tell whether a figure is told unasked: of the company, and scored or made to be followed across a reorganisation."""
    from alignment.analysis.base import CHANCE_OUT
    from alignment.analysis.catalogue import MEASURES

    measure = MEASURES[one.id]
    leading = measure.scored_as is not None or measure.survives == CHANCE_OUT or one.expected is not None
    return one.place.kind == "organisation" and leading


def _moved(one: "Movement") -> bool:
    """Tell whether there is a change to tell of; where neither direction is better there is, where chance is beside it."""
    from alignment.analysis.catalogue import MEASURES

    if one.expected is not None:
        changes = (one.of_company, *(_printed_change(one)))
    elif MEASURES[one.id].direction == "neither":
        changes = ()
    else:
        changes = (one.change, one.of_company)
    return any(change is not None and abs(change) > _NO_CHANGE for change in changes)


def _printed_change(one: "Movement") -> Iterator[float]:
    """Yield the difference of the two values as they stand, whether or not they may be compared."""
    before, after = (side.value if side else None for side in (one.before, one.after))
    if before is not None and after is not None:
        yield after - before


def _figure(one: "Movement", found: "Comparison") -> str:
    from alignment.analysis.catalogue import MEASURES

    subject = "" if one.place.kind == "organisation" else f" of {_subject(one, found)}"
    words = f"{MEASURES[one.id].name}{subject}: "
    judged, judged_of_company = _judged(one, found)
    common = f"{_number(one.common[0])} → {_number(one.common[1])}"
    of_company = _change(one.of_company, judged_of_company)
    on_common = f"on what both have {common} ({of_company})"
    if one.before is None is one.after:
        # What was split or merged has no figure of its own in either.
        return f"{words}{on_common}"
    printed = [side.value if side else None for side in (one.before, one.after)]
    if one.expected is not None:
        pairs = zip(printed, one.expected, strict=True)
        words += " → ".join(f"{_number(value)} (chance {_number(chance)})" for value, chance in pairs)
    else:
        words += " → ".join(map(_number, printed))
    rest = _rest(one)
    if one.change is not None:
        # Only what the company did is for better or worse.
        words += f" ({_change(one.change, None if rest else judged)})"
    if one.of_company is None:
        return f"{words}; on what both have not known"
    if one.change is not None:
        return f"{words}; {on_common}, {rest}" if rest else words
    if printed == list(one.common) and _all_matched(found):
        # It could have moved with how the company is divided, and did not.
        return f"{words} ({of_company})"
    return f"{words}; {on_common}; {one.reason}"


def _judged(one: "Movement", found: "Comparison") -> tuple[str | None, str | None]:
    """Say whether the printed change, and that on what both have, is for the better, as far as that can be said."""
    if one.expected is not None:
        # What is only read beside chance is neither better nor worse by itself.
        return None, None
    verdict = found.certainty.of(one.id, one.place.scope)
    if verdict is not None and verdict.state == "not_shown":
        return _WITHIN, _WITHIN
    return one.direction, one.of_company_direction


def _all_matched(found: "Comparison") -> bool:
    """Tell whether each department of either wave is, or is a part of, one of the other."""
    return all(one.was and one.now for one in found.matched.of("department") if one.listed)


def _rest(one: "Movement") -> str:
    """Say how much of a printed change is not of the company."""
    shares = {"of how it is divided": one.of_division, "of what only one has": one.of_data}
    return " and ".join(
        f"{_signed(share, '.2g')} {words}" for words, share in shares.items() if share and abs(share) > _NO_CHANGE
    )


def _chance(found: "Comparison", everything: bool) -> Iterator[str]:
    """Say which changes on what both have are more than chance explains; with everything, what of the others can be said."""
    from alignment.history.certainty import words

    tested = [one for one in found.certainty.verdicts if one.state in ("real", "not_shown")]
    real = [one for one in tested if one.state == "real"]
    of_all = f"{len(real) or 'none'} of {len(tested)} tested" if tested else "nothing changed that can be tested"
    yield f"\nMore than chance explains: {of_all}"
    for one in found.certainty.verdicts if everything else real:
        subject = "" if one.change.scope == Scope() else f"{_subject_of(one.change.scope, found)}: "
        yield f"  {subject}{words(one)}"


def _subject(one: "Movement", found: "Comparison") -> str:
    return _subject_of(one.place.scope, found)


def _subject_of(scope: Scope, found: "Comparison") -> str:
    kind = "department" if scope.kind == "pair" else scope.kind
    idents = (scope.id,) if isinstance(scope.id, str) else scope.id or ()
    return " and ".join(found.later.organisation.label(kind, ident) for ident in idents)


def _number(value: float | None) -> str:
    if value is None:
        return "not known"
    return f"{value:{'.0f' if abs(value) >= 100 else '.3g'}}".replace("-", "−")


def _change(change: float | None, direction: str | None) -> str:
    if change is None:
        return "not known"
    if abs(change) <= _NO_CHANGE:
        return "no change"
    words = "" if direction in (None, "neutral", "same") else f", {direction}"
    return f"{_signed(change, '.2g')}{words}"


def _findings(found: "Comparison", everything: bool) -> Iterator[str]:
    counts = {state: sum(1 for one in found.findings if one.state == state) for state in _STATES}
    yield "\nFindings: " + ", ".join(f"{counts[state] or 'none'} {words}" for state, words in _STATES.items())
    for state, words in _STATES.items():
        if state == "persisting":
            continue
        # What the company did comes first, and the gravest of that.
        those = sorted((one for one in found.findings if one.state == state), key=lambda one: one.cause != "company")
        told = those if everything else those[:_MOST]
        for one in told:
            yield f"  {words:<5}{one.finding.code:<7}{one.finding.severity:<9}{one.finding.message}{_why(one, found)}"
        if len(told) < len(those):
            yield f"  and {len(those) - len(told)} more that are {words}; --all tells them"


def _why(one: "Entry", found: "Comparison") -> str:
    """Say of a finding that came or went why, if it was not the company that did it."""
    from alignment.history.ledger import lone

    wave = 0 if one.state == "gone" else 1
    if one.cause == "data" and lone(one.finding.scope, found.matched, wave):
        return f" (of what only the {('earlier', 'later')[wave]} wave has)"
    return _WHY.get(one.cause or "", "")


def _actions(found: "Comparison") -> Iterator[str]:
    if not found.actions:
        return
    yield f"\nWhat was agreed: {len(found.actions)}"
    for one in found.actions:
        gain = (
            f" [to gain {one.gain:.1f}]" if one.gain and one.state in ("without effect", "back", "late", "open") else ""
        )
        yield f"  {one.state:<15}{one.action.finding}: {one.action.action or one.action.owner}{gain}. {one.verdict}"


def _alone(found: "Comparison") -> Iterator[str]:
    if found.alone:
        yield "\nWhat only one has"
        yield from (f"  {one}" for one in found.alone)
    rates = (found.movement(ident) for ident in ("trust.response_rate", "maturity.response_rate", "trust.coverage"))
    for one in rates:
        if one is not None and one.change is not None and abs(one.change) > _NO_CHANGE:
            yield f"  {_figure(one, found)}"


def _proposals(found: "Comparison") -> Iterator[str]:
    if not found.proposed:
        return
    yield "\nMay these be the same? Copy what is right into a file, and give it with --crosswalk."
    from alignment.history.crosswalk import TABLES

    for kind, table in TABLES.items():
        chosen: Sequence[str] = [f"  {one.line}   # {one.evidence}" for one in found.proposed if one.kind == kind]
        if chosen:
            yield f"\n  [{table}]"
            yield from chosen
