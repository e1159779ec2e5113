"""What each page is like for its readers: width, scripts off, permalinks, schemes, paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from . import kinds, support
from .conftest import Site, Visit

_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _too_wide(page: Page, addresses: list[str]) -> list[str]:
    """Where a page is wider than its window; 320 pixels are a laptop's 1280 zoomed to 400 %."""
    found = []
    for address in addresses:
        page.goto(address)
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate(_OVERFLOW) > 0:
                found.append(f"{address} at {width}")
    return found


def test_no_page_is_wider_than_the_window(material: Site, built_in: Site, visit: Visit) -> None:
    assert _too_wide(visit.page, [material.url + a for a in kinds.PAGES.values()]) == []
    some = ("index", "long", "actions")
    assert _too_wide(visit.page, [built_in.url + kinds.PAGES[kind] for kind in some]) == []


def test_tables_are_complete_without_scripts(material: Site, scriptless: Visit) -> None:
    page = scriptless.page
    page.goto(material.url + kinds.PAGES["index"])
    assert page.locator("#pm-incidents tbody tr:visible").count() == material.postmortems
    expect(page.locator("form.pm-filters")).to_be_hidden()
    expect(page.locator("button.pm-sort-button")).to_have_count(0)
    page.goto(material.url + kinds.PAGES["actions"])
    assert page.locator("#pm-rollup tbody tr:visible").count() > 50
    page.goto(material.url + kinds.PAGES["service"])
    expect(page.locator(".pm-timeline tbody tr")).to_have_count(12)


def _is_marked(page: Page, anchor: str) -> bool:
    """Whether the row of an anchor is in view, below the theme's header, and set off."""
    return bool(
        page.evaluate(
            """anchor => {
              const row = document.getElementById(anchor), box = row.getBoundingClientRect();
              const header = document.querySelector(".md-header").getBoundingClientRect();
              return row.matches(":target") && box.top >= header.bottom - 1
                && box.bottom <= innerHeight
                && getComputedStyle(row).backgroundColor !== "rgba(0, 0, 0, 0)";
            }""",
            anchor,
        )
    )


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("anchor", ["action-AI-001", "t-2312"])
def test_permalinks_land_on_their_row(
    anchor: str, width: int, material: Site, visit: Visit
) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    visit.page.goto(f"{material.url}{kinds.SERVICE}#{anchor}")
    visit.page.wait_for_function("scrollY > 0")
    assert _is_marked(visit.page, anchor)


def test_the_rollup_leads_to_the_action_in_its_incident(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(f"{material.url}{kinds.PAGES['actions']}?find=INC-20260902-001")
    page.locator("#pm-rollup tbody tr:not([hidden]) a.pm-title").first.click()
    page.wait_for_url(re.compile(r"/INC-20260902-001/#action-AI-\d+$"))
    page.wait_for_function("scrollY > 0")
    assert _is_marked(page, page.url.rpartition("#")[2])


def test_the_theme_switch_changes_the_badges(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + kinds.PAGES["service"])
    colour = "getComputedStyle(document.querySelector('.pm-sev')).color"
    light = page.evaluate(colour)
    page.locator("label[title='Switch to dark mode']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert page.evaluate(colour) != light


def test_author_text_is_text(material: Site, visit: Visit) -> None:
    visit.page.goto(material.url + kinds.PAGES["hostile"])
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(support.HOSTILE)
    assert visit.page.locator("article img").count() == 0
    assert visit.complaints == []


def test_paper_has_no_controls_and_folds_nothing(material: Site, visit: Visit) -> None:
    page = visit.page
    page.emulate_media(media="print")
    page.goto(material.url + kinds.PAGES["related"])
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".pm-tried ul").first).to_be_visible()
    expect(page.locator(".pm-hubs")).to_be_hidden()
    page.goto(material.url + kinds.PAGES["index"])
    expect(page.locator("form.pm-filters")).to_be_hidden()


def test_the_dashboard_fits_on_paper(material: Site, visit: Visit) -> None:
    """Nothing is cut at the side of a sheet of A4, and folded tables stay folded."""
    visit.page.set_viewport_size({"width": 718, "height": 1000})
    visit.page.goto(material.url + kinds.PAGES["severity"])
    visit.page.emulate_media(media="print")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert visit.page.evaluate(_OVERFLOW) <= 0
    expect(visit.page.locator(".pm-sheet")).to_be_visible()
    assert visit.page.locator(".pm-chart-data:visible").count() == 0
