"""Typing and validating a record: the messages, and that both validators agree."""

from __future__ import annotations

import builtins
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems import problems, profiles, schemas, source
from mkdocs_postmortems.problems import Problem
from mkdocs_postmortems.schemas import Record
from mkdocs_postmortems.settings import Limits
from mkdocs_postmortems.source import SourceDocument
from tests.support import TESTS

SCHEMA: Mapping[str, Any] = json.loads(
    (profiles.schema_folder() / "postmortem.schema.json").read_text("utf-8")
)
INLINED = schemas.inline(SCHEMA, SCHEMA)


def without_accelerator() -> Record:
    """The record as it is where jsonschema-rs cannot be installed."""
    original = builtins.__import__

    def importer(name: str, *rest: Any, **options: Any) -> Any:
        if name == "jsonschema_rs":
            raise ImportError(name)
        return original(name, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builtins, "__import__", importer)
        return Record(SCHEMA)


FAST = schemas.load_record()
SLOW = without_accelerator()


def test_both_kinds_of_record_are_tested() -> None:
    pytest.importorskip("jsonschema_rs")
    assert FAST._fast is not None
    assert SLOW._fast is None


def judged(record: Record, data: Mapping[str, Any]) -> list[Problem]:
    coerced = record.coerce(data)
    return coerced.problems + record.validate(coerced.data)


# --- data that is nearly right -------------------------------------------------------------------

_WORDS = st.sampled_from(
    ["unknown", "true", "false", "0", "12", "12.5", "-1", "140", "1e9", "", "a", "AI-001",
     "2026-03-13", "2026-02-30", "22:41", "2026-03-13 22:41", "1h", "https://example.com", "final",
     "none", "degraded", "done", "monitoring", "other", "INC-1", "a\nb", "AI-001\n", "𝄞" * 200, "é",
     "a" * 201]
)  # fmt: skip


