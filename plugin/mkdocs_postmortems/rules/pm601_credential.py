"""A credential in the file.

## What it does
Looks in the front matter and in the body, code included, for what has the form of a credential:
access keys and tokens of common providers, signed tokens, private keys, and a password in an
address (`postgres://user:…@host`). The finding says the kind and the place, and never repeats the
value. Placeholders such as `ghp_xxxxxxxx` or `$PASSWORD` are none.

## Why it matters
A log line or a command is pasted in a hurry, and with it the token. Everybody who may read the
repository or the site can use it from then on.

## Example
```markdown
The job called postgres://billing:9vK2_rTq@db.internal/ledger and timed out.
```

## How to fix
Revoke the credential first: git history keeps what a commit takes away. Then write what it was for,
or a placeholder. If it never opened anything, suppress the finding and say so. This is a net with
wide meshes, so let a scanner of secrets look at the whole repository as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..diagnostics import FieldPath, Finding, Level, Position
from ..model import Postmortem
from .base import Context, Rule, finding, place

RULE = Rule("PM601", "credential", Level.ERROR, draft=Level.ERROR, unstructured=True)

_SHORTEST = 12
_DISTINCT = 8
"""A random value has more different characters than this; `xxxxxxxx` has not."""
_STAND_IN = re.compile(
    r"[$%{*<\[(…]|(.)\1*$|your|my|the|pass|secret|redacted|removed|change|example|x{3}", re.I
)
"""How a word begins that stands for a password, or one character over and over."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of credential.

    Attributes:
        mark: What every credential of the kind holds. It begins with literal text, so that the
            search for it skips through a text faster than `in` does.
        form: The whole; a group is the part that is secret.
    """

    name: str
    mark: re.Pattern[str]
    form: re.Pattern[str]


_KINDS = tuple(
    _Kind(name, re.compile(mark), re.compile(form))
    for name, mark, form in (
        ("an AWS access key", "A[KS]IA", r"\bA[KS]IA(?![A-Z2-7]{9}EXAMPLE)[A-Z2-7]{16}\b"),
        ("a GitHub token", "gh[pousr]_", r"\bgh[pousr]_[A-Za-z0-9]{36,255}"),
        ("a GitHub token", "github_pat_", r"\bgithub_pat_[A-Za-z0-9_]{40,255}"),
        ("a GitLab token", "glpat-", r"\bglpat-[A-Za-z0-9_-]{20,255}"),
        ("a Slack token", "xox[a-z]-", r"\bxox[abeoprs]-[A-Za-z0-9-]{20,255}"),
        ("a Slack webhook", "hooks.slack", r"/services/T\w{6,20}/B\w{6,20}/([A-Za-z0-9]{16,})"),
        ("a Stripe key", "k_live_", r"\b[rs]k_live_[A-Za-z0-9]{16,255}"),
        ("a Google API key", "AIza", r"\bAIza[A-Za-z0-9_-]{35}"),
        ("an API key", "sk-", r"\bsk-(?:ant-|proj-)?(?=[a-z_-]*\d|[a-z_-]*[A-Z])[\w-]{32,255}"),
        ("an npm token", "npm_", r"\bnpm_[A-Za-z0-9]{36}"),
        ("a PyPI token", "pypi-", r"\bpypi-[A-Za-z0-9_-]{60,255}"),
        ("a signed token (JWT)", "eyJ", r"\beyJ[\w-]{10,4000}\.eyJ[\w-]{10,4000}\.[\w-]{10,255}"),
        ("a private key", "-----BEGIN", r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY-----"),
    )
)
_ADDRESS = re.compile(r"://[^\s/:@\"'`<>]{1,100}:([^\s/@\"'`<>]{3,200})@")


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Look at every text of the front matter, and at the whole body."""
    # Most files hold none: the front matter is looked at as one text before its values are.
    if any(_found(repr(postmortem.record))):
        for where, text in _texts(postmortem.record, ()):
            for name, _ in _found(text):
                yield _finding(postmortem, where, name)
    for name, offset in _found(postmortem.body):
        yield _finding(postmortem, place(postmortem, offset), name)


def _finding(postmortem: Postmortem, where: FieldPath | Position, name: str) -> Finding:
    return finding(
        RULE, postmortem, where, f"this looks like {name}",
        fix="Revoke it, as git history keeps it, and replace it by what it was for.",
    )  # fmt: skip


def _texts(value: object, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """The texts of a record that are long enough, with their places."""
    if isinstance(value, str):
        if len(value) >= _SHORTEST:
            yield path, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _texts(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _texts(below, (*path, index))


def _found(text: str) -> Iterator[tuple[str, int]]:
    """The kind and the offset of each credential of a text."""
    for kind in _KINDS:
        if kind.mark.search(text):
            for match in kind.form.finditer(text):
                secret = match[match.lastindex or 0]
                if len(set(secret)) > _DISTINCT:
                    yield kind.name, match.start()
    if "://" in text and "@" in text:
        for match in _ADDRESS.finditer(text):
            if not _STAND_IN.match(match[1]):
                yield "a password in an address", match.start(1)
