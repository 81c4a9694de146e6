"""From everything that is published nobody can work out what a few people answered: tried with linear algebra.

Every mean that a report tells is a weighted sum of single answers. Whoever knows of each person the department, the level and
which statements they answered can write these sums down as equations; a hidden figure is found where its own sum follows
from them. The attack knows more than any reader does, and is tried on a report that hides nothing as well, where it succeeds.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise, product

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner

import printed
from alignment.analysis.privacy import SMALLEST
from alignment.analysis.respondents import FRONT_LINE, lens
from alignment.analysis.statements import CROSSWALKS, bank
from alignment.cli.main import alignment
from alignment.pipeline import FORMATS, examine, write_report
from alignment.settings import Settings

QUICK = Settings(permutations=20, score_draws=5, plan_most=1)
# Of management, middle and front line. Four departments are under five, or would be told by what is left.
DEPARTMENTS = {
    "Ants": (0, 1, 2),
    "Bees": (1, 0, 3),
    "Cats": (1, 2, 3),
    "Dogs": (2, 5, 6),
    "Elks": (1, 5, 5),
    "Foxes": (1, 0, 8),
}
LEVELS = ("management", "middle", FRONT_LINE)
ASKED = tuple(one for one in bank().statements if one.road in ("alignment", "empathy", "culture"))
IDENT = "zq-respondent-"
OWN_WORDS = "The kitchen of the fourth floor floods whenever Xaverius is away on Fridays."
SHORT_WORDS = "Xaverius knows"


@dataclass(frozen=True)
class Person:
    department: str
    level: str
    scores: tuple[int | None, ...]  # None: does not know


def people() -> list[Person]:
    draw = np.random.default_rng(6)
    return [
        Person(unit, level, tuple(None if draw.random() < 0.06 else int(draw.integers(1, 6)) for _ in ASKED))
        for unit, sizes in DEPARTMENTS.items()
        for level, size in zip(LEVELS, sizes, strict=True)
        for _ in range(size)
    ]


PEOPLE = people()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "audit.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Departments"
    for row in [("Department", "Headcount"), *((unit, 3 * sum(sizes)) for unit, sizes in DEPARTMENTS.items())]:
        sheet.append(row)
    sheet = workbook.create_sheet("Survey")
    sheet.append(
        ["Respondent", "Department", "Level", *(one.text["en"] for one in ASKED), "What else would you like to say?"]
    )
    for number, one in enumerate(PEOPLE):
        said = ["don't know" if score is None else score for score in one.scores]
        sheet.append([f"{IDENT}{number:03}", one.department, one.level, *said, f"{OWN_WORDS} {number}"])
    workbook.save(path)
    return path


@pytest.fixture(scope="module")
def files(book, tmp_path_factory):
    written = write_report(examine([book], QUICK), tmp_path_factory.mktemp("report"), FORMATS)
    return {one.name if one.suffix == ".csv" else one.suffix: one for one in written}


@pytest.fixture(scope="module")
def published(files):
    """What JSON tells of the survey: measure and group with their values, and those withheld."""
    found = json.loads(files[".json"].read_text(encoding="utf-8"))["measurements"]
    return {
        (one["id"].removeprefix("maturity."), one["scope"]["id"] or ""): one["value"]
        for one in found
        if one["id"].startswith("maturity.")
    }


def inside(group: str) -> list[int]:
    """The people of a department, of a level, or of a part of a department, such as "Cats/front line"."""
    unit, _, part = group.partition("/")
    return [
        number
        for number, one in enumerate(PEOPLE)
        if unit in ("", one.department, one.level) and (not part or (one.level == FRONT_LINE) == (part == FRONT_LINE))
    ]


def lenses() -> dict[str, list[int]]:
    """The statements of each road and of each value of a crosswalk."""
    found = {
        road: [at for at, one in enumerate(ASKED) if one.road == road] for road in ("empathy", "alignment", "culture")
    }
    for name, values in CROSSWALKS.items():
        for value in values:
            found[lens(name, value)] = [at for at, one in enumerate(ASKED) if getattr(one, name) == value]
    return {name: places for name, places in found.items() if places}


LENSES = lenses()


ROADS = ("empathy", "alignment", "culture")


def on_road(person: int, road: str) -> np.ndarray:
    """How much each answer counts in a respondent's mean of a road; nothing where none was given."""
    row = np.zeros((len(PEOPLE), len(ASKED)))
    places = [at for at in LENSES[road] if PEOPLE[person].scores[at] is not None]
    row[person, places] = 1 / max(len(places), 1)
    return row.ravel()


