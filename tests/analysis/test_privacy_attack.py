"""Small companies are asked at random, and all that is told of them is attacked: nothing follows about fewer than five.

The attack is written down here anew: means, sums of squares and counts of "don't know" as sums of single answers. It knows who
answered what, which no reader does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import pytest

from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES, RULES, analyse
from alignment.analysis.privacy import SMALLEST
from alignment.analysis.respondents import FRONT_LINE, lens
from alignment.analysis.statements import CROSSWALKS, bank
from alignment.model.result import Measurement, Scope
from alignment.settings import Settings
from surveys import LEVELS, company

QUICK = Settings(permutations=20, score_draws=5)
ASKED = ("A3", "A1", "A2", "E1", "E2", "S1")
STATEMENTS = [next(one for one in bank().statements if one.id == ident) for ident in ASKED]
ROADS = ("empathy", "satisfaction", "alignment")
PLACES = {road: [at for at, one in enumerate(STATEMENTS) if one.road == road] for road in ROADS}
CROSSED = {
    lens(name, value): [at for at, one in enumerate(STATEMENTS) if getattr(one, name) == value]
    for name, values in CROSSWALKS.items()
    for value in values
}
Rows = np.ndarray


@dataclass(frozen=True)
class Asked:
    """People of a company, one "Sales m 4 ? - ..." each, and what the program tells of them."""

    people: tuple[str, ...]

    @cached_property
    def organisation(self):
        return company(*self.people, statements=ASKED)

    @cached_property
    def scores(self) -> Rows:
        return np.array(
            [[float(said) if said.isdigit() else np.nan for said in one.split()[2:]] for one in self.people]
        )

    @cached_property
    def unknown(self) -> Rows:
        return np.array([[said == "?" for said in one.split()[2:]] for one in self.people])

    @cached_property
    def told(self) -> Mapping[tuple[str, Scope], float]:
        """Every figure of the survey that is told, by measure and group."""
        return {at: one.value for at, one in self.taken.items() if one.value is not None}

    @cached_property
    def notes(self) -> Mapping[tuple[str, Scope], str]:
        """What is said beside each figure."""
        return {at: one.note for at, one in self.taken.items()}

    @cached_property
    def taken(self) -> Mapping[tuple[str, Scope], Measurement]:
        """Every figure of the survey, told or not."""
        context = Context(self.organisation, QUICK)
        taken = [one for ident in MEASURES if ident.startswith("maturity.") for one in MEASURES[ident].take(context)]
        return {(one.id.removeprefix("maturity."), one.scope): one for one in taken}

    def inside(self, scope: Scope, part: str = "") -> Rows:
        units, levels = np.array([one.split()[:2] for one in self.people]).T
        levels = np.array([LEVELS[one] for one in levels])
        members = np.ones(len(units), bool) if scope == Scope() else (units == scope.id) | (levels == scope.id)
        return members & (levels == FRONT_LINE if part == FRONT_LINE else levels != FRONT_LINE) if part else members

    @cached_property
    def roads(self) -> Mapping[str, Rows]:
        """For each road that half of them answered: each one's mean as weights of single answers, or nothing."""
        found = {}
        for road, places in PLACES.items():
            there = ~np.isnan(self.scores[:, places])
            if 2 * there.any(axis=1).sum() < len(there):
                continue
            weights = np.zeros((len(there), *self.scores.shape))
            for person, some in enumerate(there):
                weights[person, person, places] = some / max(some.sum(), 1)
            found[road] = weights
        return found

    @cached_property
    def lenses(self) -> Mapping[str, tuple[Rows, Rows]]:
        """Each one's mean as weights of single answers, and who is counted: of roads, of all, and of crosswalks."""
        counted = {road: weights.any(axis=(1, 2)) for road, weights in self.roads.items()}
        anybody = np.any(list(counted.values()), axis=0)
        filled = {
            road: np.where(counted[road][:, None, None], weights, weights[counted[road]].mean(axis=0))
            for road, weights in self.roads.items()
        }
        found = {road: (weights, counted[road]) for road, weights in self.roads.items()}
        found[""] = np.mean(list(filled.values()), axis=0), anybody
        for name, places in CROSSED.items():
            kept = [at for at in places if STATEMENTS[at].road in self.roads]
            if kept:
                found[name] = np.mean([self.one_statement(at, filled) for at in kept], axis=0), anybody
        return found

    def one_statement(self, at: int, filled: Mapping[str, Rows]) -> Rows:
        weights = filled[STATEMENTS[at].road].copy()
        for person in np.flatnonzero(~np.isnan(self.scores[:, at])):
            weights[person] = 0
            weights[person, person, at] = 1
        return weights

    def groups(self) -> Iterator[tuple[str, Scope, str]]:
        """Of whom a mean is told, on which lens; the two sides of a department wherever their distance is."""
        for measure, scope in self.told:
            if measure == "perception_gap_within":
                yield from ((about, scope, part) for about in ("", *self.roads) for part in ("above", FRONT_LINE))
            elif measure in CROSSED or measure.split(".")[0] == "mean":
                yield measure.removeprefix("mean").removeprefix("."), scope, ""

    def means(self) -> Rows:
        """Each mean that is told as weights of single answers."""
        rows = [np.zeros(self.scores.size)]
        for about, scope, part in self.groups():
            weights, counted = self.lenses[about]
            row = weights[counted & self.inside(scope, part)].mean(axis=0)
            if not part:
                value = self.told[about if about in CROSSED else f"mean.{about}".rstrip("."), scope]
                assert (row * np.nan_to_num(self.scores)).sum() == pytest.approx(value), (about, scope)
            rows.append(row.ravel())
        return np.stack([*rows, *self.towards()])

    def towards(self) -> Iterator[Rows]:
        """Of the company, the mean of all answers to the statements of a road's next stage, where it is told."""
        for (measure, scope), value in self.told.items():
            road = measure.removeprefix("towards.")
            if road in ROADS:
                (stage,) = {
                    one.stage
                    for one in STATEMENTS
                    if one.road == road and self.notes[measure, scope] == f"stage {one.stage}"
                }
                asked = np.array([one.road == road and one.stage == stage for one in STATEMENTS])
                row = asked & ~np.isnan(self.scores)
                assert np.nanmean(self.scores[:, asked]) == pytest.approx(value)
                yield row.ravel() / row.sum()

    def squares(self, about: str) -> Rows:
        """For each group with mean and spread, the sum of squares of its people's means: a row of who is in it."""
        weights, counted = self.lenses[about]
        values = (weights * np.nan_to_num(self.scores)).sum(axis=(1, 2))
        rows = [np.zeros(len(values))]
        for scope in {one for _, one in self.told}:
            spread = self.told.get((f"spread.{about}".rstrip("."), scope))
            if spread is not None:
                some = counted & self.inside(scope)
                mean = self.told[f"mean.{about}".rstrip("."), scope]
                assert (values[some] ** 2).sum() == pytest.approx(spread**2 * (some.sum() - 1) + some.sum() * mean**2)
                rows.append(some.astype(float))
        return np.stack(rows)

    def unknowing(self) -> Rows:
        """Each share of "don't know" that is told as a sum of single answers."""
        given = ~np.isnan(self.scores) | self.unknown
        roads = [road for road in ROADS if 2 * given[:, PLACES[road]].any(axis=1).sum() >= len(given)]
        rows = [np.zeros(given.size)]
        for (measure, scope), value in self.told.items():
            if measure.split(".")[0] == "unknown":
                road = measure.removeprefix("unknown").removeprefix(".")
                row = given & self.inside(scope)[:, None]
                row[:, [at for at, one in enumerate(STATEMENTS) if one.road not in ([road] if road else roads)]] = False
                assert (row & self.unknown).sum() / row.sum() == pytest.approx(value)
                rows.append(row.ravel().astype(float))
        return np.stack(rows)


