"""Sorting and filters, by keyboard as well, with their state in the address."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from . import kinds, support
from .conftest import Site, Visit

_INDEX = kinds.PAGES["index"]
_ACTIONS = kinds.PAGES["actions"]


def _column(page: Page, number: int) -> list[str]:
    """The texts of a column in the rows that are shown."""
    rows = ".pm-table-fit tbody tr:not([hidden])"  # not those of charts
    return page.locator(f"{rows} > :nth-child({number})").all_inner_texts()


def _query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def _total(page: Page) -> int:
    return page.locator("#pm-incidents tbody tr").count()


def test_sort_by_keyboard(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + _INDEX)
    button = page.get_by_role("button", name="Date")
    heading = page.get_by_role("columnheader", name="Date")
    button.focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    dates = _column(page, 1)
    assert dates == sorted(dates)
    page.keyboard.press("Space")
    expect(heading).to_have_attribute("aria-sort", "descending")
    dates = _column(page, 1)
    assert dates == sorted(dates, reverse=True)
    assert _query(page)["sort"] == ["-date"]


def test_a_heading_is_one_tab_stop(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + _INDEX)
    page.get_by_role("button", name="Date").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Severity")).to_be_focused()


def test_unknown_values_stay_last(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + _INDEX)
    button = page.get_by_role("button", name="Mitigated after")
    for _ in ("ascending", "descending"):
        button.click()
        durations = _column(page, 5)
        known = [text for text in durations if text]
        assert known
        assert durations == known + [""] * (len(durations) - len(known))
    assert known[0] == "19 d 4 h"


def test_severity_sorts_by_rank(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + _INDEX)
    page.get_by_role("button", name="Severity").click()
    assert "SEV-1" in _column(page, 2)[0]


def test_the_order_is_in_the_address(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(f"{material.url}{_ACTIONS}?sort=-due")
    expect(page.get_by_role("columnheader", name="Due")).to_have_attribute(
        "aria-sort", "descending"
    )
    known = [text for text in _column(page, 2) if text != "none"]
    assert known == sorted(known, reverse=True)


def test_filter_by_keyboard(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + _INDEX)
    total = _total(page)
    page.get_by_label("Find").focus()
    page.keyboard.type("black friday")
    expect(page.locator("output")).to_have_text(f"1 of {total} shown")
    assert "INC-20251128-001" in _column(page, 3)[0]
    assert _query(page) == {"find": ["black friday"]}
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.locator("form.pm-filters button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("output")).to_have_text(f"{total} of {total} shown")
    assert _query(page) == {}


def test_filters_combine_and_survive_a_reload(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + _INDEX)
    total = _total(page)
    page.get_by_label("Service").select_option("checkout-api")
    of_service = len(_column(page, 1))
    assert 1 < of_service < total
    page.get_by_label("Severity").select_option("High")
    both = _column(page, 3)
    assert 0 < len(both) < of_service
    page.reload()
    expect(page.get_by_label("Service")).to_have_value("checkout-api")
    assert _column(page, 3) == both
    assert _query(page) == {"service": ["checkout-api"], "severity": ["High"]}


def test_a_service_with_any_name_can_be_chosen(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + _INDEX)
    page.get_by_label("Service").select_option(support.HOSTILE)
    assert len(_column(page, 1)) == 1


def test_no_match_says_so_and_offers_a_way_out(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(f"{material.url}{_INDEX}?find=zzz&keep=1")
    expect(page.get_by_text("No incident matches these filters.")).to_be_visible()
    page.get_by_role("button", name="Clear the filters").click()
    expect(page.get_by_text("No incident matches these filters.")).to_be_hidden()
    expect(page.get_by_label("Find")).to_be_focused()
    assert _query(page) == {"keep": ["1"]}


def test_a_choice_that_is_gone_does_not_hide_everything(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(f"{material.url}{_INDEX}?status=Lost")
    total = _total(page)
    expect(page.locator("output")).to_have_text(f"{total} of {total} shown")


def test_actions_of_an_owner(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + _ACTIONS)
    page.get_by_label("Owner").select_option("platform")
    page.get_by_label("Status").select_option("Overdue")
    assert set(_column(page, 4)) == {"platform"}
    assert all(text.startswith("▲Overdue") for text in _column(page, 1))


def test_instant_navigation_starts_the_next_page(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + _INDEX)
    page.evaluate("window.same = true")
    page.locator(".pm-hubs").get_by_role("link", name="Action items").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Action items")
    expect(page.locator("form output")).to_contain_text("shown")
    page.get_by_role("button", name="Due").click()
    expect(page.get_by_role("columnheader", name="Due")).to_have_attribute("aria-sort", "ascending")
    assert page.evaluate("window.same") is True


def test_it_works_from_disk(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto((material.folder / _INDEX / "index.html").as_uri())
    page.get_by_label("Find").fill("black friday")
    expect(page.locator("output")).to_contain_text("1 of ")
    page.get_by_role("button", name="Date").click()
    expect(page.get_by_role("columnheader", name="Date")).to_have_attribute(
        "aria-sort", "ascending"
    )
