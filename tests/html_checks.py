"""Faults in the HTML of a page, as a strict validator and a screen reader would find them.

Not the whole standard: the elements that our templates use, what may stand in them, and what names
and refers to what. `faults` takes an HTML text and gives one sentence for each fault.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_PHRASING = {"a", "abbr", "b", "bdi", "br", "button", "cite", "code", "del", "em", "i", "img",
             "input", "ins", "kbd", "label", "mark", "meter", "output", "q", "s", "samp", "select",
             "small", "span", "strong", "sub", "sup", "svg", "time", "u", "var", "wbr"}  # fmt: skip
_ONLY_PHRASING = {"abbr", "b", "button", "cite", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6",
                  "i", "label", "output", "p", "pre", "s", "small", "span", "strong", "sub",
                  "summary", "sup", "time"}  # fmt: skip
_CHILDREN = {
    "ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "tr": {"th", "td"},
    "tbody": {"tr"}, "thead": {"tr"}, "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "select": {"option", "optgroup"}, "option": set(),
}  # fmt: skip
_PARENTS = {
    "li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "tr": {"thead", "tbody", "tfoot"},
    "td": {"tr"}, "th": {"tr"}, "caption": {"table"}, "figcaption": {"figure"},
    "summary": {"details"}, "option": {"select", "optgroup"}, "thead": {"table"},
    "tbody": {"table"},
}  # fmt: skip
_INTERACTIVE = {"a", "button", "details", "input", "label", "select", "textarea"}
_REFERENCES = ("aria-controls", "aria-describedby", "aria-labelledby", "for", "form")
_NAMED = {"a", "button", "summary", "th", "caption", "figcaption", "h1", "h2", "h3", "h4", "h5",
          "h6", "label", "dt"}  # fmt: skip
_CONTROLS = {"input", "select", "textarea"}


@dataclass
class Element:
    """An element with its children and all text in it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it."""
        return " ".join("".join(self.pieces).split())

    def inside(self, *tags: str) -> Element | None:
        """The nearest element around it of one of these kinds."""
        above = self.parent
        while above is not None and above.tag not in tags:
            above = above.parent
        return above

    def __str__(self) -> str:
        name = self.attributes.get("id") or self.attributes.get("class") or self.text[:40]
        return f"<{self.tag}> {name!r}"


class _Reader(HTMLParser):
    """Builds the tree and notes what is not balanced; it repairs nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {})
        self.elements: list[Element] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag}> has {n} twice" for n in set(names) if names.count(n) > 1]
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        self.elements.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.here = self.here.parent or self.root

    def handle_endtag(self, tag: str) -> None:
        if self.here.tag != tag:
            self.faults.append(f"</{tag}> ends {self.here}")
        self.here = self.here.parent or self.root

    def handle_data(self, data: str) -> None:
        element: Element | None = self.here
        while element is not None:
            element.pieces.append(data)
            element = element.parent


def faults(html: str, level: int = 0) -> list[str]:
    """What is wrong with a piece of a page.

    Args:
        level: The level of the heading before it; 0 for a piece that has the page's `<h1>`.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = list(reader.faults)
    if reader.here is not reader.root:
        found.append(f"{reader.here} is never closed")
    ids = [e.attributes["id"] for e in reader.elements if "id" in e.attributes]
    found += [f"the id {name} stands {ids.count(name)} times" for name in sorted(set(ids))
              if ids.count(name) > 1]  # fmt: skip
    found += _headings(reader.elements, level)
    for element in reader.elements:
        if element.inside("svg") is None:
            found += _nesting(element)
            found += _words(element)
        found += _attributes(element, set(ids))
    return found


def _headings(elements: list[Element], level: int) -> list[str]:
    found = []
    headings = [e for e in elements if e.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    if level == 0 and [e.tag for e in headings].count("h1") != 1:
        found.append("there is not exactly one <h1>")
    for heading in headings:
        rank = int(heading.tag[1])
        if rank > level + 1:
            found.append(f"{heading} follows a heading of level {level}")
        level = rank
    return found


def _nesting(element: Element) -> list[str]:
    tag, parent = element.tag, element.parent
    above = parent.tag if parent else ""
    found = []
    if above in _ONLY_PHRASING and tag not in _PHRASING and (above, tag[0]) != ("summary", "h"):
        found.append(f"{element} in <{above}>")
    if above in _CHILDREN and tag not in _CHILDREN[above]:
        found.append(f"{element} directly in <{above}>")
    if tag in _PARENTS and above not in _PARENTS[tag]:
        found.append(f"{element} outside of {sorted(_PARENTS[tag])}")
    outer = element.inside(*_INTERACTIVE - {"details"})
    if tag in _INTERACTIVE and outer and not (outer.tag == "label" and tag in _CONTROLS):
        found.append(f"{element} in {outer}")
    if tag == "div" and above == "dl":
        found += [f"{c} in a group of <dl>" for c in element.children if c.tag not in {"dt", "dd"}]
    if tag == "table" and "pm-table" in element.attributes.get("class", ""):  # not the author's
        found += _table(element)
    return found


def _table(table: Element) -> list[str]:
    found = []
    if not any(child.tag == "caption" for child in table.children):
        found.append(f"{table} has no caption")
    rows = [row for part in table.children for row in part.children if row.tag == "tr"]
    widths = {len(row.children) for row in rows}
    if len(widths) > 1:
        found.append(f"the rows of {table} have {sorted(widths)} cells")
    for row in rows:
        headings = [cell for cell in row.children if cell.tag == "th"]
        scopes = {"col", "row"}
        found += [f"{h} has no scope" for h in headings if h.attributes.get("scope") not in scopes]
    return found


def _words(element: Element) -> list[str]:
    """What has no name, or no caption in the right place."""
    tag, attributes = element.tag, element.attributes
    named = bool(attributes.get("aria-label") or attributes.get("aria-labelledby"))
    found = []
    pictures = any(child.tag == "img" for child in element.children)
    author = tag == "th" and "scope" not in attributes
    if tag in _NAMED and not (element.text or named or pictures or author):
        found.append(f"{element} is empty")
    if tag == "img" and "alt" not in attributes:
        found.append(f"{element} has no alt")
    if tag == "a" and not attributes.get("href"):
        found.append(f"{element} leads nowhere")
    labelled = element.inside("label") is not None or named or "id" in attributes
    if tag in _CONTROLS and not labelled:
        found.append(f"{element} has no label")
    if tag in {"nav", "section"} and not named:
        found.append(f"{element} has no name")
    if tag == "details" and (not element.children or element.children[0].tag != "summary"):
        found.append(f"{element} has no summary")
    if tag == "figure":
        places = [i for i, child in enumerate(element.children) if child.tag == "figcaption"]
        if places not in ([0], [len(element.children) - 1]):
            found.append(f"{element} has no caption first or last")
    return found


def _attributes(element: Element, ids: set[str]) -> list[str]:
    attributes = element.attributes
    found = [f"{element} has {name}" for name in attributes if name == "style" or name[:2] == "on"]
    for name in _REFERENCES:
        unknown = [word for word in attributes.get(name, "").split() if word not in ids]
        found += [f"{name} of {element} names {word}, which is nowhere" for word in unknown]
    named = attributes.get("aria-label") or attributes.get("aria-labelledby")
    if attributes.get("role") in {"img", "region"} and not named:
        found.append(f"{element} has no name")
    if attributes.get("tabindex", "0") not in {"0", "-1"}:
        found.append(f"{element} changes the order of focus")
    absolute = attributes.get("href", attributes.get("src", "")).startswith("/")
    if absolute:
        found.append(f"{element} leads to the root of the server")
    return found
