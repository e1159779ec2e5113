"""A passage of the body as rows of its list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from ..fields import choice_labels, column_labels
from ..markdown_text import heading_key, plain
from ..model import Passage, Postmortem
from . import blocks, forms, wording
from .base import Row

_PLAIN = frozenset({"id", "at", "date", "version", "author", "channel", "name", "target"})
"""Columns that hold one line without markup."""
_TICKED = frozenset({"x", "[x]", "yes", "done", "true", "✅", "✓", "✔", "☑"})
_NUMBERS = frozenset({"", "#", "id", "no", "nr", "number"})
"""Heads of columns that only number the rows."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a list is written in the body.

    Attributes:
        main: The column that says what a row is about.
        needs: A row says something where it has one of these.
        whole: A paragraph in its place is a row where no list and no table stands there.
        told: Any text in its place answers for the list, though it may make no row.
    """

    form: forms.Form
    main: str
    needs: tuple[str, ...]
    whole: bool = False
    told: bool = False


@dataclass(slots=True)
class _Found:
    """A row that is being read; `ticked` is None where it has no box."""

    values: dict[str, Any]
    number: int
    end: tuple[int, int | None]
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What reading any passage of a body needs to know of it.

    Attributes:
        code: The first and the last line of the file of each fenced block, in order.
        last: The last line of the file.
    """

    body: str
    code: tuple[tuple[int, int], ...]
    last: int


def ground(postmortem: Postmortem) -> Ground:
    """The ground of a postmortem's passages."""
    code: list[tuple[int, int]] = []
    body, offset, line = postmortem.body, 0, postmortem.body_line
    for start, end in postmortem.structure.code:
        first = line + body.count("\n", offset, start)
        offset, line = end, first + body.count("\n", start, end)
        code.append((first, line))
    return Ground(body, tuple(code), line + body.count("\n", offset))


def rows(
    ground: Ground, passage: Passage, path: str, chosen: Mapping[str, str], layout: Layout
) -> tuple[Row, ...]:
    """The rows of a passage, counted from 0.

    Args:
        chosen: What the place of the passage says of each row.
    """
    reader = _Reader(ground.body, path, chosen, layout)
    for block in blocks.read(passage.text, _code_lines(ground, passage)):
        if isinstance(block, blocks.TableRow):
            reader.cells(block)
        else:
            reader.item(block)
    last = ground.last
    return tuple(
        Row(
            path, index, MappingProxyType(_ordered(path, found.values)), layout.main,
            min(passage.line + found.number, last),
            (min(passage.line + found.end[0], last), found.end[1]),
        )
        for index, found in enumerate(reader.finished())
    )  # fmt: skip


def _ordered(path: str, values: dict[str, Any]) -> dict[str, Any]:
    """Values in the schema's order."""
    return {key: values[key] for key in (*column_labels(path), "text") if key in values}


def _code_lines(ground: Ground, passage: Passage) -> frozenset[int]:
    """The lines of a passage, from 0, that are fenced code."""
    found: set[int] = set()
    count = passage.text.count("\n") + 1
    for first, last in ground.code[bisect_left(ground.code, passage.line, key=itemgetter(1)) :]:
        if first >= passage.line + count:
            break
        found.update(range(max(first - passage.line, 0), min(last - passage.line + 1, count)))
    return frozenset(found)


