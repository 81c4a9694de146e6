"""The bank of statements: complete, recognised in the sample's survey, and refused with a clear word where it is not whole."""

import sys

import pytest

from alignment.analysis.statements import CROSSWALKS, ROADS, STAGES, bank
from alignment.errors import SettingsError
from alignment.resources import sample_data, templates

PACKAGED = (templates() / "statements.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample_statements():
    sys.path.insert(0, str(sample_data()))
    try:
        from brightwater.listening import STATEMENTS
    finally:
        sys.path.remove(str(sample_data()))
    return STATEMENTS


@pytest.mark.parametrize("road", ROADS)
def test_every_road_has_four_or_five_statements_each_at_a_stage_of_its_own(road):
    stages = [one.stage for one in bank().of_road(road)]
    assert len(stages) in (4, 5)
    assert stages == sorted(set(stages))


def test_every_stage_and_every_value_of_a_crosswalk_occurs():
    statements = bank().statements
    assert {one.stage for one in statements} == set(STAGES)
    for name, values in CROSSWALKS.items():
        assert {getattr(one, name) for one in statements} == set(values)
    assert [one.id for one in bank().roads] == list(ROADS)
    assert [one.number for one in bank().stages] == list(STAGES)


def test_the_sample_asks_the_thirty_six_statements_of_the_bank(sample_statements):
    found = [bank().recognised(text) for text in sample_statements]
    assert len(found) == 36
    assert {one.id for one in found} == {one.id for one in bank().statements}


@pytest.mark.parametrize(
    "heading",
    [
        "C2",
        "c2",
        "Whoever points out a mistake is thanked for it.",
        "  whoever points out a MISTAKE is  thanked for it ",
        "C2 Whoever points out a mistake is thanked for it.",
        "34. Whoever points out a mistake is thanked for it.",
        "Wie op een fout wijst, wordt daarvoor bedankt.",
        "C2: Wie op een fout wijst, wordt daarvoor bedankt",
    ],
)
def test_a_statement_is_recognised_by_its_text_in_either_language_by_its_id_or_by_both(heading):
    assert bank().recognised(heading).id == "C2"


@pytest.mark.parametrize("heading", ["", "C9", "Whoever points out a mistake is shouted at.", "C2 Something else"])
def test_another_statement_is_not_recognised(heading):
    assert bank().recognised(heading) is None


def test_a_bank_of_ones_own_may_have_fewer_roads_and_one_language(tmp_path):
    head = PACKAGED[: PACKAGED.index("[[roads]]")]
    path = tmp_path / "own.toml"
    path.write_text(
        head + '[[roads]]\nid = "culture"\nname = "Kultur"\nwhat = "Wie?"\n'
        '[[statements]]\nid = "K1"\nroad = "culture"\nstage = 2\ndac = "commitment"\nframe = "leadership"\n'
        'outcome = "engagement"\ntext = "Wir reden darüber."\n',
        encoding="utf-8",
    )
    own = bank(path)
    assert [one.id for one in own.roads] == ["culture"]
    assert own.recognised("wir reden darüber").text == {"en": "Wir reden darüber.", "nl": "Wir reden darüber."}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("limit = 3.5", "", r"limit is the mean, 1 to 5, .* Write limit = 3\.5 at the top\."),
        ("limit = 3.5", "limit = 7", "limit is the mean, 1 to 5"),
        ("limit = 3.5", "limit = 3.5\nscale = 5", r'there is no "scale" in a bank of statements\. Known: limit, stages, roads'),
        ("number = 5", "number = 4", "stages needs the numbers 1 to 5, each once"),
        ("number = 5", "number = 6", "stages, number 5: number is a whole number from 1 to 5"),
        ('id = "value"', 'id = "worth"', r'roads, number 2 \("worth"\): there is no id "worth"\. Known: alignment, culture'),
        ('id = "E2"', 'id = "E1"', 'two statements have the id "E1"'),
        ('id = "E2"', "", r'statements, number 2: id is missing\. .* such as "E1"'),
        ("stage = 4", 'stage = "four"', r'statements, number 2 \("E2"\): stage is a whole number from 1 to 5'),
        ('road = "empathy"', 'road = "sympathy"', r'statements, number 1 \("E1"\): there is no road "sympathy"'),
        ('frame = "leadership"', 'frame = "boss"', r'\("E5"\): there is no frame "boss"\. Known: communication'),
        ('outcome = "engagement"\n', "", r'\("E5"\): outcome is missing\. Known: collaboration'),
        ('outcome = "engagement"', 'outcome = "engagement"\nweight = 2', r'\("E5"\): there is no field "weight"\. Known: dac'),
        ('text.en = "I hear', 'text.fr = "I hear', r'\("S5"\): text is missing\. Write text\.en and text\.nl, or one text for both'),
        ("I hear what became of a case after it left my desk.", "We tell customers what happens next and when.",
         'two statements have the text "we tell customers what happens next and when"'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_bank_of_ones_own_is_said_with_its_place(tmp_path, old, new, message):
    assert old in PACKAGED
    path = tmp_path / "own.toml"
    path.write_text(PACKAGED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError, match=f"own.toml: .*{message}"):
        bank(path)


def test_a_road_without_a_statement_is_refused(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(PACKAGED.replace('road = "culture"', 'road = "design"'), encoding="utf-8")
    with pytest.raises(SettingsError, match='no statement belongs to the road "culture"'):
        bank(path)


def test_a_file_that_is_no_bank_is_refused(tmp_path):
    path = tmp_path / "own.toml"
    for content in ("", "limit = 3.5", "not toml ["):
        path.unlink(missing_ok=True)
        path = tmp_path / f"own{len(content)}.toml"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(SettingsError, match=r"bank of statements|limit is the mean|stages are missing"):
            bank(path)
    with pytest.raises(
        SettingsError, match=r"absent.toml: cannot be read \(No such file or directory\)\. Check the path"
    ):
        bank(tmp_path / "absent.toml")
    path.write_bytes("# stelling: één".encode("latin-1"))
    with pytest.raises(SettingsError, match="is not text in UTF-8"):
        bank(path)