ON_ROAD = {(person, road): on_road(person, road) for person, road in product(range(len(PEOPLE)), ROADS)}


def filled(person: int, road: str) -> np.ndarray:
    """The mean of a road; the company's where a respondent left it out."""
    own = ON_ROAD[person, road]
    given = [row for (_, one), row in ON_ROAD.items() if one == road and row.any()]
    return own if own.any() else sum(given) / len(given)


def weights_of(person: int, about: str) -> np.ndarray:
    """How much each answer counts in a respondent's mean; what was left out, over all roads and on crosswalks, as `filled`."""
    if about in ROADS:
        return ON_ROAD[person, about]
    if not about:
        return sum(filled(person, road) for road in ROADS) / len(ROADS)
    rows = [filled(person, ASKED[at].road) for at in LENSES[about]]
    for place, at in enumerate(LENSES[about]):
        if PEOPLE[person].scores[at] is not None:
            rows[place] = np.zeros(len(SCORES))
            rows[place][person * len(ASKED) + at] = 1
    return sum(rows) / len(rows)


SCORES = np.array([[one or 0 for one in person.scores] for person in PEOPLE], dtype=float).ravel()
WEIGHTS = {(person, about): weights_of(person, about) for person, about in product(range(len(PEOPLE)), ("", *LENSES))}


def equation(group: str, about: str) -> np.ndarray:
    """The mean of a group as a weighted sum of single answers."""
    rows = [one for one in (WEIGHTS[person, about] for person in inside(group)) if one.any()]
    return sum(rows) / len(rows) if rows else np.zeros(len(SCORES))


def about_of(measure: str) -> str | None:
    """Which road or crosswalk a mean is about; None for what is no mean."""
    if measure.startswith(("dac.", "frame.", "outcome.")):
        return measure
    return measure.removeprefix("mean").removeprefix(".") if measure.split(".", maxsplit=1)[0] == "mean" else None


def told(published) -> Iterator[tuple[str, str, float]]:
    for (measure, group), value in published.items():
        about = about_of(measure)
        if about is not None and value is not None:
            yield group, about, value


def parts(published) -> list[str]:
    """The parts of departments whose means a finding may tell."""
    shown = [
        group
        for (measure, group), value in published.items()
        if measure == "perception_gap_within" and value is not None
    ]
    return [f"{unit}/{part}" for unit in shown for part in ("above", FRONT_LINE)]


def equations(published) -> np.ndarray:
    rows = [equation(group, about) for group, about, _ in told(published)]
    return np.stack([*rows, *(equation(part, about) for part in parts(published) for about in ("", *ROADS))])


def few() -> list[str]:
    """Departments, and parts of them, of fewer than five people."""
    groups = [*DEPARTMENTS, *(f"{unit}/{part}" for unit in DEPARTMENTS for part in ("above", FRONT_LINE))]
    return [one for one in groups if 0 < len(inside(one)) < SMALLEST]


def within(rows: np.ndarray) -> np.ndarray:
    """An orthonormal basis of all sums of the equations."""
    _, sizes, basis = np.linalg.svd(rows, full_matrices=False)
    return basis[sizes > 1e-9 * sizes[0]]


def follows(basis: np.ndarray, wanted: np.ndarray) -> bool:
    """Whether a sum of answers is one of those that the equations give."""
    return bool(np.abs(wanted - (wanted @ basis.T) @ basis).max() < 1e-7)


@pytest.fixture(scope="module")
def known(published) -> np.ndarray:
    return within(equations(published))


def test_the_equations_are_those_of_the_report(published):
    figures = list(told(published))
    assert len(figures) > 40
    for group, about, value in figures:
        assert equation(group, about) @ SCORES == pytest.approx(value, abs=1e-6), (group, about)


def test_groups_under_five_and_those_that_would_tell_of_them_are_withheld(published):
    departments = {unit: published["mean", unit] is None for unit in DEPARTMENTS}
    assert departments["Ants"]
    assert departments["Bees"]
    assert sum(departments.values()) < len(departments)
    hidden = [group for (measure, group), value in published.items() if measure == "mean" and value is None]
    assert all(value is None for (_, group), value in published.items() if group in hidden)


