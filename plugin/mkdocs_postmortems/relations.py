"""The relations between incidents: which have a direction, and how they read from the other end."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

INVERSE_RELATIONS: Mapping[str, str] = MappingProxyType(
    {
        "recurrence_of": "recurred as",
        "caused_by": "caused",
        "follow_up_of": "followed up by",
        "duplicate_of": "duplicated by",
        "superseded_by": "supersedes",
    }
)
"""Relations with a direction, and how each reads on the other postmortem."""

SYMMETRIC_RELATIONS = frozenset(
    {"same_root_cause", "similar_root_cause", "same_attack_pattern", "related_system", "related",
     "not_related"}
)  # fmt: skip
