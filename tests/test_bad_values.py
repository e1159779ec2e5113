"""Wrong values at every place of the record, and hostile text in every field of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import profiles, schemas
from mkdocs_postmortems.diagnostics import Diagnostic
from tests.support import HEAD, NAME, SUMMARY, check_text, document, project, run_check

# --- the whole schema ----------------------------------------------------------------------------

SCHEMA: Mapping[str, Any] = json.loads(
    (profiles.schema_folder() / "postmortem.schema.json").read_text("utf-8")
)
RECORD = schemas.inline(SCHEMA, SCHEMA)
Place = tuple[str | int, ...]


def branches(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A schema and the alternatives in it."""
    return [schema, *(inner for b in schema.get("anyOf", ()) for inner in branches(b))]


def kinds(schema: Mapping[str, Any]) -> set[str]:
    """The JSON types that may stand at a place."""
    found: set[str] = set()
    for branch in branches(schema):
        kind = branch.get("type", ())
        found |= {kind} if isinstance(kind, str) else set(kind)
    return found


def nodes(schema: Mapping[str, Any], path: Place = ()) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every place of a record with its schema; lists by their first item."""
    if path:
        yield path, schema
    for branch in branches(schema):
        for key, child in branch.get("properties", {}).items():
            yield from nodes(child, (*path, key))
        if "items" in branch:
            yield from nodes(branch["items"], (*path, 0))


NODES = list(nodes(RECORD))


def written(path: Place, value: str) -> tuple[str, int]:
    """Front matter with one value at a path, a line for each step, and the value's line."""
    lines: list[str] = []
    for depth, key in enumerate(path):
        step = "-" if isinstance(key, int) else f"{key}:"
        lines.append("  " * depth + step)
    lines[-1] += f" {value}"
    return "\n".join(lines) + "\n", len(lines)


def wrong_values(schema: Mapping[str, Any]) -> Iterator[str]:
    """A text, a list and a group, where none of its kind may stand."""
    allowed = kinds(schema)
    if "string" not in allowed:
        yield '"zz zz"'
    if "array" not in allowed:
        yield "[zz, [zz], {zz: zz}]"
    if "object" not in allowed:
        yield "{zz: zz, yy: [zz]}"


@pytest.mark.parametrize("top", RECORD["properties"])
def test_wrong_types_everywhere(top: str, tmp_path: Path) -> None:
    """At every place of the record a value of each wrong kind: PM1xx at its line."""
    tried = 0
    for path, schema in NODES:
        if path[0] != top:
            continue
        for value in wrong_values(schema):
            text, line = written(path, value)
            found = check_text(tmp_path, f"---\n{text}---\n")
            here = [d for d in found if d.position.line == line + 1 and d.code.startswith("PM1")]
            assert here, (path, value, [d.sentence() for d in found])
            tried += 1
    assert tried


def test_wrong_types_all_at_once(tmp_path: Path) -> None:
    """Every top-level key wrong in one file: one finding each, in one run."""
    rows = [(key, next(wrong_values(schema))) for key, schema in RECORD["properties"].items()]
    text = "".join(f"{key}: {value}\n" for key, value in rows)
    found = check_text(tmp_path, f"---\n{text}---\n")
    lines = {d.position.line for d in found if d.code.startswith("PM1")}
    assert lines == set(range(2, len(rows) + 2))


