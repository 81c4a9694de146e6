"""Toys, worked examples and key players: small values of R, of Python tools and of papers, against ours.

`oracle.toys` lists which values are compared, how ours is taken, and which are left out and why.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oracle.toys import TOYS, TOYS_LEFT_OUT


def entries(folder: Path) -> Iterator[tuple[str, str, Any]]:
    """Entry, field and value, of each tool; of values by person, one value by field."""
    for section in json.loads((folder / "small" / "special_cases.json").read_text()).values():
        for entry, content in section.items():
            if not isinstance(content, dict):
                yield entry, "", content
            elif all(isinstance(one, dict) for one in content.values()):
                for field in next(iter(content.values())):
                    yield entry, field, {name: one[field] for name, one in content.items()}
            else:
                for field, value in content.items():
                    yield entry, field, value


def test_every_small_value_is_compared_or_left_out_for_a_reason(oracle):
    known = {(entry, field) for entry, field, _ in entries(oracle)}
    everything = {entry for entry, field in TOYS_LEFT_OUT if field == "*"}
    left = {(entry, field) for entry, field in known if entry in everything or (entry, field) in TOYS_LEFT_OUT}
    assert not TOYS.keys() & left
    assert TOYS.keys() | left == known
    assert {key for key in TOYS_LEFT_OUT if key[1] != "*"} <= known
    assert everything <= {entry for entry, _ in known}


@pytest.mark.parametrize("key", TOYS, ids=" ".join)
def test_ours_is_the_small_value_of_each_tool(oracle, key):
    theirs = [value for entry, field, value in entries(oracle) if (entry, field) == key]
    assert theirs
    ours = TOYS[key].figure(oracle)
    for value in theirs:
        if value == "NaN" or value != value:
            assert ours is None
        else:
            assert flat(ours) == pytest.approx(flat(value), rel=1e-9, abs=1e-12)


def flat(value: Any) -> Any:
    """A list within a list, such as [value, [members]], as one."""
    if not isinstance(value, list):
        return value
    return [other for one in value for other in (one if isinstance(one, list) else [one])]


def test_handovers_of_event_logs_are_left_out_since_the_logs_are_not_here(oracle):
    logs = set(json.loads((oracle / "small" / "handover.json").read_text()))
    assert logs == {"running-example|org:resource", "receipt|org:resource", "receipt|org:group", "_tool"}
    assert {one.name for one in (oracle / "small").iterdir()} == {
        "SOURCE.txt", "edges.csv", "handover.json", "special_cases.json",
    }  # fmt: skip
