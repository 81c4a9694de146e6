"""Histories and logs that are hostile: what SQLite, DuckDB and Parquet are given to read."""

import os
import sqlite3
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from hostile.declared import Case, Make, refused, told, written

__all__ = ["CASES"]

_LIST = ("track", "list", "--store", "{file}")
_COMPARE = ("compare", "2026-03-31", "{company}", "--store", "{file}")
_COUNT = ("interactions", "{file}", "--people", "{in}/people.csv", "-o", "{out}.csv")
_PEOPLE = ("interactions", "{in}/log.csv", "--people", "{file}", "-o", "{out}.csv")
_COLLECT = ("collect", "{file}", "-o", "{out}.xlsx")


def _history(
    change: Callable[[sqlite3.Connection], object] | None = None, edit: Callable[[bytearray], None] | None = None
) -> Make:
    """A history of one check, changed as a table or in its bytes."""

    def make(path: Path) -> None:
        from alignment.history.store import open_store
        from snapshots import snapshot

        with open_store(path, create=True) as store:
            store.add(snapshot(date(2026, 3, 31)))
        if change is not None:
            connection = sqlite3.connect(path)
            change(connection)
            connection.commit()
            connection.close()
        if edit is not None:
            content = bytearray(path.read_bytes())
            edit(content)
            path.write_bytes(bytes(content))

    return make


def _endless(connection: sqlite3.Connection) -> None:
    """In the place of the table of checks, a view that has no end."""
    views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    for name in views:
        connection.execute(f'DROP VIEW "{name}"')
    connection.executescript(
        "PRAGMA legacy_alter_table = ON; ALTER TABLE snapshots RENAME TO kept; CREATE VIEW snapshots AS "
        "WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT kept.* FROM kept, n"
    )


def _folder_of_logs(path: Path) -> None:
    path.mkdir()
    _people(path)
    (path / "a.parquet").write_bytes(b"PAR1" + bytes(200) + b"PAR1")
    (path / "b.csv").write_text("from,to,time\na1,b1,2026-01-05\n", encoding="utf-8")


def _document(text: bytes, *, packed: bool = True) -> Callable[[sqlite3.Connection], object]:
    content = zlib.compress(text) if packed else text
    return lambda connection: connection.execute("UPDATE documents SET organisation = ?", (content,))


def _bomb() -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(b" " * 1_000_000) for _ in range(3_000)), packer.flush()])


def _noise(start: int) -> Callable[[bytearray], None]:
    def edit(content: bytearray) -> None:
        content[start : start + 4_000] = bytes(range(250)) * 16

    return edit


def _log(header: str, *lines: str) -> Make:
    """A log, and a list of who is where."""

    def make(path: Path) -> None:
        _people(path)
        path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")

    return make


def _people(path: Path) -> None:
    rows = "".join(f"a{one},Sales\nb{one},Ops\n" for one in range(1, 8))
    (path.parent / "people.csv").write_text(f"person,department\n{rows}", encoding="utf-8")


def _raw(content: bytes) -> Make:
    def make(path: Path) -> None:
        _people(path)
        path.write_bytes(content)

    return make


def _parquet(columns: dict[str, object], edit: Callable[[bytes], bytes] | None = None) -> Make:
    def make(path: Path) -> None:
        _people(path)
        parquet.write_table(pa.table(columns), path)
        if edit is not None:
            path.write_bytes(edit(path.read_bytes()))

    return make


def _listed(content: str) -> Make:
    """A list of who is where, and a log."""

    def make(path: Path) -> None:
        rows = "".join(f"a{one},b{two},2026-01-05\n" for one in range(1, 8) for two in range(1, 8))
        (path.parent / "log.csv").write_text(f"from,to,time\n{rows}", encoding="utf-8")
        path.write_text(content, encoding="utf-8")

    return make


def _pipe(path: Path) -> None:
    _people(path)
    os.mkfifo(path)


_ENDS = {"from": ["a1", "a2"], "to": ["b1", "b2"], "time": ["2026-01-05", "2026-01-06"]}
_ROW = "a1,b1,2026-01-05"

