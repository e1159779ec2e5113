"""The JSON API: every document keeps its schema, whatever the postmortems hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mkdocs_postmortems import __version__, profiles
from mkdocs_postmortems.exporters import json as api
from tests.exports import support
from tests.exports.support import exported, made

BASE = "incidents/api/v1"


def closed(schema: Any) -> Any:
    """A schema that refuses keys which it does not describe: none is published by accident."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    if "properties" in schema and "required" in schema:
        found["additionalProperties"] = False
    return found


def validators() -> dict[str, Draft202012Validator]:
    """The published schemas of the API by name, each closed."""
    folder = profiles.schema_folder() / "api"
    return {
        file.name.removesuffix(".schema.json"): Draft202012Validator(
            closed(json.loads(file.read_text("utf-8")))
        )
        for file in sorted(folder.glob("*.schema.json"))
    }


def judge(files: dict[str, bytes]) -> None:
    """Validate every document against the schema that it names."""
    schemas = validators()
    for path, content in files.items():
        document = json.loads(content)
        target = urljoin(f"https://docs.example/{path}", document["$schema"])
        name = target.rpartition("/")[2].removesuffix(".schema.json")
        assert target.endswith(f"schema/v1/api/{name}.schema.json"), path
        errors = [
            f"{path}: {e.json_path}: {e.message}" for e in schemas[name].iter_errors(document)
        ]
        assert not errors, errors[:5]


@pytest.mark.parametrize("site_url", ["", support.URL])
@pytest.mark.parametrize("audience", ["internal", "public"])
def test_every_document_keeps_its_schema(tmp_path: Path, site_url: str, audience: str) -> None:
    files = made(exported(tmp_path, site_url=site_url, audience=audience), "json")
    judge(files)
    named = {json.loads(content)["$schema"].rpartition("/")[2] for content in files.values()}
    assert named == {f"{name}.schema.json" for name in validators()}


def test_an_empty_archive_has_documents(tmp_path: Path) -> None:
    files = made(exported(tmp_path, {}), "json")
    judge(files)
    assert json.loads(files[f"{BASE}/index.json"])["counts"]["postmortems"] == 0


@pytest.mark.parametrize(
    "name",
    ["index", "postmortems", "actions", "relations", "metrics", "postmortems/INC-20260313-001"],
)
def test_golden_documents(name: str, tmp_path: Path) -> None:
    content = made(exported(tmp_path), "json", "csv", "ics", "feeds")[f"{BASE}/{name}.json"]
    readable = json.dumps(json.loads(content), indent=1, ensure_ascii=False)
    readable = readable.replace(f"postmortems {__version__}", "postmortems VERSION")
    support.matches_golden(f"api/{name.replace('/', '-')}.json", f"{readable}\n".encode())


def test_links_lead_from_document_to_document(tmp_path: Path) -> None:
    for site_url in ("", support.URL):
        files = made(exported(tmp_path, site_url=site_url), "json", "csv", "ics", "feeds")
        base = site_url or "https://anywhere.example/deep/"
        index = f"{base}{BASE}/index.json"
        found = json.loads(files[f"{BASE}/index.json"])
        for entry in found["files"]:
            assert urljoin(index, entry["url"]).removeprefix(base) in files, entry
        listed = json.loads(files[f"{BASE}/postmortems.json"])["postmortems"]
        assert len(listed) == found["counts"]["postmortems"] == 3
        for row in listed:
            address = urljoin(f"{base}{BASE}/postmortems.json", row["details"])
            assert json.loads(files[address.removeprefix(base)])["id"] == row["id"]
            template = urljoin(index, found["details"].replace("{id}", row["id"]))
            assert template == address


