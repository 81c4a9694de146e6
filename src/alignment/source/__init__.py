"""From files to an organisation: what is understood, and every issue with its cell."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alignment.source.discretion import unnamed
    from alignment.source.drafting import draft_mapping
    from alignment.source.mapping import read_mapping
    from alignment.source.workbooks import read

__all__ = ["draft_mapping", "read", "read_mapping", "unnamed"]

_HOMES = {"draft_mapping": "drafting", "read": "workbooks", "read_mapping": "mapping", "unnamed": "discretion"}


def __getattr__(name: str) -> object:
    # Whoever only wants the schema, such as `alignment --help`, does not pay for the readers.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
