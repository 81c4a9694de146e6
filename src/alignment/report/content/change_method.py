"""How were two checks compared? What was taken for what, what only one has, and how chance was asked."""

from collections.abc import Mapping

from alignment.history.certainty import METHODS
from alignment.history.change import Method
from alignment.history.crosswalk import Link
from alignment.language import later, number_text, say, say_many
from alignment.model.result import Scope
from alignment.report.content.change import Changes, name_of
from alignment.report.display import clean, scope_word
from alignment.report.document import Block, Bullets, CellValue, Column, Paragraph, Subheading, Table
from alignment.source.names import key
from alignment.wording import capital, joined

__all__ = ["METHOD_NAMES", "SOURCES", "compared_blocks"]

_MOST_LINKS = 30
METHOD_NAMES: Mapping[Method, str] = {
    "reporters": later("Reports exchanged by reporter"),
    "pairs": later("Pairs exchanged"),
    "answers": later("Answers dealt out anew"),
    "matched": later("One by one"),
    "unmatched": later("As two groups"),
}
# Bibliographic sources are not translated.
SOURCES: Mapping[Method, str] = {
    "reporters": "Good, P. (2005). Permutation, Parametric, and Bootstrap Tests of Hypotheses (3rd ed.). Springer.",
    "pairs": "Good, P. (2005). Permutation, Parametric, and Bootstrap Tests of Hypotheses (3rd ed.). Springer.",
    "answers": "Efron, B., & Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall.",
    "matched": "McNemar, Q. (1947). Psychometrika, 12(2), 153-157; Agresti, A., & Min, Y. (2005). Statistics in Medicine, "
    "24(5), 729-740.",
    "unmatched": "Fisher, R. A. (1922). Journal of the Royal Statistical Society, 85(1), 87-94; Agresti, A., & Caffo, B. "
    "(2000). The American Statistician, 54(4), 280-288.",
}
_CORRECTIONS = {
    "benjamini-hochberg": later("Benjamini and Hochberg's way (1995)"),
    "holm": later("Holm's way (1979)"),
}


def compared_blocks(changes: Changes) -> list[Block]:
    """Return how the last two checks were compared."""
    found = changes.found
    blocks: list[Block] = [
        Paragraph(
            say(
                "The check of {last} is compared with that of {first}. Both were measured three times: as printed; with their "
                "departments divided as both can be; and so on what both have. The difference between the first two is of the "
                "division, between the last two of the data, and the rest of the company.",
                first=changes.ends[0],
                last=changes.ends[1],
            )
        )
    ]
    blocks += _crosswalk(changes)
    if found.proposed:
        told = [
            say(
                "{now} may have been {was}: {evidence}",
                now=clean(one.now),
                was=clean(one.was),
                evidence=clean(one.evidence),
            )
            for one in found.proposed
        ]
        blocks.append(
            Paragraph(
                say_many(
                    len(told),
                    "{n} more may be one thing in both checks. Nobody has said so, and it was not taken as one:",
                    "{n} more may each be one thing in both checks. Nobody has said so, and they were not taken as one:",
                )
            )
        )
        blocks.append(Bullets(tuple(told)))
    blocks += [Paragraph(clean(one)) for one in found.notes]
    if found.alone:
        blocks.append(Paragraph(say("What only one check has is left out where the two are compared:")))
        blocks.append(Bullets(tuple(map(clean, found.alone))))
    else:
        blocks.append(Paragraph(say("Both checks have the same sheets and columns: nothing was left out.")))
    return [*blocks, *_chance(changes)]


def _crosswalk(changes: Changes) -> list[Block]:
    """Return what was taken for what, where its name or number is another."""
    links = [
        one for one in changes.found.matched.links if one.kind != "person" and one.listed and _differs(changes, one)
    ]
    if not links:
        return [Paragraph(say("All departments, journeys and processes have the same names in both checks."))]
    shown = links[:_MOST_LINKS]
    rows: tuple[tuple[CellValue, ...], ...] = tuple(
        (
            scope_word(Scope(one.kind)),
            _names(changes, one, 0),
            _names(changes, one, 1),
            say("as declared")
            if one.declared
            else say("nobody says what it is")
            if not one.was or not one.now
            else say("by its id"),
        )
        for one in shown
    )
    columns = (
        Column(say("Kind"), share=1.2),
        Column(changes.ends[0], share=3.0),
        Column(changes.ends[1], share=3.0),
        Column(say("How it is known"), share=1.8),
    )
    note = ""
    if len(links) > len(shown):
        note = say("Shown: {some} of {all}.", some=number_text(len(shown)), all=number_text(len(links)))
    return [Table(say("What is not called the same in both checks"), columns, rows, note, "change-crosswalk")]


def _differs(changes: Changes, link: Link) -> bool:
    # Two spellings of a name are one name.
    return not link.whole or key(_names(changes, link, 0)) != key(_names(changes, link, 1))


def _names(changes: Changes, link: Link, wave: int) -> str:
    view, idents = ((changes.earlier, link.was), (changes.view, link.now))[wave]
    return joined([clean(view.organisation.label(link.kind, one)) for one in idents], len(idents)) if idents else ""


def _chance(changes: Changes) -> list[Block]:
    """Return how chance was asked: each method that was used, once, with where it comes from."""
    verdicts = changes.found.certainty.verdicts
    methods = [one for one in METHODS if one in {verdict.change.method for verdict in verdicts}]
    blocks: list[Block] = [Subheading(say("What chance explains"), "change-chance")]
    settings = changes.view.settings
    if methods:
        tested = sum(one.adjusted is not None for one in verdicts)
        blocks.append(
            Paragraph(
                say_many(
                    tested,
                    "{n} change was tested. From a p of {limit} down, after allowing for all tests in {correction}, a change is "
                    "called more than chance explains. A test says nothing of how much a change matters.",
                    "{n} changes were tested. From a p of {limit} down, after allowing for all tests in {correction}, a change "
                    "is called more than chance explains. A test says nothing of how much a change matters.",
                    limit=number_text(settings.significance, 2),
                    correction=say(_CORRECTIONS[settings.correction]),
                )
                if tested
                else say("Nothing of what could be tested has changed enough to be told from chance.")
            )
        )
        columns = (
            Column(say("Test"), share=1.6),
            Column(say("How chance was asked"), share=6.0),
            Column(say("Source"), share=3.0),
        )
        rows = tuple((say(METHOD_NAMES[one]), say(METHODS[one]), SOURCES[one]) for one in methods)
        blocks.append(Table(say("The tests that were made"), columns, rows, anchor="change-tests"))
    # Of what neither check has, nothing is missing.
    known = {one.id for one in changes.company}
    reasons: dict[str, list[str]] = {}
    for one in changes.found.certainty.untested:
        if one.measure in known and one.scope.id is None:
            reasons.setdefault(clean(one.why), []).append(name_of(one.measure))
    if reasons:
        blocks.append(Paragraph(say("Not tested, and why:")))
        blocks.append(
            Bullets(
                tuple(
                    say("{reason}: {figures}.", reason=capital(why), figures="; ".join(names))
                    for why, names in reasons.items()
                )
            )
        )
    if not methods and not reasons:
        blocks.append(Paragraph(say("Nothing of what both checks have could be tested.")))
    return blocks
