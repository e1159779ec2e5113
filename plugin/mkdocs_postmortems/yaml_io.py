"""Sole owner of PyYAML: the front matter's text to plain data, and the place of every node in it.

The reader walks libyaml's event stream and builds the data itself, so that it can refuse before an
object exists: anchors, aliases, merge keys and tags (a 400-byte alias bomb needs 4 GB otherwise),
duplicate keys, deep nesting and floods of nodes. Scalars stay text; the schema types them later.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from sys import intern
from typing import Any

import yaml

from .diagnostics import FieldPath, Position
from .settings import Limits
from .yaml_problems import YamlProblem, explain, short

_SHORT = 20  # characters: words, names and days, which are often the same
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2060-\u2064\ufeff]")
# What `source` refuses in the text itself must not come in as an escape (`"\u202e"`) either.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_MISLEADING = re.compile(
    "[\u061c\u200b\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a node stands: its key (or list dash) and its value, lines counted from 1."""

    key: Position
    value: Position


def load(
    text: str,
    limits: Limits,
    marks: dict[FieldPath, Marks] | None = None,
    first_line: int = 1,
) -> object:
    """The data of a YAML text: dicts, lists, texts, and None for an empty plain scalar.

    Args:
        text: The front matter without its `---` lines.
        limits: Caps on depth, nodes and the length of a value.
        marks: Filled with the place of every node, if given. Costs memory, so it is asked for only
            when there is something to report.
        first_line: The line of the file on which the text begins.

    Raises:
        YamlProblem: Broken YAML, or anything that the module's docstring says is refused.
    """
    builder = _Builder(text, limits, marks, first_line)
    try:
        return builder.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        reason = " ".join(filter(None, (error.context, error.problem)))
        raise explain(reason, text, first_line, line, column) from None
    except yaml.YAMLError as error:
        message = f"the YAML cannot be read: {error}"
        raise YamlProblem("PM004", Position(first_line), message) from None


def outline(text: str) -> Any:
    """The nodes of a text that `load` has read, with start and end marks, for `edits`."""
    return yaml.compose(text, Loader=_LOADER)


