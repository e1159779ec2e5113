"""A hook of this site: reference pages made from the code, so that they cannot differ from it.

`pages()` needs no MkDocs and gives the Markdown of every generated page: one page a rule, from the
docstring of its file; the fields, from the JSON Schema; a page a profile, from its annotations;
the settings, from their class. The events below hand them to MkDocs, which finds `_fields.py`
beside this file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from _fields import codes, fields_page, flow, record, table
from mkdocs.config.defaults import MkDocsConfig  # noqa: TID251 - this is a hook of MkDocs
from mkdocs.structure.files import File, Files, InclusionLevel  # noqa: TID251
from mkdocs.structure.pages import Page  # noqa: TID251

from mkdocs_postmortems import profiles, rules
from mkdocs_postmortems.model import RANK_NAMES
from mkdocs_postmortems.policies import Policy
from mkdocs_postmortems.profiles import Profile
from mkdocs_postmortems.settings import Limits, Settings

RULES_MARK = "<!-- generated: rules -->"
_SECTIONS_INTRO = """\
In this order. A heading is found whatever its case, numbering and emoji, under each of the names \
given. Sections of your own stay on the page too."""
_TARGETS_INTRO = """\
A row of `detection.targets` may name another target. The page computes what was achieved from the \
times and from `detection.false_positives`, and how far that is from the target."""


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
    made["reference/fields.md"] = fields_page(record())
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
    return table(head, rows)


def rule_page(entry: rules.Entry) -> str:
    """What a rule is called, how much it weighs, and the docstring of its file."""
    rule = entry.rule
    body = entry.documentation.partition("\n")[2].strip()
    facts = table(
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
        + table(("Setting", "Default", "Meaning"), rows)
        + "\n\n## Limits\n\nBelow `limits:`. Sizes are bytes or characters, as their names say.\n\n"
        + table(("Limit", "Default"), limits)
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
        *_notes(raw),
        "## Severity",
        table(("Label", "Rank", "Definition", "Examples"), scale),
        "## Ids",
        f"{ids['description']} Form: `{ids['pattern']}`. Example: `{ids['examples'][0]}`.",
        "## What a status asks for",
        *(_requirement(profile, status) for status in profile.required),
        *_policies(profile),
        *_targets(profile),
        "## Sections",
        _SECTIONS_INTRO,
        "\n".join(_section(entry) for entry in raw["x-sections"] if entry["level"]),
    ]
    return "\n\n".join(parts) + "\n"


def _notes(raw: Mapping[str, Any]) -> list[str]:
    """How the template is meant to be used, and which edition of it this is."""
    if "x-notes" not in raw:
        return []
    edition = [raw["x-subtitle"]] if "x-subtitle" in raw else []
    edition.append(f"Version {raw['x-template-version']} of the template")
    edition += [raw["x-template-date"]] if "x-template-date" in raw else []
    return ["\n".join(f"- {note}" for note in raw["x-notes"]), f"{', '.join(edition)}."]


def _targets(profile: Profile) -> list[str]:
    """What detection should achieve, where the template says so."""
    if not profile.detection_targets:
        return []
    rows = [(f"`{metric}`", target) for metric, target in profile.detection_targets.items()]
    return ["## Targets of detection", _TARGETS_INTRO, table(("Metric", "Target"), rows)]


def _requirement(profile: Profile, status: str) -> str:
    required = profile.required[status]
    headings = {s.key: s.heading for s in profile.sections}
    lines = [f"**`{status}`**", "", f"- fields: {codes(required.fields)}"]
    sections = ", ".join(headings[key] for key in required.sections)
    lines.append(f"- sections with text: {sections}")
    if required.action_items:
        lines.append(f"- of every action item: {codes(required.action_items)}")
    for more in required.by_severity:
        what = [f"fields: {codes(more.fields)}"] if more.fields else []
        named = ", ".join(headings[key] for key in more.sections)
        what += [f"sections with text: {named}"] if more.sections else []
        lines.append(f"- {_from_severity(profile, more.rank)}, besides: {'; '.join(what)}")
    return "\n".join(lines)


def _from_severity(profile: Profile, rank: int) -> str:
    """The labels of a rank and of those that are worse."""
    return f"for {codes(level.label for level in profile.scale if level.rank <= rank)}"


def _policies(profile: Profile) -> list[str]:
    """The policies with their keys; nothing for a profile without any."""
    if not profile.policies:
        return []
    rows = [
        (f"`{policy.key}`", policy.sentence + _signatures(profile, policy),
         str(policy.window) if policy.window else "",
         ", ".join(f"[{code}](../../rules/{code}.md)" for code in _POLICY_RULES[policy.kind]))
        for policy in profile.policies
    ]  # fmt: skip
    intro = (
        "How the days are counted, and how a site changes a policy by its key: "
        "[Policies](../../policies.md)."
    )
    return ["## Policies", intro, table(("Key", "Policy", "Window", "Rule"), rows)]


_POLICY_RULES: Mapping[str, tuple[str, ...]] = {
    "complete": ("PM401",),
    "meeting": ("PM402",),
    "day": ("PM403",),
    "horizon": ("PM222",),
    "sign_off": ("PM223",),
    "findings": ("PM221",),
    "action_item": ("PM226",),
    "responders": ("PM224",),
    "test_ids": ("PM225",),
}
"""The rules that hold a document to each kind of policy."""


def _signatures(profile: Profile, policy: Policy) -> str:
    """Who signs, and from which severity on."""
    roles = [
        f"`{s.role}`" + ("" if s.at_least is None else f" {_from_severity(profile, s.at_least)}")
        for s in policy.signatures
    ]
    return f" Roles: {', '.join(roles)}." if roles else ""


def _section(entry: Mapping[str, Any]) -> str:
    """A section as a list item, with what is written below it and what the page puts there."""
    labels = [f"**{f['label']}:**" for f in entry.get("fields", ()) if f.get("prose")]
    data = [f"{f['label']} ({_path(f)})" for f in entry.get("fields", ()) if not f.get("prose")]
    free = "a list" if entry.get("list") else "text"
    if entry.get("events"):
        free = "bullets `- HH:MM - Event`"
    if entry.get("rows"):
        free = "a list or a table"
    written = ([free] if entry.get("prose") or entry.get("rows") else []) + labels
    aliases = ", ".join(entry.get("aliases", ()))
    lines = [
        f"- `{'#' * entry['level']} {entry['heading']}`" + (f" (or {aliases})" if aliases else "")
    ]
    lines += [f"    - in the body: {', '.join(written)}"] if written else []
    lines += [f"    - from the front matter: {', '.join(data)}"] if data else []
    lines += ["    - written by the page: what the states mean"] if "legend" in entry else []
    return "\n".join(lines)


def _path(field: Mapping[str, Any]) -> str:
    """A field's path, with the values of the rows that it shows of a list."""
    wanted = "".join(f", `{key}: {value}`" for key, value in field.get("item", {}).items())
    return f"`{field['path']}`{wanted}"


# --------------------------------------------------------------------------------------- helpers


def _attributes(docstring: str) -> dict[str, str]:
    """The `Attributes:` of a docstring by name."""
    text = docstring.partition("Attributes:\n")[2]
    found = re.findall(r"^ {8}(\w+): (.+(?:\n {12}.+)*)", text, re.M)
    return {name: " ".join(meaning.split()) for name, meaning in found}


def _title(documentation: str) -> str:
    return documentation.partition("\n")[0].rstrip(".")


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _code(value: object) -> str:
    return f"`{value}`" if value != "" else "empty"


def _default(value: object) -> str:
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, Mapping):
        return flow(dict(value))
    return flow(list(value)) if isinstance(value, tuple) else str(value)
