"""A page as one Markdown file for another site generator: front matter, headings, finished HTML.

The author's text is rendered and sanitised here, because another generator would publish whatever
HTML stands in it. Headings stay Markdown, so that the generator makes its table of contents. The
HTML has no blank line and no template marks, so that no dialect of Markdown changes it.
"""

from __future__ import annotations

import json
import re

from .. import markdown_text
from ..characters import clean
from ..errors import UsageError
from ..rendering import pages as rendering
from ..rendering import prose
from ..rendering.sanitise import TooManyTagsError
from ..views import Heading, Page

_BEGIN, _END = "\x02", "\x03"
_HEADING = re.compile(f"{_BEGIN}(.*?){_END}", re.S)
_CODE = re.compile(r"(<pre\b.*?</pre>)", re.S)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_MARKUP = re.compile(r"[\\`*_\[\]{}<>&#|~$^=:!\"'@+-]")


def document(page: Page, name: str) -> bytes:
    """The file of a page.

    Args:
        name: Which page it is, for messages.

    Raises:
        UsageError: Its text makes more elements than a page can hold.
    """
    draft = rendering.draft(page, _heading)
    try:
        html = rendering.finish(prose.to_html(draft.markdown), draft.blocks).html
    except (TooManyTagsError, RecursionError):
        what = "the body makes more elements than a page can hold; move generated text to files"
        raise UsageError(f"{name}: {what}") from None
    # The pieces between the headings, and the headings, in turn.
    pieces = _HEADING.split(html)
    lines = [
        piece if index % 2 else _inert(piece) for index, piece in enumerate(pieces) if piece.strip()
    ]
    # JSON is YAML. The values are escaped for HTML already: themes do not do it.
    meta = [
        f"{key}: {_untemplated(json.dumps(value, ensure_ascii=False))}"
        for key, value in draft.meta.items()
    ]
    return "\n".join(("---", *meta, "---", "", "\n\n".join(lines), "")).encode()


def _heading(heading: Heading) -> str:
    """A heading by its words alone, which no dialect takes for markup."""
    words = clean(markdown_text.plain(heading.markdown))
    title = _MARKUP.sub(lambda match: f"&#{ord(match[0])};", words)
    return f"{_BEGIN}{'#' * heading.level} {title}{_END}"


def _inert(html: str) -> str:
    """HTML on lines without a blank one between them, and without marks of template languages."""
    parts = _CODE.split(html.strip("\n"))
    for index, part in enumerate(parts):
        if index % 2:
            # In code a blank line counts; as a reference it is no line of the file.
            parts[index] = _BLANK_LINES.sub(lambda m: "&#10;" * (m[0].count("\n") - 1) + "\n", part)
        else:
            parts[index] = _BLANK_LINES.sub("\n", part)
    return _untemplated("".join(parts))


def _untemplated(html: str) -> str:
    return html.replace("{{", "&#123;&#123;").replace("{%", "&#123;%")