def _instances(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """What fits a schema mostly, and sometimes not at all."""
    options: list[st.SearchStrategy[Any]] = [_WORDS]
    for branch in (schema, *schema.get("anyOf", ())):
        if "enum" in branch:
            choices = [str(c).lower() if isinstance(c, bool) else c for c in branch["enum"]]
            options.append(st.sampled_from(choices))
        if "properties" in branch:
            fields = {key: _instances(child) for key, child in branch["properties"].items()}
            if len(fields) < 12:
                options.append(st.fixed_dictionaries({}, optional=fields))
            options += [st.fixed_dictionaries({key: child}) for key, child in fields.items()]
        if "items" in branch:
            options.append(st.lists(_instances(branch["items"]), max_size=2))
    options.append(st.just([]) | st.just({}) | st.none())
    return st.one_of(*options)


PROPERTIES = INLINED["properties"]
RECORDS = st.sets(st.sampled_from(sorted(PROPERTIES)), min_size=1, max_size=5).flatmap(
    lambda keys: st.fixed_dictionaries({key: _instances(PROPERTIES[key]) for key in sorted(keys)})
)


@settings(deadline=None, max_examples=150)
@given(RECORDS)
def test_both_validators_say_the_same(data: dict[str, Any]) -> None:
    assert judged(FAST, data) == judged(SLOW, data)


@settings(deadline=None, max_examples=100)
@given(RECORDS)
def test_the_accelerator_decides_as_the_reference(data: dict[str, Any]) -> None:
    """Stronger than the test above: they agree before a message is made."""
    if FAST._fast is None:
        pytest.skip("jsonschema-rs is not installed")
    typed = FAST.coerce(data).data
    assert FAST._fast(typed) is not bool(list(schemas._reference(SLOW).iter_errors(typed)))


FILES = sorted(path for path in (TESTS / "rules").rglob("*.md")) + sorted(
    (TESTS.parent / "postmortems").rglob("*.md")
)


def test_both_validators_agree_on_every_file() -> None:
    judged_files = 0
    for path in FILES:
        document = source.parse(path.read_bytes(), path.name, Limits())
        if isinstance(document, SourceDocument) and document.data:
            assert judged(FAST, document.data) == judged(SLOW, document.data), path
            judged_files += 1
    assert judged_files > 50


@settings(deadline=None, max_examples=80)
@given(RECORDS)
def test_problems_point_into_the_record(data: dict[str, Any]) -> None:
    for problem in judged(FAST, data):
        assert problem.code in ("PM101", "PM102", "PM103", "PM104", "PM105", "PM106")
        assert "\n" not in problem.message
        assert len(problem.found or "") <= 80
        node: Any = data
        missing = problem.code == "PM105"  # it points at what is not there
        for step in problem.path[:-1] if missing else problem.path:
            node = node[step]


# --- typing --------------------------------------------------------------------------------------


def coerced(**data: object) -> dict[str, Any]:
    return FAST.coerce(data).data


def test_scalars_are_typed_only_where_the_schema_asks() -> None:
    assert coerced(title="404", document_version="1.10", tags=["NO", "0012"]) == {
        "title": "404", "document_version": "1.10", "tags": ["NO", "0012"],
    }  # fmt: skip
    impact = {
        "users": {"conversations": "12", "affected": {"percent": "12.5", "estimated": "true"}},
        "data": {"exposure": "unknown"},
        "system": {"slo_breach": "false"},
    }
    assert coerced(impact=impact)["impact"] == {
        "users": {"conversations": 12, "affected": {"percent": 12.5, "estimated": True}},
        "data": {"exposure": "unknown"},
        "system": {"slo_breach": False},
    }


@pytest.mark.parametrize(
    "written", ["012", "1_000", "0x1F", "1e3", "+1", "１２", " 1", "1.", ".5", "True"]
)
def test_only_canonical_numbers(written: str) -> None:
    users = coerced(impact={"users": {"conversations": written}})["impact"]["users"]
    assert users["conversations"] == written


def test_empty_values_are_absent() -> None:
    assert coerced(title=None, impact={"users": None}) == {"impact": {}}


def test_own_keys_are_left_alone() -> None:
    data = {"x-own": {"a": [None, "1"]}, "impact": {"x-b": "1"}}
    assert FAST.coerce(data).data == data
    record = schemas.load_record(("cost_centre",))
    assert record.coerce({"cost_centre": "4711"}).problems == []
    assert [p.code for p in record.coerce({"impact": {"cost_centre": "1"}}).problems] == ["PM101"]


# --- messages ------------------------------------------------------------------------------------


def said(**data: object) -> list[tuple[str, tuple[str | int, ...], str]]:
    return [(p.code, p.path, p.message) for p in judged(FAST, data)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"severty": "a"}, [("PM101", ("severty",), "unknown key in the front matter")]),
        ({"timeline": [{"at": "22:41", "event": "a", "knd": "b"}]},
         [("PM101", ("timeline", 0, "knd"), "unknown key in timeline[1]")]),
        ({"title": ["a"]}, [("PM102", ("title",), "title has the wrong type")]),
        ({"kind": "x"}, [("PM103", ("kind",), "kind is not one of its choices")]),
        ({"timeline": [{"at": "22:41"}]},
         [("PM105", ("timeline", 0, "event"), "timeline[1] has no event")]),
        ({"title": "a" * 201}, [("PM106", ("title",), "title is outside its limits")]),
        ({"action_items": [{"title": "a", "id": "a b"}]},
         [("PM104", ("action_items", 0, "id"),
           "action_items[1].id is not in the form asked for")]),
    ],
)  # fmt: skip
def test_messages(
    data: dict[str, object], expected: list[tuple[str, tuple[str | int, ...], str]]
) -> None:
    assert said(**data) == expected


def test_every_missing_key_is_named() -> None:
    found = said(timeline=[{"kind": "note"}])
    assert [message for _, _, message in found] == [
        "timeline[1] has no at", "timeline[1] has no event",
    ]  # fmt: skip


def test_an_empty_text_is_one_problem() -> None:
    assert len(said(id="")) == 1


def test_items_are_named_by_their_list() -> None:
    assert said(aliases=["../a"])[0][2].startswith("aliases[1] ")


@pytest.mark.parametrize("key", ["title", "document_version", "one_line_summary"])
def test_one_line_values_have_one_line(key: str) -> None:
    assert said(**{key: "one\ntwo\n"})


