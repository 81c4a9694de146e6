"""Two real companies and a wave of each that is built from it: what was changed is told, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alignment.cli.main import alignment
from alignment.history.comparison import Comparison, compare
from alignment.history.crosswalk import read_crosswalk
from alignment.history.ledger import Entry, lone
from alignment.history.snapshot import Snapshot
from alignment.source import read
from second_waves import kubernetes_later, rust_later, the_same
from waves import snapshot

MAPPING = Path(__file__).parents[1] / "data" / "rust-mapping.toml"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Case:
    """A workbook, what makes its second wave, and what is built into that."""

    workbook: str
    mapping: Path | None
    later: Callable[[Path, Path], Path]
    # Earlier name → later names, and those that only one wave has.
    changed: Mapping[str, set[str]]
    ended: set[str]
    begun: set[str]
    finished: int
    added: int
    # Ids of those whose heads are others.
    headed_anew: set[str]


CASES = {
    "rust": Case(
        "rust/rust_2025h1.xlsx", MAPPING, rust_later,
        {"wg-async": {"wg-async-language", "wg-async-runtime"}, "wg-triage": {"issue-triage"}},
        {"wg-polymorphization"}, {"wg-agents"}, 14, 10, {"compiler", "compiler-fcp", "community"},
    ),
    "kubernetes": Case(
        "kubernetes/kubernetes.xlsx", None, kubernetes_later,
        {"SIG Instrumentation": {"SIG Metrics", "SIG Logging"}, "SIG K8s Infra": {"SIG Infrastructure"}},
        {"WG Batch"}, {"WG Serving"}, 219, 100, {"sig-api-machinery", "sig-apps", "sig-architecture"},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Waves:
    case: Case
    books: tuple[Path, Path]
    before: Snapshot
    after: Snapshot
    untold: Comparison
    told: Comparison


@pytest.fixture(scope="module", params=CASES)
def waves(request: pytest.FixtureRequest, real: Path, tmp_path_factory: pytest.TempPathFactory) -> Waves:
    case = CASES[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    books = real / case.workbook, case.later(real / case.workbook, folder / "half a year later.xlsx")
    before, after = (snapshot(read([one], case.mapping).organisation) for one in books)
    untold = compare(before, after)
    # What is proposed is copied into a file, as whoever runs it is told to.
    crosswalk = folder / "crosswalk.toml"
    crosswalk.write_text("\n".join(["[departments]", *(one.line for one in untold.proposed)]), encoding="utf-8")
    return Waves(case, books, before, after, untold, compare(before, after, read_crosswalk(crosswalk)))


def sides(found: Comparison, kind: str) -> tuple[set[str], set[str]]:
    """Names of what only one wave has, of those that are on a list."""
    links = [one for one in found.matched.links if one.kind == kind and one.listed]
    return (
        {found.earlier.organisation.label(kind, ident) for one in links if not one.now for ident in one.was},
        {found.later.organisation.label(kind, ident) for one in links if not one.was for ident in one.now},
    )


def test_what_was_renamed_and_split_is_proposed_and_nothing_else(waves: Waves):
    built = {("department", was, now) for was, names in waves.case.changed.items() for now in names}
    assert {(one.kind, one.was, one.now) for one in waves.untold.proposed} == built
    assert waves.told.proposed == ()


def test_another_spelling_is_no_other_department(waves: Waves):
    case = waves.case
    names = set().union(*case.changed.values())
    assert sides(waves.untold, "department") == (case.ended | set(case.changed), case.begun | names)
    assert sides(waves.told, "department") == (case.ended, case.begun)
    split = [one for one in waves.told.matched.of("department") if one.listed and len(one.was) + len(one.now) > 2]
    assert [len(one.now) for one in split] == [2]


def test_journeys_are_matched_but_those_that_ended_or_began(waves: Waves):
    links = waves.told.matched.of("journey")
    both = len(waves.before.organisation.journeys) - waves.case.finished
    assert sum(1 for one in links if not one.now) == waves.case.finished
    assert sum(1 for one in links if not one.was) == waves.case.added
    assert sum(1 for one in links if one.whole) == both
    assert sides(waves.told, "process") == (set(), set())


def of_lone_journeys(waves: Waves, state: str) -> list[Entry]:
    wave = 0 if state == "gone" else 1
    return [
        one
        for one in waves.told.findings
        if one.state == state
        and one.finding.scope.kind == "journey"
        and lone(one.finding.scope, waves.told.matched, wave)
    ]


@pytest.mark.parametrize("state", ["gone", "new"])
def test_findings_on_journeys_of_one_wave_come_and_go_with_what_is_read(waves: Waves, state: str):
    found = of_lone_journeys(waves, state)
    assert len(found) > 5
    assert {one.cause for one in found} == {"data"}


def test_of_a_journey_that_both_have_only_new_heads_change_what_is_found(waves: Waves):
    """Its owners, steps and departments are as they were."""
    before, after = waves.before.organisation, waves.after.organisation
    was_head = {head.id for one in before.departments if one.id in waves.case.headed_anew for head in one.heads}
    is_head = {head.id for one in after.departments if one.id in waves.case.headed_anew for head in one.heads}
    matched = waves.told.matched
    for one in waves.told.findings:
        wave = 0 if one.state == "gone" else 1
        scope = one.finding.scope
        if one.cause != "company" or scope.kind != "journey":
            continue
        assert not lone(scope, matched, wave)
        journey = (before, after)[wave].journey[scope.id]
        owners = {holder.id for holder in journey.owners} | {journey.owner_department}
        assert owners & (was_head | is_head | waves.case.headed_anew), one.finding.message


def test_findings_on_what_was_not_touched_persist(waves: Waves):
    kept = {one.was[0] for one in waves.told.matched.of("journey") if one.whole}
    ownerless = {one.finding.scope.id for one in waves.told.findings if one.finding.code == "OWN01" and one.state == "persisting"}  # fmt: skip
    before = {one.scope.id for one in waves.before.check.findings if one.code == "OWN01"}
    assert ownerless == before & kept


def test_figures_that_only_the_new_journeys_moved_did_not_move_on_what_both_have(waves: Waves):
    for ident in ("ownership.journeys_owned", "ownership.journeys_without_owner", "fragmentation.blind_handoff_share"):
        moved = waves.told.movement(ident)
        assert moved.change != 0, ident
        assert moved.of_company == pytest.approx(0, abs=1e-12), ident


def test_another_file_name_and_order_of_sheets_change_nothing(waves: Waves, tmp_path: Path):
    again = snapshot(read([the_same(waves.books[0], tmp_path / "again.xlsx")], waves.case.mapping).organisation)
    found = compare(waves.before, again)
    assert {one.state for one in found.findings} == {"persisting"}
    assert [one.id for one in found.movements if one.change or one.of_company] == []
    assert (found.alone, found.proposed, found.matched.reorganised) == ((), (), False)


@pytest.fixture
def run(tmp_path: Path):
    settings = tmp_path / "alignment.toml"
    settings.write_text("[analysis]\npermutations = 100\n[score]\ndraws = 5\n[plan]\nmost = 1\n", encoding="utf-8")

    def invoke(*words: object, settled: bool = True) -> Result:
        more = ["--settings", str(settings)] if settled else []
        return CliRunner().invoke(
            alignment, [*map(str, words), *more], env={"ALIGNMENT_STORE": str(tmp_path / "h.sqlite")}
        )

    return invoke


@pytest.mark.parametrize("waves", ["rust"], indirect=True)
def test_two_waves_without_a_name_or_a_day_are_tracked_as_one_company(run, waves: Waves, tmp_path: Path):
    mapped = ("--mapping", waves.case.mapping)
    undated = run("track", "add", waves.books[0], *mapped)
    assert undated.exit_code != 0
    assert "--date" in undated.output
    for book, day in zip(waves.books, ("2025-03-01", "2025-10-01"), strict=True):
        added = run("track", "add", book, *mapped, "--date", day, "--company", "Rust", "-q")
        assert (added.exit_code, added.output) == (0, "")
    listed = run("track", "list", settled=False).output
    assert "2 snapshots" in listed
    assert [line.split()[1:3] for line in listed.splitlines()[2:]] == [["2025-03-01", "Rust"], ["2025-10-01", "Rust"]]
    told = run("compare", "2025-03-01", "2025-10-01")
    assert told.exit_code == 0, told.output
    lines = told.output.splitlines()
    assert lines[0] == "Rust: 1 March 2025 → 1 October 2025"
    begin = lines.index("  [departments]")
    crosswalk = tmp_path / "crosswalk.toml"
    crosswalk.write_text("\n".join(lines[begin:]), encoding="utf-8")
    told = run("compare", "2025-03-01", "2025-10-01", "--crosswalk", crosswalk).output
    assert "  wg-async → wg-async-language + wg-async-runtime\n  wg-triage → issue-triage\n" in told
    assert "May these be the same?" not in told


@pytest.mark.parametrize("waves", ["kubernetes"], indirect=True)
def test_a_great_many_findings_are_told_in_part_unless_all_are_asked_for(run, waves: Waves):
    told = run("compare", *waves.books).output.splitlines()
    gone = [one for one in told if one.startswith("  gone ")]
    assert len(gone) == 20
    assert any(one.endswith("more that are gone; --all tells them") for one in told)
    assert "  SIG UI: on the list of departments in the earlier wave only" in told
