"""Whether alerts did their work: did they fire, could one act on them, did they reach the team."""

from __future__ import annotations

from collections import Counter
from datetime import date

from ..catalog import Catalog
from ..model import Postmortem
from .base import Layer, StackedBar, StackedBars, Table
from .population import left_out, population, quantity

_QUESTIONS = (
    ("Did alerts fire?", "detection.alerts_fired"),
    ("Were alerts actionable?", "detection.alerts_actionable"),
    ("Was the right team notified?", "detection.right_team_notified"),
    ("Was severity correctly assessed?", "detection.severity_correct"),
)
_ANSWERS = (("yes", "yes"), ("partially", "partly"), ("no", "no"), ("not known", "unknown"))


def build(catalog: Catalog, as_of: date) -> StackedBars:
    """The answers of incidents in review and final ones that answer any of the questions."""
    counted = population(catalog, as_of)
    asked = [
        p for p in counted.reviewed if any(p.value(path) is not None for _, path in _QUESTIONS)
    ]
    rows = [(question, _answers(asked, path)) for question, path in _QUESTIONS]
    silent = len(counted.reviewed) - len(asked)
    sentences = [
        f"Answered by {quantity(len(asked), 'incident', 'incidents')} in review or final."
        if asked else "",
        left_out((silent, "incident that was not asked", "incidents that were not asked"))
        if asked else "",
    ]  # fmt: skip
    return StackedBars(
        key="alerts",
        title="Effect of alerts",
        description=" ".join(s for s in sentences if s),
        table=Table(
            ("Question", *(name for name, _ in _ANSWERS)),
            tuple((question, *map(str, values)) for question, values in rows),
        ),
        nothing="No incident in review or final says whether alerts fired.",
        layers=tuple(Layer(name, slot) for name, slot in _ANSWERS),
        rows=tuple(
            StackedBar(question, values, f"yes for {values[0]} of {len(asked)}")
            for question, values in rows
        ) if asked else (),
    )  # fmt: skip


def _answers(asked: list[Postmortem], path: str) -> tuple[int, ...]:
    words = {True: "yes", False: "no", "partially": "partially"}
    counts = Counter(_word(words, p.value(path)) for p in asked)
    return tuple(counts[name] for name, _ in _ANSWERS)


def _word(words: dict[object, str], value: object) -> str:
    return words.get(value, "not known") if isinstance(value, (bool, str)) else "not known"
