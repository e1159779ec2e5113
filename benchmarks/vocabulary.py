"""The words of the generated postmortems, read from vocabulary.toml.

Sentences hold slots such as `{service}`; `generate.py` fills them with the values of one incident.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Topic:
    """A family of incidents that share a cause.

    Attributes:
        key: Tag of the family, and its cause category in words.
        trigger: A value of the schema's `trigger`.
        signal: How it shows first; completes "It showed …".
        causes: Statements of what had to be true; whole sentences.
        factors: (short name, why it mattered) of contributing factors.
        command: What stopped the impact, as one shell command.
        mitigation: What that command did, as an event.
        fixes: What keeps it from coming back; each completes "The lasting fix is to …".
        actions: (title, category) of action items; titles are imperative.
    """

    key: str
    trigger: str
    signal: str
    causes: tuple[str, ...]
    factors: tuple[tuple[str, str], ...]
    command: str
    mitigation: str
    fixes: tuple[str, ...]
    actions: tuple[tuple[str, str], ...]


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def sentences(name: str) -> tuple[str, ...]:
    """The sentences of a list of the file, by its key."""
    return tuple(_DATA[name])


def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """The pairs of a list of the file, by its key."""
    return tuple((first, second) for first, second in _DATA[name])


def event_texts(kind: str) -> tuple[str, ...]:
    """What timeline events of a kind say."""
    return tuple(_DATA["events"][kind])


TOPICS = tuple(
    Topic(**{key: _frozen(value) for key, value in topic.items()}) for topic in _DATA["topics"]
)
SERVICES = tuple(f"{domain}-{part}" for domain in _DATA["domains"] for part in _DATA["parts"])
PEOPLE = tuple(f"{first}.{last}" for first in _DATA["first_names"] for last in _DATA["last_names"])
TEAMS = sentences("teams")
