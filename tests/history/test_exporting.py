"""The views come out as files that other programs read: nothing runs, nothing that is missing becomes a zero."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from alignment.errors import OutputError
from alignment.history import exporting
from alignment.history.exporting import export
from alignment.history.store import open_store
from alignment.history.tables import VIEWS
from snapshots import ODD, snapshot

FIRST = snapshot()


def written(place: str, folder: Path, form: str) -> tuple[Path, ...]:
    with open_store(place, create=True) as store:
        store.add(FIRST)
        return export(store, folder, form)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_csv_file_has_every_row_and_column_of_its_view(place: str, tmp_path: Path):
    measurements, findings, actions = written(place, tmp_path / "out", "csv")
    assert [one.name for one in (measurements, findings, actions)] == [f"{one.name}.csv" for one in VIEWS]
    found = rows(measurements)
    assert list(found[0]) == [one.name for one in VIEWS[0].columns]
    assert [one["value"] for one in found] == ["-0.25", "", "0.0"]
    assert {one["snapshot_date"] for one in found} == {"2026-03-31"}
    assert [(one["finding"], one["evidence"], one["waiver"]) for one in rows(findings)] == [
        ("F1", "2", ""),
        ("F2", "0", "closing down"),
    ]
    assert [one["due"] for one in rows(actions)] == ["2026-09-01", "", ""]


def test_parquet_has_the_same_with_types_and_null(place: str, tmp_path: Path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the library for Parquet (pyarrow) is not installed")
    files = written(place, tmp_path / "out", "parquet")
    found = parquet.read_table(files[0])
    assert found.column("value").to_pylist() == [-0.25, None, 0.0]
    assert found.column("snapshot_date").to_pylist() == [FIRST.check.snapshot_date] * 3
    for view, file in zip(VIEWS, files, strict=True):
        assert parquet.read_schema(file).names == [one.name for one in view.columns]
    assert parquet.read_table(files[2]).column("gain").to_pylist() == [None, None, 1.5]


def test_no_text_of_a_csv_file_runs_in_a_spreadsheet(tmp_path: Path):
    with open_store(tmp_path / "history.sqlite", create=True) as store:
        first, second = FIRST.check.findings
        findings = (first, replace(second, message="=HYPERLINK(1)"))
        store.add(replace(FIRST, check=replace(FIRST.check, findings=findings)))
        _, file, _ = export(store, tmp_path, "csv")
    assert rows(file)[1]["message"] == "'=HYPERLINK(1)"
    # What begins otherwise stays as it is, line breaks included.
    assert rows(file)[0]["message"].startswith("Ω≈ç√ 'quoted' \"twice\"")
    assert ODD.partition("\r\n")[2] in rows(file)[0]["message"]


def test_files_of_before_stay_where_the_new_ones_cannot_be_made(tmp_path: Path, monkeypatch):
    place = str(tmp_path / "history.sqlite")
    files = written(place, tmp_path / "out", "csv")
    before = [one.read_bytes() for one in files]

    def fails(view, batches, file):
        if view is VIEWS[-1]:
            raise OSError(28, "No space left on device")
        file.write_text("half")

    monkeypatch.setattr(exporting, "_write_csv", fails)
    with pytest.raises(OutputError, match="No space left"):
        written(place, tmp_path / "out", "csv")
    assert [one.read_bytes() for one in files] == before
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_an_empty_history_gives_headings(tmp_path: Path):
    with open_store(tmp_path / "history.sqlite", create=True) as store:
        files = export(store, tmp_path / "out", "csv")
    assert [rows(one) for one in files] == [[], [], []]
    assert files[0].read_text(encoding="utf-8-sig").startswith("snapshot,organisation,snapshot_date,number,measure")
