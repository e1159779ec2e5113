"""The words of an item: without box and emoji, cut at the labels of columns, put in one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from ..fields import choice_labels, column_labels
from ..markdown_text import heading_key, plain
from .blocks import Item

Values = dict[str, str]

_BOX = re.compile(r"\[([ xX])\](?=[ \t]|$)[ \t]*")
_SPACES = re.compile(r"[ \t]{2,}+|\t")
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,40}:(?=[ \t])[ \t]*")
_CHANGERS = frozenset("\ufe0e\ufe0f\u200d")
_PLACEHOLDER = re.compile(r"\[[^\[\]]{0,120}\]|_{3,}|…|\.{3}|(\*\*|__)[^*\n]{1,80}(?::\1|\1:)")
"""What a template leaves to be filled in; a bold label with nothing behind it is one too."""
_NOTHING = frozenset(
    {"", "-", "–", "—", "none", "n/a", "unknown", "tbd", "todo", "hh:mm", "yyyy-mm-dd"}
)
_LONG = 200
"""A longer text is neither a placeholder nor a choice."""
_NESTED = re.compile(r"\n(?=- )")
_BETWEEN = " \t\n:–—→-"


def opened(text: str) -> tuple[str, bool | None]:
    """The text of an item without the box and the emoji before it, and whether it is ticked."""
    ticked: bool | None = None
    if text[:1].isalnum():
        return text, None
    at = 0
    while True:
        begun = at
        box = _BOX.match(text, at)
        if box is not None and ticked is None:
            ticked, at = box[1] != " ", box.end()
        code = _SHORTCODE.match(text, at)
        at = code.end() if code else at
        at = _behind_emoji(text, at)
        while at > begun and text[at : at + 1] == " ":
            at += 1
        if at == begun:
            return text[at:], ticked


def _behind_emoji(text: str, at: int) -> int:
    """The offset behind the pictures at an offset: a symbol, and what changes how it looks."""
    while at < len(text) and unicodedata.category(text[at]) == "So":
        at += 1
        while at < len(text) and (
            text[at] in _CHANGERS or "\U0001f3fb" <= text[at] <= "\U0001f3ff"
        ):
            at += 1
    return at


def joined(item: Item) -> tuple[str, bool | None]:
    """An item's lines as one text, and whether its box is ticked."""
    first, ticked = opened(spaced(item.lines[0].text))
    rest = (
        f"\n- {opened(spaced(line.text))[0]}" if line.nested else f"\n{spaced(line.text)}"
        for line in item.lines[1:]
    )  # fmt: skip
    return "".join([first, *rest]), ticked


def spaced(text: str) -> str:
    """A line with one space where several stand; what reads it goes by single ones."""
    return _SPACES.sub(" ", text) if "  " in text or "\t" in text else text


def tidy(text: str) -> str:
    """A value in Markdown: wrapped lines joined, nested items each on a line of its own."""
    if "\n" not in text:
        return text.strip().removesuffix("\\").rstrip()
    items = _NESTED.split(text.strip())
    return "\n".join(
        " ".join(line.strip().removesuffix("\\").rstrip() for line in item.split("\n"))
        for item in items
    ).strip()


def said(value: str) -> bool:
    """Whether a value says something: it is no placeholder and not the word for nothing."""
    if len(value) > _LONG:
        return True
    if value.strip(" .*_`").casefold() in _NOTHING:
        return False
    return value[0].isalnum() or _PLACEHOLDER.fullmatch(value.strip()) is None


@cache
def headers(path: str) -> Mapping[str, str]:
    """The columns of a list by the normalised words for them."""
    return {
        heading_key(label): key for key, labels in column_labels(path).items() for label in labels
    }


@cache
def _label(path: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The pattern of the labels of a list's columns, and the columns by normalised label."""
    columns = headers(path)
    words = {label for labels in column_labels(path).values() for label in labels}
    ordered = sorted((w for w in words if w[0].isalpha()), key=lambda w: (-len(w), w))
    names = "|".join(re.escape(word).replace(r"\ ", "[ ]") for word in ordered)
    pattern = re.compile(
        rf"(\*\*|__)?(?<![^\W_])({names})(?!\w)[ ]?(?(1)(?:(:)[ ]?\1|\1[ ]?(:)?)|(:)(?=\s|$))",
        re.I,
    )
    return pattern, columns


def labelled(path: str, text: str) -> tuple[str, Values]:
    """The words before the first label of a column, and what follows each label.

    A bold label with a colon stands anywhere; others at the beginning of a line, behind the end of
    a sentence or behind a dash.
    """
    if ":" not in text and "*" not in text and "__" not in text:
        return tidy(text), {}
    pattern, columns = _label(path)
    marks = [
        match for match in pattern.finditer(text)
        if (match[1] and (match[3] or match[4])) or _opens(text, match.start())
    ]  # fmt: skip
    values: dict[str, list[str]] = {}
    for index, match in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        value = text[match.end() : end]
        value = value.rstrip(_BETWEEN + ";(") if index + 1 < len(marks) else value
        key = columns[heading_key(match[2])]
        values.setdefault(key, []).append(tidy(value.lstrip(_BETWEEN)))
    lead = text[: marks[0].start()].rstrip(_BETWEEN + ";(") if marks else text
    return tidy(lead), {key: " ".join(words) for key, words in values.items()}


def begins_labelled(path: str, text: str) -> bool:
    """Whether a text begins with the label of a column."""
    return _label(path)[0].match(text) is not None


def _opens(text: str, start: int) -> bool:
    """Whether something new begins at an offset of a text."""
    before = text[max(start - 8, 0) : start].rstrip(" \t")
    return start == 0 or (before != "" and before[-1] in "\n-–—→;,.!?(")


def choice(path: str, key: str, text: str) -> str | None:
    """The choice that words stand for; None where they stand for none."""
    words = choice_labels(path, key)
    if not words or len(text) > _LONG:
        return None
    return words.get(plain(text).strip(" :.*_").casefold())


def cut(text: str, pattern: str) -> tuple[str, str]:
    """A text before and after the first match of a pattern; all of it before, where none is."""
    found = re.search(pattern, text)
    if found is None:
        return text, ""
    return text[: found.start()].strip(), text[found.end() :].strip()
