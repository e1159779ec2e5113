"""A page as Markdown with placeholders for its generated blocks, and back to whole HTML.

Author text and generated HTML never mix before the author's part is rendered and sanitised. A
placeholder is a paragraph of one token that nobody outside this build knows. It is written as HTML,
which Markdown passes on: text is searched for emphasis, links and all else first.
"""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from weakref import WeakKeyDictionary

from markupsafe import Markup

from ..terms import Terms
from ..views import Block, Heading, Page, Prose, Row
from . import svg
from .environment import render
from .sanitise import clean

_DESCRIPTION = 200
"""What search engines and previews of links show of a description, in characters."""
_ROWS: WeakKeyDictionary[Row, tuple[str, ...]] = WeakKeyDictionary()
_ID = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Rendered:
    """Blocks as HTML, and what of each the theme's search should find.

    Attributes:
        inline: It stands within a line of the author's, and not as a paragraph.
    """

    html: str
    search: tuple[str, ...]
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A page on its way: Markdown for the site generator, and what replaces its placeholders.

    Attributes:
        meta: Metadata for the theme, escaped, as it does not escape what it is given.
        nonce: What nobody outside knows of the placeholders.
    """

    markdown: str
    blocks: Mapping[str, Rendered]
    meta: Mapping[str, object]
    nonce: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The HTML of a page.

    Attributes:
        html: Everything, as readers see it.
        searched: The author's part, with the searched text of the blocks in their places.
        lost: Names of elements that the sanitiser took out.
    """

    html: str
    searched: str
    lost: tuple[str, ...]


def draft(
    page: Page, heading: Callable[[Heading], str] | None = None, nonce: str | None = None
) -> Draft:
    """Lay a page out as Markdown.

    It begins with a blank line, so that nothing of the author's is taken for metadata.

    Args:
        heading: Makes what stands in the place of a heading, as a block does; without it headings
            are part of the Markdown.
        nonce: Of a former draft of the page, to get the same placeholders.
    """
    nonce = nonce or secrets.token_hex(8)
    pieces: list[str] = [""]
    blocks: dict[str, Rendered] = {}

    def put(html_: str, search: tuple[str, ...]) -> None:
        token = f"pmblock{nonce}x{len(blocks)}x"
        blocks[token] = Rendered(html_, search)
        pieces.append(f"<p>{token}</p>")

    # Blocks that follow one another share a placeholder: each costs as much as a paragraph.
    for kind, group in groupby(page.parts, type):
        if kind is Block:
            run = [part for part in group if isinstance(part, Block)]
            put("\n\n".join(html_of(b, page.terms) for b in run), tuple(b.search for b in run))
            continue
        for part in group:
            if isinstance(part, Prose):
                pieces.append(_marked(part, nonce, blocks))
            elif isinstance(part, Heading) and heading is None:
                pieces.append(f"{'#' * part.level} {part.markdown}")
            elif isinstance(part, Heading) and heading is not None:
                put(heading(part), ("",))
    return Draft("\n\n".join(pieces) + "\n", blocks, metadata(page), nonce)


def _marked(prose: Prose, nonce: str, blocks: dict[str, Rendered]) -> str:
    """The author's Markdown with a placeholder for each mark in it."""
    pieces: list[str] = []
    at = 0
    for offset, words in prose.marks:
        token = f"pmmark{nonce}x{len(blocks)}x"
        mark = render("postmortem/mark.html.jinja", words=words).strip()
        blocks[token] = Rendered(mark, (words,), inline=True)
        pieces += (prose.markdown[at:offset], " ", token)
        at = offset
    return "".join((*pieces, prose.markdown[at:]))


def finish(rendered: str, blocks: Mapping[str, Rendered]) -> Finished:
    """Sanitise the rendered Markdown and put the blocks in.

    A block whose placeholder the author's markup has swallowed is put at the end: nothing is lost.
    """
    reserved = frozenset(name for block in blocks.values() for name in _ID.findall(block.html))
    text, lost = clean(rendered, reserved)
    pieces: list[str] = []
    searched: list[str] = []
    missing: list[str] = []
    marks = {token: block for token, block in blocks.items() if block.inline}
    for token, block in blocks.items():
        if block.inline:
            continue
        before, found, after = text.partition(f"<p>{token}</p>")
        if not found:
            missing.append(block.html)
            continue
        pieces += (before, block.html)
        searched += (before, "\n".join(map(_paragraph, block.search)))
        text = after.removeprefix("\n")  # the second of the line breaks after raw HTML
    pieces.append(text)
    searched.append(text)
    whole, indexed = "".join(pieces), "".join(searched)
    for token, mark in marks.items():
        whole = whole.replace(token, mark.html, 1)
        indexed = indexed.replace(token, html.escape(mark.search[0]), 1)
    if missing or marks:
        for token in blocks:
            # As HTML that the author's markup has turned into text, and by itself.
            for rest in (f"&lt;p&gt;{token}&lt;/p&gt;", token):
                whole, indexed = whole.replace(rest, ""), indexed.replace(rest, "")
    return Finished(whole + "".join(missing), indexed, lost)


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>" if text else ""


def html_of(block: Block, terms: Terms) -> str:
    """A generated block as HTML; every value in it is escaped."""
    data = dict(block.data)
    if "charts" in data:
        files = data.pop("files", {})
        charts = data.pop("charts")
        data["figures"] = [svg.render(chart, files.get(chart.key)) for chart in charts]
    if "rows" in data:
        up = data.pop("up", "")
        data["rows"] = [_row(row, up) if isinstance(row, Row) else row for row in data["rows"]]
    return str(render(f"{block.template}.html.jinja", say=terms.apply, **data))


def _row(row: Row, up: str) -> Markup:
    """The HTML of a row on a page that is so far from the folder of the section.

    What stands between the addresses is kept for as long as the row itself.
    """
    pieces = _ROWS.get(row)
    if pieces is None:
        mark = secrets.token_hex(8)
        html_ = render(f"{row.template}.html.jinja", row=row.data, up=mark)
        pieces = _ROWS[row] = tuple(html_.split(mark))
    return Markup(up.join(pieces))  # noqa: S704  # escaped by the template


def _short(text: str) -> str:
    """One line, cut between words where it is longer than a preview shows."""
    line = " ".join(text.split())
    if len(line) <= _DESCRIPTION:
        return line
    whole = line[: _DESCRIPTION - 1]
    return f"{whole.rpartition(' ')[0] or whole}…"


def metadata(page: Page) -> dict[str, object]:
    """What a theme is told of a page, escaped, as it does not do that itself."""
    meta: dict[str, object] = {"title": html.escape(page.title)}
    if page.description:
        meta["description"] = html.escape(_short(page.description))
    if page.tags:
        meta["tags"] = [html.escape(tag) for tag in page.tags]
    if page.hide:
        meta["hide"] = list(page.hide)
    return meta
