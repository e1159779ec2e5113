"""An action item of a postmortem, as its file has it or with the state of a tracker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from .portable import portable

UNFINISHED = frozenset({"open", "in_progress"})
"""The states of an action item that still asks for work."""


@portable
@dataclass(frozen=True, slots=True)
class Written:
    """What a file says of the state of an action item; None where it says nothing."""

    status: str | None
    done_on: date | None


@portable
@dataclass(frozen=True, slots=True)
class ActionItem:
    """One action item. Texts are as written; dates are days without a zone.

    Attributes:
        priority_rank: 0 (P0) to 3 (P3, Low); 9 where no priority is written, so that it sorts last.
        status: `open`, `in_progress`, `done` or `wont_do`.
        anchor: The id of its row on the postmortem's page, such as `action-AI-001`.
        due_derived: `due` is not written; it follows from the horizon.
        written: What the file says, where `status` and `done_on` are those of a tracker.
    """

    index: int
    id: str
    title: str
    owner: str | None = None
    team: str | None = None
    priority: str | None = None
    priority_rank: int = 9
    due: date | None = None
    status: str = "open"
    category: str | None = None
    horizon: str | None = None
    links: tuple[str, ...] = ()
    opened_on: date | None = None
    done_on: date | None = None
    evidence: str | None = None
    reason: str | None = None
    anchor: str = ""
    due_derived: bool = False
    written: Written | None = None

    @property
    def in_file(self) -> ActionItem:
        """The item as its file has it, whatever a tracker says."""
        if self.written is None:
            return self
        status, done_on = self.written.status or "open", self.written.done_on
        return replace(self, status=status, done_on=done_on, written=None)

    @property
    def unfinished(self) -> bool:
        """True while it still asks for work."""
        return self.status in UNFINISHED

    def overdue(self, as_of: date) -> bool:
        """Unfinished, with a due date before the day `as_of`."""
        return self.unfinished and self.due is not None and self.due < as_of
