"""Pseudonyms: the same for the same key whoever else is there, another for another key; and the file that holds the key."""

import hashlib
import stat
import sys
from collections import Counter

import pytest

from alignment.errors import OutputError, SettingsError
from alignment.source import pseudonyms
from alignment.source.pseudonyms import Key, identity, key_file

NAMES = [f"Person number {one}" for one in range(400)]
KEY, OTHER = Key(bytes(range(32))), Key(bytes(range(1, 33)))


def test_a_pseudonym_depends_on_who_is_meant_and_on_the_key_alone():
    codes = KEY.codes(NAMES)
    assert KEY.codes(reversed(NAMES)) == codes
    few = NAMES[:7]
    assert KEY.codes(few) == {one: codes[one] for one in few}
    assert set(OTHER.codes(NAMES).values()).isdisjoint(codes.values())
    assert len(set(codes.values())) == len(NAMES)


def test_a_pseudonym_is_short_spells_no_word_and_has_no_letter_that_is_read_for_another():
    codes = KEY.codes(NAMES).values()
    assert {len(one) for one in codes} == {6}
    assert set("".join(codes)).isdisjoint("AEIOUY01L")


@pytest.mark.parametrize(
    "spelling", ["Ada Example", "ADA  example", "Example, Ada", "ada.example@acme.com", "ada-example", "Ada_Example", "@ada.example"]
)  # fmt: skip
def test_one_person_spelled_in_many_ways_has_one_pseudonym(spelling):
    assert identity(spelling) == "ada example"
    assert KEY.codes([spelling])[spelling] == KEY.codes(["Ada Example"])["Ada Example"]


def test_two_ids_that_differ_in_a_hyphen_only_stay_two():
    codes = KEY.codes(["ann-lee", "ann lee", "bob"])
    assert len(set(codes.values())) == 3
    assert codes["bob"] == KEY.code("bob")


def test_where_two_begin_alike_both_become_longer_and_nobody_else(monkeypatch):
    monkeypatch.setattr(pseudonyms, "_SHORTEST", 2)
    codes = KEY.codes(NAMES)
    assert len(set(codes.values())) == len(NAMES)
    long = {one: KEY._letters("person", identity(one)) for one in NAMES}
    begin = Counter(one[:2] for one in long.values())
    for one, code in codes.items():
        assert long[one].startswith(code)
        assert (len(code) == 2) == (begin[long[one][:2]] == 1)


def test_without_the_key_a_list_of_names_does_not_give_the_pseudonyms():
    codes = set(KEY.codes(NAMES).values())
    plain = {Key(hashlib.sha256(one.encode()).digest()).code(identity(one)) for one in NAMES}
    empty = {Key(bytes(32)).code(identity(one)) for one in NAMES}
    assert codes.isdisjoint(plain | empty)


def test_a_key_says_nothing_of_itself_but_its_fingerprint():
    assert KEY.secret.hex() not in repr(KEY) + KEY.fingerprint
    assert KEY.fingerprint != OTHER.fingerprint


def test_a_key_is_made_once_and_then_found_again(tmp_path):
    made, new = key_file(tmp_path / "alignment.key")
    before = (tmp_path / "alignment.key").read_bytes()
    assert (new, key_file(tmp_path / "alignment.key")) == (True, (made, False))
    assert (tmp_path / "alignment.key").read_bytes() == before
    assert before.startswith(b"alignment key of pseudonyms, version 1\n")
    assert [one.name for one in tmp_path.iterdir()] == ["alignment.key"]


@pytest.mark.skipif(sys.platform == "win32", reason="this system does not know who may read a file by its mode")
def test_nobody_but_its_owner_may_read_a_key(tmp_path):
    key_file(tmp_path / "alignment.key")
    assert stat.S_IMODE((tmp_path / "alignment.key").stat().st_mode) == 0o600


def test_a_key_may_come_back_from_an_editor_of_another_system(tmp_path):
    file = tmp_path / "alignment.key"
    made, _ = key_file(file)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert key_file(file) == (made, False)


def damaged(text: str) -> str:
    at = text.index("secret: ") + len("secret: ")
    return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: "", "is no key of pseudonyms"),
        (lambda _: "-----BEGIN PRIVATE KEY-----", "is no key of pseudonyms"),
        (
            lambda text: text.replace("version 1", "version 2"),
            "is a key of version 2, and this program knows version 1",
        ),
        (damaged, "this key is damaged"),
        (lambda text: text[:-20], "this key is damaged"),
        (lambda text: text.partition("secret")[0], "this key is damaged"),
        (lambda text: text.replace("secret: ", "secret: zz"), "this key is damaged"),
    ],
)
def test_what_is_no_sound_key_is_refused_in_one_line_and_left_as_it_is(tmp_path, change, said):
    file = tmp_path / "alignment.key"
    key_file(file)
    file.write_text(change(file.read_text()))
    before = file.read_bytes()
    with pytest.raises(SettingsError, match=said) as problem:
        key_file(file)
    assert str(file) in str(problem.value)
    assert "\n" not in str(problem.value)
    assert file.read_bytes() == before


def test_a_picture_given_as_the_key_is_refused(tmp_path):
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    with pytest.raises(SettingsError, match="is no key of pseudonyms"):
        key_file(tmp_path / "logo.png")


def test_a_folder_is_no_key_and_where_no_folder_is_none_can_be_made(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        key_file(tmp_path)
    with pytest.raises(OutputError, match=r"cannot be written.*--key"):
        key_file(tmp_path / "none" / "alignment.key")


def test_where_two_runs_make_a_key_at_once_both_use_the_first(tmp_path, monkeypatch):
    file = tmp_path / "alignment.key"
    write = pseudonyms._write

    def late(path, made):
        write(path, OTHER)
        return write(path, made)

    monkeypatch.setattr(pseudonyms, "_write", late)
    assert key_file(file) == (OTHER, False)
