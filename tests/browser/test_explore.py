"""The explorer: typing, filters, keys, its address, from disk, and texts that try to be markup."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from mkdocs_postmortems import full_text, search

from ..support import TESTS
from . import kinds, support
from .conftest import Site, Visit
from .test_accessibility import LEVELS, violations
from .waiting import becomes, drawn, eventually, query_becomes, ready, ready_for_links

_EXPLORE = "incidents/explore/"
_ASSETS = TESTS.parent / "plugin/mkdocs_postmortems/assets"


def _open(site: Site, visit: Visit, query: str = "") -> Page:
    visit.open(f"{site.url}{_EXPLORE}{query}")
    _count_becomes(visit.page, r"\d+")
    return visit.page


def _count_becomes(page: Page, pattern: str | int) -> None:
    """Assert how many incidents are found, when all that the explorer searches has answered."""
    ready(page)
    expect(page.locator(".pm-explore-count")).to_have_text(re.compile(rf"^{pattern} of \d+ inc"))


def _shown(page: Page) -> int:
    return int(page.locator(".pm-explore-count").inner_text().split()[0])


def _titles(page: Page) -> Locator:
    return page.locator(".pm-explore-title")


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
    more = page.get_by_role("button", name=re.compile(r"Show \d+ more"))
    for shown in range(20, total, 20):
        expect(_titles(page)).to_have_count(shown)
        more.click()
    expect(_titles(page)).to_have_count(total)
    expect(more).to_be_hidden()
    assert visit.complaints == []


def test_typing_finds_and_says_why(material: Site, visit: Visit) -> None:
    page = _open(material, visit)
    page.keyboard.press("/")
    expect(page.locator("input[name=find]")).to_be_focused()
    page.keyboard.type("compu price")
    first = page.locator(".pm-explore-card").first
    expect(first.locator("a")).to_contain_text("price")
    expect(first).to_contain_text("computed")
    ready(page)
    marks = first.locator("mark")
    expect(marks.first).to_have_text(re.compile("^price$", re.IGNORECASE))
    expect(marks.get_by_text("compu", exact=True)).not_to_have_count(0)
    query_becomes(page, {"find": ["compu price"]})


def test_keys_move_through_the_results(material: Site, visit: Visit) -> None:
    page = _open(material, visit)
    field = page.locator("input[name=find]")
    field.focus()
    page.keyboard.type("checkout")
    ready(page)
    links = _titles(page)
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    query_becomes(page, {})
    page.keyboard.type("checkout")
    ready(page)
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    target = links.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/incidents/{str(target).removeprefix('../')}")


@pytest.mark.skipif(not full_text.installed(), reason="needs Pagefind")
def test_results_that_come_later_leave_the_focus(material: Site, visit: Visit) -> None:
    """Bodies are searched after the rest; who has gone on to a result by then stays on it."""
    page = _open(material, visit)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/pagefind/rows.json", hold)
    page.locator("input[name=find]").focus()
    page.keyboard.type("checkout")
    page.keyboard.press("ArrowDown")
    expect(_titles(page).nth(0)).to_be_focused()
    becomes(page, lambda: len(held), 1)
    held[0].continue_()
    ready(page)
    expect(_titles(page).nth(0)).to_be_focused()


def test_filters_count_combine_and_stay_in_the_address(material: Site, visit: Visit) -> None:
    page = _open(material, visit)
    option = page.locator("li", has=page.locator("input[value=checkout-api]"))
    expected = int(option.locator(".pm-explore-number").inner_text())
    option.locator("input").check()
    _count_becomes(page, expected)
    page.get_by_role("radio", name="Critical").check()
    query_becomes(page, {"service": ["checkout-api"], "severity-at-least": ["critical"]})
    ready(page)
    both = _shown(page)
    assert 0 < both < expected
    titles = _titles(page).all_inner_texts()
    page.reload()
    _count_becomes(page, both)
    expect(page.locator("input[value=checkout-api]")).to_be_checked()
    expect(_titles(page)).to_have_text(titles)
    page.go_back()
    _count_becomes(page, expected)
    page.get_by_role("button", name="take away").click()
    _count_becomes(page, material.postmortems)


def test_sorting(material: Site, visit: Visit) -> None:
    page = _open(material, visit)
    page.get_by_label("Sort").select_option("severity")
    query_becomes(page, {"sort": ["severity"]})
    expect(page.locator(".pm-explore-card").first).to_contain_text("critical")


def test_nothing_found_shows_ways_out(material: Site, visit: Visit) -> None:
    page = _open(material, visit, "?find=chekout&status=unstructured&keep=1")
    expect(page.get_by_text("Nothing matches “chekout” with these filters.")).to_be_visible()
    page.get_by_role("button", name="Search for “checkout” without filters").click()
    query_becomes(page, {"find": ["checkout"], "keep": ["1"]})
    _count_becomes(page, r"[1-9]\d*")


def test_a_value_that_is_gone_is_said(material: Site, visit: Visit) -> None:
    page = _open(material, visit, "?service=lost")
    expect(page.get_by_text("no incident any more")).to_be_visible()
    _count_becomes(page, material.postmortems)


def test_it_works_from_disk(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open((material.folder / _EXPLORE / "index.html").as_uri())
    page.locator("input[name=find]").fill("black friday")
    _count_becomes(page, 1)
    assert all(url.startswith("file:") for url in visit.requests)


def test_author_text_is_text(material: Site, visit: Visit) -> None:
    page = _open(material, visit, "?find=onerror")
    expect(_titles(page)).to_have_text([support.HOSTILE])
    expect(page.locator("article img")).to_have_count(0)
    page.locator("input[name=find]").fill("<img src=x onerror=alert(1)>")
    ready(page)
    page.get_by_role("checkbox", name=support.HOSTILE).check()
    expect(page.get_by_role("button", name="take away")).to_contain_text(support.HOSTILE)
    ready(page)
    expect(page.locator("article img")).to_have_count(0)
    assert visit.complaints == []


def test_instant_navigation_starts_it_again(material: Site, visit: Visit) -> None:
    page = _open(material, visit, "?find=checkout")
    ready_for_links(page)
    page.evaluate("window.same = true")
    page.locator(".pm-hubs").get_by_role("link", name="All incidents").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All incidents")
    page.locator(".pm-hubs").get_by_role("link", name="Explore").click()
    _count_becomes(page, material.postmortems)
    assert page.evaluate("window.same") is True
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("All incidents")
    page.go_back()
    ready(page)
    expect(page.locator("input[name=find]")).to_have_value("checkout")
    assert visit.complaints == []


def test_only_this_page_loads_it(material: Site, visit: Visit) -> None:
    visit.open(material.url + kinds.PAGES["index"])
    ready_for_links(visit.page)
    assert not [url for url in visit.requests if "explore" in url]


def test_filters_are_folded_on_a_phone(material: Site, phone: Visit) -> None:
    page = _open(material, phone)
    box = page.locator("input[value=checkout-api]")
    expect(box).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    expect(box).to_be_visible()
    eventually(page, "document.documentElement.scrollWidth <= 390")


def test_without_scripts_it_leads_elsewhere(material: Site, scriptless: Visit) -> None:
    page = scriptless.page
    scriptless.open(material.url + _EXPLORE)
    expect(page.get_by_text("Searching needs JavaScript.")).to_be_visible()
    page.locator("article").get_by_role("link", name="all incidents", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All incidents")


def test_paper_has_no_controls(material: Site, visit: Visit) -> None:
    page = _open(material, visit, "?service=checkout-api")
    expect(page.locator(".pm-explore-facets")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".pm-explore-facets")).to_be_hidden()
    expect(page.locator(".pm-explore-card").first).to_be_visible()


@pytest.mark.parametrize("query", ["", "?find=checkout&service=checkout-api", "?find=zzz"])
def test_accessibility(query: str, material: Site, visit: Visit) -> None:
    page = _open(material, visit, query)
    every: dict[str, Any] = {"type": "tag", "values": LEVELS}
    assert violations(visit, "article", every) == []
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    page.set_viewport_size({"width": 390, "height": 844})
    facets = page.locator(".pm-explore-facets")
    facets.locator("> summary").click()  # it can be seen once the filters are folded
    expect(facets).to_have_attribute("open", "")
    drawn(page)
    assert violations(visit, "article", every) == []


def test_the_built_in_theme(built_in: Site, visit: Visit) -> None:
    page = _open(built_in, visit, "?find=checkout")
    assert violations(visit, ".pm-explore", {"type": "tag", "values": LEVELS}) == []
    _titles(page).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("heckout")


@pytest.mark.skipif(not full_text.installed(), reason="needs Pagefind")
def test_words_of_the_body_are_found_and_shown(material: Site, visit: Visit) -> None:
    page = _open(material, visit, "?find=onclick+emphasised")
    expect(page.locator(".pm-explore-empty")).to_be_visible()
    page.locator("input[name=find]").fill("eighteen months neighbours")
    line = page.locator(".pm-explore-body").first
    expect(line).to_contain_text("In the text")
    expect(line.locator("mark").first).to_be_visible()
    ready(page)
    expect(page.locator(".pm-explore img, .pm-explore script:not([src])")).to_have_count(0)
