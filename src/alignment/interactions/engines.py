"""Where is a log counted? On the embedded DuckDB, or on the engine where it lies already, by one connection of Ibis."""

import glob
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alignment.errors import EngineError, SourceError
from alignment.language import say
from alignment.plainfile import open_plain

if TYPE_CHECKING:
    from ibis.expr.types import IntegerScalar, IntegerValue, StringValue, Table

__all__ = ["MEMORY", "Engine", "connected", "left_files", "tried", "trimmed"]

# Of the embedded engine; what does not fit goes to the disk, so that a whole run stays below a GiB.
MEMORY = "640MB"
# Extensions would be fetched from the network, and nothing here calls it. The order of rows decides nothing, and keeping it
# takes memory. Functions of lists are written with an arrow by the sqlglot that Ibis 12 takes, which DuckDB 2 has to be told.
_ALONE = {
    "autoinstall_known_extensions": False,
    "preserve_insertion_order": False,
    "lambda_syntax": "ENABLE_SINGLE_ARROW",
}
_INSTALL = 'Install it with: pip install "alignment-health-check[interactions]"'
_SUFFIXES = (".parquet", ".csv")
_TRIED = frozenset({"duckdb", "postgres", "pyspark"})
# Packages whose errors are the engine's and not our own.
_THEIRS = frozenset({"duckdb", "_duckdb", "psycopg", "pyarrow", "pyspark", "py4j"})
# Bytes by which a file's encoding is known.
_HEAD = 1 << 16
_SEPARATORS = ",;\t|"
# Days that there are, and no others: of 31, of 30, of February, and those of leap years.
_DAY = (
    r"\d{4}-(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|\d{4}-(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|\d{4}-02-(?:0[1-9]|1\d|2[0-8])"
    r"|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
)
_WRITTEN = {
    "date": rf"^\s*({_DAY})(?:\D|$)",
    "timestamp": rf"^\s*((?:{_DAY})(?:[Tt ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{{1,6}})?)?)?)",
    "int64": r"^\s*\+?(\d{1,9})\s*$",
    "float64": r"^\s*\+?(\d{1,9}(?:\.\d{1,9})?)\s*$",
}


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that is connected.

    Attributes
    ----------
    name
        What Ibis calls it, such as ``"duckdb"``.
    connection
        Ibis's backend.
    """

    name: str
    # Any: Ibis is typed in part only.
    connection: Any
    # What it has been given to read, so that what it says of a file can be told of it.
    files: list[Path] = field(default_factory=list)

    def digest(self, text: "StringValue") -> "StringValue":
        """Return the SHA-256 of a text in UTF-8, as 64 hexadecimal digits, as an expression."""
        if self.name != "postgres":
            return text.hexdigest("sha256")
        # Ibis 12 has no digest on PostgreSQL, and PostgreSQL has had one since version 11.
        import ibis

        @ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # as above
        def convert_to(text: str, encoding: str) -> bytes: ...  # type: ignore[empty-body]

        @ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
        def sha256(content: bytes) -> bytes: ...  # type: ignore[empty-body]

        @ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
        def encode(content: bytes, form: str) -> str: ...  # type: ignore[empty-body]

        return encode(sha256(convert_to(text, "UTF8")), "hex")

    def row_ids(self) -> "IntegerValue":
        """Return a whole number that no other row has, as an expression; it holds within what is cached only."""
        import ibis

        if self.name != "pyspark":
            return ibis.row_number().over()

        # To number all rows in a row, Spark would bring them to one place.
        @ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # as above
        def monotonically_increasing_id() -> int: ...  # type: ignore[empty-body]

        return monotonically_increasing_id()

    def replaced(self, text: "StringValue", pattern: str, groups: Sequence[int]) -> "StringValue":
        """Return a text with each match of a regular expression replaced by some of its groups, as an expression."""
        sign = "$" if self.name == "pyspark" else "\\"
        return text.re_replace(pattern, "".join(f"{sign}{group}" for group in groups))

    def number(self, expression: "IntegerScalar") -> int:
        """Return a whole number, 0 where there is nothing to count."""
        return int(self.connection.to_pyarrow(expression).as_py() or 0)

    def given(self, columns: Mapping[str, Sequence[object]], schema: Mapping[str, str]) -> "Table":
        """Return a small table of ours as one of the engine's, as long as it is held."""
        import ibis

        table = ibis.memtable(columns, schema=schema)
        # Ibis 12 hands a table over when it is asked for, and on Spark not when it is part of what is cached.
        self.number(table.count())
        return table

    def tables(self, place: str) -> Sequence["Table"]:
        """Return what a place holds, with every column that it has and no row read: a file, a folder of files, a table.

        Raises
        ------
        SourceError
            There is no such file or table, or the engine cannot read files.
        """
        path = Path(place)
        if not path.exists():
            return (self._named(place),)
        if not hasattr(self.connection, "read_parquet") or self.name == "postgres":
            raise SourceError(
                f"{place}: {self.name} reads no files of this computer. Load it into a table there and give the table's name, or "
                "leave --engine out."
            )
        if path.is_dir():
            groups: dict[tuple[str, ...], list[Path]] = {}
            for file in _files(path):
                with _unreadable([file]):
                    groups.setdefault(_header(file), []).append(file)
            if not groups:
                raise SourceError(f"{place}: holds no .parquet and no .csv file.")
            return tuple(self._read(files) for files in groups.values())
        if path.suffix.lower() not in _SUFFIXES:
            raise SourceError(
                f"{place}: is no log that can be read. Give a .parquet or .csv file, or a folder of such."
            )
        return (self._read([path]),)

    def _named(self, place: str) -> "Table":
        *where, name = place.split(".")
        try:
            return self.connection.table(name, database=tuple(where) or None)
        except Exception as problem:  # each engine has errors of its own for this
            raise SourceError(f"{place}: is no file here, and no table of {self.name}. Check the name.") from problem

    def _read(self, files: Sequence[Path]) -> "Table":
        """Read files of the same columns."""
        # DuckDB takes signs in a name for a pattern.
        names = [glob.escape(str(file)) if self.name == "duckdb" else str(file) for file in files]
        for file in files:
            _check_plain(file)
        self.files.extend(files)
        with _unreadable(files):
            return self._opened(files, names)

    def _opened(self, files: Sequence[Path], names: Sequence[str]) -> "Table":
        if files[0].suffix.lower() == ".parquet":
            with _damage_told(files):
                return self.connection.read_parquet(names)
        for file in files:
            _check_encoding(file)
        separator = _separator(files[0])
        # Every cell is text until it is cast, so that all engines understand it alike.
        if self.name == "pyspark":
            return self.connection.read_csv(
                names, header=True, inferSchema=False, sep=separator, escape='"', multiLine=True
            )
        # What is told is not guessed: a late quote, or a second header below, would change what the first rows are.
        with _damage_told(files):
            return self.connection.read_csv(
                names, header=True, all_varchar=True, delim=separator, quote='"', escape='"', skip=0
            )


