"""Of how many subjects a step is considered, and that it is said where these are fewer."""

from alignment.advice.proposals import reach
from alignment.advice.proposals.contacts import connect
from alignment.advice.proposals.owners import name_owners
from alignment.analysis.base import Context
from alignment.model.organisation import Organisation
from alignment.settings import Settings
from build import organisation


def context(company: Organisation) -> Context:
    return Context(company, Settings())


def test_where_ties_are_many_fewer_contacts_are_considered_and_it_is_said(monkeypatch):
    org = organisation(
        departments="A B C D E F G",
        journeys={f"J{unit}": f"A {unit}" for unit in "BCDEFG"},
        ties="A-B B-C",
        tie_level="department",
    )
    assert len({move.subject for move in connect(context(org))}) == 5
    assert reach.left_aside(context(org)) == ""
    monkeypatch.setattr(reach, "MOST_TIES", 6)
    monkeypatch.setattr(reach, "_LEAST", 1)
    # Two ties are read for each: six allow for three.
    assert [move.subject.id for move in connect(context(org))] == [("A", "C"), ("A", "D"), ("A", "E")]
    assert reach.left_aside(context(org)) == (
        "Contacts were considered for no more than 3 pairs or places of each kind, the most needed first: what one changes "
        "is read from all 2 ties again."
    )


def test_where_steps_and_processes_are_many_fewer_journeys_are_considered_and_it_is_said(monkeypatch):
    org = organisation(
        departments="A B", journeys={f"J{at}": "A A B" for at in range(4)}, owners={f"J{at}": "" for at in range(4)}
    )
    monkeypatch.setattr(reach, "MOST_ROWS", 25)
    monkeypatch.setattr(reach, "_LEAST", 1)
    # Twelve steps are read for each: 25 allow for two.
    assert len({move.subject for move in name_owners(context(org))}) == 2
    assert reach.left_aside(context(org)) == (
        "Of every other kind of step, 2 subjects were considered, the most needed first: what one changes is read from all "
        "12 steps and 0 processes again."
    )
