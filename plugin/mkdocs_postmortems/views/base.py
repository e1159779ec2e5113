"""What a page is made of, and what every view is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from .. import facets
from ..catalog import Catalog
from ..families import Families
from ..histories import History
from ..model import Postmortem
from ..paths import HUBS, Site
from ..profiles import Profile
from ..registry import Entry
from ..related import Finder
from ..settings import Settings
from ..terms import Terms
from ..times import format_duration

LIST_ROWS = 250
"""Above this many rows a list is cut: 1,000 are 130 screens, and thousands freeze a browser."""

_PAGER = 12
"""More links between pages than this are a wall."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in Markdown, so that it stands in the table of contents.

    Attributes:
        place: What links to it know it by: the line of the file on which the author wrote it, or
            the key of the template's section.
    """

    level: int
    markdown: str
    place: int | str | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown of the author's, as written.

    Attributes:
        marks: Words of ours that stand in it: the offset of each and what it says, in order.
    """

    markdown: str
    marks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A generated piece of a page: a template with its data.

    Attributes:
        search: What of it the theme's search should find, as plain text. The HTML of blocks is not
            searched: parsing the tables of a page costs as much as rendering its Markdown.
    """

    template: str
    data: Mapping[str, Any]
    search: str = ""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Row:
    """A row of a table that stands in the tables of several pages, and is rendered once for all.

    There may be as many as action items in the archive, so a row does not keep its data. A block
    with such rows says with `up` how its page gets to the folder of the section (`Site.up`).

    Attributes:
        template: Gets `row`, the data, and `up`, which stands before each address.
        make: Makes the data, with addresses as seen from the index of the section.
    """

    template: str
    make: Callable[[], Mapping[str, Any]]

    @property
    def data(self) -> Mapping[str, Any]:
        """What the row shows."""
        return self.make()


Part = Heading | Prose | Block


@dataclass(frozen=True, slots=True)
class Page:
    """A page as data.

    Attributes:
        terms: The words in which the templates speak.
        title: Plain text.
        description: Plain text for the page's metadata.
        hide: Parts of the theme that the page does without (`toc`).
    """

    title: str
    description: str
    parts: tuple[Part, ...]
    tags: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True)
class View:
    """What a view is given.

    Attributes:
        as_of: "Today" in UTC; shown wherever a page depends on it.
        public: The pages are for everybody: nothing may tell of a postmortem that is not shown.
        finder: Finds similar incidents.
        families: The families of recurrences.
        index: The postmortems by service, team, cause and every other facet.
        terms: The organisation's words.
        about: What the registry says of services, teams, tags and causes, by facet and slug.
        history: The changes of the files in version control.
        tracker: How old the state is that a tracker gives to action items; empty without one.
        rows: The rows that were made for a page and can stand on the next one.
        shared_ids: What `Headings` found out about pages, by the paths of their postmortems.
    """

    catalog: Catalog
    site: Site
    profiles: Mapping[str, Profile]
    as_of: date
    finder: Finder
    families: Families
    public: bool = False
    index: facets.Index = facets.Index({}, {}, {})
    settings: Settings = Settings()
    terms: Terms = Terms()
    about: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    tracker: str = ""
    history: History = History()
    rows: dict[tuple[str, ...], Row] = field(default_factory=dict, compare=False, repr=False)
    shared_ids: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def row(self, template: str, make: Callable[[], Mapping[str, Any]], *key: str) -> Row:
        """The row of a template that a key stands for; made if it is new."""
        row = self.rows.get((template, *key))
        if row is None:
            row = self.rows[template, *key] = Row(template, make)
        return row

    def group(self, origin: str, facet: str, label: str) -> dict[str, str | None]:
        """A value of a facet, with the link from the page `origin` to its own page."""
        slug = self.index.slug(facet, label)
        page = self.site.page(f"by/{facet}/{slug}") if slug else None
        return {"text": label, "href": self.site.href(origin, page) if page else None}


def hubs(view: View, origin: str, current: str) -> list[dict[str, Any]]:
    """The links to the main pages of the section, for the page `origin` of the hub `current`."""
    return [
        {
            "title": view.terms.apply(title),
            "href": view.site.href(origin, view.site.page(name)),
            "current": name == current,
        }
        for name, title in HUBS
    ]


def reference(view: View, origin: str, postmortem: Postmortem) -> dict[str, Any]:
    """What a link to a postmortem shows: id, title, severity, day, address.

    `named` is true of a day that only the file's name says.
    """
    return {
        "id": postmortem.id,
        "title": postmortem.title,
        "href": view.site.href(origin, view.site.postmortem(postmortem)),
        "severity": severity(postmortem),
        "day": postmortem.day.isoformat() if postmortem.day else None,
        "named": postmortem.started is None and postmortem.day is not None,
        "status": postmortem.status if postmortem.structured else "unstructured",
        "kind": postmortem.kind,
    }


def severity(postmortem: Postmortem) -> dict[str, Any] | None:
    """A severity's label, rank and name of the rank."""
    value = postmortem.severity
    if value is None:
        return None
    return {"label": value.label, "rank": value.rank or 0, "name": value.name}


STATUS_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "draft": "Draft",
        "in_review": "In review",
        "final": "Final",
        "withdrawn": "Withdrawn",
        "superseded": "Superseded",
        "unstructured": "Not structured yet",
    }
)


def words(value: str) -> str:
    """A choice as people read it: `in_progress` becomes "in progress"."""
    return value.replace("_", " ")


def duration(seconds: int | None) -> str | None:
    """A length in words; None stays None."""
    return None if seconds is None else format_duration(seconds)


def numbered(name: str, number: int) -> str:
    """The name of a page of a list that goes on on further pages; the first has the plain name."""
    return name if number == 1 else f"{name}/page/{number}"


def page_count(rows: int, size: int) -> int:
    """How many pages of `size` rows a list takes; an empty one takes one."""
    return max(1, -(-rows // size))


def page_links(
    view: View, origin: str, name: str, number: int, count: int
) -> list[dict[str, Any]]:  # fmt: skip
    """The links between `count` pages; none where there is only one.

    Of many, those near the page `number` and at both ends are linked, and strides between them.
    """
    near = {number + step * sign for step in (0, 1, 2, 10, 50) for sign in (1, -1)}
    shown = [
        n for n in range(1, count + 1) if count <= _PAGER or n in near or n in (1, count)
    ] if count > 1 else []  # fmt: skip
    return [
        {
            "number": n,
            "current": n == number,
            "gap": n - before > 1,
            "href": view.site.href(origin, view.site.page(numbered(name, n))),
        }
        for before, n in zip((0, *shown), shown, strict=False)
    ]
