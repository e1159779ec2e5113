"""Boxes as the templates have them: every one in their order, ticked or not, with its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..model import Postmortem
from ..specs import FieldSpec
from .base import Block, words
from .groups import plain, sentence
from .records import Shown
from .tables import STATE_WORDS
from .values import with_other

_TEXT_KEYS = ("name", "target", "change", "text")
"""The keys whose words stand behind a box, in this order."""
_DONE = {
    "named": {False: "not done", "unknown": "not known whether done"},
    "done": {True: "done", False: "not done yet", "unknown": "not known whether done"},
}
_DERIVED = {
    "overdue": "Unfinished, and the due date has passed",
    "due_soon": "Unfinished, and due within 14 days",
}


def of_rows(
    fields: Iterable[FieldSpec], label: str, value: list[Any], shown: Shown
) -> Block | None:
    """The rows of a list as boxes, with the boxes of the template that no row ticks.

    Args:
        fields: The boxes of one section, in the template's order.
        label: What the list is, for those who do not see the heading.
    """
    lines: list[dict[str, Any]] = []
    for field in fields:
        chosen = [value[index] for index in shown.take(field, value)]
        lines += [_line(field, row) for row in chosen]
        if not chosen and field.item and field.box == "named":
            lines.append(_box(field.label, ticked=False))
    return _block(label, lines) if lines else None


def _line(field: FieldSpec, row: Any) -> dict[str, Any]:
    item = row if isinstance(row, Mapping) else {"text": row}
    done = item.get("done")
    kind = next((key for key in item if key.endswith("_other")), None)
    known = {*_TEXT_KEYS, *(field.item or ()), "done", "kind"} | ({kind} if kind else set())
    notes = [f"{words(key)}: {plain(v)}" for key, v in item.items() if key not in known]
    state = _DONE[field.box or "named"].get(done)
    notes += [state] if state else []
    text = " – ".join(plain(item[key]) for key in _TEXT_KEYS if key in item)
    label = plain(item[kind]) if kind else field.label
    ticked = done is True if field.box == "done" else done in (None, True)
    return _box(label, text, "; ".join(notes), ticked=ticked)


def of_options(postmortem: Postmortem, field: FieldSpec) -> Block | None:
    """A choice or a list of choices as the template's boxes, and what it has no box for."""
    ticked = with_other(postmortem, field.path)
    return _options(field, ticked) if ticked else None


def of_records(field: FieldSpec, value: list[Any]) -> tuple[Block | None, list[int]]:
    """The boxes that the records of a list tick, and the records that are no more than a box."""
    key = str(field.by)
    named = [(i, row[key]) for i, row in enumerate(value) if isinstance(row, dict) and key in row]
    options = field.options or {}
    ticked = [choice for _, choice in named if choice in options]
    bare = [i for i, choice in named if choice in options and set(value[i]) == {key}]
    return (_options(field, ticked) if ticked else None), bare


def _options(field: FieldSpec, ticked: list[Any]) -> Block:
    options = field.options or {}
    lines = [_box(text, ticked=choice in ticked) for choice, text in options.items()]
    others = [words(plain(choice)) for choice in ticked if choice not in options]
    lines += [_box(sentence(text), ticked=True) for text in others]
    return _block(field.label, lines)


def _box(label: str, text: str = "", note: str = "", *, ticked: bool) -> dict[str, Any]:
    return {"ticked": ticked, "label": label, "text": text, "note": note}


def _block(label: str, lines: list[dict[str, Any]]) -> Block:
    said = [line["text"] or line["label"] for line in lines if line["ticked"]]
    return Block("postmortem/boxes", {"label": label, "rows": lines}, search=" · ".join(said))


def legend(meanings: Mapping[str, str]) -> Block:
    """What the marks and words of the states of action items mean.

    Args:
        meanings: The template's words for each state that an author writes.
    """
    states = {**meanings, **_DERIVED}
    return Block(
        "postmortem/legend",
        {
            "rows": [
                {"state": state, "words": STATE_WORDS[state], "meaning": meaning}
                for state, meaning in states.items()
            ]
        },
    )
