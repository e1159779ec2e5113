"""What detection should have achieved: targets held to what the record knows.

A profile may bring targets of its own (`x-detection-targets`). The actual value of *time to detect*
comes from the milestones, that of *alert accuracy* from `detection.false_positives`; the gap is the
difference of the two. What an author states is shown as stated, and held to what is computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .model import Postmortem
from .profiles import Profile
from .times import UNKNOWN, format_duration, parse_duration

_LIMIT = re.compile(
    r"(?:(?P<below><(?!=)|under|below|less than)|<=|≤|within|at most|no more than|up to|max\.?)?"
    r"\s*(?P<amount>\S.*)",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(?P<number>\d{1,9}|no|none|zero)(?: false (?:positives?|alarms?))?", re.I)
_GAP = re.compile(
    r"(?P<sign>[-+−±]?) ?(?P<amount>\S.*?)"
    r"(?P<side> (?:over|above|late|too (?:late|many|slow)|under|below|early|to spare))?"
    r"(?:, (?:within|over) the target)?",
    re.IGNORECASE,
)
_MET = frozenset({"none", "met", "within the target", "within target", "on target", "no gap"})
_LONGEST = 200
"""Longer texts are no amounts."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A length of time in seconds, or a number of alerts.

    Attributes:
        unit: What it is exact to, in the same measure.
        is_time: Whether it is a length of time.
    """

    value: int
    unit: int
    is_time: bool

    def __str__(self) -> str:
        return format_duration(self.value) if self.is_time else str(self.value)


@dataclass(frozen=True, slots=True)
class Target:
    """One row: a metric, its target, and how far it was met.

    Attributes:
        metric: `time_to_detect`, `alert_accuracy`, `other` or `unknown`.
        name: The words for `other`.
        target: As the author or the profile states it.
        stated_actual: As the author states it, `stated_gap` too.
        actual: As computed, `gap` too; None where that cannot be said.
        index: The place in the list of the record; None for a target of the profile alone.
        written: The row as written.
    """

    metric: str
    name: str | None
    target: str | None
    stated_actual: str | None
    stated_gap: str | None
    actual: Amount | None
    gap: str | None
    difference: Amount | None
    index: int | None
    written: Mapping[str, Any]


def rows(postmortem: Postmortem, profile: Profile) -> tuple[Target, ...]:
    """The targets of the profile in its order, then the author's others.

    Empty where the record says nothing about detection that could be held to a target, and where
    it says that there are none (`targets: []`).
    """
    stated = postmortem.value("detection.targets")
    written = stated if isinstance(stated, list) else []
    known = any(_actual(postmortem, metric) for metric in profile.detection_targets)
    if not written and (stated is not None or not known):
        return ()
    return tuple(_merged(postmortem, profile.detection_targets, written))


def _merged(
    postmortem: Postmortem, defaults: Mapping[str, str], written: list[Any]
) -> Iterator[Target]:
    own = {index: row for index, row in enumerate(written) if isinstance(row, dict)}
    for metric, target in defaults.items():
        found = next((i for i, row in own.items() if row.get("metric") == metric), None)
        row = own.pop(found) if found is not None else {"metric": metric}
        yield _row(postmortem, {"target": target, **row}, row, found)
    for index, row in own.items():
        yield _row(postmortem, row, row, index)


def _row(
    postmortem: Postmortem, row: Mapping[str, Any], written: Mapping[str, Any], index: int | None
) -> Target:
    metric = str(row.get("metric", UNKNOWN))
    target, stated = row.get("target"), row.get("actual")
    actual = _actual(postmortem, metric)
    # A row has to agree with itself: its gap is that of the value that it shows.
    shown = _amount(stated) or actual
    gap, difference = _gap(target, shown)
    return Target(
        metric, row.get("metric_other"), target, stated, row.get("gap"), actual, gap,
        difference, index, written,
    )  # fmt: skip


def _actual(postmortem: Postmortem, metric: str) -> Amount | None:
    if metric == "time_to_detect":
        seconds = postmortem.metrics["ttd"].seconds
        return None if seconds is None else Amount(seconds, 1, True)
    count = postmortem.value("detection.false_positives")
    if metric == "alert_accuracy" and isinstance(count, int):
        return Amount(count, 1, False)
    return None


def _amount(text: object) -> Amount | None:
    """A stated amount: `3 min`, `2 false positives`; None for anything else."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    duration = parse_duration(text)
    if duration is not None:
        return Amount(duration.seconds, duration.unit, True)
    count = _COUNT.fullmatch(text.strip())
    if count is None:
        return None
    number = count["number"]
    return Amount(int(number) if number.isdigit() else 0, 1, False)


def _gap(target: object, actual: Amount | None) -> tuple[str | None, Amount | None]:
    """How far a value is from its target, in words and as a difference with its sign."""
    match = _LIMIT.fullmatch(target.strip()) if isinstance(target, str) else None
    limit = _amount(match["amount"]) if match and len(match[0]) <= _LONGEST else None
    if limit is None or actual is None or limit.is_time != actual.is_time:
        return None, None
    difference = Amount(actual.value - limit.value, actual.unit, actual.is_time)
    if difference.value > 0:
        return f"+{difference} over", difference
    if difference.value < 0:
        return f"{difference}, within the target", difference
    strict = match is not None and match["below"] is not None
    return "at the limit, not below it" if strict else "within the target", difference


def disagreements(target: Target) -> Iterator[tuple[str, str, str]]:
    """What is stated otherwise than it is computed: the key, as stated, as computed."""
    stated, actual, difference = _amount(target.stated_actual), target.actual, target.difference
    same = stated is not None and actual is not None and stated.is_time == actual.is_time
    if same and stated and actual and abs(stated.value - actual.value) >= stated.unit:
        yield "actual", str(target.stated_actual), str(actual)
    if target.stated_gap and target.gap and difference:
        over = "within" not in target.gap
        if not _agrees(target.stated_gap, difference, over=over):
            yield "gap", target.stated_gap, target.gap


def _agrees(stated: str, difference: Amount, *, over: bool) -> bool:
    """Whether a stated gap is the computed one; what cannot be read is not judged."""
    if stated.strip().casefold() in _MET:
        return not over
    match = _GAP.fullmatch(stated.strip()) if len(stated) <= _LONGEST else None
    amount = _amount(match["amount"]) if match else None
    if match is None or amount is None or amount.is_time != difference.is_time:
        return True
    side = (match["side"] or "").strip().casefold()
    below = match["sign"] in ("-", "−") or side in ("under", "below", "early", "to spare")
    signed = -amount.value if below else amount.value
    return abs(signed - difference.value) < amount.unit
