"""Who is proposed as end-to-end owner, and who is not."""

from collections.abc import Mapping

from alignment.advice.load import is_too_much
from alignment.advice.proposals.owners import give_mandates, name_owners, name_owners_together
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


def together(
    journeys: Mapping[str, str], owners: Mapping[str, str] | None = None, settings: Settings | None = None, **more
):
    details = {"Sales": {"heads": "ann"}, **more}
    company = organisation(
        departments="Sales Ops", people=PEOPLE, journeys=journeys, owners=owners or {}, details=details
    )
    return company, list(name_owners_together(Context(company, settings or Settings())))


def test_the_head_is_asked_to_own_all_ownerless_journeys_that_one_department_does_alone():
    company, (move,) = together({"A": "Sales", "B": "Sales Sales+Ops", "C": "Sales", "D": "Sales Ops", "E": "- Sales"})
    assert (move.subject.kind, move.subject.id) == ("department", "Sales")
    assert move.words == (
        "Make ann (Sales) the one end-to-end owner of the 3 journeys without an owner of which Sales does every step: “A”, "
        "“B” and 1 more."
    )
    assert move.against == ("ann then answers for 3 journeys and processes",)
    assert [str(one) for one in move.edits] == ["Journeys!B2: ann", "Journeys!B3: ann", "Journeys!B4: ann"]
    owned = {one.id: [owner.id for owner in one.owners] for one in move.apply(company).journeys}
    assert owned == {"A": ["ann"], "B": ["ann"], "C": ["ann"], "D": [], "E": []}


def test_a_department_without_a_head_owns_them_itself():
    _, (move,) = together({"A": "Ops", "B": "Ops"})
    assert move.variant == "together department Ops"


def test_one_journey_alone_a_supplier_or_an_owner_is_no_reason_to_name_owners_together():
    assert not together({"A": "Sales", "B": "Ops"})[1]
    assert not together({"A": "Ops", "B": "Ops"}, Ops={"external": True})[1]
    assert not together({"A": "Ops", "B": "Ops"}, {"A": "cem"})[1]


def test_more_journeys_than_one_holder_can_answer_for_take_more_effort():
    eight, nine = ({f"J{at}": "Ops" for at in range(count)} for count in (8, 9))
    assert [together(one)[1][0].effort for one in (eight, nine)] == [2, 3]
    # The limit is that of OWN06, as the settings have it.
    assert together(eight, settings=Settings(rules={"OWN06": {"limit": 7}}))[1][0].effort == 3
    assert [is_too_much(load, Settings()) for load in (8, 9)] == [False, True]


def test_of_several_owners_of_each_journey_those_who_answer_for_least_are_proposed():
    owners = {"A": "ann, bob", "B": "ann, bob", "C": "gone, bob", "D": "ann"}
    company, (move,) = together(dict.fromkeys("ABCD", "Sales"), owners)
    # ann has D, and bob nothing: A is his, B hers as the first named, and of C only he is known.
    assert [(one.id, [owner.id for owner in one.owners]) for one in move.apply(company).journeys] == [
        ("A", ["bob"]), ("B", ["ann"]), ("C", ["bob"]), ("D", ["ann"])
    ]  # fmt: skip
    assert "Proposed is whoever answers for least else: bob for “A”, ann for “B” and 1 more." in move.words
    assert move.against == (
        "3 talks, each of which takes a say from somebody",
        "1 owner named now would own none of these any more",
    )


def test_what_an_owner_answers_for_elsewhere_speaks_against_one_more():
    company = organisation(
        departments="Sales", people=PEOPLE, journeys={"Move": "Sales", "Pay": "Sales"},
        owners={"Move": "ann, bob", "Pay": "bob"}, processes={"Bill": "Sales"}, raci={"Bill": {"bob": "A"}},
    )  # fmt: skip
    against = {one.variant: one.against for one in name_owners(Context(company, Settings()))}
    assert against == {
        "person ann": ("bob gives up a say",),
        "person bob": ("bob already answers for 2 journeys and processes", "ann gives up a say"),
        "department Sales": ("ann and bob give up a say",),
    }


def test_those_who_lead_the_other_departments_are_asked_to_agree_to_a_mandate():
    company = organisation(
        departments="Sales>Front Ops>Front Front>Company Back>Company", people=PEOPLE, journeys={"Move": "Sales Ops Back"},
        owners={"Move": "ann"}, details={"Ops": {"heads": "cem"}, "Move": {"mandate": False}},
    )  # fmt: skip
    (move,) = give_mandates(Context(company, Settings()))
    assert move.words == (
        "Let Back and cem (Ops) agree that ann decides in “Move” for Back and Ops too, and write it down as the mandate."
    )
    assert move.against == ("Back and Ops accept to be steered in this by another department",)


def test_effort_is_that_of_the_settings_and_one_more_where_a_department_asked_has_no_time_to_spare():
    journeys = {"A": "Ops", "B": "Ops"}
    efforts = [
        together(journeys, settings=Settings(plan_effort={"name_owner": 3}, plan_capacity=capacity))[1][0].effort
        for capacity in ({}, {"Ops": 0.5}, {"Sales": 0.5})
    ]
    assert efforts == [3, 4, 3]
