"""Who answered what? The survey as arrays, with the groups of respondents that may be shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from alignment.analysis import privacy
from alignment.analysis.statements import CROSSWALKS, ROADS, Bank, Statement, asked_at
from alignment.language import number_text, say
from alignment.model.organisation import Answer, Cell, Organisation
from alignment.model.result import Scope
from alignment.source.scale import LEVELS
from alignment.wording import counted

__all__ = [
    "FRONT_LINE",
    "MANAGEMENT",
    "Group",
    "LeftOut",
    "Members",
    "Part",
    "Standing",
    "Survey",
    "lens",
    "margins",
    "survey",
]

MANAGEMENT, MIDDLE, FRONT_LINE = LEVELS

DRAWS = 1000
# Nine of ten draws fall inside.
_SPAN = (5.0, 95.0)

# All of a department or level, or within it the front line, or those above it: management and middle together.
Part = Literal["", "leading", "front line"]
Group = tuple[Scope, Part]
Members = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

_NOWHERE = np.zeros(0, dtype=np.int64)
_NOWHERE.flags.writeable = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a group stands on a road: the stage reached, and the first one that is not, with the mean of its statements.

    `unmet` and `mean` are None where every stage that was asked is reached.
    """

    reached: int
    unmet: int | None = None
    mean: float | None = None


@dataclass(frozen=True)
class LeftOut:
    """The ways in which respondents left statements out, each once, and what figures are made of for each.

    Attributes
    ----------
    answered
        Shape (ways, statements): 1 where the statement is answered.
    sums
        Shape (ways, lenses, statements): with what weight an answer counts in a figure of a road or crosswalk of which
        means are told. What is left out counts as the mean of what was answered of its road.
    whole
        Shape (lenses, statements): the same for one who left out nothing.
    which
        Shape (respondents,): the way of each.
    """

    answered: Numbers
    sums: Numbers
    whole: Numbers
    which: npt.NDArray[np.int64]

    @cached_property
    def rank(self) -> npt.NDArray[np.int64]:
        """Shape (ways,): how many of their `sums` are no sum of the others."""
        return privacy.rank(self.sums)

    def free(self, wanted: Numbers) -> int:
        """Count the people of whose answers none of these sums of statements, nor a mix of them, is one of their `sums`.

        `wanted` has the shape (sums, statements).
        """
        both = np.concatenate([self.sums, wanted * self.answered[:, None, :]], axis=1)
        free = privacy.rank(both) == self.rank + len(wanted)
        return int(free[self.which].sum())

    def follows(self, wanted: Numbers) -> bool:
        """Tell whether a sum of statements, of shape (statements,), is for everybody the same sum of their `sums`."""
        told = self.sums.transpose(1, 0, 2).reshape(len(self.whole), -1)
        both = np.vstack([told, (wanted * self.answered).reshape(1, -1)])
        return bool(privacy.rank(both) == privacy.rank(told))


