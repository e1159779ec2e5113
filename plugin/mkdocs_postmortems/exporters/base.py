"""What every exporter is given, and what it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from .. import facets
from ..catalog import Catalog
from ..families import Families
from ..model import Postmortem
from ..paths import Site
from ..profiles import Profile
from ..related import Finder
from ..settings import Settings
from ..terms import Terms

JSON = "application/json"
CSV = "text/csv"
CALENDAR = "text/calendar"
ATOM = "application/atom+xml"

INDEX, SEVERITY, ACTIONS, RELATED = "", "severity", "actions", "related"
"""The pages that name the files made of their data."""


@dataclass(frozen=True, slots=True)
class Export:
    """What an exporter is given.

    Attributes:
        catalog: With the names that authors write, for programs.
        shown: The same with the titles of the registry in their places, for people.
        as_of: "Today" in UTC; it stands in each document that depends on it.
        groups: The postmortems by service, severity and every other facet.
        finder: Finds the similar incidents that the pages show.
        families: The families of recurrences that the pages show.
        profiles: By name; their policies have clocks.
        settings: What the site asks otherwise than these policies.
        public: The files are for everybody: none may tell of a postmortem that is not shown.
        site_url: The address of the whole site, with a slash at its end; empty if it is not known.
        terms: The organisation's words for what this program calls a postmortem.
    """

    catalog: Catalog
    shown: Catalog
    site: Site
    as_of: date
    groups: facets.Index
    finder: Finder
    families: Families
    profiles: Mapping[str, Profile]
    settings: Settings
    public: bool = False
    site_url: str = ""
    terms: Terms = Terms()

    def path(self, name: str) -> str:
        """The file in the site of a document of ours."""
        return f"{self.site.url}/{name}"

    def link(self, origin: str, target: str) -> str:
        """The address of a file of the site: absolute, or relative to the document at `origin`."""
        if self.site_url:
            return self.site_url + self.site.href("", target)
        return self.site.href(origin, target)

    def page(self, origin: str, postmortem: Postmortem) -> str:
        """The address of a postmortem's page, as `link` gives it."""
        return self.link(origin, self.site.postmortem(postmortem))


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file made of the catalog. Its bytes are made when asked for, so that few stand in memory.

    Attributes:
        path: Its place in the site.
        title: What it is, for the list of all files; empty for one that is found through another.
        label: What links to it are called on the pages that name it.
        pages: Those pages, by their names below the section.
        chart: The key of the chart beside which the link stands; empty for one in the line at the
            end of the page.
    """

    path: str
    media_type: str
    make: Callable[[], bytes]
    title: str = ""
    label: str = ""
    pages: tuple[str, ...] = ()
    chart: str = ""
