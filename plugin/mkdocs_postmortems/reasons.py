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
_TERMS = frozenset({"word", "phrase", "pair"})
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
    worth: dict[str, int] = {"mention": 0}
    said: set[str] = set()
    pairs: list[str] = []
    spaced: list[Feature] = []
    for feature in shared:
        kind = feature.kind
        if kind in _TERMS:
            worth["mention"] += feature.points
            if kind == "pair":
                pairs.append(feature.label)
            else:
                spaced.append(feature)
            continue
        worth[kind] = worth.get(kind, 0) + feature.points
        if kind in _SAME:
            labels.setdefault(kind, []).append(feature.label)
            said.update(feature.words)
    runs = _runs(pairs, is_said) if pairs else []
    mentioned = _mentioned(spaced[:_MOST_TERMS], said, runs)
    if mentioned:
        labels["mention"] = mentioned
    least = sum(worth.values()) / _LEAST_PART
    told = [kind for kind in labels if kind in _FIRST or worth[kind] >= least]
    told.sort(key=lambda kind: (kind not in _FIRST, -worth[kind], kind))
    return tuple([
        f"{_SAME[kind][len(labels[kind]) > 1]} {', '.join(labels[kind][:MOST_NAMES])}"
        for kind in told[:MOST_REASONS]
    ])  # fmt: skip


def _mentioned(terms: Iterable[Feature], said: set[str], runs: list[str]) -> list[str]:
    """Words and phrases of both texts that no field has said, what is worth most first."""
    phrases: list[str] = []
    singles: list[Feature] = []
    parts: set[str] = set()
    for term in terms:
        if term.kind == "word":
            if term.label not in said:
                singles.append(term)
        elif not said.issuperset(term.words):
            phrases.append(term.label)
            parts.update(term.words)
    # The words that a phrase is made of are told by it.
    alone = [term for term in singles if term.label not in parts] if parts else singles
    rest = [term.label for term in alone if 2 * term.points >= alone[0].points]
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