@dataclass(frozen=True)
class Survey:
    """Answers as arrays, one row a respondent; statements in the order of the bank.

    Attributes
    ----------
    bank
        The bank in force.
    statements
        Those of its statements that were asked.
    scores
        Shape (respondents, statements): 1 to 5; nan where there is no answer, and for "don't know".
    unknown
        Shape (respondents, statements): whether the answer is "don't know".
    departments, levels
        Of each respondent; None, and "", where not given.
    evidence
        For each statement, the cells that ask it: headers of columns, never the row of a respondent.
    strange
        Headings that are no statement of the bank, sorted.
    """

    bank: Bank
    statements: tuple[Statement, ...]
    scores: Numbers
    unknown: npt.NDArray[np.bool_]
    departments: tuple[str | None, ...]
    levels: tuple[str, ...]
    evidence: Mapping[str, tuple[Cell, ...]]
    strange: tuple[str, ...]

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Roads, and values of crosswalks, of which a statement was asked; "" for all of them."""
        return tuple(self._places)

    @cached_property
    def roads(self) -> tuple[str, ...]:
        """Roads of which means are told, in order."""
        return tuple(one.id for one in self.bank.roads if one.id in self.means)

    @cached_property
    def _places(self) -> Mapping[str, npt.NDArray[np.int64]]:
        """Places of the statements of each lens; under "" of all."""
        found: dict[str, list[int]] = {"": []}
        for at, one in enumerate(self.statements):
            for lens in ("", *lenses_of(one)):
                found.setdefault(lens, []).append(at)
        places = {lens: np.array(some, dtype=np.int64) for lens, some in found.items()}
        for some in places.values():
            some.flags.writeable = False
        return places

    def columns(self, lens: str) -> npt.NDArray[np.int64]:
        """Places of the statements of a road or of a value of a crosswalk; of all, without one."""
        return self._places.get(lens, _NOWHERE)

    @cached_property
    def means(self) -> Mapping[str, Numbers]:
        """Each respondent's mean of the statements of a road, or of a value of a crosswalk; nan without an answer.

        Under "" stands the mean of their roads, so that a road of many statements counts no more than another. What fewer
        than half of the respondents answered is left out, there too: few would speak for all, and to protect them on that
        one road all would have to be hidden on every other.

        Over all roads, and on crosswalks, a statement left out counts as the respondent's own mean of its road, and a road
        left out as the company's. So these are one sum of the roads for everybody: otherwise what they are off that sum
        would tell of the one person in a department who did not know.
        """
        roads = {
            one.id: _row_means(self.scores[:, self.columns(one.id)]) for one in self.bank.roads if one.id in self.asked
        }
        roads = {one: means for one, means in roads.items() if _by_half(~np.isnan(means))}
        if not roads:
            return {}
        table = np.column_stack(list(roads.values()))
        anybody = ~np.isnan(table).all(axis=1)
        table = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
        of_road = dict(zip(roads, table.T, strict=True))
        found = {"": table.mean(axis=1), **roads}
        for one in self.asked:
            places = [at for at in self.columns(one) if self.statements[at].road in roads]
            if one not in ("", *ROADS) and places and _by_half(~np.isnan(_row_means(self.scores[:, places]))):
                filled = [
                    np.where(np.isnan(self.scores[:, at]), of_road[self.statements[at].road], self.scores[:, at])
                    for at in places
                ]
                found[one] = np.mean(filled, axis=0)
        return {one: np.where(anybody, means, np.nan) for one, means in found.items()}

    @cached_property
    def answering(self) -> Mapping[str, Members]:
        """Who gave an answer on a road, "don't know" included, where at least half did; under "" on any of these."""
        given = ~np.isnan(self.scores) | self.unknown
        roads: dict[str, Members] = {
            one.id: np.logical_or.reduce(given[:, self.columns(one.id)], axis=1)
            for one in self.bank.roads
            if one.id in self.asked
        }
        roads = {one: some for one, some in roads.items() if _by_half(some)}
        return {"": np.logical_or.reduce(list(roads.values())), **roads} if roads else {}

    @cached_property
    def groups(self) -> Mapping[Group, Members]:
        """Whom figures may be about: everybody, departments, levels, and two parts of each department.

        Each is an array of shape (respondents,) that tells who belongs to it.
        """
        units = np.array([one or "" for one in self.departments])
        levels = np.array(self.levels)
        found: dict[Group, Members] = {(Scope(), ""): np.ones(len(units), dtype=bool)}
        for level in LEVELS:
            found[Scope("group", level), ""] = levels == level
        for unit in sorted({one for one in self.departments if one is not None}):
            inside = units == unit
            found[Scope("department", unit), ""] = inside
            found[Scope("department", unit), "leading"] = inside & np.isin(levels, (MANAGEMENT, MIDDLE))
            found[Scope("department", unit), "front line"] = inside & (levels == FRONT_LINE)
        return {group: members for group, members in found.items() if members.any()}

    def whole(self) -> tuple[Scope, ...]:
        """Everybody, levels and departments, without the parts of departments."""
        return tuple(scope for scope, part in self.groups if not part)

    @cached_property
    def shown(self) -> frozenset[Group]:
        """The groups whose figures may be shown, on every road or on none; on crosswalks perhaps fewer."""
        return privacy.shown(self.groups, self._answered) if self.means else frozenset()

    @cached_property
    def _looked_at(self) -> frozenset[Group]:
        return frozenset(privacy.looked_at(self.groups))

    @cached_property
    def _answered(self) -> Members:
        """Shape (respondents, questions): who is counted in a figure, of each lens, with "don't know" and without."""
        everybody = np.ones(len(self.departments), dtype=bool)
        counted = [~np.isnan(one) for one in self.means.values()]
        return np.column_stack([everybody, *self.answering.values(), *counted])

    @cached_property
    def shown_on_crosswalks(self) -> frozenset[Group]:
        """Those of them whose means on crosswalks may be shown beside those on roads."""
        whole = {group: self.groups[group] for group in self.shown if not group[1]}
        return privacy.shown(whole, self._thorough[:, None]) if whole else frozenset()

    @cached_property
    def _thorough(self) -> Members:
        """Who left out so little that roads and crosswalks tell as much of them as of one who left out nothing.

        A crosswalk is about a part of each road. Where nearly everybody left out the other part, road and crosswalk say the
        same of them, and how far the two are apart is what the few others said.
        """
        found: Members = (self.left_out.rank == privacy.rank(self.left_out.whole))[self.left_out.which]
        return found

    @cached_property
    def left_out(self) -> LeftOut:
        """What respondents left out, and what that makes of the figures."""
        answered, which = np.unique(~np.isnan(self.scores), axis=0, return_inverse=True)
        roads = np.array([one.road for one in self.statements])
        counted = np.isin(roads, self.roads)
        whole = np.stack([counted & np.isin(np.arange(len(roads)), self.columns(one)) for one in self.means if one])
        of_road = (roads[:, None] == roads) & answered[:, None, :]
        stands_for = of_road / np.maximum(of_road.sum(axis=2, keepdims=True), 1)
        filled = np.where(answered[:, :, None], np.eye(len(roads)), stands_for)
        weights = whole.astype(float)
        return LeftOut(answered.astype(float), weights @ filled, weights, which.reshape(-1))

    def standing(self, scope: Scope, road: str) -> Standing | int:
        """Where a group stands on a road; the stage that too few of it answered, where it cannot be told."""
        answers, reached = self.scores[self.groups[scope, ""]], 1
        asked: dict[int, list[int]] = {}
        for at in self.columns(road):
            asked.setdefault(self.statements[at].stage, []).append(at)
        for stage, places in sorted(asked.items()):
            given = answers[:, places]
            if (~np.isnan(given)).any(axis=1).sum() < privacy.SMALLEST:
                return stage
            mean = float(np.nanmean(given))
            if mean < self.bank.limit:
                return Standing(reached, stage, mean)
            reached = stage
        return Standing(reached)

    @cached_property
    def told_ahead(self) -> frozenset[str]:
        """Roads of which the mean of the first stage not reached may stand beside all other figures.

        Those figures are sums of each one's answers, with weights that depend on what was left out. Of whoever answered so
        that the stage's statements are no such sum, every figure made of this one holds something, whatever is added and
        taken off: five of these are enough. Where the figure follows from those of the company for everybody, it tells
        nothing.
        """
        told: list[str] = []
        wanted = np.zeros((0, len(self.statements)))
        for road in self.roads:
            found = self.standing(Scope(), road)
            if isinstance(found, int) or found.unmet is None:
                continue
            asked = np.array([one.road == road and one.stage == found.unmet for one in self.statements], dtype=float)
            free = self.left_out.free(np.vstack([wanted, asked])) >= privacy.SMALLEST
            if free or ((Scope(), "") in self.shown_on_crosswalks and self.left_out.follows(asked)):
                told.append(road)
            if free:
                wanted = np.vstack([wanted, asked])
        return frozenset(told)

    def withheld(self, group: Group, about: str = "") -> str:
        """Why the figures of a group on a lens are not shown; empty where they are. It does not tell how many answered."""
        if group in self.shown:
            told = about in ("", *ROADS) or group in self.shown_on_crosswalks
            if told:
                return ""
            return say(
                "held back: beside the roads it would let the answers of fewer than {number} people be worked out",
                number=number_text(privacy.SMALLEST),
            )
        if self.size(group) < privacy.SMALLEST:
            smallest = number_text(privacy.SMALLEST)
            return say("fewer than {number} people answered: nothing of them is shown", number=smallest)
        if group not in self._looked_at:
            return say(
                "held back: of {groups} only the {number} largest were looked at for what they tell together of fewer than "
                "{few} people",
                groups=counted(len(self.groups), "group"),
                number=number_text(privacy.MOST_GROUPS),
                few=number_text(privacy.SMALLEST),
            )
        return say(
            "held back: with other figures it would let the answers of fewer than {number} people be worked out",
            number=number_text(privacy.SMALLEST),
        )

    def size(self, group: Group) -> int:
        """Respondents of a group, on the road that fewest of them answered."""
        members = self.groups.get(group)
        return 0 if members is None or not self.means else int(self._answered[members].sum(axis=0).min())

    def cells(self, lens: str = "") -> tuple[Cell, ...]:
        """Headers of the columns that ask the statements of a road, or of all."""
        found = [cell for at in self.columns(lens) for cell in self.evidence[self.statements[at].id]]
        return tuple(dict.fromkeys(found))


def lens(crosswalk: str, value: str) -> str:
    """Return the id of a value of a crosswalk: the same answers, read in another way.

    Examples
    --------
    >>> lens("outcome", "customer at the heart")
    'outcome.customer_at_the_heart'
    """
    return f"{crosswalk}.{value.replace(' ', '_')}"


def lenses_of(statement: Statement) -> tuple[str, ...]:
    """Return the road of a statement, and its value on each crosswalk."""
    return statement.road, *(lens(name, getattr(statement, name)) for name in CROSSWALKS)


def survey(organisation: Organisation, bank: Bank) -> Survey:
    """Return the answers of an organisation as arrays.

    A respondent who answers a statement twice counts with the first answer. Respondents are in an order that depends on
    what they say alone, so that what is drawn from them does not change with the order of the rows.
    """
    asked: dict[str, Statement | None] = {}
    found: dict[tuple[str, ...], dict[str, Answer]] = {}
    for one in organisation.answers:
        if one.statement not in asked:
            asked[one.statement] = bank.recognised(one.statement)
        statement = asked[one.statement]
        if statement is not None:
            found.setdefault(_identity(one), {}).setdefault(statement.id, one)
    used = {ident for answers in found.values() for ident in answers}
    statements = tuple(one for one in bank.statements if one.id in used)
    rows = sorted(
        (one[0], one[1], said)
        for one, answers in found.items()
        if any(said := [_value(answers.get(other.id)) for other in statements])
    )
    values = np.array([said for *_, said in rows], dtype=float).reshape(len(rows), len(statements))
    return Survey(
        bank,
        statements,
        np.where(values > 0, values, np.nan),
        values == _UNKNOWN,
        tuple(department or None for department, *_ in rows),
        tuple(level for _, level, _ in rows),
        _evidence(organisation, asked),
        tuple(sorted(text for text, one in asked.items() if one is None)),
    )


_NO_ANSWER, _UNKNOWN = 0, -1


def _identity(answer: Answer) -> tuple[str, ...]:
    table = answer.origin.table
    return answer.department or "", answer.level, answer.respondent, table.file, table.sheet


def _value(answer: Answer | None) -> int:
    if answer is None or not (answer.score or not answer.known):
        return _NO_ANSWER
    return answer.score or _UNKNOWN


def _row_means(scores: Numbers) -> Numbers:
    counts = (~np.isnan(scores)).sum(axis=1)
    return np.where(counts > 0, np.nansum(scores, axis=1) / np.maximum(counts, 1), np.nan)


def _by_half(some: npt.NDArray[np.bool_]) -> bool:
    """Tell whether at least half of the respondents are among some; half of nobody is nobody."""
    return bool(len(some) and 2 * some.sum() >= len(some))


def _evidence(organisation: Organisation, asked: Mapping[str, Statement | None]) -> dict[str, tuple[Cell, ...]]:
    cells: dict[str, dict[Cell, None]] = {}
    for one in organisation.answers:
        statement = asked[one.statement]
        if statement is not None:
            cells.setdefault(statement.id, {}).setdefault(asked_at(one))
    return {ident: tuple(sorted(found)) for ident, found in cells.items()}


def margins(found: Survey, seed: int) -> Mapping[tuple[Scope, str], float]:
    """Half the width of the interval that holds nine of ten means of each group shown, by group and lens.

    Each of `DRAWS` draws takes as many respondents as answered, with replacement: of the company as many of every
    department shown, the others together as one, so that the mix of departments stays as it was. Were each of the others
    drawn by itself, the width would tell how far they are apart.

    References
    ----------
    .. [1] Efron, B. & Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall.
    """
    generator = np.random.default_rng(seed)
    lenses = list(found.means)
    result: dict[tuple[Scope, str], float] = {}
    for (scope, part), members in found.groups.items():
        if part or (scope, part) not in found.shown:
            continue
        sums = np.zeros((DRAWS, len(lenses)))
        counts = np.zeros_like(sums)
        for stratum in _strata(found, scope, members):
            size = int(stratum.sum())
            times = generator.multinomial(size, np.full(size, 1 / size), size=DRAWS).astype(np.float64)
            # By size, or the order, which is that of departments, would tell the others apart again.
            values = np.sort(np.column_stack([found.means[one][stratum] for one in lenses]), axis=0)
            sums += times @ np.nan_to_num(values)
            counts += times @ (~np.isnan(values)).astype(np.float64)
        # In a draw nobody may have answered on a road.
        drawn = np.where(counts > 0, sums, np.nan) / np.maximum(counts, 1)
        # numpy goes column by column where there may be gaps.
        percentiles = np.nanpercentile if np.isnan(drawn).any() else np.percentile
        low, high = percentiles(drawn, _SPAN, axis=0)
        result.update({(scope, one): float(half) for one, half in zip(lenses, (high - low) / 2, strict=True)})
    return result


def _strata(found: Survey, scope: Scope, members: Members) -> Iterator[Members]:
    """Yield those of a group who are drawn among each other: of the company, each department shown, and the rest."""
    rest = members.copy()
    for group, inside in found.groups.items():
        if scope == Scope() and group in found.shown and group[0].kind == "department" and not group[1]:
            yield inside
            rest &= ~inside
    if rest.any():
        yield rest
