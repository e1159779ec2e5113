"""Every mistake at every place of the record: one finding, at its line and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import schemas
from mkdocs_postmortems.diagnostics import Diagnostic, Level
from mkdocs_postmortems.policy_settings import PolicyChange
from mkdocs_postmortems.settings import Settings
from tests.support import NAME, SUMMARY, check, document, project, run_check

from .emitter import Written, front_matter
from .mistakes import WRONG_FORMS, Mistake, mistakes
from .schema import declared, load, places

HEAD: Mapping[str, Any] = {
    "title": "Checkout broke",
    "severity": "SEV-2",
    "status": "in_review",
    "started_at": "2026-03-13 22:41",
}
TOPS = list(dict.fromkeys(str(m.path[0]) for m in mistakes()))
TARGET = document(head='title: "Older"\nseverity: SEV-3\nstarted_at: 2026-01-01\n'
                       "status: in_review\n")  # fmt: skip
ALONE = Settings(
    rules={"PM301": "ignore", "PM305": "ignore"},
    policies={("all", "all"): PolicyChange(ignore=True)},
)
"""The files of a test do not see each other: their titles and ids are all the same. Policies ask
for more than one thing at a time."""
KEYWORDS = {
    "$defs", "$id", "$schema", "anyOf", "const", "description", "else", "enum", "examples",
    "format", "if", "items", "maxItems", "maxLength", "maximum", "minLength", "minimum", "not",
    "pattern", "patternProperties", "properties", "$ref", "required", "title", "type",
}  # fmt: skip
"""The keywords of JSON Schema of which `mistakes` knows how to break each."""


def styles(record: Mapping[str, Any], mistake: Mistake, number: int) -> Iterator[Written]:
    """A record in block style and in braces; further mistakes of a kind take turns."""
    block, flow = front_matter(record), front_matter(record, flow=True)
    if flow.text == block.text or mistake.kind == "empty item":
        yield block
    elif number == 0:
        yield from (block, flow)
    else:
        yield flow if number % 2 else block


def cases(top: str) -> Iterator[tuple[str, Mistake, dict[str, Any], Written]]:
    """The mistakes below a top-level key: file, mistake, record, front matter."""
    count = 0
    kinds: Counter[tuple[object, str]] = Counter()
    for mistake in mistakes():
        if mistake.path[0] != top:
            continue
        replaced = top in HEAD and mistake.kind not in ("unknown key", "misspelt beside")
        head = {k: v for k, v in HEAD.items() if k not in mistake.record}
        if replaced:
            head.pop(top, None)
        record = {**head, **mistake.record}
        for written in styles(record, mistake, kinds[mistake.path, mistake.kind]):
            count += 1
            yield f"case-{count:05d}.md", mistake, record, written
        kinds[mistake.path, mistake.kind] += 1


def without(value: Any, lost: tuple[str | int, ...] | None) -> Any:
    """A record without what is lost; an item of a list leaves its place empty."""
    if isinstance(value, dict):
        return {
            key: without(inner, _below(lost, key)) for key, inner in value.items()
            if lost != (key,)
        }  # fmt: skip
    if isinstance(value, list):
        return [
            None if lost == (index,) else without(inner, _below(lost, index))
            for index, inner in enumerate(value)
        ]
    return value


def _below(lost: tuple[str | int, ...] | None, key: str | int) -> tuple[str | int, ...] | None:
    return lost[1:] if lost and lost[0] == key else None


def findings(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """What is said about each file, by its name."""
    found: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        found.setdefault(diagnostic.path.removeprefix("postmortems/"), []).append(diagnostic)
    return found


@pytest.mark.parametrize("top", TOPS)
def test_every_mistake_gives_its_finding(top: str, tmp_path: Path) -> None:
    every = list(cases(top))
    files = {name: written.text + SUMMARY for name, _, _, written in every}
    checked = check(project(tmp_path, {**files, "INC-20260101-001.md": TARGET}), ALONE)
    assert checked.fails("error")
    found = findings(checked.diagnostics)
    loaded = {p.path.removeprefix("postmortems/"): p.record for p in checked.everything.postmortems}
    faults: list[str] = []
    for name, mistake, record, written in every:
        said = found.get(name, [])
        fault = _fault(mistake, written, said)
        if loaded.get(name) != without(record, mistake.lost) and mistake.code != "PM007":
            fault += f" loaded as {loaded.get(name)}"
        if fault:
            sentences = "".join(f"  {d.position} {d.code} {d.sentence()[:300]}\n" for d in said)
            kind = f"{mistake.kind} {mistake.path}: {fault}"
            faults.append(f"{kind}\n{written.text[-300:]}{sentences}")
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:9])


def _fault(mistake: Mistake, written: Written, said: list[Diagnostic]) -> str:
    """What is not as it should be in what is said about a mistake; empty if all is well."""
    if [d.code for d in said] != ([mistake.code] if mistake.code else []):
        return f"not exactly {mistake.code or 'nothing'}"
    if not mistake.code:
        return ""
    (diagnostic,) = said
    where = (written.keys if mistake.at_key else written.values)[mistake.at]
    sentence = diagnostic.sentence()
    is_error = diagnostic.level is Level.ERROR or mistake.path == ("status",)
    checks = {
        f"not at {where}": (diagnostic.position.line, diagnostic.position.column) == where,
        "no error": is_error,
        f"does not propose {mistake.nearest}": mistake.nearest in (None, diagnostic.nearest),
        f"does not say {mistake.words!r}": mistake.words in sentence,
        "does not help": bool(diagnostic.fix or diagnostic.allowed or diagnostic.nearest),
        "is not one short line": "\n" not in sentence and len(sentence) < 700,
    }
    return ", ".join(message for message, good in checks.items() if not good)


def test_every_property_is_reached() -> None:
    """Whatever stands below a `properties` of the schema's file is broken in several ways."""
    reached: dict[str, set[str]] = {pointer: set() for pointer in declared(load())}
    kinds: dict[object, set[str]] = {}
    for mistake in mistakes():
        kinds.setdefault(mistake.path, set()).add(mistake.kind)
    for place in places():
        for pointer in place.pointers:
            reached[pointer] |= kinds[place.path]
    wrong_types = {"group", "list", "text"}
    assert [p for p, found in reached.items() if not found & wrong_types] == []
    assert [p for p, found in reached.items() if len(found) < 5] == []
    assert len(reached) > 250


