"""Who is proposed as end-to-end owner, and who is not."""

from alignment.advice.proposals.owners import name_owners
from alignment.analysis.base import Context
from alignment.settings import Settings
from build import organisation

PEOPLE = {"ann": "Sales", "bob": "Sales", "cem": "Ops", "dot": "Front"}


def owners(steps, owner="", heads=None, **journey):
    """Who is proposed for a journey, with the words after the colon."""
    company = organisation(
        departments="Sales>Front Ops>Front Front>Company Back>Company",
        people=PEOPLE,
        journeys={"Move": steps},
        owners={"Move": owner},
        details={"Sales": {"heads": "ann"}, "Move": journey}
        | {unit: {"heads": one} for unit, one in (heads or {}).items()},
    )
    moves = name_owners(Context(company, Settings()))
    return {one.variant.split()[1]: one.words.split(": ")[-1] for one in moves}


def test_the_head_of_the_department_above_and_of_the_one_with_most_steps_are_proposed():
    assert owners("Sales Sales Ops", heads={"Front": "dot"}) == {
        "dot": "dot heads Front, which stands above all its departments.",
        "ann": "ann heads Sales, which does 2 of its 3 steps.",
    }


def test_a_department_with_no_more_steps_than_the_others_is_no_natural_owner():
    assert "ann" not in owners("Sales Ops")
    assert owners("Sales") == {"ann": "ann heads Sales, which does all its steps."}


def test_of_several_heads_who_answers_for_least_is_proposed():
    assert set(owners("Sales", owner="ann, cem", heads={"Sales": "ann, bob"})) == {"ann", "bob", "cem"}


def test_whom_no_list_knows_and_who_stands_above_the_whole_company_are_not_proposed():
    assert "gone" not in owners("Sales", owner="gone, ann")
    assert not owners("Elsewhere Elsewhere")
    assert not owners("Sales Back", heads={"Company": "dot"})
