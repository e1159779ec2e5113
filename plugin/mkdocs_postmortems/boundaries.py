"""Front matter that does not stand where it should, or is no YAML: what is said about it.

Readers differ in what they take for front matter, and print what they do not take into the page.
Only a file that certainly means to have some is reported; an old file of prose is not.
"""

from __future__ import annotations

import re

from .diagnostics import Finding, Position

_MISSED_OPEN = re.compile(r"\s*-{3,}[ \t]*\n(?:[A-Za-z_][\w-]*[ \t]*:|#)")
_NAMED = re.compile(r"\s*-{3}[ \t]*(toml|json5?|js|yaml|yml)[ \t]*\n", re.I)
_TOML = re.compile(r"\s*\+{3}[ \t]*\n\s*(?:[\w\"'.-]+[ \t]*=|\[|#|\+{3}[ \t]*(?:\n|\Z))")
_JSON = re.compile(r"\s*\{\s*\"[\w-]+\"\s*:")
_DASHES = re.compile(r"^---[ \t]*$", re.M)
_DOTS = re.compile(r"^\.\.\.[ \t]*$", re.M)
_KEY = re.compile(r"^([a-z_]+):(?:[ \t]|$)", re.M)
_KEYS = frozenset({"title", "severity", "status", "started_at", "profile", "id"})
_OURS = frozenset({"severity", "started_at"})
# Front matter that a file means to have stands near its top.
_LOOKED_AT = 8_000


def missed(text: str, path: str) -> Finding | None:
    """A finding for a file that does not begin with front matter, but means to.

    Args:
        text: The whole file, with `\\n` line ends.
    """
    head = text[:_LOOKED_AT]
    named = _NAMED.match(head)
    language = named[1].upper() if named else "TOML" if _TOML.match(head) else "JSON"
    if language not in ("YAML", "YML") and (named or language == "TOML" or _JSON.match(head)):
        return _foreign(text, path, language)
    first_block = head.lstrip().partition("\n\n")[0]
    if named or _MISSED_OPEN.match(head) or _is_ours(first_block):
        return _opening(text, path)
    return _below(head, path)


def unclosed(text: str, path: str) -> Finding:
    """The finding for front matter without an end, or with one that only some readers take."""
    dots = dotted(text)
    if dots is not None:
        return Finding(
            path, "PM003", Position(text.count("\n", 0, dots) + 1),
            "a line of three dots ends the front matter for some readers and not for others",
            found="...", fix="Close it with `---`.",
        )  # fmt: skip
    return Finding(
        path, "PM003", Position(1), "the front matter is never closed",
        fix="Put a line of exactly three dashes below its last key.",
    )  # fmt: skip


def dotted(text: str) -> int | None:
    """The offset of a line of three dots, if there is one."""
    found = _DOTS.search(text) if "..." in text else None
    return found.start() if found else None


def _is_ours(block: str) -> bool:
    """Whether lines hold keys that only the front matter of a postmortem has together."""
    keys = set(_KEY.findall(block))
    return bool(_KEY.match(block.lstrip())) and len(keys & _KEYS) > 1 and bool(keys & _OURS)


def _below(head: str, path: str) -> Finding | None:
    """Front matter between dashes somewhere below the first line."""
    dashes = [match.start() for match in _DASHES.finditer(head)]
    for start, end in zip(dashes, dashes[1:], strict=False):
        above = head[:start]
        in_code = above.count("```") % 2 or above.count("~~~") % 2
        if not in_code and _is_ours(head[head.find("\n", start) : end]):
            return Finding(
                path, "PM003", Position(head.count("\n", 0, start) + 1),
                "the front matter stands below other text",
                found=head.lstrip().split("\n", 1)[0][:40],
                fix="Move it up, so that `---` is the very first line of the file.",
            )  # fmt: skip
    return None


def _opening(text: str, path: str) -> Finding:
    return Finding(
        path, "PM003", _start(text),
        "the front matter does not begin with `---` on the first line",
        found=text.lstrip().split("\n", 1)[0][:40],
        fix="Make the very first line of the file exactly three dashes.",
    )  # fmt: skip


def _foreign(text: str, path: str, language: str) -> Finding:
    return Finding(
        path, "PM011", _start(text), f"the front matter is {language}, and only YAML is read",
        found=text.lstrip().split("\n", 1)[0][:40],
        fix="Write it as `key: value` lines between two lines of exactly three dashes.",
    )  # fmt: skip


def _start(text: str) -> Position:
    return Position(text.count("\n", 0, len(text) - len(text.lstrip())) + 1)
