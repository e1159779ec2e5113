"""Calendars: when action items are due, and when postmortems are reviewed.

Due dates come as events, which every calendar shows, and once more as tasks for programs that know
tasks. An internal site also has a calendar for each owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from .. import facets
from ..action_item import ActionItem
from ..model import Postmortem
from ..times import parse_date
from .base import ACTIONS, CALENDAR, INDEX, Artifact, Export
from .vcalendar import Entry, event, lines, task, wrapped

_REVIEWS = (
    ("review.scheduled_on", "review", "Review of"),
    ("review.meeting.held_on", "review-held", "Review held of"),
    ("review.follow_up.action_items_on", "follow-up", "Follow-up of the action items of"),
    ("review.follow_up.retrospective_on", "retrospective", "Retrospective of"),
)
"""Dates of the review: field, name in the entry's id, words before the title."""

_SINCE = timedelta(days=365)
"""How long reviews that are past stay in the calendar."""

_HIGH, _MEDIUM, _LOW = 1, 5, 9
_PRIORITIES = {0: _HIGH, 1: _HIGH, 2: _MEDIUM, 3: _LOW}
"""Priorities of a calendar by ours: 1 to 4 is high, 5 medium, 6 to 9 low."""

Maker = Callable[[Entry, bytes], bytes]
"""Makes an event or a task of an entry, given the lines that both have."""


def build(export: Export) -> Iterator[Artifact]:
    """The calendars of due dates and reviews, and those of single owners."""
    calendars = _Calendars(export)
    items, due = (export.terms.apply(t) for t in ("Action items", "Action items that are due"))

    def artifact(
        name: str, title: str, label: str, page: str, make: Callable[[], bytes]
    ) -> Artifact:
        path = export.path(f"calendar/{name}.ics")
        return Artifact(path, CALENDAR, make, title, label, (page,))

    yield artifact(
        "actions", f"{due} (calendar)", "Calendar", ACTIONS,
        partial(calendars.due, items, event),
    )  # fmt: skip
    yield artifact(
        "tasks", f"{due} (tasks)", "Tasks", ACTIONS,
        partial(calendars.due, items, task),
    )  # fmt: skip
    yield artifact("reviews", "Reviews (calendar)", "Calendar of reviews", INDEX, calendars.reviews)
    if export.public:
        return
    for slug, owner in calendars.owners():
        title = f"{items} of {owner}"
        yield artifact(
            f"owner/{slug}", f"{title} (calendar)", "Calendar", f"actions/owner/{slug}",
            partial(calendars.due, title, event, owner),
        )  # fmt: skip


class _Calendars:
    """Entries are made and serialised once, though they stand in several calendars."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._written: dict[str, bytes] = {}
        self._due: tuple[Entry, ...] | None = None
        self.actions = [
            (p, a) for p in export.shown.postmortems if not p.retired for a in p.unfinished if a.due
        ]

    def owners(self) -> Iterator[tuple[str, str]]:
        """Who has something to do, A to Z, after the name of their page among the actions."""
        everybody = {
            facets.fold(owner)
            for p in self._export.shown.postmortems
            for a in p.actions
            if (owner := _owner(a))
        }
        slugs = facets.slugs(sorted(everybody))
        names: dict[str, str] = {}
        for owner in sorted(owner for _, a in self.actions if (owner := _owner(a))):
            names.setdefault(facets.fold(owner), owner)
        for folded, owner in sorted(names.items()):
            yield slugs[folded], owner

    def due(self, name: str, make: Maker, owner: str | None = None) -> bytes:
        """A calendar of unfinished action items, of all owners or of one."""
        if self._due is None:
            self._due = tuple(_actions(self._export, self.actions))
        key = facets.fold(owner) if owner else None
        return self._calendar(name, make, (e for e in self._due if key in (None, e.owner)))

    def reviews(self) -> bytes:
        """The calendar of reviews."""
        return self._calendar("Reviews", event, _reviews(self._export))

    def _calendar(self, name: str, make: Maker, entries: Iterable[Entry]) -> bytes:
        return wrapped(name, (make(entry, self._shared(entry)) for entry in entries))

    def _shared(self, entry: Entry) -> bytes:
        """The lines that an event and a task have in common.

        The library folds, which takes most of the time of a calendar.
        """
        if entry.uid not in self._written:
            self._written[entry.uid] = lines(entry)
        return self._written[entry.uid]


def _owner(action: ActionItem) -> str | None:
    return action.owner or action.team


# --------------------------------------------------------------------------------- the entries


def _actions(export: Export, chosen: Sequence[tuple[Postmortem, ActionItem]]) -> Iterator[Entry]:
    path = export.path("calendar/actions.ics")
    taken: dict[str, int] = {}
    for postmortem, action in chosen:
        assert action.due is not None, "only those with a due date are chosen"
        stem = f"{postmortem.id}-{action.anchor}"
        taken[stem] = taken.get(stem, 0) + 1
        number = "" if taken[stem] == 1 else f"-{taken[stem]}"
        page = f"{export.page(path, postmortem)}#{action.anchor}"
        owner = _owner(action)
        labels = (action.priority, postmortem.severity and postmortem.severity.label)
        yield Entry(
            uid=f"{stem}{number}@{_host(export)}",
            day=action.due,
            summary=f"{action.id} {action.title} ({postmortem.id})",
            description=f"Incident: {postmortem.title}\n"
            + (f"Owner: {owner}" if owner else "No owner"),
            url=page if export.site_url else "",
            stamped=action.opened_on or postmortem.day or action.due,
            categories=tuple(label for label in labels if label),
            priority=_PRIORITIES.get(action.priority_rank, 0),
            started=action.status == "in_progress",
            owner=facets.fold(owner) if owner else None,
        )


def _reviews(export: Export) -> Iterator[Entry]:
    path = export.path("calendar/reviews.ics")
    for postmortem in (p for p in export.shown.structured if not p.retired):
        for field, name, words in _REVIEWS:
            value = postmortem.value(field)
            day = parse_date(value) if isinstance(value, str) else None
            if day is None or day < export.as_of - _SINCE:
                continue
            yield Entry(
                uid=f"{postmortem.id}-{name}@{_host(export)}",
                day=day,
                summary=f"{export.terms.apply(words)} {postmortem.id}: {postmortem.title}",
                description=postmortem.summary,
                url=export.page(path, postmortem) if export.site_url else "",
                stamped=postmortem.day or day,
                categories=(postmortem.severity.label,) if postmortem.severity else (),
            )


def _host(export: Export) -> str:
    """What makes ids differ between organisations."""
    return urlsplit(export.site_url).hostname or "postmortems.invalid"
