"""Words that people bring along from other templates and trackers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MEANT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "closed": ("done", "resolved", "final"),
        "complete": ("done", "final"),
        "completed": ("done", "final"),
        "fixed": ("done", "resolved"),
        "todo": ("open",),
        "not_started": ("open",),
        "ongoing": ("in_progress",),
        "rejected": ("wont_do",),
        "wontfix": ("wont_do",),
        "yes": ("true",),
        "no": ("false",),
        "assigned_to": ("owner",),
        "assignee": ("owner",),
        "commander": ("incident_commander",),
        "date": ("started_at", "at"),
        "deadline": ("due",),
        "description": ("event", "title"),
        "due_date": ("due",),
        "end": ("resolved_at",),
        "name": ("title",),
        "start": ("started_at",),
        "task": ("title",),
        "text": ("event",),
        "ticket": ("links",),
        "time": ("at",),
        "timestamp": ("at",),
        "what": ("event",),
        "when": ("at",),
        "who": ("owner", "actor"),
    }
)
"""Words of other templates and trackers, and the choices and keys that mean the same."""