CASES: tuple[Case, ...] = (
    refused("history of noise.sqlite", "is a history of noise", written(bytes(range(256)) * 400), "no history", command=_LIST),
    refused("history that is empty.sqlite", "is an empty history", written(b""), "holds no history", command=_LIST),
    refused("history that is a workbook.sqlite", "is a history that is packed", written(b"PK\3\4" + bytes(5_000)), "no history", command=_LIST),
    refused("history of another program.sqlite", "is a database of another program", lambda path: sqlite3.connect(path).execute("CREATE TABLE x (a)").connection.close(), "", command=_LIST),
    refused("history that is cut.sqlite", "is a history that is cut short", _history(edit=lambda content: content.__delitem__(slice(len(content) // 2, None))), "", command=_COMPARE),
    refused("history with noise.sqlite", "is a history with a page of noise", _history(edit=_noise(4_096)), "", command=_LIST),
    refused("history of a later version.sqlite", "is a history of a program to come", _history(lambda one: one.execute("UPDATE alignment_version SET version_num = '9999'")), "", command=_LIST),
    refused("history with a bomb.sqlite", "is a history with a document that unpacks to 3 GB", _history(_document(_bomb(), packed=False)), "", command=_COMPARE),
    refused("history with another document.sqlite", "is a history with a document that is none", _history(_document(b'{"tables": [], "content": []}')), "", command=_COMPARE),
    refused("history with a deep document.sqlite", "is a history with a document 200,000 deep", _history(_document(b"[" * 200_000 + b"]" * 200_000)), "", command=_COMPARE),
    refused("history with half a letter.sqlite", "is a history with a document that is no text", _history(_document(b'{"tables": [], "content": "\xed\xa0\x80"}')), "", command=_COMPARE),
    refused("history that is not packed.sqlite", "is a history with a document that is not packed", _history(_document(b"x", packed=False)), "", command=_COMPARE),
    refused("history with numbers for texts.sqlite", "is a history with a number where a document is", _history(lambda one: one.execute("UPDATE documents SET organisation = 1")), "", command=_COMPARE),
    refused("history with a day that is none.sqlite", "is a history of a day that there is not", _history(lambda one: one.execute("UPDATE snapshots SET snapshot_date = '2026-99-99'")), "", command=_LIST),
    refused("history with triggers.sqlite", "is a history that does something when it is read", _history(_endless), "", command=_LIST),
    refused("pipe.sqlite", "is a pipe where a history should be", os.mkfifo, "", command=_LIST),
    refused("device.sqlite", "is a device where a history should be", lambda path: path.symlink_to("/dev/zero"), "", command=_LIST),
    refused("folder.sqlite", "is a folder where a history should be", Path.mkdir, "is a folder", command=_LIST),
    # Logs.
    refused("log of noise.parquet", "is a log of noise", _raw(bytes(range(256)) * 400), "", command=_COUNT),
    refused("log that is empty.parquet", "is an empty log", _raw(b""), "", command=_COUNT),
    refused("log that is cut.parquet", "is a log that is cut short", _parquet(_ENDS, lambda content: content[: len(content) // 2]), "", command=_COUNT),
    refused("log with a false foot.parquet", "is a log whose end says it has 4 GB", _parquet(_ENDS, lambda content: content[:-8] + b"\xff\xff\xff\x7fPAR1"), "", command=_COUNT),
    refused("log with noise within.parquet", "is a log with noise in its data", _parquet({"from": [f"a{one % 7}" for one in range(9_999)], "to": [f"b{one}" for one in range(9_999)], "time": ["2026-01-05"] * 9_999}, lambda content: content[:200] + bytes(range(256)) * 4 + content[1_224:]), "", command=_COUNT),
    refused("log of numbers.parquet", "is a log of numbers only", _parquet({"a": [1.0, float("nan")], "b": [float("inf"), 2.0]}), "", command=_COUNT),
    refused("log that is empty.csv", "is an empty log", _raw(b""), "", command=_COUNT),
    refused("log of zeros.csv", "is a log of zero bytes", _raw(bytes(5_000)), "", command=_COUNT),
    refused("log in UTF-16.csv", "is a log in UTF-16", _raw(f"from,to,time\n{_ROW}\n".encode("utf-16")), "is not written in UTF-8", command=_COUNT),
    refused("log of one line.csv", "is a log of one line of 30 MB", _raw(b"a" * 30_000_000), "", command=_COUNT),
    refused("log with an open quote.csv", "is a log with a quote that does not end", _log("from,to,time", *[_ROW] * 50, '"a1,b1,2026-01-05', *[_ROW] * 5_000), "", command=_COUNT),
    refused("log with a long cell.csv", "is a log with a cell of 40 MB", _log("from,to,time", _ROW, f"a1,{'b' * 40_000_000},2026-01-05"), "", command=_COUNT),
    refused("log without columns.csv", "is a log without a column that is known", _log("x,y,z", "1,2,3"), "", command=_COUNT),
    told("log with columns of one name.csv", "is a log with two columns of one name", _log("from,from,to,to,time", "a1,a2,b1,b2,2026-01-05"), command=_COUNT),
    refused("log with commands.csv", "is a log whose header would like to be a command", _log('"from""; DROP TABLE x; --",to,time', _ROW), "", command=_COUNT),
    refused("log that is a pipe.csv", "is a pipe where a log should be", _pipe, "", command=_COUNT),
    told("log [a-z]*.csv", "is a log of nobody that is listed, called as a pattern is", _log("from,to,time", "x,y,2026-01-05"), command=_COUNT),
    refused("folder of logs", "is a folder with a log that is damaged", _folder_of_logs, "", command=_COUNT),
    refused("people of noise.csv", "is a list of noise", _listed("\x01\x02" * 500), "", command=_PEOPLE),
    refused("people without departments.csv", "is a list without departments", _listed("person\na1\n"), "", command=_PEOPLE),
    told("people of one name.csv", "is a list of one person who is everywhere", _listed("person,department\n" + "a1,Sales\na1,Ops\n" * 5_000), command=_PEOPLE),
    # Surveys that came back.
    refused("form of noise.xlsx", "is a form of noise", written(bytes(range(256)) * 40), "is not a workbook", command=_COLLECT),
    refused("form of zeros.csv", "is a form of zeros", written(bytes(4_000)), "is not text", command=_COLLECT),
    refused("form that is a pipe.csv", "is a pipe where a form should be", os.mkfifo, "", command=_COLLECT),
)  # fmt: skip
