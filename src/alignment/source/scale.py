"""What does an answer of a survey mean? 1 to 5, in figures or in the usual words, "don't know", and levels of respondents."""

import re
from collections.abc import Mapping
from functools import lru_cache

from alignment.language import later
from alignment.source.headers import header_key
from alignment.source.names import key
from alignment.source.values import UnreadableError, folded, number_of, text_of

__all__ = ["LEVELS", "WORDS", "is_unknowing", "level_of", "score_of", "scored_word"]

# From management to the front line, as they are written.
LEVELS = (later("management"), later("middle"), later("front line"))
# What is shown of the words of each score.
WORDS: Mapping[int, str] = {
    1: later("strongly disagree"),
    2: later("disagree"),
    3: later("neutral"),
    4: later("agree"),
    5: later("strongly agree"),
}

# Five points alone: "somewhat agree" is the fourth of five to some and the fifth of seven to others, and is not guessed.
_SCORES: Mapping[int, str] = {
    1: "strongly disagree|completely disagree|totally disagree|fully disagree|not at all|helemaal mee oneens|helemaal oneens"
    "|zeer mee oneens|zeer oneens|sterk mee oneens|volledig mee oneens|volledig oneens|helemaal niet mee eens|helemaal niet",
    2: "disagree|mee oneens|oneens|niet mee eens|niet eens",
    3: "neutral|neither agree nor disagree|neither agree or disagree|neither disagree nor agree|neutraal|noch mee eens noch mee oneens"
    "|noch eens noch oneens|niet mee eens niet mee oneens|niet mee eens en niet mee oneens|niet eens niet oneens"
    "|mee eens noch mee oneens|eens noch oneens|niet eens en niet oneens",
    4: "agree|mee eens|eens",
    5: "strongly agree|completely agree|totally agree|fully agree|fully|helemaal mee eens|helemaal eens|zeer mee eens|zeer eens"
    "|sterk mee eens|volledig mee eens|volledig eens|volledig",
}
_UNKNOWING = """
don't know|dont know|do not know|i don't know|i do not know|no idea|not sure|no opinion|can't say|dk
weet niet|weet ik niet|weet het niet|ik weet het niet|geen idee|geen mening
weiß nicht|weiss nicht|keine ahnung|keine meinung|kann ich nicht beurteilen
ne sait pas|je ne sais pas|sans avis|nsp|no sé|no sabe|no lo sé|ns/nc|sin opinión|não sei|nao sei|não sabe|sem opinião
"""
_LEVEL_WORDS: Mapping[str, str] = {
    "management": "senior management|top management|upper management|management team|executive|director|leadership"
    "|directie|directeur|leiding|leidinggevend|hoger management|leitung|führung|geschäftsführung|geschäftsleitung"
    "|oberes management|führungskraft|direction|encadrement supérieur|cadre dirigeant|cadres dirigeants|dirigeant"
    "|dirección|alta dirección|gerencia|directivo|direção|alta direção|gestão|gestão de topo|diretoria|dirigente",
    "middle": "middle management|middle manager|team lead|team leader|team manager|supervisor|teamleider|middenkader|midden"
    "|middenmanagement|mittleres management|mittlere ebene|teamleitung|teamleiter|teamleiterin|encadrement intermédiaire"
    "|management intermédiaire|cadre intermédiaire|chef d'équipe|cheffe d'équipe|mando intermedio|mandos intermedios"
    "|nivel medio|jefe de equipo|jefa de equipo|gestão intermédia|gestão intermediária|chefia intermédia|nível médio|chefe de equipa"
    "|líder de equipe",
    "front line": "frontline|front-line|employee|staff|individual contributor|uitvoering|uitvoerend|medewerker|werkvloer"
    "|mitarbeiter|mitarbeiterin|mitarbeitende|mitarbeitender|operative ebene|ausführend|première ligne|terrain|employé|employée"
    "|collaborateur|collaboratrice|opérationnel|exécution|primera línea|empleado|empleada|operativo|personal de base"
    "|linha da frente|linha de frente|empregado|empregada|funcionário|funcionária|colaborador|colaboradora|operacional",
}
_FIGURE_FIRST = re.compile(r"([1-5])\s*[-–—:.)=(]\s*([^\W\d_].*?)\)?")
_FIGURE_LAST = re.compile(r"([^\W\d_].*?)\s*\(([1-5])\)")


def _bare(text: str) -> str:
    return " ".join(key(text).replace("’", "'").replace("`", "'").replace(",", " ").strip(" .!").split())


_BY_WORD = {_bare(word): score for score, words in _SCORES.items() for word in words.split("|")}
_DONT_KNOW = frozenset(_bare(word) for word in _UNKNOWING.replace("\n", "|").split("|") if word)
_BY_LEVEL = {header_key(word): level for level, words in _LEVEL_WORDS.items() for word in (level, *words.split("|"))}


@lru_cache(maxsize=4_096)
def is_unknowing(text: str) -> bool:
    """Tell whether a text says "don't know", in one of six languages."""
    return _bare(text) in _DONT_KNOW


@lru_cache(maxsize=4_096)
def scored_word(text: str) -> int | None:
    """Return the score that words stand for, in English or Dutch, a figure before or after them or none.

    Examples
    --------
    >>> scored_word("Strongly agree"), scored_word("4 - agree"), scored_word("Mee oneens (2)")
    (5, 4, 2)

    A figure and words that say different things are no answer:

    >>> scored_word("1 - strongly agree") is None
    True
    """
    bare = _bare(text)
    if bare in _BY_WORD:
        return _BY_WORD[bare]
    first, last = _FIGURE_FIRST.fullmatch(folded(text)), _FIGURE_LAST.fullmatch(folded(text))
    if first is not None:
        figure, words = int(first[1]), first[2]
    elif last is not None:
        figure, words = int(last[2]), last[1]
    else:
        return None
    return figure if _BY_WORD.get(_bare(words), figure) == figure else None


def score_of(value: object) -> int | None:
    """Return the score of a cell, 1 to 5; None where it is none."""
    try:
        number = number_of(value)
    except UnreadableError:
        return scored_word(text_of(value))
    return int(number) if number in (1, 2, 3, 4, 5) else None


def level_of(text: str) -> str:
    """Return the level that a text names in one of six languages, one of `LEVELS`; empty where it names none of them.

    Examples
    --------
    >>> level_of("Middenkader"), level_of("Works council")
    ('middle', '')
    """
    # "Management (leads a department)" says what it means beside its name.
    words = [header_key(one) for one in (text, re.split(r"[(:–—]| - ", folded(text))[0])]
    return next((_BY_LEVEL[one] for one in [*words, *(one.removesuffix("s") for one in words)] if one in _BY_LEVEL), "")