def _files(folder: Path) -> list[Path]:
    return sorted(one for one in folder.rglob("*") if one.is_file() and one.suffix.lower() in _SUFFIXES)


def left_files(place: str) -> int:
    """Count the files of a folder that are read by nobody, for they are neither .csv nor .parquet."""
    folder = Path(place)
    return sum(one.is_file() for one in folder.rglob("*")) - len(_files(folder)) if folder.is_dir() else 0


def _header(file: Path) -> tuple[str, ...]:
    """Return what files that are read together share: their columns, of Parquet with their types."""
    if file.suffix.lower() == ".parquet":
        from pyarrow import parquet

        with _damage_told([file]):
            return ("parquet", *(f"{one.name} {one.type}" for one in parquet.read_schema(file)))
    return ("csv", _first_line(file))


@contextmanager
def _damage_told(files: Sequence[Path]) -> Iterator[None]:
    """Say which files are no tables, where whoever looks at their columns finds that out."""
    try:
        yield
    except Exception as problem:
        if type(problem).__module__.partition(".")[0] not in _THEIRS:
            raise
        named = ", ".join(map(str, files))
        raise SourceError(
            f"{named}: is damaged, or rows in it do not have the columns of the first. Export it again, as Parquet or as CSV UTF-8."
        ) from problem


def _first_line(file: Path) -> str:
    with file.open(encoding="utf-8-sig", errors="replace") as stream:
        return stream.readline().strip()


def tried(column: Any, dtype: str) -> Any:  # noqa: ANN401 - Ibis is typed in part only
    """Return a column as a date, timestamp or number, null where that cannot be, as an expression.

    Of a text, only what is written as all engines read it is cast: a day that there is, 2026-01-31; a time of it, without
    what stands after the seconds; a number of up to nine digits. Engines differ in what else they understand, and
    PostgreSQL fails on the first cell that it does not.
    """
    if not column.type().is_string():
        return column.try_cast(dtype)
    found = column.re_extract(_WRITTEN[dtype], 1)
    if dtype == "timestamp":
        found = found.re_replace("[Tt]", " ")
    return found.nullif("").try_cast(dtype)


def trimmed(text: Any) -> Any:  # noqa: ANN401 - as above
    """Return a text without blanks around it, as an expression; Ibis 12 strips the letters f and v too on Spark."""
    return text.re_replace(r"^\s+|\s+$", "")


def _check_plain(file: Path) -> None:
    """Refuse what an engine would wait for, or read, without an end."""
    try:
        os.close(open_plain(file))
    except OSError as problem:
        raise SourceError(f"{file}: cannot be read ({problem.strerror}). Give a .parquet or .csv file.") from problem


