"""Where does our structure get in the customer's way, and what is the smallest step that helps most?

From Python::

    from pathlib import Path
    import alignment

    found = alignment.examine([Path("audit.xlsx")])
    found.check.score.value
    alignment.write_report(found, Path("reports/acme"))
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alignment.network import organisation_graph
    from alignment.pipeline import Examination, examine, write_report
    from alignment.settings import Settings, read_settings
    from alignment.source import read

__all__ = [
    "Examination",
    "Settings",
    "__version__",
    "examine",
    "organisation_graph",
    "read",
    "read_settings",
    "write_report",
]

# A constant, not importlib.metadata: that import alone costs more than the rest of --help.
__version__ = "0.1.0"

_HOMES = {
    "Examination": "alignment.pipeline",
    "Settings": "alignment.settings",
    "examine": "alignment.pipeline",
    "organisation_graph": "alignment.network",
    "read": "alignment.source",
    "read_settings": "alignment.settings",
    "write_report": "alignment.pipeline",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
