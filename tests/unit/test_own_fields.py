"""What follows from an own profile: its fields, and one severity scale and form of ids for all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import own_profiles, profiles
from mkdocs_postmortems.markdown_text import heading_key
from mkdocs_postmortems.settings import Settings, from_mapping
from tests.conftest import RunCli
from tests.support import check, document, project
from tests.unit.profile_samples import OWN, write

# --- own fields ----------------------------------------------------------------------------------

FIELDS: dict[str, Any] = {
    "x-cost": {"title": "Cost centre", "pattern": "^[0-9]{4}$", "description": "Four digits."},
    "x-count": {"title": "Letters", "type": "integer", "minimum": 1},
    "x-on": {"title": "Told on", "format": "postmortem-date"},
    "x-told": {"title": "Told", "type": "boolean"},
    "x-kind": {"title": "Kind", "enum": ["small_one", "big"]},
    "x-rows": {"title": "Rows", "type": "array", "items": {"$ref": "#/$defs/row"}},
    "budget": {"title": "Budget", "properties": {"limit": {"title": "Limit", "type": "number"}}},
}
DEFINITIONS = {
    "row": {"properties": {"a": {"title": "First"}, "n": {"title": "Number", "type": "integer"}},
            "required": ["a"]}
}  # fmt: skip


def findings(folder: Path, extra: str, profile: str = "own") -> list[tuple[str, int, int]]:
    write(folder, {**OWN, "properties": FIELDS, "$defs": DEFINITIONS})
    head = f"title: T\nprofile: {profile}\nstatus: in_review\nstarted_at: 2026-03-13 22:41\n"
    text = document(extra, "## Story\n\nText.\n", head)
    settings = Settings(profiles=("schema/*.json",), extra_keys=("budget",))
    found = check(project(folder, {"OWN-001.md": text}), settings).diagnostics
    return [(d.code, d.position.line, d.position.column) for d in found if d.code != "PM205"]


GOOD = "x-cost: 4711\nx-count: 3\nx-on: 2026-03-14\nx-told: true\nx-kind: big\n"


def test_own_fields_that_are_right(tmp_path: Path) -> None:
    rest = "x-rows: [{a: b, n: 2}]\nbudget: {limit: 1.5}\nx-other: {free: [1]}\n"
    assert findings(tmp_path, GOOD + rest) == []
    names = [*FIELDS]
    assert findings(tmp_path, "".join(f"{name}: unknown\n" for name in names)) == []


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("x-cost: 47", "PM104", 9),
        (f"x-cost: {'1' * 201}", "PM106", 9),
        ("x-count: none", "PM102", 10),
        ("x-count: 0", "PM106", 10),
        ("x-on: 2026-02-30", "PM104", 7),
        ("x-told: maybe", "PM102", 9),
        ("x-kind: bigg", "PM103", 9),
        ("x-rows: [{a: b}, {n: 1}]", "PM105", 18),
        ("x-rows: [{a: b, m: 1}]", "PM101", 17),
        ("budget: {limit: much}", "PM102", 17),
    ],
)
def test_own_fields_that_are_wrong(line: str, code: str, column: int, tmp_path: Path) -> None:
    assert findings(tmp_path, f"{line}\n") == [(code, 6, column)]


def test_own_fields_are_free_in_other_profiles(tmp_path: Path) -> None:
    assert findings(tmp_path, "x-count: none\n", profile="service") == []


def test_own_fields_are_asked_for(run_cli: RunCli, tmp_path: Path) -> None:
    fields = {**FIELDS, "x-count": {**FIELDS["x-count"], "examples": [12]}}
    raw = {**OWN, "properties": fields, "$defs": DEFINITIONS, "x-scaffold": ["x-count"]}
    write(tmp_path, {**raw, "x-required": {"in_review": {"fields": ["x-count", "x-told"]}}})
    (tmp_path / "postmortems.yml").write_text(
        "profiles: [schema/own.json]\ndefault_profile: own\nextra_keys: [budget]\n"
    )
    words = ("new", "T", "--severity", "Bad", "--started", "2026-03-13 22:41", "--full")
    assert run_cli(*words).out.startswith("Wrote postmortems/2026/OWN-001.md")
    file = tmp_path / "postmortems/2026/OWN-001.md"
    text = file.read_text()
    assert "# x-count: 12   # Letters\n" in text
    assert "# budget:   # Budget\n" in text
    assert "\n## Story\n" in text
    assert run_cli("check", "--strict").code == 0
    file.write_text(text.replace("draft", "in_review").replace("# x-count", "x-count"))
    assert "`x-told` is missing" in run_cli("check").out


# --- one line of configuration -------------------------------------------------------------------


def configured(folder: Path, line: str) -> None:
    (folder / "postmortems.yml").write_text(f"profiles: schema/own.json\n{line}\n")
    write(folder, OWN)


@pytest.mark.parametrize("profile", ["own", "service", "condensed"])
def test_a_severity_scale_holds_for_every_profile(
    profile: str, run_cli: RunCli, tmp_path: Path
) -> None:
    configured(tmp_path, "severity_scale: {Slight: 4, Grave: 1}")
    words = ("new", "T", "--profile", profile, "--started", "2026-03-13 22:41", "--severity")
    assert "is none of Grave, Slight." in run_cli(*words, "Bad").err
    assert run_cli(*words, "Grave").code == 0
    assert run_cli("check", "--strict").code == 0
    assert "1 of 1" in run_cli("list", "--severity-at-least", "Grave").out
    assert "1 of 1" in run_cli("list", "--severity-at-least", "Slight").out


@pytest.mark.parametrize("profile", ["own", "service", "condensed"])
def test_an_id_pattern_holds_for_every_profile(
    profile: str, run_cli: RunCli, tmp_path: Path
) -> None:
    configured(tmp_path, 'id_pattern: "REV-[0-9]{4}-[0-9]{2}"')
    words = ["new", "T", "--profile", profile, "--started", "2026-03-13 22:41", "--severity"]
    words.append(profiles.builtin()[profile].scale[0].label if profile != "own" else "Bad")
    for number in ("01", "02"):
        assert f"REV-2026-{number}.md" in run_cli(*words).out
    assert "does not match id_pattern" in run_cli(*words, "--id", "INC-1").err
    assert run_cli("check", "--strict").code == 0
    # What stands behind the id in the name of a file is not part of it.
    file = tmp_path / "postmortems/2026/REV-2026-01.md"
    file.rename(file.with_name("REV-2026-01 checkout.md"))
    assert run_cli("check", "--strict").code == 0


def test_an_id_pattern_that_says_no_next_id(run_cli: RunCli, tmp_path: Path) -> None:
    configured(tmp_path, 'id_pattern: "[A-Z]{3}-[0-9]{8}-[0-9]{3}"')
    words = ("new", "T", "--severity", "SEV-2", "--started", "2026-03-13 22:41")
    assert run_cli(*words, "--profile", "service").code == 0  # INC-… is such an id
    configured(tmp_path, 'id_pattern: "[A-Z]{2}-[0-9]+"')
    refused = run_cli(*words)
    assert refused.code == 2
    assert "with --id" in refused.err
    assert run_cli(*words, "--id", "AB-7").code == 0


def test_words_of_headings_and_labels(tmp_path: Path) -> None:
    settings = from_mapping({"terms": {"action item": "follow-up"}}, "here")
    profile = own_profiles.available(tmp_path, settings)["service"]
    spec = profile.section("action_items")
    assert spec is not None
    assert (spec.heading, spec.fields[0].label) == ("Follow-ups", "Follow-ups")
    assert {profile.by_heading[heading_key(h)] for h in ("Action items", "Follow-ups")} == {
        "action_items"
    }
