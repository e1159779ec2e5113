"""An organisation's own profiles: what they may say, what is refused, what follows from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import own_profiles, profile_faults, profiles, schemas
from mkdocs_postmortems.errors import UsageError
from mkdocs_postmortems.profiles import Profile
from mkdocs_postmortems.settings import Settings
from tests.conftest import RunCli
from tests.support import project
from tests.unit.profile_samples import OWN, write

SETTINGS = Settings(profiles=("schema/*.json",), default_profile="own")


def load(folder: Path, settings: Settings = SETTINGS, **changes: Any) -> Profile:
    raw = {k: v for k, v in {**OWN, **changes}.items() if v is not None}
    return own_profiles.available(write(folder, raw), settings)["own"]


def test_the_smallest_profile(tmp_path: Path) -> None:
    profile = load(tmp_path)
    assert (profile.title, profile.page_title) == ("Review", "Review")
    assert profile.id_format == "OWN-{number:03d}"
    assert profile.sections[0].prose == "story"
    assert profile.sections[0].level == 2
    assert set(own_profiles.available(tmp_path, SETTINGS)) == {*profiles.builtin(), "own"}


def test_a_profile_that_extends_another(tmp_path: Path) -> None:
    profile = load(
        tmp_path,
        **dict.fromkeys(("x-severity-scale", "x-id-patterns", "description")),
        **{"x-extends": "service", "x-required": {"in_review": {"sections": ["story"]}}},
        **{"x-sections": ["executive_summary", {"key": "story", "heading": "Story"}, "timeline"]},
    )
    base = profiles.builtin()["service"]
    assert [s.key for s in profile.sections] == ["executive_summary", "story", "timeline"]
    assert (profile.scale, profile.id_format) == (base.scale, base.id_format)
    assert profile.required["final"] == base.required["final"]
    assert profile.required["in_review"].sections == ("story",)
    assert profile.name == "own"


def test_own_ids_leave_the_date_of_the_base(tmp_path: Path) -> None:
    profile = load(tmp_path, **{"x-extends": "service"})
    assert (profile.id_format, profile.id_date) == ("OWN-{number:03d}", None)


@pytest.mark.parametrize("name", profiles.builtin())
def test_the_built_in_profiles_are_held_to_the_same(name: str) -> None:
    raw = dict(profiles.builtin()[name].raw)
    assert schemas.profile_problems(raw) == []
    assert list(profile_faults.extension(raw)) == []
    assert list(profile_faults.references(raw)) == []
    assert list(profile_faults.own_fields(raw, Settings())) == []
    assert list(profile_faults.annotation(raw, raw)) == []


# --- what is refused -----------------------------------------------------------------------------

FIELD = {"title": "F"}
SECTIONS = OWN["x-sections"]
EXTENDS = {"x-extends": "service"}
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "misspelt annotation": ({"x-sectons": []}, 'found "x-sectons"; allowed: $schema,'),
    "nearest annotation": ({"x-sectons": []}, 'did you mean "x-sections"?'),
    "missing annotation": ({"x-id-patterns": None}, "the profile has no x-id-patterns"),
    "misspelt key": ({"x-sections": [{"key": "a", "heding": "A"}]}, 'did you mean "heading"?'),
    "no heading": ({"x-sections": [{"key": "a"}]}, "x-sections[1] has no heading"),
    "level": ({"x-sections": [*SECTIONS, {"key": "b", "heading": "B", "level": 7}]},
              "x-sections[2].level is outside its limits; found 7"),
    "rank": ({"x-severity-scale": [{"label": "A", "rank": "1"}]}, "allowed: a whole number"),
    "labels": ({"x-severity-scale": [{"label": "A", "rank": 1}] * 2}, '"A" stands twice'),
    "sections": ({"x-sections": SECTIONS * 2}, '"story" stands twice'),
    "name": ({"x-name": "Own profile"}, "x-name is not in the form asked for"),
    "taken": ({"x-name": "service"}, 'there is a profile "service" already'),
    "base": ({"x-extends": "servce"}, 'no built-in profile "servce". Did you mean "service"?'),
    "no base": ({"x-sections": ["timeline"]}, "only a profile with `x-extends`"),
    "section of the base": ({**EXTENDS, "x-sections": ["time_line"]}, 'Did you mean "timeline"?'),
    "field": ({"x-sections": [{"key": "a", "heading": "A",
              "fields": [{"label": "L", "path": "impact.user.affected"}]}]},
              'x-sections[1].fields[1].path: there is no field "impact.user.affected". Did you'),
    "prose": ({"x-sections": [{"key": "a", "heading": "A", "prose": "root_cause.statment"}]},
              'Did you mean "root_cause.statement"?'),
    "prompt": ({"x-scaffold": ["sevices"]}, 'Did you mean "services"?'),
    "prompt line": ({"x-scaffold-examples": {"a": ["b: c"]}}, "is not in the form asked for"),
    "required field": ({"x-required": {"final": {"fields": ["x-no"]}}}, 'no field "x-no"'),
    "required section": ({"x-required": {"final": {"sections": ["stry"]}}}, 'mean "story"?'),
    "required key": ({"x-required": {"final": {"action_items": ["ower"]}}}, 'mean "owner"?'),
    "status": ({"x-required": {"finl": {}}}, 'did you mean "final"?'),
    "policy": ({"x-policies": [{"key": "a", "kind": "day", "title": "A"}]}, "has no field"),
    "kind of policy": ({"x-policies": [{"key": "a", "kind": "dya", "title": "A"}]}, 'mean "day"?'),
    "window": ({"x-policies": [{"key": "a", "kind": "meeting", "title": "A",
                "within": "2 fortnights"}]},
               "5 business days"),
    "day": ({"x-policies": [{"key": "a", "kind": "findings", "title": "A",
             "effective_from": "2026-02-30"}]}, "there is no such day"),
    "two policies": ({"x-policies": [{"key": "a", "kind": "findings", "title": "A"}] * 2}, "twice"),
    "field by severity": ({"x-required": {"final": {"by_severity": [
                           {"at_least": "high", "fields": ["servces"]}]}}}, 'mean "services"?'),
    "slow id": ({"x-id-patterns": ["([0-9]+)+"]}, "must not repeat a group"),
    "broken id": ({"x-id-patterns": ["("]}, "is not a regular expression"),
    "unmakeable id": ({"x-id-patterns": [".*"]}, "x-id-patterns: no id of that form can be made"),
    "form of ids": ({"x-id-format": "X-{number}"}, "x-id-format: no id of that form"),
    "fields of the form": ({"x-id-format": "{number.real}"}, "x-id-format is not in the form"),
    "date in ids": ({"x-id-date": "([0-9]{8})"}, "needs three groups"),
    "foreign field": ({"properties": {"cost": FIELD}}, "properties.cost: an own field begins"),
    "no title": ({"properties": {"x-a": {"type": "integer"}}}, "needs a `title`"),
    "keyword": ({"properties": {"x-a": {**FIELD, "maxlength": 3}}}, 'did you mean "maxLength"?'),
    "type": ({"properties": {"x-a": {**FIELD, "type": "int"}}}, "allowed: string, integer"),
    "format": ({"properties": {"x-a": {**FIELD, "format": "date"}}}, "postmortem-date"),
    "slow pattern": ({"properties": {"x-a": {**FIELD, "pattern": "(a+)+"}}},
                     "properties.x-a.pattern: must not repeat a group"),
    "unanchored": ({"properties": {"x-a": {**FIELD, "pattern": "a*b*c*"}}}, "more than three"),
    "long": ({"properties": {"x-a": {**FIELD, "pattern": "^a$", "maxLength": 900}}},
             "needs maxLength: 200 or less"),
    "remote reference": ({"properties": {"x-a": {"$ref": "https://a.example/s.json"}}},
                         "properties.x-a.$ref is not in the form"),
    "file reference": ({"properties": {"x-a": {"$ref": "other.json#/a"}}}, "is not in the form"),
    "lost reference": ({"properties": {"x-a": {"$ref": "#/$defs/a"}}}, 'no definition "a"'),
    "circle": ({"$defs": {"a": {"items": {"$ref": "#/$defs/a"}}},
                "properties": {"x-a": {**FIELD, "$ref": "#/$defs/a"}}}, '"a" refers to itself'),
}  # fmt: skip


def _one_line(run_cli: RunCli, folder: Path, said: str) -> None:
    (folder / "postmortems.yml").write_text("profiles: schema/*.json\ndefault_profile: own\n")
    project(folder, {})
    result = run_cli("check", "--allow-empty")
    assert (result.code, result.out) == (2, ""), result.err
    assert result.err.count("\n") == 1
    assert said in result.err
    assert len(result.err) < 900


@pytest.mark.parametrize("name", BAD)
def test_a_bad_profile_is_one_line(name: str, run_cli: RunCli, tmp_path: Path) -> None:
    changes, said = BAD[name]
    raw = {k: v for k, v in {**OWN, **changes}.items() if v is not None}
    _one_line(run_cli, write(tmp_path, raw), said)
    assert run_cli("new", "T").code == 2


TEXTS = {
    "no JSON": ("{,}", "schema/own.json:1: no JSON"),
    "a list": ("[]", "schema/own.json"),
    "twice": ('{"title": "a",\n"title": "b"}', 'no JSON: the key "title" stands twice'),
    "deep": ("[" * 5000 + "]" * 5000, "no JSON:"),
    "rather deep": ('{"a":' * 60 + "1" + "}" * 60, "nested deeper than 40"),
    "a place": (json.dumps({**OWN, "x-name": 5}, indent=1), "schema/own.json:4: x-name has"),
    "doubling": (json.dumps({**OWN, "properties": {"x-a": {"$ref": "#/$defs/d0"}}, "$defs": {
        f"d{n}": {"title": "D", "properties": {
            key: {"$ref": f"#/$defs/d{n + 1}"} if n < 30 else {} for key in ("a", "b")}}
        for n in range(31)}}), "more than 500 references"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_bad_file_is_one_line(name: str, run_cli: RunCli, tmp_path: Path) -> None:
    text, said = TEXTS[name]
    _one_line(run_cli, write(tmp_path, text), said)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("nothing/*.json", 'nothing matches "nothing/*.json"'),
        ("nothing.json", "there is no file nothing.json"),
        ("../up.json", "lies outside the project folder"),
        ("schema/own.yml", "does not end in .json"),
        ("link.json", "lies outside the project folder"),
        ("/etc/*.json", "no usable pattern"),
    ],
)
def test_where_a_profile_may_lie(named: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    where = write(tmp_path / "p", OWN)
    (tmp_path / "up.json").write_text(json.dumps(OWN))
    (where / "link.json").symlink_to(tmp_path / "up.json")
    with pytest.raises(UsageError, match=said.replace("*", r"\*")):
        own_profiles.available(where, Settings(profiles=(named,)))


def test_two_profiles_of_one_name(tmp_path: Path) -> None:
    write(tmp_path, OWN)
    write(tmp_path, OWN, "other.json")
    with pytest.raises(UsageError, match=r"own\.json:\d+: there is a profile \"own\" already"):
        own_profiles.available(tmp_path, SETTINGS)
