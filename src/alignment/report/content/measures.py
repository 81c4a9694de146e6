"""How is each figure of the whole organisation made, and from which cells? The entries that sentences point to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from alignment.analysis.base import Limits, Measure
from alignment.analysis.catalogue import MEASURES
from alignment.analysis.trust import COVERAGE
from alignment.language import figure_text, number_text, say, share_text
from alignment.model.result import Measurement, Scope
from alignment.report import display, traces
from alignment.report.content.sheets import SheetsRead
from alignment.report.content.view import View
from alignment.report.content.words import value_text
from alignment.report.display import clean
from alignment.report.document import MOST_ROWS, Block, CellValue, Column, Paragraph, Subheading, Table
from alignment.wording import NOUNS, capital, singular

__all__ = ["MeasureEntries", "limits_words"]

# Units that a reader does not miss.
_BARE = frozenset({"share", "index", "ratio", "coefficient", "probability", "count", "rung"})
# The noun of a unit, of which there may be one.
_SINGULAR = {many: one for one, many in NOUNS.items()}


@dataclass(frozen=True)
class MeasureEntries:
    """The measures that the report prints: those of the whole organisation, and those that a sentence rests on.

    `cited` are the anchors of what sentences rest on. Entries are numbered in the order in which they are printed.
    """

    view: View
    cited: Collection[str]

    @cached_property
    def _whole(self) -> tuple[tuple[Measure, Measurement], ...]:
        """Measures of the organisation as a whole, taken or not."""
        found = ((one, self.view.check.measurement(one.id, Scope())) for one in MEASURES.values())
        # The coverage of each dimension stands beside its score already, what is said of one road in its chapter.
        return tuple(
            (one, taken)
            for one, taken in found
            if taken and (self._cited(one) or not (one.id.startswith(f"{COVERAGE}.") or _of_road(one.id)))
        )

    def _cited(self, one: Measure) -> bool:
        return traces.measure(one.id) in self.cited

    def _whereabouts(self) -> str:
        told = say(
            "Numbers such as {number} behind a sentence lead here. Every figure, as exactly as it was measured, and those "
            "of single journeys, departments, pairs and roads are in the Excel report, sheet {sheet}.",
            number="M1",
            sheet=say("Measurements"),
        )
        figures = len(self.view.check.measurements)
        if figures <= MOST_ROWS:
            return told
        return say(
            "{told} That sheet holds {some} of {all}, those of pairs and positions last; the JSON report has them all.",
            told=told,
            some=number_text(MOST_ROWS),
            all=number_text(figures),
        )

    @cached_property
    def _scored(self) -> tuple[Measure, ...]:
        return tuple(one for one, taken in self._whole if taken.value is not None and one.limits is not None)

    @cached_property
    def _others(self) -> tuple[Measure, ...]:
        return tuple(one for one, taken in self._whole if taken.value is not None and one.limits is None)

    @cached_property
    def _single(self) -> tuple[Measure, ...]:
        """Measures of single journeys, departments and pairs that a sentence rests on."""
        told = {one.id for one in (*self._scored, *self._others)}
        taken = {one.id for one in self.view.check.measurements if one.value is not None}
        return tuple(one for one in MEASURES.values() if one.id in taken - told and self._cited(one))

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """How each printed measure is called for short, such as ``M12``, by its id."""
        printed = (*self._scored, *self._others, *self._single)
        return {one.id: f"M{place}" for place, one in enumerate(printed, start=1)}

    def blocks(self, sheets: SheetsRead) -> list[Block]:
        """Return the entries as tables, and at the end what could not be measured."""
        head = (Column(say("No."), share=0.6), Column(say("Measure"), share=2.2))
        value, light = Column(say("Value"), share=1.3), Column(say("Light"), "light", 1.0)
        made, cells = Column(say("How it is made"), share=5.0), Column(say("Made from"), share=1.6)
        limits = Column(say("How it is made, its limits and their basis"), share=5.0)

        def entry(one: Measure, *told: CellValue) -> tuple[CellValue, ...]:
            return self.numbers[one.id], say(one.name), *told, sheets.named(one.needs)

        scored = (entry(one, self._value(one), self._light(one), self._limits(one)) for one in self._scored)
        others = (entry(one, self._value(one), _formula(one)) for one in self._others)
        single = (entry(one, _formula(one)) for one in self._single)
        return [
            Subheading(say("All measures of the whole organisation"), "measures"),
            Paragraph(self._whereabouts()),
            *_table(
                say("Measures with limits, and where the limits come from"),
                (*head, value, light, limits, cells),
                scored,
                self._scored,
            ),
            *_table(
                say("Measures without limits: there is no better or worse, or another measure carries it"),
                (*head, value, made, cells),
                others,
                self._others,
            ),
            *_table(
                say("Measures of single journeys, departments and pairs that this report tells"),
                (*head, made, cells),
                single,
                self._single,
            ),
            *_table(
                say("Measures without a value, and why"),
                (Column(say("Why"), share=4), Column(say("Measures"), share=6)),
                self._absent(),
            ),
        ]

    def _value(self, one: Measure) -> str:
        """Return the value with its unit where a reader would ask for it."""
        value = self.view.check.value(one.id)
        text = value_text(value, one.unit)
        if value is None or one.unit in _BARE:
            return text
        return say("{value} {unit}", value=text, unit=_unit(one.unit, value))

    def _light(self, one: Measure) -> str:
        found = self.view.check.measurement(one.id)
        return found.rating if found and found.rating else "none"

    def _limits(self, one: Measure) -> str:
        limits = one.limits_in(self.view.settings)
        if limits is None:
            return _formula(one)
        return f"{_formula(one).removesuffix('.')}. {capital(limits_words(limits, one.unit))}. {capital(say(limits.basis))}."

    def _absent(self) -> Iterable[tuple[CellValue, ...]]:
        """Return why measures have no value, with those of which it is true."""
        absent: dict[str, list[str]] = {}
        for one, taken in self._whole:
            if taken.value is None:
                absent.setdefault(_reason(taken), []).append(say(one.name))
        return ((why, "; ".join(names)) for why, names in absent.items())


def _table(
    caption: str,
    columns: tuple[Column, ...],
    rows: Iterable[tuple[CellValue, ...]],
    measures: Collection[Measure] = (),
) -> list[Block]:
    kept = tuple(rows)
    return [Table(caption, columns, kept, anchors=tuple(traces.measure(one.id) for one in measures))] if kept else []


def _of_road(measure: str) -> bool:
    return measure.startswith("maturity.") and measure.count(".") > 1


def _formula(one: Measure) -> str:
    """Return a formula with a capital where it begins with a word; a symbol stays as it is."""
    formula = say(one.formula)
    first = formula.split(" ", 1)[0]
    return capital(formula) if first.isalpha() and len(first) > 1 else formula


def _reason(found: Measurement) -> str:
    """Return why a measure has no value."""
    word = display.measured_word(found)
    return clean(say("{what}: {words}", what=word, words=found.note)) if found.note else word


def _unit(unit: str, value: float) -> str:
    return singular(_SINGULAR[unit]) if value == 1 and unit in _SINGULAR else say(unit)


def limits_words(limits: Limits, unit: str) -> str:
    """Return where green ends and red begins, such as ``green from 90%, red below 70%``."""
    green, red = (share_text(one) if unit == "share" else figure_text(one) for one in (limits.amber, limits.red))
    if limits.good > limits.bad:
        return say("green from {green}, red below {red}", green=green, red=red)
    return say("green up to {green}, red above {red}", green=green, red=red)
