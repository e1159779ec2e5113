"""A calendar of days: a column a week, a row a day of the week."""

from __future__ import annotations

from ...charts.base import Calendar
from ...charts.scales import name_places
from ..environment import render
from .shapes import LETTER, WIDTH, Box, Drawing, LegendItem, Text, c, slot

_LEFT, _TOP, _FOOT = 46.0, 4.0, 32.0
_GAP = 1.5
_NAMES = ((0, "Mon"), (3, "Thu"), (6, "Sun"))


def draw(chart: Calendar) -> Drawing:
    """Days with incidents in the colour and pattern of the worst of them."""
    first = chart.days[0].day
    start = first.toordinal() - first.weekday()
    weeks = (chart.days[-1].day.toordinal() - start) // 7 + 1
    step = (WIDTH - _LEFT) / weeks
    boxes, empty, several = [], [], []
    for entry in chart.days:
        week, row = divmod(entry.day.toordinal() - start, 7)
        x, y = _LEFT + week * step, _TOP + row * step
        if entry.count:
            size = c(step - _GAP)
            boxes.append(Box(c(x), c(y), size, size, slot(entry.rank)))
            if entry.count > 1:
                several.append((c(x + (step - _GAP) / 2), c(y + (step - _GAP) / 2)))
        else:
            empty.append((c(x), c(y)))
    base = _TOP + 7 * step
    ranks = tuple(sorted({entry.rank for entry in chart.days if entry.count}, key=_order))
    legend = [LegendItem(slot(rank), chart.names[rank]) for rank in ranks]
    if several:
        legend.append(LegendItem("several", "several on one day"))
    drawing = render(
        "charts/calendar.svg.jinja",
        chart=chart,
        desc=(
            f"Calendar from {chart.days[0].day} to {chart.days[-1].day}, a column a week, Monday "
            "on top. The data table below lists every day with incidents."
        ),
        width=WIDTH,
        height=c(base + _FOOT),
        size=c(step - _GAP),
        radius=c((step - _GAP) / 5),
        boxes=tuple(boxes),
        empty=tuple(empty),
        several=tuple(several),
        rows=tuple(Text("0", c(_TOP + (row + 0.5) * step), name, "start") for row, name in _NAMES),
        months=_months(chart, start, step, base),
        slots=tuple(slot(rank) for rank in ranks),
    )
    return drawing, tuple(legend)


def _order(rank: int | None) -> int:
    return rank or 9


def _months(chart: Calendar, start: int, step: float, base: float) -> tuple[Text, ...]:
    """The names of months below the weeks in which they begin, as many as fit."""
    firsts = [entry.day for entry in chart.days if entry.day.day == 1]
    places = name_places([str(day.year) for day in firsts], step * 4.3, 5 * LETTER)
    return tuple(
        Text(c(_LEFT + (day.toordinal() - start) // 7 * step), c(base), f"{day:%b}", "start")
        for day in (firsts[i] for i in places)
    )
