"""What is what it was: by name, by id, as declared; what may be is proposed with its evidence, and never applied."""

from pathlib import Path

import pytest

from alignment.errors import MappingError
from alignment.history.crosswalk import Crosswalk, Declared, crosswalk, read_crosswalk
from alignment.history.proposing import proposals
from build import organisation

PEOPLE = {"ann": "Care", "bob": "Care", "cem": "Care", "dan": "Sales"}
BEFORE = organisation("Care Sales", people=PEOPLE)
AFTER = organisation("Contact Digital Sales", people=PEOPLE | {"ann": "Contact", "bob": "Contact", "cem": "Digital"})


def declared(*pairs: str, kind: str = "department") -> list[Declared]:
    """Each pair as now=was."""
    return [Declared(kind, was, now, "crosswalk.toml: departments") for now, was in (one.split("=") for one in pairs)]


def sides(found: Crosswalk, kind: str = "department") -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    return {(one.was, one.now) for one in found.of(kind)}


def test_names_that_differ_in_case_and_blanks_are_one():
    found = crosswalk(organisation(["Field  Service"]), organisation(["field service"]))
    assert sides(found) == {(("Field  Service",), ("field service",))}
    assert not found.reorganised


def test_a_split_that_nobody_declared_is_not_applied():
    assert sides(crosswalk(BEFORE, AFTER)) == {
        (("Sales",), ("Sales",)),
        (("Care",), ()),
        ((), ("Contact",)),
        ((), ("Digital",)),
    }


def test_a_declared_split_joins_one_with_both():
    found = crosswalk(BEFORE, AFTER, declared("Contact=Care", "Digital=Care"))
    assert sides(found) == {(("Sales",), ("Sales",)), (("Care",), ("Contact", "Digital"))}
    assert found.of_later("department", "Digital").ident == "Care"
    assert found.reorganised


def test_a_declared_merger_joins_both_with_one():
    found = crosswalk(AFTER, BEFORE, declared("Care=Contact", "Care=Digital"))
    assert (("Contact", "Digital"), ("Care",)) in sides(found)
    assert found.of_earlier("department", "Contact").ident == "Care"


def test_part_of_a_department_that_stays_is_split_from_it():
    found = crosswalk(organisation("Care"), organisation("Care Digital"), declared("Digital=Care"))
    assert sides(found) == {(("Care",), ("Care", "Digital"))}


def test_departments_split_and_merged_at_once_are_one_thing_together():
    found = crosswalk(organisation("A B"), organisation("X Y"), declared("X=A", "Y=A", "Y=B"))
    assert sides(found) == {(("A", "B"), ("X", "Y"))}


def test_two_spellings_of_a_name_are_one_unless_each_is_there():
    assert sides(crosswalk(organisation("SIG-Node wg_async"), organisation("sig_node WG.Async"))) == {
        (("SIG-Node",), ("sig_node",)),
        (("wg_async",), ("WG.Async",)),
    }
    both = crosswalk(organisation("sig-node"), organisation("sig-node sig_node"))
    assert sides(both) == {(("sig-node",), ("sig-node",)), ((), ("sig_node",))}
    neither = crosswalk(organisation("sig.node"), organisation("sig-node sig_node"))
    assert sides(neither) == {(("sig.node",), ()), ((), ("sig-node",)), ((), ("sig_node",))}


def test_a_rename_is_no_reorganisation():
    assert not crosswalk(organisation("Care"), organisation("Service"), declared("Service=Care")).reorganised


def test_a_misspelt_name_beside_a_list_is_no_reorganisation():
    before = organisation("Billing", journeys={"Pay": "Billing Biling"})
    assert not crosswalk(before, organisation("Billing", journeys={"Pay": "Billing"})).reorganised


def test_all_that_is_wrong_is_said_at_once():
    wrong = [*declared("Contact=Cares", "Digital=Care", "Digitl=Care"), *declared("Buy=Sell", kind="journey")]
    with pytest.raises(MappingError) as raised:
        crosswalk(BEFORE, AFTER, wrong)
    text = str(raised.value)
    assert 'no department of the earlier wave is called "Cares". Did you mean "Care"?' in text
    assert 'no department of the later wave is called "Digitl". Did you mean "Digital"?' in text
    assert 'no journey of the earlier wave is called "Sell".' in text