@pytest.mark.parametrize("about", ["", *LENSES])
def test_no_mean_of_a_few_follows_from_all_that_json_tells(known, about):
    wanted = {one: equation(one, about) for one in few()}
    assert not [one for one, row in wanted.items() if row.any() and follows(known, row)]


def test_no_mean_that_is_withheld_follows_from_all_that_json_tells(published, known):
    hidden = [
        (group, about)
        for (measure, group), value in published.items()
        if value is None and (about := about_of(measure)) is not None and about in ("", *LENSES)
    ]
    assert len(hidden) > len(LENSES)
    assert not [one for one in hidden if follows(known, equation(*one))]


def test_no_single_person_follows_from_all_that_json_tells(known):
    assert not [one for one, row in WEIGHTS.items() if row.any() and follows(known, row)]


def test_the_attack_finds_a_small_department_where_all_others_are_told(published):
    rows = np.stack([*equations(published), *(equation(unit, "") for unit in DEPARTMENTS if unit != "Ants")])
    wanted = equation("Ants", "")
    assert follows(within(rows), wanted)
    weights, *_ = np.linalg.lstsq(rows.T, wanted, rcond=None)
    assert weights @ (rows @ SCORES) == pytest.approx(wanted @ SCORES)


def test_who_does_not_know_cannot_be_worked_out_either(published):
    """The share of "don't know" is a sum over the same groups, each answer counting once."""

    def counts(group: str, about: str) -> np.ndarray:
        row = np.zeros((len(PEOPLE), len(ASKED)))
        row[np.ix_(inside(group), LENSES.get(about, range(len(ASKED))))] = 1
        return row.ravel()

    unknown = np.array([[one is None for one in person.scores] for person in PEOPLE], dtype=float).ravel()
    rows = []
    for (measure, group), value in published.items():
        if measure.split(".")[0] == "unknown" and value is not None:
            row = counts(group, measure.removeprefix("unknown").removeprefix("."))
            assert row @ unknown / row.sum() == pytest.approx(value, abs=1e-6)
            rows.append(row)
    basis = within(np.stack(rows))
    assert not [one for one in few() for about in ("", *LENSES) if follows(basis, counts(one, about))]


def test_excel_tells_the_same_groups_and_no_more(files, published):
    workbook = openpyxl.load_workbook(files[".xlsx"], data_only=True)
    head, *rows = workbook["Maturity"].iter_rows(values_only=True)
    roads = {"All roads, mean of 5": "mean"} | {
        f"{one.name['en']}, mean of 5": f"mean.{one.id}" for one in bank().roads
    }
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        group = {"Organisation": "", "Level": str(cells["Group"]).removeprefix("The ").lower()}.get(
            cells["About"], cells["Group"]
        )
        for column, measure in roads.items():
            if column in cells:
                assert cells[column] == pytest.approx(published[measure, group], abs=1e-6), (group, column)
        if published["mean", group] is None:
            assert not [one for one in row if isinstance(one, int | float)], group
            assert "answered" in cells["Not shown"]
    assert {row[1] for row in rows if row[0] == "Department"} == set(DEPARTMENTS)


def texts(files) -> Iterator[tuple[str, str]]:
    for suffix, path in files.items():
        yield suffix, "\n".join(printed.texts(path))


