"""One incident to scale: its events on a line, and its metrics as stretches below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..chronology import FALLBACK_KINDS, KIND_MILESTONES
from ..metrics import DEFINITIONS
from ..model import Postmortem
from ..times import format_duration
from .base import Span, Spans, Table

_ENOUGH = 3
"""Fewer moments than this are read faster in words."""


def build(postmortem: Postmortem) -> Spans | None:
    """The picture of an incident; None where too little of it has a time of day."""
    started = postmortem.milestones.get("started")
    if started is None or started.date_only:
        return None
    zero = started.utc
    milestones: list[int] = []
    events: list[int] = []
    for event in postmortem.timeline:
        if event.at is None or event.at.date_only:
            continue
        marks = event.kind in KIND_MILESTONES or event.kind in FALLBACK_KINDS
        (milestones if marks else events).append(int((event.at.utc - zero).total_seconds()))
    moments = sorted({*milestones, *events})
    spans = tuple(_spans(postmortem))
    if len(moments) < _ENOUGH or moments[0] == moments[-1]:
        return None
    return Spans(
        key="timeline",
        title="Timeline to scale",
        description=_description(moments),
        table=Table(
            ("Metric", "From", "To", "Length"),
            tuple((s.label, _offset(s.start), _offset(s.end), s.text) for s in spans),
        ),
        nothing="No event has a time of day.",
        wide=True,
        spans=spans,
        milestones=tuple(sorted(milestones)),
        events=tuple(sorted(events)),
    )


def _spans(postmortem: Postmortem) -> list[Span]:
    """The computed metrics; a stated one has a length but no place."""
    zero = postmortem.milestones["started"].utc
    found: list[Span] = []
    for definition in DEFINITIONS:
        metric = postmortem.metrics[definition.key]
        first = postmortem.milestones.get(definition.start)
        if metric.seconds and not metric.stated and first is not None:
            start = int((first.utc - zero).total_seconds())
            text = format_duration(metric.seconds)
            found.append(Span(definition.label, start, start + metric.seconds, text))
    return found


def _description(moments: Sequence[int]) -> str:
    """Over how long, and the longest time without an entry: often where to ask more."""
    gap, start, end = max((b - a, a, b) for a, b in pairwise(moments))
    return (
        f"Events over {format_duration(moments[-1] - moments[0])}. The longest time without an "
        f"entry is {format_duration(gap)}, from {_offset(start)} to {_offset(end)}."
    )


def _offset(seconds: int) -> str:
    if seconds == 0:
        return "the start"
    return f"{'+' if seconds > 0 else '-'}{format_duration(abs(seconds))}"
