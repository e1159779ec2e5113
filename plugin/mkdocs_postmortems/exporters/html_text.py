"""Our generated HTML as Markdown: label and value lists and tables become tables of Markdown.

It reads only what our own templates write. Whatever is there for the eye or for navigation alone
is left out: drawings, hidden words, breadcrumbs, edit links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_SKIPPED = frozenset({"nav", "svg", "script", "style", "form", "button"})
_SKIPPED_CLASSES = frozenset({"pm-hidden", "pm-noprint", "pm-edit"})
_BELOW = "pm-below"
_BLOCKS = frozenset(
    {"article", "details", "div", "dl", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hr", "ol", "p", "section", "table", "ul"}
)  # fmt: skip
_MARKUP = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|^(?:[#+-]|\d+[.)])(?=\s)")

Address = Callable[[str], str | None]
"""What a link of the HTML becomes; None for a link that leads nowhere here."""


@dataclass(slots=True)
class _Node:
    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[_Node | str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """The classes."""
        return (self.attributes.get("class") or "").split()

    @property
    def skipped(self) -> bool:
        """Whether it is not for reading."""
        return (
            self.tag in _SKIPPED
            or "hidden" in self.attributes
            or self.attributes.get("aria-hidden") == "true"
            or not _SKIPPED_CLASSES.isdisjoint(self.words)
        )

    def elements(self) -> Iterator[_Node]:
        """The children that are elements and for reading."""
        return (c for c in self.children if isinstance(c, _Node) and not c.skipped)

    def find(self, *tags: str) -> Iterator[_Node]:
        """The outermost elements of some names below."""
        for child in self.elements():
            if child.tag in tags:
                yield child
            else:
                yield from child.find(*tags)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("root")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, dict(attrs))
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def markdown(html: str, address: Address) -> str:
    """Markdown with blank lines between its blocks; empty where there is nothing to read."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n\n".join(_blocks(reader.root, address))


def escaped(text: str) -> str:
    """Plain text in one line that no Markdown takes for markup."""
    words = " ".join(text.split())
    return _MARKUP.sub(_reference, words)


def _reference(match: re.Match[str]) -> str:
    mark = match[0]
    if mark == "<":
        return "&lt;"
    if mark == "&":
        return "&amp;"
    return f"{mark[:-1]}\\{mark[-1]}"


def table(columns: list[str], rows: list[list[str]]) -> str:
    """A table of cells that are Markdown already; the columns may have no names."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _blocks(node: _Node, address: Address) -> Iterator[str]:
    inline: list[_Node | str] = []
    for child in (*node.children, _Node("hr")):
        if isinstance(child, str) or child.tag not in _BLOCKS:
            inline.append(child)
            continue
        text = _inline(_Node("p", node.attributes, inline), address)
        inline = []
        if text:
            yield text
        if not child.skipped:
            yield from _block(child, address)


def _block(node: _Node, address: Address) -> Iterator[str]:
    if node.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        yield f"{'#' * int(node.tag[1])} {_inline(node, address)}"
    elif node.tag == "dl":
        rows = [
            [_cell(name, address), *(_cell(value, address) for value in group.find("dd"))]
            for group in node.elements()
            for name in group.find("dt")
        ]
        if rows:
            yield table(["Field", "Value"], [[row[0], "<br>".join(row[1:])] for row in rows])
    elif node.tag == "table":
        yield from _table(node, address)
    elif node.tag in ("ul", "ol"):
        mark = "-" if node.tag == "ul" else "1."
        items = [_cell(item, address) for item in node.find("li")]
        yield "\n".join(f"{mark} {item}" for item in items if item)
    elif node.tag != "hr":
        yield from _blocks(node, address)


def _table(node: _Node, address: Address) -> Iterator[str]:
    for caption in node.find("caption"):
        if text := _inline(caption, address):
            yield f"*{text}*"
    heads = [row for part in node.find("thead") for row in part.find("tr")]
    bodies = [row for part in node.find("tbody") for row in part.find("tr")]
    rows = [[_cell(cell, address) for cell in row.find("th", "td")] for row in bodies]
    width = max(map(len, rows), default=0)
    columns = [_cell(cell, address) for row in heads[:1] for cell in row.find("th", "td")]
    columns = (columns + [""] * width)[: max(width, len(columns))]
    if rows:
        yield table(columns, [row + [""] * (len(columns) - len(row)) for row in rows])


def _cell(node: _Node, address: Address) -> str:
    """What a cell or an item holds, in one line; its parts go on new lines of the cell."""
    lists = list(node.find("ul", "ol"))
    if not lists:
        return _inline(node, address)
    own = [c for c in node.children if isinstance(c, str) or c.tag not in ("ul", "ol")]
    texts = [_inline(_Node("span", {}, own), address)]
    texts += [_inline(item, address) for part in lists for item in part.find("li")]
    between = ", " if "pm-inline" in lists[0].words else "<br>"
    return between.join(text for text in texts if text)


def _inline(node: _Node, address: Address) -> str:
    """The words of an element in one line, with its links."""
    found: list[str] = []
    for child in node.children:
        if isinstance(child, str):
            found.append(_spaced(child, escaped(child)))
        elif child.tag == "br":
            found.append(" ")
        elif not child.skipped:
            text = _inline(child, address)
            after = text and "".join(found).strip()
            if after and (_BELOW in child.words or "pm-badges" in node.words):
                found.append(f" · {text}")
            elif after and node.tag == "dd" and "pm-soft" in child.words and text[0] != "(":
                found.append(f" ({text})")
            else:
                found.append(_marked(child, text, address))
    return " ".join("".join(found).split())


def _spaced(raw: str, text: str) -> str:
    before = " " if raw[:1].isspace() else ""
    return f"{before}{text}{' ' if text and raw[-1:].isspace() else ''}"


def _marked(node: _Node, text: str, address: Address) -> str:
    if not text:
        return ""
    if node.tag == "a":
        target = address(node.attributes.get("href") or "")
        return f"[{text}](<{target}>)" if target else text
    if node.tag in ("strong", "b") or "pm-mark" in node.words:
        return f"**{text}**"
    if node.tag == "code":
        return f"`{text}`"
    return f" {text} " if node.tag in ("li", "dd", "dt", "p", "div") else text
