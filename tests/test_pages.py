"""Nothing is lost: whatever a front matter holds and a body says stands on the page.

The record is made of the schema's own examples, so that a new field is tested on the day that it is
added. `UPDATE_GOLDEN=1` writes the golden pages anew; look at the difference before you commit it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import build, profiles, schemas, sitebuild
from mkdocs_postmortems.charts.population import population
from mkdocs_postmortems.model import Postmortem
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.settings import Settings
from mkdocs_postmortems.views import severity
from mkdocs_postmortems.views.base import Block
from tests.page_support import DAY, GOLDEN, hold_to_golden, leaves, not_shown, shown


def example_record(name: str) -> dict[str, Any]:
    """Every field of the record, each with an example of its schema in the longest form."""
    label = profiles.builtin()[name].scale[1].label
    properties = schemas.load_record().schema["properties"]
    record = {name: _example(schema) for name, schema in properties.items()}
    record.update(profile=name, severity=label, id="INC-20260313-001", status="final")
    outside = {"id": "OUT-1", "relation": "related_system", "note": "a note"}
    record.update(related=[{**outside, "url": "https://a.example/1"}])
    del record["timezone"]
    return record


def _example(schema: dict[str, Any]) -> Any:
    branches = [schema, *schema.get("anyOf", ())]
    for branch in branches:
        if "properties" in branch:
            return {key: _example(value) for key, value in branch["properties"].items()}
        if "items" in branch:
            return [_example(branch["items"])]
    return schema["examples"][0] if "examples" in schema else schema["enum"][0]


def page_of(folder: Path, record: dict[str, Any], body: str) -> tuple[Postmortem, str, str]:
    """The postmortem, its page's Markdown with blocks as HTML, and the text of both."""
    path = folder / "postmortems" / "INC-20260313-001.md"
    path.parent.mkdir(parents=True)
    front = "\n".join(f"{key}: {json.dumps(value)}" for key, value in record.items())
    path.write_text(f"---\n{front}\n---\n{body}", "utf-8")
    checked = build.check(folder, Settings(), DAY)
    (postmortem,) = checked.everything.postmortems
    return postmortem, *shown(checked, postmortem)


@pytest.mark.parametrize("name", sorted(profiles.builtin()))
def test_every_field_of_the_record_is_on_the_page(name: str, tmp_path: Path) -> None:
    record = example_record(name)
    profile = profiles.builtin()[name]
    postmortem, html, text = page_of(tmp_path, record, "## Executive summary\nSaid.\n")
    kept = {path for path, _ in leaves(postmortem.record)}
    said = [(path, value) for path, value in leaves(record) if path in kept]
    assert not_shown(said, html, text, profile) == []


def test_items_that_no_section_picks_out_are_shown_all_the_same(tmp_path: Path) -> None:
    texts = (("status_page", "The first."), ("social", "The other."))
    customer = [{"kind": kind, "text": said} for kind, said in texts]
    record = {"title": "T", "communications": {"customer": customer}}
    _, html, text = page_of(tmp_path, record, "")
    assert text.count("The first.") == text.count("The other.") == 1
    assert html.index("The first.") < html.index("Further details") < html.index("The other.")


@pytest.mark.parametrize("name", sorted(profiles.builtin()))
def test_every_line_of_the_body_is_on_the_page(name: str, tmp_path: Path) -> None:
    profile = profiles.builtin()[name]
    lines: list[str] = ["Words before the first heading."]
    for number, spec in enumerate(profile.sections):
        if spec.heading:
            lines += [f"## {spec.heading}", f"Prose number {number}."]
            for index, field in enumerate(spec.fields):
                lines += [f"**{field.label}:** labelled {number}-{index}."]
            lines += [f"### Own part {number}", f"- item {number}", ""]
            lines += ["```sh", f"run {number}", "```"]
    lines += ["# Late title", "After it.", "## My own section", "Own words."]
    record = {"title": "T", "profile": name, "started_at": "2026-03-13 22:41", "status": "draft"}
    _, html, _ = page_of(tmp_path, record, "\n".join(lines))
    for line in lines:
        assert line.lstrip("# ") in html, line


@pytest.mark.parametrize("name", sorted(profiles.builtin()))
def test_sections_stand_in_the_order_of_the_template(name: str, tmp_path: Path) -> None:
    profile = profiles.builtin()[name]
    headings = [spec.heading for spec in profile.sections if spec.heading]
    body = "\n".join(f"## {heading}\nText." for heading in reversed(headings))
    record = {"title": "T", "profile": name, "started_at": "2026-03-13 22:41"}
    _, html, _ = page_of(tmp_path, record, body)
    found = [line.partition(" ")[::2] for line in html.split("\n") if line.startswith("##")]
    levels = {spec.heading: "#" * spec.level for spec in profile.sections}
    assert [h for _, h in found if h in headings] == headings
    assert [marks for marks, h in found if h in headings] == [levels[h] for h in headings]


ROWS = {
    "action_items": ("horizon", "category"),
    "lessons": ("category",),
    "communications.customer": ("kind",),
    "documentation_updates": ("kind",),
    "runbooks": ("decision",),
    "references": ("kind",),
}
TITLES = {"action_items": "title", "lessons": "lesson", "communications.customer": "text",
          "documentation_updates": "name", "runbooks": "target", "references": "title"}  # fmt: skip


