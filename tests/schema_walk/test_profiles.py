"""What each profile asks for, taken away piece by piece; labels and ids of other profiles."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from mkdocs_postmortems.diagnostics import Diagnostic
from tests.support import check, check_text, project

from .documents import PROFILES, Document, an_id, complete, labels, raw, required, stages
from .test_walk import ALONE, findings

# --- what is missing -----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "status"), stages())
def test_a_complete_document_has_no_finding(name: str, status: str, tmp_path: Path) -> None:
    """At every severity of the profile, as each may ask for other fields."""
    for level in raw(name)["x-severity-scale"]:
        text = complete(name, status, level["rank"]).text()
        assert check_text(tmp_path, text, options=ALONE) == ()


def removed(document: Document, path: str) -> list[str | int]:
    """Take a field out of a document, and the groups that it leaves empty; the place to look at."""
    keys = path.split(".")
    del _group(document, keys[:-1])[keys[-1]]
    keys.pop()
    while keys and not _group(document, keys):
        del _group(document, keys[:-1])[keys[-1]]
        keys.pop()
    return [*keys]


def _group(document: Document, keys: list[str]) -> dict[str, object]:
    node = document.record
    for key in keys:
        node = node[key]
    return node


@pytest.mark.parametrize(("name", "status"), stages())
def test_each_required_field(name: str, status: str, tmp_path: Path) -> None:
    """One field less: one finding, which names it, at the nearest group that is still written."""
    wanted: dict[str, tuple[str, tuple[int, int]]] = {}
    files: dict[str, str | bytes] = {}
    for number, path in enumerate(required(name, status)["fields"]):
        document = complete(name, status)
        keys = removed(document, path)
        file = f"case-{number:03d}.md"
        files[file] = document.text()
        place = document.written().keys[tuple(keys)] if keys else (1, 1)
        wanted[file] = (f"`{path}` is missing for status {status}", place)
    _expect(files, wanted, tmp_path)


@pytest.mark.parametrize(("name", "status"), stages())
def test_each_required_section(name: str, status: str, tmp_path: Path) -> None:
    """A section without text is named at its heading, one without a heading at the top."""
    wanted: dict[str, tuple[str, tuple[int, int]]] = {}
    files: dict[str, str | bytes] = {}
    headings = {s["key"]: s.get("heading", "") for s in raw(name)["x-sections"]}
    for key in _written_sections(name, status):
        for text in ("", "-", "**Impact:**", None):
            document = complete(name, status)
            if text is None:
                del document.sections[key]
            else:
                document.sections[key] = text
            file = f"case-{len(files):03d}.md"
            files[file] = document.text()
            what = "the section" if text is None else "text under"
            place = (1, 1) if text is None else (document.line_of(key), 1)
            wanted[file] = (f"{what} `{headings[key]}` is missing for status {status}", place)
    _expect(files, wanted, tmp_path)


def _written_sections(name: str, status: str) -> list[str]:
    """The required sections that are not answered by a field that is required as well."""
    asked = required(name, status)
    found: list[str] = []
    for spec in raw(name)["x-sections"]:
        fields = [f["path"] for f in spec.get("fields", ())]
        paths = [spec["prose"]] if "prose" in spec else fields
        answered = any(f"{f}.".startswith(f"{p}.") for f in asked["fields"] for p in paths)
        if spec["key"] in asked["sections"] and not answered:
            found.append(spec["key"])
    assert len(found) >= len(asked["sections"]) - 1
    return found


@pytest.mark.parametrize(("name", "status"), stages())
def test_each_required_key_of_an_action(name: str, status: str, tmp_path: Path) -> None:
    wanted: dict[str, tuple[str, tuple[int, int]]] = {}
    files: dict[str, str | bytes] = {}
    for number, key in enumerate(required(name, status)["action_items"]):
        document = complete(name, status)
        del document.record["action_items"][0][key]
        file = f"case-{number:03d}.md"
        files[file] = document.text()
        place = document.written().keys["action_items", 0]
        wanted[file] = (f"`{key}` of action AI-001 is missing for status {status}", place)
    _expect(files, wanted, tmp_path)


def _expect(
    files: dict[str, str | bytes], wanted: dict[str, tuple[str, tuple[int, int]]], folder: Path
) -> None:
    found = findings(check(project(folder, files), ALONE).diagnostics)
    for file, (message, place) in wanted.items():
        (said,) = found[file]
        assert said.code == "PM205", said
        assert (said.message, (said.position.line, said.position.column)) == (message, place)
        assert said.fix


# --- severities ----------------------------------------------------------------------------------


def _judged(name: str, label: str, folder: Path) -> Diagnostic:
    document = complete(name, "in_review")
    document.record["severity"] = label
    (said,) = check_text(folder, document.text(), options=ALONE)
    assert said.code == "PM103"
    place = document.written().values["severity",]
    assert (said.position.line, said.position.column) == place
    assert said.allowed == tuple(labels(name))
    return said


@pytest.mark.parametrize("name", PROFILES)
def test_labels_of_other_scales(name: str, tmp_path: Path) -> None:
    """The own levels are listed; that of the same letters or the same rank is proposed."""
    ranks = {
        label: {
            level["rank"] for other in PROFILES for level in raw(other)["x-severity-scale"]
            if level["label"] == label
        }
        for other in PROFILES for label in labels(other)
    }  # fmt: skip
    own = {level["label"]: level["rank"] for level in raw(name)["x-severity-scale"]}
    for label in ranks.keys() - own.keys():
        nearest = _judged(name, label, tmp_path).nearest
        letters = [o for o in own if o.replace("-", "") == label.replace("-", "")]
        if letters:
            assert [nearest] == letters
        elif label[:3] != next(iter(own))[:3] and len(ranks[label]) == 1 and len(label) > 2:
            same = [o for o, rank in own.items() if {rank} == ranks[label]]
            assert nearest == (same[0] if same else None)


@pytest.mark.parametrize("name", PROFILES)
def test_misspelt_labels(name: str, tmp_path: Path) -> None:
    for label in labels(name):
        shorter = f"{label[0]}{label[2:]}" if len(label) > 3 else f"{label[0]} {label[1:]}"
        for text in (label.lower(), shorter):
            assert _judged(name, text, tmp_path).nearest == label


# --- ids -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROFILES)
def test_ids_of_other_profiles(name: str, tmp_path: Path) -> None:
    """A form is the profile's advice for new ids; only `id_pattern` makes it a rule for all."""
    pattern = raw(name)["x-id-patterns"][0]
    assert raw(name)["properties"]["id"]["pattern"] == f"^{pattern}$"
    for other in PROFILES:
        document = complete(name, "in_review")
        identifier = document.record["id"] = an_id(other)
        assert check_text(tmp_path / "free", document.text(), options=ALONE) == ()
        found = check_text(tmp_path / "bound", document.text(),
                           options=replace(ALONE, id_pattern=pattern))  # fmt: skip
        if re.fullmatch(pattern, identifier):
            assert found == ()
            continue
        (said,) = found
        assert (said.code, said.allowed) == ("PM107", (pattern,))
        place = document.written().values["id",]
        assert (said.position.line, said.position.column) == place


@pytest.mark.parametrize("name", PROFILES)
def test_the_published_schema_of_a_profile_says_what_the_check_does(name: str) -> None:
    properties = raw(name)["properties"]
    assert set(properties) == {"severity", "id"}, "a new property needs a test here"
    assert properties["severity"]["enum"] == [*labels(name), "unknown"]
