"""Charts as inline SVG inside a figure with a legend in words and the data as a table.

These modules only compute coordinates; the markup stands in `templates/charts/`, the looks in
`assets/charts.css`. One module a kind of drawing.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from ...charts.base import (
    Calendar,
    Chart,
    Coverage,
    DotStrip,
    HorizontalBars,
    Sheet,
    Spans,
    StackedBars,
    StackedColumns,
    Tracks,
)
from ..environment import render as render_template
from . import bars, calendar, columns, spans, strips, tracks
from .shapes import Drawing


def render(chart: Chart, file: Mapping[str, str] | None = None) -> Markup:
    """The figure of a chart. Everything that comes from `chart` is escaped.

    The ids in it derive from `chart.key`, so that a page can hold each chart once.

    Args:
        file: The link to the file that holds its data table: `href`, `type`, `title`, `label`.
    """
    drawing, legend = (None, ()) if chart.is_empty else _draw(chart)
    return render_template(
        "charts/figure.html.jinja", chart=chart, drawing=drawing, legend=legend, file=file
    )


def _draw(chart: Chart) -> Drawing:
    match chart:
        case StackedColumns():
            return columns.draw(chart)
        case DotStrip():
            return strips.draw(chart)
        case HorizontalBars() | Coverage():
            return bars.draw(chart)
        case StackedBars():
            return bars.draw_stacked(chart)
        case Calendar():
            return calendar.draw(chart)
        case Spans():
            return spans.draw(chart)
        case Tracks():
            return tracks.draw(chart)
        case Sheet():  # the table is all there is to see
            return Markup(), ()
