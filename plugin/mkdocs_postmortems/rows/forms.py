"""How an author writes one row of a list: each form is a function from its Markdown to values.

A text is the row's lines, joined by line breaks; an item nested below it begins with `- `. Nothing
is guessed: what a form does not recognise stays in the words of the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..fields import column_labels
from ..markdown_text import plain
from .blocks import Item, Line
from .wording import Values, choice, cut, labelled, opened, tidy

Form = Callable[[str, str, Mapping[str, str]], Values]
"""From the path of a list, the Markdown of a row and what its place says already to its values."""

_DASH = r"[ \t]+(?:[-–—→]|->)[ \t]+|\n(?:- )?"
_COLON = r":(?:\*\*|__)?[ \t]+|:(?:\*\*|__)?$"
_KIND_WORDS = 3
"""A longer text before a colon is a sentence, and no kind of document."""
_BOLD = re.compile(r"(\*\*|__)(.{1,500}?)\1[ \t]*[:–—-]*\s*(.*)", re.S)
_QUESTION = re.compile(r"(.{1,500}?\?)(?=\s|$)(\s*(?:->|[-–—→:]*))\s*(.*)", re.S)
_WHY = re.compile(r"(?:\*\*|__)?why\b", re.I)
_NUMBERED_WHY = re.compile(
    r"(?:\*\*|__)?why[ \t]?(?:#|no\.?[ \t]?)?\d{1,2}[ \t]?[:.)–—-](?:\*\*|__)?\s+"
    r"|(?:\*\*|__)why[ \t]?#?\d{1,2}(?:\*\*|__)[ \t]?[:.)–—-]?\s*",
    re.I,
)
_ROOT_CAUSE = re.compile(
    r"\s*(?:(?:\*\*|__)[^*_\n\w]{0,3}\w?[^*_\n\w]{0,3}(?:the )?root cause[^*_\n\w]{0,3}(?:\*\*|__)"
    r"|(?:[←⟵⇐(]|<-{1,2}|<=)[ \t]?(?:the )?root cause\)?)[ \t.]*$",
    re.I,
)
_TIME = re.compile(
    r"(?:\*\*|__)?((?:\d{4}-\d\d-\d\d[ T])?\d{1,2}:\d\d(?::\d\d)?(?:[ \t]?(?:UTC|Z))?)"
    r"(?:\*\*|__)?[ \t]*[-–—→:|,]*[ \t]*"
)
_VERSION = re.compile(r"(?:\*\*|__)?v?(\d{1,6}(?:\.\w{1,10}){0,4})(?:\*\*|__)?[ \t:–—,(|-]*", re.I)
_DATE = re.compile(r"\(?(\d{4}-\d\d-\d\d)[ \t]*[):,;–—|-]*[ \t]*")
_TEST = re.compile(
    r"(?:\*\*|__)?`?((?=[\w.:-]{0,99}[_\d])[\w.:-]{2,100}?)`?(?::?(?:\*\*|__))?"
    r"(?:[ \t]+[-–—][ \t]+|:(?=\s)\s*|(?<=[*_])\s+)"
)
_KEY = re.compile(
    r"(?:\*\*|__)?([LG]-?\d{1,4})(?::?(?:\*\*|__)|:)?[ \t]*[:–—-]?(?<=[:*_–—-])[ \t]+"
)


def nested_whys(item: Item) -> list[Item]:
    """An item cut where a question is nested in the answer before it."""
    parts: list[list[Line]] = [[]]
    for line in item.lines:
        if line.nested and _WHY.match(opened(line.text)[0]):
            parts.append([])
        parts[-1].append(line)
    return [Item(tuple(part), item.listed) for part in parts]


def record(path: str, text: str, main: str) -> Values:
    """`Words — Label: words`, with an id before it (`G1: words`) where the list has ids."""
    key = _KEY.match(text)
    values: Values = {}
    if key is not None and "id" in column_labels(path):
        values, text = {"id": key[1]}, text[key.end() :]
    lead, found = labelled(path, text)
    if lead:
        found[main] = f"{lead} {found[main]}" if main in found else lead
    return {**values, **found}


def lesson(path: str, text: str, chosen: Mapping[str, str]) -> Values:
    """`Lesson — Application: …`."""
    return record(path, text, "lesson")


def gap(path: str, text: str, chosen: Mapping[str, str]) -> Values:
    """`Gap. Impact: … Recommendation: …`."""
    return record(path, text, "gap")


def why(path: str, text: str, chosen: Mapping[str, str]) -> Values:
    """`**Why …?** answer`, `Question? — answer`, `Question? Answer: …`, or an answer alone."""
    number = _NUMBERED_WHY.match(text)
    lead, values = labelled(path, text[number.end() :] if number else text)
    if lead and "question" not in values:
        question, rest = _asked(lead, answered="answer" in values)
        if question:
            values["question"] = question
        lead = rest
    if lead:
        values["answer"] = f"{lead} {values['answer']}" if "answer" in values else lead
    if "answer" in values:
        values["answer"] = answer(values["answer"])
    return {key: value for key, value in values.items() if value}


def answer(text: str) -> str:
    """An answer without the mark `← root cause` behind it."""
    return _ROOT_CAUSE.sub("", text)


def is_why(text: str) -> bool:
    """Whether a text begins with the word."""
    return _WHY.match(text) is not None


def _asked(text: str, *, answered: bool) -> tuple[str, str]:
    """The question at the beginning of a text, and the rest; no question where none is asked."""
    bold = _BOLD.match(text)
    if bold is not None and (bold[2].rstrip(" :").endswith("?") or _WHY.match(bold[2])):
        return bold[2].rstrip(" :"), bold[3].strip()
    question = _QUESTION.match(text)
    if question is not None and (answered or question[2].strip(" \t") or _WHY.match(text)):
        return question[1], question[3].strip()
    return (text, "") if answered else ("", text)


def message(path: str, text: str, chosen: Mapping[str, str]) -> Values:
    """`05:05 — Channel — message` or `05:05 Channel: message`."""
    lead, values = labelled(path, text)
    time = _TIME.match(lead)
    if time is not None:
        values.setdefault("at", time[1])
        lead = lead[time.end() :]
    if lead and "message" not in values:
        channel, rest = cut(lead, r"[ \t]+[-–—→|][ \t]+|:[ \t]+")
        if rest and "channel" not in values:
            values["channel"] = plain(channel)
            lead = rest
        values["message"] = lead
    return values


def version(path: str, text: str, chosen: Mapping[str, str]) -> Values:
    """`1.1 — 2026-02-16 — author — changes` or `1.1 (2026-02-16, author): changes`."""
    lead, values = labelled(path, text)
    number = _VERSION.match(lead)
    if number is None:
        return values
    values["version"], lead = number[1], lead[number.end() :]
    day = _DATE.match(lead)
    if day is not None:
        values["date"], lead = day[1], lead[day.end() :]
    author, rest = cut(lead, r"[ \t]+[-–—→|][ \t]+|\)?:[ \t]+")
    if rest:
        values["author"], lead = plain(author), rest
    if lead:
        values.setdefault("changes", lead)
    return values


def document(path: str, text: str, chosen: Mapping[str, str]) -> Values:
    """`Runbook: name - what to update`."""
    lead, values = labelled(path, text)
    word, rest = cut(lead, _COLON)
    known = choice(path, "kind", word)
    if "kind" not in values and "kind" not in chosen:
        if known is not None:
            values["kind"], lead = known, rest
        elif rest and len(word.split()) <= _KIND_WORDS:
            values.update(kind="other", kind_other=plain(word))
            lead = rest
    name, change = cut(lead, f"{_DASH}|{_COLON}" if "kind" in chosen else _DASH)
    if name:
        values.setdefault("name", plain(name))
    if change:
        values.setdefault("change", change)
    return values


def runbook(path: str, text: str, chosen: Mapping[str, str]) -> Values:
    """`New runbook needed: kind`, `Existing runbook to update: name`, `No … changes needed`."""
    word, rest = cut(tidy(text), _COLON)
    known = choice(path, "decision", word)
    values = {"decision": known} if known else {}
    target = plain(rest if known else tidy(text))
    return {**values, "target": target} if target else values


def promoted(path: str, text: str, chosen: Mapping[str, str]) -> Values:
    """`REG_INC_001_001: description`."""
    return _named(path, text, "description")


def missed(path: str, text: str, chosen: Mapping[str, str]) -> Values:
    """`test_name: why it missed. Fix needed: …`."""
    return _named(path, text, "why_missed")


def _named(path: str, text: str, main: str) -> Values:
    key = _TEST.match(text)
    values = record(path, text[key.end() :] if key else text, main)
    return {"id": key[1], **values} if key else values


def notice(path: str, text: str, chosen: Mapping[str, str]) -> Values:
    """The words of a notice whose kind its label says."""
    return {"text": tidy(text)}


def words(path: str, text: str, chosen: Mapping[str, str]) -> Values:
    """An item of a list of texts."""
    return {"text": tidy(text)}
