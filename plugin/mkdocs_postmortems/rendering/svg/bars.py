"""Bars below their labels: counts, parts of a whole, and layers stacked on each other."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ...charts.base import Coverage, HorizontalBars, StackedBars
from ..environment import render
from .shapes import WIDTH, Box, Drawing, LegendItem, Text, c, short

_ROW, _TOP, _THICKNESS = 48.0, 25.0, 10.0


@dataclass(frozen=True, slots=True)
class BarLine:
    """A drawn bar: its text, its pieces, and the outline of the whole that it is a part of."""

    label: Text
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
        whole = _box(index, 0, total * unit) if total else None
        pieces = (_box(index, 0, value * unit),)
        lines.append(BarLine(*_texts(index, label, text), pieces, whole))
    return _svg(chart, lines, ()), legend


def draw_stacked(chart: StackedBars) -> Drawing:
    """Bars of several layers, each with a colour and a pattern of its own."""
    unit = WIDTH / max(sum(row.values) for row in chart.rows)
    lines = []
    for index, row in enumerate(chart.rows):
        pieces, before = [], 0
        for layer, value in zip(chart.layers, row.values, strict=True):
            if value:
                pieces.append(_box(index, before * unit, value * unit, layer.slot))
            before += value
        lines.append(BarLine(*_texts(index, row.label, row.text), tuple(pieces), None))
    slots = tuple(layer.slot for layer in chart.layers)
    legend = tuple(LegendItem(layer.slot, layer.name) for layer in chart.layers)
    return _svg(chart, lines, slots), legend


def _box(index: int, x: float, width: float, slot: str = "") -> Box:
    return Box(c(x), c(_ROW * index + _TOP), c(width), c(_THICKNESS), slot)


def _texts(index: int, label: str, text: str) -> tuple[Text, Text]:
    y = c(_ROW * index + 18)
    return Text("0", y, short(label), "start"), Text(c(WIDTH), y, text, "end")


def _svg(
    chart: HorizontalBars | Coverage | StackedBars, lines: list[BarLine], slots: tuple[str, ...]
) -> Markup:
    return render(
        "charts/bars.svg.jinja",
        chart=chart,
        desc=f"Bar chart with {len(lines)} bars. The data table below holds every value.",
        width=WIDTH,
        height=c(_ROW * len(lines)),
        lines=tuple(lines),
        slots=slots,
    )
