"""The catalog of the explorer: what a browser needs to search and count, in columns.

Two scripts, so that the page works from disk: `catalog.js` sets `window.postmortemsCatalog` (ids,
titles, facets: what filters and first results need), `texts.js` sets `window.postmortemsTexts`
(summaries, causes, symptoms). Values of facets are numbers into lists of the groups in
`facets.Index`, so that the explorer counts as every other page does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from .. import facets, search
from ..markdown_text import shorten
from ..model import RANK_NAMES, Postmortem
from ..paths import Site
from .base import STATUS_WORDS, View

LARGE = 2_000
"""From this many postmortems on the texts are cut shorter, and are fetched after the catalog."""

_LENGTHS = {"summary": (220, 160), "cause": (200, 120), "symptoms": (160, 90)}
"""Characters kept of a text: in a small catalog, in a large one."""

BANDS: tuple[tuple[str, str, int], ...] = (
    ("15m", "up to 15 min", 15 * 60),
    ("1h", "15 min to 1 h", 3600),
    ("4h", "1 h to 4 h", 4 * 3600),
    ("12h", "4 h to 12 h", 12 * 3600),
    ("24h", "12 h to 24 h", 24 * 3600),
    ("more", "over 24 h", 1 << 62),
)
"""Ranges of the time to mitigate: name in addresses, words, last second that belongs to it."""

_ORDER = ("severity", "service", "team", "cause", "mitigation", "status", "overdue", "year",
          "trigger", "detection", "factor", "tag", "profile", "kind")  # fmt: skip
"""The facets as the page lists them; one that is not named stands at the end."""


def makers(view: View) -> dict[str, Callable[[], bytes]]:
    """What makes the two scripts, by their paths in the site."""
    folder = view.site.page("explore").removesuffix("index.html")
    return {
        f"{folder}catalog.js": lambda: _script("postmortemsCatalog", _catalog(view)),
        f"{folder}texts.js": lambda: _script("postmortemsTexts", texts(view.catalog.postmortems)),
    }


def _catalog(view: View) -> dict[str, Any]:
    data = columns(view.catalog.postmortems, view.index, view.site, view.as_of)
    for facet in data["facets"]:
        facet["title"] = view.terms.apply(facet["title"])
    return data


def _script(name: str, data: object) -> bytes:
    r"""A classic script that assigns one global; safe inside and outside of HTML.

    `<` cannot open an element, and U+2028 and U+2029, line breaks to old parsers of scripts, are
    written as escapes.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    safe = re.sub("[<\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", text)
    return f"window.{name}={safe};\n".encode("utf-8", "replace")


def columns(
    rows: Sequence[Postmortem], index: facets.Index, site: Site, as_of: date
) -> dict[str, Any]:  # fmt: skip
    """One list a field; the same place in every list is the same postmortem, newest first.

    `hrefs` holds only the addresses that do not follow from the id by `base` and `tail`.
    """
    origin = site.page("explore")
    tail = "/" if site.directory_urls else ".html"
    places = [site.href(origin, site.postmortem(p)) for p in rows]
    labels = sorted({(p.rank, p.severity.label, p.severity.name) for p in rows if p.severity})
    place = {label: number for number, label in enumerate(labels)}
    unfinished = [p.unfinished for p in rows]
    return {
        "as_of": as_of.isoformat(),
        "weights": dict(search.WEIGHTS),
        "base": "../",
        "tail": tail,
        "ids": [p.id for p in rows],
        "aliases": {n: list(p.aliases) for n, p in enumerate(rows) if p.aliases},
        "hrefs": {
            n: href
            for n, (p, href) in enumerate(zip(rows, places, strict=True))
            if href != f"../{p.id}{tail}"
        },
        "titles": [" ".join(p.title.split()) for p in rows],
        "days": [int(f"{p.day:%Y%m%d}") if p.day else 0 for p in rows],
        "ttm": [p.metrics["ttm"].seconds for p in rows],
        "labels": [[label, rank, name] for rank, label, name in labels],
        "severities": [
            place[p.rank, p.severity.label, p.severity.name] if p.severity else -1 for p in rows
        ],
        "unfinished": [len(actions) for actions in unfinished],
        "overdue": [sum(a.overdue(as_of) for a in actions) for actions in unfinished],
        "facets": _facets(rows, index, as_of),
    }


