"""Of how many subjects is a step considered? Of fewer where a company is so large that each is long to weigh."""

from alignment.analysis.base import Context
from alignment.language import number_text, say
from alignment.wording import counted

__all__ = ["MOST_ROWS", "MOST_TIES", "contacts_looked_at", "left_aside", "steps_planned", "subjects_looked_at"]

# What a contact would change is read from the ties of all again: together from no more than this, for each kind of move.
MOST_TIES = 20_000_000
# What any other move would change, from the steps of all journeys and from all processes.
MOST_ROWS = 1_000_000
# What a step closes and opens is found from all ties: in a whole plan from no more than these.
MOST_TIES_FOUND = 30_000_000
# However many there are.
_LEAST = 5


def subjects_looked_at(context: Context) -> int:
    """Return of how many journeys, processes or goals a move of a kind is considered, the most needed first."""
    company = context.organisation
    return _looked_at(context, MOST_ROWS, len(company.steps) + len(company.processes))


def contacts_looked_at(context: Context) -> int:
    """Return of how many pairs, or places, a contact is considered, the most needed first."""
    return _looked_at(context, MOST_TIES, len(context.organisation.ties))


def steps_planned(context: Context) -> int:
    """Return how many steps a plan has at most: after each of them what is found is looked up again."""
    return min(context.settings.plan_most, max(_LEAST, MOST_TIES_FOUND // max(1, len(context.organisation.ties))))


def _looked_at(context: Context, most: int, rows: int) -> int:
    return min(context.settings.plan_subjects, max(_LEAST, most // max(1, rows)))


def left_aside(context: Context) -> str:
    """Return of how many subjects steps were considered, in sentences; empty where it is as many as the settings say."""
    said = []
    company = context.organisation
    if (number := contacts_looked_at(context)) < context.settings.plan_subjects:
        said.append(
            say(
                "Contacts were considered for no more than {number} pairs or places of each kind, the most needed first: what "
                "one changes is read from all {ties} again.",
                number=number_text(number),
                ties=counted(len(company.ties), "tie"),
            )
        )
    if (number := subjects_looked_at(context)) < context.settings.plan_subjects:
        said.append(
            say(
                "Of every other kind of step, {number} subjects were considered, the most needed first: what one changes is "
                "read from all {steps} and {processes} again.",
                number=number_text(number),
                steps=counted(len(company.steps), "step"),
                processes=counted(len(company.processes), "process"),
            )
        )
    if (number := steps_planned(context)) < context.settings.plan_most:
        said.append(say("The plan ends after {steps}.", steps=counted(number, "step")))
    return " ".join(said)
