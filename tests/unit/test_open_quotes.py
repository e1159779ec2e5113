"""A quote that is never closed is reported where it was opened, not where YAML notices it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems import open_quotes
from tests.support import check_text

REST = "severity: SEV-2\nstatus: in_review\nstarted_at: 2026-03-13 22:41\n"

OPEN = {
    "nothing below closes it": ('title: "Checkout failed\n' + REST, 2, 8),
    "another quoted value below": (f'title: "Checkout failed\n{REST}x-a: "dana"\n', 2, 8),
    "an apostrophe below": (f"title: 'Checkout failed\n{REST}x-a: Didn't load\n", 2, 8),
    "in a list": (REST + 'authors:\n  - dana\n  - "ines\n  - tomas\ntitle: "A"\n', 7, 5),
    "in a row": (
        REST + 'timeline:\n  - at: "2026-03-13 22:41\n    event: "It begins"\n', 6, 9
    ),
    "in braces": (REST + 'roles: {scribe: "ines, incident_commander: dana}\ntitle: A\n', 5, 17),
    "in brackets": (REST + 'authors: [dana, "ines]\ntags: ["a"]\n', 5, 17),
    "after one that is closed": (REST + 'authors: ["dana", "ines]\ntags: ["a"]\n', 5, 19),
    "after an escaped quote": (REST + 'title: "A \\" B\ndocument_owner: "dana"\n', 5, 8),
    "after a doubled quote": (REST + "title: 'A '' B\ndocument_owner: 'dana'\n", 5, 8),
    "below a text of several lines": (
        REST + 'title: "A\n  B"\nnote: |\n  "free\n\nx-a: "open\nx-b: "c"\n', 10, 6
    ),
    "alone on its line": (REST + 'title: "\ndocument_owner: "dana"\n', 5, 8),
}  # fmt: skip


@pytest.mark.parametrize("name", OPEN)
def test_the_line_of_the_opening_quote_is_named(name: str, tmp_path: Path) -> None:
    front, line, column = OPEN[name]
    (said,) = check_text(tmp_path, f"---\n{front}---\nText.\n")
    assert said.code == "PM004"
    assert (said.position.line, said.position.column) == (line, column)
    assert said.message == "a quote is opened here and not closed on its line"
    assert said.fix


def test_the_closed_line_is_shown_and_mends_the_file(tmp_path: Path) -> None:
    front = f'title: "Checkout failed\n{REST}document_owner: "dana"\n'
    (said,) = check_text(tmp_path / "a", f"---\n{front}---\nText.\n")
    assert said.fix == 'Write `title: "Checkout failed"`.'
    mended = front.replace("failed\n", 'failed"\n')
    assert "PM004" not in [d.code for d in check_text(tmp_path / "b", f"---\n{mended}---\nText.\n")]


OTHER = {
    "a text of several lines above": ('title: "A\n  B"\nx: Checkout: 500s\n', 4),
    "words behind the quote": ('title: "Checkout failed" for all\n' + REST, 2),
    "quotes in the middle": (f'title: The "new checkout\n{REST}document_owner: @dana\n', 6),
    "a free text above": ('x-a: |\n  "free\nx-b: Checkout: "500s"\n', 4),
}


@pytest.mark.parametrize("name", OTHER)
def test_other_faults_keep_their_line(name: str, tmp_path: Path) -> None:
    front, line = OTHER[name]
    (said,) = check_text(tmp_path, f"---\n{front}---\nText.\n")
    assert (said.code, said.position.line) == ("PM004", line)
    assert "quote is opened" not in said.message


def test_many_open_quotes_take_linear_time() -> None:
    lines = ['x: "a'] + ["y: b"] * 30_000
    assert open_quotes.find(lines, len(lines)) == open_quotes.OpenQuote(0, 3, '"')
    lines = ['x: ["a", ' * 6_000]
    assert open_quotes.find(lines, 0) is None
