"""Bytes to front matter and body: never an exception, always the right line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import source
from mkdocs_postmortems.diagnostics import Finding, Position
from mkdocs_postmortems.settings import Limits
from mkdocs_postmortems.source import SourceDocument
from tests.support import document

LIMITS = Limits()
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn"))
PIECES = st.sampled_from(
    [b"---", b"\n", b"\r\n", b"\r", b"...", b"title: a", b": ", b"- ", b"\xef\xbb\xbf", b"\x00",
     b"\xff", "é".encode(), "\u202e".encode(), "\u2028".encode(), b"[", b"{", b'"', b"\t", b" ",
     b"# a", b"&a ", b"*a", b"<<: ", b"!x "]
)  # fmt: skip
BYTES = st.binary(max_size=200) | st.lists(PIECES, max_size=40).map(b"".join)


@given(BYTES)
def test_any_bytes_give_a_document_or_findings(raw: bytes) -> None:
    parsed = source.parse(raw, "a.md", LIMITS)
    source.positions(raw, LIMITS)
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    if isinstance(parsed, list):
        assert parsed
        for finding in parsed:
            assert finding.code.startswith("PM0")
            assert not isinstance(finding.where, tuple)
            assert 1 <= finding.where.line <= lines + 1
    else:
        assert "\r" not in parsed.body
        assert 1 <= parsed.body_line <= lines


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn"))), st.data()
)
def test_body_and_its_line(body: str, data: st.DataObject) -> None:
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    body = body.replace("\u2028", "").replace("\u2029", "")
    raw = document(body=body).replace("\n", end).encode()
    parsed = source.parse(data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + raw, "a.md", LIMITS)
    assert isinstance(parsed, SourceDocument)
    assert parsed.body == body
    assert parsed.body_line == 7
    assert parsed.data is not None


def parse(text: str | bytes) -> SourceDocument | list[Finding]:
    return source.parse(text if isinstance(text, bytes) else text.encode(), "a.md", LIMITS)


@pytest.mark.parametrize(
    ("text", "data", "body", "line"),
    [
        ("", None, "", 1),
        ("# Old\n", None, "# Old\n", 1),
        ("text\n---\na: b\n---\n", None, "text\n---\na: b\n---\n", 1),
        ("---\n---\nx", {}, "x", 3),
        ("---\na: b\n---", {"a": "b"}, "", 4),
        ("---\na: b\n---\n\n---\nx\n", {"a": "b"}, "\n---\nx\n", 4),
        ("---\na: |\n  ----\n---\nx", {"a": "----\n"}, "x", 5),
        ("---\n# only a comment\n---\nImpact: 500s\n", {}, "Impact: 500s\n", 4),
        ("---\non: a\ncontent: b\nhandler: c\nmetadata: d\n---\n",
         {"on": "a", "content": "b", "handler": "c", "metadata": "d"}, "", 7),
    ],
)  # fmt: skip
def test_boundaries(text: str, data: dict[str, str] | None, body: str, line: int) -> None:
    parsed = parse(text)
    assert isinstance(parsed, SourceDocument)
    assert (parsed.data, parsed.body, parsed.body_line) == (data, body, line)


def test_every_finding_of_the_characters_is_said() -> None:
    parsed = parse("---\ntitle: a\x07b\ntags: [c\u202ed, e\u200bf]\n---\n")
    assert isinstance(parsed, list)
    assert [(f.code, f.found) for f in parsed] == [
        ("PM002", "U+0007"), ("PM010", "U+202E"), ("PM010", "U+200B"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a\u2067b\u2069c", "a\u200db 👩\u200d🔧", "a\u200fb", "a\u061cb"])
def test_harmless_marks_in_the_body(text: str) -> None:
    assert isinstance(parse(document(body=text)), SourceDocument)


@pytest.mark.parametrize("text", ["a\u202ab\u202c", "a\u2067b", "a\u2069b\u2067", "a\u202eb"])
def test_reordering_marks_in_the_body(text: str) -> None:
    parsed = parse(document(body=text))
    assert isinstance(parsed, list)
    assert [f.code for f in parsed] == ["PM010"]


def test_arabic_letter_mark_in_the_front_matter() -> None:
    assert isinstance(parse(document("document_owner: a\u061cb\n")), list)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---", 1), ("--- ", 1), ("---\r", 1), ("---\na: 1\n...\n", 3),
        ("---\na: 1\n...\n---\nbody\n", 3), ("---\na: 1\n... \nb: 2\n---\n", 3),
    ],
)  # fmt: skip
def test_front_matter_without_its_own_end(text: str, line: int) -> None:
    parsed = parse(text)
    assert isinstance(parsed, list)
    assert [(f.code, f.where) for f in parsed] == [("PM003", Position(line))]


def test_dots_elsewhere_are_text() -> None:
    text = "---\na: wait ...\nb: |\n  ...\n---\n...\n"
    assert isinstance(parse(text), SourceDocument)


def test_a_file_that_is_not_read_is_a_finding(tmp_path: Path) -> None:
    big = tmp_path / "big.md"
    big.write_bytes(b"a" * 1_000_001)
    for path, code in (
        (tmp_path / "nothing.md", "PM008"),
        (tmp_path, "PM008"),
        (big, "PM007"),
    ):
        finding = source.read_bytes(path, "shown.md", LIMITS)
        assert isinstance(finding, Finding)
        assert (finding.source, finding.code) == ("shown.md", code)


def test_positions_of_a_broken_file_serve_as_far_as_they_go() -> None:
    marks = source.positions(b"---\na: 1\nb: [c\n---\n", LIMITS)
    assert ("a",) in marks


def test_a_name_that_is_not_utf8_is_a_finding(tmp_path: Path) -> None:
    shown = "postmortems/\udcff1.md"
    found = source.read_bytes(tmp_path, shown, Limits())
    assert isinstance(found, Finding)
    assert found.code == "PM008"
