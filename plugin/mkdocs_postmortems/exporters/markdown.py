"""A postmortem as one plain Markdown file: its page, with the data filled in as tables.

Generated parts are escaped; the author's text stands as it was written, which is not sanitised.
"""

from __future__ import annotations

from ..characters import clean
from ..rendering.pages import html_of
from ..views import Block, Heading, Page, Prose
from . import html_text
from .html_text import Address

_LEFT_OUT = frozenset({"postmortem/neighbours"})
"""Blocks that lead through a site."""


def document(page: Page, address: Address) -> bytes:
    """The file of a postmortem's page.

    Args:
        address: What the links of generated parts become.
    """
    pieces: list[str] = []
    for part in page.parts:
        if isinstance(part, Heading):
            pieces.append(f"{'#' * part.level} {part.markdown}")
        elif not isinstance(part, Block):
            pieces.append(_marked(part))
        elif part.template not in _LEFT_OUT:
            pieces.append(html_text.markdown(html_of(part, page.terms), address))
    text = "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip())
    return f"{clean(text)}\n".encode()


def _marked(prose: Prose) -> str:
    """The author's text with what we say of parts of it."""
    text = prose.markdown
    for offset, words in sorted(prose.marks, reverse=True):
        text = f"{text[:offset]} **{words}**{text[offset:]}"
    return text


def contents(title: str, rows: list[tuple[str, str, str, str, str]]) -> bytes:
    """A list of all files: address, id, title, severity, day."""
    cells = [
        [f"[{html_text.escaped(name)}](<{address}>)", *map(html_text.escaped, others)]
        for address, name, *others in rows
    ]
    table = html_text.table(["Id", "Title", "Severity", "Date"], cells)
    return f"# {title}\n\n{table}\n".encode()
