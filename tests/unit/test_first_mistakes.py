"""What people type first, and the line that the finding tells them to write instead."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mkdocs_postmortems import build
from mkdocs_postmortems.settings import Settings

HEAD = "title: T\nseverity: SEV-2\nstatus: draft\nstarted_at: 2026-03-13 22:41\n"


def findings(folder: Path, text: str) -> list[str]:
    """The sentences of the errors of one postmortem."""
    file = folder / "postmortems" / "INC-20260313-001.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    checked = build.check(folder, Settings(), date(2026, 11, 21))
    return [d.sentence() for d in checked.diagnostics if d.level.value == "error"]


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("roles: {incident_commander: @dana}", 'roles: {incident_commander: "@dana"}'),
        ("roles: {responders: [], scribe: `x`}", 'roles: {responders: [], scribe: "`x`"}'),
        ("document_owner: @dana", 'document_owner: "@dana"'),
        ("authors: [@dana, b]", 'authors: ["@dana", b]'),
    ],
)
def test_a_value_that_begins_badly(line: str, mended: str, tmp_path: Path) -> None:
    (sentence,) = findings(tmp_path, f"---\n{HEAD}{line}\n---\nx\n")
    assert f"Write `{mended}`." in sentence
    assert findings(tmp_path, f"---\n{HEAD}{mended}\n---\nx\n") == []


def test_a_comma_that_ends_a_value_in_braces(tmp_path: Path) -> None:
    row = "{at: 2026-03-13 22:44, event: Alert, paged dana}"
    (sentence,) = findings(tmp_path, f"---\n{HEAD}timeline:\n  - {row}\n---\nx\n")
    assert 'Quote the value: `event: "Alert, paged dana"`.' in sentence


def test_a_comma_in_a_number_in_braces(tmp_path: Path) -> None:
    (sentence,) = findings(tmp_path, f"---\n{HEAD}impact: {{users: {{affected: 1,250}}}}\n---\nx\n")
    assert "Write it without separators: `affected: 1250`." in sentence


def test_a_command_in_a_subfolder_finds_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mkdocs_postmortems import configuration

    (tmp_path / "postmortems.yml").write_text("path: incidents\n")
    below = tmp_path / "incidents" / "2026"
    below.mkdir(parents=True)
    assert configuration.load(below).project == tmp_path
    (below / ".git").mkdir()
    assert configuration.load(below).project == below


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("action_items: [Refuse it]", 'Write `{title: "Refuse it"}`.'),
        ("timeline: [Alert]", "Write `{at: …, event: …}`."),
        ("related: [INC-1]", "Write `{id: …, relation: …}`."),
        ("timeline: [{time: 2026-03-13 22:44, event: x}]", 'did you mean "at"?'),
        ("timeline: [{at: 2026-03-13 22:44, what: x}]", 'did you mean "event"?'),
        ("timeline: [{at: 2026-03-13 22:44, event: x, who: y}]", 'did you mean "actor"?'),
        ("action_items: [{title: x, deadline: 2026-03-13}]", 'did you mean "due"?'),
        ("action_items: [{title: x, assignee: y}]", 'did you mean "owner"?'),
        ("date: 2026-03-13", 'did you mean "started_at"?'),
        ("roles: {commander: x}", 'did you mean "incident_commander"?'),
    ],
)
def test_keys_and_rows_of_other_templates(lines: str, said: str, tmp_path: Path) -> None:
    (sentence,) = findings(tmp_path, f"---\n{HEAD}{lines}\n---\nx\n")
    assert said in sentence


def test_an_element_is_reported_once(tmp_path: Path) -> None:
    file = tmp_path / "postmortems" / "INC-20260313-001.md"
    file.parent.mkdir()
    file.write_text(f"---\n{HEAD}---\n<script>x</script> <b onclick=x>y</b>\n", "utf-8")
    found = build.check(tmp_path, Settings(), date(2026, 11, 21)).diagnostics
    assert [d.found for d in found if d.code == "PM211"] == ['"<script>"', '"<b onclick=x>"']
