"""The buttons that copy the link to an event or action, and the line that stays at the top."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from . import kinds
from .conftest import Site, Visit


@pytest.mark.parametrize("anchor", ["action-AI-001", "t-2312"])
def test_a_button_copies_the_whole_address(anchor: str, material: Site, visit: Visit) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.page
    page.goto(material.url + kinds.SERVICE)
    link = page.locator(f"tr#{anchor} > th > a.pm-permalink")
    button = page.locator(f"tr#{anchor} > th > button.pm-copy")
    link.focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    expect(button).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied: link to")).to_have_count(1)
    expect(button).to_have_text("Copied")
    expect(button).to_be_focused()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{material.url}{kinds.SERVICE}#{anchor}"
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24


def test_without_a_clipboard_a_selection_is_copied(material: Site, visit: Visit) -> None:
    visit.page.add_init_script("delete Navigator.prototype.clipboard")
    visit.page.goto(material.url + kinds.SERVICE)
    visit.page.locator("tr#action-AI-001 .pm-copy").click()
    expect(visit.page.locator("#pm-copy-status")).to_contain_text("AI-001")


def test_without_scripts_nothing_is_added(material: Site, scriptless: Visit) -> None:
    scriptless.page.goto(material.url + kinds.SERVICE)
    expect(scriptless.page.locator(".pm-copy")).to_have_count(0)


def test_the_line_comes_when_the_header_is_gone(material: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(material.url + kinds.SERVICE)
    inside = """() => {
      const bar = document.querySelector(".pm-stay").getBoundingClientRect();
      const header = document.querySelector(".pm-header").getBoundingClientRect();
      return bar.top >= header.top && bar.bottom <= header.bottom + 1;
    }"""
    assert page.evaluate(inside)
    page.evaluate("scrollTo(0, 3000)")
    page.wait_for_function(
        """() => {
          const bar = document.querySelector(".pm-stay").getBoundingClientRect();
          const top = document.querySelector(".md-header").getBoundingClientRect().bottom;
          return Math.abs(bar.top - top) <= 1;
        }"""
    )
    page.emulate_media(media="print")
    expect(page.locator(".pm-stay")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_what_a_link_leads_to_is_not_covered(width: int, material: Site, visit: Visit) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    for anchor in ("action-AI-001", "t-2312", "action-items"):
        visit.page.goto(f"{material.url}{kinds.SERVICE}#{anchor}")
        visit.page.wait_for_function("scrollY > 0")
        assert visit.page.evaluate(
            """anchor => document.getElementById(anchor).getBoundingClientRect().top
              >= document.querySelector(".pm-stay").getBoundingClientRect().bottom - 1""",
            anchor,
        )
