"""The Markdown bodies of the generated postmortems: the sections of a profile, filled."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime

import vocabulary as words

Events = Sequence[tuple[str, datetime, str]]


class _Writer:
    """Chooses sentences and fills their slots."""

    def __init__(self, slots: Mapping[str, str], rng: random.Random) -> None:
        self.slots = slots
        self.rng = rng

    def fill(self, sentence: str) -> str:
        text = sentence.format(**self.slots)
        return text[0].upper() + text[1:]

    def choose(self, sentences: Sequence[str], low: int, high: int) -> list[str]:
        count = min(self.rng.randint(low, high), len(sentences))
        return [self.fill(text) for text in self.rng.sample(sentences, count)]

    def pick(self, name: str, low: int, high: int) -> list[str]:
        return self.choose(words.sentences(name), low, high)

    def paragraph(self, name: str, low: int, high: int) -> str:
        return " ".join(self.pick(name, low, high))

    def bullets(self, name: str, low: int, high: int) -> str:
        return "\n".join(f"- {text}" for text in self.pick(name, low, high))


def _sections(parts: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"## {heading}\n\n{text}\n" for heading, text in parts)


def _blocks(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraphs)


def _numbered(items: Sequence[str]) -> str:
    return "\n".join(f"{number}. {text}" for number, text in enumerate(items, 1))


def service(topic: words.Topic, slots: Mapping[str, str], rng: random.Random) -> str:
    """The body of a postmortem of the profile `service`."""
    write = _Writer(slots, rng)
    check = f"$ probe {slots['service']} --region {slots['region']} --count 100"
    business, load = write.paragraph("business", 1, 2), write.paragraph("load", 1, 2)
    checked, lasting = write.paragraph("checked", 1, 2), write.paragraph("lasting", 1, 2)
    mechanism = write.paragraph("mechanism", 3, 5)
    impact = (
        write.paragraph("impact", 3, 5),
        f"**Business impact**: {business}",
        f"**Operational load**: {load}",
    )
    cause = (
        " ".join(write.choose(topic.causes, 1, 2)),
        f"It showed first as {slots['signal']}. {mechanism}",
    )
    resolution = (
        f"**Immediate fix**: {slots['mitigation']}. {checked}",
        f"```console\n$ {topic.command.format(**slots)}\n{check}\n```",
        f"**Long-term fix**: the lasting fix is to {rng.choice(topic.fixes)}. {lasting}",
    )
    parts = [
        ("Executive summary", write.paragraph("what", 4, 6)),
        ("Impact analysis", _blocks(impact)),
        ("Investigation", _investigation(write)),
        ("Root cause", _blocks(cause)),
        ("Five whys", _numbered(write.pick("whys", 4, 6))),
        ("Resolution", _blocks(resolution)),
        ("Customer communication", write.paragraph("customers", 2, 4)),
        ("What went well", write.bullets("well", 3, 5)),
        ("What went poorly", write.bullets("poorly", 3, 5)),
        ("Prevention & follow-up", _blocks(write.pick("prevention", 3, 4))),
        ("Lessons learned", write.bullets("lessons", 2, 4)),
    ]
    return _sections(parts)


def _investigation(write: _Writer) -> str:
    """A section of the author's own, with a small table, which no profile names."""
    rows = [
        f"| {write.fill(question)} | {write.fill(answer)} |"
        for question, answer in write.rng.sample(words.pairs("checks"), 3)
    ]
    table = "\n".join(("| Question | Answer |", "| --- | --- |", *rows))
    return f"{write.paragraph('search', 4, 7)}\n\n{table}"


def condensed(
    topic: words.Topic, slots: Mapping[str, str], rng: random.Random, events: Events | None
) -> str:
    """The body of a postmortem of the profile `condensed`.

    Args:
        events: The timeline to write as bullets; None where the front matter holds it.
    """
    write = _Writer(slots, rng)
    parts = [("Summary", write.paragraph("what", 2, 4))]
    if events is not None:
        parts.append(("Timeline", "\n".join(f"- {at:%H:%M} - {text}" for _, at, text in events)))
    parts += [
        ("Root cause", " ".join(write.choose(topic.causes, 1, 2))),
        ("Impact", write.paragraph("impact", 1, 2)),
        ("What went well", write.bullets("well", 1, 2)),
        ("What needs improvement", write.bullets("poorly", 1, 2)),
        ("Lessons learned", write.bullets("mechanism", 1, 2)),
    ]
    return _sections(parts)
