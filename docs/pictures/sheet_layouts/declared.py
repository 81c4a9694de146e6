"""Which layouts does the workbook page show? Small sheets, and beside each row what the reader is to make of it.

The pictures print what the reader says, not what is written here; the tests compare the two.
"""

from sheet_layouts.sheets import Layout, Sheet, layout

__all__ = ["ALIASES", "LAYOUTS", "WORDS"]

_RACI = (
    layout(
        "raci-wide",
        Sheet(
            "RACI",
            ("read as RACI: 4 rows, 3 records, 1 skipped",),
            """
            Activity   | Clerk   | Manager | Legal => header
            PHASE 1    |         |         |       => skipped: no letter, read as a heading or note
            Make offer | R       | A       | C     => Make offer: Clerk R, Manager A, Legal C
            Sign       | I       | A/R     |       => Sign: Clerk I, Manager R/A
            Send bill  | R (B2B) | A       | N/A   => Send bill: Clerk R, Manager A
            """,
        ),
    ),
    layout(
        "raci-turned",
        Sheet(
            "RACI",
            ("read as RACI: 3 rows, 3 records",),
            """
            Role    | Make offer | Sign | Send bill => header
            Clerk   | R          | I    | R         => Clerk: Make offer R, Sign I, Send bill R
            Manager | A          | A/R  | A         => Manager: Make offer A, Sign R/A, Send bill A
            Legal   | C          |      |           => Legal: Make offer C
            """,
        ),
    ),
    layout(
        "raci-letters-as-columns",
        Sheet(
            "RACI",
            ("read as RACI: 2 rows, 2 records",),
            """
            Activity   | Responsible | Accountable | Consulted    | Informed => header
            Make offer | Clerk       | Manager     | Legal; Sales |          => Make offer: Clerk R, Manager A, Legal C, Sales C
            Sign       | Manager     | Manager     |              | Clerk    => Sign: Manager R, Manager A, Clerk I
            """,
        ),
    ),
    layout(
        "raci-long",
        Sheet(
            "RACI",
            ("read as RACI: 4 rows, 4 records",),
            """
            Activity   | Who     | RACI => header: A is Process; B is Department, person or role; C is Code
            Make offer | Clerk   | R    => Make offer: Clerk R
            Make offer | Manager | A    => Make offer: Manager A
            Make offer | Legal   | C    => Make offer: Legal C
            Sign       | Manager | A/R  => Sign: Manager R/A
            """,
        ),
    ),
)
_HIERARCHIES = (
    layout(
        "hierarchy-by-parent",
        Sheet(
            "Departments",
            ("read as Departments: 4 rows, 4 records",),
            """
            ID | Department   | Parent | Head => header
            D1 | Commerce     |        | Ada  => Commerce, head Ada
            D2 | Sales        | D1     | Bo   => Sales, below Commerce, head Bo
            D3 | Inside sales | D2     |      => Inside sales, below Sales
            D4 | Operations   |        | Cem  => Operations, head Cem
            """,
        ),
    ),
    layout(
        "hierarchy-by-number",
        Sheet(
            "Processes",
            ("read as Processes: 4 rows, 4 records",),
            """
            No.   | Process       => header
            1     | Sell          => Sell
            1.1   | Make offer    => Make offer, below Sell
            1.1.1 | Set the price => Set the price, below Make offer
            2     | Deliver       => Deliver
            """,
        ),
    ),
    layout(
        "hierarchy-by-indent",
        Sheet(
            "Departments",
            ("read as Departments: 4 rows, 4 records",),
            """
            Department           | Head => header
            Commerce             | Ada  => Commerce, head Ada
            ....Sales            | Bo   => Sales, below Commerce, head Bo
            ........Inside sales |      => Inside sales, below Sales
            Operations           | Cem  => Operations, head Cem
            """,
        ),
    ),
    layout(
        "hierarchy-staggered",
        Sheet(
            "Organisation chart",
            ("read as Departments: 4 rows, 4 records",),
            """
            Division   | Department | Team         => header
            Commerce   |            |              => Commerce
                       | Sales      |              => Sales, below Commerce
                       |            | Inside sales => Inside sales, below Sales
            Operations |            |              => Operations
            """,
        ),
    ),
    layout(
        "hierarchy-written-once",
        Sheet(
            "Departments",
            ("read as Departments: 4 rows, 4 records",),
            """
            Division   | Department => header
            Commerce   | Sales      => Commerce; Sales, below Commerce
                       | Support    => Support, below Commerce
            Operations | Delivery   => Operations; Delivery, below Operations
                       | Billing    => Billing, below Operations
            """,
        ),
    ),
)
_JOURNEYS = (
    layout(
        "journey-steps",
        Sheet(
            "Journey steps",
            ("read as Journey steps: 3 rows, 3 records",),
            """
            Journey    | Order | Step    | Department        => header
            Move house | 1     | Ask     | Sales             => Move house: 1 Ask by Sales
            Move house | 2     | Quote   | Sales; Operations => Move house: 2 Quote by Sales with Operations
                       | 3     | Deliver | Operations        => Move house: 3 Deliver by Operations
            """,
        ),
    ),
    layout(
        "swim-lanes",
        Sheet(
            "Journey steps",
            ("read as Journey steps: 2 rows, 2 records",),
            """
            Move house |     |       |         => read as Journey
                       |     |       |         =>
            Department | Ask | Quote | Deliver => header
            Sales      | x   | x     |         => Move house: 1 Ask by Sales, 2 Quote by Sales with Operations
            Operations |     | x     | x       => Move house: takes part in 2 Quote, 3 Deliver by Operations
            """,
        ),
    ),
)
_TIES = (
    layout(
        "ties-list",
        Sheet(
            "Collaboration",
            ("read as Collaboration: 3 rows, 3 records",),
            """
            From  | To         | Strength => header
            Sales | Operations | 3        => Sales with Operations 3
            Sales | Legal      | 1        => Sales with Legal 1
            Legal | Sales      | 2        => Legal with Sales 2
            """,
        ),
    ),
    layout(
        "ties-square",
        Sheet(
            "Collaboration",
            ("read as Collaboration: 3 rows, 3 records",),
            """
                       | Sales | Operations | Legal => header
            Sales      | x     | 3          | 1     => Sales with Operations 3, Legal 1
            Operations | 2     | x          |       => Operations with Sales 2
            Legal      | 1     |            | x     => Legal with Sales 1
            """,
        ),
    ),
    layout(
        "ties-polinode",
        Sheet(
            "Nodes",
            ("read as People: 2 rows, 2 records",),
            """
            Name | Department | Location => header
            Ada  | Sales      | Utrecht  => Ada, in Sales
            Bo   | Operations | Utrecht  => Bo, in Operations
            """,
        ),
        Sheet(
            "Edges",
            ("read as Collaboration: 2 rows, 2 records",),
            """
            Source | Target | Weight => header: A is From; B is To; C is Strength
            Ada    | Bo     | 3      => Ada with Bo 3
            Bo     | Ada    | 1      => Bo with Ada 1
            """,
        ),
    ),
    layout(
        "ties-viva",
        Sheet(
            "g2g_data",
            ("read as Collaboration: 2 rows, 2 records",),
            """
            PrimaryCollaborator_Organization | SecondaryCollaborator_Organization | MetricDate | Group_collaboration_time_invested => header: A is From; B is To; D is Strength
            Sales                            | Operations                         | 2026-03-01 | 12.5                              => Sales with Operations 12.5
            Sales                            | Within Group                       | 2026-03-01 | 40                                => Sales with Sales 40
            """,
        ),
    ),
)
_SHEETS = (
    layout(
        "other-languages",
        Sheet(
            "Abteilungen",
            ("read as Departments: 2 rows, 2 records",),
            """
            Leiter(in) | Abteilung | Mitarbeiterzahl | Übergeordnet => header: A is Head; B is Department; C is Headcount; D is Parent
            Ada        | Vertrieb  | 120             |              => Vertrieb, head Ada, headcount 120
            Bo         | Angebote  | 12              | Vertrieb     => Angebote, below Vertrieb, head Bo, headcount 12
            """,
        ),
    ),
    layout(
        "two-row-header",
        Sheet(
            "RACI",
            ("read as RACI: 2 rows, 2 records",),
            """
            Activity   | Front |      | Back  |      => header
                       | Clerk | Head | Clerk | Head => header
            Make offer | R     | A    | C     |      => Make offer: Front / Clerk R, Front / Head A, Back / Clerk C
            Send bill  | I     |      | R     | A    => Send bill: Front / Clerk I, Back / Clerk R, Back / Head A
            """,
            ("A1:A2", "B1:C1", "D1:E1"),
        ),
    ),
    layout(
        "around-a-table",
        Sheet(
            "Who does what",
            ("read as RACI: 4 rows, 2 records, 2 skipped",),
            """
            RACI of order to cash          |       |         |  |                 => set aside: above the header
            Version 3, draft               |       |         |  |                 => set aside: above the header
                                           |       |         |  |                 =>
            Activity                       | Clerk | Manager |  | Legend          => header
            PHASE 1                        |       |         |  | R = Responsible => skipped: no letter, read as a heading or note
            Make offer                     | R     | A       |  | A = Accountable => Make offer: Clerk R, Manager A
            Sign                           | I     | A/R     |  |                 => Sign: Clerk I, Manager R/A
                                           |       |         |  |                 =>
            Note: Legal signs above 10,000 |       |         |  |                 => skipped: a note
            """,
        ),
    ),
    layout(
        "inside-a-list",
        Sheet(
            "Departments",
            ("read as Departments: 6 rows, 3 records, 3 skipped",),
            """
            Department | Headcount => header
            Commerce   |           => skipped: a heading, merged across columns
            Sales      | 12        => Sales, headcount 12
            Support    | 30        => Support, headcount 30
            Department | Headcount => skipped: the header repeated
                       |           =>
            Billing    | 8         => Billing, headcount 8
            Total      | 50        => skipped: a total
            """,
            ("A2:B2",),
        ),
    ),
    layout(
        "several-tables",
        Sheet(
            "Overview",
            (
                "A1:C3 read as Departments: 2 rows, 2 records",
                "A5:C7 read as People: 2 rows, 2 records",
                "E1:F3 read as Processes: 2 rows, 2 records",
            ),
            """
            Department | Head       |      |  | Process    | Owner department => header
            Sales      | Ada        |      |  | Make offer | Sales            => Sales, head Ada; Make offer, owner Sales
            Billing    | Bo         |      |  | Send bill  | Billing          => Billing, head Bo; Send bill, owner Billing
                       |            |      |  |            |                  =>
            Person     | Department | Role |  |            |                  => header
            Ada        | Sales      | Head |  |            |                  => Ada, in Sales
            Bo         | Billing    | Head |  |            |                  => Bo, in Billing
            """,
        ),
    ),
    layout(
        "several-names",
        Sheet(
            "Departments",
            ("read as Departments: 3 rows, 3 records",),
            """
            Department            => header
            Sales                 => Sales
            Legal/Finance         => Legal/Finance
            Billing & Collections => Billing & Collections
            """,
        ),
        Sheet(
            "Journey steps",
            ("read as Journey steps: 4 rows, 4 records",),
            """
            Journey    | Step  | Department                      => header
            Move house | Ask   | Sales, Legal/Finance            => Move house: 1 Ask by Sales with Legal/Finance
            Move house | Quote | Legal/Finance; Sales            => Move house: 2 Quote by Legal/Finance with Sales
            Move house | Bill  | Sales and Billing & Collections => Move house: 3 Bill by Sales with Billing & Collections
            Move house | Pay   | TBD                             => Move house: 4 Pay by nobody
            """,
        ),
    ),
)

