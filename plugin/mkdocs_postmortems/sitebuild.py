"""The pages of a site from a checked catalog: which there are, and how to make each when asked.

Pages are made one at a time, so that a catalog of thousands does not stand in memory as HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from types import MappingProxyType

from . import facets, related
from .build import Checked
from .model import Postmortem
from .paths import HUBS, Site
from .profiles import schema_folder
from .rendering import redirects
from .views import Page, View
from .views import actions as actions_view
from .views import by as by_view
from .views import index as index_view
from .views import postmortem as postmortem_view
from .views import problems as problems_view
from .views import related as related_view
from .views import severity as severity_view

ASSETS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "postmortems.css": (
            "charts.css", "pages.css", "tables.css", "lists.css", "controls.css", "print.css",
        ),
        "postmortems.js": (
            "vendor/tablesort.min.js", "vendor/tablesort.number.min.js", "tables.js",
        ),
    }
)  # fmt: skip
"""What every page loads, and the files of `assets/` that each is made of, in their order."""

SCHEMA_FOLDER = "schema/v1"
"""Where the schemas are published on the site."""


@dataclass(frozen=True, slots=True)
class SiteBuild:
    """Everything that a site publishes of a catalog.

    Attributes:
        view: What every view of the site is given.
        pages: Makers of the generated pages by name below the section (`actions`).
        hubs: Those of `pages` that stand in the navigation, with their titles, in order.
        artifacts: Static files by their path in the site.
    """

    checked: Checked
    site: Site
    view: View
    pages: Mapping[str, Callable[[], Page]]
    hubs: tuple[tuple[str, str], ...]
    artifacts: Mapping[str, bytes]

    def postmortem(self, postmortem: Postmortem) -> Page:
        """The page of one postmortem."""
        return postmortem_view.build(self.view, postmortem)


def make_view(checked: Checked, site: Site) -> View:
    """What every view of a site is given."""
    context = checked.context
    public = context.settings.audience == "public"
    index = facets.index(checked.catalog.postmortems)
    return View(
        checked.catalog, site, context.profiles, context.as_of, public, index, context.settings,
        related.Finder(checked.catalog),
    )  # fmt: skip


def collect(checked: Checked, site: Site, *, problems: bool = False) -> SiteBuild:
    """Lay out the pages and files of a site.

    Args:
        problems: Add the page that lists all findings, for the live preview.
    """
    view = make_view(checked, site)
    pages: dict[str, Callable[[], Page]] = {
        "": partial(index_view.build, view),
        "severity": partial(severity_view.build, view),
        **actions_view.makers(view),
        **related_view.makers(view),
        **by_view.makers(view),
    }
    if problems:
        pages["problems"] = partial(problems_view.build, checked.diagnostics, checked.summary)
    artifacts = {**_artifacts(site), **redirects.build(checked.catalog, site)}
    hubs = (*HUBS, ("problems", "Problems")) if problems and checked.diagnostics else HUBS
    return SiteBuild(
        checked, site, view, MappingProxyType(pages), hubs, MappingProxyType(artifacts)
    )


def _artifacts(site: Site) -> dict[str, bytes]:
    """Styles, scripts and schemas. They carry the package's bytes, whatever the catalog holds."""
    assets = files("mkdocs_postmortems") / "assets"
    artifacts = {
        f"{site.url}/assets/{name}": b"\n".join((assets / part).read_bytes() for part in parts)
        for name, parts in ASSETS.items()
    }
    folder = schema_folder()
    artifacts[f"{SCHEMA_FOLDER}/postmortem.schema.json"] = (
        folder / "postmortem.schema.json"
    ).read_bytes()
    for file in sorted((folder / "profiles").glob("*.schema.json")):
        artifacts[f"{SCHEMA_FOLDER}/profiles/{file.name}"] = file.read_bytes()
    return artifacts