def test_only_departments_can_be_split():
    before, after = organisation(journeys={"Buy": "Sales"}), organisation(journeys={"Order": "Sales", "Pay": "Sales"})
    with pytest.raises(MappingError, match="only departments can be split or merged"):
        crosswalk(before, after, declared("Order=Buy", "Pay=Buy", kind="journey"))


def test_people_that_moved_together_propose_a_split_with_the_numbers():
    found = proposals(BEFORE, AFTER, crosswalk(BEFORE, AFTER))
    assert [(one.was, one.now, one.evidence) for one in found] == [
        ("Care", "Contact", "“Contact” has 2 of 3 people of “Care”"),
        ("Care", "Digital", "“Digital” has 1 of 3 people of “Care”"),
    ]
    assert found[0].line == '"Contact" = "Care"'


def test_what_is_declared_is_proposed_no_more():
    matched = crosswalk(BEFORE, AFTER, declared("Contact=Care", "Digital=Care"))
    assert proposals(BEFORE, AFTER, matched) == ()


def test_people_who_move_between_departments_that_stay_propose_nothing():
    after = organisation("Care Sales", people=PEOPLE | {"ann": "Sales", "bob": "Sales"})
    assert proposals(BEFORE, after, crosswalk(BEFORE, after)) == ()


def test_steps_in_common_propose_a_rename_of_a_journey():
    before, after = (organisation(journeys={name: "Sales Ops Sales"}) for name in ("Buy", "Order something"))
    (found,) = proposals(before, after, crosswalk(before, after))
    assert (found.kind, found.line, found.evidence) == (
        "journey", '"Order something" = "Buy"', "“Order something” has all 3 steps of “Buy”",
    )  # fmt: skip


def test_names_much_alike_propose_a_rename():
    before, after = organisation(processes={"Handle complaints": ""}), organisation(processes={"Handle complaint": ""})
    (found,) = proposals(before, after, crosswalk(before, after))
    assert found.evidence == "the names “Handle complaints” and “Handle complaint” are much alike"


def test_lines_that_are_proposed_can_be_copied(tmp_path: Path):
    path = tmp_path / "crosswalk.toml"
    lines = [one.line for one in proposals(BEFORE, AFTER, crosswalk(BEFORE, AFTER))]
    path.write_text("\n".join(["[departments]", *lines]), encoding="utf-8")
    assert (("Care",), ("Contact", "Digital")) in sides(crosswalk(BEFORE, AFTER, read_crosswalk(path)))


def test_several_that_became_one_stand_in_brackets(tmp_path: Path):
    path = tmp_path / "crosswalk.toml"
    path.write_text('[departments]\nCare = ["Contact", "Digital"]\n', encoding="utf-8")
    assert [(one.was, one.now) for one in read_crosswalk(path)] == [("Contact", "Care"), ("Digital", "Care")]


@pytest.mark.parametrize(
    ("text", "said"),
    [("[teams]\nA = 'B'", "there is no table teams"), ("[departments]\nA = 1", "must be a name, or names in brackets")],
)
def test_a_file_that_means_nothing_is_refused(tmp_path: Path, text: str, said: str):
    path = tmp_path / "crosswalk.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError, match=said):
        read_crosswalk(path)


def test_of_names_with_a_common_beginning_only_the_likest_are_proposed():
    before = organisation("wg-embedded wg-embedded-arm wg-embedded-hal wg-embedded-libs wg-embedded-cores")
    after = organisation("wg-embedded-linux wg-embedded-wasm wg-embedded-core wg-embedded-net")
    found = {(one.was, one.now) for one in proposals(before, after, crosswalk(before, after))}
    assert ("wg-embedded-cores", "wg-embedded-core") in found
    # At most one for each, and none where another word stands.
    assert len(found) == len({was for was, _ in found}) == len({now for _, now in found}) == 2
    assert not {"wg-embedded-arm", "wg-embedded-hal", "wg-embedded-libs"} & {was for was, _ in found}


def test_another_number_is_another_thing():
    before, after = organisation(["Region 12 of the network"]), organisation(["Region 13 of the network"])
    assert proposals(before, after, crosswalk(before, after)) == ()
