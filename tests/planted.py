"""What is planted in the sample company, from the script that writes it. For tests only."""

import importlib.util
import sys
from types import ModuleType

from alignment.resources import sample_data

__all__ = ["SAMPLE"]


def _make_sample() -> ModuleType:
    """Import the script beside the workbooks, which is not part of the package."""
    spec = importlib.util.spec_from_file_location("make_sample", sample_data() / "make_sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_sample"] = module
    spec.loader.exec_module(module)
    return module


SAMPLE = _make_sample()
