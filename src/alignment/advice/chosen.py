"""And if we do this instead? Moves that somebody chose, of the plan or made by hand, measured as the plan is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import cast

from alignment.advice.advising import advice_of, wanted_in
from alignment.advice.agreed import topic, waived_topics
from alignment.advice.byhand import STEP, Asked, Change, change
from alignment.advice.discreet import may_be_told
from alignment.advice.moves import Move, MoveKind, effort_of
from alignment.advice.plan import Plan, taken
from alignment.advice.proposals import proposed
from alignment.advice.simulation import Difference, difference
from alignment.advice.words import suggested
from alignment.analysis.remeasure import Measured
from alignment.errors import SettingsError
from alignment.language import say
from alignment.model.organisation import Organisation
from alignment.model.result import Advice

__all__ = ["Choosing", "advise_chosen"]

# What is never proposed has no kind that says what it takes: a merger is a project, and where somebody goes, work, people
# or systems change places. Our choice, as for the kinds of the plan.
_EFFORT: Mapping[str, int] = {"merge": 5, "without": 4}


@dataclass(slots=True)
class _Taken:
    """A move that was chosen, and the company after it, which is measured once somebody asks."""

    asked: Asked
    move: Move
    words: str
    organisation: Organisation
    measured: Measured | None = None


class Choosing:
    """Answers what moves would change in a company that is measured, again and again.

    What was last asked is kept: one move more, or another last one, costs what that move touches. It may be asked from
    several threads; one answers at a time.

    Parameters
    ----------
    before
        The company as it is.
    """

    def __init__(self, before: Measured) -> None:
        self.before = before
        self._wanted = wanted_in(before.organisation)
        self._taken: list[_Taken] = []
        self._turn = RLock()

    def moves(self, asked: Sequence[Asked]) -> tuple[Move, ...]:
        """Return the moves that are asked for, in their order; each may build on those before it.

        Raises
        ------
        SettingsError
            A text is not of the right form or names what is not there, or a step of the plan cannot be taken here.
        """
        with self._turn:
            return tuple(one.move for one in self._follow(asked))

    def words(self, asked: Sequence[Asked]) -> tuple[str, ...]:
        """Return what is changed, a clause a move.

        Raises
        ------
        SettingsError
            As `moves`.
        """
        with self._turn:
            return tuple(one.words for one in self._follow(asked))

    def after(self, asked: Sequence[Asked]) -> Measured:
        """Return the company measured after these moves.

        Raises
        ------
        SettingsError
            As `moves`.
        """
        with self._turn:
            self._follow(asked)
            return self._measured(len(self._taken))

    def difference(self, asked: Sequence[Asked]) -> Difference:
        """Return what these moves change, as `alignment simulate` tells it.

        Raises
        ------
        SettingsError
            As `moves`.
        """
        with self._turn:
            return difference(self.before.analysis, self.after(asked).analysis)

    def advice(self, asked: Sequence[Asked]) -> Advice:
        """Return these moves as a plan: each gain after those before it, with waves, champions and actions.

        Raises
        ------
        SettingsError
            As `moves`; or one tells of the ties of a few people, in a check that is to be handed on.
        """
        with self._turn:
            for one in self._follow(asked):
                if not may_be_told(one.move, self.before.organisation):
                    raise _refused(
                        one.asked,
                        say("it tells of the ties of a few people, which a report that is handed on keeps to itself."),
                    )
            states = [self._measured(place) for place in range(len(self._taken) + 1)]
            steps = tuple(
                taken(one.move, self.before, was, now)
                for one, was, now in zip(self._taken, states, states[1:], strict=False)
            )
            plan = Plan(steps, len(self._wanted(self.before.context)), self.before, states[-1])
            return advice_of(plan, chosen=True)

    def _follow(self, asked: Sequence[Asked]) -> list[_Taken]:
        """Take the moves that are asked for; those that were taken last time, in the same order, still are."""
        same = 0
        while same < min(len(asked), len(self._taken)) and self._taken[same].asked == asked[same]:
            same += 1
        del self._taken[same:]
        for one in asked[same:]:
            now = self._taken[-1].organisation if self._taken else self.before.organisation
            move, words = self._step(one) if one.kind == STEP else self._made(one, now)
            self._taken.append(_Taken(one, move, words, move.apply(now)))
        return self._taken

    def _measured(self, number: int) -> Measured:
        """Return the company after so many of the moves taken, from the last of them that is measured."""
        if number == 0:
            return self.before
        wanted = self._taken[number - 1]
        if wanted.measured is None:
            known = next((one.measured for one in self._taken[number - 1 :: -1] if one.measured), self.before)
            wanted.measured = known.after(wanted.organisation)
        return wanted.measured

    def _step(self, asked: Asked) -> tuple[Move, str]:
        """Return a step that can be taken now: of those proposed now, else of those proposed from the start.

        Of very many the proposers look at the gravest, so that one may be left aside for others once some steps are taken;
        it stands as long as nobody it may name is gone, and nothing else was chosen about the same.
        """
        now = self._measured(len(self._taken))
        key = asked.text.strip()
        for one in self._wanted(now.context):
            if ":".join(one.key) == key:
                return one, _clause(one)
        if _same_people(now.organisation, self.before.organisation):
            settled = {one.move.subject for one in self._taken}
            for one in self._wanted(self.before.context):
                if ":".join(one.key) == key and one.subject not in settled:
                    return one, _clause(one)
        raise self._impossible(asked)

    def _impossible(self, asked: Asked) -> SettingsError:
        """Say why a step cannot be taken."""
        text = asked.text.strip()
        if any(one.asked.kind == STEP and one.asked.text.strip() == text for one in self._taken):
            return _refused(asked, say("it is chosen already."))
        possible = {":".join(one.key): one for one in proposed(self.before.context)}
        if text not in possible:
            close = suggested(text, possible)
            return _refused(
                asked,
                say(
                    "no such step can be taken here. It may need another step before it, or be done already: the sheet "
                    "{sheet} of the Excel report lists the steps of today.",
                    sheet=say("Plan"),
                )
                + close,
            )
        if topic(possible[text]) in waived_topics(self.before.organisation):
            return _refused(asked, say("it is waived in the sheet {sheet}.", sheet=say("Actions")))
        if not may_be_told(possible[text], self.before.organisation):
            return _refused(
                asked, say("it tells of the ties of a few people, which a report that is handed on keeps to itself.")
            )
        return _refused(asked, say("it is no longer possible once the moves before it are made."))

    def _made(self, asked: Asked, now: Organisation) -> tuple[Move, str]:
        try:
            made = change(asked.kind, asked.text, now, self.before.organisation)
        except SettingsError as problem:
            raise SettingsError(f"{asked.file}: {problem}" if asked.file else str(problem)) from problem
        return _move(made, self.before), made.words


def advise_chosen(before: Measured, asked: Sequence[Asked]) -> Advice:
    """Return moves that somebody chose as the plan of a company, in the place of the one that `advise` computes.

    Raises
    ------
    SettingsError
        As `Choosing.advice`.
    """
    return Choosing(before).advice(asked)


def _move(made: Change, before: Measured) -> Move:
    """Return a change made by hand as a move of the plan."""
    effort = _EFFORT.get(made.kind) or effort_of(cast("MoveKind", made.kind), made.asks, before.settings)
    return Move(made.kind, made.about, made.variant, f"{made.words}.", made.asks, effort, made.edits, made.apply)


def _clause(step: Move) -> str:
    return say("this step is taken: {words}", words=step.words.rstrip("."))


def _same_people(now: Organisation, before: Organisation) -> bool:
    """Tell whether nobody is gone, or merged, since."""
    pairs = ((now.departments, before.departments), (now.people, before.people))
    return all([one.id for one in some] == [one.id for one in others] for some, others in pairs)


def _refused(asked: Asked, why: str) -> SettingsError:
    where = f"{asked.file}: " if asked.file else ""
    return SettingsError(
        where + say("“{move}” cannot be taken: {why}", move=asked.label or asked.text.strip(), why=why)
    )
