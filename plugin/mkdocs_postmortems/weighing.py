"""What each feature of each postmortem is worth, counted over all of them.

A feature that few have is worth more, and one that many have is worth nothing, so boilerplate falls
out by itself. The constants were set on the development half of `benchmarks/related/`; the numbers
beside the other half are in `benchmarks/README.md`.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from types import MappingProxyType

from . import words
from .features import Features, Field

KINDS: Mapping[str, float] = MappingProxyType(
    {
        "service": 0.5, "cause": 1.0, "attack": 1.0, "trigger": 0.5, "together": 0.5, "tag": 1.0,
        "factor": 0.5, "detection": 0.15, "effect": 0.25, "feature": 1.0,
        "word": 1.0, "phrase": 0.6, "pair": 0.5,
    }
)  # fmt: skip
"""The worth of a kind, beside a word's. `together` is a service with its cause or trigger, `phrase`
two neighbouring words, `pair` two characters of a script without spaces."""

Key = int | Field
"""A term by its number, or a field."""

POINTS = 4
"""Points for each halving of how common something is."""
MOST_HALVINGS = 6
"""What one in sixty-four has is as telling as what is rarer: that is often a name or a slip."""
FEWER = 6
"""Postmortems that are thought to be there besides, so that a handful tells little."""
SERVICE_WORD = 0.25
"""Words of names of services: the field has said them already."""
MOST_TERMS = 32
"""The most telling words and phrases of a postmortem that are kept."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that at least two postmortems have.

    Attributes:
        kind: One of `KINDS`.
        label: As people read it.
        points: What it is worth.
        words: The folded words of the label.
    """

    kind: str
    label: str
    points: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The features of all postmortems.

    Attributes:
        features: Those worth most first; a feature's number is its place here.
        rows: The numbers of each postmortem's features, ascending, in the order given.
        totals: The points of each postmortem's features together.
    """

    features: Sequence[Feature]
    rows: Sequence[array[int]]
    totals: Sequence[int]


def worth(kind: str, count: int, total: int) -> float:
    """The points of a feature that `count` of `total` postmortems have, before rounding."""
    halvings = math.log2((total + FEWER) / (count + 1)) - 1
    return KINDS[kind] * POINTS * min(max(halvings, 0.0), MOST_HALVINGS)


def whole(points: float) -> int:
    """Points as an integer of at most three binary digits and zeros, which is quick to add."""
    rounded = round(points)
    zeros = max(rounded.bit_length() - 3, 0)
    return rounded >> zeros << zeros


