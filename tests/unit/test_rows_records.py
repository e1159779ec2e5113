"""Lists of records in the body: each template's own form, and the usual other ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.rows_support import read

WHYS: dict[str, tuple[str, list[tuple[str | None, str]], str]] = {
    "learning: numbered, wrapped, one left open": (
        "learning", [("Why?", "The list was empty."), ("Why?", "Nothing checks it.")], """
        ### Why It Happened

        Use the "5 Whys" technique:

        1. **Why?** The list was
           empty.
        2. **Why?** [Second-level cause]
        3. **Why?** Nothing checks it.
        """),
    "executive: answer below, root cause marked": (
        "executive", [("Why did it fail?", "The *list* was empty"), ("Why?", "No check.")], """
        ### 4.2 Why It Happened

        > **Find the root cause.**

        1. **Why did it fail?**
           Answer: The *list* was empty

        2. **Why did [answer to #1] happen?**
           Answer:

        3. **Why?**
           Answer: No check. **← ROOT CAUSE**
        """),
    "security: table with empty rows": (
        "security", [("Why did it fail?", "`a|b` | c"), ("Why?", "No check")], r"""
        ### 5 Whys
        | Question | Answer |
        |---|---|
        | Why did it fail? | `a|b` \| c |
        | Why? |
        | Why? | No check |
        """),
    "question and dash": (
        "learning", [("What failed?", "The list"), ("Why?", "No check")],
        "## Why it happened\n1. What failed? — The list\n- Why? -> No check\n"),
    "letters": (
        "learning", [("Why so?", "No check"), ("And?", "Habit")],
        "## 5 whys\n- Q: Why so? A: No check\n- **Q:** And?\n- **A:** Habit (root cause)\n"),
    "nested": (
        "learning", [("Why?", "One"), ("Why?", "Two"), ("Why?", "Three\n- a detail")], """
        ## 5 whys
        - Why? One
          - Why? Two
            - **Why?** Three
          - a detail
        """),
    "numbered questions, and no question": (
        "learning", [(None, "One"), (None, "Two"), (None, "Three"), (None, "Four")],
        "## 5 whys\n- **Why 1:** One\n- Why #2: Two\n- Why 3 - Three\n- Four\n"),
    "paragraphs": (
        "learning", [("Why did it fail?", "Empty."), ("Why?", "No check.")], """
        ## 5 whys
        The chain.

        **Why did it fail?** Empty.

        **Why?**

        No check.

        Prose.
        """),
    "table of whys": (
        "learning", [("Why so", "No check")],
        "## 5 whys\n| # | Why? | Because |\n|-:|:-|-|\n| 1 | Why so | No check |\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", WHYS)
def test_five_whys(name: str, tmp_path: Path) -> None:
    profile, expected, text = WHYS[name]
    found = read(tmp_path, profile, "five_whys", text)
    assert [(row.get("question"), row["answer"]) for row in found] == expected


LESSONS: dict[str, tuple[str, list[tuple[str, str, str | None]], str]] = {
    "safety": (
        "safety",
        [("technical", "One", None), ("threat_landscape", "Two", None), ("process", "Three", None)],
        """
        ### What did we learn about our system?
        1. One
        2. [Lesson]
        ### What did we learn about the threat landscape?
        1. Two
        ### Process improvements identified
        1. Three
        """),
    "learning": (
        "learning", [("technical", "One", None), ("communication", "Two lines", None)],
        "### Technical Lessons\n- One\n### Communication Lessons\n- Two\n  lines\n"),
    "condensed": (
        "condensed", [("general", "One", None)],
        "## Lessons Learned\nA paragraph is prose.\n\n- One\n"),
    "executive": (
        "executive", [("technical", "One", "Weekly")], """
        ### 8.1 Technical Lessons

        1. **Lesson:** One
           **Application:** Weekly

        2. **Lesson:** [Description]
           **Application:** [How we'll apply this]
        """),
    "application behind a dash, nested, as an item of its own": (
        "executive",
        [("process", "One", "A"), ("process", "Two", "B"), ("process", "Three", "C"),
         ("process", "The **application** of this", None), ("process", "Four", "D")], """
        ### Process lessons
        - One — Application: A
        - Two
          - Application: B
        - **Lesson:** Three
        - **Application:** C
        - The **application** of this
        - Four; **application**: D
        """),
    "paragraphs with labels": (
        "executive", [("process", "One", "A"), ("process", "Two", "B")], """
        ### Process lessons
        **Lesson:** One
        **Application:** A

        **Lesson:** Two

        **Application:** B

        The application of this is prose.
        """),
    "table": (
        "executive", [("technical", "One", "A"), ("general", "Two", None)], """
        ### Other lessons
        | # | Category | Lesson learned | Application |
        |---|---|---|---|
        | 1 | Technical | One | A |
        | 2 | | Two |
        """),
}  # fmt: skip


@pytest.mark.parametrize("name", LESSONS)
def test_lessons(name: str, tmp_path: Path) -> None:
    profile, expected, text = LESSONS[name]
    found = read(tmp_path, profile, "lessons", text)
    assert [(r["category"], r["lesson"], r.get("application")) for r in found] == expected


def records(names: str, *values: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows with these keys; None is a key that is not there."""
    keys = names.split()
    return [{k: v for k, v in zip(keys, row, strict=True) if v is not None} for row in values]


RECORDS: dict[str, tuple[str, str, list[dict[str, Any]], str]] = {
    "learning: gaps": ("learning", "response.gaps", records(
        "id gap impact recommendation",
        (None, "No runbook", "10 min", "**Write** one"),
        ("G1", "Old alias", "eleven minutes", "generate it"),
        (None, "No page", "none of it", None),
    ), """
        ### Response Gaps
        | Gap | Impact | Recommendation |
        |-----|--------|----------------|
        | No runbook | 10 min | **Write** one |
        | [Gap 2] | [Impact] | [Fix] |

        - G1: Old alias; impact: eleven minutes; fix: generate it
        - **Gap:** No page
          **Impact:** none of it
        """),
    "executive: log": ("executive", "communications.log", records(
        "at channel message state",
        ("05:05", "Slack #incidents", "Initial report", None),
        ("05:40", "Status page", "Investigating", "investigating"),
        ("06:00", "Status page", "Resolved", "resolved"),
        ("06:10", "Mail", "All fine", None),
        ("06:20", None, "All-clear", None),
    ), """
        ### 9.3 Communication Log
        | Time (UTC) | Channel | Message |
        |------|---------|---------|
        | 05:05 | Slack #incidents | Initial report |
        | 05:40 | Status page | Investigating |
        | HH:MM | | |

        - 06:00 — Status page — Resolved
        - **06:10** Mail: All fine
        - 06:20 All-clear
        """),
    "learning: history": ("learning", "document_history", records(
        "version date author changes",
        ("1.0", "2026-02-12", "sam", "Initial draft"),
        ("1.1", "2026-02-16", "marek", "Gaps"),
        ("1.2", "2026-02-17", "sam", "Typos"),
        ("1.3", None, None, "More"),
    ), """
        ## Document History
        | Version | Date | Author | Changes |
        |---------|------|--------|---------|
        | 1.0 | 2026-02-12 | sam | Initial draft |

        - 1.1 — 2026-02-16 — marek — Gaps
        - **v1.2** (2026-02-17, sam): Typos
        - 1.3 — More
        """),
    "executive: documentation": ("executive", "documentation_updates", records(
        "kind kind_other name change done",
        ("runbook", None, "Checkout", "Say who may call", True),
        ("architecture", None, "Feeds", "Draw: copies", False),
        ("onboarding", None, "First week", None, None),
        ("other", "Customer manual", "Rates", "add", False),
        ("runbook", None, "Freeze", "who may", True),
    ), """
        ### 8.3 Documentation Updates Needed

        - [x] Runbook: Checkout - Say who may call
        - [ ] Architecture docs: Feeds - Draw: copies
        - **Onboarding docs:** First week
        - [ ] Customer manual: Rates — add
        - [ ] Runbook: [Name] - [What to update]

        | Type | Document | What to update | Done |
        |---|---|---|---|
        | Runbook | Freeze | who may | yes |
        """),
    "executive: documentation below a heading of its kind": (
        "executive", "documentation_updates", records(
            "kind name change done", ("runbook", "Checkout", "who may call", True),
        ), """
        ### Documentation updates needed
        #### Runbook
        - [x] Checkout: who may call
        """),
    "security: runbooks without boxes": ("security", "runbooks", records(
        "decision target", ("update", "Wallet freeze"),
    ), """
        ## Lessons for Runbooks
        Should we create or update a runbook?
        - New runbook needed: [type]
        - Existing runbook to update: Wallet freeze
        - No runbook changes needed
        """),
    "security: only one line": ("security", "runbooks", records("decision", ("none",)), """
        ## Lessons for Runbooks
        - No runbook changes needed
        """),
    "security: runbooks with boxes": ("security", "runbooks", records(
        "decision target", ("new", None), ("update", "Freeze"),
    ), """
        ## Lessons for Runbooks
        - [x] New runbook needed: [type]
        - [x] Existing runbook to update: Freeze
        - [ ] No runbook changes needed
        """),
    "safety: promoted tests": ("safety", "regression_tests.promoted", records(
        "id description type target",
        ("REG_INC_001_001", "Refuses it", "e2e", "api"),
        ("REG_INC_001_002", "Refuses more", None, None),
    ), """
        ### Tests promoted from this incident
        | Test ID | Description | Type | Target |
        |---------|-------------|------|--------|
        | REG_INC_001_001 | Refuses it | E2E | api |
        | [ID] | [Description] | Unit / E2E | [Component] |

        - `REG_INC_001_002`: Refuses more
        """),
    "safety: missed tests": ("safety", "regression_tests.missed", records(
        "id why_missed fix_needed",
        ("t_1", "A fixed list", "Read it"), ("t_2", "Too late.", "Run it first"),
    ), """
        ### Existing tests that should have caught this
        | Test ID | Why it missed | Fix needed |
        |---------|---------------|------------|
        | t_1 | A fixed list | Read it |

        - **t_2**: Too late. Fix needed: Run it first
        """),
}  # fmt: skip


@pytest.mark.parametrize("name", RECORDS)
def test_records(name: str, tmp_path: Path) -> None:
    profile, path, expected, text = RECORDS[name]
    assert read(tmp_path, profile, path, text) == expected
