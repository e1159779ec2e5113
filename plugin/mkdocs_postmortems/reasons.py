"""Why two incidents are held to be alike, in words: what both postmortems say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from . import words
from .weighing import Feature

MOST_REASONS = 4
MOST_NAMES = 4
"""How many reasons, and how many names in each, are told; those worth most come first."""
_LEAST_PART = 12
"""What is worth less than one part in so many of a likeness is no reason for it."""
_MOST_TERMS = 16
"""Of the words that both mention, how many are looked at."""

_SAME = {
    "service": ("same service", "same services"),
    "attack": ("same attack pattern", "same attack patterns"),
    "cause": ("same cause", "same causes"),
    "trigger": ("same trigger", "same triggers"),
    "factor": ("same contributing factor", "same contributing factors"),
    "feature": ("same feature", "same features"),
    "effect": ("same effect on users", "same effects on users"),
    "tag": ("both tagged", "both tagged"),
    "detection": ("both detected by", "both detected by"),
    "mention": ("both mention", "both mention"),
}
_FIRST = ("service", "attack", "cause")
"""What is told before anything else, whatever it is worth."""


def tell(shared: Sequence[Feature], is_said: Callable[[str], bool]) -> tuple[str, ...]:
    """The reasons: service and cause first, the rest by what it is worth.

    Args:
        shared: What both have, worth most first.
        is_said: Whether both texts have a run of characters, folded. Scripts without spaces are
            compared by pairs of characters, and what is shown has to be words of both.
    """
    labels: dict[str, list[str]] = {}
    worth: dict[str, int] = {}
    said: set[str] = set()
    terms: list[Feature] = []
    for feature in shared:
        kind = feature.kind
        if kind in _SAME:
            labels.setdefault(kind, []).append(feature.label)
            said.update(feature.words)
        elif kind != "together":
            terms.append(feature)
            kind = "mention"
        worth[kind] = worth.get(kind, 0) + feature.points
    mentioned = _mentioned(terms, said, is_said)
    if mentioned:
        labels["mention"] = mentioned
    least = sum(worth.values()) / _LEAST_PART
    told = [kind for kind in labels if kind in _FIRST or worth[kind] >= least]
    told.sort(key=lambda kind: (kind not in _FIRST, -worth[kind], kind))
    return tuple(
        f"{_SAME[kind][len(labels[kind]) > 1]} {', '.join(labels[kind][:MOST_NAMES])}"
        for kind in told[:MOST_REASONS]
    )


def _mentioned(
    terms: Sequence[Feature], said: set[str], is_said: Callable[[str], bool]
) -> list[str]:
    """Words and phrases of both texts that no field has said, what is worth most first."""
    spaced = [t for t in terms if t.kind != "pair"][:_MOST_TERMS]
    fresh = [t for t in spaced if not said.issuperset(t.words)]
    phrases = [t.label for t in fresh if t.kind == "phrase"]
    # The words that a phrase is made of are told by it.
    parts = {word for t in fresh if t.kind == "phrase" for word in t.words}
    singles = [t for t in fresh if t.kind == "word" and t.label not in parts]
    rest = [t.label for t in singles if 2 * t.points >= singles[0].points]
    pairs = [t.label for t in terms if t.kind == "pair"]
    runs = _runs(pairs, is_said) if pairs else []
    return [*runs, *phrases[: max(2, MOST_NAMES - len(rest))], *rest][:MOST_NAMES]


def _runs(pairs: list[str], is_said: Callable[[str], bool]) -> list[str]:
    """Overlapping pairs joined as far as both texts have the whole, the longest first."""
    left = dict.fromkeys(pairs)
    runs: set[str] = set()
    while left:
        run = next(iter(left))
        del left[run]
        while (grown := _grown(run, left, is_said)) is not None:
            run, used = grown
            del left[used]
        run = words.without_grammar(run)
        if words.tells(run):
            runs.add(run)
    whole = [run for run in runs if not any(run in other for other in runs if other != run)]
    return sorted(whole, key=lambda run: (-len(run), run))


def _grown(
    run: str, pairs: Iterable[str], is_said: Callable[[str], bool]
) -> tuple[str, str] | None:
    """A run with one more character, and the pair that gave it."""
    for pair in pairs:
        if pair[0] == run[-1] and is_said(run + pair[1]):
            return run + pair[1], pair
        if pair[1] == run[0] and is_said(pair[0] + run):
            return pair[0] + run, pair
    return None
