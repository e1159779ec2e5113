"""How a test waits for what it judges: scripts, layout and addresses follow an action later.

Nothing is judged at the moment after an action. `expect` of Playwright waits for one element; what
is here waits for the rest. What may never be seen is judged when the page is `ready`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from ..conftest import EPOCH

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 20.0
"""Seconds until a condition that does not hold is a failure; slow machines need some of them."""

# Nothing moves or fades: what is measured on the way is nobody's. A style that belongs to no
# element outlives what instant navigation replaces.
STILL = """(() => {
  const still = new CSSStyleSheet();
  still.replaceSync(`*, *::before, *::after {
    transition: none !important; animation: none !important; scroll-behavior: auto !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
})()"""

# The day of the build, as scripts mark what fell due after it.
TODAY = f"""(() => {{
  const Real = Date, behind = Real.now() - {EPOCH * 1000};
  window.Date = class extends Real {{
    constructor(...given) {{ super(...(given.length ? given : [Real.now() - behind])); }}
    static now() {{ return Real.now() - behind; }}
  }};
}})()"""

# Material follows links without loading a page once it has read the list of pages, and tells
# nobody when; this notes it. The theme goes on in the task in which it reads the list.
NOTES_SITEMAP = """(() => {
  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function (text, type) {
    if (type === "text/xml") setTimeout(() => { window.sitemapRead = true; });
    return parse.call(this, text, type);
  };
})()"""

# Our scripts have started, and the explorer has drawn all that it was asked for: the catalog, then
# the texts, then what is found in the bodies, each of which draws the results again.
_READY = """() => {
  if (document.readyState !== "complete" || document.fonts.status !== "loaded") return false;
  const all = (selector, judge) => [...document.querySelectorAll(selector)].every(judge);
  if (!all("table[data-pm-sort]", table => table.dataset.pmSortReady)) return false;
  if (!all("form[data-pm-filters]", form => form.dataset.pmReady)) return false;
  return all("[data-pm-explore]", root => {
    const explorer = root.postmortemsExplorer;
    if (!explorer || !explorer.model || !explorer.model.texts) return false;
    const words = explorer.words.join(" "), bodies = explorer.fullText;
    if (words && bodies && !bodies.failed && explorer.textsOf !== words) return false;
    return all(".pm-explore-body", line => !/^In the text\\W*$/.test(line.textContent));
  });
}"""


def holds(page: Page, condition: str, argument: Any = None, patience: float = PATIENCE) -> bool:
    """Whether a condition, an expression or function of JavaScript, holds within some seconds."""
    from playwright.sync_api import TimeoutError as TooLate

    try:
        page.wait_for_function(condition, arg=argument, timeout=patience * 1000, polling=50)
    except TooLate:
        return False
    return True


def eventually(
    page: Page, condition: str, argument: Any = None, patience: float = PATIENCE
) -> None:
    """Assert that a condition of JavaScript holds within some seconds."""
    if not holds(page, condition, argument, patience):
        given = "" if argument is None else f" of {argument!r}"
        raise AssertionError(
            f"not so in {patience:g} s{given}, at {page.url} in {page.viewport_size}:\n{condition}"
        )


def becomes(
    page: Page, judge: Callable[[], object], wanted: object, patience: float = PATIENCE
) -> None:
    """Assert that `judge` answers `wanted` within some seconds; without, say what it answered.

    For pages without scripts as well, where the browser cannot wait by itself.
    """
    end = time.monotonic() + patience
    while (found := judge()) != wanted:
        if time.monotonic() > end:
            raise AssertionError(f"{found!r} has not become {wanted!r} in {patience:g} s")
        page.wait_for_timeout(50)


def ready(page: Page, patience: float = PATIENCE) -> None:
    """Wait until the page has loaded, and our scripts have done what they were asked for."""
    eventually(page, _READY, patience=patience)


def drawn(page: Page) -> None:
    """Wait for two frames: what observes sizes, of the window or of an element, has been called."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def ready_for_links(page: Page) -> None:
    """Wait until the theme follows links without loading a page."""
    ready(page)
    eventually(page, "window.sitemapRead === true")


def query_becomes(page: Page, wanted: dict[str, list[str]]) -> None:
    """Assert what the address asks for; Playwright's own account of it comes later."""
    becomes(page, lambda: parse_qs(page.evaluate("location.search").removeprefix("?")), wanted)
