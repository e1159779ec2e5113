"""What a document says about its own making: when it was complete, reviewed, changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from .model import Postmortem
from .times import UNKNOWN, parse_date


def completed(postmortem: Postmortem) -> tuple[bool, date | None]:
    """Whether a document is complete, and since when, as far as it says so.

    `completed_on`, else the newest day of its history, else the newest signature.
    """
    if postmortem.status != "final":
        return False, None
    if "completed_on" in postmortem.record or postmortem.invalid_at("completed_on"):
        return True, written_day(postmortem, "completed_on")
    return True, _newest(postmortem, "document_history") or _newest(postmortem, "sign_off")


def met(postmortem: Postmortem) -> tuple[bool, date | None]:
    """Whether a review meeting was held, and when: whoever names attendees has met."""
    held = written_day(postmortem, "review.meeting.held_on")
    named = postmortem.value("review.meeting.attendees") not in (None, [], UNKNOWN)
    unknown = postmortem.value("review.meeting.held_on") == UNKNOWN
    return held is not None or named or unknown, held


def _meeting(postmortem: Postmortem, day: date, as_of: date) -> bool:
    held = met(postmortem)[1]
    return held is not None and held <= as_of


def _final(postmortem: Postmortem, day: date, as_of: date) -> bool:
    return postmortem.status == "final"


def _actions(postmortem: Postmortem, day: date, as_of: date) -> bool:
    return bool(postmortem.actions) and not postmortem.unfinished


def _update(postmortem: Postmortem, day: date, as_of: date) -> bool:
    days = (written_day(postmortem, "updated_on"), _newest(postmortem, "document_history"))
    return any(then is not None and day <= then <= as_of for then in days)


SHOWS: Mapping[str, Callable[[Postmortem, date, date], bool]] = MappingProxyType(
    {"meeting": _meeting, "final": _final, "actions": _actions, "update": _update}
)
"""What may show, as of a day, that what was planned for a day took place: a meeting held, a final
document, no action left to do, an entry of that day or later in the history."""


def written_day(postmortem: Postmortem, path: str) -> date | None:
    """The day at a dotted path; None where there is none, or `unknown`."""
    value = postmortem.value(path)
    return parse_date(value) if isinstance(value, str) else None


def rows(postmortem: Postmortem, path: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The entries of a list that are groups of keys, with their places in it."""
    value = postmortem.value(path)
    for index, row in enumerate(value if isinstance(value, list) else ()):
        if isinstance(row, dict):
            yield index, row


def _newest(postmortem: Postmortem, key: str) -> date | None:
    days = (parse_date(str(row.get("date", ""))) for _, row in rows(postmortem, key))
    return max((day for day in days if day is not None), default=None)
