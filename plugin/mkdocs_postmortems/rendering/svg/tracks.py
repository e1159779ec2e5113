"""Tracks of marks on a common linear axis of days. A mark has the shape of its severity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ...charts.base import Mark, Track, Tracks
from ...charts.scales import fitting, month_ticks
from ..environment import render
from .shapes import LETTER, WIDTH, Drawing, LegendItem, Text, c, short, slot, tick_label

_EDGE, _ROW, _LABEL, _SAID, _LINE, _FOOT = 14.0, 84.0, 18.0, 42.0, 62.0, 34.0
_BIN = 2
"""Marks closer to each other than this many units are drawn as one, the gravest of them."""


@dataclass(frozen=True, slots=True)
class Point:
    """A drawn mark: its place, the slot of its severity, whether a ring is around it."""

    x: str
    slot: str
    ringed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn `Track`: its texts, the height of its marks, and where the first and last stand."""

    label: Text
    said: Text
    y: str
    start: str
    end: str
    points: tuple[Point, ...]


def draw(chart: Tracks) -> Drawing:
    days = max((chart.last - chart.first).days, 1)

    def place(day: date) -> float:
        return _EDGE + (day - chart.first).days / days * (WIDTH - 2 * _EDGE)

    base = _ROW * len(chart.rows)
    ticks = [(place(day), label) for day, label in month_ticks(chart.first, chart.last)]
    lines = []
    for index, row in enumerate(chart.rows):
        top = _ROW * index
        xs = [place(mark.day) for mark in row.marks] or [_EDGE]
        lines.append(
            Line(
                label=Text("0", c(top + _LABEL), short(row.label), "start"),
                said=Text("0", c(top + _SAID), short(row.text), "start"),
                y=c(top + _LINE),
                start=c(min(xs)),
                end=c(max(xs)),
                points=_points(row, [round(x / _BIN) * _BIN for x in xs]),
            )
        )
    drawing = render(
        "charts/tracks.svg.jinja",
        chart=chart,
        desc=(
            f"Time axis from {chart.first} to {chart.last} with {len(lines)} rows. Each mark is an "
            "incident in the shape of its severity. The data table below holds every incident."
        ),
        width=WIDTH,
        height=c(base + _FOOT),
        base=c(base),
        grid=tuple(c(x) for x, _ in ticks),
        ticks=tuple(tick_label(ticks[i], base) for i in fitting(ticks, LETTER)),
        lines=tuple(lines),
    )
    return drawing, _legend(chart)


def _points(row: Track, xs: Sequence[float]) -> tuple[Point, ...]:
    """The marks from left to right; what falls on one place is one mark."""
    places: dict[float, list[Mark]] = {}
    for x, mark in zip(xs, row.marks, strict=False):
        places.setdefault(x, []).append(mark)
    return tuple(
        Point(
            c(x),
            slot(min((m.rank for m in marks if m.rank), default=None)),
            any(m.ringed for m in marks),
        )
        for x, marks in sorted(places.items())
    )


def _legend(chart: Tracks) -> tuple[LegendItem, ...]:
    items = [LegendItem(f"mark-{slot(rank)}", name) for rank, name in chart.names.items()]
    if any(mark.ringed for row in chart.rows for mark in row.marks):
        items.append(LegendItem("ring", chart.ring))
    return tuple(items)