@contextmanager
def _unreadable(files: Sequence[Path]) -> Iterator[None]:
    """Name the file where an engine finds that it cannot be read; what it says of it may quote a cell."""
    try:
        yield
    except Exception as problem:
        if type(problem).__module__.partition(".")[0] not in _THEIRS and not isinstance(problem, OSError):
            raise
        which = files[0] if len(files) == 1 else f"{files[0].parent}: a file in it"
        raise SourceError(
            f"{which}: is damaged or is no {files[0].suffix.lower()} file that can be read. Export the log again."
        ) from problem


def _check_encoding(file: Path) -> None:
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    # The last letter may be cut in two.
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head or "\ufffd" in head[:-4].decode(errors="replace"):
        raise SourceError(f"{file}: is not written in UTF-8. Save it again as CSV UTF-8.")


def _separator(path: Path) -> str:
    return max(_SEPARATORS, key=_first_line(path).count)


@contextmanager
def connected(url: str | None) -> Iterator[Engine]:
    """Give an engine: without a URL the embedded one, which leaves nothing behind.

    Raises
    ------
    EngineError
        Its library is not installed, or it cannot be reached.
    """
    try:
        import ibis
    except ModuleNotFoundError as problem:
        raise EngineError(f"The library that counts logs (ibis-framework) is not installed. {_INSTALL}") from problem
    if url is None:
        with tempfile.TemporaryDirectory(prefix="alignment-") as spill:
            connection = _opened(
                "duckdb", lambda: ibis.duckdb.connect(temp_directory=spill, memory_limit=MEMORY, **_ALONE)
            )
            # A time with a zone is of a day of that zone; all engines take this one.
            connection.raw_sql("SET TimeZone = 'UTC'")
            # Its bar goes to the standard output, whatever that is.
            if sys.stdout is not None and sys.stdout.isatty():
                connection.raw_sql("SET enable_progress_bar = true")
            with _told(Engine("duckdb", connection)) as engine:
                yield engine
        return
    # `urlsplit` refuses spark://local[2].
    scheme, apart, _ = url.partition("://")
    if not apart or not re.fullmatch(r"[A-Za-z][\w+.-]*", scheme):
        # The text is not repeated: it may hold a password.
        raise EngineError(
            "--engine: this is no URL of an engine. Write it as postgres://user@host/name or spark://host:7077."
        )
    opened = _opened(scheme, (lambda: _spark(url)) if scheme == "spark" else (lambda: ibis.connect(url)))
    if opened.name == "postgres":
        opened.raw_sql("SET TIME ZONE 'UTC'").close()
    if opened.name == "duckdb":
        opened.raw_sql("SET autoinstall_known_extensions = false")
    with _told(Engine(opened.name, opened)) as engine:
        yield engine


@contextmanager
def _told(engine: Engine) -> Iterator[Engine]:
    """Give an engine and close it; what it cannot do is told in one line."""
    try:
        yield engine
    except Exception as problem:
        module = type(problem).__module__.partition(".")[0]
        # What Ibis cannot say on an engine that we have never tried is no fault of ours.
        if module not in _THEIRS and not (
            engine.name not in _TRIED and (module == "ibis" or isinstance(problem, NotImplementedError))
        ):
            raise
        if "failed to offload data block" in str(problem):
            raise EngineError(
                say(
                    "{engine} could not count this: the disk of temporary files is full. Make room, or name a folder on another in the "
                    "variable TMPDIR (TMP on Windows).",
                    engine=engine.name,
                )
            ) from problem
        # What an engine quotes may be a cell.
        said = re.sub(r"""'[^']*'|"[^"]*\"""", "…", (str(problem).strip().splitlines() or ["no reason given"])[0])
        where = "".join(f"{file}: " for file in engine.files if str(file) in str(problem))
        raise EngineError(f"{where}{engine.name} could not count this: {said}") from problem
    finally:
        engine.connection.disconnect()


def _opened(scheme: str, connect: Any) -> Any:  # noqa: ANN401 - backends of Ibis share no type
    extra = {"spark": "pyspark", "postgresql": "postgres"}.get(scheme, scheme)
    try:
        return connect()
    except ImportError as problem:
        raise EngineError(
            f'--engine: the library for {scheme} is not installed. Install it with: pip install "ibis-framework[{extra}]"'
        ) from problem
    except Exception as problem:  # each engine has errors of its own; the URL may hold a password and is not repeated
        raise EngineError(
            f"--engine: {scheme} cannot be reached ({type(problem).__name__}). Check the URL, and that it runs."
        ) from problem


def _spark(url: str) -> Any:  # noqa: ANN401 - as above
    """Connect to a cluster (``spark://host:7077``) or to this computer (``spark://local``, ``spark://local[2]``)."""
    import ibis
    from pyspark.sql import SparkSession

    here = url.startswith("spark://local")
    builder = SparkSession.builder.master(url.removeprefix("spark://") if here else url)
    if here:
        # Spark parts everything in 200, which is meant for a cluster.
        builder = builder.config("spark.sql.shuffle.partitions", "8")
    session = (
        builder.appName("alignment")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    return ibis.pyspark.connect(session)
