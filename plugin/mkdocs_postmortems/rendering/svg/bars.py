"""Bars below their labels: counts, parts of a whole, and layers stacked on each other."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from markupsafe import Markup

from ...charts.base import Coverage, HorizontalBars, StackedBars
from ..environment import render
from .shapes import WIDTH, Box, Drawing, LegendItem, Text, c, room, short

_ROW, _LINE, _TEXT, _TOP, _THICKNESS = 48.0, 25.0, 18.0, 25.0, 10.0


@dataclass(frozen=True, slots=True)
class BarLine:
    """A drawn bar: its text, its pieces, and the outline of the whole that it is a part of.

    Attributes:
        group: What it shares with the bars below it, where it is the first of them.
        label: The lines of its label; the value stands at the end of the first.
    """

    group: Text | None
    label: tuple[Text, ...]
    value: Text
    pieces: tuple[Box, ...]
    whole: Box | None


def draw(chart: HorizontalBars | Coverage) -> Drawing:
    """Bars of one colour."""
    legend: tuple[LegendItem, ...] = ()
    if isinstance(chart, Coverage):
        rows = [(r.name, r.known, f"{r.known} of {r.total}", r.total) for r in chart.rows]
        legend = (LegendItem("known", "known"), LegendItem("rest", "not known"))
    else:
        rows = [(bar.label, bar.value, bar.text or str(bar.value), 0) for bar in chart.bars]
    unit = WIDTH / max(max(value, total) for _, value, _, total in rows)
    lines = []
    for index, (label, value, text, total) in enumerate(rows):
        top = _ROW * index
        whole = _box(top, 0, total * unit) if total else None
        said = (Text("0", c(top + _TEXT), short(label, text), "start"),)
        pieces = (_box(top, 0, value * unit),)
        lines.append(BarLine(None, said, _value(top, text), pieces, whole))
    return _svg(chart, lines, _ROW * len(rows), ()), legend


def draw_stacked(chart: StackedBars) -> Drawing:
    """Bars of several layers, each with a colour and a pattern of its own."""
    unit = WIDTH / max(sum(row.values) for row in chart.rows)
    lines, top, group = [], 0.0, ""
    for row in chart.rows:
        heading = None
        if row.group != group:
            group = row.group
            heading = Text("0", c(top + _TEXT), short(group), "start")
            top += _LINE
        value = _value(top, row.text)
        label = []
        for words in _wrapped(row.label, row.text):
            label.append(Text("0", c(top + _TEXT), words, "start"))
            top += _LINE
        top -= _LINE
        pieces, before = [], 0
        for layer, count in zip(chart.layers, row.values, strict=True):
            if count:
                pieces.append(_box(top, before * unit, count * unit, layer.slot))
            before += count
        lines.append(BarLine(heading, tuple(label), value, tuple(pieces), None))
        top += _ROW
    slots = tuple(layer.slot for layer in chart.layers)
    legend = tuple(LegendItem(layer.slot, layer.name) for layer in chart.layers)
    return _svg(chart, lines, top, slots), legend


def _wrapped(label: str, beside: str) -> tuple[str, ...]:
    """A label in at most two lines, the first of them beside another text."""
    first = (textwrap.wrap(label, room(beside), break_long_words=False) or [""])[0]
    if len(first) > room(beside):  # one long word
        return (short(label, beside),)
    rest = label[len(first) :].strip()
    return (first, short(rest)) if rest else (first,)


def _box(top: float, x: float, width: float, slot: str = "") -> Box:
    return Box(c(x), c(top + _TOP), c(width), c(_THICKNESS), slot)


def _value(top: float, text: str) -> Text:
    return Text(c(WIDTH), c(top + _TEXT), text, "end")


def _svg(
    chart: HorizontalBars | Coverage | StackedBars,
    lines: list[BarLine],
    height: float,
    slots: tuple[str, ...],
) -> Markup:
    return render(
        "charts/bars.svg.jinja",
        chart=chart,
        desc=f"Bar chart with {len(lines)} bars. The data table below holds every value.",
        width=WIDTH,
        height=c(height),
        lines=tuple(lines),
        slots=slots,
    )
