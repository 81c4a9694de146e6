"""How were these figures made, and how far can they be trusted? Score, limits, sheets read, issues, measures."""

from alignment.analysis.catalogue import MEASURES, score_account
from alignment.analysis.privacy import SMALLEST
from alignment.analysis.ratings import HIGHEST_RATING
from alignment.language import number_text, say, say_many, share_text
from alignment.model.result import Issue
from alignment.report import display
from alignment.report.content.findings import finding_blocks
from alignment.report.content.measures import MeasureEntries
from alignment.report.content.sheets import SheetsRead
from alignment.report.content.terms import CAUTIONS, TERMS
from alignment.report.content.view import View
from alignment.report.content.waived import waived_blocks
from alignment.report.content.words import all_in_workbook, value_text
from alignment.report.display import clean
from alignment.report.document import (
    Block,
    Bullets,
    CellValue,
    Column,
    Definitions,
    Paragraph,
    Section,
    Subheading,
    Table,
)
from alignment.report.traces import ISSUES, measure, sheet, together, traced
from alignment.wording import capital, counted, joined

__all__ = ["method_section"]

# Lines of the printed table of issues, and cells named in a line; the Excel report has them all.
MOST_ISSUES = 40
MOST_CELLS = 4


def method_section(view: View, measures: MeasureEntries) -> Section:
    """Return how the figures were made, and everything that is to be known about the data."""
    sheets = SheetsRead(view)
    blocks: list[Block] = [Paragraph(_lead(view), "lead")]
    blocks += _discretion(view)
    blocks += _score(view)
    blocks += finding_blocks(view, say("What was found about the data"), "data-findings", "TRU")
    blocks += waived_blocks(view)
    blocks += sheets.blocks()
    blocks += _issues(view)
    blocks += measures.blocks(sheets)
    blocks += [
        Subheading(say("How to read, and what not to conclude"), "cautions"),
        Bullets((*_strengths(view), *(say(text) for needs, text in CAUTIONS if _shown(view, needs)))),
        Subheading(say("Words used"), "terms"),
        Definitions(tuple((say(term), say(meaning)) for needs, term, meaning in TERMS if _shown(view, needs))),
    ]
    return Section("method", say("Method and evidence"), tuple(blocks))


def _shown(view: View, needs: str) -> bool:
    """Tell whether the report speaks of something: nothing needs explaining that the workbook does not hold."""
    organisation = view.organisation
    there = {
        "journeys": bool(organisation.journeys),
        "ties": view.talks,
        "pairs": bool(view.context.required) and view.talks,
        "raci": bool(organisation.processes),
    }
    return not needs or there[needs]


def _strengths(view: View) -> tuple[str, ...]:
    """Return how the strength of a tie was made into a weight."""
    if not view.talks:
        return ()
    given = [one.strength for one in view.organisation.ties if one.strength is not None]
    if not given:
        unweighed = say("No strength of ties is given, so that every report counts 1.")
        return (traced(unweighed, sheet("collaboration")),)
    text = say("The strength of a tie is taken as it stands in the workbook")
    if max(given) <= HIGHEST_RATING:
        if max(given) > 1:
            text = say(
                "{text}: a rating of {rating} weighs as much as {rating} of 1",
                text=text,
                rating=number_text(max(given)),
            )
        note = say("Ratings are ranks, not amounts: read figures by strength for their direction, not for their size.")
    else:
        note = say("Strengths that stand for hours or meetings can be added up; other scales only tell more from less.")
    if len(given) < len(view.organisation.ties):
        text = say("{text}; where it is blank, the report counts 1", text=text)
    if view.context.collaboration.directed:
        text = say("{text}; where both sides report, their strengths are added", text=text)
    return (together(traced(f"{text}.", sheet("collaboration")), note),)


def _lead(view: View) -> str:
    coverage = view.check.score.coverage
    issues = view.check.issues
    errors = sum(1 for one in issues if one.severity == "error")
    text = (
        capital(say("{share} of what this check can measure was measured.", share=share_text(coverage)))
        if coverage
        else say("Nothing of what this check can measure was measured.")
    )
    if not issues:
        told = say("The data holds no issues.")
    elif errors:
        told = say_many(
            errors,
            "The data holds {issues}, {n} of them an error.",
            "The data holds {issues}, {n} of them errors.",
            issues=counted(len(issues), "issue"),
        )
    else:
        told = say("The data holds {issues}; none is an error.", issues=counted(len(issues), "issue"))
    return together(traced(text, measure("trust.coverage")), traced(told, ISSUES))


def _discretion(view: View) -> list[Block]:
    """Return what a report that is made to be handed on keeps to itself, and what it cannot."""
    told = view.check.discretion
    if told is None:
        return []
    few = number_text(SMALLEST)
    units = "; ".join(sorted(clean(view.department(one)) for one in told.small))
    ties = say(
        "Figures that rest on the answers or the ties of fewer than {few} people are not shown, nor any from which these could "
        "be worked out; nor are figures of one person. Findings about the ties of such departments are left out; other findings "
        "call each of them “a small department”. The score and the figures of the whole company count everybody.",
        few=few,
    )
    if units:
        ties += " " + say("Nothing is shown of the ties of these departments and divisions: {units}.", units=units)
    items = (
        say(
            "People stand under pseudonyms, the same in every report that is made with the key {fingerprint}, whoever joins or "
            "leaves. Without the key nobody can work them out from a list of names. Job titles are not "
            "printed, except where the workbook gives a responsibility to a post by its title, as a RACI chart does.",
            fingerprint=told.fingerprint,
        ),
        ties,
        say(
            "What people wrote in their own words is withheld: comments, KPIs, remarks, and headings of columns that have no "
            "meaning here. Departments, processes, journeys, steps and goals are named, as are files and sheets."
        ),
        say(
            "What remains: who holds the workbook finds everybody by the cells that are named. Colleagues know "
            "who owns what or answers for it, and so whose pseudonym stands beside it. Names that the workbook gives to departments, "
            "processes, journeys, steps and goals are printed even where they are the names of people whom no list has."
        ),
    )
    return [Subheading(say("What this report keeps to itself"), "discretion"), Bullets(items)]


