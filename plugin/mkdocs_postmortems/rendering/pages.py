"""A page as Markdown with placeholders for its generated blocks, and back to whole HTML.

Author text and generated HTML never mix before the author's part is rendered and sanitised. A
placeholder is a paragraph of one token that nobody outside this build knows.
"""

from __future__ import annotations

import html
import secrets
from dataclasses import dataclass

from ..views import Block, Heading, Page, Prose
from . import svg
from .environment import render
from .sanitise import clean


@dataclass(frozen=True, slots=True)
class Draft:
    """A page on its way: Markdown for the site generator, and what replaces its placeholders."""

    markdown: str
    blocks: dict[str, Block]


def draft(page: Page) -> Draft:
    """Lay a page out as Markdown. It begins with a blank line, so that nothing of the author's is
    taken for metadata."""
    nonce = secrets.token_hex(8)
    pieces: list[str] = [""]
    blocks: dict[str, Block] = {}
    for part in page.parts:
        if isinstance(part, Heading):
            pieces.append(f"{'#' * part.level} {part.markdown}")
        elif isinstance(part, Prose):
            pieces.append(part.markdown)
        else:
            token = f"pmblock{nonce}x{len(blocks)}x"
            blocks[token] = part
            pieces.append(token)
    return Draft("\n\n".join(pieces) + "\n", blocks)


def finish(rendered: str, blocks: dict[str, Block]) -> tuple[str, tuple[str, ...]]:
    """Sanitise the rendered Markdown and put the blocks in.

    A block whose placeholder the author's markup has swallowed is put at the end: nothing is lost.

    Returns:
        The HTML, and the names of elements that the sanitiser took out.
    """
    text, lost = clean(rendered)
    missing: list[str] = []
    for token, block in blocks.items():
        paragraph = f"<p>{token}</p>"
        content = render_block(block)
        if text.count(paragraph) == 1:
            text = text.replace(paragraph, content)
        else:
            text = text.replace(token, "")
            missing.append(content)
    return text + "".join(missing), lost


def render_block(block: Block) -> str:
    """The HTML of a generated block."""
    chart = block.data.get("chart")
    if chart is not None:
        return str(svg.render(chart))
    return str(render(f"{block.template}.html.jinja", **block.data))


def attribute_safe(text: str) -> str:
    """Plain text for a theme that does not escape what it is given."""
    return html.escape(text, quote=True)
