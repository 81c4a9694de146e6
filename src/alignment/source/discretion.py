"""How is a company read so that the report can be handed on? People under pseudonyms, and nothing in anybody's own words.

Of a text only what is known is told: the name of a department, process, journey, step or goal, a number, a word of the program's
own. What is not known may be a name or a remark, and is withheld, so that a column that is added one day is withheld
too.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from alignment.language import say
from alignment.model.discretion import Discretion
from alignment.model.organisation import (
    Action,
    Answer,
    Cell,
    Goal,
    Holder,
    Journey,
    Organisation,
    Origin,
    Person,
    Record,
    Table,
    Tie,
)
from alignment.model.result import InputFile, Issue, SheetReading
from alignment.source.pseudonyms import Key
from alignment.source.reading import Reading
from alignment.source.scale import LEVELS
from alignment.source.schema import SHEETS
from alignment.source.speech import Speech
from alignment.source.words import STATUS_WORDS

__all__ = ["unnamed"]

_T = TypeVar("_T")
# Attributes of records that hold the name or the id of something that stays named; any other text is told only if known.
_LABELS = frozenset(
    {
        "id",
        "name",
        "department",
        "departments",
        "parent",
        "owner_department",
        "journey",
        "process",
        "conflicts_with",
        "now",
        "was",
    }
)
# What the program itself decides on, and no cell.
_OWN = frozenset({"subject", "codes", "kind"})
# Fields in which a name stands that may be a person's, though no register knows it as written.
_PERSONAL = frozenset({field.name for one in SHEETS.values() for field in one.fields if "people" in field.refers})
# A cell of these tells who somebody is, or what somebody said, whatever it holds.
_SECRET = frozenset({"role", "respondent", "waiver_reason", "notes", "headcount"})
_NUMBERS = frozenset(
    field.name for one in SHEETS.values() for field in one.fields if field.kind in ("number", "date")
) - frozenset(field.name for one in SHEETS.values() for field in one.fields if field.kind not in ("number", "date"))


def unnamed(reading: Reading, key: Key, known: Callable[[str], bool] = lambda _: False) -> Reading:
    """Return what was read so that it can be handed on: in records, ids, issues and cells.

    Parameters
    ----------
    reading
        What was read, with the values in its issues and notes marked (`language.marking`): of those only what is known
        is told, and without marks a sentence counts as the program's own.
    key
        Gives everybody a pseudonym. A person's id may be a login or an employee number, so it gives way as the
        name does; so does a name of an owner or of a column of a RACI chart that is neither in a register nor an office.
    known
        Tells of a further text, such as a statement of the survey, whether it is the program's own.
    """
    speech = Speech(reading, key, known)
    safe = _Safe(speech, reading.organisation)
    organisation = reading.organisation
    changed = {one.name: safe.walk(getattr(organisation, one.name)) for one in fields(organisation)}
    told = replace(
        organisation,
        **changed
        | {
            "name": speech.label(organisation.name),
            "prepared_by": organisation.prepared_by,
            "notes": "",
            "tie_level": organisation.tie_level,
            "columns": organisation.columns,
            "discretion": Discretion(key.fingerprint, speech.codes),
        },
    )
    return Reading(told, safe.walk(reading.issues), safe.walk(reading.inputs), called=speech.file(reading.called))


class _Safe:
    """Walks through values and rewrites their texts; a table, or an origin, that several share stays shared."""

    def __init__(self, speech: Speech, organisation: Organisation) -> None:
        self._speech = speech
        # The column ID of the register of people holds people, that of any other register does not.
        self._registers = {id(one.origin.table) for one in organisation.people}
        self._between_people = organisation.tie_level == "person"
        self._tables: dict[int, Table] = {}
        self._origins: dict[int, Origin] = {}
        self._of_type: Mapping[type, Callable[[Any], object]] = {
            str: speech.label,
            Origin: self._origin,
            Holder: speech.holder,
            Issue: self._issue,
            InputFile: self._file,
        }
        self._more: Mapping[type, Callable[[Any], dict[str, object]]] = {
            Person: self._person,
            Tie: self._tie,
            Journey: self._journey,
            Goal: self._goal,
            Answer: self._answer,
            Action: self._action,
        }

    def walk(self, value: _T) -> _T:
        """Return a value with its texts as they may be told."""
        return cast("_T", self._walked(value))

    def _walked(self, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(self._walked, value))
        if isinstance(value, Record):
            return self._record(value)
        rewritten = self._of_type.get(type(value))
        return value if rewritten is None else rewritten(value)

    def _cell(self, cell: Cell) -> Cell:
        speech = self._speech
        return replace(
            cell, file=speech.file(cell.file), sheet=speech.label(cell.sheet), value=speech.value(cell.value)
        )

    def _issue(self, issue: Issue) -> Issue:
        message, mend = map(self._speech.sentence, (issue.message, issue.suggestion))
        return replace(issue, cell=self._cell(issue.cell), message=message, suggestion=mend)

    def _file(self, file: InputFile) -> InputFile:
        return replace(file, file=self._speech.file(file.file), sheets=tuple(map(self._sheet, file.sheets)))

    def _sheet(self, sheet: SheetReading) -> SheetReading:
        said, skipped = self._speech.sentence, dict[str, int]()
        for reason, count in sheet.skipped.items():
            skipped[said(reason)] = skipped.get(said(reason), 0) + count
        return replace(sheet, sheet=self._speech.label(sheet.sheet), skipped=skipped, note=said(sheet.note))

    def _record(self, record: Record) -> Record:
        changed: dict[str, object] = {}
        for one in fields(record):
            value = getattr(record, one.name)
            if isinstance(value, str) and one.name not in _OWN:
                value = self._speech.label(value) if one.name in _LABELS else self._speech.if_known(value)
            elif one.name not in _OWN:
                value = self._walked(value)
            changed[one.name] = value
        # Some need more than the rule.
        more = self._more.get(type(record))
        return replace(record, **changed | (more(record) if more else {}))  # type: ignore[arg-type]  # each under the name of its field

    def _tie(self, tie: Tie) -> dict[str, object]:
        of = self._speech.person_id if self._between_people else self._speech.label
        kind = self._speech.hidden("kind", tie.kind.casefold())
        return {"source": of(tie.source), "target": of(tie.target), "kind": kind, "reported_by": ""}

    def _journey(self, journey: Journey) -> dict[str, object]:
        """Return the KPI of a journey where it is a goal's title, else words that tell it from that of another journey."""
        known = self._speech.if_known(journey.kpi)
        if known or not journey.kpi:
            return {"kpi": known}
        return {"kpi": say("KPI of {journey} (text withheld)", journey=self._speech.label(journey.name))}

    def _goal(self, goal: Goal) -> dict[str, object]:
        return {"perspective": goal.perspective if goal.perspective in _PERSPECTIVES else ""}

    def _answer(self, answer: Answer) -> dict[str, object]:
        hidden = self._speech.hidden
        return {
            "respondent": hidden("respondent", answer.respondent),
            "level": answer.level if answer.level in LEVELS else hidden("level", answer.level),
            "statement": self._speech.value(answer.statement),
        }

    def _action(self, action: Action) -> dict[str, object]:
        speech = self._speech
        return {
            "finding": speech.finding(action.finding),
            "owner": speech.people(action.owner),
            "status": action.status if action.status in ("", *STATUS_WORDS) else next(iter(STATUS_WORDS)),
            "action": "",
            "found": speech.codes_of_findings(action.found),
            "waiver_reason": speech.withheld if action.waiver_reason else "",
        }

    def _person(self, person: Person) -> dict[str, object]:
        speech = self._speech
        manager = None if person.manager is None else speech.person_id(person.manager)
        # A title that stands for an office elsewhere still leads to who holds it; it is told of nobody.
        role = speech.label(person.role) if speech.names_office(person.role) else ""
        if person.id not in speech.people_by_id:
            return {"role": role, "manager": manager}
        code = speech.person_id(person.id)
        return {"id": code, "name": speech.called(code), "role": role, "manager": manager, "pseudonym": True}

    def _origin(self, origin: Origin) -> Origin:
        if id(origin) not in self._origins:
            derived, table = origin.derived, id(origin.table)
            of_people = table in self._registers
            texts = (
                None if derived is None else {name: self._text(name, text, of_people) for name, text in derived.items()}
            )
            elsewhere = {name: self._origin(one) for name, one in origin.elsewhere.items()}
            self._origins[id(origin)] = Origin(self._table(origin.table), origin.row, texts, elsewhere)
        return self._origins[id(origin)]

    def _table(self, table: Table) -> Table:
        if id(table) not in self._tables:
            speech, text = self._speech, self._rewritten(table.text, id(table) in self._registers)
            self._tables[id(table)] = replace(
                table, file=speech.file(table.file), sheet=speech.label(table.sheet), text=text
            )
        return self._tables[id(table)]

    def _rewritten(self, text: Callable[[int, str], str], of_people: bool) -> Callable[[int, str], str]:
        return lambda row, name: self._text(name, text(row, name), of_people)

    def _text(self, name: str, text: str, of_people: bool) -> str:
        """Return what may be told of a cell, by its field."""
        if not text:
            return text
        if name in _SECRET:
            return self._speech.withheld
        if name in _NUMBERS and not any(map(str.isalpha, text)):
            return text
        return self._speech.value(text, personal=name in _PERSONAL or (of_people and name in ("id", "person")))


_PERSPECTIVES = frozenset(SHEETS["goals"].field("perspective").choices)
