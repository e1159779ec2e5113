"""The pages of a site from a checked catalog: which there are, and how to make each when asked.

Pages are made one at a time, so that a catalog of thousands does not stand in memory as HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from types import MappingProxyType

from . import catalog as catalogs
from . import exporters, facets, families, full_text, naming, related, terms
from .build import Checked
from .exporters import Artifact, Export, on_pages, records
from .exporters.base import ATOM
from .histories import History
from .model import Postmortem
from .paths import HUBS, SCHEMA_FOLDER, Site, profile_schema
from .profiles import schema_folder
from .registry import Entry, Registry
from .rendering import redirects
from .views import Heading, Page, View, explore_data
from .views import actions as actions_view
from .views import by as by_view
from .views import explore as explore_view
from .views import index as index_view
from .views import learning as learning_view
from .views import postmortem as postmortem_view
from .views import problems as problems_view
from .views import related as related_view
from .views import reviews as reviews_view
from .views import severity as severity_view

ASSETS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "postmortems.css": (
            "charts.css", "pages.css", "tables.css", "cards.css", "lists.css", "boxes.css",
            "controls.css", "comforts.css", "print.css",
        ),
        "postmortems.js": (
            "vendor/tablesort.min.js", "vendor/tablesort.number.min.js", "due.js", "tables.js",
            "copy.js",
        ),
    }
)  # fmt: skip
"""What every page loads, and the files of `assets/` that each is made of, in their order."""
EXPLORER_ASSETS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "explore.css": ("explore/explore.css",),
        "explore.js": tuple(
            f"explore/{part}.js"
            for part in (
                "search", "model", "elements", "facets", "cards", "fulltext", "explorer",
                "nothing", "start",
            )
        ),
    }
)  # fmt: skip
"""What only the explorer loads."""

_REGISTERED = MappingProxyType(
    {"service": "services", "team": "teams", "tag": "tags", "cause": "root_cause_categories"}
)
"""The facets whose values the registry may describe, and its sections."""


_NO_HISTORY = History()


@dataclass(frozen=True, slots=True)
class SiteBuild:
    """Everything that a site publishes of a catalog.

    Attributes:
        view: What every view of the site is given.
        pages: Makers of the generated pages by name below the section (`actions`).
        hubs: Those of `pages` that stand in the navigation, with their titles, in order.
        artifacts: Static files by their path in the site.
        scripts: Makers of the data that the explorer loads, by path.
        export: What the files of `exports` are made of.
        exports: The catalog as files for other programs, each made when it is asked for.
        texts: What is searched of bodies.
        feeds: By their paths in the site.
    """

    checked: Checked
    view: View
    pages: Mapping[str, Callable[[], Page]]
    hubs: tuple[tuple[str, str], ...]
    artifacts: Mapping[str, bytes]
    scripts: Mapping[str, Callable[[], bytes]]
    export: Export
    exports: tuple[Artifact, ...]
    texts: full_text.Texts
    feeds: Mapping[str, Artifact]

    @property
    def site(self) -> Site:
        """How addresses are made."""
        return self.view.site

    def postmortem(self, postmortem: Postmortem) -> Page:
        """The page of one postmortem of the checked catalog."""
        page = postmortem_view.build(self.view, self._shown(postmortem))
        return replace(page, terms=self.view.terms)

    def about(self, postmortem: Postmortem) -> Page:
        """The same without what stands on it."""
        return postmortem_view.about(self._shown(postmortem))

    def _shown(self, postmortem: Postmortem) -> Postmortem:
        return self.view.catalog.postmortems[self.view.catalog.order[postmortem.path]]

    def document(self, postmortem: Postmortem) -> str:
        """The file in the site that says of a postmortem what its page does."""
        return self.export.path(records.details(postmortem))

    def head(self, origin: str) -> str:
        """HTML for the head of the page at `origin`: where the feeds are."""
        return on_pages.head(self.export, self.feeds, origin)


def make_view(checked: Checked, site: Site, history: History = _NO_HISTORY) -> View:
    """What every view of a site is given: the catalog with the titles of the registry."""
    context = checked.context
    registry, public = context.registry, context.settings.audience == "public"
    catalog = checked.catalog
    if registry:
        whole = [naming.completed(p, registry) for p in catalog.postmortems]
        index = facets.index(whole)
        catalog = catalogs.build((naming.titled(p, registry) for p in whole), catalog.withheld)
        index = facets.titled(index, _titles(registry), catalog.postmortems)
    else:
        index = facets.index(catalog.postmortems)
    words = terms.make(context.settings.terms)
    # What an organisation says of its own services, and where, is not for everybody.
    about = {} if public else _about(registry, index)
    return View(
        catalog, site, context.profiles, context.as_of, related.Finder(catalog),
        families.Families(catalog), public, index, context.settings, words,
        about, context.tracker.age, history,
    )  # fmt: skip


def _section(registry: Registry, facet: str) -> Mapping[str, Entry]:
    """What the registry says of the values of a facet, by the value as the facet folds it."""
    entries: Mapping[str, Entry] = getattr(registry, _REGISTERED[facet]).entries
    # Choices are read without their underscores.
    cause = facet == "cause"
    return {facets.fold(n.replace("_", " ") if cause else n): e for n, e in entries.items()}


def _titles(registry: Registry) -> dict[str, dict[str, str]]:
    """What pages show for the values of facets, where that is not the value."""
    return {
        facet: {
            value: shown
            for value, entry in _section(registry, facet).items()
            if (shown := getattr(registry, section).shown.get(entry.name))
        }
        for facet, section in _REGISTERED.items()
    }


def _about(registry: Registry, index: facets.Index) -> dict[str, dict[str, Entry]]:
    """What the registry says of the groups of facets, by facet and slug."""
    titles = _titles(registry)
    return {
        facet: {
            slug: entry
            for value, entry in _section(registry, facet).items()
            if (slug := index.slug(facet, titles[facet].get(value, value)))
        }
        for facet in _REGISTERED
    }


def _worded(make: Callable[[], Page], words: terms.Terms) -> Callable[[], Page]:
    """A generated page in the organisation's words; all its headings are ours."""

    def made() -> Page:
        page = make()
        parts = tuple(
            replace(part, markdown=words.apply(part.markdown)) if isinstance(part, Heading)
            else part
            for part in page.parts
        )  # fmt: skip
        title, description = words.apply(page.title), words.apply(page.description)
        return replace(page, title=title, description=description, parts=parts, terms=words)

    return made if words != terms.Terms() else make


