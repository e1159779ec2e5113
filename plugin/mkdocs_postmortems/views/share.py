"""A page in a few lines of plain text, to be pasted into a message: what a chat or a mail needs.

It names no person. The text is plain, without Markdown, since chats and mails read marks in
different ways; the script adds the address of the page to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model import Postmortem
from ..printer import visible
from .base import STATUS_WORDS, Block, View, duration
from .values import instant_cell, show

_MOST = 8
"""Incidents that the text of a quarter names; a message is no report."""
_LONGEST = 400
_MARKINGS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
"""Of a text about several documents the strictest one holds (TLP 2.0)."""
_LENGTHS = (("ttm", "mitigated"), ("ttr", "resolved"))


def of_postmortem(view: View, postmortem: Postmortem) -> Block | None:
    """The text of a postmortem.

    None for a file without front matter, of which nothing is known, and for what is marked RED:
    that is for those who were given it.
    """
    if not postmortem.structured or postmortem.tlp == "RED":
        return None
    return _block(
        (
            f"TLP:{postmortem.tlp}" if postmortem.tlp else "",
            f"{postmortem.id}: {postmortem.title}",
            f"{', '.join(_state(postmortem))}.",
            postmortem.summary,
            _affected(postmortem),
            _actions(view, postmortem),
        )
    )


def of_quarter(
    title: str, as_of: str, sentences: Sequence[str], grave: Sequence[Postmortem]
) -> Block:
    """The text of a quarter review.

    Args:
        grave: The incidents that the page names, in its order. Those marked RED are only counted.
    """
    chosen = [p for p in grave if p.tlp != "RED"][:_MOST]
    named = [f"- {p.day}, {_severity(p)}: {p.title} ({p.id})" for p in chosen]
    more = len(grave) - len(named)
    return _block(
        (
            _strictest(chosen),
            f"{title} (as of {as_of})",
            *(f"- {sentence}" for sentence in sentences),
            "Critical and high:" if grave else "",
            *named,
            f"- {'and ' if named else ''}{more} {'more' if named else 'on the page'}"
            if more
            else "",
        )
    )


def _block(lines: Iterable[str]) -> Block:
    return Block("parts/share", {"text": "\n".join(filter(None, map(_line, lines)))})


def _strictest(named: Sequence[Postmortem]) -> str:
    """The marking of a text that names these; empty where none of them is marked."""
    found = [p.tlp for p in named if p.tlp in _MARKINGS]
    return f"TLP:{max(found, key=_MARKINGS.index)}" if found else ""


def _line(text: str) -> str:
    """One line, without what a message could misread, not longer than one reads there."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _severity(postmortem: Postmortem) -> str:
    value = postmortem.severity
    if value is None:
        return "no severity"
    same = value.rank is None or value.name.casefold() == value.label.casefold()
    return value.label if same else f"{value.label} ({value.name})"


def _state(postmortem: Postmortem) -> Iterable[str]:
    """Severity, status, start and lengths, as far as they are known."""
    yield _severity(postmortem)
    yield STATUS_WORDS[postmortem.status].lower()
    started = postmortem.milestones.get("started")
    if started is not None:
        yield f"started {instant_cell(postmortem, started)['text']}"
    for key, word in _LENGTHS:
        length = duration(postmortem.metrics[key].seconds)
        if length:
            yield f"{word} after {length}"


def _affected(postmortem: Postmortem) -> str:
    users = show(postmortem.value("impact.users.affected"))
    found = [
        f"Services: {', '.join(s.name for s in postmortem.services)}." if postmortem.services
        else "",
        f"Users affected: {users[0]['text']}." if users else "",
    ]  # fmt: skip
    return " ".join(filter(None, found))


def _actions(view: View, postmortem: Postmortem) -> str:
    """How many items there are, and what is left of them on the day of the report."""
    count = len(postmortem.actions)
    if not count:
        return ""
    unfinished = len(postmortem.unfinished)
    overdue = sum(a.overdue(view.as_of) for a in postmortem.actions)
    late = f" ({overdue} overdue)" if overdue else ""
    text = f"Action items: {count}, {unfinished or 'none'} unfinished{late} as of {view.as_of}."
    return view.terms.apply(text)
