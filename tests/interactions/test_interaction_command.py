"""`alignment interactions` from logs to a report: what is said, what is written, and that nobody is in it."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from alignment.cli.main import alignment
from alignment.source import read
from interactionlogs import table

PEOPLE = "ann-person:Sales bob-person:Sales cem-person:Sales dee-person:Ops eva-person:Ops flo-person:Ops gus-person:Ops hal-person:Sales ida-person:Sales jan-person:Ops kim-person:Hush-hush lea-person:Lab max-person:Lab nia-person:Lab oda-person:Lab"
NAMES = [word.partition(":")[0] for word in PEOPLE.split()]


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    stays = [(word.partition(":")[0], word.partition(":")[2], "", "") for word in PEOPLE.split()]
    table(tmp_path / "people.csv", "person department from until", stays)
    sent = [(one, other, "2026-01-05", f"about {one}") for one, other in zip(NAMES[:3], NAMES[3:6], strict=True)]
    table(tmp_path / "mail.csv", "from to time subject", [*sent, ("stranger-person", NAMES[0], "2026-01-05", "x")])
    table(
        tmp_path / "tickets.csv",
        "case order department",
        [(f"case-{at}", turn, name) for at in range(5) for turn, name in enumerate(("Sales", "Ops"))],
    )
    return tmp_path


def run(folder: Path, *arguments: object) -> Result:
    given = [str(folder / "mail.csv"), str(folder / "tickets.csv"), "--people", str(folder / "people.csv")]
    return CliRunner().invoke(alignment, ["interactions", *given, *map(str, arguments)], catch_exceptions=False)


def test_no_identifier_and_no_text_is_in_anything_that_is_written_or_said(logs: Path):
    out = logs / "out"
    out.mkdir()
    done = run(logs, "-o", out / "ties.csv", "-o", out / "ties.xlsx", "-o", out / "months.parquet")
    assert done.exit_code == 0, done.output
    assert sorted(file.name for file in out.iterdir()) == [
        "months.parquet", "ties-journey-steps.csv", "ties-journeys.csv", "ties.csv", "ties.xlsx",
    ]  # fmt: skip
    book = openpyxl.load_workbook(out / "ties.xlsx")
    cells = [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]
    texts = [
        done.output.replace(str(logs), ""),
        *cells,
        *(file.read_bytes().decode("latin-1") for file in out.iterdir()),
    ]
    for hidden in (*NAMES, "stranger", "about", "case-", "Hush-hush"):
        assert not any(hidden in text for text in texts), hidden


def test_what_is_written_is_read_as_ties_and_journeys(logs: Path):
    run(logs, "-o", logs / "ties.csv", "--weights", "contact=2")
    files = [logs / f"ties{name}.csv" for name in ("", "-journeys", "-journey-steps")]
    organisation = read(files).organisation
    assert [(tie.source, tie.target, tie.strength) for tie in organisation.ties] == [("Ops", "Sales", 6.0)]
    assert [step.departments for step in organisation.steps] == [("Sales",), ("Ops",)]


def test_a_dry_run_reads_no_row_and_says_what_would_be_read(logs: Path):
    done = run(logs, "--dry-run")
    assert done.exit_code == 0
    assert "never read: subject" in done.output
    assert "from: column from, hashed at once" in done.output
    assert not any(name in done.output for name in NAMES)
    assert not list(logs.glob("*.xlsx"))


def test_what_is_told_as_of_few_people_is_no_tie(logs: Path):
    # Ann, Bob and Cem with Dee, Eva and Flo; and two more pairs, of departments that five people connect in all.
    sent = [
        *zip(NAMES[:3], NAMES[3:6], strict=True),
        ("ann-person", "lea-person"),
        ("dee-person", "max-person"),
        ("eva-person", "nia-person"),
    ]
    table(logs / "mail.csv", "from to time", [(*ends, "2026-01-05") for ends in sent])
    done = run(logs, "-o", logs / "ties.csv")
    assert "told as one sum only: 3, of departments that fewer than five people connect" in done.output
    assert "1 tie between departments" in done.output
    assert (logs / "ties.csv").read_text("utf-8-sig").split() == [
        "From,To,Strength,Kind,Source",
        "Ops,Sales,3.0,contact,log",
    ]


def test_what_is_dropped_is_said(logs: Path):
    said = run(logs, "-o", logs / "ties.csv").output
    assert "4 rows read, 4 kept" in said
    assert "not counted: 1, with somebody who is not in --people (fewer than five people)" in said


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "Say where to write with -o"),
        (("-o", "ties.pdf"), "cannot be written. Give a name that ends in .csv"),
        (("-o", "nowhere/ties.csv"), "there is no folder nowhere"),
        (("-o", "ties.csv", "-o", "./ties.csv"), "Two of -o are one file"),
        (("-o", "ties.csv", "--amount", "minutes"), "has no column of durations"),
        (("-o", "ties.csv", "--weights", "mail=much"), 'is no kind and number'),
        (("-o", "ties.csv", "--engine", "nowhere"), "no URL of an engine"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_one_line(logs: Path, options: tuple[str, ...], message: str):
    done = run(logs, *options)
    assert (done.exit_code, message in done.output) == (2, True), done.output


def test_no_log_is_written_over(logs: Path):
    before = (logs / "mail.csv").read_bytes()
    for name in ("mail.csv", "people.csv"):
        done = run(logs, "-o", logs / name)
        assert (done.exit_code, "is read, or stands in a folder that is" in done.output) == (2, True)
    assert (logs / "mail.csv").read_bytes() == before


def test_what_an_engine_quotes_of_a_cell_is_not_told(logs: Path):
    (logs / "mail.csv").write_text('from,to,time\nann-person,bob-person,2026-01-05\nann-person,"bob-person\n')
    done = run(logs, "-o", logs / "ties.csv")
    assert done.exit_code == 2
    assert "person" not in done.output.replace(str(logs), "")


def test_a_row_in_the_place_of_a_header_is_not_told(logs: Path):
    (logs / "mail.csv").write_text("ann-person@acme.com,bob@acme.com,2026-01-05\n")
    done = run(logs, "-o", logs / "ties.csv")
    assert "Its columns are: (no header), (no header), (no header)" in done.output