def test_every_keyword_is_broken() -> None:
    """A keyword that no mistake is made for must not come into the schema unnoticed."""
    assert {k for k in keywords(load()) if not k.startswith("x-")} <= KEYWORDS
    used = {branch.schema.get("format") for place in places() for branch in place.branches}
    assert used - {None} == set(WRONG_FORMS) == set(schemas.FORMATS)


def keywords(schema: Any) -> Iterator[str]:
    """The keywords that a schema uses, without the names of properties."""
    if isinstance(schema, list):
        for inner in schema:
            yield from keywords(inner)
    if not isinstance(schema, Mapping):
        return
    for key, value in schema.items():
        yield key
        if key in ("properties", "$defs", "patternProperties"):
            for inner in value.values():
                yield from keywords(inner)
        elif key not in ("examples", "enum") and not key.startswith("x-"):
            yield from keywords(value)


def test_each_kind_of_mistake_fails_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One file of each kind alone: exit code 1, and one line that names the place."""
    tried: set[str] = set()
    for mistake in mistakes():
        if mistake.kind in tried or not mistake.code or mistake.path[0] in HEAD:
            continue
        tried.add(mistake.kind)
        written = front_matter({**HEAD, **mistake.record})
        project(tmp_path, {NAME: written.text + SUMMARY})
        assert run_check(tmp_path, monkeypatch) == 1, mistake.kind
        line, column = (written.keys if mistake.at_key else written.values)[mistake.at]
        first = capsys.readouterr().out.split("\n")[0]
        assert first.startswith(f"postmortems/{NAME}:{line}:{column}: error {mistake.code}: ")
    assert len(tried) > 15
    assert tried >= {m.kind for m in mistakes() if m.code and m.code != "PM205"}
