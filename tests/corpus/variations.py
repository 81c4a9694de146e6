"""Which variations of layout does each workbook combine? A fixed seed, and every pair of variations at least once."""

import random
from collections.abc import Mapping
from functools import cache
from itertools import combinations

from corpus.words import LANGUAGES

__all__ = ["FACTORS", "SEED", "Variation", "combined", "pairs_of", "possible", "readable_alone", "single"]

SEED = 20260301
Variation = Mapping[str, str]

FACTORS: Mapping[str, tuple[str, ...]] = {
    "format": ("xlsx", "csv", "ods"),
    "language": LANGUAGES,
    "sheets": ("titled", "decorated", "opaque"),
    "raci": ("wide", "long", "transposed", "lettered"),
    "holders": ("departments", "people", "roles"),
    "titles": ("none", "one", "three", "eight"),
    "start": ("A1", "B1", "C4"),
    "header": ("plain", "merged title", "two rows", "corner merged", "unnamed"),
    "blanks": ("none", "nbsp", "double", "around"),
    "case": ("as is", "lower", "upper"),
    "codes": ("A/R", "RA", "A, R", "A R", "noted"),
    "names": ("; ", ", ", " / ", "newline", "and"),
    "sections": ("none", "phases"),
    "gaps": ("none", "some"),
    "phantoms": ("none", "formatted", "blanks"),
    "notes": ("none", "below", "beside", "legend below", "footnote"),
    "missing": ("blank", "TBD", "N/A", "vacant", "dash"),
    "hierarchy": ("parent id", "parent name", "numbering", "indent", "staggered", "written once"),
    "references": ("name", "id"),
    "ties": ("edges", "square", "half", "gephi", "polinode", "viva"),
    "steps": ("rows", "written once", "lanes", "lanes by sheet"),
    "columns": ("natural", "shuffled", "with remarks"),
    "letters": ("ours", "others too"),
    "numbers": ("numbers", "texts"),
    "dialect": ("comma", "semicolon", "tab", "utf16", "cp1252"),
    "tables": ("one a sheet", "stacked", "side by side"),
    "extra": ("none", "key and empty sheets", "hidden"),
}


def possible(one: Variation) -> bool:
    """Tell whether a combination, of some factors or of all, is one that a person could read without guessing."""
    has = one.get
    # Dialects are those of CSV; merges, hidden sheets and several tables on a sheet are matters of workbooks.
    text = has("format") == "csv" or has("dialect") not in {None, "comma"}
    if text and (has("format") in {"xlsx", "ods"} or has("tables") in {"stacked", "side by side"}):
        return False
    if text and (has("extra") == "hidden" or has("phantoms") == "formatted"):
        return False
    # What a library says of merges in .ods differs from what it says of .xlsx, and is no matter of layout.
    if (text or has("format") == "ods") and has("header") in {"merged title", "corner merged"}:
        return False
    # An indented, staggered or written-once chart names departments only, and has no column of ids.
    unnumbered = {"indent", "staggered", "written once", "numbering"}
    if has("references") == "id" and has("hierarchy") in unnumbered:
        return False
    # Leading blanks are the indent itself.
    if has("hierarchy") == "indent" and has("blanks") in {"around", "double"}:
        return False
    # Job titles have no ids.
    if has("references") == "id" and has("holders") == "roles":
        return False
    # A department chart whose columns are a matter of position cannot be shuffled.
    if has("columns") == "shuffled" and has("hierarchy") in {"staggered", "written once"}:
        return False
    if has("tables") == "side by side" and has("notes") == "beside":
        return False
    # Viva and Polinode export names; Gephi's own ids stand in its table of nodes.
    if has("ties") in {"viva", "polinode"} and has("references") == "id":
        return False
    # Where the letters are the columns no cell holds several of them.
    return not (has("raci") == "lettered" and has("codes") not in {None, "A/R"})


def pairs_of(one: Variation) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """All pairs of variations that a workbook shows."""
    return {(first, second) for first, second in combinations(one.items(), 2)}


def single() -> list[Variation]:
    """Return a plain workbook, and one for each further variation alone."""
    plain = {name: levels[0] for name, levels in FACTORS.items()}
    found = [plain]
    for name, levels in FACTORS.items():
        for level in levels[1:]:
            one = {**plain, name: level, **({"format": "csv"} if name == "dialect" else {})}
            if not possible(one):
                raise ValueError(f"{name}={level} is not possible with the plain workbook")
            found.append(one)
    return found


@cache
def combined(count: int, *, alone: bool = False) -> tuple[Variation, ...]:
    """Return at least `count` combinations: first those that show every possible pair, then random ones.

    Greedy: each workbook starts from a pair not shown yet, and each further factor takes the level that shows most
    new pairs. The same for everyone: the seed is fixed.

    Parameters
    ----------
    count
        How many at least.
    alone
        For charts without any lists, which fewer combinations make sense for; all pairs are not asked for.
    """
    chance = random.Random(f"{SEED} {alone}")
    found: list[Variation] = [] if alone else _pairwise(chance)
    while len(found) < count:
        candidate = _completed({**_NO_LISTS} if alone else {}, chance, set())
        if candidate is not None and (not alone or readable_alone(candidate)):
            found.append(candidate)
    return tuple(found)


def readable_alone(one: Variation) -> bool:
    """Tell whether a person can read a RACI chart of this layout with no list of names beside it."""
    # "Legal/Compliance" is one name or two: only a list can tell.
    if one["raci"] == "lettered" and one["names"] not in {"; ", "newline"}:
        return False
    # Both ways round are as likely where the corner says nothing.
    return not (one["raci"] in {"wide", "transposed"} and one["header"] == "unnamed")


def _pairwise(chance: random.Random) -> list[Variation]:
    open_pairs = {
        ((one, first), (other, second))
        for one, other in combinations(FACTORS, 2)
        for first in FACTORS[one]
        for second in FACTORS[other]
        if possible({one: first, other: second})
    }
    found: list[Variation] = []
    while open_pairs:
        pair = min(open_pairs)
        candidates = [_completed(dict(pair), chance, open_pairs) for _ in range(3)]
        made = [one for one in candidates if one is not None]
        if not made:
            raise ValueError(f"no workbook shows {pair}: say so in `possible`")
        best = max(made, key=lambda one: len(pairs_of(one) & open_pairs))
        open_pairs -= pairs_of(best)
        found.append(best)
    return found


def _completed(
    start: dict[str, str], chance: random.Random, wanted: set[tuple[tuple[str, str], tuple[str, str]]]
) -> Variation | None:
    """A whole combination that holds `start`; None where the rules leave none."""
    if not possible(start):
        return None
    for _ in range(20):
        one = dict(start)
        order = [name for name in FACTORS if name not in one]
        chance.shuffle(order)
        for name in order:
            levels = [level for level in FACTORS[name] if possible({**one, name: level})]
            if not levels:
                break
            chance.shuffle(levels)
            if wanted:
                levels.sort(key=lambda level, name=name, one=one: -_news(one, name, level, wanted))
            one[name] = levels[0]
        else:
            return {name: one[name] for name in FACTORS}
    return None


def _news(one: Mapping[str, str], name: str, level: str, wanted: set[tuple[tuple[str, str], tuple[str, str]]]) -> int:
    here = (name, level)
    return sum(((there, here) if _ORDER[there[0]] < _ORDER[name] else (here, there)) in wanted for there in one.items())


# Where there is only a chart, the lists have no form.
_NO_LISTS = {name: FACTORS[name][0] for name in ("hierarchy", "references", "ties", "tables", "extra")}
_ORDER = {name: number for number, name in enumerate(FACTORS)}
