"""A hook of this site: reference pages made from the code, so that they cannot differ from it.

`pages()` needs no MkDocs and gives the Markdown of every generated page: one page a rule, from the
docstring of its file; the fields, from the JSON Schema; a page a profile, from its annotations;
the settings, from their class. The events below hand them to MkDocs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig  # noqa: TID251 - this is a hook of MkDocs
from mkdocs.structure.files import File, Files, InclusionLevel  # noqa: TID251
from mkdocs.structure.pages import Page  # noqa: TID251

from mkdocs_postmortems import profiles, rules
from mkdocs_postmortems.chronology import FALLBACK_KINDS, KIND_MILESTONES, MILESTONE_FIELDS
from mkdocs_postmortems.metrics import DEFINITIONS
from mkdocs_postmortems.model import INVERSE_RELATIONS, RANK_NAMES, SYMMETRIC_RELATIONS
from mkdocs_postmortems.profiles import Profile, schema_folder
from mkdocs_postmortems.settings import Limits, Settings

RULES_MARK = "<!-- generated: rules -->"
GROUPS: Mapping[str, str] = {
    "schema_version": "Identity, status, people",
    "started_at": "Times and durations",
    "impact": "Impact",
    "timeline": "Timeline and communication",
    "root_cause": "Cause and detection",
    "what_went_well": "Response and resolution",
    "action_items": "Actions and prevention",
    "lessons": "Lessons",
    "related": "Relations, references, review",
}
"""The heading above a group of fields, by the first field of the group in the schema's order."""

_FIELDS_INTRO = """\
Every key of the front matter. All are optional in a draft; the [profile](index.md#profiles) says \
what `in_review` and `final` need. Each profile takes every field: one that its template has no \
place for is shown at the end of the page.

`unknown` is an answer where nobody knows. A key that begins with `x-` is free for your \
organisation, at every level.

The record holds the fields of all templates that are planned. What reads them beyond the page \
and the checks (exports, more profiles) is [on the roadmap](../index.md#what-comes-next)."""
_SECTIONS_INTRO = """\
In this order. A heading is found whatever its case, numbering and emoji, under each of the names \
given. Sections of your own stay on the page too."""


# ------------------------------------------------------------------------------ events of MkDocs


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages. Rule pages are many, so the navigation holds only their index."""
    for path, content in pages().items():
        rule = re.fullmatch(r"rules/(PM\d{3})\.md", path)
        level = InclusionLevel.NOT_IN_NAV if rule else InclusionLevel.UNDEFINED
        file = File.generated(config, path, content=content, inclusion=level)
        file.edit_uri = _source(path, rule[1] if rule else None)
        files.append(file)
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the table of rules where the mark stands."""
    return markdown.replace(RULES_MARK, rules_table())


def _source(path: str, code: str | None) -> str:
    """The file that a generated page is made from, for "edit this page", relative to docs/."""
    if code is not None:
        folder = Path(rules.__file__).parent
        name = next(folder.glob(f"{code.lower()}_*.py")).name
        return f"../plugin/mkdocs_postmortems/rules/{name}"
    if path == "reference/settings.md":
        return "../plugin/mkdocs_postmortems/settings.py"
    if path == "reference/fields.md":
        return "../schema/postmortem.schema.json"
    return f"../schema/profiles/{Path(path).stem}.schema.json"


# --------------------------------------------------------------------------------------- pages


def pages() -> dict[str, str]:
    """The Markdown of every generated page by its path below docs/."""
    made = {f"rules/{code}.md": rule_page(entry) for code, entry in rules.entries().items()}
    made["reference/fields.md"] = fields_page(_record())
    made["reference/settings.md"] = settings_page()
    for name, profile in profiles.builtin().items():
        made[f"reference/profiles/{name}.md"] = profile_page(profile)
    return made


def rules_table() -> str:
    """All rules with their levels and links to their pages."""
    rows = [
        (
            f"[{code}]({code}.md)", f"`{entry.rule.name}`", _title(entry.documentation),
            entry.rule.level.value, entry.rule.draft_level.value,
            _yes(entry.rule.suppressible),
        )
        for code, entry in rules.entries().items()
    ]  # fmt: skip
    head = ("Code", "Name", "What it finds", "Level", "In drafts", "Can be suppressed")
    return _table(head, rows)


def rule_page(entry: rules.Entry) -> str:
    """What a rule is called, how much it weighs, and the docstring of its file."""
    rule = entry.rule
    body = entry.documentation.partition("\n")[2].strip()
    facts = _table(
        ("Name", "Level", "Level in drafts", "Can be suppressed in a file"),
        [(f"`{rule.name}`", rule.level.value, rule.draft_level.value, _yes(rule.suppressible))],
    )
    return (
        f"# {rule.code}: {_title(entry.documentation)}\n\n{facts}\n\n{body}\n\n"
        f"---\nThe same text in a terminal: `postmortems explain {rule.code}`. "
        "How levels are changed: [Rules](index.md#levels).\n"
    )