def _score(view: View) -> list[Block]:
    settings = view.settings
    names = {one.id: say(one.name) for one in view.check.dimensions}
    columns = (
        Column(say("Dimension"), share=1.6),
        Column(say("Measure"), share=3.6),
        Column(say("Value"), share=1.4),
        Column(say("Points"), "number", 0.9),
        Column(say("Weight"), "number", 0.9, 1),
        Column(say("Adds to score"), "number", 1.2, 1),
    )
    rows: list[tuple[CellValue, ...]] = []
    left_out = 0
    for one in score_account(view.check):
        measure = MEASURES.get(one.measure)
        unit = measure.unit if measure else ""
        name = say(measure.name) if measure else one.measure
        if one.value is None:
            left_out += 1
            continue
        rows.append((names[one.dimension], name, value_text(one.value, unit), one.points, one.weight, one.contribution))
    text = say(
        "Each dimension has a few headline measures. A measure earns 100 points where it is as good as can be asked, 70 "
        "where green ends, 40 where amber ends and 0 where it is as bad as it gets, in straight lines between. A "
        "dimension's score is the weighted mean of its points; the company's is the weighted mean of its dimensions. While a "
        "critical finding is open, the company's light is at most amber."
    )
    drawn = say(
        "The range comes from {number} drawings of all limits and weights within ±{spread}: nine of ten results lie in it.",
        number=number_text(settings.score_draws),
        spread=share_text(settings.score_spread),
    )
    least = say(
        "Where less than {least} of a dimension could be measured, no score is given. Limits and weights can be changed in "
        "alignment.toml.",
        least=share_text(settings.minimum_coverage),
    )
    sure = f"{drawn} {least}" if view.check.score.low is not None else least
    blocks: list[Block] = [
        Subheading(say("How the score was made"), "score"),
        Paragraph(text),
        Paragraph(sure),
    ]
    blocks.append(_dimensions(view))
    if rows:
        note = ""
        if left_out:
            note = say(
                "{measures} could not be taken; the reasons stand under All measures.",
                measures=counted(left_out, "headline measure"),
            )
        # Without a score there is nothing that a measure could add to.
        scored = view.check.score.value is not None
        kept = len(columns) if scored else len(columns) - 1
        caption = say("Headline measures and what they add") if scored else say("Headline measures")
        blocks.append(Table(caption, columns[:kept], tuple(row[:kept] for row in rows), note))
    return blocks


def _dimensions(view: View) -> Table:
    columns = (
        Column(say("Dimension"), share=2),
        Column(say("Light"), "light", 1.2),
        Column(say("Score"), "number"),
        Column(say("From"), "number"),
        Column(say("To"), "number"),
        Column(say("Weight"), "number", 1, 1),
        Column(say("Coverage"), "share"),
        Column(say("Why no score"), share=3),
    )
    rows = tuple(
        (
            say(one.name),
            one.rating,
            one.score,
            one.low,
            one.high,
            one.weight,
            one.coverage,
            one.reason if one.score is None else "",
        )
        for one in view.check.dimensions
    )
    withheld = any(row[-1] for row in rows)
    kept = len(columns) if withheld else len(columns) - 1
    note = say("Coverage: of the figures that apply, the share that could be measured.")
    return Table(say("Dimensions"), columns[:kept], tuple(row[:kept] for row in rows), note)


def _issues(view: View) -> list[Block]:
    issues = view.check.issues
    if not issues:
        return []
    groups: dict[tuple[str, str, str], list[Issue]] = {}
    for one in issues:
        groups.setdefault((one.severity, one.message, one.suggestion), []).append(one)
    # What is wrong in many cells comes first among its like: mending it mends most.
    ordered = sorted(groups.values(), key=lambda group: (group[0].severity, -len(group)))
    shown = ordered[:MOST_ISSUES]
    columns = (
        Column(say("Kind"), share=0.9),
        Column(say("What is wrong"), share=4),
        Column(say("What to do"), share=3),
        Column(say("Number"), "number", 0.9),
        Column(say("Cells"), share=3),
    )
    rows = tuple(
        (
            display.issue_word(some[0]),
            capital(clean(some[0].message)),
            capital(clean(some[0].suggestion)),
            len(some),
            clean(joined([_place(view, one) for one in some], MOST_CELLS)),
        )
        for some in shown
    )
    notes = [say("The same issue in several cells is one line.")]
    if len(shown) < len(ordered):
        notes.append(
            say(
                "Shown: {some} of {all} lines, errors first, then the most frequent.",
                some=number_text(len(shown)),
                all=number_text(len(ordered)),
            )
        )
    each = say("All are in the Excel report, sheet {sheet}, cell by cell.", sheet=say("Issues"))
    notes.append(all_in_workbook(say("Issues"), len(issues), each))
    table = Table(say("Issues and their cells"), columns, rows, " ".join(notes))
    return [Subheading(say("Issues with the data"), "issues"), table]


def _place(view: View, issue: Issue) -> str:
    place = str(issue.cell) if issue.cell.column or not issue.cell.row else f"{issue.cell.sheet}, {issue.cell.place}"
    return f"{issue.cell.file}, {place}" if view.several_files else place
