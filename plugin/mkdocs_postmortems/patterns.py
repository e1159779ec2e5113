"""Regular expressions of a configuration: only those that no short text can make slow.

Python's engine backtracks, so a pattern is judged by how many ways it has to match: every open
repetition of a text of n characters is a choice among n, every optional part a choice between two.
"""

from __future__ import annotations

import re

_MOST_WAYS = 5_000_000
_ESCAPES = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.S)
_COUNTED = re.compile(r"\{(\d*)(,?)(\d*)\}")


def fault(pattern: str, longest: int) -> str | None:
    """What is wrong with a pattern, to follow its name in a sentence; None for a good one.

    Args:
        longest: How many characters a text may have that is held against it.
    """
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError, ValueError) as error:
        return f"is not a regular expression: {error}"
    plain = _ESCAPES.sub("x", pattern)
    if re.search(r"\)[*+{]", plain):
        return "must not repeat a group"
    if re.search(r"\(\?(?!:)", plain):
        return "must not look around or name a group"
    if _ways(plain, longest) > _MOST_WAYS:
        return "must not hold more than three of * and +, or many optional parts"
    return None


def _ways(plain: str, longest: int) -> int:
    """At most how many ways a pattern without classes and escapes can match one text."""
    ways = 1
    for least, comma, most in _COUNTED.findall(plain):
        if comma:
            ways *= min(int(most) - int(least or 0) + 1, longest) if most else longest
    rest = _COUNTED.sub("", plain).replace("(?:", "(")
    branches = [1]
    for mark in rest:
        if mark in "*+?":
            ways *= 2 if mark == "?" else longest
        elif mark == "(":
            branches.append(1)
        elif mark == "|":
            branches[-1] += 1
        elif mark == ")":
            ways *= branches.pop()
    return ways * branches[0]
