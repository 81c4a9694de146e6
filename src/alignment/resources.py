"""Where the templates, the sample company and the catalogues of other languages are.

Templates and sample stand beside the package in a wheel, two folders up in a checkout.
"""

from pathlib import Path

__all__ = ["locale", "sample_data", "templates"]

_PACKAGE = Path(__file__).resolve().parent


def templates() -> Path:
    """Folder of report layouts, styles and words."""
    return _folder("templates")


def sample_data() -> Path:
    """Folder of the sample company's workbooks."""
    return _folder("sample_data")


def locale() -> Path:
    """Folder of the catalogues: one folder a language."""
    return _PACKAGE / "locale"


def _folder(name: str) -> Path:
    # An editable install may carry a stale copy beside the package, so a checkout wins where there is one.
    checkout = _PACKAGE.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return _PACKAGE / name
