"""Is it real? Every change between two waves that can be tested, all at once, and what is said of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from alignment.analysis.base import Context, Measure
from alignment.analysis.catalogue import MEASURES
from alignment.history.change import POWER, Change, Method, Untested, Verdict, verdicts
from alignment.history.matching import Common, same_ids
from alignment.history.share_changes import of_shares
from alignment.history.survey_changes import of_answers
from alignment.history.tie_changes import of_ties
from alignment.language import figure_text, later, number_text, say, say_many, share_text
from alignment.model.organisation import Organisation
from alignment.model.result import Scope
from alignment.settings import Settings
from alignment.wording import capital

__all__ = ["METHODS", "Certainty", "between", "certainty", "how", "words"]

# How each kind of test came about, for whoever asks.
METHODS: dict[Method, str] = {
    "reporters": later(
        "The reports of each reporter were exchanged between the two waves or not, as if a coin were thrown. p is how often the "
        "figure then changes at least as much. The interval holds the changes that this test would not refuse."
    ),
    "pairs": later(
        "The two waves of each pair were exchanged or not, as if a coin were thrown. p is how often the figure then changes at "
        "least as much. The interval holds the changes that this test would not refuse."
    ),
    "answers": later(
        "Answers were dealt out anew between the two waves, within each department. p is how often the means then differ at "
        "least as much. The interval comes from drawing the respondents of each wave with replacement, within each department."
    ),
    "matched": later(
        "What both waves have is compared one by one. p is how often as many more would turn one way than the other if either "
        "way were as likely; what turns together counts as one."
    ),
    "unmatched": later(
        "The two waves have too little in common to be compared one by one. p is how often two groups of these sizes would "
        "differ at least as much if there were one share for both."
    ),
}


@dataclass(frozen=True)
class Certainty:
    """What can be said of the changes between two waves: of those tested, and why of the others nothing."""

    verdicts: tuple[Verdict, ...]
    untested: tuple[Untested, ...]

    @cached_property
    def _by_scope(self) -> Mapping[tuple[str, Scope], Verdict]:
        return {(one.change.measure, one.change.scope): one for one in self.verdicts}

    def of(self, measure: str, scope: Scope | None = None) -> Verdict | None:
        """Return what is said of the change of one measure; of the company unless a scope is given."""
        return self._by_scope.get((measure, scope or Scope()))


def certainty(before: Organisation, after: Organisation, settings: Settings, common: Common | None = None) -> Certainty:
    """Test every change between two waves of a company, allowing for all that is tested.

    Parameters
    ----------
    before, after
        The two waves, the earlier first.
    settings
        Grouping, seed and number of draws; and from which p a change is called real, after which correction.
    common
        What the waves have in common; what stands under one id in both, unless given.

    Returns
    -------
    Certainty
        The same for the same input, on every machine.
    """
    return between(Context(before, settings), Context(after, settings), common or same_ids(before, after))


def between(first: Context, second: Context, common: Common) -> Certainty:
    """Do the same with two waves of which views are at hand; the settings are those of the later one."""
    settings = second.settings
    tested = [
        *of_ties(first, second, common, settings),
        *of_shares(first, second, common, settings),
        *of_answers(first, second, common, settings),
    ]
    changes = [one for one in tested if isinstance(one, Change)]
    return Certainty(verdicts(changes, settings), tuple(one for one in tested if isinstance(one, Untested)))


def words(verdict: Verdict) -> str:
    """Say what became of a measure, and whether that is real."""
    change = verdict.change
    measure = MEASURES[change.measure]
    before, after = _apart(measure, change.before, change.after)
    values = {"measure": capital(say(measure.name)), "before": before, "after": after}
    if verdict.state == "unchanged":
        return say("{measure}: {after}, as it was. Nothing that it is made of has changed.", **values)
    if verdict.state == "real":
        return " ".join(
            [say("{measure}: from {before} to {after}, more than chance explains.", **values), *_span(measure, change)]
        )
    if verdict.state == "not_shown":
        said = say("{measure}: from {before} to {after}, no change that the data can show.", **values)
        return " ".join([said, *_least(measure, change)])
    if change.method == "unmatched":
        return say("{measure}: from {before} to {after}. Too few are compared to tell a change from chance.", **values)
    return say_many(
        change.changed,
        "{measure}: from {before} to {after}. Only {n} of the {whole} compared has changed, too few to tell a change from chance.",
        "{measure}: from {before} to {after}. Only {n} of the {whole} compared have changed, too few to tell a change from "
        "chance.",
        **values,
        whole=number_text(change.cases),
    )


def _span(measure: Measure, change: Change) -> list[str]:
    if change.low is None or change.high is None:
        return []
    low, high = _difference(measure, change.low), _difference(measure, change.high)
    return [say("The change lies between {low} and {high}.", low=low, high=high)]


def _least(measure: Measure, change: Change) -> list[str]:
    if change.least is None:
        return []
    if measure.unit == "share" and change.least > 1:
        return [say("So few are compared that no change could well have been shown.")]
    least = _difference(measure, change.least).removeprefix("+")
    return [
        say(
            "Tested by itself, a change of {least} would have been shown {share} of the time.",
            least=least,
            share=share_text(POWER),
        )
    ]


def _apart(measure: Measure, before: float, after: float) -> tuple[str, str]:
    """Return two values with as many decimals as it takes to tell them apart, but no more than four."""
    shown = share_text if measure.unit == "share" else number_text
    fewest = 0 if measure.unit == "share" else 2
    pairs = [(shown(before, decimals), shown(after, decimals)) for decimals in range(fewest, 5)]
    return next((one for one in pairs if one[0] != one[1]), pairs[0])


def _difference(measure: Measure, value: float) -> str:
    """Return a change with its sign; of a share in points of a hundred."""
    sign = "+" if value > 0 else ""
    if measure.unit == "share":
        return say("{number} percentage points", number=f"{sign}{figure_text(100 * value, 2)}")
    return f"{sign}{figure_text(value, 2)}"


def how(verdict: Verdict, settings: Settings) -> str:
    """Say how a change was tested: what was exchanged, how often, and p before and after allowing for the other tests."""
    change = verdict.change
    said = [say(METHODS[change.method])]
    said.append(
        say("All ways there are were gone through.")
        if not change.draws
        else say("That was done {number} times.", number=number_text(change.draws))
    )
    if verdict.adjusted is not None:
        said.append(
            say(
                "p is {p}, and {adjusted} after allowing for all that is tested; from {limit} down a change is called real.",
                p=_probability(change.p),
                adjusted=_probability(verdict.adjusted),
                limit=number_text(settings.significance, 2),
            )
        )
    return " ".join(said)


def _probability(p: float) -> str:
    return say("under {number}", number=number_text(0.001, 3)) if p < 0.001 else number_text(p, 3)
