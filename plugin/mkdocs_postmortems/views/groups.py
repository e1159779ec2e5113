"""Groups of keys in words: an amount with its currency, a person with a role, a titled link."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ..fields import choices
from ..schemas import valid_url
from .base import words

_YES_NO = {True: "Yes", False: "No"}


def cell(text: str, href: str | None = None, note: str | None = None) -> dict[str, Any]:
    """One line of a value."""
    return {"text": text, "href": href, "note": note, "datetime": None}


def parts(value: Mapping[str, Any], hidden: frozenset[str]) -> list[dict[str, Any]]:
    """A group of keys: in one line where it is about something, else a line for each of them."""
    line = group(value, hidden)
    if line["note"] is not None or line["href"] is not None or len(value) < 2:
        return [line]
    rest = [(k, v) for k, v in value.items() if k not in hidden and v is not None]
    return [line] if _main(dict(rest)) else [cell(sentence(_note(k, v))) for k, v in rest]


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def group(value: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    """A group of keys in one line: its main words first, then what qualifies them."""
    rest = {
        k: v for k, v in value.items()
        if k not in hidden and v is not None and not (k == "unknown" and v is False)
    }  # fmt: skip
    href = rest.pop("url", None)
    link = href if isinstance(href, str) and valid_url(href) else None
    if rest.keys() == {"name", "role"}:
        return cell(f"{plain(rest['name'])} – {plain(rest['role'])}")
    main = _main(rest)
    notes = [_note(key, item) for key, item in rest.items()]
    if href and link is None:
        notes.append(f"url: {href}")
    note = "; ".join(notes)
    return cell(main or link or note, link, note if main and note else None)


_PLAIN_NOTES = frozenset({"note", "impact", "role", "text"})
"""Keys that say nothing which the words after them do not say."""


def _note(key: str, value: object) -> str:
    if isinstance(value, bool):
        return words(key) if value else f"not {words(key)}"
    shown = words(value) if isinstance(value, str) and key in _choice_keys() else plain(value)
    return shown if key in _PLAIN_NOTES else f"{words(key)}: {shown}"


@cache
def _choice_keys() -> frozenset[str]:
    """The names of all fields that hold choices, wherever they stand."""
    return frozenset(path.rpartition(".")[2] for path in choices())


_MAIN_KEYS = (
    "name", "title", "text", "lesson", "description", "gap", "answer", "change", "target", "id",
)  # fmt: skip
"""The keys that say what a group is about, the first of them that is there."""


def _number(value: object) -> str:
    """A number with its thousands set apart; other values as they stand."""
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)


def _about(rest: dict[str, Any]) -> str:
    """The word before an estimate; what is said not to be one is said behind the figure."""
    if rest.get("estimated") is not True:
        return ""
    del rest["estimated"]
    return "about "


_BREACHED = {True: "breached", False: "not breached", "unknown": "not known whether breached"}


def _breach(rest: dict[str, Any]) -> str:
    """Whether an agreement was broken, and by how much."""
    breached = rest.pop("breached")
    text = _BREACHED.get(breached, "")
    if breached is not True or "minutes" not in rest:
        return text
    minutes = rest.pop("minutes")
    return f"{text} by {_number(minutes)} minute{'' if minutes == 1 else 's'}"


def _main(rest: dict[str, Any]) -> str:
    """What a group is about; takes the keys it uses out of the group."""
    if "percent" in rest or "count" in rest:
        shown = [_number(rest.pop("count"))] if "count" in rest else []
        shown += [f"{rest.pop('percent')} %"] if "percent" in rest else []
        return _about(rest) + " · ".join(shown)
    if rest.get("amount") == "unknown":
        rest.pop("unknown", None)
        return str(rest.pop("amount"))
    if "amount" in rest:
        amount = f"{_about(rest)}{_number(rest.pop('amount'))} {rest.pop('currency', '')}".strip()
        return f"{amount} {rest.pop('kind')}" if rest.get("kind") in ("lost", "delayed") else amount
    if "breached" in rest:
        return _breach(rest)
    if rest.get("unknown") is True:
        del rest["unknown"]
        return "unknown"
    if "value" in rest:
        value = rest.pop("value")
        text = plain(value) if isinstance(value, bool) else str(_number(value))
        return f"{text} {rest.pop('unit')}" if "unit" in rest else text
    for key in _MAIN_KEYS:
        if key in rest:
            return plain(rest.pop(key))
    return ""


def plain(value: object) -> str:
    """Any value in one line of text."""
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, list):
        return ", ".join(plain(item) for item in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{words(str(key))}: {plain(item)}" for key, item in value.items())
    return str(value)
