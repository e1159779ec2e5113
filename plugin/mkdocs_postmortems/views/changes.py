"""What version control knows of a postmortem: when it was last changed, and by which commits."""

from __future__ import annotations

from typing import Any

from ..model import Postmortem
from ..printer import visible
from .base import Block, Part, View

_MOST = 20
_LONGEST = 120


def fact(view: View, postmortem: Postmortem) -> list[dict[str, Any]]:
    """The row of the header: the day of the last change, and how many there were."""
    found = view.history.changes.get(postmortem.path, ())
    if not found:
        return []
    day = found[0].day.isoformat()
    line = {"text": day, "href": None, "note": _count(len(found)), "datetime": day}
    return [{"label": "Last changed", "lines": [line]}]


def parts(view: View, postmortem: Postmortem) -> list[Part]:
    """The list of changes at the end of a page.

    Not on public pages: a commit is written by a person, and may speak of what is withheld.
    """
    if view.public:
        return []
    found = view.history.changes.get(postmortem.path, ())
    if not found and not view.history.shallow:
        return []
    rows = [
        {
            "day": change.day.isoformat(),
            "subject": _short(visible(change.subject)),
            "author": visible(change.author),
            "hash": change.hash[:8],
        }
        for change in found[:_MOST]
    ]
    data = {
        "rows": rows,
        "count": _count(len(found)),
        "more": len(found) - len(rows),
        "shallow": view.history.shallow,
    }
    return [Block("postmortem/changes", data)]


def _count(number: int) -> str:
    return f"{number} change" if number == 1 else f"{number:,} changes"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
