"""What did the company decide to live with? The findings that are waived, until when, and the figures that they left."""

from alignment.analysis.catalogue import left_out_of
from alignment.language import number_text, say, say_many
from alignment.report.content.view import View
from alignment.report.content.words import all_in_workbook
from alignment.report.display import clean
from alignment.report.document import Block, Column, Paragraph, Subheading, Table
from alignment.report.traces import sheet, traced

__all__ = ["waived_blocks"]

MOST_WAIVED = 40


def waived_blocks(view: View) -> list[Block]:
    """Return what is waived on the day of the workbook, with the reason and the end; nothing where nothing is."""
    waived = [one for one in view.check.findings if one.status == "waived"]
    if not waived:
        return []
    words = say_many(
        len(waived),
        "{n} finding is waived. It is still found; as long as the waiver runs, what it is about is in neither numerator nor "
        "denominator of the company's figures that count it. On the day after its end it is back.",
        "{n} findings are waived. They are still found; as long as a waiver runs, what it is about is in neither numerator "
        "nor denominator of the company's figures that count it. On the day after its end it is back.",
    )
    columns = (
        Column(say("Code"), share=0.8),
        Column(say("What was found"), share=4.2),
        Column(say("Waiver"), share=2.4),
        Column(say("Not counted in"), share=3.0),
    )
    rows = tuple(
        (
            one.code,
            clean(one.message),
            clean(one.waiver or ""),
            "; ".join(say(figure.name) for figure in left_out_of(one, view.check.measurements))
            or say("no figure: none of the company counts it"),
        )
        for one in waived[:MOST_WAIVED]
    )
    note = ""
    if len(waived) > len(rows):
        note = say("Shown: the gravest {some} of {all}.", some=number_text(len(rows)), all=number_text(len(waived)))
        note = f"{note} {all_in_workbook(say('Findings'), len(view.check.findings))}"
    return [
        Subheading(say("What is waived"), "waived"),
        Paragraph(traced(words, sheet("actions"))),
        Table(say("Waived findings"), columns, rows, note),
    ]