def those_told(rows: Rows, asked: Asked) -> list[tuple[int, ...]]:
    """The sets of a few people of whom alone some sum of the rows is made: whatever the sum, and whatever its weights.

    Tried are everybody, every two, and all who are of up to three departments and levels, where they are under five.
    """
    _, sizes, basis = np.linalg.svd(rows, full_matrices=False)
    basis = basis[sizes > 1e-9 * max(sizes.max(), 1e-9)]
    if not len(basis):
        return []
    people = len(asked.people)
    onto = (basis.T @ basis).reshape(people, -1, people, rows.shape[1] // people)
    where = [" ".join(one.split()[:2]) for one in asked.people]
    tried = {some for many in (1, 2) for some in combinations(range(people), many)}
    for cells in (some for many in (1, 2, 3) for some in combinations(sorted(set(where)), many)):
        tried.add(tuple(at for at, one in enumerate(where) if one in cells))
    found: list[tuple[int, ...]] = []
    for many in range(1, SMALLEST):
        some = np.array(sorted(one for one in tried if len(one) == many), dtype=int).reshape(-1, many)
        within = onto[some[:, :, None], :, some[:, None, :], :].swapaxes(2, 3)
        within = within.reshape(len(some), many * onto.shape[1], many * onto.shape[1])
        # A direction of the space that has all its length within the places of a few people is a sum of theirs alone.
        lengths = np.linalg.eigvalsh(within).max(axis=1)
        found += [tuple(one) for one in some[lengths > 1 - 1e-9].tolist()]
    return found


def random_company(seed: int) -> Asked:
    draw = np.random.default_rng(seed)
    missing = draw.choice([0.0, 0.03, 0.25])
    # A road that some leave out altogether, as those do who stop half way.
    stopping = draw.choice([0.0, 0.1, 0.6])
    people = []
    for unit in "ABCDEFG"[: draw.integers(1, 8)]:
        for level, most in zip("mif", (3, 4, 12), strict=True):
            for _ in range(draw.integers(0, most)):
                said = [str(one) for one in draw.integers(1, 6, len(ASKED))]
                said = [str(draw.choice(["?", "-"])) if draw.random() < missing else one for one in said]
                said[3:] = ["-"] * 3 if draw.random() < stopping else said[3:]
                people.append(f"{unit} {level} {' '.join(said)}")
    return Asked((*people, "A f 3 3 3 3 3 3"))


COMPANIES = [random_company(seed) for seed in range(24)]


def test_enough_is_told_to_be_attacked():
    assert sum(bool(one.told) for one in COMPANIES) >= 15
    assert sum(len(one.told) for one in COMPANIES) > 2000
    assert sum(len(list(one.towards())) for one in COMPANIES) > 10


@pytest.mark.parametrize("number", range(len(COMPANIES)))
def test_from_means_squares_and_shares_nothing_follows_about_a_few(number):
    asked = COMPANIES[number]
    tables = [asked.means(), asked.unknowing(), *(asked.squares(about) for about in ("", *asked.roads))]
    for rows in tables:
        assert not those_told(rows, asked)


def alike(asked: Asked) -> Iterator[tuple[int, int]]:
    """Two people who are in the same groups that are told, but not in the same of all, and left out the same."""
    scopes = sorted({scope for _, scope in asked.told}, key=str)
    told = np.stack([asked.inside(one) for one in scopes]) if scopes else np.zeros((0, len(asked.people)), bool)
    within = [scope for measure, scope in asked.told if measure == "perception_gap_within"]
    told = np.vstack([told, *(asked.inside(scope, part)[None] for scope in within for part in ("above", FRONT_LINE))])
    where = [one.split()[:2] for one in asked.people]
    for one, other in combinations(range(len(asked.people)), 2):
        same = (told[:, one] == told[:, other]).all() and (asked.unknown[one] == asked.unknown[other]).all()
        if same and where[one] != where[other] and (np.isnan(asked.scores[one]) == np.isnan(asked.scores[other])).all():
            yield one, other


def exchanged(people: tuple[str, ...], one: int, other: int) -> Asked:
    """The same company, where two people gave each other's answers."""
    said = [person.split() for person in people]
    said[one][2:], said[other][2:] = said[other][2:], said[one][2:]
    return Asked(tuple(" ".join(person) for person in said))


def all_that_is_said(asked: Asked) -> list[tuple[object, ...]]:
    """Every figure of the survey, told or not, with its note; and what is found, word for word."""
    found = analyse(asked.organisation, QUICK)
    figures = [
        (one.id, str(one.scope), one.status, one.note, None if one.value is None else round(one.value, 9) + 0.0)
        for one in found.measurements
        if one.id.startswith("maturity.")
    ]
    return figures + [(one.code, str(one.scope), one.message) for one in found.findings if one.code in SURVEY_RULES]


SURVEY_RULES = {code for code in RULES if code.startswith("MAT")}


def test_who_of_a_group_gave_which_answers_changes_nothing_that_is_said():
    """So no figure tells it, however it is made: neither spread, agreement, uncertainty and stage, nor a note or a finding."""
    tried = 0
    for asked in COMPANIES:
        pair = next(alike(asked), None)
        if pair is not None:
            tried += 1
            assert all_that_is_said(exchanged(asked.people, *pair)) == all_that_is_said(asked), (asked, pair)
    assert tried > 12
