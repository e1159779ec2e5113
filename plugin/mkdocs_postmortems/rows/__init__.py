"""The lists of a postmortem as rows, wherever its author wrote them.

A list such as the lessons stands in the front matter, or as list items or a table under its heading
in the body. `read` gives both in one form. Nothing is read before somebody asks for it, so that
checking many files costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from ..model import Postmortem
from . import forms, passages
from .base import Row
from .passages import Layout

__all__ = ["LISTS", "Layout", "Row", "parsed", "read"]

_PATH = re.compile(r"([\w.]+)\[(\w+)=(\w+)\]", re.ASCII)


def _texts(*paths: str) -> dict[str, Layout]:
    return {path: Layout(forms.words, "text", ("text",), whole=True, told=True) for path in paths}


LISTS: Mapping[str, Layout] = MappingProxyType(
    {
        "five_whys": Layout(forms.why, "answer", ("answer",), told=True),
        "lessons": Layout(forms.lesson, "lesson", ("lesson",), told=True),
        "response.gaps": Layout(forms.gap, "gap", ("gap",), told=True),
        "communications.log": Layout(forms.message, "message", ("message",)),
        "communications.customer": Layout(forms.notice, "text", ("text",), whole=True, told=True),
        "document_history": Layout(forms.version, "changes", ("version",)),
        "documentation_updates": Layout(forms.document, "name", ("name", "change")),
        "runbooks": Layout(forms.runbook, "target", ("decision",)),
        "regression_tests.promoted": Layout(forms.promoted, "description", ("description",)),
        "regression_tests.missed": Layout(forms.missed, "why_missed", ("id",)),
        **_texts(
            "what_went_well", "what_could_have_gone_better", "where_we_got_lucky",
            "detection.improvements", "prevention.monitoring", "prevention.process",
            "prevention.documentation", "prevention.training",
            "review.meeting.discussion_points", "review.meeting.decisions",
        ),
    }
)  # fmt: skip
"""The lists that may be written in the body, by their paths."""


@cache
def parsed(path: str) -> tuple[str, Mapping[str, str]]:
    """A path such as `lessons[category=process]` as the list and the values of the rows meant."""
    picked = _PATH.fullmatch(path)
    return (picked[1], {picked[2]: picked[3]}) if picked else (path, {})


def read(postmortem: Postmortem, path: str) -> tuple[Row, ...]:
    """The rows of a list: those of the front matter, then those of the body, in order.

    Args:
        path: Of `LISTS`, or with the rows meant: `lessons[category=process]`. Others have no rows.
    """
    base, wanted = parsed(path)
    if base not in LISTS:
        return ()
    found = list(_recorded(postmortem, base))
    value = postmortem.value(base)
    first = len(value) if isinstance(value, list) else len(found)
    ground = passages.ground(postmortem)
    for passage in postmortem.passages:
        path, chosen = parsed(passage.path)
        if path == base:
            rows = passages.rows(ground, passage, base, chosen, LISTS[base])
            found += (replace(row, index=first + row.index) for row in rows)
            first += len(rows)
    return tuple(r for r in found if all(r.values.get(k) == v for k, v in wanted.items()))


def _recorded(postmortem: Postmortem, path: str) -> Iterator[Row]:
    """The rows of the front matter; one text stands for a list of one, and `unknown` for none."""
    main = LISTS[path].main
    value = postmortem.value(path)
    items = [value] if isinstance(value, str) and value != "unknown" else value
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield Row(path, index, MappingProxyType(item), main)
        elif item is not None:
            yield Row(path, index, MappingProxyType({main: item}), main)
