"""The action library: complete, and refused with a clear word where it names what is not there."""

import pytest

from alignment.advice.library import library, read_library
from alignment.advice.moves import KINDS
from alignment.analysis.catalogue import RULES
from alignment.analysis.statements import ROADS, STAGES
from alignment.errors import SettingsError

ACTION = {
    "id": '"talk"', "title": '"Talk"', "road": '"alignment"', "stage": "3", "source": '"Us"', "monday": '"Talk."', "whom": '"Both."',
    "bring": '"Cake."', "seen": '"They talk."', "measure": '"coordination.congruence"',
    "findings": '["COO01"]', "moves": '["connect"]',
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def read(*actions):
        path = tmp_path / "actions.toml"
        path.write_text(
            "".join("[[action]]\n" + "".join(f"{name} = {text}\n" for name, text in one.items()) for one in actions)
        )
        return read_library(path)

    return read


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_is_answered_by_an_action(code):
    assert library().answering(code)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_move_is_put_into_practice_by_an_action(kind):
    assert library().serving(kind)


def test_the_library_covers_what_the_five_sources_ask_for():
    assert {one.id for one in library().practices} >= {
        "journey-owner", "decision-rights",  # an accountable owner for each journey, with decision rights
        "journey-map", "moments-of-truth",  # mapping across departments
        "mandated-collaboration", "pathfinders", "suppliers",
        "customer-outcomes", "longer-horizon",  # instead of quarterly output
        "voice-of-customer", "customer-day", "meet-customers", "current-customers",
        "customer-officer", "connect-groups", "faster-decisions", "no-inner-customer",
        "segments-personas", "communication", "shared-wins",
        "empathy-map", "value-map", "kano", "design-thinking", "service-gap", "polarity",
    }  # fmt: skip


@pytest.mark.parametrize("stage", STAGES[1:])
@pytest.mark.parametrize("road", ROADS)
def test_every_stage_of_every_road_has_an_action_that_leads_to_it(road, stage):
    assert library().towards(road, stage)


@pytest.mark.parametrize("stage", STAGES[1:3])
@pytest.mark.parametrize("road", ROADS)
def test_each_of_the_first_two_stages_above_the_lowest_is_reached_in_two_steps(road, stage):
    assert len(library().towards(road, stage)) >= 2


def test_every_action_says_its_part_in_whole_sentences():
    for one in library().practices:
        assert all(text.endswith((".", "?")) for text in (one.monday, one.whom, one.bring, one.seen)), one.id


def test_where_several_serve_the_first_of_the_file_comes_first(read):
    read_in = read(ACTION, ACTION | {"id": '"write"'})
    assert [one.id for one in read_in.answering("COO01")] == ["talk", "write"]
    assert [one.id for one in read_in.serving("connect")] == ["talk", "write"]
    assert read_in.answering("OWN01") == ()


def test_to_a_stage_of_a_road_lead_its_own_actions_and_no_other(read):
    stages = {"below": 2, "there": 3, "above": 4, "too": 3}
    read_in = read(*(ACTION | {"id": f'"{ident}"', "stage": str(stage)} for ident, stage in stages.items()))
    assert [one.id for one in read_in.towards("alignment", 3)] == ["there", "too"]
    assert read_in.towards("culture", 3) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"findings": '["COO99"]'}, 'action 1 ("talk"): no rule has the code "COO99"'),
        ({"moves": '["meet"]'}, 'no kind of move is called "meet". Known: name_owner'),
        ({"measure": '"coordination.luck"'}, 'there is no measure "coordination.luck"'),
        ({"road": '"luck"'}, 'there is no road "luck". Known: empathy'),
        ({"stage": "1"}, "stage is the stage that it helps to reach: a whole number from 2 to 5"),
        ({"bring": '" "'}, "bring is missing"),
        ({"findings": '"COO01"'}, "findings is a list of texts"),
        ({"friday": '"Rest."'}, 'there is no field "friday"'),
    ],
)
def test_what_does_not_exist_is_refused_with_the_action_that_names_it(read, change, said):
    with pytest.raises(SettingsError) as refused:
        read(ACTION | change)
    assert said in str(refused.value)


def test_two_actions_of_one_id_are_refused(read):
    with pytest.raises(SettingsError, match='two actions with the id "talk"'):
        read(ACTION, ACTION)


def test_a_file_that_is_no_library_is_refused(tmp_path):
    path = tmp_path / "actions.toml"
    path.write_text("[[actions]]\nid = 'talk'\n")
    with pytest.raises(SettingsError, match=r"each under \[\[action\]\]"):
        read_library(path)