class Words(HTMLParser):
    """Texts and attributes of a page, each by itself, in order; scripts and styles aside."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.aside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.aside = tag in ("script", "style")
        self.found += [
            value for name, value in attrs if value and name in ("alt", "title", "aria-label", "aria-description")
        ]
        self.found += [value for name, value in attrs if value and name.startswith("data-")]

    def handle_endtag(self, tag: str) -> None:
        self.aside = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.aside:
            self.found.append(" ".join(data.split()))


NAMED = "Of 6 departments that answered, 4 can be shown. Not shown, to protect those who answered: Ants and Bees."


FIGURE = re.compile(r"[+−-]?[0-9][0-9.,]* ?%?")


@pytest.fixture(scope="module")
def hidden(published):
    found = [unit for unit in DEPARTMENTS if published["mean", unit] is None]
    assert found == ["Ants", "Bees"]
    return found


def test_the_page_puts_no_figure_into_or_behind_the_name_of_a_hidden_department(files, hidden):
    texts = Words(files[".html"].read_text(encoding="utf-8")).found
    for unit in DEPARTMENTS:
        about = [(text, after) for text, after in pairwise(texts) if re.search(rf"\b{unit}\b", text) and text != NAMED]
        told = [text for text, after in about if re.search(r"[0-9]", text) or FIGURE.fullmatch(after)]
        assert bool(told) == (unit not in hidden), (unit, told)


def test_the_pdf_has_no_figure_in_the_line_of_a_hidden_department(files, hidden):
    lines = dict(texts(files))[".pdf"].splitlines()
    for unit in DEPARTMENTS:
        figures = [one for one in lines if re.match(rf"{unit} [0-9]", one)]
        assert bool(figures) == (unit not in hidden), (unit, figures)
    beside = [one for one in lines for unit in hidden if unit in one and re.search(r"[0-9]", one)]
    assert not [one for one in beside if "can be shown" not in one]


def test_excel_has_no_figure_in_a_row_about_a_hidden_department(files, hidden):
    for sheet in openpyxl.load_workbook(files[".xlsx"], data_only=True):
        rows = [row for row in sheet.iter_rows(values_only=True) if {*hidden} & {*map(str, row)}]
        if sheet.title != "Departments":  # its headcount is no answer
            assert not [one for row in rows for one in row if isinstance(one, int | float)], sheet.title


def test_json_names_a_hidden_department_beside_no_figure(files, hidden):
    found = json.loads(files[".json"].read_text(encoding="utf-8"))

    def words(one: object) -> Iterator[str]:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict | list):
            for part in one.values() if isinstance(one, dict) else one:
                yield from words(part)

    beside = {one for one in words(found) for unit in hidden if unit in one and re.search(r"[0-9]", one)}
    assert beside == {NAMED}
    assert any("Dogs" in one and re.search(r"[0-9]", one) for one in words(found))


def test_the_two_sides_of_a_department_are_told_where_both_are_shown_alone(files, published):
    both = {unit for (one, unit), value in published.items() if one == "perception_gap_within" and value is not None}
    (said,) = [
        one
        for one in Words(files[".html"].read_text(encoding="utf-8")).found
        if one.startswith("Beside the front line of their own department")
    ]
    assert {unit for unit in DEPARTMENTS if unit in said} == both != set()
    assert all(len(inside(f"{unit}/{part}")) >= SMALLEST for unit in both for part in ("above", FRONT_LINE))


@pytest.mark.parametrize(
    "words",
    [["check"], ["explain", "maturity.mean"], ["explain", "maturity.respondents"], ["explain", "MAT08"],
     ["simulate", "--merge", "Dogs+Elks=Pets"]],
    ids=" ".join,
)  # fmt: skip
def test_what_the_commands_print_holds_no_respondent_and_no_figure_of_a_hidden_department(book, hidden, words):
    command, *others = words
    done = CliRunner().invoke(
        alignment, [command, str(book), *others] if command == "simulate" else [command, *others, str(book)]
    )
    assert done.exit_code == 0
    assert not [one for one in (IDENT, "Xaverius") if one in done.output]
    lines = [one for one in done.output.splitlines() if any(unit in one for unit in hidden)]
    assert not [one for one in lines if re.search(r"[0-9]", one) and "can be shown" not in one]


def test_no_respondent_and_nobody_s_own_words_are_in_any_output(files):
    found = list(texts(files))
    assert {suffix for suffix, _ in found} >= {
        ".html",
        ".json",
        ".pdf",
        ".xlsx",
        ".graphml",
        ".gexf",
        "nodes.csv",
        "edges.csv",
    }
    assert any("What else would you like to say?" in text for _, text in found)
    for suffix, text in found:
        assert IDENT not in text, suffix
        assert "Xaverius" not in text, suffix


def test_words_in_place_of_a_score_are_in_no_edition_for_clients(book, tmp_path):
    workbook = openpyxl.load_workbook(book)
    workbook["Survey"]["E30"], workbook["Survey"]["E31"] = SHORT_WORDS, OWN_WORDS
    workbook.save(tmp_path / "audit.xlsx")
    found = examine([tmp_path / "audit.xlsx"], QUICK, client_safe=tmp_path / "alignment.key")
    assert len(found.check.issues) == 2
    for suffix, text in texts(
        {one.suffix: one for one in write_report(found, tmp_path / "out", ("json", "xlsx", "html"))}
    ):
        assert "Xaverius" not in text, suffix
