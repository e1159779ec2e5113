"""Bytes of a file to its two halves: front matter as plain data, and the body with its line.

Sole owner of python-frontmatter, whose handler carries our reading of the boundaries. They are
MkDocs' own (`---` on the first line, closed by `---`), because a reader that sees other boundaries
than the site generator publishes front matter as text.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontmatter.default_handlers import BaseHandler

from . import boundaries, yaml_io
from .diagnostics import FieldPath, Finding, Position
from .errors import UsageError
from .settings import Limits
from .yaml_problems import YamlProblem

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SUSPICIOUS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
_PLAIN_BYTES = bytes([9, 10, 13, *range(0x20, 0x7F), *range(0x80, 0x100)])
_FRONT_BREAKS = re.compile("[\u2028\u2029]")
_BIDI = re.compile("[\u061c\u202a-\u202e\u2066-\u2069]")
_HIDDEN = re.compile("[\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_OPEN = re.compile(r"---[ \t]*\r?(?:\n|\Z)")
_CLOSE = re.compile(r"^---[ \t]*\r?(?:\n|\Z)", re.M)


class FrontMatterHandler(BaseHandler):
    """python-frontmatter's handler for our front matter: its boundaries, our YAML reader."""

    FM_BOUNDARY = _CLOSE

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits

    def detect(self, text: str) -> bool:
        """Whether the text begins with front matter."""
        return _OPEN.match(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        """The front matter and the body.

        Raises:
            ValueError: The front matter is not closed.
        """
        opening = _OPEN.match(text)
        closing = _CLOSE.search(text, opening.end()) if opening else None
        if opening is None or closing is None:
            raise ValueError("no closing ---")
        return text[opening.end() : closing.start()], text[closing.end() :]

    def load(self, fm: str, **kwargs: Any) -> Any:
        """The data of the front matter; `marks` collects positions.

        Raises:
            YamlProblem: See `yaml_io.load`.
        """
        return yaml_io.load(fm, self.limits, kwargs.get("marks"), first_line=2)

    def export(self, metadata: dict[str, object], **kwargs: object) -> str:
        """Not offered: rewriting YAML loses the author's comments and quotes."""
        raise NotImplementedError("front matter is edited as spans of text, never re-written")


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file as read.

    Attributes:
        path: Relative to the project, with `/`.
        data: The front matter; None for a file without one.
        body: Everything after it, with `\\n` line ends.
        body_line: The line of the file on which the body begins.
    """

    path: str
    data: dict[str, object] | None
    body: str
    body_line: int


def read_bytes(path: Path, shown: str, limits: Limits) -> bytes | Finding:
    """The bytes of a regular file, or a finding: links, devices and huge files are not opened."""
    if not _writable(shown):
        return Finding(
            shown, "PM008", Position(1), "the file's name is not UTF-8 and was not read",
            fix="Rename the file.",
        )  # fmt: skip
    try:
        info = os.lstat(path)
        if not stat.S_ISREG(info.st_mode):
            kind = "a symbolic link" if stat.S_ISLNK(info.st_mode) else "not a regular file"
            return Finding(
                shown, "PM008", Position(1), f"the file is {kind} and was not read",
                fix="Put the file itself here.",
            )  # fmt: skip
        if info.st_size > limits.file_bytes:
            return Finding(
                shown, "PM007", Position(1),
                f"the file is larger than file_bytes ({limits.file_bytes})",
                found=f"{info.st_size} bytes",
                fix="Keep logs and exports in files beside the postmortem and link to them.",
            )  # fmt: skip
        return path.read_bytes()
    except OSError as error:
        return Finding(
            shown, "PM008", Position(1), f"the file cannot be read: {error.strerror}",
            fix="Check that it exists and that you may read it.",
        )  # fmt: skip


def _writable(name: str) -> bool:
    """Whether a file's name is text: names that are not UTF-8 come as lone surrogates."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def parse(raw: bytes, path: str, limits: Limits) -> SourceDocument | list[Finding]:
    """A file's bytes to a document, or to the findings that say why that is impossible."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return [_not_utf8(raw, error, path)]
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    suspicious = raw.translate(None, _PLAIN_BYTES) or not text.isascii()
    findings = _characters(text, path) if suspicious else []
    handler = FrontMatterHandler(limits)
    if not handler.detect(text):
        missed = boundaries.missed(text, path)
        if missed is not None:
            findings.append(missed)
        return findings or SourceDocument(path, None, text, 1)
    try:
        front, body = handler.split(text)
    except ValueError:
        return [*findings, boundaries.unclosed(text, path)]
    if boundaries.dotted(front) is not None:
        findings.append(boundaries.unclosed(text, path))
    if findings:
        return findings
    return _assemble(handler, front, body, path)


def _assemble(
    handler: FrontMatterHandler, front: str, body: str, path: str
) -> SourceDocument | list[Finding]:
    limits = handler.limits
    if len(front.encode()) > limits.front_matter_bytes:
        return [Finding(
            path, "PM007", Position(1),
            f"the front matter is larger than front_matter_bytes ({limits.front_matter_bytes})",
            found=f"{len(front.encode())} bytes", fix="Move long text to sections of the body.",
        )]  # fmt: skip
    try:
        data = handler.load(front)
    except YamlProblem as problem:
        return [Finding(
            path, problem.code, problem.position, problem.message,
            found=problem.found, fix=problem.fix,
        )]  # fmt: skip
    if data is None:
        data = {}
    if not isinstance(data, dict):
        return [Finding(
            path, "PM009", Position(2), "the front matter is not a list of `key: value` lines",
            fix="Write one `key: value` a line between the two `---` lines.",
        )]  # fmt: skip
    return SourceDocument(path, data, body, front.count("\n") + 3)


def positions(raw: bytes, limits: Limits) -> dict[FieldPath, yaml_io.Marks]:
    """The place of every node of a file's front matter; empty where it cannot be read."""
    marks: dict[FieldPath, yaml_io.Marks] = {}
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    handler = FrontMatterHandler(limits)
    try:
        front, _ = handler.split(text.replace("\r", "\n"))
        handler.load(front, marks=marks)
    except (ValueError, YamlProblem):
        pass  # said elsewhere; the marks up to there still serve
    return marks


def cut(text: str, limits: Limits) -> tuple[str, str, str]:
    """The opening line of a file, its front matter, and everything from the closing line on.

    Raises:
        UsageError: There is no front matter.
    """
    bare = text.removeprefix("\ufeff")
    try:
        front, _ = FrontMatterHandler(limits).split(bare)
    except ValueError:
        raise UsageError("the file has no front matter.") from None
    start = text.index("\n") + 1
    end = start + len(front)
    return text[:start], text[start:end], text[end:]


def _not_utf8(raw: bytes, error: UnicodeDecodeError, path: str) -> Finding:
    before = raw[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return Finding(
        path, "PM001", Position(line, column), "the file is not UTF-8",
        found=f"byte 0x{raw[error.start]:02X} at offset {error.start}",
        fix="Save the file as UTF-8.",
    )  # fmt: skip


def _characters(text: str, path: str) -> list[Finding]:
    """Control characters anywhere, and characters that make a text read other than it is."""
    if not _SUSPICIOUS.search(text):
        return []
    findings: list[Finding] = []
    control = _CONTROL.search(text)
    if control:
        message = "a control character stands in the file"
        findings.append(_character(text, control, path, "PM002", message, "Remove it."))
    front_end = max(text.find("\n---", 3), 0) if text.startswith("---") else 0
    checks = (
        (_BIDI.search(text), "a character that reorders text stands in the file"),
        (_FRONT_BREAKS.search(text, 0, front_end), "the front matter holds a hidden line break"),
        (_HIDDEN.search(text, 0, front_end), "the front matter holds an invisible character"),
    )
    for match, message in checks:
        if match and not (match.re is _BIDI and _balanced(text, front_end)):
            findings.append(_character(text, match, path, "PM010", message, "Remove it."))
    return findings


def _balanced(text: str, front_end: int) -> bool:
    """Whether only isolates occur, only in the body, and each paragraph closes those it opens."""
    if _BIDI.search(text, 0, front_end) or re.search("[\u202a-\u202e]", text):
        return False
    for paragraph in text.split("\n\n"):
        depth = 0
        for character in _BIDI.findall(paragraph):
            if character == "\u061c":
                continue  # a mark for its own place, which Arabic text may need
            depth += -1 if character == "\u2069" else 1
            if depth < 0:
                return False
        if depth:
            return False
    return True


def _character(
    text: str, match: re.Match[str], path: str, code: str, message: str, fix: str
) -> Finding:
    before = text[: match.start()]
    place = Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
    return Finding(path, code, place, message, found=f"U+{ord(match[0]):04X}", fix=fix)
