"""How does the history get into a spreadsheet or a notebook? Each view that others may rely on, as a CSV or a Parquet file."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Column, Connection, Date, Double, Integer, MetaData, Table, Text, select
from sqlalchemy.types import TypeEngine

from alignment.errors import OutputError
from alignment.history.store import Store
from alignment.history.tables import VIEWS, View
from alignment.language import say
from alignment.publishing import publish, refusal, workshop
from alignment.rights import made_folder
from alignment.wording import harmless

__all__ = ["ExportFormat", "export"]

ExportFormat = Literal["csv", "parquet"]

_KINDS: dict[str, type[TypeEngine[Any]]] = {"text": Text, "date": Date, "double": Double, "integer": Integer}
_AT_A_TIME = 10_000


def export(store: Store, folder: Path, form: ExportFormat) -> tuple[Path, ...]:
    """Write every view into a folder, all as they are at one moment, and return the files: such as ``v_findings.csv``.

    In CSV a value that is not there is an empty field, and a text that a spreadsheet would run begins with an apostrophe; the
    files are UTF-8 with a mark by which Excel knows it. Parquet has the types of the columns, and null.

    Raises
    ------
    OutputError
        The folder cannot be written, or the library for Parquet is not installed.
    StoreError
        The history cannot be read.
    """
    write = _write_csv if form == "csv" else _parquet_writer()
    try:
        made_folder(folder)
        with workshop(folder) as place:
            made = [place / f"{view.name}.{form}" for view in VIEWS]
            with store.database.reading() as connection:
                for view, file in zip(VIEWS, made, strict=True):
                    write(view, _batches(connection, view), file)
            return publish(made, folder)
    except OSError as problem:
        advice = say("Close the file if it is open, or choose another folder with -o.")
        raise OutputError(refusal(problem, folder, advice)) from problem


def _batches(connection: Connection, view: View) -> Iterator[Sequence[Sequence[Any]]]:
    source = Table(view.name, MetaData(), *(Column(one.name, _KINDS[one.kind]) for one in view.columns))
    query = select(source).order_by(*(source.c[name] for name in view.order))
    found = connection.execution_options(yield_per=_AT_A_TIME).execute(query)
    yield from found.partitions()


def _write_csv(view: View, batches: Iterator[Sequence[Sequence[Any]]], file: Path) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(one.name for one in view.columns)
        for batch in batches:
            writer.writerows([harmless(value) for value in row] for row in batch)


def _parquet_writer() -> Any:  # noqa: ANN401 - a function over a library without types
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as problem:
        raise OutputError(
            "The library for Parquet (pyarrow) is not installed. Choose --format csv, or install it with: "
            'pip install "alignment-health-check[parquet]"'
        ) from problem
    kinds = {
        "text": pyarrow.string(),
        "date": pyarrow.date32(),
        "double": pyarrow.float64(),
        "integer": pyarrow.int64(),
    }

    def write(view: View, batches: Iterator[Sequence[Sequence[Any]]], file: Path) -> None:
        schema = pyarrow.schema([(one.name, kinds[one.kind]) for one in view.columns])
        with parquet.ParquetWriter(file, schema) as writer:
            for batch in batches:
                columns = dict(zip(schema.names, zip(*batch, strict=True), strict=True))
                writer.write_table(pyarrow.table(columns, schema=schema))

    return write
