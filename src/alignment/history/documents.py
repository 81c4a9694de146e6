"""How does a value of the model become a text that is kept for years, and the same value again?

A document is JSON of one line: ``{"tables": […], "content": {…}}``. Content has a key for each field of a record, in the order
of its class. The table that an origin stands in is given by its number in the list of tables, since a sheet of ten
thousand rows has one. A record of a later version that has a field more reads its default from an older document; a
field that is not known is refused, since it would be lost.
"""

import json
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_origin

from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError, StructureHandlerNotFoundError
from cattrs.preconf.json import JsonConverter, make_converter

from alignment.model.organisation import Origin, Table

__all__ = ["text_of", "value_of"]

Value = TypeVar("Value")
_REFUSED = (BaseValidationError, ForbiddenExtraKeysError, StructureHandlerNotFoundError)


@dataclass(slots=True)
class _Tables:
    """The tables of a document, each once."""

    listed: list[Table] = field(default_factory=list)
    numbers: dict[object, int] = field(default_factory=dict)
    # Most records of a sheet share one object: it is looked up without going through its columns.
    known: dict[int, int] = field(default_factory=dict)

    def number(self, table: Table) -> int:
        found = self.known.get(id(table))
        if found is None:
            same = (table.file, table.sheet, tuple(table.columns.items()), tuple(table.header_rows.items()))
            found = self.numbers.setdefault(same, len(self.listed))
            if found == len(self.listed):
                self.listed.append(table)
            self.known[id(table)] = found
        return found


_TABLES: ContextVar[_Tables] = ContextVar("_TABLES")


def text_of(value: object) -> str:
    """Return a value of the model as text; the entries of a mapping stay in their order.

    Raises
    ------
    ValueError
        A figure is no finite number.
    """
    tables = _Tables()
    token = _TABLES.set(tables)
    try:
        content = _CONVERTER.unstructure(value)
    finally:
        _TABLES.reset(token)
    document = {"tables": [_table_out(one) for one in tables.listed], "content": content}
    return json.dumps(document, separators=(",", ":"), allow_nan=False)


def value_of(kind: type[Value], text: str) -> Value:
    """Return the value that `text_of` made the text of.

    Raises
    ------
    ValueError
        It is no such document, or one with a field that is not known.
    """
    document = json.loads(text)
    token = _TABLES.set(_Tables())
    try:
        _TABLES.get().listed.extend(_table_in(one) for one in document["tables"])
        return _CONVERTER.structure(document["content"], kind)
    except (*_REFUSED, LookupError, TypeError, AttributeError) as problem:
        raise ValueError(f"This is no document of a {kind.__name__}: {problem}") from problem
    finally:
        _TABLES.reset(token)


def _table_out(table: Table) -> dict[str, object]:
    return {
        "file": table.file,
        "sheet": table.sheet,
        "columns": dict(table.columns),
        "header_rows": dict(table.header_rows),
    }


def _table_in(content: Mapping[str, Any]) -> Table:
    return Table(content["file"], content["sheet"], content["columns"], content["header_rows"])


def _origin_out(origin: Origin) -> list[object]:
    found: list[object] = [_TABLES.get().number(origin.table), origin.row, dict(origin.texts)]
    if origin.elsewhere:
        found.append({name: _origin_out(one) for name, one in origin.elsewhere.items()})
    return found


def _origin_in(content: list[Any], _: object) -> Origin:
    table, row, texts, *more = content
    where = _TABLES.get().listed[table]
    if not more:
        return Origin(where, row, texts)
    return Origin(where, row, texts, {name: _origin_in(one, Origin) for name, one in more[0].items()})


def _is_set(kind: object) -> bool:
    return get_origin(kind) is frozenset


def _converter() -> JsonConverter:
    converter = make_converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_unstructure_hook(Origin, _origin_out)
    converter.register_structure_hook(Origin, _origin_in)
    # A set has no order of its own: sorted, equal values make equal texts.
    converter.register_unstructure_hook_func(_is_set, sorted)
    return converter


_CONVERTER = _converter()