# What the page writes into the mapping file of its unclear workbook, in two steps.
WORDS = """\
[sheets]
departments = "Crews"
raci = "RACI"
journey_steps = "Journey steps"

[columns.departments]
department = "Crew"
head = "Captain"
headcount = "Seats"

[values.raci]
D = "R"
"""
ALIASES = """
[aliases]
"Legal team" = "Legal"
"""
_UNSETTLED = (
    layout(
        "unclear",
        Sheet(
            "Crews",
            ("not used: neither its name nor its columns show what it is",),
            """
            Crew       | Captain | Seats
            Sales      | Ada     | 12
            Legal      | Bo      | 3
            Operations | Cem     | 40
            """,
        ),
        Sheet(
            "RACI",
            ("read as RACI: 2 rows, 2 records",),
            """
            Task       | Sales | Legal | Operations => header
            Make offer | D     | A     | I          => Make offer: Legal A, Operations I
            Deliver    | I     |       | D/A        => Deliver: Sales I, Operations A
            """,
        ),
        Sheet(
            "Journey steps",
            ("read as Journey steps: 2 rows, 2 records",),
            """
            Journey    | Step  | Department    => header
            Move house | Ask   | Sales         => Move house: 1 Ask by Sales
            Move house | Check | Legal team    => Move house: 2 Check by Legal team
            """,
        ),
    ),
    layout(
        "settled",
        Sheet(
            "Crews",
            ("read as Departments: 3 rows, 3 records",),
            """
            Crew       | Captain | Seats => header: A is Department; B is Head; C is Headcount
            Sales      | Ada     | 12    => Sales, head Ada, headcount 12
            Legal      | Bo      | 3     => Legal, head Bo, headcount 3
            Operations | Cem     | 40    => Operations, head Cem, headcount 40
            """,
        ),
        Sheet(
            "RACI",
            ("read as RACI: 2 rows, 2 records",),
            """
            Task       | Sales | Legal | Operations => header
            Make offer | D     | A     | I          => Make offer: Sales R, Legal A, Operations I
            Deliver    | I     |       | D/A        => Deliver: Sales I, Operations R/A
            """,
        ),
        Sheet(
            "Journey steps",
            ("read as Journey steps: 2 rows, 2 records",),
            """
            Journey    | Step  | Department    => header
            Move house | Ask   | Sales         => Move house: 1 Ask by Sales
            Move house | Check | Legal team    => Move house: 2 Check by Legal
            """,
        ),
        mapping=WORDS + ALIASES,
    ),
)

LAYOUTS: tuple[Layout, ...] = (*_SHEETS, *_RACI, *_HIERARCHIES, *_JOURNEYS, *_TIES, *_UNSETTLED)