def test_unknown_is_offered_beside_the_other_kinds() -> None:
    (problem,) = judged(FAST, {"timeline": "Unknwon"})
    assert (problem.code, problem.allowed) == ("PM102", ("a list", "unknown"))
    assert problem.nearest == "unknown"
    (number,) = judged(FAST, {"impact": {"users": {"conversations": "twelve"}}})
    assert number.allowed == ("a whole number", "unknown")


@pytest.mark.parametrize("text", ["one\n", "\none", "one\rtwo"])
def test_a_line_break_is_named(text: str) -> None:
    assert [(p.code, p.message) for p in judged(FAST, {"title": text})] == [
        ("PM104", "title holds a line break"),
    ]  # fmt: skip


def test_one_place_is_reported_once() -> None:
    assert len(judged(FAST, {"action_items": [{"title": "a", "id": "a b" * 40}]})) == 1


@pytest.mark.parametrize(
    ("word", "near"),
    [("severty", "severity"), ("Severity", "severity"), ("started-at", "started_at"),
     ("action items", "action_items"), ("zzzz", None), ("titel", "title")],
)  # fmt: skip
def test_nearest(word: str, near: str | None) -> None:
    assert problems.nearest(word, list(INLINED["properties"])) == near


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=8))
def test_nearest_is_one_of_the_allowed(word: str, allowed: list[str]) -> None:
    assert problems.nearest(word, allowed) in [None, *allowed]


# --- ids and addresses ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["INC-1", "1", "a_1", "INC-20260313-001", "a" * 63 + "1"])
def test_ids(text: str) -> None:
    assert schemas.valid_id(text)


@pytest.mark.parametrize(
    "text", ["", "abc", "-1", "1-", "a--1", "a-_1", "a.1", "a/1", "a 1", "é1", "１", "a1\n",
             "../a1", "a" * 64 + "1"],
)  # fmt: skip
def test_no_ids(text: str) -> None:
    assert not schemas.valid_id(text)


@pytest.mark.parametrize(
    "text", ["https://a.example/b?c=d#e", "HTTP://a", "mailto:desk@example.com",
             "https://a.example/@team"],
)  # fmt: skip
def test_addresses(text: str) -> None:
    assert schemas.valid_url(text)


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "https://u:p@a.example", "https://u@a.example/", "//a",
             "ftp://a", "https://a b", "https://a\n", "https://<b>", "data:text/html,a",
             " https://a", "https:"],
)  # fmt: skip
def test_no_addresses(text: str) -> None:
    assert not schemas.valid_url(text)


# --- the schema itself ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", sorted(profiles.schema_folder().rglob("*.schema.json")), ids=lambda path: path.name
)
def test_schemas_are_schemas(path: Any) -> None:
    from jsonschema import Draft202012Validator

    raw = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(raw)
    assert raw["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert raw["$id"].startswith("urn:mkdocs-postmortems:schema:v1:")


def _fields(schema: Any, path: str = "") -> list[tuple[str, Mapping[str, Any]]]:
    found: list[tuple[str, Mapping[str, Any]]] = []
    for branch in (schema, *schema.get("anyOf", ())):
        for key, child in branch.get("properties", {}).items():
            found.append((f"{path}{key}", child))
            found += _fields(child, f"{path}{key}.")
        if "items" in branch:
            found += _fields(branch["items"], f"{path}[].")
    return found


def test_every_field_is_described_with_examples_that_are_valid() -> None:
    fields = _fields(INLINED)
    assert len(fields) > 200
    for path, child in fields:
        assert child.get("title"), path
        assert child.get("description", "").endswith("."), path
        assert child.get("examples"), path


@pytest.mark.parametrize("key", INLINED["properties"])
def test_examples_of_top_level_fields_are_valid(key: str) -> None:
    def text(value: Any) -> Any:
        """As the YAML reader gives it: every scalar is text."""
        if isinstance(value, dict):
            return {k: text(v) for k, v in value.items()}
        if isinstance(value, list):
            return [text(item) for item in value]
        return value if isinstance(value, str) else json.dumps(value)

    for example in INLINED["properties"][key]["examples"]:
        assert judged(FAST, {key: text(example)}) == []


def test_only_formats_of_ours_are_used() -> None:
    text = json.dumps(INLINED)
    used = {part.split('"')[0] for part in text.split('"format": "')[1:]}
    assert used == set(schemas.FORMATS)
