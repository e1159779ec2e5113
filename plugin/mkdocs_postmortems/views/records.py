"""Lists of records: which of their rows a section shows, and any of them as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ..fields import choices, columns
from ..specs import FieldSpec
from .base import Block, words
from .groups import plain
from .values import show

NO_TITLES: Mapping[str, str] = MappingProxyType({})


class Shown:
    """What of a record the page shows so far, so that nothing is lost and nothing stands twice."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = set(paths)
        self._rows: dict[str, set[int]] = {}
        self._covered: set[str] = set()

    def __contains__(self, path: str) -> bool:
        return path in self._paths

    def add(self, paths: Iterable[str]) -> None:
        """Fields that stand on the page as a whole."""
        self._paths.update(paths)

    def cover(self, path: str) -> None:
        """A field that a block says together with its own: a place of its own shows it no more."""
        self._paths.add(path)
        self._covered.add(path)

    def covered(self, path: str) -> bool:
        """Whether a block says a field together with its own."""
        return path in self._covered

    def take(self, field: FieldSpec, value: list[Any]) -> list[int]:
        """The rows of a list that a field shows: those that it selects, or those that are left."""
        taken = self._rows.setdefault(field.path, set()) if field.item else None
        found = [
            index for index in self.left(field.path, value)
            if field.item is None or selected(value[index], field.item)
        ]  # fmt: skip
        if taken is not None:
            taken.update(found)
        return found

    def left(self, path: str, value: list[Any]) -> list[int]:
        """The rows of a list that no section has picked out."""
        taken = self._rows.get(path, ())
        return [i for i, row in enumerate(value) if row is not None and i not in taken]


def selected(row: object, wanted: Mapping[str, str]) -> bool:
    """Whether a row of a list holds the values that select it."""
    return isinstance(row, Mapping) and all(row.get(k) == v for k, v in wanted.items())


def tabular(rows: list[Any]) -> bool:
    """Whether rows say more as a table than in a line each; links are better as links."""
    groups = [row for row in rows if isinstance(row, Mapping)]
    return any(len(row) > 1 for row in groups) and not any("url" in row for row in groups)


def table(
    path: str,
    label: str,
    rows: list[Any],
    *,
    hidden: Iterable[str] = (),
    last: str | None = None,
    quiet: bool = False,
    own: Mapping[str, str] = NO_TITLES,
) -> Block:
    """Rows of a list as a table with a column for each key that one of them has.

    Args:
        label: The caption.
        hidden: Keys that the heading above says already.
        last: What the last row is, as a mark in it.
        quiet: The heading above says what the caption says; it is for those who do not see it.
        own: Titles of the organisation's own fields, those of rows as `list[].key`.
    """
    titles, main = columns(path)
    titles = titles or {
        place.removeprefix(f"{path}[]."): title
        for place, title in own.items() if place.startswith(f"{path}[].")
    }  # fmt: skip
    groups = [row if isinstance(row, Mapping) else {main or "": row} for row in rows]
    keys = _keys(groups, titles, frozenset(hidden))
    lines = [[_lines(path, key, row) for key in keys] for row in groups]
    return Block(
        "postmortem/records",
        {
            "caption": label,
            "quiet": quiet,
            "columns": [titles.get(key) or words(key).capitalize() for key in keys],
            "rows": lines,
            "last": last,
        },
        search=" · ".join(plain(row[main]) for row in groups if main and main in row),
    )


def _keys(
    groups: list[Mapping[str, Any]], titles: Mapping[str, str], hidden: frozenset[str]
) -> list[str]:
    """The keys that are there, in the schema's order and then in the author's."""
    there = dict.fromkeys(key for row in groups for key, value in row.items() if value is not None)
    ordered = [key for key in titles if key in there]
    ordered += [key for key in there if key not in titles]
    columns_ = [key for key in ordered if key not in hidden]
    # The words of a choice `other` stand in the place of the choice.
    return [k for k in columns_ if not (k.endswith("_other") and k[: -len("_other")] in columns_)]


def _lines(path: str, key: str, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    value = row.get(key)
    other = row.get(f"{key}_other")
    if other is not None:
        value = other if value in (None, "other") else f"{words(plain(value))}: {other}"
    return show(value, choice=f"{path}.{key}" in choices())
