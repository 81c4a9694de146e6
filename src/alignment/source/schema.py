"""Which sheets and columns are understood? One line a column: its kind and its note in the blank workbook.

The further words that people use for a sheet or a column stand in `words.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from alignment.source.words import COLUMN_WORDS, SHEET_WORDS

__all__ = ["EXAMPLE_MARK", "SHEETS", "Field", "Sheet", "sheet"]

# A row whose first cell begins with this is the example of the blank workbook, and no record.
EXAMPLE_MARK = "(example)"

Kind = Literal["text", "name", "names", "number", "yesno", "date", "codes"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column.

    `kind` tells how a cell is read: *name* refers to one record, *names* to one or several, of the sheets in `refers`.
    `words` are further headers that mean this column, in any language; the header itself need not be repeated.
    """

    name: str
    header: str
    kind: Kind = "text"
    note: str = ""
    required: bool = False
    refers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    example: str | float = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the key used in code and mapping files, its title in a workbook, its columns."""

    key: str
    title: str
    note: str
    fields: tuple[Field, ...]
    words: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """Return the column of a field name."""
        return next(one for one in self.fields if one.name == name)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the fields without which a row means nothing."""
        return tuple(one.name for one in self.fields if one.required)


_DEPARTMENTS = Sheet(
    "departments",
    "Departments",
    "One row a department, team or supplier. Parent makes the organisation chart.",
    (
        Field(
            "department", "Department", note="Its name as people say it.", required=True, example="Customer Operations"
        ),
        Field("id", "ID", note="Only if other sheets use a code for it.", example="OPS"),
        Field(
            "parent",
            "Parent",
            "name",
            "The department or division above it.",
            refers=("departments",),
            example="Operations",
        ),
        Field("head", "Head", "names", "Who leads it.", refers=("people",), example="Ada Example"),
        Field("headcount", "Headcount", "number", "People in it.", least=0, example=12),
        Field(
            "customer_facing",
            "Customer facing",
            "yesno",
            "Does it meet customers?",
            choices=("yes", "no"),
            example="yes",
        ),
        Field("external", "External", "yesno", "Is it a supplier or partner?", choices=("yes", "no"), example="no"),
    ),
)
_PEOPLE = Sheet(
    "people",
    "People",
    "One row a person. Needed when collaboration is between people, and to know who owners are.",
    (
        Field("person", "Person", note="Name.", required=True, example="Ada Example"),
        Field("id", "ID", note="Only if other sheets use a code.", example="P001"),
        Field(
            "department",
            "Department",
            "name",
            "Where this person works.",
            required=True,
            refers=("departments",),
            example="Customer Operations",
        ),
        Field("role", "Role", note="Job title.", example="Head of Customer Operations"),
        Field("manager", "Manager", "name", "Who this person reports to.", refers=("people",), example="Bo Example"),
    ),
)
_PROCESSES = Sheet(
    "processes",
    "Processes",
    "One row a process.",
    (
        Field("process", "Process", note="Its name.", required=True, example="Handle a complaint"),
        Field("id", "ID", note="Only if other sheets use a code.", example="PR-07"),
        Field(
            "owner_department",
            "Owner department",
            "name",
            "The department that runs it.",
            refers=("departments",),
            example="Customer Operations",
        ),
        Field(
            "accountable",
            "Accountable",
            "names",
            "The one who answers for it.",
            refers=("people", "departments"),
            example="Ada Example",
        ),
        Field("parent", "Parent", "name", "The process it is part of.", refers=("processes",)),
        Field("criticality", "Criticality", "number", "1 (little) to 5 (vital).", least=1, most=5, example=4),
        Field("volume", "Annual volume", "number", "Times a year.", least=0, example=12000),
    ),
)
_RACI = Sheet(
    "raci",
    "RACI",
    "One row for each letter: R responsible, A accountable, C consulted, I informed. A matrix is read too.",
    (
        Field(
            "process",
            "Process",
            "name",
            "The process or activity.",
            required=True,
            refers=("processes",),
            example="Handle a complaint",
        ),
        Field(
            "holder",
            "Department, person or role",
            "name",
            "Who holds the letter.",
            required=True,
            refers=("departments", "people"),
            example="Customer Operations",
        ),
        Field(
            "code",
            "Code",
            "codes",
            "R, A, C, I, or several such as A/R.",
            required=True,
            choices=("R", "A", "C", "I", "A/R"),
            example="A/R",
        ),
    ),
)
_JOURNEYS = Sheet(
    "journeys",
    "Journeys",
    "One row a customer journey, from the customer's need to its end.",
    (
        Field("journey", "Journey", note="Its name in the customer's words.", required=True, example="I move house"),
        Field("id", "ID", note="Only if other sheets use a code.", example="J-01"),
        Field("segment", "Segment", note="For which customers.", example="Households"),
        Field(
            "owner",
            "End-to-end owner",
            "names",
            "The one person or role that answers for all of it. Leave blank if nobody does.",
            refers=("people", "departments"),
            example="Ada Example",
        ),
        Field(
            "owner_department",
            "Owner department",
            "name",
            "The owner's department.",
            refers=("departments",),
            example="Customer Operations",
        ),
        Field("sponsor", "Sponsor", "name", "Who backs it in the management team.", refers=("people",)),
        Field(
            "mandate",
            "Mandate",
            "yesno",
            "May the owner decide across departments?",
            choices=("yes", "no"),
            example="yes",
        ),
        Field(
            "kpi", "KPI", note="The figure that tells whether customers are served.", example="First-time-right share"
        ),
        Field("target", "Target", note="What the KPI should be.", example="95%"),
        Field(
            "last_review", "Last review", "date", "When the journey as a whole was last reviewed.", example="2026-05-12"
        ),
        Field("importance", "Importance", "number", "1 (little) to 5 (vital).", least=1, most=5, example=5),
        Field("volume", "Annual volume", "number", "Times a year.", least=0, example=12000),
        Field("satisfaction", "Satisfaction", "number", "Measured satisfaction, in your own scale.", example=7.4),
    ),
)
_STEPS = Sheet(
    "journey_steps",
    "Journey steps",
    "One row a step, in the order the customer lives them.",
    (
        Field(
            "journey", "Journey", "name", "The journey.", required=True, refers=("journeys",), example="I move house"
        ),
        Field("order", "Order", "number", "1, 2, 3 …", required=True, example=1),
        Field("step", "Step", note="What happens.", required=True, example="Tell us the new address"),
        Field(
            "department",
            "Department",
            "names",
            "Who does it; with several, the first is responsible.",
            refers=("departments",),
            example="Customer Operations",
        ),
        Field(
            "process", "Process", "name", "The process behind it.", refers=("processes",), example="Handle a complaint"
        ),
        Field("channel", "Channel", note="Where it happens.", example="Phone"),
        Field(
            "moment_of_truth",
            "Moment of truth",
            "yesno",
            "Does this step make or break the customer's trust?",
            choices=("yes", "no"),
            example="yes",
        ),
        Field("hassle", "Hassle", "number", "0 (none) to 5 (worst).", least=0, most=5, example=2),
        Field("duration", "Duration", "number", "Working time, in hours.", least=0, example=0.5),
        Field("waiting", "Waiting", "number", "Time the customer waits before it, in hours.", least=0, example=24),
    ),
)
_COLLABORATION = Sheet(
    "collaboration",
    "Collaboration",
    "One row for each report of working together, between people or between departments. A square matrix is read too.",
    (
        Field(
            "from",
            "From",
            "name",
            "Who says so.",
            required=True,
            refers=("people", "departments"),
            example="Ada Example",
        ),
        Field("to", "To", "name", "With whom.", required=True, refers=("people", "departments"), example="Bo Example"),
        Field("strength", "Strength", "number", "1 (rarely) to 5 (daily), or hours per week.", least=0, example=3),
        Field("kind", "Kind", note="What about.", example="work"),
        Field("source", "Source", note="Where this is known from.", example="survey"),
    ),
)
_GOALS = Sheet(
    "goals",
    "Goals",
    "One row a goal or KPI of a department.",
    (
        Field(
            "goal", "Goal", note="What is to be reached.", required=True, example="Complaints solved at first contact"
        ),
        Field(
            "owner_department",
            "Owner department",
            "names",
            "Whose goal it is; departments that share it are named together, or have a row each.",
            required=True,
            refers=("departments",),
            example="Customer Operations",
        ),
        Field(
            "perspective",
            "Perspective",
            note="What it is about.",
            choices=("customer", "financial", "process", "people"),
            example="customer",
        ),
        Field("horizon", "Horizon (months)", "number", "Months until it is due.", least=0, example=12),
        Field("journey", "Journey", "name", "The journey it serves.", refers=("journeys",)),
        Field("target", "Target", example="80%"),
        Field("actual", "Actual", example="71%"),
        Field("conflicts_with", "Conflicts with", "names", "Goals it works against.", refers=("goals",)),
    ),
)
_SURVEY = Sheet(
    "survey",
    "Survey",
    'One row a respondent; one column a statement, answered 1–5 or "don\'t know".',
    (
        Field("respondent", "Respondent", note="A number, not a name.", example="R001"),
        Field(
            "department",
            "Department",
            "name",
            "Where the respondent works.",
            required=True,
            refers=("departments",),
            example="Customer Operations",
        ),
        Field(
            "level",
            "Level",
            note="Management or front line.",
            choices=("management", "middle", "front line"),
            example="front line",
        ),
    ),
)
_ACTIONS = Sheet(
    "actions",
    "Actions",
    "What was decided on the findings of the last report; copy this sheet from it.",
    (
        Field("finding", "Finding", note="The finding's id.", required=True, example="OWN01:journey:j-01"),
        Field("action", "Action"),
        Field("owner", "Owner", refers=("people",)),
        Field("due", "Due", "date"),
        Field("status", "Status", choices=("open", "done", "waived")),
        Field("waiver_reason", "Waiver reason"),
        Field("waiver_until", "Waiver until", "date"),
        Field("found", "What was found", note="As the last report says it."),
    ),
)
_CROSSWALK = Sheet(
    "crosswalk",
    "Crosswalk",
    "What was called otherwise at the last check, or was split or merged since. One row for each part.",
    (
        Field("now", "Name now", note="Its name in this workbook.", required=True, example="Customer Operations"),
        Field("was", "Name before", note="Its name at the last check.", required=True, example="Example Desk"),
        Field(
            "kind",
            "Kind",
            note="What it is; blank for a department. Only departments can be split or merged.",
            choices=("department", "journey", "process"),
            example="department",
        ),
    ),
)


def _worded(one: Sheet) -> Sheet:
    words = COLUMN_WORDS[one.key]
    fields = tuple(replace(field, words=words.get(field.name, ())) for field in one.fields)
    return replace(one, words=SHEET_WORDS[one.key], fields=fields)


SHEETS: Mapping[str, Sheet] = MappingProxyType(
    {
        one.key: _worded(one)
        for one in (
            _DEPARTMENTS, _PEOPLE, _PROCESSES, _RACI, _JOURNEYS, _STEPS, _COLLABORATION, _GOALS, _SURVEY, _ACTIONS,
            _CROSSWALK,
        )
    }
)  # fmt: skip


def sheet(key: str) -> Sheet:
    """Return one sheet of the schema by its key, such as ``"journey_steps"``."""
    return SHEETS[key]
