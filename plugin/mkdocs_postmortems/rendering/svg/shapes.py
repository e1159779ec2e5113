"""What drawings are made of: places written with one decimal, texts, boxes, legends.

Lengths are in units of the view box, `WIDTH` wide, so that the same chart always gives the same
bytes. Space is reserved for the larger type that the style sheet sets where a figure is narrow,
hence the generous distances.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ...markdown_text import shorten

WIDTH = 640
"""Width of every view box."""

LETTER = 11.5
"""Width to reserve for a letter at the largest type size."""

_TYPICAL = 10.5
"""Width of a letter among many, at the largest type size."""


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


Drawing = tuple[Markup, tuple[LegendItem, ...]]
"""An `<svg>` element and the legend that stands above it."""


def slot(rank: int | None) -> str:
    """The name of a rank's colour and pattern."""
    return str(rank) if rank else "unknown"


def short(label: str, beside: str = "") -> str:
    """A label that fits the drawing beside another text; the table has it in full."""
    return shorten(label, room(beside))


def room(beside: str = "") -> int:
    """How many letters find room in a line beside another text."""
    return int(WIDTH / _TYPICAL) - (len(beside) + 3 if beside else 0)


def c(value: float) -> str:
    """A coordinate with at most one decimal: `12`, `12.5`."""
    return f"{value:.1f}".removesuffix(".0")


def tick_label(tick: tuple[float, str], base: float) -> Text:
    """A label below the axis, inside the drawing."""
    x, label = tick
    half = len(label) * LETTER / 2
    if x < half:
        return Text("0", c(base), label, "start")
    if x > WIDTH - half:
        return Text(c(WIDTH), c(base), label, "end")
    return Text(c(x), c(base), label)
