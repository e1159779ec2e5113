"""Labels of a template in the body, titles and answers as other templates write them."""

from __future__ import annotations

from pathlib import Path

from mkdocs_postmortems import body, profiles
from mkdocs_postmortems.problems import nearest
from tests.support import check, check_text, document, project

CONDENSED = (
    'profile: condensed\ntitle: "Checkout returned errors"\nseverity: High\nstatus: draft\n'
    "started_at: 2026-03-13 22:41\n"
)


def _passages(text: str, profile: str = "service") -> dict[str, str]:
    read = body.read(text, 1, profiles.builtin()[profile])
    return {passage.path: passage.text for passage in read.passages}


def test_a_label_of_the_front_matter_ends_a_passage() -> None:
    text = (
        "## Root Cause\n- **Primary Cause:** the cfg\n- **Contributing Factors:** no canary\n\n"
        "## Resolution\n**Rollback needed:** no\n\nRestarted.\n"
    )
    assert _passages(text) == {
        "root_cause.statement": "the cfg",
        "resolution.immediate_mitigation": "Restarted.",
    }


def test_plain_labels_of_list_items() -> None:
    text = "## Impact\n- Users affected: 20 %\n- Duration: 82 minutes\n- Anything: else\n"
    assert _passages(text, "condensed") == {
        "impact.users.affected": "20 %",
        "duration": "82 minutes\n- Anything: else",
    }


def test_labels_that_end_with_a_question_mark() -> None:
    text = "### Detection analysis\n**What could have detected this earlier?**\n- A probe\n"
    assert _passages(text, "executive") == {"detection.improvements": "- A probe"}


def test_the_rows_of_a_table_are_labels_of_prose() -> None:
    text = (
        "## Detection\n| Aspect | Details |\n|---|---|\n| How detected | Monitoring |\n"
        "| Could we detect faster? | By a probe |\n| Time to detection | 3 min |\n"
    )
    assert _passages(text, "security") == {"detection.improvements": "By a probe"}


def test_a_list_after_a_label_keeps_its_indentation() -> None:
    text = (
        "## Prevention\n- **Monitoring improvements:**\n    - a\n    - b\n- **Training needs:** c\n"
    )
    assert _passages(text) == {
        "prevention.monitoring": "    - a\n    - b",
        "prevention.training": "c",
    }


def test_the_labels_of_rows_stay_in_their_list() -> None:
    text = "## Lessons for runbooks\n- New runbook needed: keys\n- Existing runbook to update: x\n"
    assert list(_passages(text, "security")) == ["runbooks"]


def test_the_parts_of_a_field_keep_their_lines() -> None:
    text = "## Resolution\nOne.\n\n**Rollback needed:** no\n\nTwo.\n\n### More\nThree.\n"
    found = body.read(text, 5, profiles.builtin()["service"]).passages
    assert [(p.path, p.text, p.line) for p in found] == [
        ("resolution.immediate_mitigation", "One.\n\n\n\nTwo.", 6),
        ("resolution.immediate_mitigation", "Three.", 13),
    ]


def test_plain_labels_are_compared_with_the_front_matter(tmp_path: Path) -> None:
    text = document("duration: PT1H\n", "## Impact\n\n- Duration: 82 minutes\n", CONDENSED)
    assert "PM216" in {d.code for d in check_text(tmp_path, text)}


def test_the_title_loses_the_words_of_the_template(tmp_path: Path) -> None:
    head = CONDENSED.replace('title: "Checkout returned errors"\n', "")
    text = document("", "# Post-Mortem: Checkout returned errors\n", head)
    (postmortem,) = check(project(tmp_path, {"INC-1.md": text})).everything.postmortems
    assert postmortem.title == "Checkout returned errors"
    stated = document("", "# Post-Mortem: Checkout returned errors\n", CONDENSED)
    assert "PM208" not in {d.code for d in check_text(tmp_path, stated, "INC-1.md")}


def test_an_empty_list_is_an_answer(tmp_path: Path) -> None:
    with_none = document("action_items: []\n").replace("in_review", "final")
    without = document().replace("in_review", "final")
    for text, missing in ((with_none, False), (without, True)):
        found = check_text(tmp_path, text)
        assert any("`action_items`" in d.message for d in found) is missing


def test_words_of_other_trackers() -> None:
    choices = ("open", "in_progress", "done", "wont_do")
    assert nearest("Closed", choices) == "done"
    assert nearest("Open", choices) == "open"
