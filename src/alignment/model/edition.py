"""Whom is a report for, and how is it printed?"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from alignment.model.brand import PLAIN, Brand

__all__ = ["WHOLE", "Edition", "Paper", "Print"]

Paper = Literal["a4", "us-letter"]


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole report, two pages for a board, or the page of one department, by its name or id."""

    kind: Literal["whole", "board", "department"] = "whole"
    department: str = ""


WHOLE = Edition()


@dataclass(frozen=True, slots=True)
class Print:
    """How a report is printed: on which paper, for whom, with which words of its authors (a Markdown file), in whose name."""

    paper: Paper = "a4"
    edition: Edition = WHOLE
    commentary: Path | None = None
    brand: Brand = PLAIN