def test_values_are_computed(tmp_path: Path) -> None:
    files = made(exported(tmp_path), "json")
    full = json.loads(files[f"{BASE}/postmortems/INC-20260313-001.json"])
    assert full["metrics"]["ttm"] == {"seconds": 31 * 60, "stated": False}
    assert full["milestones"]["resolved"]["utc"] == "2026-03-14T00:03:00Z"
    assert full["timeline"][1]["more"] == {"x-id": "9"}
    assert full["actions"][0]["more"] == {"x-effort": "small"}
    assert full["fields"]["x-cost-centre"] == "4711"
    assert not {"timeline", "action_items", "related", "suppress"} & full["fields"].keys()
    assert [s["key"] for s in full["sections"]] == ["executive_summary"]
    earlier = json.loads(files[f"{BASE}/postmortems/INC-20260301-001.json"])
    assert earlier["milestones"]["started"]["day_only"] is True
    assert earlier["metrics"]["ttm"] == {"seconds": 1800, "stated": True}
    assert earlier["backlinks"][0]["inverse"] == "recurred as"
    actions = json.loads(files[f"{BASE}/actions.json"])["actions"]
    assert [a["overdue"] for a in actions] == [True, False, False, False]
    old = json.loads(files[f"{BASE}/postmortems.json"])["postmortems"][2]
    assert (old["structured"], old["status"], old["profile"]) == (False, None, None)


def test_what_is_superseded_is_counted_once(tmp_path: Path) -> None:
    old = support.FULL.replace("status: in_review", "status: superseded")
    future = support.EARLIER.replace("started_at: 2026-03-01", "started_at: 2027-03-01")
    texts = {**support.ARCHIVE, "INC-20260312-001.md": old, "INC-20270301-001.md": future}
    one, two = (
        made(exported(tmp_path / name, files), "json")
        for name, files in (("a", support.ARCHIVE), ("b", texts))
    )
    groups = [json.loads(files[f"{BASE}/metrics.json"])["groups"] for files in (one, two)]
    assert groups[0] == groups[1]
    counts = [json.loads(files[f"{BASE}/index.json"])["counts"] for files in (one, two)]
    for key in ("unfinished_actions", "overdue_actions"):
        assert counts[0][key] == counts[1][key]


def test_a_document_depends_on_its_postmortem_and_not_on_the_day(tmp_path: Path) -> None:
    name = f"{BASE}/postmortems/INC-20260313-001.json"
    full = made(exported(tmp_path), "json")[name]
    assert b"2026-11-21" not in full
    assert b"overdue" not in full


def test_long_lists_are_cut_by_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "ROWS", 2)
    days = ["2025-02-01", "2026-01-01", "2026-02-01", "2026-03-01"]
    texts = {
        f"INC-{day.replace('-', '')}-001.md": support.document(
            head=f'title: "On {day}"\nseverity: SEV-2\nstatus: in_review\nstarted_at: {day}\n'
        )
        for day in days
    }
    export = exported(tmp_path, {**texts, "old.md": support.OLD})
    files = made(export, "json")
    judge(files)
    head = json.loads(files[f"{BASE}/postmortems.json"])
    assert (head["count"], head["postmortems"]) == (5, [])
    assert {part["name"]: part["count"] for part in head["parts"]} == {
        "2026": 2, "2026-2": 1, "2025": 1, "undated": 1,
    }  # fmt: skip
    found = [
        row["id"]
        for part in head["parts"]
        for row in json.loads(files[part["url"].removeprefix(support.URL)])["postmortems"]
    ]
    listed = [p.id for p in export.catalog.postmortems]
    assert found == listed


@given(st.recursive(st.text() | st.integers() | st.none(), lambda s: st.lists(s, max_size=3)))
def test_documents_are_inert_and_read_back(value: object) -> None:
    content = api.encode({"value": value})
    assert json.loads(content) == {"value": value}
    assert content.isascii()
    assert not set(b"<>&") & set(content)


def test_no_number_is_written_that_json_does_not_have() -> None:
    with pytest.raises(ValueError, match="JSON"):
        api.encode(float("nan"))
