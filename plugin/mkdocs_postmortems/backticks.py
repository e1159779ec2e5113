"""Code in backticks: where it begins and ends within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BACKTICKS = re.compile(r"`+|\n[ \t]*\n")


def inline_code(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of code in backticks: from a row of them to the paragraph's next of that length."""
    spans: list[tuple[int, int]] = []
    rows: list[tuple[int, int]] = []
    for match in _BACKTICKS.finditer(text) if "`" in text else ():
        if match[0][0] == "`":
            rows.append(match.span())
        else:
            spans += _pairs(rows)
            rows = []
    return (*spans, *_pairs(rows))


def _pairs(rows: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Rows of backticks paired from left to right; those between the two are part of the code."""
    # Looked up from the right, so that each row knows its partner without a search.
    partners: list[int | None] = []
    nearest: dict[int, int] = {}
    for index in range(len(rows) - 1, -1, -1):
        length = rows[index][1] - rows[index][0]
        partners.append(nearest.get(length))
        nearest[length] = index
    partners.reverse()
    index = 0
    while index < len(rows):
        partner = partners[index]
        if partner is not None:
            yield rows[index][0], rows[partner][1]
            index = partner
        index += 1
