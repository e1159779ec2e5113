"""Accessibility beyond `test_quality.py`: another theme, and the size of what is pressed."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import expect

from . import kinds
from .conftest import Site, Visit
from .waiting import becomes

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = "([content, only]) => axe.run(content, {runOnly: only, resultTypes: ['violations']})"


def violations(visit: Visit, content: str, only: dict[str, Any]) -> list[str]:
    if not visit.page.evaluate("typeof window.axe === 'object'"):
        source = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
        visit.page.evaluate(source)
    found = visit.page.evaluate(_RUN, [content, only])["violations"]
    return [f"{v['id']}: {node['html']}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_built_in_theme(scheme: Any, built_in: Site, visit: Visit) -> None:
    """Our blocks bring their colours into a theme that knows nothing of them."""
    visit.page.emulate_media(color_scheme=scheme)
    for kind in ("service", "actions"):
        visit.open(built_in.url + kinds.PAGES[kind])
        expect(visit.page.locator("html")).to_have_attribute("data-bs-theme", scheme)
        for content in (".pm-header", ".pm-table-fit"):
            assert violations(visit, content, {"type": "tag", "values": LEVELS}) == [], kind


def test_targets_are_large_enough(material: Site, phone: Visit) -> None:
    """What is pressed apart from running text is at least 24 by 24 pixels large."""
    small = """() => [...document.querySelectorAll(`.pm-sort-button, .pm-hubs a, .pm-pager a,
        .pm-filters :is(input, select, button), .pm-edit, summary, .pm-neighbours a`)]
      .filter(e => e.checkVisibility())
      .filter(e => e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24)
      .map(e => e.outerHTML)"""
    for kind in ("index", "actions", "related", "service"):
        phone.open(material.url + kinds.PAGES[kind])
        becomes(phone.page, lambda: phone.page.evaluate(small), [])