class _Numbers(dict[str, int]):
    """The number of each token's stem, given at first sight; 0 for what says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.stems: dict[str, int] = {"": 0}

    def __missing__(self, token: str) -> int:
        stem = words.stem(token)
        number = self[token] = self.stems.setdefault(stem, len(self.stems))
        return number


class _Terms:
    """The words and phrases of all texts, counted.

    A word is its number; a phrase is that of its first word times `base`, plus that of its second.
    """

    def __init__(self, texts: Iterable[str], service_names: Iterable[str]) -> None:
        self._numbers = _Numbers()
        self._spellings: Counter[str] = Counter()
        self.sequences = [self._read(text) for text in texts]
        counts: Counter[int] = Counter()
        for sequence in self.sequences:
            counts.update(set(sequence))
        names = {self._numbers[t] for name in service_names for t in words.tokens(name)}
        stems = list(self._numbers.stems)
        self.base = len(stems)
        total = len(self.sequences)
        self.points = [0] * self.base
        for number, count in counts.items():
            if number and count > 1:
                kind = "pair" if words.is_unspaced(stems[number]) else "word"
                part = SERVICE_WORD if number in names else 1.0
                self.points[number] = whole(part * worth(kind, count, total))
        self._stems = stems
        self._phrase_lists = [self._phrases_of(sequence) for sequence in self.sequences]
        self._phrases = self._count_phrases()
        self._spelt = self._usual_spellings()

    def _read(self, text: str) -> array[int]:
        found = words.tokens(text)
        self._spellings.update(found)
        return array("I", map(self._numbers.__getitem__, found))

    def _count_phrases(self) -> dict[int, int]:
        """The points of the phrases that two postmortems share."""
        counts: Counter[int] = Counter()
        for phrases in self._phrase_lists:
            counts.update(phrases)
        total = len(self.sequences)
        return {
            phrase: points for phrase, count in counts.items()
            if count > 1 and (points := whole(worth("phrase", count, total)))
        }  # fmt: skip

    def _phrases_of(self, sequence: array[int]) -> array[int]:
        points, base = self.points, self.base
        found = [
            a * base + b for a, b in zip(sequence, sequence[1:], strict=False)
            if points[a] and points[b]
        ]  # fmt: skip
        return array("Q", dict.fromkeys(found))

    def best(self, index: int) -> list[tuple[int, int]]:
        """The most telling terms of a text with their points; of equals those said first."""
        points, phrases = self.points, self._phrases
        found = [(n, points[n]) for n in dict.fromkeys(self.sequences[index]) if points[n]]
        found += [(n, phrases[n]) for n in self._phrase_lists[index] if n in phrases]
        found.sort(key=itemgetter(1), reverse=True)
        return found[:MOST_TERMS]

    def _usual_spellings(self) -> list[str]:
        """The most usual spelling of each stem, by its number."""
        best: dict[int, tuple[int, str]] = {}
        for token, number in self._numbers.items():
            if self.points[number]:
                key = (-self._spellings[token], token)
                best[number] = min(best.get(number, key), key)
        return [best.get(number, (0, stem))[1] for number, stem in enumerate(self._stems)]

    def spelling(self, number: int) -> tuple[str, ...]:
        """A term as it is usually written, word by word."""
        first, second = divmod(number, self.base)
        return (self._spelt[first], self._spelt[second]) if first else (self._spelt[second],)

    def kind(self, number: int) -> str:
        """`word`, `phrase` or `pair`."""
        if number >= self.base:
            return "phrase"
        return "pair" if words.is_unspaced(self._stems[number]) else "word"


def weigh(everything: Sequence[Features]) -> Weighed:
    """Count the features of postmortems, and give each its points."""
    fields = [[(kind, words.fold(value)) for kind, value in f.fields] for f in everything]
    counts = Counter(field for each in fields for field in set(each))
    names = (value for kind, value in counts if kind == "service")
    terms = _Terms((f.text for f in everything), sorted(names))
    total = len(everything)
    points: dict[Key, int] = {
        field: worth_ for field, count in counts.items()
        if count > 1 and (worth_ := whole(worth(field[0], count, total)))
    }  # fmt: skip
    chosen: list[list[Key]] = []
    for index, each in enumerate(fields):
        best = terms.best(index)
        points.update(best)
        chosen.append([*dict.fromkeys(f for f in each if f in points), *(key for key, _ in best)])
    features = {key: _feature(key, worth_, terms) for key, worth_ in points.items()}
    _spell(features, everything)
    ordered = sorted(features, key=lambda k: (-points[k], features[k].kind, features[k].label))
    numbers = {key: number for number, key in enumerate(ordered)}
    return Weighed(
        [features[key] for key in ordered],
        [array("I", sorted(map(numbers.__getitem__, keys))) for keys in chosen],
        [sum(map(points.__getitem__, keys)) for keys in chosen],
    )


def _feature(key: Key, points: int, terms: _Terms) -> Feature:
    if isinstance(key, int):
        spelt = terms.spelling(key)
        return Feature(terms.kind(key), " ".join(spelt), points, spelt)
    return Feature(key[0], key[1], points, tuple(words.tokens(key[1])))


def _spell(features: dict[Key, Feature], everything: Sequence[Features]) -> None:
    """Values of fields as the newest postmortem writes them, not folded."""
    written = {(k, words.fold(v)): v for f in reversed(everything) for k, v in f.fields}
    for field, value in written.items():
        if field in features and features[field].label != value:
            features[field] = replace(features[field], label=value)
