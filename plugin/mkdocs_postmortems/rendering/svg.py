"""Charts as inline SVG inside a figure with a legend in words and the data as a table.

This module only computes coordinates; the markup stands in `templates/charts/`, the looks in
`assets/charts.css`. Lengths are in units of the view box, `WIDTH` wide, and are written with one
decimal, so that the same chart always gives the same bytes. Space is reserved for the larger type
that the style sheet sets where a figure is narrow, hence the generous distances.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..charts.base import Chart, Coverage, DotRow, DotStrip, HorizontalBars, StackedColumns
from ..charts.scales import (
    count_ticks,
    duration_ticks,
    fitting,
    group_places,
    log_position,
    name_places,
)
from ..times import format_duration
from .environment import render as render_template

WIDTH = 640
"""Width of every view box."""

_LETTER = 11.5
"""Width to reserve for a letter at the largest type size."""

_COLUMNS_TOP, _COLUMNS_HEIGHT, _COLUMNS_FOOT = 14.0, 220.0, 58.0
_WIDEST_SLOT, _WIDEST_COLUMN = 64.0, 34.0
_STRIP_EDGE, _STRIP_ROW, _STRIP_DOTS, _STRIP_FOOT = 10.0, 66.0, 42.0, 36.0
_BAR_ROW, _BAR_TOP, _BAR_THICKNESS = 48.0, 25.0, 10.0
_BIN = 2
"""Dots closer to each other than this many units are drawn as one."""

_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text at a place; `anchor` is start, middle or end."""

    x: str
    y: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `slot` names its pattern or class."""

    x: str
    y: str
    width: str
    height: str
    slot: str = ""


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A shape and what it means; `shape` names a shape of the legend's template."""

    shape: str
    word: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on a strip, and whether several values fall on it."""

    x: str
    many: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """A drawn `DotRow`: the height of its text and of its line, its dots and its statistics."""

    label: Text
    readout: Text
    y: str
    dots: tuple[Dot, ...]
    median: str | None
    p90: str | None


@dataclass(frozen=True, slots=True)
class BarLine:
    """A drawn bar: its text, its length, and the outline of the whole that it is a part of."""

    label: Text
    value: Text
    bar: Box
    whole: Box | None


def render(chart: Chart) -> Markup:
    """The figure of a chart. Everything that comes from `chart` is escaped.

    The ids in it derive from `chart.key`, so that a page can hold each chart once.
    """
    legend: tuple[LegendItem, ...] = ()
    drawing: Markup | None = None
    if not chart.is_empty:
        drawing, legend = _draw(chart)
    return render_template("charts/figure.html.jinja", chart=chart, drawing=drawing, legend=legend)


def _draw(chart: Chart) -> tuple[Markup, tuple[LegendItem, ...]]:
    match chart:
        case StackedColumns():
            return _stacked_columns(chart)
        case DotStrip():
            return _dot_strip(chart)
        case HorizontalBars() | Coverage():
            return _bars(chart)


def _stacked_columns(chart: StackedColumns) -> tuple[Markup, tuple[LegendItem, ...]]:
    totals = [sum(values) for values in zip(*(s.values for s in chart.series), strict=True)]
    ticks = count_ticks(max(totals))
    unit = _COLUMNS_HEIGHT / ticks[-1]
    base = _COLUMNS_TOP + _COLUMNS_HEIGHT
    left = len(str(ticks[-1])) * _LETTER + 12
    slot = min((WIDTH - left) / len(totals), _WIDEST_SLOT)
    width = min(slot * 0.7, _WIDEST_COLUMN)
    boxes = []
    for index in range(len(totals)):
        x = left + slot * index + (slot - width) / 2
        below = 0
        for series in chart.series:
            value = series.values[index]
            below += value
            if value:
                top = base - below * unit
                boxes.append(Box(_c(x), _c(top), _c(width), _c(value * unit), _slot(series.rank)))
    peak = totals.index(max(totals))
    names, groups = _axis_names(chart, left, slot, base)
    drawing = render_template(
        "charts/stacked_columns.svg.jinja",
        chart=chart,
        desc=(
            f"Column chart with {len(totals)} columns, {chart.categories[0].label} to "
            f"{chart.categories[-1].label}. The highest is {chart.categories[peak].label} with "
            f"{totals[peak]}. The data table below holds every value."
        ),
        width=WIDTH,
        height=_c(base + _COLUMNS_FOOT),
        grid=tuple(Text(_c(left - 8), _c(base - tick * unit), str(tick), "end") for tick in ticks),
        left=_c(left),
        right=_c(left + slot * len(totals)),
        base=_c(base),
        boxes=tuple(boxes),
        names=names,
        groups=groups,
        slots=tuple(_slot(series.rank) for series in chart.series),
    )
    return drawing, tuple(LegendItem(_slot(s.rank), s.name) for s in chart.series)


def _axis_names(
    chart: StackedColumns, left: float, slot: float, base: float
) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """What stands below the columns: their names, and below those the names of their groups."""
    groups = [category.group for category in chart.categories]
    longest = max(len(category.short) for category in chart.categories)
    places = name_places(groups, slot, (longest + 2) * _LETTER)

    def below(index: int, text: str) -> Text:
        return Text(_c(left + slot * (index + 0.5)), _c(base), text)

    return (
        tuple(below(i, chart.categories[i].short) for i in places),
        tuple(below(i, groups[i]) for i in group_places(groups, places, slot, _LETTER)),
    )


def _dot_strip(chart: DotStrip) -> tuple[Markup, tuple[LegendItem, ...]]:
    values = [value for row in chart.rows for value in row.values]
    ticks = duration_ticks(values)
    low, high = ticks[0][0], ticks[-1][0]

    def place(seconds: float) -> float:
        return _STRIP_EDGE + log_position(seconds, low, high) * (WIDTH - 2 * _STRIP_EDGE)

    base = _STRIP_ROW * len(chart.rows)
    strips = []
    for index, row in enumerate(chart.rows):
        top = _STRIP_ROW * index
        bins = Counter(round(place(value) / _BIN) * _BIN for value in row.values)
        strips.append(
            Strip(
                label=Text("0", _c(top + 20), _short(row.label), "start"),
                readout=Text(_c(WIDTH), _c(top + 20), _readout(row), "end"),
                y=_c(top + _STRIP_DOTS),
                dots=tuple(Dot(_c(x), n > 1) for x, n in sorted(bins.items())),
                median=None if row.median is None else _c(place(row.median)),
                p90=None if row.p90 is None else _c(place(row.p90)),
            )
        )
    shown = (("one", "one incident"), ("many", "several at this place"))
    legend = [LegendItem(shape, word) for shape, word in shown if _has_dot(strips, shape == "many")]
    if any(strip.median for strip in strips):
        legend += [LegendItem("median", "median"), LegendItem("p90", "p90: 90 % took no longer")]
    drawing = render_template(
        "charts/dot_strip.svg.jinja",
        chart=chart,
        desc=(
            f"Dot strips on a logarithmic time axis, one for each of {len(strips)} rows. Values "
            f"run from {format_duration(min(values))} to {format_duration(max(values))}. The data "
            "table below holds the statistics of each row."
        ),
        width=WIDTH,
        height=_c(base + _STRIP_FOOT),
        base=_c(base),
        lines=tuple(_c(place(seconds)) for seconds, _ in ticks),
        ticks=_tick_labels([(place(seconds), label) for seconds, label in ticks], base),
        strips=tuple(strips),
    )
    return drawing, tuple(legend)


def _has_dot(strips: Sequence[Strip], many: bool) -> bool:
    return any(dot.many is many for strip in strips for dot in strip.dots)


def _readout(row: DotRow) -> str:
    if row.median is None or row.p90 is None:
        return f"{row.note}, n = {row.n}" if row.n else row.note
    middle, high = format_duration(round(row.median)), format_duration(row.p90)
    return f"median {middle}, p90 {high}, n = {row.n}"


def _tick_labels(ticks: Sequence[tuple[float, str]], base: float) -> tuple[Text, ...]:
    """Labels below a time axis, without those that would touch; the outer two end at its ends."""
    last = len(ticks) - 1
    texts = []
    for index in fitting(ticks, _LETTER):
        x, label = ticks[index]
        if index == 0:
            texts.append(Text("0", _c(base), label, "start"))
        elif index == last:
            texts.append(Text(_c(WIDTH), _c(base), label, "end"))
        else:
            texts.append(Text(_c(x), _c(base), label))
    return tuple(texts)


def _bars(chart: HorizontalBars | Coverage) -> tuple[Markup, tuple[LegendItem, ...]]:
    legend: tuple[LegendItem, ...] = ()
    if isinstance(chart, Coverage):
        rows = [(r.name, r.known, f"{r.known} of {r.total}", r.total) for r in chart.rows]
        legend = (LegendItem("known", "known"), LegendItem("rest", "not known"))
    else:
        rows = [(bar.label, bar.value, bar.text or str(bar.value), 0) for bar in chart.bars]
    unit = WIDTH / max(max(value, total) for _, value, _, total in rows)
    lines = []
    for index, (label, value, text, total) in enumerate(rows):
        top = _BAR_ROW * index
        y, thick = _c(top + _BAR_TOP), _c(_BAR_THICKNESS)
        lines.append(
            BarLine(
                label=Text("0", _c(top + 18), _short(label), "start"),
                value=Text(_c(WIDTH), _c(top + 18), text, "end"),
                bar=Box("0", y, _c(value * unit), thick),
                whole=Box("0", y, _c(total * unit), thick) if total else None,
            )
        )
    drawing = render_template(
        "charts/bars.svg.jinja",
        chart=chart,
        desc=f"Bar chart with {len(rows)} bars. The data table below holds every value.",
        width=WIDTH,
        height=_c(_BAR_ROW * len(rows)),
        lines=tuple(lines),
    )
    return drawing, legend


def _slot(rank: int | None) -> str:
    return str(rank) if rank else "unknown"


def _short(label: str) -> str:
    """A label that fits the drawing; the table has it in full."""
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"


def _c(value: float) -> str:
    """A coordinate with at most one decimal: `12`, `12.5`."""
    return f"{value:.1f}".removesuffix(".0")