def _facets(
    rows: Sequence[Postmortem], index: facets.Index, as_of: date
) -> list[dict[str, Any]]:  # fmt: skip
    found = {
        facet.key: _grouped(rows, index, facet) for facet in facets.FACETS
    }  # fmt: skip
    found["severity"] = _at_least(rows)
    found["status"] = _extra("status", "Status", STATUS_WORDS, rows, _status)
    found["overdue"] = _extra(
        "overdue", "Action items", {"yes": "has overdue actions", "open": "has open actions"}, rows,
        lambda p: _actions(p, as_of),
    )  # fmt: skip
    bands = {name: text for name, text, _ in BANDS} | {"unknown": "unknown"}
    found["mitigation"] = _extra("mitigation", "Mitigated after", bands, rows, band)
    order = [*_ORDER, *(key for key in found if key not in _ORDER)]
    return [found[key] for key in order if found[key]["values"]]


def _grouped(
    rows: Sequence[Postmortem], index: facets.Index, facet: facets.Facet
) -> dict[str, Any]:
    """A facet of `facets.FACETS`: its groups, and the numbers of those of each row."""
    groups = index.groups.get(facet.key, ())
    numbers = {group.slug: number for number, group in enumerate(groups)}
    members = index.members.get(facet.key, {})
    return {
        "key": facet.key,
        "title": facet.title,
        "plural": facet.plural,
        "ordered": facet.newest_first,
        "values": [group.label for group in groups],
        "slugs": [group.slug for group in groups],
        "of": [_short([numbers[g.slug] for g in members.get(p.path, ())]) for p in rows],
    }


def _at_least(rows: Sequence[Postmortem]) -> dict[str, Any]:
    """Severity as a threshold: each row has its own rank, and the page counts the worse ones too.

    Ranks that no postmortem has are left out.
    """
    present = sorted({p.rank for p in rows if p.rank in RANK_NAMES})
    shown = {p.rank: p.severity.name for p in reversed(rows) if p.severity}
    words = [shown[rank] for rank in present]
    return {
        "key": "severity-at-least",
        "title": "Severity at least",
        "plural": "Severities",
        "ordered": True,
        "threshold": True,
        "values": [name[:1].upper() + name[1:] for name in words],
        "slugs": [RANK_NAMES[rank] for rank in present],
        "of": [present.index(p.rank) if p.rank in present else -1 for p in rows],
    }


def _extra(
    key: str, title: str, words: Mapping[str, str], rows: Sequence[Postmortem],
    value: Callable[[Postmortem], str | tuple[str, ...]],
) -> dict[str, Any]:  # fmt: skip
    """A facet that only the explorer has; values that no postmortem has are left out."""
    of = [value(p) for p in rows]
    chosen = [(v,) if isinstance(v, str) else v for v in of]
    have = {v for values in chosen for v in values}
    names = [name for name in words if name in have]
    return {
        "key": key,
        "title": title,
        "plural": title,
        "ordered": True,
        "values": [words[name] for name in names],
        "slugs": names,
        "of": [_short([names.index(v) for v in values]) for values in chosen],
    }


def _short(numbers: list[int]) -> int | list[int]:
    """Most postmortems have one value or none: a number without brackets, or -1."""
    return numbers if len(numbers) > 1 else numbers[0] if numbers else -1


def _status(postmortem: Postmortem) -> str:
    return postmortem.status if postmortem.structured else "unstructured"


def _actions(postmortem: Postmortem, as_of: date) -> tuple[str, ...]:
    open_ = postmortem.unfinished
    overdue = ("yes",) if any(a.overdue(as_of) for a in open_) else ()
    return (*overdue, *(("open",) if open_ else ()))


def band(postmortem: Postmortem) -> str:
    """The range of a postmortem's time to mitigate, by its name."""
    seconds = postmortem.metrics["ttm"].seconds
    if seconds is None:
        return "unknown"
    return next(name for name, _, last in BANDS if seconds <= last)


def texts(rows: Sequence[Postmortem]) -> dict[str, list[str]]:
    """The longer texts of each row, cut at a word."""
    size = int(len(rows) >= LARGE)
    sources: dict[str, Callable[[Postmortem], str]] = {
        "summary": lambda p: p.summary,
        "cause": search.cause,
        "symptoms": search.symptoms,
    }
    return {
        name: [shorten(" ".join(text(p).split()), _LENGTHS[name][size]) for p in rows]
        for name, text in sources.items()
    }
