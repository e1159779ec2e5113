"""What a postmortem can be compared by: chosen values of its fields, and the texts about its cause.

Nothing here weighs or counts; `weighing` does, over a whole catalog.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .items import present, words
from .markdown_text import heading_key
from .model import Postmortem
from .words import clean

Field = tuple[str, str]
"""A kind of field and a value of it, as people read it."""

TEXT_LIMIT = 400
"""How many characters of each text are read: causes are said at the beginning, details follow."""

_ATTACKS = frozenset({"injection_attack", "coordinated_misuse"})
"""Categories of cause that name a pattern of attack."""
_EMPTY = frozenset({"", "unknown", "other", "none"})


@dataclass(frozen=True, slots=True)
class Features:
    """What is compared of one incident.

    Attributes:
        fields: Kinds with values, without repetitions. Kinds are those of `weighing.KINDS`.
        text: Title, summary, root cause, contributing factors and symptoms, each on its line.
    """

    fields: tuple[Field, ...]
    text: str


def of(postmortem: Postmortem) -> Features:
    """The features of a postmortem; an old file without front matter has only texts."""
    texts = (clean(text, TEXT_LIMIT) for text in _texts(postmortem))
    return Features(tuple(dict.fromkeys(_fields(postmortem))), "\n".join(texts))


def _fields(postmortem: Postmortem) -> Iterator[Field]:
    services = [service.name for service in postmortem.services]
    for name in services:
        yield "service", name
    cause = choice(postmortem, "root_cause.category")
    if cause:
        yield "attack" if cause in _ATTACKS else "cause", _shown(cause)
    trigger = choice(postmortem, "trigger")
    if trigger:
        yield "trigger", _shown(trigger)
    # The same service with the same cause says more than the two by themselves.
    for name in services:
        for other in (cause, trigger):
            if other:
                yield "together", f"{name}\n{other}"
    for tag in postmortem.tags:
        yield "tag", tag
    for row in present(postmortem.value("contributing_factors")):
        if isinstance(row, dict) and isinstance(row.get("category"), str):
            yield "factor", _shown(row["category"])
    sources = postmortem.value("detection.sources") or postmortem.value("detection.source")
    for source in words(sources):
        if source not in _EMPTY:
            yield "detection", _shown(source)
    for effect in words(postmortem.value("impact.users.effects")):
        yield "effect", _shown(effect)
    for row in present(postmortem.value("features")):
        said = row.get("name") if isinstance(row, dict) else row
        if isinstance(said, str) and said not in _EMPTY:
            yield "feature", said


def choice(postmortem: Postmortem, path: str) -> str:
    """A choice, or its own words where it is `other`; empty where it says nothing."""
    value = postmortem.value(path)
    if value == "other":
        value = postmortem.value(f"{path}_other")
    return value if isinstance(value, str) and value not in _EMPTY else ""


def _shown(choice: str) -> str:
    return choice.replace("_", " ")


def _texts(postmortem: Postmortem) -> Iterator[str]:
    yield postmortem.title
    yield postmortem.summary
    if not postmortem.structured:
        for section in postmortem.sections:
            if "cause" in heading_key(section.title):
                yield section.text
        return
    yield from _statement(postmortem)
    for row in present(postmortem.value("contributing_factors")):
        if isinstance(row, str):
            yield row
        elif isinstance(row, dict):
            yield from (row[key] for key in ("title", "description") if key in row)
    yield from words(postmortem.value("impact.users.symptoms"))
    yield from words(postmortem.value("root_cause.category_other"))


def _statement(postmortem: Postmortem) -> Iterator[str]:
    """The root cause, from the front matter or from its section."""
    stated = postmortem.value("root_cause.statement")
    if isinstance(stated, str):
        yield stated
    passage = postmortem.passage("root_cause.statement")
    if passage is not None:
        yield passage.text
