"""A new postmortem as text: the profile's template with its guidance as comments.

The text passes `check` as a draft and fails as final until it is filled.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .profiles import Profile
from .specs import SectionSpec
from .times import Instant

_MAX_NUMBER = 9_999_999
_TEST_ID = "{test_id}"
"""Stands in the examples of a profile for the id of the new postmortem's first regression test."""
_LAST_NUMBER = re.compile(r"[0-9]+$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a new postmortem when it is begun."""

    title: str
    severity: str
    started: Instant
    timezone: str
    default_profile: str
    services: tuple[str, ...] = ()


def next_id(profile: Profile, started: Instant, taken: Iterable[str]) -> str:
    """The first free id of the profile's form; the date in it is that of the start, in UTC.

    Raises:
        ValueError: There is none, or nobody knows how to make one.

    Args:
        taken: Ids and aliases in use, in any case.
    """
    used = {identifier.casefold() for identifier in taken}
    date, day, year = (f"{started.day:{form}}" for form in ("%Y%m%d", "%Y-%m-%d", "%Y"))
    for number in range(_first(profile, used), _MAX_NUMBER):
        identifier = profile.id_format.format(date=date, day=day, year=year, number=number)
        if identifier.casefold() not in used:
            return identifier
    raise ValueError("no free id")


def _first(profile: Profile, used: set[str]) -> int:
    """Where counting begins: after the highest number, for ids that are only a number."""
    if any(part in profile.id_format for part in ("{date}", "{day}", "{year}")):
        return 1
    numbers = [
        int(found[0]) for identifier in used
        for pattern in profile.id_patterns
        if re.fullmatch(pattern.pattern, identifier, re.ASCII | re.I)
        and (found := _LAST_NUMBER.search(identifier))
    ]  # fmt: skip
    return max(numbers, default=0) + 1


def text(profile: Profile, draft: Draft, identifier: str, *, full: bool) -> str:
    """The file's text.

    Args:
        identifier: The id under which the file is written.
        full: Write a commented line for every field of the profile, not only the usual ones.
    """
    front = [
        f"title: {_quoted(draft.title)}",
        f"severity: {draft.severity}",
        "status: draft",
        f"started_at: {draft.started.text}",
    ]
    if profile.name != draft.default_profile:
        front.insert(0, f"profile: {profile.name}")
    if draft.services:
        front.append(f"services: [{', '.join(map(_name, draft.services))}]")
    front += _prompts(profile, draft, identifier, full)
    return "---\n" + "\n".join(front) + "\n---\n\n" + "\n".join(_body(profile))


def _body(profile: Profile) -> list[str]:
    """The sections that are written in the body, below the titles that stand over them."""
    blocks: list[str] = []
    titles: list[SectionSpec] = []
    for spec in profile.sections:
        titles = [title for title in titles if title.level < spec.level]
        block = _section(spec)
        if block:
            blocks += [*map(_title, titles), block]
            titles = []
        elif spec.heading:
            titles.append(spec)
    return blocks


def _title(spec: SectionSpec) -> str:
    guidance = [f"<!-- {spec.guidance} -->", ""] if spec.guidance else []
    return "\n".join([f"{'#' * spec.level} {spec.heading}", "", *guidance])


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar; JSON's escapes are YAML's."""
    return json.dumps(text, ensure_ascii=False)


def _name(name: str) -> str:
    """A name in a list of YAML, quoted unless it cannot be taken for anything else."""
    return name if re.fullmatch(r"[A-Za-z][A-Za-z0-9._/-]*", name) else _quoted(name)


_EXAMPLES: dict[str, tuple[str, ...]] = {
    "services": ("# services: [checkout-api]",),
    "roles.incident_commander": ("# roles: {incident_commander: given.family, responders: []}",),
    "detection.sources": ("# detection: {sources: [monitoring]}",),
    "impact.users.affected": ("# impact: {users: {affected: {percent: 10, estimated: true}}}",),
    "duration": ("# duration: 1h 20m   # computed where started_at and resolved_at are known",),
    "timeline": (
        "# timeline:   # in UTC unless `timezone:` says otherwise; HH:MM rolls over midnight",
        '#   - {at: 2026-01-31 22:41, kind: first_impact, event: "Error rate passes 5 %"}',
        '#   - {at: unknown, kind: detected, event: "Alert pages the on-call"}',
        '#   - {at: unknown, kind: mitigated, event: "Rolled back"}',
        '#   - {at: unknown, kind: resolved, event: "Queue drained"}',
    ),
    "action_items": (
        "# action_items:",
        '#   - {id: AI-001, title: "Refuse empty lists", owner: team, priority: P1, due: unknown}',
    ),
}


def _prompts(profile: Profile, draft: Draft, identifier: str, full: bool) -> list[str]:
    lines = ["# Remove the # and fill in; `unknown` is an answer."]
    own = profile.raw.get("x-scaffold-examples", {})
    test_id = _first_test(profile, identifier)
    for path in profile.scaffold:
        if path == "services" and draft.services:
            continue
        examples = own.get(path) or _EXAMPLES.get(path) or (_own_prompt(profile, path),)
        lines += [
            line.replace("2026-01-31 22:41", draft.started.text).replace(_TEST_ID, test_id)
            for line in examples
        ]
    return lines + (_all_fields(profile, draft) if full else [])


def _first_test(profile: Profile, identifier: str) -> str:
    """The id of the first regression test, in the form that the profile asks for."""
    forms = (policy.form for policy in profile.policies if policy.kind == "test_ids")
    form = next(forms, "REG_{id}_NNN").replace("{id}", identifier.replace("-", "_"))
    return form.removesuffix("NNN") + "001" if form.endswith("NNN") else form


def _own_prompt(profile: Profile, path: str) -> str:
    """A commented line for a field without an example of ours: with the organisation's, if any."""
    examples = profile.own.get(path, {}).get("examples", ())
    value = f" {json.dumps(examples[0], ensure_ascii=False)}" if examples else ""
    title = f"   # {profile.own_titles[path]}" if path in profile.own_titles else ""
    return f"# {path}:{value}{title}"


def _all_fields(profile: Profile, draft: Draft) -> list[str]:
    """A commented line for every top-level field of the profile, with all that it may hold."""
    tree: dict[str, dict[str, object]] = {}
    for spec in profile.sections:
        for field in spec.fields:
            head, *rest = field.path.split(".")
            node = tree.setdefault(head, {})
            for key in rest:
                node = node.setdefault(key, {})  # type: ignore[assignment]
    for key in profile.own:
        tree.setdefault(key, {})
    written = {path.split(".")[0] for path in profile.scaffold}
    written |= {"id", "title", "severity", "status", "started_at"}
    written |= {"services"} if draft.services else set()
    lines = ["# Everything else that this profile has a place for (one line a key, in all):"]
    for head, node in tree.items():
        if head not in written:
            own = _own_prompt(profile, head) if head in profile.own else None
            lines.append(own or f"# {head}: {_nested(node)}")
        elif node and head not in ("timeline", "action_items"):
            lines.append(f"#   `{head}` may hold {_nested(node)}")
    return lines


def _nested(node: dict[str, object]) -> str:
    if not node:
        return "…"
    inner = ", ".join(f"{key}: {_nested(value)}" for key, value in node.items())  # type: ignore[arg-type]
    return f"{{{inner}}}"


def _section(spec: SectionSpec) -> str:
    """The heading, guidance and bold labels of a section that is written in the body."""
    labels = [field for field in spec.fields if field.prose]
    if not spec.heading or (spec.prose is None and not labels):
        return ""
    lines = [_title(spec)]
    if spec.is_list:
        lines += ["- ", ""]
    for field in labels:
        comment = f" <!-- {field.guidance} -->" if field.guidance else ""
        colon = "" if field.label.endswith("?") else ":"
        lines += [f"**{field.label}{colon}**{comment}", ""]
    return "\n".join(lines)
