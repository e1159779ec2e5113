"""What each feature of each postmortem is worth, counted over all of them.

A feature that few have is worth more, and one that many have is worth nothing, so boilerplate falls
out by itself. The constants were set on the development half of `benchmarks/related/`; the numbers
beside the other half are in `benchmarks/README.md`.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, pairwise
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
MOST_TERMS = 24
MOST_PAIRS = 32
"""The most telling words and phrases of a postmortem that are kept; more of a text with pairs of
characters, since a word has several of them."""


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
        rows: The numbers of each postmortem's features, in the order given.
        totals: The points of each postmortem's features together.
    """

    features: Sequence[Feature]
    rows: Sequence[frozenset[int]]
    totals: Sequence[int]


def worth(kind: str, having: int, total: int) -> float:
    """The points of a feature that `having` of `total` postmortems have, before rounding."""
    halvings = math.log2((total + FEWER) / (having + 1)) - 1
    return KINDS[kind] * POINTS * min(max(halvings, 0.0), MOST_HALVINGS)


def whole(points: float) -> int:
    """Points as an integer of at most three binary digits and zeros, which is quick to add."""
    rounded = round(points)
    zeros = max(rounded.bit_length() - 3, 0)
    return rounded >> zeros << zeros


class _Terms:
    """The words and phrases of all texts, counted.

    A word is its number, and 0 is what tells nothing; a phrase is the number of its first word
    times `base`, plus that of its second.

    Attributes:
        points: What each term is worth that at least two texts have.
    """

    def __init__(self, texts: Iterable[str], service_names: Iterable[str]) -> None:
        # Tokens get a number at first sight: counting numbers is quicker than counting texts.
        tokens: defaultdict[str, int] = defaultdict(count().__next__)
        said = [array("I", map(tokens.__getitem__, words.tokens(text))) for text in texts]
        stems = {"": 0}
        stem_of = [stems.setdefault(words.stem(token), len(stems)) for token in tokens]
        self.base = len(stems)
        self._stems = list(stems)
        names = {stems.get(words.stem(t), 0) for n in service_names for t in words.tokens(n)}
        counts = Counter(chain.from_iterable({*map(stem_of.__getitem__, text)} for text in said))
        self.points = self._word_points(counts, names, len(said))
        kept = [stem if stem in self.points else 0 for stem in stem_of]
        self._pairs = {number for number in kept if self.kind(number) == "pair"}
        self._sequences = [array("I", map(kept.__getitem__, text)) for text in said]
        self._phrases = [self._phrases_of(sequence) for sequence in self._sequences]
        self.points |= self._phrase_points()
        self._spelt = self._usual_spellings(tokens, kept, Counter(chain.from_iterable(said)))

    def _word_points(
        self, counts: Mapping[int, int], names: set[int], total: int
    ) -> dict[Key, int]:
        return {
            number: points for number, having in counts.items()
            if number and having > 1 and (points := whole(
                (SERVICE_WORD if number in names else 1.0)
                * worth(self.kind(number), having, total)
            ))
        }  # fmt: skip

    def _phrases_of(self, sequence: array[int]) -> array[int]:
        base = self.base
        found = [a * base + b for a, b in pairwise(sequence) if a and b]
        return array("Q", dict.fromkeys(found))

    def _phrase_points(self) -> dict[Key, int]:
        total = len(self._phrases)
        return {
            phrase: points for phrase, having in Counter(chain.from_iterable(self._phrases)).items()
            if having > 1 and (points := whole(worth("phrase", having, total)))
        }  # fmt: skip

    def best(self, index: int) -> list[int]:
        """The most telling terms of a text; of equals words, and those said first."""
        points = self.points
        found = [n for n in dict.fromkeys(self._sequences[index]) if n]
        found += filter(points.__contains__, self._phrases[index])
        found.sort(key=points.__getitem__, reverse=True)
        return found[: MOST_TERMS if self._pairs.isdisjoint(found) else MOST_PAIRS]

    def _usual_spellings(
        self, tokens: Iterable[str], kept: Sequence[int], counts: Mapping[int, int]
    ) -> list[str]:
        """The most usual spelling of each stem, by its number."""
        best: dict[int, tuple[int, str]] = {}
        for number, (token, stem) in enumerate(zip(tokens, kept, strict=True)):
            if stem:
                key = (-counts[number], token)
                best[stem] = min(best.get(stem, key), key)
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
    """Count the features of postmortems, the oldest first, and give each its points."""
    # Few values are in use, by many: each is folded once.
    distinct = dict.fromkeys(chain.from_iterable(f.fields for f in reversed(everything)))
    folded = {(kind, value): (kind, words.fold(value)) for kind, value in distinct}
    fields = [dict.fromkeys(map(folded.__getitem__, f.fields)) for f in everything]
    counts = Counter(chain.from_iterable(fields))
    names = (value for kind, value in counts if kind == "service")
    terms = _Terms((f.text for f in everything), sorted(names))
    total = len(everything)
    points = terms.points | {
        field: worth_ for field, having in counts.items()
        if having > 1 and (worth_ := whole(worth(field[0], having, total)))
    }  # fmt: skip
    chosen: list[list[Key]] = [
        [*filter(points.__contains__, each), *terms.best(index)]
        for index, each in enumerate(fields)
    ]
    # Of spellings that differ only in case the newest postmortem's is told.
    written = {folded[field]: field[1] for field in reversed(distinct)}
    features = {
        key: _feature(key, points[key], written, terms) for key in set(chain.from_iterable(chosen))
    }
    ordered = sorted(features, key=lambda k: (-points[k], features[k].kind, features[k].label))
    numbers = {key: number for number, key in enumerate(ordered)}
    return Weighed(
        [features[key] for key in ordered],
        [frozenset(map(numbers.__getitem__, keys)) for keys in chosen],
        [sum(map(points.__getitem__, keys)) for keys in chosen],
    )


def _feature(key: Key, points: int, written: Mapping[Field, str], terms: _Terms) -> Feature:
    if isinstance(key, int):
        spelt = terms.spelling(key)
        return Feature(terms.kind(key), " ".join(spelt), points, spelt)
    return Feature(key[0], written[key], points, tuple(words.tokens(key[1])))
