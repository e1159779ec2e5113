"""What a row of a list is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..markdown_text import plain


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list.

    Attributes:
        path: The list, such as `lessons` or `response.gaps`.
        index: Its place in the list, from 0: in the front matter as written there, and on from
            there for those in the body.
        values: By the schema's names of the columns; an item of a list of texts has one, `text`.
            Texts are Markdown as written, with an item nested in them on a line of its own
            (`- …`); names, days and choices are plain.
        main: The column that says what the row is about.
        line: The line of the file on which it begins; None for front matter.
        end: The line of the file on which it ends, and for a row of a table the offset in that
            line behind its main cell; None for front matter.
    """

    path: str
    index: int
    values: Mapping[str, Any]
    main: str
    line: int | None = None
    end: tuple[int, int | None] | None = None

    @property
    def text(self) -> str:
        """What the row is about, in plain words."""
        return self.plain(self.main)

    def plain(self, column: str) -> str:
        """A column in plain words of one line; empty where the row has none."""
        value = self.values.get(column)
        if value is None:
            return ""
        head, *nested = str(value).split("\n- ")
        if nested:
            return plain(f"{head.rstrip(' :')}: {'; '.join(nested)}")
        return plain(head)
