"""The explorer: typing, filters, keys, its address, from disk, and texts that try to be markup."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from mkdocs_postmortems import full_text, search

from ..support import TESTS
from . import kinds, support
from .conftest import Site, Visit
from .test_accessibility import LEVELS, violations

_EXPLORE = "incidents/explore/"
_ASSETS = TESTS.parent / "plugin/mkdocs_postmortems/assets"


def _open(site: Site, visit: Visit, query: str = "") -> Page:
    visit.page.goto(f"{site.url}{_EXPLORE}{query}")
    expect(visit.page.locator(".pm-explore-count")).to_contain_text("of")
    return visit.page


def _query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def _shown(page: Page) -> int:
    return int(page.locator(".pm-explore-count").inner_text().split()[0])


def _titles(page: Page) -> list[str]:
    return page.locator(".pm-explore-title").all_inner_texts()


def test_the_browser_matches_as_the_command_line_does(visit: Visit) -> None:
    visit.page.goto("about:blank")
    visit.page.add_script_tag(path=_ASSETS / "explore/search.js")
    weights = json.dumps(dict(search.WEIGHTS))
    for case in json.loads((TESTS / "search_cases.json").read_text("utf-8")):
        score = visit.page.evaluate(
            f"""([fields, query]) => {{
              const e = window.postmortemsExplore, spaced = {{}};
              for (const name in fields) spaced[name] = e.spaced(fields[name]);
              const found = e.rate(spaced, e.words(query), {weights});
              return found && found.score;
            }}""",
            [case["fields"], case["query"]],
        )
        assert score == case["score"], case["name"]


def test_everything_is_there_at_first(material: Site, visit: Visit) -> None:
    page = _open(material, visit)
    total = material.postmortems
    expect(page.locator(".pm-explore-count")).to_have_text(f"{total} of {total} incidents")
    assert len(_titles(page)) == 20
    more = page.get_by_role("button", name=re.compile(r"Show \d+ more"))
    while more.is_visible():
        more.click()
    assert len(_titles(page)) == total
    assert visit.complaints == []


def test_typing_finds_and_says_why(material: Site, visit: Visit) -> None:
    page = _open(material, visit)
    page.keyboard.press("/")
    expect(page.locator("input[name=find]")).to_be_focused()
    page.keyboard.type("compu price")
    first = page.locator(".pm-explore-card").first
    expect(first.locator("a")).to_contain_text("price")
    assert "computed" in first.inner_text()
    assert first.locator("mark").all_inner_texts()[0].casefold() == "price"
    assert "compu" in first.locator("mark").all_inner_texts()
    assert _query(page) == {"find": ["compu price"]}


def test_keys_move_through_the_results(material: Site, visit: Visit) -> None:
    page = _open(material, visit)
    field = page.locator("input[name=find]")
    field.focus()
    page.keyboard.type("checkout")
    links = page.locator(".pm-explore-title")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    assert _query(page) == {}
    page.keyboard.type("checkout")
    page.keyboard.press("ArrowDown")
    target = links.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/incidents/{str(target).removeprefix('../')}")


def test_filters_count_combine_and_stay_in_the_address(material: Site, visit: Visit) -> None:
    page = _open(material, visit)
    option = page.locator("li", has=page.locator("input[value=checkout-api]"))
    expected = int(option.locator(".pm-explore-number").inner_text())
    option.locator("input").check()
    assert _shown(page) == expected
    page.get_by_role("radio", name="Critical").check()
    both = _shown(page)
    assert 0 < both < expected
    assert _query(page) == {"service": ["checkout-api"], "severity-at-least": ["critical"]}
    titles = _titles(page)
    page.reload()
    expect(page.locator("input[value=checkout-api]")).to_be_checked()
    assert _titles(page) == titles
    page.go_back()
    expect(page.locator(".pm-explore-count")).to_contain_text(f"{expected} of")
    page.get_by_role("button", name="take away").click()
    expect(page.locator(".pm-explore-count")).to_contain_text(f"{material.postmortems} of")


def test_sorting(material: Site, visit: Visit) -> None:
    page = _open(material, visit)
    page.get_by_label("Sort").select_option("severity")
    assert "critical" in page.locator(".pm-explore-card").first.inner_text()
    assert _query(page) == {"sort": ["severity"]}


def test_nothing_found_shows_ways_out(material: Site, visit: Visit) -> None:
    page = _open(material, visit, "?find=chekout&status=unstructured&keep=1")
    expect(page.get_by_text("Nothing matches “chekout” with these filters.")).to_be_visible()
    page.get_by_role("button", name="Search for “checkout” without filters").click()
    assert _shown(page) > 0
    assert _query(page) == {"find": ["checkout"], "keep": ["1"]}


def test_a_value_that_is_gone_is_said(material: Site, visit: Visit) -> None:
    page = _open(material, visit, "?service=lost")
    expect(page.get_by_text("no incident any more")).to_be_visible()
    assert _shown(page) == material.postmortems


def test_it_works_from_disk(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto((material.folder / _EXPLORE / "index.html").as_uri())
    page.locator("input[name=find]").fill("black friday")
    expect(page.locator(".pm-explore-count")).to_contain_text("1 of")
    assert all(url.startswith("file:") for url in visit.requests)


def test_author_text_is_text(material: Site, visit: Visit) -> None:
    page = _open(material, visit, "?find=onerror")
    expect(page.locator(".pm-explore-title")).to_have_text([support.HOSTILE])
    assert page.locator("article img").count() == 0
    page.locator("input[name=find]").fill("<img src=x onerror=alert(1)>")
    page.get_by_role("checkbox", name=support.HOSTILE).check()
    assert page.locator("article img").count() == 0
    assert visit.complaints == []


def test_instant_navigation_starts_it_again(material: Site, visit: Visit) -> None:
    page = _open(material, visit, "?find=checkout")
    page.evaluate("window.same = true")
    page.locator(".pm-hubs").get_by_role("link", name="All incidents").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All incidents")
    page.locator(".pm-hubs").get_by_role("link", name="Explore").click()
    expect(page.locator(".pm-explore-count")).to_contain_text(f"{material.postmortems} of")
    assert page.evaluate("window.same") is True
    page.go_back()
    page.go_back()
    expect(page.locator("input[name=find]")).to_have_value("checkout")
    assert visit.complaints == []


def test_only_this_page_loads_it(material: Site, visit: Visit) -> None:
    visit.page.goto(material.url + kinds.PAGES["index"])
    assert not [url for url in visit.requests if "explore" in url]


def test_filters_are_folded_on_a_phone(material: Site, phone: Visit) -> None:
    page = _open(material, phone)
    box = page.locator("input[value=checkout-api]")
    expect(box).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    expect(box).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_it_leads_elsewhere(material: Site, scriptless: Visit) -> None:
    page = scriptless.page
    page.goto(material.url + _EXPLORE)
    expect(page.get_by_text("Searching needs JavaScript.")).to_be_visible()
    page.locator("article").get_by_role("link", name="all incidents", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All incidents")


def test_paper_has_no_controls(material: Site, visit: Visit) -> None:
    visit.page.emulate_media(media="print")
    page = _open(material, visit, "?service=checkout-api")
    expect(page.locator(".pm-explore-facets")).to_be_hidden()
    expect(page.locator(".pm-explore-card").first).to_be_visible()


@pytest.mark.parametrize("query", ["", "?find=checkout&service=checkout-api", "?find=zzz"])
def test_accessibility(query: str, material: Site, visit: Visit) -> None:
    page = _open(material, visit, query)
    every: dict[str, Any] = {"type": "tag", "values": LEVELS}
    assert violations(visit, "article", every) == []
    page.add_style_tag(content="* { transition: none !important }")
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".pm-explore-facets > summary").click()
    assert violations(visit, "article", every) == []


def test_the_built_in_theme(built_in: Site, visit: Visit) -> None:
    page = _open(built_in, visit, "?find=checkout")
    assert violations(visit, ".pm-explore", {"type": "tag", "values": LEVELS}) == []
    page.locator(".pm-explore-title").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("heckout")


@pytest.mark.skipif(not full_text.installed(), reason="needs Pagefind")
def test_words_of_the_body_are_found_and_shown(material: Site, visit: Visit) -> None:
    page = _open(material, visit, "?find=onclick+emphasised")
    expect(page.locator(".pm-explore-empty")).to_be_visible()
    page.locator("input[name=find]").fill("eighteen months neighbours")
    line = page.locator(".pm-explore-body").first
    expect(line).to_contain_text("In the text")
    expect(line.locator("mark").first).to_be_visible()
    assert page.locator(".pm-explore img, .pm-explore script:not([src])").count() == 0
