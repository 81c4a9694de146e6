"""What is counted in arrays by pairs of groups is what plain loops over the ties count."""

from collections import defaultdict
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.analysis import brokerage, confirmation, connection
from alignment.network import Collaboration, collaboration
from build import organisation

PEOPLE = "abcdefgh"
a_view = st.builds(
    lambda homes, ties, directed: collaboration(
        organisation(
            people=dict(zip(PEOPLE, homes, strict=True)), ties=ties, ties_directed=directed, tie_level="person"
        )
    ),
    # Some have no known department.
    st.lists(st.sampled_from(["A", "B", "C", ""]), min_size=len(PEOPLE), max_size=len(PEOPLE)),
    st.lists(st.sampled_from([*permutations(PEOPLE, 2), ("a", "a")]), unique=True, max_size=20),
    st.booleans(),
)
a_few = settings(max_examples=60, deadline=None)


def between(view: Collaboration, ties: list[tuple[str, str]]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Ties by the groups that they join."""
    found = defaultdict(list)
    for one, other in ties:
        if one in view.group and other in view.group:
            found[tuple(sorted((view.group[one], view.group[other])))].append((one, other))
    return found


@a_few
@given(view=a_view)
def test_a_single_thread_is_one_tie_or_the_ties_of_one(view):
    joined = between(view, sorted(tuple(sorted(tie)) for tie in view.ties.edges))
    size = {group: list(view.group.values()).count(group) for group in view.group.values()}
    expected = {}
    for (one, other), ties in joined.items():
        sizes = size[one], size[other]
        of_one = len(ties) > 1 and bool(set.intersection(*map(set, ties)))
        if one != other and ((len(ties) == 1 and max(sizes) > 1) or (of_one and min(sizes) > 1)):
            expected[one, other] = tuple(ties)
    found = connection.single_threads(view)
    assert found == expected
    assert list(found) == sorted(found)


@a_few
@given(view=a_view)
def test_a_report_is_confirmed_where_the_other_side_reports_too(view):
    told = sorted(tie for tie in view.reports.edges if tie[0] != tie[1]) if view.directed else []
    confirmed = [view.reports.has_edge(*reversed(tie)) for tie in told]
    found = confirmation.reports(view)
    assert found.pairs(found.confirmed) == [tie for tie, both in zip(told, confirmed, strict=True) if both]
    assert found.pairs(~found.answerable) == [tie for tie in told if tie[1] not in {source for source, _ in told}]
    share = confirmation.reciprocity(view)
    assert share == (pytest.approx(sum(confirmed) / len(told)) if told else None)
    both_ways = between(view, [tie for tie, both in zip(told, confirmed, strict=True) if both])
    expected = {pair: (len(both_ways[pair]), len(ties)) for pair, ties in sorted(between(view, told).items())}
    assert list(confirmation.reciprocity_between(view).items()) == list(expected.items())


@a_few
@given(view=a_view)
def test_spread_counts_the_ties_with_each_known_group(view):
    for node, value in brokerage.participation(view).items():
        homes = [view.group[other] for other in view.ties[node] if other in view.group]
        shares = [homes.count(group) / len(homes) for group in set(homes)]
        assert value == (pytest.approx(1 - sum(share**2 for share in shares)) if homes else None)
