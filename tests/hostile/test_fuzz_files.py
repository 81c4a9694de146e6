"""Whatever is in a file that a run is given, it ends in a result or in one clear line: the seeds of the fuzzer, damaged."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fuzzing import in_one_line
from fuzzseeds import dictionary, seeds
from fuzztargets import TARGETS
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alignment.errors import AlignmentError
from alignment.history.store import open_store
from snapshots import snapshot

# A run takes from a millisecond to half a second, as many as there are seeds of a target.
SLOW = {"interactions": 16, "company": 8, "moves": 4, "settings": 4, "book": 4, "copies": 4, "csv": 4}
ANY = settings.default.max_examples
_HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]

WORDS = st.sampled_from(
    [b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b'"', b"'", b"\n", b";", b"9" * 400, b"-1", b"nan", b"[", b"]", b"="]
)
CUTS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 30), WORDS | st.binary(max_size=6) | st.text(max_size=4).map(str.encode)),
    max_size=5,
)


@cache
def begun(target: str) -> list[bytes]:
    with TemporaryDirectory() as folder:
        return list(seeds(target, Path(folder)))


def cut(content: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    """A file with some bytes taken out, and others put in their place."""
    for share, many, more in cuts:
        at = int(share * len(content))
        content = content[:at] + more + content[at + many :]
    return content


@pytest.mark.parametrize("target", TARGETS)
def test_no_damage_to_a_good_file_ends_in_anything_but_a_result_or_a_line(target, tmp_path):
    @settings(max_examples=max(4, ANY // SLOW.get(target, 2)), suppress_health_check=_HEALTH, deadline=None)
    @given(st.sampled_from(begun(target)), CUTS)
    def survives(content, cuts):
        TARGETS[target](cut(content, cuts), tmp_path)

    survives()


@pytest.mark.parametrize("target", [one for one in TARGETS if one not in SLOW])
def test_no_bytes_end_in_anything_but_a_result_or_a_line(target, tmp_path):
    @settings(max_examples=ANY // 2, deadline=None)
    @given(st.binary(max_size=200))
    @example(b"")
    def survives(content):
        TARGETS[target](content, tmp_path)

    survives()


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("store") / "history.sqlite"
    with open_store(path, create=True) as history:
        history.add(snapshot())
        history.add(snapshot(date(2026, 6, 30), "b"))
    return path.read_bytes()


@settings(max_examples=ANY, deadline=None, suppress_health_check=_HEALTH)
@given(cuts=CUTS)
def test_no_damage_to_a_history_ends_in_anything_but_what_it_holds_or_a_line(store, cuts):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite"
        path.write_bytes(cut(store, cuts))
        try:
            with open_store(path) as history:
                for entry in history.entries():
                    history.load(entry.ident)
        except AlignmentError as problem:
            in_one_line(problem)


def test_the_dictionary_of_the_fuzzer_is_such_as_it_reads():
    lines = list(dictionary())
    assert '"Journey steps"' in lines
    assert '"\\xe2\\x9c\\x93"' in lines
    assert all(line.isascii() and line.count('"') == 2 for line in lines)
