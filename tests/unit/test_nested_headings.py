"""Headings inside other blocks are those that Python-Markdown makes of them."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown

from mkdocs_postmortems.views import nested

_SECTION = "Section"


@pytest.mark.parametrize(
    "text",
    [
        "> ## A\n> text\n>\n> ### B\n", "> Told\n> ----\n\ntext", "> a\n> b\n> ---\n",
        "- ## A\n- B\n\n    ## C\n\n    text\n", "1. # A\n", "* ## A #\n", "- a\n- # B\n- c\n",
        "- x\n\n> > ## deep\n", "- a\n\n    - ## deep\n", "-   a\n\n    > ## Q\n", "> * ## A\n",
        "!!! note\n    ## A\n\n    x\n\n    B\n    ===\n", "[^1]: Note\n\n    ## F\n",
        "#Hash\n\ntext", "text\n> ## A\n", "> a\n\n> ## B\n", "> - x\n>\n>     ## In\n",
        "```\n## no\n> ## no\n```\n\n    ## no\n", "<!--\n> ## no\n-->\n> ## yes\n",
        "## Section\n\n- a ## b\n\n---\n\nx", "## Section\n\n> x\n\n---\n", "a\nb\n---\n",
        "- a\n  ## b\n", "", "#", "> #",
    ],
)  # fmt: skip
def test_they_are_found_as_the_site_does(text: str) -> None:
    html = Markdown(extensions=["toc", "admonition", "fenced_code", "footnotes"]).convert(text)
    made = [title for title in re.findall(r"<h\d[^>]*>(.*?)</h\d>", html) if title != _SECTION]
    assert [title for title in nested.titles(text) if title] == [title for title in made if title]
