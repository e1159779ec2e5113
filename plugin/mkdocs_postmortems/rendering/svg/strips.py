"""Strips of dots above a common logarithmic time axis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...charts.base import DotRow, DotStrip
from ...charts.scales import duration_ticks, fitting, log_position
from ...times import format_duration
from ..environment import render
from .shapes import LETTER, WIDTH, Drawing, LegendItem, Text, c, short

_EDGE, _ROW, _DOTS, _FOOT = 10.0, 66.0, 42.0, 36.0
_BIN = 2
"""Dots closer to each other than this many units are drawn as one."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A drawn `DotRow`: the height of its text and of its line, its dots and its statistics.

    Attributes:
        single: Places of one value each.
        several: Places on which several values fall.
    """

    label: Text
    readout: Text
    y: str
    single: tuple[str, ...]
    several: tuple[str, ...]
    median: str | None
    p90: str | None


def draw(chart: DotStrip) -> Drawing:
    values = [value for row in chart.rows for value in row.values]
    ticks = duration_ticks(values)
    low, high = ticks[0][0], ticks[-1][0]

    def place(seconds: float) -> float:
        return _EDGE + log_position(seconds, low, high) * (WIDTH - 2 * _EDGE)

    base = _ROW * len(chart.rows)
    strips = []
    for index, row in enumerate(chart.rows):
        top = _ROW * index
        bins = Counter(round(place(value) / _BIN) * _BIN for value in row.values)
        strips.append(
            Strip(
                label=Text("0", c(top + 20), short(row.label, _readout(row)), "start"),
                readout=Text(c(WIDTH), c(top + 20), _readout(row), "end"),
                y=c(top + _DOTS),
                single=tuple(c(x) for x, n in sorted(bins.items()) if n == 1),
                several=tuple(c(x) for x, n in sorted(bins.items()) if n > 1),
                median=None if row.median is None else c(place(row.median)),
                p90=None if row.p90 is None else c(place(row.p90)),
            )
        )
    legend = [LegendItem("one", "one incident")] if any(s.single for s in strips) else []
    if any(s.several for s in strips):
        legend.append(LegendItem("many", "several at this place"))
    if any(strip.median for strip in strips):
        legend += [LegendItem("median", "median"), LegendItem("p90", "p90: 90 % took no longer")]
    drawing = render(
        "charts/dot_strip.svg.jinja",
        chart=chart,
        desc=(
            f"Dot strips on a logarithmic time axis, one for each of {len(strips)} rows. Values "
            f"run from {format_duration(min(values))} to {format_duration(max(values))}. The data "
            "table below holds the statistics of each row."
        ),
        width=WIDTH,
        height=c(base + _FOOT),
        base=c(base),
        lines=tuple(c(place(seconds)) for seconds, _ in ticks),
        ticks=_tick_labels([(place(seconds), label) for seconds, label in ticks], base),
        strips=tuple(strips),
    )
    return drawing, tuple(legend)


def _readout(row: DotRow) -> str:
    if row.median is None or row.p90 is None:
        return f"{row.note}, n = {row.n:,}" if row.n else row.note
    middle, high = format_duration(round(row.median)), format_duration(row.p90)
    return f"median {middle}, p90 {high}, n = {row.n:,}"


def _tick_labels(ticks: Sequence[tuple[float, str]], base: float) -> tuple[Text, ...]:
    """Labels below a time axis, without those that would touch; the outer two end at its ends."""
    last = len(ticks) - 1
    texts = []
    for index in fitting(ticks, LETTER):
        x, label = ticks[index]
        if index == 0:
            texts.append(Text("0", c(base), label, "start"))
        elif index == last:
            texts.append(Text(c(WIDTH), c(base), label, "end"))
        else:
            texts.append(Text(c(x), c(base), label))
    return tuple(texts)
