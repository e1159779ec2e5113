"""Sorting and filters, by keyboard as well, with their state in the address."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from . import kinds, support
from .conftest import Site, Visit
from .waiting import query_becomes, ready, ready_for_links

_INDEX = kinds.PAGES["index"]
_ACTIONS = kinds.PAGES["actions"]


def _cells(page: Page, number: int) -> Locator:
    """The cells of a column in the rows that are shown."""
    rows = ".pm-table-fit tbody tr:visible"  # not those of charts
    return page.locator(f"{rows} > :nth-child({number})")


def _column(page: Page, number: int) -> list[str]:
    return _cells(page, number).all_inner_texts()


def _total(page: Page) -> int:
    return page.locator("#pm-incidents tbody tr").count()


def _sorted(page: Page, heading: str, order: str) -> None:
    """Assert by which column the rows are sorted; it is said in the task that sorts them."""
    column = page.get_by_role("columnheader", name=heading)
    expect(column).to_have_attribute("aria-sort", order)


def test_sort_by_keyboard(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + _INDEX)
    button = page.get_by_role("button", name="Date")
    button.focus()
    page.keyboard.press("Enter")
    _sorted(page, "Date", "ascending")
    dates = _column(page, 1)
    assert dates == sorted(dates)
    page.keyboard.press("Space")
    _sorted(page, "Date", "descending")
    dates = _column(page, 1)
    assert dates == sorted(dates, reverse=True)
    query_becomes(page, {"sort": ["-date"]})


def test_a_heading_is_one_tab_stop(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + _INDEX)
    page.get_by_role("button", name="Date").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Severity")).to_be_focused()


def test_unknown_values_stay_last(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + _INDEX)
    button = page.get_by_role("button", name="Mitigated after")
    for order in ("ascending", "descending"):
        button.click()
        _sorted(page, "Mitigated after", order)
        durations = _column(page, 5)
        known = [text for text in durations if text]
        assert known
        assert durations == known + [""] * (len(durations) - len(known))
    assert known[0] == "19 d 4 h"


def test_severity_sorts_by_rank(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + _INDEX)
    page.get_by_role("button", name="Severity").click()
    _sorted(page, "Severity", "ascending")
    expect(_cells(page, 2).first).to_contain_text("SEV-1")


def test_the_order_is_in_the_address(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(f"{material.url}{_ACTIONS}?sort=-due")
    _sorted(page, "Due", "descending")
    known = [text for text in _column(page, 2) if text != "none"]
    assert known == sorted(known, reverse=True)


def test_filter_by_keyboard(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + _INDEX)
    total = _total(page)
    page.get_by_label("Find").focus()
    page.keyboard.type("black friday")
    expect(page.locator("output")).to_have_text(f"1 of {total} shown")
    expect(_cells(page, 3)).to_contain_text(["INC-20251128-001"])
    query_becomes(page, {"find": ["black friday"]})
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.locator("form.pm-filters button[type=reset]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("output")).to_have_text(f"{total} of {total} shown")
    query_becomes(page, {})


def test_filters_combine_and_survive_a_reload(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + _INDEX)
    total = _total(page)
    page.get_by_label("Service").select_option("checkout-api")
    query_becomes(page, {"service": ["checkout-api"]})
    of_service = len(_column(page, 1))
    assert 1 < of_service < total
    page.get_by_label("Severity").select_option("High")
    query_becomes(page, {"service": ["checkout-api"], "severity": ["High"]})
    both = _column(page, 3)
    assert 0 < len(both) < of_service
    page.reload()
    ready(page)
    expect(page.get_by_label("Service")).to_have_value("checkout-api")
    expect(_cells(page, 3)).to_have_text(both, use_inner_text=True)
    query_becomes(page, {"service": ["checkout-api"], "severity": ["High"]})


def test_a_service_with_any_name_can_be_chosen(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + _INDEX)
    page.get_by_label("Service").select_option(support.HOSTILE)
    expect(_cells(page, 1)).to_have_count(1)


def test_no_match_says_so_and_offers_a_way_out(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(f"{material.url}{_INDEX}?find=zzz&keep=1")
    expect(page.get_by_text("No incident matches these filters.")).to_be_visible()
    page.get_by_role("button", name="Clear the filters").click()
    expect(page.get_by_text("No incident matches these filters.")).to_be_hidden()
    expect(page.get_by_label("Find")).to_be_focused()
    query_becomes(page, {"keep": ["1"]})


def test_a_choice_that_is_gone_does_not_hide_everything(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(f"{material.url}{_INDEX}?status=Lost")
    total = _total(page)
    expect(page.locator("output")).to_have_text(f"{total} of {total} shown")


def test_a_phone_begins_with_incidents_and_folds_the_choices(material: Site, phone: Visit) -> None:
    page = phone.page
    phone.open(f"{material.url}{_INDEX}?severity=High")
    choice = page.get_by_label("Severity")
    expect(choice).to_be_hidden()
    more = page.get_by_role("button", name="Filters (1)")
    expect(more).to_have_attribute("aria-expanded", "false")
    more.click()
    expect(choice).to_be_visible()
    expect(more).to_have_attribute("aria-expanded", "true")
    page.locator("form.pm-filters button[type=reset]").click()
    expect(page.get_by_role("button", name="Filters", exact=True)).to_be_visible()
    query_becomes(page, {})
    page.set_viewport_size({"width": 1280, "height": 844})
    expect(page.get_by_role("button", name="Filters", exact=True)).to_be_hidden()
    expect(choice).to_be_visible()


def test_actions_of_an_owner(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + _ACTIONS)
    page.get_by_label("Owner").select_option("platform")
    page.get_by_label("Status").select_option("Overdue")
    query_becomes(page, {"owner": ["platform"], "state": ["Overdue"]})
    assert set(_column(page, 4)) == {"platform"}
    assert all(text.startswith("▲Overdue") for text in _column(page, 1))


def test_the_number_of_overdue_items_leads_to_them(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + _ACTIONS)
    tile = page.locator(".pm-metrics > div", has_text="Overdue")
    number = int(tile.locator(".pm-metric-value").inner_text())
    ready_for_links(page)
    tile.get_by_role("link", name="Overdue").click()
    query_becomes(page, {"state": ["Overdue"]})
    expect(page.get_by_label("Status")).to_have_value("Overdue")
    assert 0 < len(_column(page, 1)) == number
    expect(page.locator("#pm-rollup caption")).to_be_in_viewport()


def test_filters_open_the_fold_where_they_find_something(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + _ACTIONS)
    fold = page.locator("details.pm-fold")
    expect(fold).not_to_have_attribute("open", "")
    finished = page.locator("#pm-rollup-finished tbody tr:visible")
    expect(finished).to_have_count(0)
    page.get_by_label("Status").select_option("Done")
    expect(fold).to_have_attribute("open", "")
    found = finished.count()
    assert found > 50
    expect(page.locator("#pm-rollup")).to_be_hidden()
    expect(fold.locator("summary")).to_contain_text(f"{found} of ")
    expect(page.locator("output")).to_contain_text(f"{found} of ")
    page.locator("form.pm-filters button[type=reset]").click()
    expect(fold).not_to_have_attribute("open", "")
    expect(page.locator("#pm-rollup")).to_be_visible()


def test_instant_navigation_starts_the_next_page(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + _INDEX)
    ready_for_links(page)
    page.evaluate("window.same = true")
    page.locator(".pm-hubs").get_by_role("link", name="Action items").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Action items")
    expect(page.locator("form output")).to_contain_text("shown")
    ready(page)
    page.get_by_role("button", name="Due").click()
    _sorted(page, "Due", "ascending")
    assert page.evaluate("window.same") is True


def test_it_works_from_disk(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open((material.folder / _INDEX / "index.html").as_uri())
    page.get_by_label("Find").fill("black friday")
    expect(page.locator("output")).to_contain_text("1 of ")
    page.get_by_role("button", name="Date").click()
    _sorted(page, "Date", "ascending")
