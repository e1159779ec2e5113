"""Which postmortems a chart counts, and how it says which ones it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..catalog import Catalog
from ..model import RANK_NAMES, Postmortem

REVIEWED = frozenset({"in_review", "final"})
"""States of a document whose values somebody other than its author has been asked to read."""


@dataclass(frozen=True, slots=True)
class Population:
    """The incidents that charts count, newest first, and how many of the others there are.

    Attributes:
        incidents: Structured postmortems of kind `incident` that are neither withdrawn nor
            superseded and did not start after the day of the report.
        unstructured: How many files have no front matter, so that nothing in them can be counted.
        future: How many incidents start after the day of the report.
    """

    incidents: tuple[Postmortem, ...]
    near_misses: tuple[Postmortem, ...]
    exercises: tuple[Postmortem, ...]
    retired: int
    unstructured: int
    future: int

    @property
    def reviewed(self) -> tuple[Postmortem, ...]:
        """The incidents in review or final: those whose values are meant to be complete."""
        return tuple(p for p in self.incidents if p.status in REVIEWED)

    @property
    def drafts(self) -> int:
        """How many incidents are neither in review nor final."""
        return len(self.incidents) - len(self.reviewed)

    @property
    def undated(self) -> int:
        """How many incidents have no known day."""
        return sum(p.day is None for p in self.incidents)

    def aside(self, judged: str, drafts: int | None = None) -> str:
        """What none of the charts of a page counts, and which of them leave out more.

        It stands once on the page, so that a chart says only what it alone leaves out. Empty if
        everything is counted.

        Args:
            judged: What only incidents in review or final are counted for, such as
                `charts of causes`.
            drafts: How many that leaves out, where it is not all drafts of the population.
        """
        drafts = self.drafts if drafts is None else drafts
        sentences = (
            left_out(
                (len(self.near_misses), "near miss", "near misses"),
                (len(self.exercises), "exercise", "exercises"),
                (self.retired, "withdrawn or superseded document",
                 "withdrawn or superseded documents"),
                (self.future, "incident dated in the future", "incidents dated in the future"),
                (self.unstructured, "document without front matter",
                 "documents without front matter"),
            ),
            f"Left out of charts by time: {quantity(self.undated, *_UNDATED)}."
            if self.undated else "",
            f"Left out of {judged}: {quantity(drafts, 'draft', 'drafts')}."
            if drafts and self.reviewed else "",
        )  # fmt: skip
        return " ".join(sentence for sentence in sentences if sentence)


_UNDATED = ("incident without a date", "incidents without a date")


def left_out(*groups: tuple[int, str, str]) -> str:
    """The sentence that names what is not counted; empty if that is nothing.

    Args:
        groups: The number of each, its name in the singular, and in the plural.
    """
    named = [quantity(*group) for group in groups if group[0]]
    return f"Not counted: {listing(named)}." if named else ""


def population(catalog: Catalog, as_of: date) -> Population:
    """What charts count of a catalog on the day `as_of`."""
    live = [p for p in catalog.structured if not p.retired]
    past = [p for p in live if p.day is None or p.day <= as_of]
    kinds: dict[str, list[Postmortem]] = {"near_miss": [], "exercise": [], "incident": []}
    for postmortem in past:
        kinds.setdefault(postmortem.kind, []).append(postmortem)
    return Population(
        incidents=tuple(kinds["incident"]),
        near_misses=tuple(kinds["near_miss"]),
        exercises=tuple(kinds["exercise"]),
        retired=len(catalog.structured) - len(live),
        unstructured=len(catalog.postmortems) - len(catalog.structured),
        future=sum(p.kind == "incident" for p in live) - len(kinds["incident"]),
    )


def ranks(incidents: Iterable[Postmortem]) -> tuple[int | None, ...]:
    """The severity ranks that occur, most severe first, unknown (None) last."""
    found = {rank_of(p) for p in incidents}
    return tuple(sorted(found, key=lambda rank: rank or 9))


def rank_of(postmortem: Postmortem) -> int | None:
    """The severity rank, 1 (critical) to 5; None where none is written or the scale lacks it."""
    return postmortem.severity.rank if postmortem.severity else None


def rank_names(incidents: Iterable[Postmortem]) -> Mapping[int | None, str]:
    """What each rank is called: by its labels where the incidents share one configured scale."""
    own: dict[int, set[str]] = {rank: set() for rank in RANK_NAMES}
    for postmortem in incidents:
        severity = postmortem.severity
        if severity is not None and severity.rank:
            own[severity.rank].add(severity.name)
    words = {rank: " / ".join(sorted(found)) for rank, found in own.items()}
    return {None: "unknown", **{rank: words[rank] or RANK_NAMES[rank] for rank in RANK_NAMES}}


def quantity(number: int, singular: str, plural: str) -> str:
    """`1 draft`, `3 drafts`."""
    return f"{number:,} {singular if number == 1 else plural}"


def listing(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
