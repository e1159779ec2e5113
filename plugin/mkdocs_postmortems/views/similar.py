"""Similar incidents on the page of a postmortem: computed, with reasons, and named as such."""

from __future__ import annotations

from ..model import Postmortem
from ..related import Similar
from .base import Block, Heading, Part, View


def parts(view: View, postmortem: Postmortem, origin: str) -> list[Part]:
    """The heading and the list; nothing where no incident is near enough."""
    found = view.finder.similar(postmortem)
    if not found:
        return []
    # Plain words instead of the shapes of other lists: this stands on every page.
    rows = [
        {
            "title": similar.postmortem.title,
            "href": view.site.href(origin, view.site.postmortem(similar.postmortem)),
            "about": _about(similar),
            "reasons": "; ".join(similar.reasons),
        }
        for similar in found
    ]
    data = {"rows": rows, "author": not view.public}
    return [Heading(2, "Similar incidents"), Block("postmortem/similar", data)]


def _about(similar: Similar) -> str:
    """Id, severity, day and likeness in one line."""
    postmortem = similar.postmortem
    parts_ = (
        postmortem.id,
        postmortem.severity.label if postmortem.severity else None,
        postmortem.day.isoformat() if postmortem.day else None,
        f"likeness {similar.score} of 100",
    )
    return " · ".join(part for part in parts_ if part)
