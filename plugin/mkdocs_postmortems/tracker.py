"""What a tracker says of action items, and how it joins what their files say.

The state in the tracker counts; the file stays the source for everything else, and what it says of
the state is kept beside it, so that a contradiction can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from .action_item import UNFINISHED, ActionItem, Written
from .model import Postmortem

_SYNONYMS = {
    "open": "open backlog new opened planned ready reopened to_do todo triage unstarted",
    "in_progress": "in_progress active blocked doing in_development in_review on_hold review "
    "started wip",
    "done": "done closed complete completed finished fixed merged released resolved verified",
    "wont_do": "wont_do abandoned canceled cancelled declined duplicate invalid not_planned "
    "obsolete rejected wont_fix wontfix",
}
STATUSES: Mapping[str, str] = MappingProxyType(
    {word: status for status, words in _SYNONYMS.items() for word in words.split()}
)
"""The words of trackers for a state, folded, and the status of an action item that each means."""

# Of several tickets the one that asks for most decides: work under way, then work not begun.
_DECIDES = {"in_progress": 0, "open": 1, "done": 2, "wont_do": 3}
_WORD = re.compile(r"[^a-z0-9]+")
_ORIGIN = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")


@dataclass(frozen=True, slots=True)
class Ticket:
    """An entry of the tracker: its status (as an action item has it), and since when it is done."""

    status: str
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tracker:
    """An export of a tracker.

    Attributes:
        tickets: The entries by their folded address.
        exported_on: The oldest day on which a part of it was exported; None where that is not
            known of every part.
        configured: Whether there is one.
    """

    tickets: Mapping[str, Ticket] = field(default_factory=lambda: MappingProxyType({}))
    exported_on: date | None = None
    configured: bool = False

    @property
    def age(self) -> str:
        """How old it is, to be shown beside every list that it changes; empty without one."""
        if not self.configured:
            return ""
        if self.exported_on is None:
            return "tracker state, age not known"
        return f"tracker state as of {self.exported_on.isoformat()}"

    def ticket(self, links: tuple[str, ...], as_of: date | None = None) -> Ticket | None:
        """What the tracker says of an item with these links; None where it has none of them.

        An item of several tickets is finished when all of them are, on the day of the last one.

        Args:
            as_of: A former day: what was done after it was open on that day.
        """
        found = [t for link in links if (t := self.tickets.get(folded_url(link))) is not None]
        if as_of is not None:
            found = [Ticket("open") if t.done_on and t.done_on > as_of else t for t in found]
        if not found:
            return None
        status = min((t.status for t in found), key=_DECIDES.__getitem__)
        days = [t.done_on for t in found if t.done_on is not None]
        return Ticket(status, max(days, default=None) if status == "done" else None)

    def applied(self, postmortem: Postmortem, as_of: date | None = None) -> Postmortem:
        """A postmortem whose action items have the state of the tracker, where it knows them."""
        if not self.tickets or not any(action.links for action in postmortem.actions):
            return postmortem
        changed = tuple(self._applied(postmortem, a, as_of) for a in postmortem.actions)
        return replace(postmortem, actions=changed)

    def _applied(
        self, postmortem: Postmortem, action: ActionItem, as_of: date | None
    ) -> ActionItem:  # fmt: skip
        ticket = self.ticket(action.links, as_of)
        if ticket is None:
            return action
        rows = postmortem.record.get("action_items")
        row = rows[action.index] if isinstance(rows, list) else {}
        written = Written(row.get("status"), action.done_on)
        same_done = ticket.status == action.status == "done"
        done_on = ticket.done_on or (action.done_on if same_done else None)
        return replace(action, status=ticket.status, done_on=done_on, written=written)


def folded(word: str) -> str:
    """A word for a state, so that `Won't Do`, `wont-do` and `WONT_DO` are the same."""
    return _WORD.sub("_", word.casefold().replace("'", "").replace("\u2019", "")).strip("_")


def folded_url(url: str) -> str:
    """An address without what leads to the same ticket: case of the host, `#…`, closing slash."""
    bare = url.strip().partition("#")[0].rstrip("/")
    return _ORIGIN.sub(lambda origin: origin[0].lower(), bare)


def disagrees(action: ActionItem) -> bool:
    """Whether file and tracker contradict each other: finished or not, done or given up.

    A file that says nothing of the state leaves it to the tracker. Work not begun and work under
    way are no contradiction.
    """
    written = action.written.status if action.written else None
    return written is not None and _outcome(written) != _outcome(action.status)


def _outcome(status: str) -> str:
    return "unfinished" if status in UNFINISHED else status
