"""What a chart is: data only. How it is drawn is the business of `rendering.svg`.

Every chart carries the table of its data, which is what a reader without the picture gets, and the
sentence that stands in its place as long as there is nothing to draw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Table:
    """The data of a chart as text. The first cell of each row names the row."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What all charts have.

    Attributes:
        key: Names the chart in ids and links; ASCII, kebab case, once a page.
        title: What is shown, as a phrase.
        description: What is counted, and what is left out of the count; may be empty.
        table: The data.
        nothing: The sentence shown instead of a drawing where there is no data.
        wide: It needs the whole width of a page.
    """

    key: str
    title: str
    description: str
    table: Table
    nothing: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A place on the horizontal axis.

    Attributes:
        label: Its full name, such as `2026-03`.
        short: What stands below its column, such as `Mar`.
        group: What several neighbours share and is written once for them, such as `2026`.
    """

    label: str
    short: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One layer of all columns: a count for each category, in the order of the categories.

    Attributes:
        rank: The severity rank (1 to 5) that gives its colour and pattern; None means unknown.
        slot: The colour and pattern of a layer that is no severity, as in `Layer`.
    """

    name: str
    rank: int | None
    values: tuple[int, ...]
    slot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedColumns(Head):
    """Counts as columns; the first series stands on the baseline."""

    categories: tuple[Category, ...]
    series: tuple[Series, ...]

    @property
    def is_empty(self) -> bool:
        """True if every count is zero."""
        return not any(any(series.values) for series in self.series)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a count, zero or more, and what is written at its end (the count by default)."""

    label: str
    value: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalBars(Head):
    """Counts as bars from a common baseline, in the order given."""

    bars: tuple[Bar, ...]

    @property
    def is_empty(self) -> bool:
        """True if every count is zero."""
        return not any(bar.value for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of stacked bars.

    Attributes:
        slot: The colour and pattern: a rank (`1` to `5`), `yes`, `partly`, `no` or `unknown`.
    """

    name: str
    slot: str


@dataclass(frozen=True, slots=True)
class StackedBar:
    """One bar of several layers: a count for each layer, and what is written at its end.

    Attributes:
        group: What several neighbours share and is written once above them.
    """

    label: str
    values: tuple[int, ...]
    text: str
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBars(Head):
    """Counts as bars of several layers, in the order given."""

    layers: tuple[Layer, ...]
    rows: tuple[StackedBar, ...]

    @property
    def is_empty(self) -> bool:
        """True if every count is zero."""
        return not any(any(row.values) for row in self.rows)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day: how many incidents started on it, and the rank of the worst (None: unknown)."""

    day: date
    count: int
    rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Head):
    """Days in a row without gaps. `names` holds the name of each rank that occurs."""

    days: tuple[CalendarDay, ...]
    names: Mapping[int | None, str]

    @property
    def is_empty(self) -> bool:
        """True if nothing happened on any day."""
        return not any(day.count for day in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Head):
    """Figures that are read in a table and gain nothing from a drawing."""

    @property
    def is_empty(self) -> bool:
        """True if there are no rows."""
        return not self.table.rows


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, in seconds from the start of the incident."""

    label: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans(Head):
    """What happened when, to scale: stretches of time below a strip of events.

    Attributes:
        milestones: Seconds from the start of events that mark a milestone.
        events: Seconds from the start of all others.
    """

    spans: tuple[Span, ...]
    milestones: tuple[int, ...]
    events: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """True if nothing has a time."""
        return not (self.spans or self.milestones or self.events)


@dataclass(frozen=True, slots=True)
class Mark:
    """An incident on a track: its day, its severity rank (None: unknown), whether it has a ring."""

    day: date
    rank: int | None
    ringed: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """Incidents that belong together, oldest first, with their name and what is said of them."""

    label: str
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks(Head):
    """Days as marks on a linear axis from `first` to `last`, a track a row.

    `names` holds the name of each rank that occurs, `ring` what a ring around a mark means.
    """

    rows: tuple[Track, ...]
    first: date
    last: date
    names: Mapping[int | None, str]
    ring: str

    @property
    def is_empty(self) -> bool:
        """True if there is no mark."""
        return not any(row.marks for row in self.rows)


@dataclass(frozen=True, slots=True)
class DotRow:
    """One strip of dots.

    Attributes:
        values: Seconds, sorted.
        median: Seconds; None where there are too few values to say.
        p90: The 90th percentile in seconds; None where there are too few values to say.
        n: How many values there are.
        note: Written instead of the statistics, such as `too few to say`.
    """

    label: str
    values: tuple[int, ...]
    median: float | None
    p90: int | None
    n: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DotStrip(Head):
    """Durations as dots on a logarithmic scale, one strip a row."""

    rows: tuple[DotRow, ...]

    @property
    def is_empty(self) -> bool:
        """True if no row holds a value."""
        return not any(row.values for row in self.rows)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How many of `total` records hold a known value of something."""

    name: str
    known: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Head):
    """How complete the records are, which says how far the other charts can be trusted."""

    rows: tuple[CoverageRow, ...]

    @property
    def is_empty(self) -> bool:
        """True if there are no records."""
        return not any(row.total for row in self.rows)


Chart = (
    StackedColumns | HorizontalBars | StackedBars | DotStrip | Coverage | Calendar | Sheet | Spans
    | Tracks
)  # fmt: skip
