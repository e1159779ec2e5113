"""Lists of texts in the body, behind a heading or a label; and what every row has."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import body, profiles, rows
from mkdocs_postmortems.model import Postmortem
from tests.support import growth
from tests.unit.chart_samples import incident
from tests.unit.rows_support import HEAD, loaded, read

TEXTS = {
    "emoji": ("- ✅ One\n- ⚠️ Two\n- 🍀 Three\n- :warning: Four\n- 👍🏽 Five\n",
              ["One", "Two", "Three", "Four", "Five"]),
    "boxes": ("- [x] One\n- [ ] ✅ Two\n", ["One", "Two"]),
    "numbers": ("1. One\n2) Two\n10. Three\n", ["One", "Two", "Three"]),
    "wrapped": ("- One\n  and more\n\n  and still more\n- Two\nlazy\n",
                ["One and more and still more", "Two lazy"]),
    "nested": ("- Two alerts:\n  - a\n    wrapped\n  - b\n", ["Two alerts:\n- a wrapped\n- b"]),
    "nested by four": ("1. One\n    - a\n", ["One\n- a"]),
    "placeholders and nothing": ("- [Positive aspect]\n- None.\n- n/a\n- \n- One\n", ["One"]),
    "a link that is defined": ("- [runbook]\n\n[runbook]: https://a.example\n", ["[runbook]"]),
    "code in backticks": ("- `a  b` and `c`\n", ["`a b` and `c`"]),
    "an introduction": ("Three things:\n- One\n", ["One"]),
    "quotes and rules": ("> **Celebrate.**\n> - no\n\n- One\n\n---\n\n* * *\n", ["One"]),
    "fenced code": ("```\n- no\n```\n- One\n  ```sh\n  - no\n  ```\n  more\n\n~~~\n- no\n",
                    ["One more"]),
    "fenced code far in": ("1. One\n\n    ```\n    - no\n    ```\n\n    more\n", ["One more"]),
    "indented code": ("- One\n\nText.\n\n    - no\n", ["One"]),
    "comments": ("<!--\n- no\n-->\n- One <!-- no --> here\n", ["One here"]),
    "html and pictures": ("<div>\n- no\n</div>\n\n![a](b.png)\n\n- One\n", ["One"]),
    "a block of an extension": ("!!! note\n    - no\n\n    - no\n\n- One\n", ["One"]),
    "a paragraph": ("Support called\nat once.\n", ["Support called at once."]),
    "a table": ("| # | What went well |\n|---|---|\n| 1 | One |\n| 2 | |\n", ["One"]),
    "a number in a paragraph": ("It ended in\n2024. All well.\n", ["It ended in 2024. All well."]),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_lists_of_texts(name: str, tmp_path: Path) -> None:
    text, expected = TEXTS[name]
    found = read(tmp_path, "executive", "what_went_well", f"### 6.1 What Went Well\n\n{text}")
    assert [row["text"] for row in found] == expected


LABELLED = {
    "service: nested": ("service", "prevention.monitoring", ["One", "Two"], """
        ## Prevention & Follow-up
        - **Monitoring Improvements:**
          - One
          - Two
        - **Process Improvements:** no
        """),
    "service: nested by four": ("service", "prevention.monitoring", ["One", "Two"], """
        ## Prevention
        - **Monitoring Improvements:**
            - One
            - Two
        """),
    "service: a line": ("service", "prevention.training", ["One"], """
        ## Prevention
        - **Documentation Updates:** no
        - **Training Needs:** One
        """),
    "service: notices": ("service", "communications.customer[kind=status_page]", ["One", "Two"], """
        ## Customer communication
        - **Status Page Updates:**
          - One
          - Two
        - **Direct Notifications:** no
        """),
    "executive: improvements": ("executive", "detection.improvements", ["One", "Two"], """
        ### 5.2 Detection Analysis

        **What could have detected this earlier?**
        - One
        - Two
        """),
    "security: a cell": ("security", "detection.improvements", ["By a probe"], """
        ## Detection
        | Aspect | Details |
        |---|---|
        | How detected | Monitoring |
        | **Could we detect faster?** | By a probe |

        More.
        """),
    "executive: discussion": ("executive", "review.meeting.discussion_points", ["One", "Two"], """
        ### 10.1 Postmortem Review Meeting
        **Date:** 2026-03-20

        **Key Discussion Points:**
        1. One
        2. Two

        **Decisions Made:**
        1. no
        """),
    "executive: decisions": ("executive", "review.meeting.decisions", ["One"], """
        ### Review meeting
        **Decisions Made:**
        1. One
        """),
}  # fmt: skip


@pytest.mark.parametrize("name", LABELLED)
def test_lists_behind_a_label(name: str, tmp_path: Path) -> None:
    profile, path, expected, text = LABELLED[name]
    assert [row["text"] for row in read(tmp_path, profile, path, text)] == expected


def test_the_front_matter_comes_first(tmp_path: Path) -> None:
    front = 'lessons: ["One", {category: process, lesson: Two}, 7]\n'
    postmortem = loaded(tmp_path, "learning", "### Technical lessons\n- Three\n", front)
    found = rows.read(postmortem, "lessons")
    assert [(r.index, r.text, r.line) for r in found] == [
        (0, "One", None), (1, "Two", None), (2, "7", None), (3, "Three", 9),
    ]  # fmt: skip
    assert [r.text for r in rows.read(postmortem, "lessons[category=process]")] == ["Two"]
    assert rows.read(postmortem, "timeline") == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [('"One"', ["One"]), ("unknown", []), ("[]", []), ("[One, Two]", ["One", "Two"])],
)
def test_texts_of_the_front_matter(value: str, expected: list[str], tmp_path: Path) -> None:
    postmortem = loaded(tmp_path, "service", "", f"what_went_well: {value}\n")
    assert [row.text for row in rows.read(postmortem, "what_went_well")] == expected


def test_plain_words_of_a_row(tmp_path: Path) -> None:
    text = "### Why it happened\n- Why? The **list** of [a](b):\n  - one\n  - `two`\n"
    (row,) = rows.read(loaded(tmp_path, "learning", text), "five_whys")
    assert row.text == "The list of a: one; two"
    assert row.plain("question") == "Why?"
    assert row.plain("nothing") == ""


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    text = """\
    ## Lessons learned
    <!-- what
    others

    should take -->


    ### Technical lessons
    - a
      <!-- c
     -->
    - b <!-- d -->

    Process lessons
    ---------------

    | Lesson |
    |--------|
    | c |
    """
    postmortem = loaded(tmp_path, "learning", text)
    lines = (tmp_path / "postmortems/INC-1.md").read_text("utf-8").split("\n")
    found = {row.text: row.line for row in rows.read(postmortem, "lessons")}
    assert set(found) == {"a", "b", "c"}
    for word, line in found.items():
        assert line is not None
        assert lines[line - 1].startswith((f"- {word}", f"| {word}"))


# --- whatever an author does ---------------------------------------------------------------------

PIECES = st.sampled_from(
    ["\n", "\n", "\n\n", "- ", "1. ", "2) ", "  ", "    ", "\t", "* [x] ", "| a | b |\n|---|---|\n",
     "| c | d |", "|", "```", "~~~", "<!--", "-->", "> ", "!!! x\n", "**Why?** ", "Why so? ", "—",
     "**Lesson:** ", "Application: ", "**", "`", "words", "05:05 ", "1.1", "(", "✅ ", "\\", ":",
     "[a]", "## Technical lessons\n", "## 5 whys\n", "## Response gaps\n", "## Document history\n",
     "Runbook: ", "---\n", "### mine\n"]
)  # fmt: skip


def made(text: str, profile: str) -> Postmortem:
    """A postmortem with a body, without reading a file."""
    found = body.read(text, HEAD.count("\n") + 1, profiles.builtin()[profile])
    return incident(
        1, body=text, body_line=HEAD.count("\n") + 1, passages=found.passages,
        structure=found.structure,
    )  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(sorted(profiles.builtin())))
def test_rows_are_pieces_of_the_body(text: str, profile: str) -> None:
    spec = profiles.builtin()[profile]
    heads = [s.heading for s in spec.sections if s.written]
    for head in heads[-6:]:
        postmortem = made(f"## {head}\n{text}", profile)
        first, last = postmortem.body_line, postmortem.body_line + postmortem.body.count("\n")
        for path in rows.LISTS:
            for index, row in enumerate(rows.read(postmortem, path)):
                assert row.index == index
                assert row.line is not None
                assert row.end is not None
                assert first < row.line <= row.end[0] <= last
                held = _words(postmortem.body)
                for key in row.values.keys() - {"category", "kind", "state", "done", "decision"}:
                    assert all(word in held for word in _words(row.values[key]))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.replace("_", " ")).casefold().split()


@given(st.lists(PIECES, max_size=20).map("".join))
def test_code_and_comments_never_give_rows(text: str) -> None:
    hidden = text.replace("`", "").replace("~", "").replace("-->", "").replace("<!--", "")
    for begin, end in (("````", "````"), ("<!--", "-->")):
        whole = f"## What went well\n\n{begin}\n{hidden}\n{end}\n\n- One\n"
        assert [r.text for r in rows.read(made(whole, "service"), "what_went_well")] == ["One"]


SECTIONS = {"five_whys": "5 whys", "lessons": "Technical lessons", "response.gaps": "Response gaps"}
HOSTILE = {
    "items": "- a\n", "nested": "- a\n  - Why? b\n", "deep": "- ", "labels": "**Lesson:** a ",
    "plain labels": "a. Application: ", "questions": "Why? ", "bold": "**Why", "spaces": " \t",
    "cells": "| a ", "tables": "| Lesson |\n|---|\n| a |\n", "emoji": "✅ ",
    "fences": "- a\n\n    ```\n",
    "headings": "### Technical lessons\n- a\n```\n- b\n```\n", "backticks": "- `a|b` ``\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", SECTIONS)
def test_hostile_lists_take_linear_time(path: str, name: str) -> None:
    def work(count: int) -> object:
        text = f"### {SECTIONS[path]}\n\n- x\n- {HOSTILE[name] * count}b\n"
        postmortem = made(text, "learning")
        return lambda: rows.read(postmortem, path)

    assert growth(work, 300) < 9  # type: ignore[arg-type]
