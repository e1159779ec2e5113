"""What waits for a condition sees it come later, and says so when it never comes."""

from __future__ import annotations

import pytest

from .conftest import Visit
from .test_pages import FITS
from .waiting import becomes, eventually, holds, ready

_LATER = "setTimeout(() => { window.come = 'yes'; }, 300)"
_COME = "() => window.come"


def test_what_comes_later_is_waited_for(visit: Visit) -> None:
    visit.page.evaluate(_LATER)
    eventually(visit.page, "wanted => window.come === wanted", "yes")
    visit.page.evaluate(f"delete window.come; {_LATER}")
    becomes(visit.page, lambda: visit.page.evaluate(_COME), "yes")


def test_what_never_comes_is_a_failure(visit: Visit) -> None:
    with pytest.raises(AssertionError, match=r"(?s)not so in 0.2 s of 'x', at about:blank.*come"):
        eventually(visit.page, "wanted => window.come === wanted", "x", patience=0.2)
    with pytest.raises(AssertionError, match=r"None has not become 'yes' in 0.2 s"):
        becomes(visit.page, lambda: visit.page.evaluate(_COME), "yes", patience=0.2)


def test_pages_without_scripts_are_waited_for(scriptless: Visit) -> None:
    scriptless.page.set_content("<p>One")
    becomes(scriptless.page, scriptless.page.locator("p").count, 1)


@pytest.mark.parametrize(
    "waits",
    ["<table data-pm-sort>", "<form data-pm-filters=rows></form>", "<div data-pm-explore>"],
)
def test_a_page_is_ready_when_our_scripts_have_started(waits: str, visit: Visit) -> None:
    visit.page.set_content("<p>Nothing to start")
    ready(visit.page)
    visit.page.set_content(waits)
    with pytest.raises(AssertionError, match="not so"):
        ready(visit.page, patience=0.2)


def test_nothing_moves_and_it_is_the_day_of_the_build(visit: Visit) -> None:
    visit.page.goto("data:text/html,<style>p { transition: all 9s; animation: x 9s }</style><p>")
    style = "getComputedStyle(document.querySelector('p'))"
    assert visit.page.evaluate(f"[{style}.transitionDuration, {style}.animationName]") == [
        "0s",
        "none",
    ]
    assert visit.page.evaluate("new Date().toISOString()").startswith("2026-11-21")
    assert visit.page.evaluate("new Date('2024-02-03').getFullYear()") == 2024


def test_a_page_that_is_too_wide_does_not_fit(visit: Visit) -> None:
    visit.page.set_content("<p style='width: 3000px'>Wide")
    assert not holds(visit.page, FITS, patience=0.2)
    visit.page.evaluate("document.querySelector('p').remove()")
    eventually(visit.page, FITS)
