"""What every kind of page is held to: `kinds.KINDS` is the list, and a page without a kind fails.

One page of a browser visits them all, as most of the time goes into opening pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from mkdocs_postmortems.paths import HUBS
from tests.html_checks import faults
from tests.site_support import article, broken_links

from . import kinds
from .conftest import Site, Visit, open_page
from .test_accessibility import LEVELS
from .waiting import becomes, drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_COLOURS = ["color-contrast", "link-in-text-block"]
_RUN = "only => axe.run('article', {runOnly: only, resultTypes: ['violations']})"

# Rows and items that are made as one before them say nothing new, and cost most of the time.
_THIN = """() => {
  const form = e => e.tagName + e.className + [...e.children].map(form).join("") + "/";
  const lists = "article, article :is(tbody, ul, ol, dl, svg, select)";
  for (const list of document.querySelectorAll(lists)) {
    const seen = new Set();
    for (const child of [...list.children]) {
      if (seen.size && seen.has(form(child))) child.remove();
      else seen.add(form(child));
    }
  }
  document.querySelectorAll("article details").forEach(d => { d.open = true; });
}"""

# The words of our part that are seen, without those of controls that the scripts bring.
_SEEN = """() => {
  document.querySelectorAll("article :is(form, .pm-empty)").forEach(e => e.remove());
  document.querySelectorAll("article details").forEach(d => { d.open = true; });
  return document.querySelector("article").innerText.split(/\\s+/).filter(w => w).join(" ");
}"""

_ON_PAPER = """() => [...document.querySelectorAll(`.md-header, .md-tabs, .md-sidebar,
    article :is(form, input, select, output, .pm-edit, .pm-hubs, .pm-pager, .pm-neighbours)`)]
  .filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def tour(chromium: Browser) -> Iterator[Visit]:
    """A page that goes from kind to kind."""
    opened = open_page(chromium)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def scriptless_tour(chromium: Browser) -> Iterator[Visit]:
    """The same without JavaScript."""
    opened = open_page(chromium, java_script_enabled=False)
    yield opened
    opened.close()


def _axe(visit: Visit, kind: str, values: list[str]) -> list[str]:
    if not visit.page.evaluate("typeof window.axe === 'object'"):
        source = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
        visit.page.evaluate(source)
    found: list[dict[str, Any]] = visit.page.evaluate(_RUN, {"type": kind, "values": values})[
        "violations"
    ]
    return [f"{v['id']}: {node['html']}" for v in found for node in v["nodes"]]


def test_every_page_is_of_a_kind(material: Site) -> None:
    """A new hub, or another new page, gets an entry in `kinds.KINDS`."""
    assert {f"incidents/{name}/".replace("//", "/") for name, _ in HUBS} <= set(
        kinds.PAGES.values()
    )
    addresses = [
        f"{file.parent.relative_to(material.folder).as_posix()}/"
        for file in (material.folder / "incidents").rglob("index.html")
        if 'http-equiv="refresh"' not in file.read_text("utf-8")
    ]
    assert len(addresses) > 300
    unknown = [a for a in addresses if not any(kind.holds(a) for kind in kinds.KINDS)]
    assert unknown == []


def test_all_links_and_anchors_resolve(material: Site) -> None:
    pages = [f"{address}index.html" for address in kinds.PAGES.values()]
    assert broken_links(material.folder, "/sub/path/", pages) == []


def test_no_address_of_ours_begins_at_the_root(material: Site) -> None:
    """Versioned documentation and previews serve the site below folders that nobody knows."""
    assets = material.folder / "incidents/assets"
    assert re.findall(r"url\(|https?:", (assets / "postmortems.css").read_text("utf-8")) == []
    assert re.findall(r"[\"'`]/[a-z]", (assets / "postmortems.js").read_text("utf-8")) == []
    host = material.url.partition("/sub/")[0]
    for file in sorted((material.folder / "incidents").rglob("index.html")):
        text = file.read_text("utf-8")
        if "<article" not in text:  # the redirect of an alias
            ours = text
        else:
            ours = article(text)
        assert re.findall(rf"(?:href|src|content|action)=\"?(?:/|{host})", ours) == [], file


@pytest.mark.parametrize("kind", kinds.PAGES)
def test_valid_html(kind: str, material: Site) -> None:
    text = (material.folder / kinds.PAGES[kind] / "index.html").read_text("utf-8")
    assert faults(article(text).partition(">")[2]) == []


@pytest.mark.parametrize("kind", kinds.PAGES)
def test_accessible_and_quiet(kind: str, material: Site, tour: Visit) -> None:
    """WCAG as far as axe can tell: all rules in the light scheme, those about colours in the dark.

    On the way nothing is asked of another host, and nothing complains.
    """
    tour.page.set_viewport_size({"width": 1280, "height": 900})
    tour.open(material.url + kinds.PAGES[kind])
    tour.page.evaluate(_THIN)
    assert _axe(tour, "tag", LEVELS) == []
    tour.page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    tour.page.set_viewport_size({"width": 390, "height": 844})
    drawn(tour.page)
    assert _axe(tour, "rule", [*_COLOURS, "target-size"]) == []
    assert tour.complaints == []
    assert [u for u in tour.requests if not u.startswith((material.url, "data:"))] == []


# The explorer is a script; what stands in its place is held by its own tests.
@pytest.mark.parametrize("kind", [kind for kind in kinds.PAGES if kind != "explore"])
def test_complete_without_scripts_and_on_paper(
    kind: str, material: Site, tour: Visit, scriptless_tour: Visit
) -> None:
    tour.page.set_viewport_size({"width": 1280, "height": 900})
    tour.open(material.url + kinds.PAGES[kind])
    tour.page.emulate_media(media="print")
    try:
        becomes(tour.page, lambda: tour.page.evaluate(_ON_PAPER), [])
    finally:
        tour.page.emulate_media(media="screen")
    scriptless_tour.open(material.url + kinds.PAGES[kind])
    words = scriptless_tour.page.evaluate(_SEEN)
    becomes(tour.page, lambda: tour.page.evaluate(_SEEN), words)