def settings_page() -> str:
    """Every setting with its default and meaning, and the limits."""
    meanings = _attributes(Settings.__doc__ or "")
    rows = [
        (f"`{f.name}`", _code(_default(getattr(Settings(), f.name))), meanings[f.name])
        for f in fields(Settings)
        if f.name != "limits"
    ]
    limits = [(f"`{f.name}`", _code(getattr(Limits(), f.name))) for f in fields(Limits)]
    return (
        "# Settings\n\n"
        "Every setting with its default. [Configuration](../configuration.md) says where they "
        "stand and shows examples.\n\n"
        + _table(("Setting", "Default", "Meaning"), rows)
        + "\n\n## Limits\n\nBelow `limits:`. Sizes are bytes or characters, as their names say.\n\n"
        + _table(("Limit", "Default"), limits)
        + "\n"
    )


def profile_page(profile: Profile) -> str:
    """A profile's severity scale, ids, requirements and sections."""
    raw = profile.raw
    ids = raw["properties"]["id"]
    scale = [
        (f"`{s.label}`", RANK_NAMES[s.rank], s.definition or "", ", ".join(s.examples))
        for s in profile.scale
    ]
    parts = [
        f"# Profile `{profile.name}`",
        f"**{profile.title}.** {profile.description}",
        "## Severity",
        _table(("Label", "Rank", "Definition", "Examples"), scale),
        "## Ids",
        f"{ids['description']} Form: `{ids['pattern']}`. Example: `{ids['examples'][0]}`.",
        "## What a status asks for",
        *(_requirement(profile, status) for status in profile.required),
        "## Sections",
        _SECTIONS_INTRO,
        _table(("Heading", "Also found as", "Written below it", "From the front matter"),
               [_section_row(entry) for entry in raw["x-sections"] if entry["level"]]),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _requirement(profile: Profile, status: str) -> str:
    required = profile.required[status]
    headings = {s.key: s.heading for s in profile.sections}
    lines = [f"**`{status}`**", "", f"- fields: {_codes(required.fields)}"]
    sections = ", ".join(headings[key] for key in required.sections)
    lines.append(f"- sections with text: {sections}")
    if required.action_items:
        lines.append(f"- of every action item: {_codes(required.action_items)}")
    return "\n".join(lines)


def _section_row(entry: Mapping[str, Any]) -> tuple[str, ...]:
    prose = [f"**{f['label']}:**" for f in entry.get("fields", ()) if f.get("prose")]
    data = [f"{f['label']} (`{f['path']}`)" for f in entry.get("fields", ()) if not f.get("prose")]
    free = {True: "a list", False: "text"}[entry.get("list", False)]
    if entry.get("events"):
        free = "bullets `- HH:MM - Event`"
    written = ([free] if entry.get("prose") else []) + prose
    heading = f"{'#' * entry['level']} {entry['heading']}"
    aliases = ", ".join(entry.get("aliases", ()))
    return (f"`{heading}`", aliases, "; ".join(written), "; ".join(data))


# -------------------------------------------------------------------------------------- fields


def fields_page(schema: Mapping[str, Any]) -> str:
    """Every field of the record, with the kinds of values and what is computed."""
    parts = [
        "# Fields",
        _FIELDS_INTRO,
    ]
    for key, node in schema["properties"].items():
        if key in GROUPS:
            parts.append(f"## {GROUPS[key]}")
        parts += _field(key, node)
    parts += [*_chronology(), *_relation_tables(), "## Kinds of values"]
    for name, node in schema["$defs"].items():
        parts += [f"### {node['title']} {{ #value-{name} }}", node["description"]]
        parts += [_examples(node.get("examples", []))] if node.get("examples") else []
    return "\n\n".join(parts) + "\n"


def _field(key: str, node: Mapping[str, Any]) -> Iterator[str]:
    yield f"### `{key}` {{ #{key} }}"
    yield node["description"]
    if node.get("x-prose"):
        yield "Usually written as a section of the body; either place is read, not both."
    yield f"Value: {_kind(node)}.{_choices(node)}"
    rows = list(_rows(node, key))
    if rows:
        yield _table(("Key", "Value", "Meaning"), rows)
    if node.get("examples"):
        yield f"```yaml\n{_yaml(key, node['examples'][0])}\n```"


def _rows(node: Mapping[str, Any], path: str) -> Iterator[tuple[str, str, str]]:
    """The keys below a field, with `[]` for each item of a list."""
    for option in node.get("anyOf", ()):
        yield from _rows(option, path)
    if isinstance(node.get("items"), dict):
        yield from _rows(node["items"], f"{path}[]")
    for key, child in node.get("properties", {}).items():
        here = f"{path}.{key}"
        must = " **Required.**" if key in node.get("required", ()) else ""
        yield f"`{here}`", _kind(child), f"{child['description']}{must}{_choices(child)}"
        yield from _rows(child, here)


def _kind(node: Mapping[str, Any]) -> str:
    """The kind of a value in words, with a link to its description."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return f"[{_record()['$defs'][name]['title'].lower()}](#value-{name})"
    if "anyOf" in node:
        return " or ".join(dict.fromkeys(_kind(option) for option in node["anyOf"]))
    if "enum" in node:
        return "a choice"
    kind = node.get("type")
    if kind == "array":
        return f"list of {_kind(node.get('items', {}))}"
    words = {"object": "keys", "integer": "whole number", "number": "number",
             "boolean": "`true` or `false`", "string": "text"}  # fmt: skip
    return words.get(kind, "any value") if isinstance(kind, str) else "any value"


def _choices(node: Mapping[str, Any]) -> str:
    found = list(_enums(node))
    return f" One of {_codes(found)}." if found else ""


def _enums(node: Mapping[str, Any]) -> Iterator[str]:
    for value in node.get("enum", ()):
        yield json.dumps(value) if isinstance(value, bool) else str(value)
    for option in node.get("anyOf", ()):
        yield from _enums(option)
    if isinstance(node.get("items"), dict):
        yield from _enums(node["items"])


def _chronology() -> Iterator[str]:
    """Milestones with the two places in which each may be written, and the metrics."""
    kinds: dict[str, list[str]] = {name: [] for name in MILESTONE_FIELDS}
    for kind, name in KIND_MILESTONES.items():
        kinds[name].append(f"`{kind}`")
    for kind, name in FALLBACK_KINDS.items():
        kinds[name].append(f"`{kind}` where nothing else gives it")
    yield "## Milestones"
    yield "Each is written once: as a field, or as the `kind` of a timeline event."
    yield _table(
        ("Milestone", "Field", "Kind of a timeline event"),
        [(n.replace("_", " "), f"`{MILESTONE_FIELDS[n]}`", ", ".join(k)) for n, k in kinds.items()],
    )
    yield "## Metrics"
    yield "Computed from the milestones, with one definition for every page and chart."
    yield _table(
        ("Metric", "Key", "Runs"), [(f"{d.label} ({d.short})", f"`metrics.{d.key}`", d.text)
                                    for d in DEFINITIONS],
    )  # fmt: skip


def _relation_tables() -> Iterator[str]:
    yield "## Relations"
    yield "A relation is written in one postmortem. The page of the other one shows its inverse."
    rows = [(f"`{name}`", inverse) for name, inverse in INVERSE_RELATIONS.items()]
    rows += [(f"`{name}`", "the same") for name in sorted(SYMMETRIC_RELATIONS)]
    yield _table(("Relation", "On the other page"), rows)


# --------------------------------------------------------------------------------------- helpers


def _record() -> Mapping[str, Any]:
    text = (schema_folder() / "postmortem.schema.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def _attributes(docstring: str) -> dict[str, str]:
    """The `Attributes:` of a docstring by name."""
    text = docstring.partition("Attributes:\n")[2]
    found = re.findall(r"^ {8}(\w+): (.+(?:\n {12}.+)*)", text, re.M)
    return {name: " ".join(meaning.split()) for name, meaning in found}


def _title(documentation: str) -> str:
    return documentation.partition("\n")[0].rstrip(".")


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _codes(words: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _code(value: object) -> str:
    return f"`{value}`" if value != "" else "empty"


def _default(value: object) -> str:
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, Mapping):
        return _flow(dict(value))
    return _flow(list(value)) if isinstance(value, tuple) else str(value)


def _examples(examples: list[Any]) -> str:
    return f"For example {', '.join(f'`{_flow(e)}`' for e in examples)}."


def _yaml(key: str, value: Any) -> str:
    """A field as an author writes it: lists of groups one item a line, the rest in one line."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return "\n".join([f"{key}:", *(f"  - {_flow(item)}" for item in value)])
    if isinstance(value, dict):
        return "\n".join([f"{key}:", *(f"  {name}: {_flow(v)}" for name, v in value.items())])
    return f"{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    """A value in YAML's flow form; JSON's quotes only where a plain word would be misread."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(v) for v in value) + "]"
    if isinstance(value, str) and re.fullmatch(r"[\w./+-]+(?:[ T:][\w.+-]+)*", value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """A Markdown table; columns that are empty in every row are left out."""
    used = [i for i in range(len(head)) if any(row[i] != "" for row in rows)]
    lines = [[head[i] for i in used], ["---"] * len(used)]
    lines += [[str(row[i]).replace("|", "\\|").replace("\n", " ") for i in used] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
