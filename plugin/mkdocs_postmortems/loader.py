"""A read document to a frozen `Postmortem`, with findings for everything that does not fit.

Invalid fields are reported and left out of the record, so that the rules still judge the rest:
one run says everything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Any

from . import body, chronology, identity, items, metrics, schemas
from .diagnostics import FieldPath, Finding
from .markdown_text import first_paragraph, plain, shorten
from .model import Postmortem, Severity, TimelineEvent
from .problems import Problem, nearest, shown
from .profiles import Profile, same_rank
from .settings import Settings
from .source import SourceDocument
from .times import UNKNOWN, parse_instant, zone


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading one file gave."""

    postmortem: Postmortem
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Loader:
    """Builds postmortems under one configuration.

    Attributes:
        profiles: All profiles by name; holds `settings.default_profile`.
        record: The compiled record schema.
        own: That of profiles with fields of the organisation's own, by the profile's name.
    """

    settings: Settings
    profiles: Mapping[str, Profile]
    record: schemas.Record
    own: Mapping[str, schemas.Record] = field(default_factory=dict)

    def load(self, document: SourceDocument, root: str, published_at: str | None = None) -> Loaded:
        """Build the postmortem of a document. Never raises for bad content."""
        if document.data is None:
            return Loaded(self._unstructured(document, root, published_at), ())
        data, problems = self._record(document.data)
        profile, unknown_profile = self._profile(data)
        problems += unknown_profile
        problems += self._identity(document.path, data, profile)
        if all(problem.path != ("profile",) for problem in problems):
            severity, off_scale = self._severity(data, profile)
            problems += off_scale
        else:  # nobody can say which scale the label is from
            severity = Severity(data["severity"], None) if "severity" in data else None
        timezone, where, unknown_zone = self._zone(data)
        problems += unknown_zone
        read = body.read(document.body, document.body_line, profile)
        facts = _Facts(
            document, root, published_at, profile, severity, timezone, where, _places(problems)
        )
        postmortem = items.due_by_horizon(_build(facts, data, read), profile, self.settings)
        draft = postmortem.status == "draft"
        return Loaded(
            postmortem,
            tuple(
                _finding(document.path, p) for p in problems if not (draft and p.code == "PM105")
            ),
        )

    def _record(self, written: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
        """The typed record without what is invalid, and what was wrong with it."""
        name = written.get("profile", self.settings.default_profile)
        record = self.own.get(name, self.record) if isinstance(name, str) else self.record
        coerced = record.coerce(written)
        problems, data = coerced.problems, coerced.data
        said = {problem.path for problem in problems} | set(_places(problems))
        problems += [p for p in record.validate(data) if p.path not in said]
        for problem in problems:
            if problem.code != "PM105":
                _prune(data, problem.path)
        return data, problems

    def _identity(self, path: str, data: dict[str, Any], profile: Profile) -> list[Problem]:
        """An id that cannot be used, or that the configuration's pattern does not allow."""
        stated = "id" in data
        identifier = str(data["id"]) if stated else identity.id_from_path(path, profile)
        where: FieldPath = ("id",) if stated else ()
        pattern = self.settings.id_pattern
        if not identity.usable(identifier):
            message = "the file's name gives no usable id"
            wanted = "letters and digits with - or _ between, at least one digit, at most 64"
        elif pattern and not re.fullmatch(pattern, identifier, re.ASCII):
            message, wanted = "the id does not match id_pattern", pattern
        else:
            return []
        return [
            Problem(
                "PM107", where, message, shown(identifier), (wanted,),
                fix="Write `id:` in the front matter, or rename the file.",
            )
        ]  # fmt: skip

    def _profile(self, data: dict[str, Any]) -> tuple[Profile, list[Problem]]:
        name = data.get("profile", self.settings.default_profile)
        if name in self.profiles:
            return self.profiles[name], []
        known = tuple(self.profiles)
        del data["profile"]
        return self.profiles[self.settings.default_profile], [
            Problem(
                "PM108", ("profile",), "there is no such profile", shown(name), known,
                nearest(str(name), known),
            )
        ]  # fmt: skip

    def _severity(
        self, data: dict[str, Any], profile: Profile
    ) -> tuple[Severity | None, list[Problem]]:
        label = data.get("severity")
        if label is None:
            return None, []
        if label == "unknown":
            return Severity("unknown", None), []
        one_scale = bool(self.settings.severity_scale)
        severity = profile.severity(label)
        if severity.rank is not None:
            return (replace(severity, own_name=label) if one_scale else severity), []
        labels = tuple(level.label for level in profile.scale)
        owner = "the configured scale" if one_scale else f"the scale of profile {profile.name}"
        near = nearest(label, labels)
        if near is None and not one_scale:
            near = same_rank(label, profile, self.profiles.values())
        del data["severity"]
        message = f"severity is not a level of {owner}"
        return None, [Problem("PM103", ("severity",), message, shown(label), labels, near)]

    def _zone(self, data: dict[str, Any]) -> tuple[str, tzinfo, list[Problem]]:
        """The zone of times without an offset: the file's, or the configured one."""
        name = data.get("timezone", UNKNOWN)
        where = None if name == UNKNOWN else zone(name)
        if where is not None:
            return name, where, []
        problems = [] if name == UNKNOWN else [_unknown_zone(data.pop("timezone"))]
        return self.settings.timezone, zone(self.settings.timezone) or UTC, problems

    def _unstructured(
        self, document: SourceDocument, root: str, published_at: str | None
    ) -> Postmortem:
        """An old file without front matter, published as it stands."""
        read = body.read(document.body, document.body_line, None)
        day = identity.date_in_name(document.path)
        started = parse_instant(day) if day else None
        title = plain(read.h1[0]) if read.h1 else identity.title_from_name(document.path)
        text = next((s.text for s in read.sections if s.text), "")
        milestones = {"started": started} if started else {}
        return Postmortem(
            path=document.path, root=root, id=identity.id_from_path(document.path, None),
            title=shorten(title, 200), profile=self.settings.default_profile, structured=False,
            status="final", kind="incident", severity=None, summary=first_paragraph(text),
            record={}, body=document.body, sections=read.sections, passages=(),
            milestones=milestones, metrics=metrics.compute(milestones, {}),
            timezone=self.settings.timezone, body_line=document.body_line, h1=read.h1,
            structure=read.structure,
            published_at=published_at,
        )  # fmt: skip


def _finding(path: str, problem: Problem) -> Finding:
    return Finding(
        path, problem.code, problem.path, problem.message, found=problem.found,
        allowed=problem.allowed, nearest=problem.nearest, fix=problem.fix,
    )  # fmt: skip


def _unknown_zone(name: str) -> Problem:
    return Problem(
        "PM104", ("timezone",), "there is no such time zone", shown(name),
        ("a name such as Europe/Copenhagen", "UTC", "+02:00"),
    )  # fmt: skip


def _prune(data: Any, path: FieldPath) -> None:
    """Take a field that is invalid out of the data; a list item leaves an empty place."""
    for key in path[:-1]:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return
    if not path:
        return
    if isinstance(data, dict):
        data.pop(path[-1], None)
    elif isinstance(data, list) and isinstance(path[-1], int) and path[-1] < len(data):
        data[path[-1]] = None


def _places(problems: list[Problem]) -> tuple[FieldPath, ...]:
    """Where something is written, but not as it should be: nothing is missing there.

    A misspelt key counts as the key that was meant.
    """
    return tuple(
        (*problem.path[:-1], problem.nearest) if problem.code == "PM101" and problem.nearest
        else problem.path
        for problem in problems
        if problem.path and problem.code != "PM105"
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of a file before its record is read."""

    document: SourceDocument
    root: str
    published_at: str | None
    profile: Profile
    severity: Severity | None
    timezone: str
    where: tzinfo
    invalid: tuple[FieldPath, ...]


def _build(facts: _Facts, data: dict[str, Any], read: body.Body) -> Postmortem:
    document, profile = facts.document, facts.profile
    fields = chronology.read_fields(data, facts.where)
    timeline = _timeline(data, read, fields, facts.where)
    milestones = chronology.merge(fields, timeline)
    title = data.get("title")
    if not isinstance(title, str):
        title = plain(read.h1[0]) if read.h1 else identity.title_from_name(document.path)
    stated = data.get("metrics")
    return Postmortem(
        path=document.path,
        root=facts.root,
        published_at=facts.published_at,
        id=data.get("id") or identity.id_from_path(document.path, profile),
        id_stated="id" in data,
        title=shorten(title, 200),
        profile=profile.name,
        structured=True,
        status=data.get("status", "draft"),
        kind=data.get("kind", "incident"),
        severity=facts.severity,
        summary=_summary(data, read),
        record=data,
        body=document.body,
        body_line=document.body_line,
        h1=read.h1,
        structure=read.structure,
        sections=read.sections,
        passages=read.passages,
        milestones=milestones,
        named_day=None if "started" in milestones else identity.day_in_name(document.path),
        metrics=metrics.compute(milestones, stated if isinstance(stated, dict) else {}),
        timeline=timeline,
        actions=items.actions(data, milestones.get("resolved")),
        relations=items.relations(data),
        services=items.services(data),
        tags=items.words(data.get("tags")),
        teams=items.words(data.get("teams")),
        aliases=items.words(data.get("aliases")),
        incident_status=data.get("incident_status"),
        tlp=data.get("tlp"),
        timezone=facts.timezone,
        invalid=facts.invalid,
    )


def _timeline(
    data: dict[str, Any], read: body.Body, fields: Mapping[str, Any], where: tzinfo
) -> tuple[TimelineEvent, ...]:
    rows = [row for row in items.present(data.get("timeline")) if isinstance(row, dict)]
    if not rows and read.events:
        rows = [{"at": at, "event": event, "line": line} for at, event, line in read.events]
    return chronology.read_timeline(rows, fields.get("started"), where)


def _summary(data: dict[str, Any], read: body.Body) -> str:
    stated = data.get("one_line_summary")
    if isinstance(stated, str) and stated != "unknown":
        return stated
    for path in ("one_line_summary", "executive_summary"):
        for passage in read.passages:
            if passage.path == path:
                return first_paragraph(passage.text)
    return next((t for s in read.sections if (t := first_paragraph(s.text))), "")
