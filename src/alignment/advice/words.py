"""How does a move speak of people and subjects? By name and position, for whoever is asked must know who is meant."""

from collections.abc import Iterable, Sequence

from alignment.analysis.standing import holder_label
from alignment.language import say
from alignment.model.organisation import Holder, Organisation
from alignment.source.names import key, nearest
from alignment.wording import joined

__all__ = ["introduced", "step_named", "subjects_named", "suggested"]

# Journeys and processes named in one sentence.
_MOST_NAMED = 2


def introduced(organisation: Organisation, holder: Holder) -> str:
    """Return the name of a holder, a person's with the position held: ``Ada Example (Planner, Field Service)``."""
    label = holder_label(organisation, holder)
    person = organisation.person.get(holder.id) if holder.kind == "person" else None
    if person is None:
        return label
    place = organisation.place(person.department) if person.department else ""
    told = place.casefold() in person.post.casefold() if place and person.post else False
    parts = (person.post, "" if told else place)
    # A person who is called by the position, as in a report that names nobody, has no other.
    where = ", ".join(part for part in parts if part and part.casefold() not in label.casefold())
    return f"{label} ({where})" if where else label


def subjects_named(organisation: Organisation, subjects: Sequence[tuple[str, str]]) -> str:
    """Return journeys and processes, given by kind and id, as a sentence names them: ``“I move house” and 2 more``."""
    return joined([f"“{organisation.label(kind, ident)}”" for kind, ident in subjects], _MOST_NAMED)


def step_named(name: str, order: int) -> str:
    """Return how a sentence names a step: ``“Pay the bill” (step 10)``, or ``step 10`` where it has no name.

    Examples
    --------
    >>> step_named("", 3)
    'step 3'
    """
    return say("“{name}” (step {order})", name=name, order=order) if name else say("step {order}", order=order)


def suggested(text: str, *known: Iterable[str]) -> str:
    """Return ``Did you mean "…"?`` with a blank before it; empty where nothing is close.

    Parameters
    ----------
    text
        What was written.
    *known
        Names that it may mean: those of the first list that holds something close are preferred.
    """
    for names in known:
        close = nearest(text, {key(one): one for one in sorted(set(names))})
        if close:
            return f' Did you mean "{close}"?'
    return ""