def objects(
    schema: Mapping[str, Any], path: Place = ()
) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every group of keys: its place and its properties."""
    for place, node in [(path, schema), *nodes(schema)]:
        for branch in branches(node):
            if "properties" in branch:
                yield place, branch["properties"]


OBJECTS = list(objects(RECORD))


@pytest.mark.parametrize(
    ("path", "properties"), OBJECTS, ids=[".".join(map(str, p)) or "record" for p, _ in OBJECTS]
)
def test_unknown_keys_everywhere(
    path: Place, properties: Mapping[str, Any], tmp_path: Path
) -> None:
    """A misspelt key anywhere is found at its line, and the key meant is named."""
    for key in properties:
        misspelt = f"{key[:2]}{key[3:]}"
        if len(key) < 6 or misspelt in properties:
            continue
        text, line = written((*path, misspelt), "zz")
        found = [d for d in check_text(tmp_path, f"---\n{text}---\n") if d.code == "PM101"]
        assert [(d.position.line, d.nearest) for d in found] == [(line + 1, key)]


# --- hostile text --------------------------------------------------------------------------------

_FORMS = {
    "postmortem-instant": "2026-03-13 22:41",
    "postmortem-timeline-time": "22:41",
    "postmortem-date": "2026-03-13",
    "postmortem-duration": "1h 22m",
    "postmortem-url": "https://example.com/a?b=%7B%7B",
    "postmortem-id": "INC-20260313-001",
}
_FIXED = {"profile": "service", "severity": "SEV-2", "timezone": "UTC", "status": "in_review",
          "schema_version": "1"}  # fmt: skip


def full(schema: Mapping[str, Any], words: str) -> object:
    """A record with every field, the free texts being `words`."""
    for branch in sorted(branches(schema), key=lambda b: b.get("type") != "object"):
        kind = branch.get("type")
        if "enum" in branch:
            return branch["enum"][0]
        if "const" in branch or kind is None:
            continue
        if kind == "object":
            return {key: full(child, words) for key, child in branch["properties"].items()}
        if kind == "array":
            return [full(branch["items"], words)]
        if kind in ("integer", "number"):
            return 1
        if kind == "boolean":
            return True
        return "A1" if "pattern" in branch else _FORMS.get(branch.get("format", ""), words)
    raise AssertionError(schema)


def full_document(words: str) -> str:
    """A file whose front matter holds every field of the record."""
    record = full(RECORD, words)
    assert isinstance(record, dict)
    record |= _FIXED
    rows = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items()]
    return "---\n" + "\n".join(rows) + f"\n---\n{SUMMARY}\n## Root cause\n\n{words}\n"


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% include 'x' %} ${7*7} <%= 7 %>",
    "a | b || c \\| d",
    "::error file=a::b ##[error]c",
    "[x](javascript:alert(1)) ![y](data:text/html,z) <https://a>",
    '=HYPERLINK("https://a") +1 -1 @SUM(A1)',
    "'; DROP TABLE incidents; -- \" ' ` \\",
    "%n%s%5 %0A &amp; &lt; &#x27; ]]> <!-- --> --8<--",
    "../../etc/passwd \\\\host\\share file:///etc/passwd",
    "𝄞 e\u0301 \u05e9\u05dc\u05d5\u05dd 日本語 " + "ﷺ" * 20,
    "*" * 40 + "_" * 40 + "#" * 40 + "~" * 40,
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_in_every_field(words: str, tmp_path: Path) -> None:
    """Every free text may hold anything printable: nothing crashes, nothing is refused."""
    found = check_text(tmp_path, full_document(words))
    assert [d.sentence() for d in found if d.code[:3] in ("PM0", "PM1")] == []


@pytest.mark.parametrize("format_", ["text", "github", "json"])
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_in_findings(
    words: str, format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """What a finding quotes cannot end its line or begin a workflow command."""
    quoted = json.dumps(words, ensure_ascii=False)
    extra = f"kind: {quoted}\n{quoted}: 1\ndetected_at: {quoted}\ntimezone: {quoted}\n"
    project(tmp_path, {NAME: document(extra, body=f"# {words}\n\n{SUMMARY}")})
    assert run_check(tmp_path, monkeypatch, "--format", format_) == 1
    out = capsys.readouterr().out
    if format_ == "json":
        assert len(json.loads(out)["diagnostics"]) >= 4
        return
    assert "##[" not in out
    commands = [line for line in out.splitlines() if line.lstrip().startswith("::")]
    assert bool(commands) is (format_ == "github")
    assert all(re.match(r"::(error|warning|notice) file=[^,:]+,line=\d+", c) for c in commands)


def test_every_field_at_once_is_valid(tmp_path: Path) -> None:
    """The smallest record with every field: so the schema can be fulfilled."""
    found: tuple[Diagnostic, ...] = check_text(tmp_path, full_document("Words."))
    assert [d for d in found if d.code.startswith("PM1")] == []


def test_the_base_document_has_no_finding(tmp_path: Path) -> None:
    """The document that the other tests break is itself fine."""
    assert check_text(tmp_path, document()) == ()
    assert HEAD in document()
