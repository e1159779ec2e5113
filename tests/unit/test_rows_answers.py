"""Which lists of the body answer for a field that a status asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems import completeness
from tests.unit.rows_support import loaded

ANSWERED = [
    ("security", "runbooks", "## Lessons for runbooks\n- [x] No runbook changes needed\n", True),
    ("security", "runbooks", "## Lessons for runbooks\n- [ ] No runbook changes needed\n", False),
    ("security", "runbooks", "## Lessons for runbooks\nNobody has looked yet.\n", False),
    ("executive", "communications.log", "### Communication log\n- 05:05 — Mail — Sent\n", True),
    ("executive", "communications.log", "### Communication log\nSee the thread.\n", False),
    ("learning", "lessons", "### Technical lessons\n- One\n", True),
    ("learning", "lessons[category=process]", "### Technical lessons\n- One\n", False),
    ("learning", "five_whys", "### Why it happened\nAs a story.\n", True),
    ("service", "prevention.training", "## Prevention\n- **Training needs:** none\n", True),
    ("learning", "response.gaps", "### Response gaps\n| Gap |\n|---|\n| One |\n", True),
]


@pytest.mark.parametrize(("profile", "path", "text", "answered"), ANSWERED)
def test_a_list_in_the_body_is_an_answer(
    profile: str, path: str, text: str, answered: bool, tmp_path: Path
) -> None:
    assert completeness.has(loaded(tmp_path, profile, text), path) is answered


def test_the_second_name_of_a_field_is_an_answer(tmp_path: Path) -> None:
    postmortem = loaded(tmp_path, "service", "", "detection: {source: monitoring}\n")
    assert completeness.has(postmortem, "detection.sources")
