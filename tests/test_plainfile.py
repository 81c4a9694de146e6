"""Only a file is read as one: nothing is waited for, and nothing read without an end."""

import os

import pytest

from alignment.pipeline import folder_name
from alignment.plainfile import content_of, text_of_file


def test_a_file_is_read_whole_up_to_its_limit(tmp_path):
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfone\r\ntwo")
    assert text_of_file(tmp_path / "a") == "one\ntwo"
    assert len(content_of(tmp_path / "a", 11)) == 11
    with pytest.raises(OSError, match="more than"):
        content_of(tmp_path / "a", 10)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such pipes")
def test_a_pipe_a_device_and_a_folder_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for place, said in (
        (tmp_path / "pipe", "no plain file"),
        (tmp_path / "zero", "no plain file"),
        (tmp_path, "Is a directory"),
    ):
        with pytest.raises(OSError, match=said):
            content_of(place)


@pytest.mark.parametrize(("company", "name"), [("CON", "file-CON"), ("aux.txt", "file-aux.txt"), ("../../x", "x"), ("n" * 400, "n" * 120), ("Console", "Console"), ("..", "report")])  # fmt: skip
def test_a_folder_has_a_name_that_every_system_takes(company, name):
    assert folder_name(company) == name
