"""What each page is like for its readers: width, scripts off, permalinks, schemes, paper."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from playwright.sync_api import Page, expect

from . import support
from .conftest import Site, Visit

_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _too_wide(page: Page, addresses: list[str]) -> list[str]:
    """Where a page is wider than its window; 320 pixels are a laptop's 1280 zoomed to 400 %."""
    found = []
    for address in addresses:
        page.goto(address)
        for width in (1280, 768, 390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate(_OVERFLOW) > 0:
                found.append(f"{address} at {width}")
    return found


def test_no_page_is_wider_than_the_window(material: Site, built_in: Site, visit: Visit) -> None:
    assert _too_wide(visit.page, [material.url + a for a in support.PAGES.values()]) == []
    kinds = ("index", "long", "actions")
    assert _too_wide(visit.page, [built_in.url + support.PAGES[kind] for kind in kinds]) == []


def test_nothing_complains_and_nothing_is_asked_elsewhere(material: Site, visit: Visit) -> None:
    for address in support.PAGES.values():
        visit.page.goto(material.url + address)
    visit.page.wait_for_load_state("networkidle")
    assert visit.complaints == []
    outside = {url for url in visit.requests if not url.startswith((material.url, "data:"))}
    assert outside == set()


def test_tables_are_complete_without_scripts(material: Site, scriptless: Visit) -> None:
    page = scriptless.page
    page.goto(material.url + support.PAGES["index"])
    assert page.locator("#pm-incidents tbody tr:visible").count() == material.postmortems
    expect(page.locator("form.pm-filters")).to_be_hidden()
    expect(page.locator("button.pm-sort-button")).to_have_count(0)
    page.goto(material.url + support.PAGES["actions"])
    assert page.locator("#pm-rollup tbody tr:visible").count() > 50
    page.goto(material.url + support.PAGES["service"])
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
    visit.page.goto(f"{material.url}{support.SERVICE}#{anchor}")
    visit.page.wait_for_function("scrollY > 0")
    assert _is_marked(visit.page, anchor)


def test_the_rollup_leads_to_the_action_in_its_incident(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(f"{material.url}{support.PAGES['actions']}?find=INC-20260902-001")
    page.locator("#pm-rollup tbody tr:not([hidden]) a.pm-title").first.click()
    page.wait_for_url(re.compile(r"/INC-20260902-001/#action-AI-\d+$"))
    page.wait_for_function("scrollY > 0")
    assert _is_marked(page, page.url.rpartition("#")[2])


def test_the_theme_switch_changes_the_badges(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + support.PAGES["service"])
    colour = "getComputedStyle(document.querySelector('.pm-sev')).color"
    light = page.evaluate(colour)
    page.locator("label[title='Switch to dark mode']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert page.evaluate(colour) != light


def test_author_text_is_text(material: Site, visit: Visit) -> None:
    visit.page.goto(material.url + support.PAGES["hostile"])
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(support.HOSTILE)
    assert visit.page.locator("article img").count() == 0
    assert visit.complaints == []


def test_paper_has_no_controls_and_folds_nothing(material: Site, visit: Visit) -> None:
    page = visit.page
    page.emulate_media(media="print")
    page.goto(material.url + support.PAGES["related"])
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".pm-tried ul").first).to_be_visible()
    expect(page.locator(".pm-hubs")).to_be_hidden()
    page.goto(material.url + support.PAGES["index"])
    expect(page.locator("form.pm-filters")).to_be_hidden()


# What may stand in a paragraph; a browser closes the paragraph before anything else.
_PHRASING = {"a", "abbr", "b", "br", "button", "code", "em", "i", "img", "input", "label",
             "output", "s", "select", "option", "small", "span", "strong", "time"}  # fmt: skip
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
_SELF_NESTING = {"a", "button", "form", "label", "p"}


class _Checker(HTMLParser):
    """Collects ids, and tags that stand or close where they may not."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        names = [name for name, _ in attrs]
        self.wrong += [f"{tag}: {name} twice" for name in set(names) if names.count(name) > 1]
        self.wrong += [f"{tag} {name}" for name in names if name == "style" or name[:2] == "on"]
        if "p" in self.open and "svg" not in self.open and tag not in _PHRASING:
            self.wrong.append(f"{tag} in p")
        if tag in _SELF_NESTING and tag in self.open:
            self.wrong.append(f"{tag} in {tag}")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Elements of SVG that end where they begin."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag} closes another element")


@pytest.mark.parametrize("kind", support.PAGES)
def test_our_html_is_valid(kind: str, material: Site) -> None:
    """Balanced tags, valid nesting, no id twice, no inline style or handler."""
    text = (material.folder / support.PAGES[kind] / "index.html").read_text("utf-8")
    content = text[text.index('<header class="pm-header"') : text.index("</article>")]
    content = re.sub(r"<aside.*?</aside>", "", content, flags=re.DOTALL)
    checker = _Checker()
    checker.feed(content)
    assert checker.wrong == []
    assert checker.open == []
    assert len(checker.ids) == len(set(checker.ids))
