"""The buttons that copy the link to an event or action, and the line that stays at the top."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from . import kinds
from .conftest import Site, Visit
from .waiting import eventually

# A button says so for two seconds only: what it has said is noted.
_NOTE_WORDS = """button => {
  window.said = [];
  new MutationObserver(() => said.push(button.textContent)).observe(button, {childList: true});
}"""

_INSIDE = """() => {
  const bar = document.querySelector(".pm-stay").getBoundingClientRect();
  const header = document.querySelector(".pm-header").getBoundingClientRect();
  return bar.top >= header.top && bar.bottom <= header.bottom + 1;
}"""

_BELOW_THE_THEME = """() => {
  const bar = document.querySelector(".pm-stay").getBoundingClientRect();
  const top = document.querySelector(".md-header").getBoundingClientRect().bottom;
  return scrollY > 0 && Math.abs(bar.top - top) <= 1;
}"""

# In sight, and below the line: what was not scrolled to is further down than the window reaches.
_IN_SIGHT = """anchor => {
  const top = document.getElementById(anchor).getBoundingClientRect().top;
  const bar = document.querySelector(".pm-stay").getBoundingClientRect();
  return scrollY > 0 && top >= bar.bottom - 1 && top < innerHeight;
}"""


@pytest.mark.parametrize("anchor", ["action-AI-001", "t-2312"])
def test_a_button_copies_the_whole_address(anchor: str, material: Site, visit: Visit) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.page
    visit.open(material.url + kinds.SERVICE)
    link = page.locator(f"tr#{anchor} > th > a.pm-permalink")
    button = page.locator(f"tr#{anchor} > th > button.pm-copy")
    link.focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    expect(button).to_have_css("opacity", "1")
    button.evaluate(_NOTE_WORDS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied: link to")).to_have_count(1)
    eventually(page, "said.includes('Copied')")
    expect(button).to_be_focused()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{material.url}{kinds.SERVICE}#{anchor}"
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24


def test_without_a_clipboard_a_selection_is_copied(material: Site, visit: Visit) -> None:
    visit.page.add_init_script("delete Navigator.prototype.clipboard")
    visit.open(material.url + kinds.SERVICE)
    visit.page.locator("tr#action-AI-001 .pm-copy").click()
    expect(visit.page.locator("#pm-copy-status")).to_contain_text("AI-001")


def test_without_scripts_nothing_is_added(material: Site, scriptless: Visit) -> None:
    scriptless.open(material.url + kinds.SERVICE)
    expect(scriptless.page.locator(".pm-copy")).to_have_count(0)


def test_the_line_comes_when_the_header_is_gone(material: Site, visit: Visit) -> None:
    page = visit.page
    visit.open(material.url + kinds.SERVICE)
    eventually(page, _INSIDE)
    page.evaluate("scrollTo(0, 3000)")
    eventually(page, _BELOW_THE_THEME)
    page.emulate_media(media="print")
    expect(page.locator(".pm-stay")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_what_a_link_leads_to_is_not_covered(width: int, material: Site, visit: Visit) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    for anchor in ("action-AI-001", "t-2312", "action-items"):
        visit.open(f"{material.url}{kinds.SERVICE}#{anchor}")
        eventually(visit.page, _IN_SIGHT, anchor)


@pytest.mark.parametrize("address", [kinds.SERVICE, "incidents/reviews/2026-Q3/"])
def test_the_text_for_a_message_is_copied_with_the_address(
    address: str, material: Site, visit: Visit
) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.page
    visit.open(material.url + address)
    page.locator(".pm-share > summary").click()
    page.get_by_role("button", name="Copy text").click()
    expect(page.get_by_role("status").filter(has_text="Copied: summary")).to_have_count(1)
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[-1] == material.url + address
    assert len(copied) > 4
    assert page.locator(".pm-share > p").inner_text().splitlines() == copied


def test_the_text_is_there_without_scripts(material: Site, scriptless: Visit) -> None:
    scriptless.open(material.url + kinds.SERVICE)
    scriptless.page.locator(".pm-share > summary").click()
    expect(scriptless.page.locator(".pm-share > p")).to_contain_text("INC-20260313-001: Checkout")
    expect(scriptless.page.locator(".pm-copy-text")).to_have_count(0)
