"""What people get wrong at a place of the schema, and what must be said about it.

The expectations come from the schema's own keywords by the table in each function, not from the
package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from mkdocs_postmortems import schemas

from .emitter import Path, Raw
from .schema import Place, Schema, around, groups, places, required, valid

_TOO_LONG_TO_READ = 20_000
"""From here on the whole file is refused, by the cap on values."""

WRONG_FORMS: dict[str, tuple[str, ...]] = {
    "postmortem-instant": (
        "2026-02-30", "2026-03-13 25:61", "2026-13-01 10:00", "2026-03-13 10:00+25:00",
        "13.03.2026 22:41", "22:41", "last night",
    ),
    "postmortem-timeline-time": ("25:61", "2026-02-30 10:00", "9:30 pm", "24:00"),
    "postmortem-date": ("2026-02-30", "2026-13-01", "27.03.2026", "2026-03-13 22:41", "soon"),
    "postmortem-duration": ("soon", "1x", "-5 minutes", "1:2:3"),
    "postmortem-url": (
        "javascript:alert(1)", "data:text/html,x", "ftp://example.com/a", "example.com",
        "https://user:secret@example.com/", "https://", "//example.com",
    ),
    "postmortem-id": ("no digit", "a b1", "../a1", "ünit-1", "a1-", "a" * 64 + "1"),
}  # fmt: skip
_INCOMPLETE = {(key,): "PM205" for key in ("title", "severity", "started_at", "status")}
"""Keys that a document in review needs, or without which it is a draft with gaps."""
_TIME_FORMATS = ("postmortem-instant", "postmortem-timeline-time", "postmortem-date")


@dataclass(frozen=True)
class Mistake:
    """One mistake in one record, and the one finding that it must give.

    Attributes:
        kind: A name for the kind of mistake.
        path: Where the mistake is.
        record: The record that holds it, without what every record has.
        code: The finding's code; empty where the mistake is none.
        at: The place of the finding: this key or, with `at_key` false, the value of this path.
        nearest: The word that must be proposed.
        words: What the sentence must hold.
        lost: What of the record is not loaded; None for nothing.
    """

    kind: str
    path: Path
    record: dict[str, Any]
    code: str
    at: Path
    at_key: bool = False
    nearest: str | None = None
    words: str = ""
    lost: Path | None = None


@cache
def mistakes() -> tuple[Mistake, ...]:
    """Every mistake at every place of the record."""
    found: list[Mistake] = []
    for place in places():
        for kind, value, code, nearest, words in _values(place):
            found.append(
                Mistake(kind, place.path, around(place.path, value), code, place.path,
                        nearest=nearest, words=words, lost=place.path)
            )  # fmt: skip
        found += _nothing(place)
        found += _keys(place)
    for path, group in groups().items():
        found += _missing(path, group)
    return tuple(found)


Value = tuple[str, object, str, str | None, str]


def _values(place: Place) -> Iterator[Value]:
    """Kind, value, code, nearest word and words of the message for each wrong value."""
    yield from _types(place)
    string = place.branch("string")
    if string is not None and "enum" in string:
        yield from _choices(string)
    elif string is not None:
        yield from _texts(string)
    for word in place.words if string is None else ():
        yield "misspelt word", f"{word[:3]}{word[4:]}", "PM102", word, ""
        yield "word in capitals", word.title(), "PM102", word, ""
    number = place.branch("integer") or place.branch("number")
    if number is not None:
        yield from _numbers(number, has_text=string is not None)
    array = place.branch("array")
    if array is not None:
        item = valid((*place.path, 0))
        yield "too many items", [item] * (array["maxItems"] + 1), "PM106", None, "at most 500 items"


def _types(place: Place) -> Iterator[Value]:
    """A value of each type that may not stand at the place, and of types only YAML knows."""
    wanted = _instead(place)
    if "object" not in place.kinds:
        yield "group", {"zz": "zz"}, "PM102", None, wanted
        yield "group", {}, "PM102", None, wanted
    if "array" not in place.kinds:
        yield "list", ["zz"], "PM102", None, wanted
        yield "list", [], "PM102", None, wanted
    if place.branch("string") is None:
        yield "text", "zz zz", "PM102", None, ""
        yield "empty text", "", "PM102", None, ""
    for text in ("null", "~"):
        fix = "Remove the item." if isinstance(place.path[-1], int) else "Leave the value empty."
        yield "null", Raw(text), "PM102", None, fix


def _instead(place: Place) -> str:
    """What the message must offer instead of a group or a list."""
    string = place.branch("string")
    if string is None:
        return "allowed: "
    if len(place.branches) == 1 and "format" in string:
        return str(schemas.FORMATS[string["format"]][1])
    return str(string["enum"][-1]) if "enum" in string else "text"


def _choices(schema: Schema) -> Iterator[Value]:
    choices = [word for word in schema["enum"] if isinstance(word, str)]
    for word in choices:
        yield from (
            ("misspelt choice", text, "PM103", word, word) for text in _misspelt(word, choices)
        )
        yield "choice in another case", word.swapcase(), "PM103", word, word
    yield "no choice", "zz zz", "PM103", None, choices[-1]
    yield "empty text", "", "PM103", None, choices[-1]
    if True in schema["enum"]:
        for text, meant in (("True", "true"), ("yes", "true"), ("No", "false"), ("NO", "false")):
            yield "yes or no", text, "PM103", meant, ""


def _misspelt(word: str, choices: list[str]) -> Iterator[str]:
    """A word with one letter too little, too much and wrong; short ones would be another word."""
    if len(word) < 4:
        return
    middle = len(word) // 2
    for text in (
        word[:middle] + word[middle + 1 :],
        word[:middle] + word[middle] + word[middle:],
        word[:middle] + "q" + word[middle + 1 :],
    ):
        if text not in choices:
            yield text


def _texts(schema: Schema) -> Iterator[Value]:
    wanted = schema.get("format")
    if wanted:
        for text in WRONG_FORMS[wanted]:
            words = "exists" if wanted in _TIME_FORMATS and text[:4] in ("2026", "25:6") else ""
            words = "" if text == "2026-03-13 22:41" else words
            yield "wrong form", text, "PM104", None, words
    if "pattern" in schema:
        for text in ("a b", "-a", "a/b", "é"):
            yield "wrong form", text, "PM104", None, ""
    if schema.get("minLength"):
        yield "empty text", "", "PM106", None, "at least 1 character"
    elif "pattern" in schema:
        yield "empty text", "", "PM104", None, ""
    most = schema.get("maxLength")
    if most:
        start = "https://example.com/" if wanted == "postmortem-url" else ""
        code = "PM007" if most >= _TOO_LONG_TO_READ else "PM106"
        yield "too long", start.ljust(most + 1, "a"), code, None, f"{most + 1} characters"
    if "not" in schema:
        yield "line break", "one\ntwo", "PM104", None, "one line"


def _numbers(schema: Schema, has_text: bool) -> Iterator[Value]:
    low, high = schema["minimum"], schema["maximum"]
    yield "too small", Raw(str(low - 1)), "PM106", None, f"at least {low}"
    yield "too large", Raw(str(high + 1)), "PM106", None, f"at most {high}"
    yield "far too large", Raw("9" * 25), "PM106", None, f"at most {high}"
    if has_text:
        return
    for text in ("1 250", "1e3", "0x10", "+5", "1_000", ".nan", "12 %", "twelve"):
        yield "no number", Raw(text), "PM102", None, "number"
    if schema["type"] == "integer":
        yield "no whole number", Raw("1.5"), "PM102", None, "a whole number"


def _nothing(place: Place) -> Iterator[Mistake]:
    """Nothing after the colon or the dash: not answered yet, which is a mistake only in lists."""
    record = around(place.path, Raw(""))
    path = place.path
    if isinstance(path[-1], int):
        string = place.branch("string")
        code = "PM103" if string and "enum" in string else "PM106" if string else "PM102"
        code = "PM104" if string and "pattern" in string else code
        yield Mistake("empty item", path, record, code, path, lost=path)
    elif path[-1] in required(groups()[path[:-1]]):
        yield Mistake("nothing", path, record, "PM105", path, True, lost=path,
                      words=f"Add `{path[-1]}:` here.")  # fmt: skip
    else:
        yield Mistake("nothing", path, record, _INCOMPLETE.get(path, ""), path, lost=path)


def _keys(place: Place) -> Iterator[Mistake]:
    """A misspelt key in the place of the right one, and beside it."""
    path, key = place.path, place.path[-1]
    if not isinstance(key, str):
        return
    record = around(path, valid(path))
    for text in (f"{key[:2]}{key[3:]}", key.title()):
        if len(key) < 5 or text in groups()[path[:-1]]["properties"]:
            continue
        wrong = (*path[:-1], text)
        alone = around(wrong, valid(path), but=frozenset([key]))
        base = Mistake("misspelt key", path, alone, "PM101", wrong, True, nearest=key, lost=wrong)
        yield base
        if text != key.title():
            yield replace(base, kind="misspelt beside", record=_beside(record, wrong))
    wrong = (*path[:-1], "qqqqqq")
    yield Mistake("unknown key", path, _beside(record, wrong), "PM101", wrong, True,
                  words="Remove it, or begin it with `x-`", lost=wrong)  # fmt: skip


def _beside(record: dict[str, Any], wrong: Path) -> dict[str, Any]:
    """A record with one more key in a group of it."""
    changed: dict[str, Any] = _copy(record)
    node: Any = changed
    for key in wrong[:-1]:
        node = node[key]
    node[wrong[-1]] = "zz"
    return changed


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _missing(path: Path, group: Schema) -> Iterator[Mistake]:
    """Each key that is required in a group, left out."""
    for key in required(group) if path else ():
        others = [name for name in group["properties"] if name not in (key, "category")]
        other = next((k for k in others if k not in required(group)), None) or others[0]
        where = (*path, other)
        record = around(where, valid(where), but=frozenset([key]))
        yield Mistake("missing key", where, record, "PM105", path, True, words=f"Add `{key}:`")
