"""What each page is like for its readers: width, scripts off, permalinks, schemes, paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from . import kinds, support
from .conftest import Site, Visit
from .waiting import becomes, eventually, holds, ready_for_links

_WIDTH = "document.documentElement.scrollWidth"
FITS = f"{_WIDTH} <= document.documentElement.clientWidth"

# The row of an anchor is in view, below the theme's header, and set off.
_MARKED = """anchor => {
  const row = document.getElementById(anchor);
  if (!row) return false;
  const box = row.getBoundingClientRect();
  const header = document.querySelector(".md-header").getBoundingClientRect();
  return scrollY > 0 && row.matches(":target") && box.top >= header.bottom - 1
    && box.bottom <= innerHeight && getComputedStyle(row).backgroundColor !== "rgba(0, 0, 0, 0)";
}"""


def _too_wide(visit: Visit, addresses: list[str]) -> str:
    """Where a page is wider than its window; 320 pixels are a laptop's 1280 zoomed to 400 %.

    The theme lays itself out again after its window, so a page has some seconds to fit; not all
    are waited for once it is clear that something is wrong.
    """
    found: list[str] = []
    for address in addresses:
        visit.open(address)
        for width in (1280, 390, 320):
            visit.page.set_viewport_size({"width": width, "height": 844})
            fits = holds(visit.page, f"innerWidth === {width} && {FITS}", patience=5)
            if not fits and len(found) < 6:
                found.append(f"{address} at {width}: {visit.page.evaluate(_WIDTH)}")
    return "\n".join(found)


def test_no_page_is_wider_than_the_window(material: Site, built_in: Site, visit: Visit) -> None:
    assert _too_wide(visit, [material.url + a for a in kinds.PAGES.values()]) == ""
    some = ("index", "long", "actions")
    assert _too_wide(visit, [built_in.url + kinds.PAGES[kind] for kind in some]) == ""


def test_tables_are_complete_without_scripts(material: Site, scriptless: Visit) -> None:
    page = scriptless.page
    scriptless.open(material.url + kinds.PAGES["index"])
    expect(page.locator("#pm-incidents tbody tr:visible")).to_have_count(material.postmortems)
    expect(page.locator("form.pm-filters")).to_be_hidden()
    expect(page.locator("button.pm-sort-button")).to_have_count(0)
    scriptless.open(material.url + kinds.PAGES["actions"])
    shown = page.locator("#pm-rollup tbody tr:visible")
    becomes(page, lambda: shown.count() > 30, True)
    page.locator("details.pm-fold summary").click()
    finished = page.locator("#pm-rollup-finished tbody tr:visible")
    becomes(page, lambda: finished.count() > 50, True)
    scriptless.open(material.url + kinds.PAGES["service"])
    expect(page.locator(".pm-timeline tbody tr")).to_have_count(12)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("anchor", ["action-AI-001", "t-2312"])
def test_permalinks_land_on_their_row(
    anchor: str, width: int, material: Site, visit: Visit
) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    visit.open(f"{material.url}{kinds.SERVICE}#{anchor}")
    eventually(visit.page, _MARKED, anchor)


def test_the_rollup_leads_to_the_action_in_its_incident(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(f"{material.url}{kinds.PAGES['actions']}?find=INC-20260902-001")
    ready_for_links(page)
    link = page.locator("#pm-rollup tbody tr:not([hidden]) a.pm-title").first
    link.scroll_into_view_if_needed()
    # The theme notes where a page was scrolled to, a little later; a link that is followed before
    # would lead to that place of the next page.
    eventually(page, "history.state && history.state.y === scrollY")
    link.click()
    expect(page).to_have_url(re.compile(r"/INC-20260902-001/#action-AI-\d+$"))
    eventually(page, _MARKED, page.url.rpartition("#")[2])


def test_the_theme_switch_changes_the_badges(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + kinds.PAGES["service"])
    colour = "getComputedStyle(document.querySelector('.pm-sev')).color"
    light = page.evaluate(colour)
    page.locator("label[title='Switch to dark mode']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    eventually(page, f"light => {colour} !== light", light)


def test_author_text_is_text(material: Site, visit: Visit) -> None:
    visit.open(material.url + kinds.PAGES["hostile"])
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(support.HOSTILE)
    expect(visit.page.locator("article img")).to_have_count(0)
    assert visit.complaints == []


def test_paper_has_no_controls_and_folds_nothing(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + kinds.PAGES["related"])
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".pm-tried ul").first).to_be_visible()
    expect(page.locator(".pm-hubs")).to_be_hidden()
    page.emulate_media(media="screen")
    visit.open(material.url + kinds.PAGES["index"])
    expect(page.locator("form.pm-filters")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("form.pm-filters")).to_be_hidden()


def test_the_dashboard_fits_on_paper(material: Site, visit: Visit) -> None:
    """Nothing is cut at the side of a sheet of A4, and folded tables stay folded."""
    visit.page.set_viewport_size({"width": 718, "height": 1000})
    visit.open(material.url + kinds.PAGES["severity"])
    visit.page.emulate_media(media="print")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    eventually(visit.page, FITS)
    expect(visit.page.locator(".pm-sheet")).to_be_visible()
    expect(visit.page.locator(".pm-chart-data")).not_to_have_count(0)
    expect(visit.page.locator(".pm-chart-data:visible")).to_have_count(0)
