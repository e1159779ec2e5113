"""The one way out: what is printed shows what it holds, and is never a command."""

from __future__ import annotations

import io
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import printer
from mkdocs_postmortems.diagnostics import Diagnostic, Level, Position, Summary, worst
from mkdocs_postmortems.printer import Printer, visible
from mkdocs_postmortems.reporters import REPORTERS, text

# The bidi controls of the Unicode standard.
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ANY = st.text(max_size=40) | st.text(
    st.sampled_from("::#[]%,\n\r\t\x1b\x85\u2028\u2029 ab" + BIDI + "\u200b\ufeff\ud800\U000e0041"),
    max_size=30,
)


@given(ANY)
def test_visible_is_one_harmless_line(text: str) -> None:
    shown = visible(text)
    assert len(shown.splitlines()) <= 1
    assert "##[" not in shown
    assert not shown.startswith("::")
    for character in shown:
        assert character == "\t" or unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
        assert character not in BIDI


@given(st.text(st.characters(codec="ascii", min_codepoint=32, max_codepoint=126)))
def test_visible_keeps_ordinary_text(text: str) -> None:
    shown = visible(text).replace("<U+003A>", ":").replace("## [", "##[")
    assert shown == text or "##[" in text


@given(ANY)
def test_no_line_is_a_command_behind_blanks(text: str) -> None:
    """A runner strips blanks before it looks for a command."""
    for line in (text, f"{text}::error::x", f" \t{text}"):
        assert not visible(line).lstrip().startswith("::")
        assert not printer.annotation_value(line).startswith("::")
    assert visible(" ::error::x") == " <U+003A>:error::x"


def test_arabic_letter_mark_is_made_visible() -> None:
    assert visible("a\u061cb") == "a<U+061C>b"


@given(ANY)
def test_properties_of_annotations(text: str) -> None:
    value = printer.annotation_property(text)
    assert not re.search(r"[:,\n\r]", value)
    assert "%" not in re.sub(r"%(25|3A|2C)", "", value)
    assert "%" not in re.sub(r"%25", "", printer.annotation_value(text))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("line", ["é 日本語 𝄞 \ud800 \x1b[31m"])
def test_any_encoding_of_a_terminal(encoding: str, line: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    out = Printer(stream)
    out.line(line)
    out.document('{"a": "é"}')
    stream.flush()
    assert raw.getvalue().decode(encoding).count("\n") == 2


FINDINGS = st.builds(
    Diagnostic,
    path=ANY,
    position=st.builds(Position, st.integers(1, 999), st.integers(1, 999)),
    code=st.sampled_from(["PM001", "PM205"]),
    level=st.sampled_from(list(Level)),
    message=ANY,
    found=st.none() | ANY,
    allowed=st.lists(ANY, max_size=3).map(tuple),
    nearest=st.none() | ANY,
    fix=ANY,
)


def report(name: str, diagnostics: tuple[Diagnostic, ...], summary: Summary) -> list[str]:
    stream = io.StringIO()
    REPORTERS[name](diagnostics, summary, Printer(stream))
    return stream.getvalue().split("\n")[:-1]


@given(st.lists(FINDINGS, max_size=4).map(tuple))
def test_reporters_give_one_line_a_finding(found: tuple[Diagnostic, ...]) -> None:
    counts = {level: sum(d.level is level for d in found) for level in Level}
    summary = Summary(len(found), ("a\n::b.md",), 1, counts)
    tail = text.closing(summary)
    assert len(report("text", found, summary)) == len(found) + len(tail)
    lines = report("github", found, summary)
    assert len(lines) == 2 * len(found) + len(tail)
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == len(found)
    assert all(re.match(r"::(error|warning|notice) file=", line) for line in commands)
    data = json.loads("\n".join(report("json", found, summary)))
    assert len(data["diagnostics"]) == len(found)
    assert data["summary"]["files"] == len(found)


def finding(level: Level, line: int) -> Diagnostic:
    return Diagnostic("a.md", Position(line), "PM205", level, "x", fix="Do it.")


def test_github_says_what_it_leaves_out() -> None:
    found = tuple(finding(Level.ERROR, line) for line in range(1, 13))
    lines = report("github", found, Summary(1, (), 0, {Level.ERROR: 12}))
    assert sum(line.startswith("::error") for line in lines) == 10
    assert any(line.startswith("2 more of level error") for line in lines)


def test_numbers_and_words() -> None:
    summary = Summary(1, ("README.md",), 2, {Level.ERROR: 1, Level.WARNING: 2, Level.INFO: 0})
    assert text.closing(summary) == [
        "1 postmortem checked: 1 error, 2 warnings, 0 notes.",
        "2 files not structured yet (no front matter).",
        "1 file ignored: README.md",
        "What a code means: postmortems explain CODE",
    ]
    many = Summary(9, tuple(f"{i}.md" for i in range(7)))
    assert text.closing(many)[1] == "7 files ignored: 0.md, 1.md, 2.md, 3.md, 4.md …"


def test_the_worst_level() -> None:
    assert worst([]) is None
    found = [finding(Level.INFO, 1), finding(Level.ERROR, 2), finding(Level.WARNING, 3)]
    assert worst(found) is Level.ERROR
