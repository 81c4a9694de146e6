"""What the code says is what the catalogues hold: the extractor sees no call within an f-string or another call."""

import ast
import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAYING = {"say": 1, "later": 1, "say_many": 2}
FILES = sorted((ROOT / "src" / "alignment").rglob("*.py"))


@pytest.fixture(scope="module")
def messages():
    path = ROOT / "docs" / "make_catalogue.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.template()


def said(path):
    """The first literal of each call that says so many of them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len(texts) >= SAYING[node.func.id]:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", texts[0]


def test_every_literal_that_is_said_is_found_by_the_extractor(messages):
    found = [one for path in FILES for one in said(path)]
    assert len(found) > 500
    assert not [(where, text) for where, text in found if messages.get(text) is None]