def collect(
    checked: Checked,
    site: Site,
    site_url: str = "",
    *,
    preview: bool | None = None,
    history: History = _NO_HISTORY,
) -> SiteBuild:
    """Lay out the pages and files of a site.

    Args:
        site_url: The address of the whole site, with a slash at its end; empty if it is not known.
        preview: True for the live preview, which has a page of all findings; False for a build of
            the site, which gets an index of the bodies; None for pages alone.
        history: The changes of the files in version control.
    """
    view = make_view(checked, site, history)
    texts = full_text.Texts(view.catalog, checked.context.settings, indexes=preview is False)
    pages = _generated(view, texts)
    if preview:
        pages["problems"] = partial(problems_view.build, checked.diagnostics, checked.summary)
    export = make_export(checked, view, site_url)
    made = exporters.build(export, checked.context.settings.exports)
    # Those that no page names are far more, and all pages ask.
    named = tuple(a for a in made if a.pages or a.media_type == ATOM)
    pages = {name: _with_data(name, make, export, named) for name, make in pages.items()}
    artifacts = {
        **_artifacts(site),
        **_own_profiles(view),
        **redirects.build(checked.catalog, site),
    }
    hubs = (*HUBS, ("problems", "Problems")) if preview and checked.diagnostics else HUBS
    return SiteBuild(
        checked,
        view,
        MappingProxyType({name: _worded(make, view.terms) for name, make in pages.items()}),
        tuple((name, view.terms.apply(title)) for name, title in hubs),
        MappingProxyType(artifacts),
        MappingProxyType(explore_data.makers(view)),
        export,
        made,
        texts,
        on_pages.feeds(named),
    )


def _generated(view: View, texts: full_text.Texts) -> dict[str, Callable[[], Page]]:
    """The makers of the pages about postmortems, by name below the section."""
    return {
        "": partial(index_view.build, view),
        "explore": partial(explore_view.build, view, full_text=texts.state),
        "severity": partial(severity_view.build, view),
        **actions_view.makers(view),
        **related_view.makers(view),
        **by_view.makers(view),
        **learning_view.makers(view),
        **reviews_view.makers(view),
    }


def make_export(checked: Checked, view: View, site_url: str) -> Export:
    """What exporters are given: the catalog with the names that authors write."""
    catalog, registry = checked.catalog, checked.context.registry
    if registry:
        found = (naming.completed(p, registry) for p in catalog.postmortems)
        catalog = catalogs.build(found, catalog.withheld)
    return Export(
        catalog, view.catalog, view.site, view.as_of, view.index, view.finder, view.families,
        view.profiles, view.settings, view.public, site_url, view.terms,
    )  # fmt: skip


def _with_data(
    name: str, make: Callable[[], Page], export: Export, artifacts: tuple[Artifact, ...]
) -> Callable[[], Page]:
    """A maker of a page with links to the files made of its data."""
    return lambda: on_pages.linked(export, artifacts, name, make())


def _artifacts(site: Site) -> dict[str, bytes]:
    """Styles, scripts and schemas. They carry the package's bytes, whatever the catalog holds."""
    assets = files("mkdocs_postmortems") / "assets"
    artifacts = {
        f"{site.url}/assets/{name}": b"\n".join((assets / part).read_bytes() for part in parts)
        for name, parts in {**ASSETS, **EXPLORER_ASSETS}.items()
    }
    folder = schema_folder()
    for name in ("postmortem.schema.json", "profile.schema.json"):
        artifacts[f"{SCHEMA_FOLDER}/{name}"] = (folder / name).read_bytes()
    for below in ("api", "profiles"):
        for file in sorted((folder / below).glob("*.schema.json")):
            artifacts[f"{SCHEMA_FOLDER}/{below}/{file.name}"] = file.read_bytes()
    return artifacts


def _own_profiles(view: View) -> dict[str, bytes]:
    """The organisation's own profiles as written, beside the built-in ones.

    What they say of its ways of working is not for everybody.
    """
    if view.public:
        return {}
    own = {name: profile.text for name, profile in view.profiles.items() if profile.text}
    return {profile_schema(name): text.encode() for name, text in own.items()}
