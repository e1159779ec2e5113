"""What matches a query: the one definition that the command line and the explorer share.

1. A text is folded: NFKC, then capital letters, then small letters, and the final sigma becomes a
   plain one. (That is case folding by way of functions that browsers have too.)
2. A word is the longest run of letters, marks and numbers (Unicode categories L, M and N). All else
   separates words: `checkout-api` is two words, and so is `INC-0147`.
3. A postmortem matches a query if each word of the query is the beginning of a word in one of its
   fields. Different words may stand in different fields.
4. Each word of the query scores the weight of the heaviest field that holds it: three times where
   it is a whole word, twice where it only begins one. The score of a postmortem is their sum; of
   two with the same score the newer one comes first.

`assets/explore/search.js` does the same in a browser; `tests/search_cases.json` is run by both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from .items import present
from .markdown_text import plain
from .model import Postmortem

WEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        "id": 10,
        "title": 8,
        "services": 6,
        "tags": 5,
        "symptoms": 4,
        "cause": 4,
        "summary": 3,
        "text": 1,
    }
)
"""The searched fields, heaviest first. `text` is the whole body."""

_WHOLE, _BEGINNING = 3, 2

_FENCE = re.compile(r"^[ \t]{0,20}(?:```|~~~).{0,200}$", re.M)


def fold(text: str) -> str:
    """A text as compared (step 1)."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).upper().lower().replace("ς", "σ")


def words(query: str) -> tuple[str, ...]:
    """The different words of a query, folded, in their order (step 2)."""
    folded = fold(query)
    spaced = "".join(c if _in_word(c) else " " for c in folded)
    return tuple(dict.fromkeys(spaced.split()))


@cache
def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def score(fields: Mapping[str, str], wanted: tuple[str, ...]) -> int | None:
    """How well folded fields match the words of a query; None if they do not (steps 3 and 4).

    Args:
        fields: Folded texts by the names of `WEIGHTS`.
    """
    total = 0
    for word in wanted:
        best = max(
            (weight * _found(fields[name], word) for name, weight in WEIGHTS.items()
             if name in fields),
            default=0,
        )  # fmt: skip
        if not best:
            return None
        total += best
    return total


def _found(text: str, word: str) -> int:
    """How a word stands in a folded text: whole, as the beginning of a word, or not at all."""
    best = 0
    at = text.find(word)
    while at >= 0:
        if at == 0 or not _in_word(text[at - 1]):
            end = at + len(word)
            if end == len(text) or not _in_word(text[end]):
                return _WHOLE
            best = _BEGINNING
        at = text.find(word, at + 1)
    return best


def fields_of(postmortem: Postmortem) -> dict[str, str]:
    """The searched fields of a postmortem, folded."""
    return {name: fold(text) for name, text in _texts(postmortem)}


def _texts(postmortem: Postmortem) -> Iterator[tuple[str, str]]:
    yield "id", " ".join((postmortem.id, *postmortem.aliases))
    yield "title", postmortem.title
    yield "services", " · ".join(service.name for service in postmortem.services)
    yield "tags", " · ".join(postmortem.tags)
    yield "symptoms", symptoms(postmortem)
    yield "cause", cause(postmortem)
    yield "summary", postmortem.summary
    yield "text", postmortem.body


def cause(postmortem: Postmortem) -> str:
    """The root cause in its author's words, as one line; of code only the lines."""
    stated = postmortem.value("root_cause.statement")
    passage = postmortem.passage("root_cause.statement")
    if isinstance(stated, str) and stated != "unknown":
        return plain(stated)
    return plain(_FENCE.sub("", passage.text)) if passage else ""


def symptoms(postmortem: Postmortem) -> str:
    """What users saw, as one line of text."""
    found = present(postmortem.value("impact.users.symptoms"))
    return " · ".join(item for item in found if isinstance(item, str))
