"""What moves when the company changes a little?"""

import random
from dataclasses import replace

import pytest

from alignment.analysis.catalogue import analyse
from alignment.analysis.remeasure import Measured
from alignment.model.organisation import Organisation
from alignment.settings import Settings
from build import organisation

QUICK = Settings(permutations=50, score_draws=10)

TUPLES = ("departments", "people", "processes", "assignments", "journeys", "steps", "ties")


def company() -> Organisation:
    people = {f"p{at:02}": "ABCDEF"[at % 6] for at in range(12)}
    ties = [(f"p{at:02}", f"p{(at * 5 + step) % 12:02}", 1 + (at + step) % 5) for at in range(11) for step in (1, 2, 6)]
    return organisation(
        departments="A>X B>X C>Y D>Y E>Z F>Z X>Company Y>Company Z>Company",
        people=people,
        ties=[one for one in ties if one[0] != one[1]],
        journeys={"J": "A B A* C D F", "K": "E F* - A", "L": "B B D*"},
        owners={"J": "p00", "K": "p01, p02"},
        processes={"P": "A", "Q": ""},
        raci={"P": {"A": "A", "F": "R"}, "Q": {"B": "R", "C": "C"}},
        details={"J": {"importance": 5}, "J/2": {"waiting": 3.0, "duration": 1.0}},
    )


def without_one(company: Organisation, field: str, random: random.Random) -> Organisation:
    """The company without one record of a field that other records do not name, or with two in another order."""
    records = list(getattr(company, field))
    if field in ("ties", "assignments", "steps"):
        records.pop(random.randrange(len(records)))
    else:
        random.shuffle(records)
    return replace(company, **{field: tuple(records)})


@pytest.mark.parametrize("seed", range(6))
def test_a_company_measured_after_changes_is_the_company_measured_anew(seed):
    chance = random.Random(seed)
    now, measured = company(), Measured(company(), QUICK)
    for _ in range(5):
        now = without_one(now, chance.choice(TUPLES), chance)
        measured = measured.after(now)
        anew = analyse(now, QUICK)
        assert measured.analysis.measurements == anew.measurements
        assert measured.analysis.findings == anew.findings
        assert measured.score == anew.score.value
        assert [one.score for one in measured.analysis.dimensions] == [one.score for one in anew.dimensions]


FIELDS = {
    "journeys": {
        "owners": (),
        "mandate": True,
        "importance": 1.0,
        "kpi": "calls",
        "name": "Other",
        "owner_department": "C",
    },
    "steps": {"departments": ("C",), "moment_of_truth": True, "waiting": 9.0, "name": "Other", "process": "P"},
    "processes": {"accountable": (), "owner_department": "C", "criticality": 5.0, "name": "Other", "volume": 7.0},
}


@pytest.mark.parametrize(("name", "attribute"), [(name, one) for name, each in FIELDS.items() for one in each])
def test_a_field_of_one_record_changes_only_what_reads_it_and_all_of_that(name, attribute):
    now, measured = company(), Measured(company(), QUICK)
    first, *others = getattr(now, name)
    now = replace(now, **{name: (replace(first, **{attribute: FIELDS[name][attribute]}), *others)})
    # Twice, so that what was taken over is taken over again.
    for company_now in (now, without_one(now, "ties", random.Random(1))):
        score = measured.score_after(company_now)
        measured = measured.after(company_now)
        anew = analyse(company_now, QUICK)
        assert measured.analysis.measurements == anew.measurements
        assert measured.analysis.findings == anew.findings
        assert score == measured.score == anew.score.value


def test_the_score_after_a_change_is_that_of_a_whole_new_run():
    before = Measured(company(), QUICK)
    owned = tuple(replace(one, owners=one.owners[:1]) if one.id == "K" else one for one in before.organisation.journeys)
    after = replace(before.organisation, journeys=owned)
    score = before.score_after(after)
    assert score == analyse(after, QUICK).score.value
    assert score > before.score


def test_only_what_read_a_changed_part_is_taken_again(monkeypatch):
    before = Measured(company(), QUICK)
    taken: list[str] = []
    from alignment.analysis.base import Measure

    take = Measure.take
    monkeypatch.setattr(Measure, "take", lambda self, context: (taken.append(self.id), take(self, context))[1])
    journeys = tuple(replace(one, owners=()) for one in before.organisation.journeys)
    after = before.after(replace(before.organisation, journeys=journeys))
    assert not taken
    assert after.analysis
    assert "ownership.ladder" in taken
    # Neither the ways of journeys nor who works with whom depend on who owns them.
    assert not [ident for ident in taken if ident.startswith(("silos.", "fragmentation."))]


@pytest.mark.parametrize("seed", range(4))
def test_an_outlook_that_is_known_from_before_gives_the_score_of_one_that_is_not(seed):
    def owned(company: Organisation) -> Organisation:
        return replace(company, journeys=tuple(replace(one, owners=one.owners[:1]) for one in company.journeys))

    chance, measured, known = random.Random(seed), Measured(company(), QUICK), None
    for _ in range(4):
        after = owned(measured.organisation)
        known = measured.outlook(after, known)
        assert known.score == Measured(measured.organisation, QUICK).score_after(after)
        field = chance.choice(("ties", "steps", "assignments"))
        measured = measured.after(without_one(measured.organisation, field, chance))