def rows_of_every_choice(path: str) -> list[dict[str, Any]]:
    """A row for each choice by which a template may pick rows, and one without a choice."""
    schema: Any = {"properties": schemas.load_record().schema["properties"]}
    for key in path.split("."):
        schema = schema["properties"][key]
    items = next(b["items"] for b in (schema, *schema.get("anyOf", ())) if "items" in b)
    items = next(b for b in (items, *items.get("anyOf", ())) if "properties" in b)
    rows: list[dict[str, Any]] = []
    for key in ROWS[path]:
        rows += [{key: value} for value in items["properties"][key]["enum"]]
    if not set(items["required"]) & set(ROWS[path]):
        rows.append({})
    for index, row in enumerate(rows):
        row[TITLES[path]] = f"Text-{index:02d}."
        row.update({"url": f"https://a.example/{index}"} if path == "references" else {})
    return rows


@pytest.mark.parametrize("path", ROWS)
@pytest.mark.parametrize("name", sorted(profiles.builtin()))
def test_each_row_stands_on_the_page_once(name: str, path: str, tmp_path: Path) -> None:
    rows = rows_of_every_choice(path)
    head, _, rest = path.partition(".")
    record = {"title": "T", "profile": name, head: {rest: rows} if rest else rows}
    _, _, text = page_of(tmp_path, record, "")
    counts = {row[TITLES[path]]: text.count(row[TITLES[path]]) for row in rows}
    assert set(counts.values()) == {1}, counts


@pytest.mark.parametrize("name", sorted(profiles.builtin()))
def test_a_list_that_is_unknown_is_said_once(name: str, tmp_path: Path) -> None:
    for number, path in enumerate(ROWS):
        head, _, rest = path.partition(".")
        record = {"title": "T", "profile": name, head: {rest: "unknown"} if rest else "unknown"}
        _, _, text = page_of(tmp_path / str(number), record, "")
        assert text.count("unknown") == 1, path


def test_titles_stand_only_over_something(tmp_path: Path) -> None:
    record: dict[str, Any] = {"title": "T", "profile": "safety"}
    record["action_items"] = [{"title": "Block it", "horizon": "long_term"}]
    _, html, _ = page_of(tmp_path, record, "### Verification\nReplayed.\n## Mine\nOwn.\n")
    headings = [line for line in html.split("\n") if line.startswith("#")]
    assert headings == [
        "## Incident identification",
        "## Mitigation and resolution", "### Verification", "## Mine",
        "## Action items", "### Long-term (within 1 quarter)",
    ]  # fmt: skip


def test_the_last_why_is_marked(tmp_path: Path) -> None:
    whys = [{"question": "Why?", "answer": "First."}, "Second."]
    record = {"title": "T", "profile": "learning", "five_whys": whys}
    _, html, text = page_of(tmp_path, record, "")
    assert "Why? First. Second. Root cause" in text
    assert html.count('class="pm-mark"') == 1


def test_learning_counts_mitigation_from_engagement(tmp_path: Path) -> None:
    record: dict[str, Any] = {"title": "T", "profile": "learning"}
    record.update(started_at="2026-03-13 10:00", engaged_at="2026-03-13 10:20")
    record.update(mitigated_at="2026-03-13 10:50")
    _, _, text = page_of(tmp_path, record, "")
    assert "30 min (counted from the milestone engaged)" in text
    assert "50 min" in text  # the canonical one, in the header


SAMPLES = ("2025/INC-0147.md", "2026/INC-20260313-001.md", "2026/INC-20261027-001.md")


@pytest.mark.parametrize("sample", SAMPLES)
def test_golden_pages(sample: str) -> None:
    """The generated parts of three samples: prose timeline, everything, and a young draft."""
    project = Path(__file__).parents[1]
    checked = build.check(project, Settings(), DAY)
    postmortem = next(p for p in checked.everything.postmortems if p.path.endswith(sample))
    text, _ = shown(checked, postmortem)
    hold_to_golden(text, GOLDEN / f"{Path(sample).stem}.html")


def test_the_dashboard_counts_what_its_charts_count() -> None:
    checked = build.check(Path(__file__).parents[1], Settings(), DAY)
    view = sitebuild.make_view(checked, Site("incidents"))
    parts = severity.build(view).parts
    intro = next(p.data for p in parts if isinstance(p, Block) and p.template == "severity/intro")
    assert intro["total"] == len(population(checked.catalog, DAY).incidents)


def test_other_words_the_log_and_the_day_are_shown_once(tmp_path: Path) -> None:
    record = {
        "profile": "condensed", "title": "A", "severity": "High", "status": "draft",
        "incident_date": "2026-03-13", "incident_log_url": "unknown",
        "timeline": [{"at": "2026-03-13 22:41", "event": "Alert"}],
        "communications": {"channels": ["chat", "other"], "channels_other": "A radio"},
    }  # fmt: skip
    _, html, text = page_of(tmp_path, record, "## Summary\nSaid.\n")
    assert 'href="unknown"' not in html
    assert "Incident log: unknown" in text
    assert "Incident log url" not in text
    assert "Incident date" not in text
    assert "other: A radio" in text
    assert text.count("A radio") == 1
