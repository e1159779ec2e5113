"""The scanner of Markdown structure: offsets, spans, labels, and time on hostile bodies."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import body, markdown_text, profiles
from mkdocs_postmortems.markdown_text import Structure
from tests.support import growth

PIECES = st.sampled_from(
    ["# ", "## a", "\n", "\n\n", "```", "~~~", "````", "<!--", "-->", "a", " ", "    ", "\t", "|",
     "[", "](", ")", "<!--\n-->", "`", "**", ":", "- ", "> ", "<b>", "é", "𝄞", "#", "\\", "'",
     '"', "8<--"]
)  # fmt: skip
MARKDOWN = st.lists(PIECES, max_size=60).map("".join)


def spans_of(structure: Structure) -> list[tuple[int, int]]:
    return sorted((*structure.comments, *structure.code))


@given(MARKDOWN)
def test_scan_gives_spans_of_the_text(text: str) -> None:
    structure = markdown_text.scan(text)
    spans = spans_of(structure)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    lines = text.split("\n")
    for heading in structure.headings:
        assert 1 <= heading.level <= 6
        found = text[heading.start : heading.end]
        underlined = "\n" in found and not found.split("\n")[1].strip("=- \t")
        assert underlined or found.lstrip(" ").startswith("#" * heading.level)
        assert heading.text in lines[heading.line - 1]
        assert heading.line == text.count("\n", 0, heading.start) + 1
        assert not any(start <= heading.start < end for start, end in structure.code)
    for start, _ in structure.comments:
        assert text.startswith("<!--", start)
    for opened in (structure.open_fence, structure.open_comment):
        assert opened is None or 1 <= opened <= len(lines)


@given(MARKDOWN)
def test_blanking_moves_nothing(text: str) -> None:
    structure = markdown_text.scan(text)
    spans = (*structure.comments, *structure.code)
    blank = markdown_text.blank_spans(text, spans)
    assert len(blank) == len(text)
    assert [i for i, c in enumerate(blank) if c == "\n"] == [
        i for i, c in enumerate(text) if c == "\n"
    ]
    inside = {i for start, end in spans for i in range(start, end)}
    assert all(c == text[i] if i not in inside else c.isspace() for i, c in enumerate(blank))


@given(MARKDOWN, st.integers(0, 80), st.integers(0, 80))
def test_without_spans_is_the_rest(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    comments = markdown_text.scan(text).comments
    inside = {i for left, right in comments for i in range(left, right)}
    kept = (i for i in range(start, end) if i not in inside or text[i] == "\n")
    expected = "".join(text[i] for i in kept)
    assert markdown_text.without_spans(text, comments, start, end) == expected


@given(MARKDOWN)
def test_sections_hold_the_whole_body(text: str) -> None:
    """Every word of the body is in a section, in order; comments are in none."""
    read = body.read(text, 5, profiles.builtin()["service"])
    structure = markdown_text.scan(text)
    rest = markdown_text.without_spans(text, structure.comments, 0, len(text))
    kept = "".join(s.text for s in read.sections)
    assert len("".join(kept.split())) <= len("".join(rest.split()))
    assert all(s.line >= 5 for s in read.sections)
    assert [s.line for s in read.sections] == sorted(s.line for s in read.sections)


@given(MARKDOWN, st.integers(1, 50))
def test_short_texts(text: str, limit: int) -> None:
    assert len(markdown_text.shorten(text, limit)) <= max(limit, 1)
    assert len(markdown_text.first_paragraph(text, limit)) <= max(limit, 1)
    assert "\n" not in markdown_text.plain(text)


@given(MARKDOWN)
def test_offsets_point_at_what_they_name(text: str) -> None:
    for offset, name, _ in markdown_text.html_tags(text):
        assert text[offset] == "<"
        assert text[offset + 1 :].lstrip("/").lower().startswith(name)
    for link in markdown_text.links(text):
        assert 0 <= link[0] < len(text)
    for label in markdown_text.labels(text):
        assert 0 <= label.start < label.end <= len(text)
        assert "**" in text[label.start : label.end]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("STEP 3 — Root Cause Analysis:", "root cause analysis"),
        ("4.2 Why It Happened", "why it happened"),
        ("1. Executive Summary", "executive summary"),
        ("🔍 **Root Cause**", "root cause"),
        ("Where we got lucky!", "where we got lucky"),
        ("What Didn’t Go Well?", "what didn't go well"),
        ("Root cause {#cause}", "root cause"),
        ("`Impact`", "impact"),
        ("5 whys", "whys"),
    ],
)
def test_heading_key(heading: str, key: str) -> None:
    assert markdown_text.heading_key(heading) == key


def headings(text: str) -> list[tuple[int, str, int]]:
    return [(h.level, h.text, h.line) for h in markdown_text.scan(text).headings]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# One\n\ntext\n\n## Two ##\n", [(1, "One", 1), (2, "Two", 5)]),
        ("#One\n", []),
        ("    # code\n", []),
        ("```\n# code\n```\n# One\n", [(1, "One", 4)]),
        ("~~~\n```\n# code\n~~~\n# One\n", [(1, "One", 5)]),
        ("````\n```\n# code\n````\n# One\n", [(1, "One", 5)]),
        ("<!--\n# hidden\n-->\n# One\n", [(1, "One", 4)]),
        ("text <!-- # --> # no\n# One\n", [(1, "One", 2)]),
        ("#\n", [(1, "", 1)]),
        ("####### seven\n", []),
        ("# C#\n", [(1, "C#", 1)]),
        ("# One # \t\n", [(1, "One", 1)]),
        ("# # #\n", [(1, "#", 1)]),
        ("# #\n", [(1, "", 1)]),
        ("## One \\#\t##\n", [(2, "One \\#", 1)]),
        ("#\tOne\n", [(1, "One", 1)]),
    ],
)
def test_headings(text: str, found: list[tuple[int, str, int]]) -> None:
    assert headings(text) == found


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[a](b) ![c](<d e>) [f]( g 'h')", ["b", "d e", "g"]),
        ("[a][1]\n\n[1]: javascript:b\n", ["javascript:b"]),
        ("> [1]: <b>\n   [Two\nwords]:\n  c\n", ["b", "c"]),
        ("[^1]: a note\na [b]: c\n", []),
    ],
)
def test_links(text: str, targets: list[str]) -> None:
    assert [target for _, target in markdown_text.links(text)] == targets


def test_unclosed_blocks_are_named() -> None:
    assert markdown_text.scan("a\n\n```\n# b\n").open_fence == 3
    assert markdown_text.scan("a\n<!-- b\n").open_comment == 2
    assert markdown_text.scan("```\n```\n<!-- -->\n").open_fence is None


def test_underlined_headings() -> None:
    text = "Title\n=====\n\nRoot cause\n----------\nText\n\ntwo\nlines\n---\n\n---\n\n"
    text += "```\na\n---\n```\n"
    found = markdown_text.scan(text).headings
    assert [(h.level, h.text, h.line) for h in found] == [(1, "Title", 1), (2, "Root cause", 4)]
    assert text[found[1].end :].startswith("\nText")


def test_autolinks_are_links() -> None:
    assert list(markdown_text.links("see <https://a.example/> and <b@c.example>")) == [
        (4, "https://a.example/")
    ]


def test_plain_keeps_the_words() -> None:
    assert markdown_text.plain("A **bold** [link](https://a.example) and `code`") == (
        "A bold link and code"
    )
    assert markdown_text.plain("[![alt](a.png)](b) c") == "alt c"
    assert markdown_text.plain("a [b](https://a.example/c_(d)) e") == "a b e"
    assert len(markdown_text.plain("a" * 1_000_000)) == 4000


Hostile = Callable[[int], Callable[[], object]]
LINEAR: dict[str, Hostile] = {
    "plain: opening brackets": lambda n: lambda: markdown_text.plain("[" * n),
    "links: open targets": lambda n: lambda: list(markdown_text.links("[](<" * n)),
    "heading_key: open attributes": lambda n: (
        lambda: markdown_text.heading_key.__wrapped__("{#" * n)
    ),
    "scan: comments": lambda n: lambda: markdown_text.scan("<!---->" * n),
    "scan: fences": lambda n: lambda: markdown_text.scan("```\n~~~\n" * n),
    "scan: spaces in a heading": lambda n: lambda: markdown_text.scan("# a" + " " * n + "b"),
    "scan: marks in a heading": lambda n: lambda: markdown_text.scan("# a" + " #" * n + "b"),
    "html_tags: open quotes": lambda n: lambda: list(markdown_text.html_tags('<a "' * n)),
    "html_tags: open tags": lambda n: lambda: list(markdown_text.html_tags("<a " * n)),
    "labels: open": lambda n: lambda: list(markdown_text.labels("**a" * n)),
    "first_paragraph: blanks": lambda n: lambda: markdown_text.first_paragraph("- a" + "\n " * n),
    "blank_spans: comments": lambda n: (
        lambda: markdown_text.blank_spans("<!---->" * n, markdown_text.scan("<!---->" * n).comments)
    ),
    "blank_spans: code": lambda n: (
        lambda: markdown_text.blank_spans(
            "```\n```\n" * n, markdown_text.scan("```\n```\n" * n).code
        )
    ),
    "links: definitions": lambda n: lambda: list(markdown_text.links("[a\n" * n + "]:\n" * n)),
    "links: open definitions": lambda n: lambda: list(markdown_text.links("[" * n + "]:" * n)),
    "plain: open links": lambda n: lambda: markdown_text.plain("[a](" * n),
    "plain: brackets in links": lambda n: lambda: markdown_text.plain("[a]((b)c" * n),
    "read: headings and comments": lambda n: lambda: body.read("# a\n<!---->\n" * n, 1, None),
    "read: events": lambda n: (
        lambda: body.read("## Timeline\n" + "- 22:41 - a\n" * n, 1, profiles.builtin()["condensed"])
    ),
    "read: labels": lambda n: (
        lambda: body.read("## Resolution\n" + "**Fix:** a\n" * n, 1, profiles.builtin()["service"])
    ),
}
SIZES = {"heading_key: open attributes": 2000}


@pytest.mark.parametrize(
    "name",
    LINEAR,
)
def test_hostile_bodies_take_linear_time(name: str) -> None:
    assert growth(LINEAR[name], SIZES.get(name, 800)) < 9


def test_a_bare_label_is_no_summary() -> None:
    assert markdown_text.first_paragraph("**Business impact:**\n\nWords.") == "Words."
    assert markdown_text.first_paragraph("**Business impact:**") == ""
    assert markdown_text.first_paragraph("**Impact:** none.") == "Impact: none."
