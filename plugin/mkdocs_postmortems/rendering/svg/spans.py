"""One incident to scale: a strip of events above stretches of time."""

from __future__ import annotations

from ...charts.base import Spans
from ...charts.scales import fitting, span_ticks
from ...times import format_duration
from ..environment import render
from .shapes import LETTER, WIDTH, Box, Drawing, LegendItem, Text, c, short, tick_label

_EDGE, _TOP, _ROW, _FOOT = 10.0, 16.0, 42.0, 32.0


def draw(chart: Spans) -> Drawing:
    """The axis counts from the start of the incident; what came before it stands to its left."""
    ends = [edge for span in chart.spans for edge in (span.start, span.end)]
    moments = [*chart.milestones, *chart.events, *ends]
    low, high = min(0, *moments), max(moments)

    def place(seconds: float) -> float:
        return _EDGE + (seconds - low) / (high - low) * (WIDTH - 2 * _EDGE)

    base = _TOP + 20 + _ROW * len(chart.spans)
    ticks = [(place(seconds), _label(seconds)) for seconds in span_ticks(low, high)]
    rows = []
    for index, span in enumerate(chart.spans):
        top = _TOP + 20 + _ROW * index
        left = place(span.start)
        width = max(place(span.end) - left, 2)
        label = Text("0", c(top + 16), short(span.label, span.text), "start")
        value = Text(c(WIDTH), c(top + 16), span.text, "end")
        rows.append((label, value, Box(c(left), c(top + 23), c(width), "8")))
    legend = [LegendItem("many", "milestone")] if chart.milestones else []
    if chart.events:
        legend.append(LegendItem("one", "event"))
    drawing = render(
        "charts/spans.svg.jinja",
        chart=chart,
        desc=(
            f"{len(chart.milestones) + len(chart.events)} events on a time axis from "
            f"{_label(low)} to {_label(high)}, and {len(chart.spans)} stretches of time below it. "
            "The data table below holds every length; the timeline holds every event."
        ),
        width=WIDTH,
        height=c(base + _FOOT),
        base=c(base),
        strip=c(_TOP),
        single=tuple(dict.fromkeys(c(place(s)) for s in chart.events)),
        several=tuple(dict.fromkeys(c(place(s)) for s in chart.milestones)),
        lines=tuple(c(x) for x, _ in ticks),
        ticks=tuple(tick_label(ticks[i], base) for i in (fitting(ticks, LETTER) if ticks else ())),
        rows=tuple(rows),
    )
    return drawing, tuple(legend)


def _label(seconds: int) -> str:
    if seconds == 0:
        return "start"
    return f"{'+' if seconds > 0 else '-'}{format_duration(abs(seconds))}"
