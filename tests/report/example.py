"""A report with every kind of block, names as long and odd as real ones, and texts that would like to run."""

from datetime import date

from alignment.model.organisation import Cell
from alignment.model.result import (
    DimensionScore,
    Finding,
    HealthCheck,
    InputFile,
    Issue,
    Measurement,
    Scope,
    Score,
    SheetReading,
)
from alignment.report.document import (
    Bullets,
    Callout,
    Cards,
    Chart,
    Column,
    Definitions,
    Document,
    Figure,
    FindingCard,
    Gauge,
    Lights,
    Paragraph,
    Register,
    Section,
    Subheading,
    Table,
    TrafficLight,
)

POISON = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://example.org","x")',
    "#import sys",
    "$x$",
    '\\"quoted\\"',
    "+1+1",
    "-2",
    "@SUM(1)",
    "*bold* _it_ `raw` <label> @ref // no comment",
    "{{ 7 * 7 }}{% raw %}",
    "&amp; & ]]>",
    "#N/A",
)
LONG = "sig-contributor-experience_subproject_for-community-management-and-slack-infrastructure"
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabteilungsleiterstellvertreter"
ODD = "Ω≈ç√ Łódź İstanbul Ελλάδα Москва"

_STRIP = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">
<defs><path id="{name}-dot" d="M0 0h{width}v{height}h-{width}z" style="fill:#eef2f4"/></defs>
<use href="#{name}-dot"/>
<path d="M10 {middle}H{end}" stroke="#0b5563" stroke-width="1"/>
<circle cx="10" cy="{middle}" r="4" fill="#0b5563"/><circle cx="{end}" cy="{middle}" r="4" fill="#fff" stroke="#0b5563"/>
<text x="16" y="12" font-size="5" font-family="Source Sans Pro, DejaVu Sans, sans-serif">{text}</text>
</svg>
"""


def chart(name: str, width: float = 170, height: float = 70, text: str = "Sales → Billing ★") -> Chart:
    """Return a small drawing."""
    svg = _STRIP.format(name=name, width=width, height=height, middle=height / 2, end=width - 10, text=text)
    return Chart(svg, width, height)


def _card(number: int, severity: str, message: str, evidence: tuple[str, ...]) -> FindingCard:
    return FindingCard(
        f"finding-{number}",
        f"OWN01:journey:{LONG.casefold()}-{number}",
        "OWN01",
        severity,
        f"Journey “I move house {number}”",
        message,
        "Name one end-to-end owner, a role that may decide across the 4 departments of this journey.",
        evidence,
    )


def _journey_table(rows: int) -> Table:
    columns = (
        Column("Journey", share=3),
        Column("Owner", share=2),
        Column("Steps", "number"),
        Column("Handoffs", "number"),
        Column("Waiting", "share", decimals=0),
        Column("Light", "light", share=1.3),
        Column("Worst finding", "severity", share=1.4),
        Column("Departments crossed, in order", share=3),
    )
    lights = ("green", "amber", "red", "withheld", "none", None)
    severities = ("critical", "high", "medium", "low", "info", None)
    return Table(
        "Every journey, the most cut up first",
        columns,
        tuple(
            (
                f"I move house and keep my contract {number}" if number % 7 else LONG,
                None if number % 5 == 0 else f"Head of Customer Operations {number}",
                number % 14,
                number % 9,
                None if number % 4 == 0 else (number % 11) / 11,
                lights[number % 6],
                severities[number % 6],
                f"Sales › Billing › {LONG_WORD if number % 13 == 0 else 'Field Service'}",
            )
            for number in range(1, rows + 1)
        ),
        note=f"{rows} of 655 journeys are shown; the sheet Journeys of the workbook lists all.",
        anchor="table-journeys",
    )


def document(rows: int = 60, board: tuple[str, ...] = (), more: tuple[Section, ...] = ()) -> Document:
    """Return a report with every kind of block."""
    sections = (
        _board(board),
        Section(
            "map",
            "The map: departments and their ties",
            (
                Paragraph("Sixteen departments in four divisions report 212 ties; 61 of them cross divisions.", "lead"),
                Figure("map", "Departments and the ties between them; divisions shaded.", "A map of 16 departments."),
                Paragraph("A tie is drawn where at least one side reports it. " * 4),
                Figure("matrix", "Who works with whom, by division.", "A square matrix, dark along its diagonal."),
                Paragraph("Ties in one direction only count once.", "note"),
            ),
        ),
        Section(
            "journeys",
            "Journeys",
            (
                Paragraph("Nine journeys, 86 steps, 41 handoffs.", "lead"),
                _journey_table(rows),
                *(
                    block
                    for number in range(1, 7)
                    for block in (
                        Subheading(f"Journey {number}: I move house", f"journey-{number}"),
                        Paragraph("8 steps in 4 departments, 5 handoffs of which 2 are blind."),
                        Figure(f"strip-{number}", f"Strip of journey {number}.", f"Journey {number} in four lanes."),
                    )
                ),
            ),
        ),
        Section(
            "ownership",
            "Ownership",
            (
                Subheading("Findings", "ownership-findings"),
                Cards(
                    tuple(
                        _card(
                            number,
                            ("critical", "high", "medium", "low", "info")[number % 5],
                            "No one answers for this journey from end to end, though it crosses 4 departments. "
                            * (1 + number % 3),
                            tuple(f"Journeys!D{row} (blank)" for row in range(number, number + 1 + number % 4)),
                        )
                        for number in range(1, 12)
                    ),
                    note="11 of 213 findings are shown.",
                ),
                Callout("Take away", "One appointment mends three journeys.", "takeaway"),
                Callout("Careful", "402 journeys name several owners: a convention of this workbook?", "caution"),
            ),
        ),
        Section(
            "odd",
            f"Odd names: {ODD}",
            (
                Bullets(POISON),
                Bullets((LONG, LONG_WORD, ODD), numbered=True),
                Table("Texts that would like to run", (Column("Text"),), tuple((one,) for one in POISON)),
                Table("An empty list", (Column("Name"), Column("Number", "number")), ()),
            ),
        ),
        *more,
        Section(
            "method",
            "Method, limits and data quality",
            (
                Definitions(
                    (
                        ("Handoff", "A journey step that passes to another department."),
                        ("Blind handoff", "A handoff between departments that report no tie."),
                    )
                ),
                Paragraph("Every figure is explained by the command `alignment explain`."),
            ),
        ),
    )
    charts = {"map": chart("map", 170, 140), "matrix": chart("matrix", 150, 150)}
    charts |= {f"strip-{number}": chart(f"strip-{number}", 180, 55) for number in range(1, 7)}
    return Document(
        title="Cross-company health check",
        organisation="Fernhill Energy & Söhne <AG>",
        subtitle="Where structure gets in the customer's way",
        date="30 September 2026",
        prepared_by="Example Partners",
        generator="alignment 0.1.0",
        sections=sections,
        charts=charts,
        day=date(2026, 9, 30),
        registers=(
            Register(
                "Journeys",
                _journey_table(1).columns,
                _journey_table(rows * 3).rows,
                note="Every journey of the workbook.",
            ),
            Register(
                "Texts: to run / not [at all]? a long name of a sheet",
                (Column("Text"), Column("Text"), Column("Figure", "number", decimals=2)),
                tuple((one, POISON[0], 1234.5) for one in (*POISON, "bell\x07", "x" * 40_000)),
            ),
        ),
        names={
            ("department", "billing"): "Billing",
            ("journey", "j-0"): "I move house",
            ("measure", "silos.ei_index"): "E-I index",
        },
    )


def _board(more: tuple[str, ...]) -> Section:
    lines = (
        TrafficLight("Ownership", "red", "34", "4 of 9 journeys have no end-to-end owner; 12 processes have no A."),
        TrafficLight("Journeys", "amber", "58", "5.1 handoffs a journey; 11 of 41 are blind."),
        TrafficLight("Silos", "green", "74", "Ties stay within divisions about as often as chance would have it."),
        TrafficLight("Bridges", "amber", "61", "One desk holds two divisions together."),
        TrafficLight("Coordination", "withheld", "–", "Withheld: the workbook has no sheet of collaboration."),
    )
    return Section(
        "board",
        "At a glance",
        (
            Gauge(57.4, 51.2, 63.9, "amber", 0.92, "Somewhat in the customer's way: ownership weighs most."),
            Lights(lines),
            Subheading("Three findings that matter", "board-findings"),
            Cards(
                tuple(
                    FindingCard(
                        f"board-{number}",
                        f"OWN01:journey:{number}",
                        "OWN01",
                        "critical" if number == 1 else "high",
                        f"Journey “I move house {number}”",
                        "Nobody answers for it from end to end, though it crosses 4 departments.",
                        "Name one owner, a role that may decide across departments.",
                        ("Journeys!D7 (blank)",),
                    )
                    for number in (1, 2, 3)
                )
            ),
            Subheading("Three next steps", "board-steps"),
            Bullets(
                (
                    "Name an owner for “I move house”: mends 3 findings.",
                    "Let Sales and Billing meet every week: mends 2 findings.",
                    "Give the integration desk a deputy: mends 1 finding.",
                ),
                numbered=True,
            ),
            *(Paragraph(one) for one in more),
        ),
    )


def health_check(findings: int = 12, measurements: int = 40) -> HealthCheck:
    """Return results with poison in their texts, blanks, and pairs."""
    cell = Cell("audit.xlsx", "Journeys", 7, 4)
    severities = ("critical", "high", "medium", "low", "info")
    return HealthCheck(
        organisation="Fernhill Energy & Söhne <AG>",
        snapshot_date=date(2026, 9, 30),
        inputs=(
            InputFile(
                "audit.xlsx",
                "0" * 64,
                (
                    SheetReading("Departments", "departments", 14, 14),
                    SheetReading("Journeys", "journeys", 12, 9, {"no name": 3}),
                    SheetReading("Notes", None, 4, 0, note="not recognised"),
                ),
            ),
        ),
        score=Score(57.4, 51.2, 63.9, 0.92, "amber"),
        dimensions=(
            DimensionScore(
                "ownership", "Ownership", 34.0, "red", 1.0, 1.0, 30.0, 40.0, (("ownership.e2e", 0.5, 34.0, 1.0),)
            ),
            DimensionScore("silos", "Silos", None, "withheld", 0.2, 1.0, reason="the workbook has no ties"),
        ),
        measurements=(
            Measurement("ownership.e2e", Scope(), 5 / 9, "share", "measured", "", "red"),
            Measurement("silos.ei_index", Scope("department", "sales"), None, "index", "not_measured", "no ties"),
            Measurement("coordination.gap", Scope("pair", ("billing", "sales")), 0.0, "share", "measured"),
            *(
                Measurement(
                    "fragmentation.handoffs", Scope("journey", f"j-{number}"), float(number), "count", "measured"
                )
                for number in range(measurements)
            ),
        ),
        findings=tuple(
            Finding(
                f"OWN01:journey:j-{number}",
                "OWN01",
                severities[number % 5],
                Scope("journey", f"j-{number}"),
                POISON[number % len(POISON)],
                "Name one end-to-end owner.",
                (cell, Cell("audit.xlsx", "Journeys", 8, 4, POISON[(number + 1) % len(POISON)])),
            )
            for number in range(findings)
        ),
        issues=(
            Issue(
                "error",
                Cell("audit.xlsx", "Collaboration", 7, 2, "Finanace"),
                'no department is called "Finanace".',
                'Did you mean "Finance"?',
            ),
            Issue("warning", Cell("audit.xlsx", "Notes", 0, 0), "this sheet is not recognised."),
        ),
    )