class _Reader:
    def __init__(self, body: str, path: str, chosen: Mapping[str, str], layout: Layout) -> None:
        self._body = body
        self._path = path
        self._chosen = chosen
        self._layout = layout
        self._found: list[_Found] = []
        self._paragraphs: list[_Found] = []
        self._asked: _Found | None = None  # a question whose answer stands in the next block
        self._columns: dict[tuple[str, ...], tuple[str | None, ...]] = {}

    def finished(self) -> list[_Found]:
        """The rows of the passage."""
        if self._path == "runbooks" and len(self._found) > 1:
            # Without boxes, "no changes" counts only where it is the only line left.
            return [
                f for f in self._found if f.ticked is not None or f.values["decision"] != "none"
            ]
        return self._found or self._paragraphs

    def item(self, item: blocks.Item) -> None:
        """Read a list item or a paragraph."""
        parts = forms.nested_whys(item) if self._path == "five_whys" else [item]
        for part in parts:
            text, ticked = wording.joined(part)
            values: dict[str, Any] = dict(self._layout.form(self._path, text, self._chosen))
            numbers = (part.lines[0].number, part.lines[-1].number)
            found = _Found(self._kept(values), numbers[0], (numbers[1], None), ticked)
            if item.listed:
                self._add(found)
            elif self._layout.whole:
                if self._says(found):
                    found.values.update(self._chosen)
                    self._paragraphs.append(found)
            elif self._is_row(found, text):
                self._add(found)

    def _is_row(self, found: _Found, text: str) -> bool:
        """Whether a paragraph is written like a row, and is no prose."""
        asks = "question" in found.values or self._asked is not None
        return asks or wording.begins_labelled(self._path, text)

    def cells(self, row: blocks.TableRow) -> None:
        """Read a row of a table."""
        if row.head not in self._columns:
            self._columns[row.head] = self._heads(row.head)
        words: dict[str, list[str]] = {}
        ticked: bool | None = None
        end = 0
        for column, cell in zip(self._columns[row.head], row.cells, strict=False):
            text, box = wording.opened(wording.spaced(cell.text))
            ticked = box if ticked is None else ticked
            if column is None or not text:
                continue
            words.setdefault(column, []).append(text)
            if column == self._layout.main:
                end = cell.end
        values: dict[str, Any] = {key: " — ".join(texts) for key, texts in words.items()}
        if "answer" in values:
            values["answer"] = forms.answer(values["answer"])
        self._asked = None
        self._add(_Found(self._kept(values), row.number, (row.number, end or None), ticked))

    def _heads(self, head: tuple[str, ...]) -> tuple[str | None, ...]:
        """The columns that the cells of a head name; None for those that are not known."""
        keys = [heading_key(plain(cell)) for cell in head]
        if not column_labels(self._path):
            return tuple(None if key in _NUMBERS else "text" for key in keys)
        known = wording.headers(self._path)
        columns = [known.get(key) for key in keys]
        if self._path == "five_whys":
            columns = [c or ("question" if k.startswith("why") else None)
                       for c, k in zip(columns, keys, strict=True)]  # fmt: skip
        named = [index for index, key in enumerate(keys) if key not in _NUMBERS]
        if len(named) == 1 and not any(columns):
            columns[named[0]] = self._layout.main
        return tuple(columns)

    def _kept(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values that say something, each in the form of its column."""
        kept: dict[str, Any] = {}
        for key, value in values.items():
            known = wording.choice(self._path, key, value) if value else None
            if known is not None:
                kept[key] = known
            elif not self._said(value):
                continue
            elif key == "done":
                kept[key] = value.strip().casefold() in _TICKED
            elif choice_labels(self._path, key):
                if f"{key}_other" in column_labels(self._path):
                    kept.update({key: "other", f"{key}_other": plain(value)})
            else:
                kept[key] = plain(value) if key in _PLAIN else value
        if "message" in kept and "state" not in kept:
            state = wording.choice(self._path, "state", kept["message"])
            kept.update({"state": state} if state else {})
        return kept

    def _said(self, value: str) -> bool:
        # Words in brackets are a link where the body defines one of that name.
        return wording.said(value) or (value.startswith("[") and f"{value}:" in self._body)

    def _says(self, found: _Found) -> bool:
        return any(key in found.values for key in self._layout.needs)

    def _add(self, found: _Found) -> None:
        """Take a row, or what completes the one before: a label or an answer on its own."""
        values, asked = found.values, self._asked
        self._asked = None
        if asked is not None and "answer" in values and "question" not in values:
            values["question"], found.number = asked.values["question"], asked.number
        if not self._says(found):
            before = self._found[-1] if self._found else None
            if "question" in values:
                self._asked = found
            elif before is not None and values and values.keys().isdisjoint(before.values):
                before.values.update(values)
                before.end = found.end
            return
        if self._path == "runbooks" and not _decided(found):
            return
        if found.ticked is not None and "done" in column_labels(self._path):
            values.setdefault("done", found.ticked)
        if self._path == "lessons":
            values.setdefault("category", "general")
        if "kind" in self._chosen:
            values.pop("kind_other", None)
        values.update(self._chosen)
        self._found.append(found)


def _decided(found: _Found) -> bool:
    """Whether a line about runbooks counts: its box is ticked, or its words are filled in."""
    if found.ticked is not None:
        return found.ticked
    return found.values["decision"] == "none" or "target" in found.values
