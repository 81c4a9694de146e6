"""What a program that was killed left behind is removed, and nothing that is in use."""

import os
import shutil

import pytest

from alignment import temporary
from alignment.temporary import IN_USE, PrivateFolder, lock, remove_left_behind


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no file that is open")
def test_what_is_being_removed_can_be_taken_by_nobody(tmp_path, monkeypatch):
    left = PrivateFolder("run-", tmp_path)
    left.release()
    tried, remove = [], shutil.rmtree

    def removing(place, **how):
        # Whoever made it a moment ago, and is only now about to lock it.
        with pytest.raises(BlockingIOError):
            lock(place / IN_USE)
        tried.append(place)
        monkeypatch.setattr(temporary.shutil, "rmtree", remove)
        remove(place, **how)

    monkeypatch.setattr(temporary.shutil, "rmtree", removing)
    remove_left_behind(tmp_path, "run-")
    assert tried == [left.path]
    assert list(tmp_path.iterdir()) == []


def test_what_is_in_use_stays(tmp_path):
    used = PrivateFolder("run-", tmp_path)
    remove_left_behind(tmp_path, "run-")
    assert used.path.is_dir()
    used.remove()
    assert list(tmp_path.iterdir()) == []
