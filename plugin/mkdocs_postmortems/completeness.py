"""What a postmortem still lacks before a status: the profile's requirements, held to the record."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import rows
from .chronology import KIND_MILESTONES, MILESTONE_FIELDS
from .diagnostics import FieldPath, Position
from .items import names, present
from .model import Postmortem
from .profiles import Profile
from .specs import Requirement, SectionSpec

_MILESTONE_OF = {key: name for name, key in MILESTONE_FIELDS.items()}
_KIND_OF = {key: name for key, name in _MILESTONE_OF.items() if name in KIND_MILESTONES}
_ALIKE = 0.8
"""How much alike a heading must be to one of the template to be taken for a misspelling of it."""
_EMPTY_LINE = re.compile(
    r"(?:(?:[-*+]|\d{1,3}[.)])(?:[ \t]+|$))?(?:\[ \][ \t]*)?"
    r"(?:\*\*[^*\n]{0,79}[^*\n.!]\*\*[ \t]*:?)?"
)
"""A line without an answer: a list mark, an empty box, a bold label (a sentence has an end)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing: where it belongs, what it is, how to write it.

    Attributes:
        heading: That of a section which is not there at all.
    """

    where: FieldPath | Position
    what: str
    fix: str
    heading: str | None = None

    def told(self, postmortem: Postmortem) -> Gap:
        """The gap with a hint at a heading that was probably meant, at its place.

        By itself, as looking for one costs too much where gaps are only counted.
        """
        if self.heading is None:
            return self
        own = {s.title.casefold(): s for s in reversed(postmortem.sections) if s.key is None}
        near = difflib.get_close_matches(self.heading.casefold(), own, 1, _ALIKE)
        if not near:
            return self
        meant = own[near[0]]
        fix = f"Line {meant.line} has `{meant.title[:60]}`: if that is meant, correct it."
        return replace(self, where=Position(meant.line), fix=f"{self.fix} {fix}")


def gaps(postmortem: Postmortem, profile: Profile, status: str) -> tuple[Gap, ...]:
    """What is missing for a status of the profile, at the severity that the document has.

    What is written but invalid is no gap: it is reported as what it is. With an invalid profile
    nobody knows what the document should hold.
    """
    required = profile.required.get(status)
    if required is None or not postmortem.structured or postmortem.invalid_at("profile"):
        return ()
    required = required.at(postmortem.severity.rank if postmortem.severity else None)
    return (
        *_fields(postmortem, required),
        *_sections(postmortem, profile, required),
        *_actions(postmortem, profile, required),
    )


def _fields(postmortem: Postmortem, required: Requirement) -> Iterator[Gap]:
    for path in required.fields:
        if not has(postmortem, path) and not _invalid(postmortem, path):
            head, *rest = keys = path.split(".")
            line = "…"
            for key in reversed(rest):
                line = f"{{{key}: {line}}}"
            kind = _KIND_OF.get(path)
            event = f", an event of `kind: {kind}` in the timeline," if kind else ","
            fix = f"Write `{head}: {line}` in the front matter{event} or `unknown`."
            yield Gap(tuple(keys), f"`{path}`", fix)


def has(postmortem: Postmortem, path: str) -> bool:
    """Whether a field is answered: in the front matter, the timeline or the body."""
    milestone = _MILESTONE_OF.get(path)
    if milestone is not None and milestone in postmortem.milestones:
        return True
    if path == "timeline" and postmortem.timeline:
        return True
    if path == "title":
        return "title" in postmortem.record or any(s.level == 1 for s in postmortem.sections)
    for name in names(path):
        value = postmortem.value(name)
        if value is not None and value != {}:  # an empty list says that there is none
            return True
    base, wanted = rows.parsed(path)
    layout = rows.LISTS.get(base)
    if layout is None and wanted:  # some rows of a list that only the front matter holds
        return any(
            isinstance(row, dict) and all(row.get(k) == v for k, v in wanted.items())
            for row in present(postmortem.value(base))
        )
    told = layout is None or layout.told
    if told and any(p.path == path and not _only_labels(p.text) for p in postmortem.passages):
        return True
    return bool(rows.read(postmortem, path))


def _invalid(postmortem: Postmortem, path: str) -> bool:
    """Whether a field is written in the front matter, but not as it should be."""
    return any(postmortem.invalid_at(*name.split(".")) for name in names(path))


def _sections(postmortem: Postmortem, profile: Profile, required: Requirement) -> Iterator[Gap]:
    for key in required.sections:
        spec = profile.section(key)
        if spec is None or filled(postmortem, key):
            continue
        paths = (spec.prose,) if spec.prose else tuple(f.place for f in spec.fields)
        if any(has(postmortem, path) or _invalid(postmortem, path) for path in paths):
            continue
        written = next((s for s in postmortem.sections if s.key == key), None)
        if written is None:
            yield Gap(
                Position(1), f"the section `{spec.heading}`", _how(spec), spec.heading,
            )  # fmt: skip
        else:
            yield Gap(
                Position(written.line), f"text under `{written.title}`",
                "Write it, or say what is not known and why.",
            )  # fmt: skip


def _how(spec: SectionSpec) -> str:
    """How to write a section that is missing: in the body, or as data where it holds only data."""
    heading = f"`{'#' * spec.level} {spec.heading}`"
    if spec.prose or not spec.fields:
        return f"Add {heading} with what you know."
    paths = ", ".join(dict.fromkeys(f"`{field.path}`" for field in spec.fields))
    if spec.rows:
        return f"Write {paths} in the front matter, or add {heading} with a list or a table."
    return f"Write {paths} in the front matter, or add {heading} and say why there is nothing."


def filled(postmortem: Postmortem, key: str) -> bool:
    """Whether a section of the profile, or a sub-section of it, holds text."""
    inside = False
    level = 0
    for section in postmortem.sections:
        if section.key == key:
            inside, level = True, section.level
        elif inside and section.level <= level:
            inside = False
        if inside and section.text and not _only_labels(section.text):
            return True
    return False


def _only_labels(text: str) -> bool:
    """Whether a text is nothing but list marks and bold labels, as a scaffold leaves them."""
    lines = (line.strip(" \t") for line in text.split("\n"))
    return all(not line.strip("-*+_: \t") or _EMPTY_LINE.fullmatch(line) for line in lines)


def _actions(postmortem: Postmortem, profile: Profile, required: Requirement) -> Iterator[Gap]:
    written = postmortem.record.get("action_items")
    # Horizons for which the template itself asks for no due day.
    undated = {p.horizon for p in profile.policies if p.answers_due}
    for action in postmortem.actions:
        row = written[action.index] if isinstance(written, list) else {}
        for key in required.action_items:
            if key == "due" and action.due_derived and action.horizon in undated:
                continue
            if key not in row and not postmortem.invalid_at("action_items", action.index, key):
                yield Gap(
                    ("action_items", action.index, key), f"`{key}` of action {action.id}",
                    f"Write `{key}:` for it, or `{key}: unknown`.",
                )  # fmt: skip