class _Builder:
    """One walk over the events of one text.

    The loops are written flat, and look at the marks only when asked: this is half of the time
    that checking a catalog takes.
    """

    def __init__(
        self, text: str, limits: Limits, marks: dict[FieldPath, Marks] | None, first_line: int
    ) -> None:
        self.next: Callable[[], Any] = _LOADER(text).get_event
        self.limits = limits
        self.marks = marks
        self.nodes = 0
        self.first_line = first_line

    def document(self) -> object:
        self.next()  # stream start
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        data = self.node(self.next(), 1, ())
        self.next()  # document end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self.problem(
                "PM004", event, "a second YAML document begins in the front matter",
                fix="Keep one block between the two `---` lines.",
            )  # fmt: skip
        return data

    def node(self, event: Any, depth: int, path: FieldPath) -> object:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        if kind is yaml.AliasEvent:
            raise self.problem(
                "PM006", event, "YAML aliases are not read", f"*{event.anchor}",
                "Write the value out, or quote it if it is text that begins with *.",
            )  # fmt: skip
        self.check_collection(event, depth)
        if kind is yaml.SequenceStartEvent:
            return self.sequence(depth, path)
        return self.mapping(depth, path)

    def scalar(self, event: Any) -> str | None:
        value: str = event.value
        if event.anchor is not None or event.tag is not None:
            raise self.decorated(event)
        if not value:
            return "" if event.style in ("'", '"') else None
        if len(value) > self.limits.value_characters:
            raise self.problem(
                "PM007", event,
                f"a value is longer than value_characters ({self.limits.value_characters})",
                f"{len(value)} characters",
                "Move long text to a section of the body.",
            )  # fmt: skip
        if event.style == '"' and not value.isprintable():
            self.check_characters(event)
        return intern(value) if len(value) <= _SHORT else value

    def sequence(self, depth: int, path: FieldPath) -> list[object]:
        items: list[object] = []
        marks, get, most = self.marks, self.next, self.limits.yaml_nodes
        while type(event := get()) is not yaml.SequenceEndEvent:
            self.nodes += 1
            if self.nodes > most:
                raise self.flooded(event)
            child = path
            if marks is not None:
                child = (*path, len(items))
                marks[child] = Marks(self.place(event), self.place(event))
            items.append(self.node(event, depth + 1, child))
        return items

    def mapping(self, depth: int, path: FieldPath) -> dict[str, object]:
        result: dict[str, object] = {}
        events: dict[str, Any] = {}
        folded: dict[str, Any] | None = None
        marks, get, scalar = self.marks, self.next, yaml.ScalarEvent
        most = self.limits.yaml_nodes
        while type(event := get()) is not yaml.MappingEndEvent:
            if type(event) is not scalar or event.anchor is not None or event.tag is not None:
                raise self.bad_key(event)
            self.nodes += 1
            if self.nodes > most:
                raise self.flooded(event)
            key = intern(event.value)  # the same few in all files: one text in memory for each
            # Only unusual keys can be equal to another one without being the same text: from the
            # first of them on, all are compared as folded.
            usual = not event.style and key.islower() and key.isascii()
            if not usual or folded is not None or key in result:
                folded = self.check_key(event, events, folded)
            events[key] = event
            value = get()
            child = path
            if marks is not None:
                child = (*path, key)
                marks[child] = Marks(self.place(event), self.place(value))
            is_text = type(value) is scalar
            result[key] = self.scalar(value) if is_text else self.node(value, depth + 1, child)
        return result

    def check_key(
        self, event: Any, seen: dict[str, Any], folded: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Refuse a key that equals one seen before; returns all keys folded, with this one."""
        key: str = event.value
        if key == "<<" and not event.style:
            raise self.problem(
                "PM006", event, "YAML merge keys are not read", "<<", "Write the keys out."
            )
        if event.style == '"' and not key.isprintable():
            self.check_characters(event)
        if folded is None:
            folded = {_fold(other): first for other, first in seen.items()}
        first = folded.setdefault(_fold(key), event)
        if first is not event:
            raise self.problem(
                "PM005", event,
                f"the key stands twice, first on line {self.place(first).line}", key,
                "Keep one of them.",
            )  # fmt: skip
        return folded

    def check_characters(self, event: Any) -> None:
        """Refuse characters that a double-quoted text can hold although the file does not."""
        for code, pattern, what in (
            ("PM002", _CONTROL, "a control character"),
            ("PM010", _MISLEADING, "a character that is invisible or reorders text"),
        ):
            bad = pattern.search(event.value)
            if bad:
                raise self.problem(
                    code, event, f"the quoted text holds {what}", f"U+{ord(bad[0]):04X}",
                    "Remove the escape sequence from the quoted text.",
                )  # fmt: skip

    def bad_key(self, event: Any) -> YamlProblem:
        if type(event) is yaml.ScalarEvent:
            return self.decorated(event)
        return self.problem(
            "PM004", event, "a key must be plain text",
            fix="Quote text that begins with [ or {, and remove `? `.",
        )  # fmt: skip

    def flooded(self, event: Any) -> YamlProblem:
        return self.problem(
            "PM007", event, f"more values than yaml_nodes ({self.limits.yaml_nodes})",
            fix="Move data that are not fields of a postmortem to a file of their own.",
        )  # fmt: skip

    def check_collection(self, event: Any, depth: int) -> None:
        if event.anchor is not None or event.tag is not None:
            raise self.decorated(event)
        if depth > self.limits.yaml_depth:
            raise self.problem(
                "PM007", event, f"nested deeper than yaml_depth ({self.limits.yaml_depth})",
                fix="Flatten the data, or quote text that holds brackets.",
            )  # fmt: skip

    def decorated(self, event: Any) -> YamlProblem:
        if event.anchor is not None:
            return self.problem(
                "PM006", event, "YAML anchors are not read", f"&{event.anchor}",
                "Remove it, or quote text that begins with &.",
            )  # fmt: skip
        return self.problem(
            "PM006", event, "YAML tags are not read", str(event.tag),
            "Remove it, or quote text that begins with !.",
        )  # fmt: skip

    def problem(
        self, code: str, event: Any, message: str, found: str | None = None, fix: str = ""
    ) -> YamlProblem:
        return YamlProblem(code, self.place(event), message, short(found), fix)

    def place(self, event: Any) -> Position:
        mark = event.start_mark
        return Position(mark.line + self.first_line, mark.column + 1)


def _fold(key: str) -> str:
    """Keys that look alike are one key: case, compatibility forms and invisible characters."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", key)).casefold()


class _ConfigurationLoader(yaml.SafeLoader):
    """Reads `mkdocs.yml` as MkDocs does, except that foreign tags become None instead of code."""


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    """`!ENV NAME` and `!ENV [NAME, OTHER, default]`, as in MkDocs."""
    if isinstance(node, yaml.ScalarNode):
        return os.environ.get(str(node.value))
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        return None
    *names, default = node.value
    for name in names or [default]:
        value = os.environ.get(str(loader.construct_object(name)))
        if value is not None:
            return yaml.safe_load(value)
    return loader.construct_object(default) if names else None


_ConfigurationLoader.add_constructor("!ENV", _environment)
_ConfigurationLoader.add_multi_constructor("", lambda loader, suffix, node: None)
_ConfigurationLoader.add_multi_constructor("!", lambda loader, suffix, node: None)


def load_configuration(text: str) -> object:
    """A configuration file, which its maintainer controls: typed values, `!ENV`, no code.

    Raises:
        ValueError: Broken YAML, with the line in the message.
    """
    try:
        return yaml.load(text, Loader=_ConfigurationLoader)  # noqa: S506  # a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" on line {mark.line + 1}" if mark else ""
        raise ValueError(f"broken YAML{line}: {getattr(error, 'problem', error)}") from None
