"""The mark behind the last of the five whys that an author wrote in the body."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems.rendering import pages
from mkdocs_postmortems.views.base import Page, Prose
from tests import site_support
from tests.test_pages import page_of

LAST_WHYS = {
    "numbered": ("1. **Why?** First.\n2. **Why?** Last.\n", "Last. ROOT\n"),
    "wrapped": ("- Why? First.\n- Why? Last\n  line.\n", "  line. ROOT\n"),
    "table": (
        "| Why? | Answer | Note |\n|---|---|---|\n| Why | Last. | more |\n",
        "| Last. ROOT | more |",
    ),
    "attributes": ("- Why? Last. {: .big }\n", "- Why? Last. ROOT {: .big }\n"),
    "before a label": (
        "1. Last.\n\n**Root cause:** The list.\n",
        "1. Last. ROOT\n\n**Root cause:**",
    ),
    "below a heading of one's own": ("### Chain\n1. Last.\n", "1. Last. ROOT\n"),
    "said by the author": ("1. First.\n2. Last. **← ROOT CAUSE**\n", None),
    "prose": ("A story.\n", None),
}


@pytest.mark.parametrize("name", LAST_WHYS)
def test_the_last_why_of_the_body_is_marked(name: str, tmp_path: Path) -> None:
    text, expected = LAST_WHYS[name]
    record = {"title": "T", "profile": "executive"}
    _, html, _ = page_of(tmp_path, record, f"## Why it happened\n<!-- a\nb -->\n\n{text}")
    mark = "<span class=pm-mark>Root cause</span>"
    assert html.count(mark) == (expected is not None)
    assert "pmmark" not in html
    plain = html.replace(f" {mark}", "")
    assert all(line.lstrip("# ") in plain for line in text.split("\n"))
    assert expected is None or expected in html.replace(mark, "ROOT")


def test_whys_in_both_places_are_marked_once(tmp_path: Path) -> None:
    record = {
        "title": "T",
        "profile": "executive",
        "five_whys": [{"question": "Q?", "answer": "A"}],
    }
    _, html, _ = page_of(tmp_path, record, "## Why it happened\n1. Last.\n")
    assert html.count("pm-mark") == 1


@pytest.mark.parametrize(
    "rendered",
    ['<p title="TOKEN">a</p>', "<p>TOKEN and TOKEN</p>", "<p>a</p>", '<img alt="a &quot;TOKEN">'],
)
def test_a_mark_cannot_break_what_it_stands_in(rendered: str) -> None:
    page = Page("T", "", (Prose("1. a", ((4, 'Root "cause" <b>'),)),))
    draft = pages.draft(page)
    (token,) = draft.blocks
    assert draft.markdown == f"\n\n1. a {token}\n"
    finished = pages.finish(rendered.replace("TOKEN", token), draft.blocks)
    assert token not in finished.html + finished.searched
    assert finished.html.count('"') == rendered.count('"')
    assert finished.html.count("Root") == ("TOKEN" in rendered)
    assert site_support.parse(finished.html).active == []
