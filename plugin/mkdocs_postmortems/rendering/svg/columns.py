"""Stacked columns on a baseline."""

from __future__ import annotations

from ...charts.base import StackedColumns
from ...charts.scales import count_ticks, group_places, name_places
from ..environment import render
from .shapes import LETTER, WIDTH, Box, Drawing, LegendItem, Text, c
from .shapes import slot as slot_of

_TOP, _HEIGHT, _FOOT = 14.0, 220.0, 58.0
_WIDEST_SLOT, _WIDEST_COLUMN = 64.0, 34.0


def draw(chart: StackedColumns) -> Drawing:
    totals = [sum(values) for values in zip(*(s.values for s in chart.series), strict=True)]
    ticks = count_ticks(max(totals))
    unit = _HEIGHT / ticks[-1]
    base = _TOP + _HEIGHT
    left = len(str(ticks[-1])) * LETTER + 12
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
                boxes.append(
                    Box(
                        c(x), c(top), c(width), c(value * unit), series.slot or slot_of(series.rank)
                    )
                )
    peak = totals.index(max(totals))
    names, groups = _axis_names(chart, left, slot, base)
    drawing = render(
        "charts/stacked_columns.svg.jinja",
        chart=chart,
        desc=(
            f"Column chart with {len(totals)} columns, {chart.categories[0].label} to "
            f"{chart.categories[-1].label}. The highest is {chart.categories[peak].label} with "
            f"{totals[peak]}. The data table below holds every value."
        ),
        width=WIDTH,
        height=c(base + _FOOT),
        grid=tuple(Text(c(left - 8), c(base - tick * unit), str(tick), "end") for tick in ticks),
        left=c(left),
        right=c(left + slot * len(totals)),
        base=c(base),
        boxes=tuple(boxes),
        names=names,
        groups=groups,
        slots=tuple(series.slot or slot_of(series.rank) for series in chart.series),
    )
    return drawing, tuple(LegendItem(s.slot or slot_of(s.rank), s.name) for s in chart.series)


def _axis_names(
    chart: StackedColumns, left: float, slot: float, base: float
) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """What stands below the columns: their names, and below those the names of their groups."""
    groups = [category.group for category in chart.categories]
    longest = max(len(category.short) for category in chart.categories)
    places = name_places(groups, slot, (longest + 2) * LETTER)

    def below(index: int, text: str) -> Text:
        return Text(c(left + slot * (index + 0.5)), c(base), text)

    return (
        tuple(below(i, chart.categories[i].short) for i in places),
        tuple(below(i, groups[i]) for i in group_places(groups, places, slot, LETTER)),
    )
