"""Built sites, served while a module's tests look at them, and pages that note their troubles."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..conftest import PROJECT, build, preview
from . import support, waiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@dataclass(frozen=True)
class Site:
    """A built site.

    Attributes:
        url: The address of its root, which ends with a slash.
        postmortems: How many it is made of.
    """

    folder: Path
    url: str
    postmortems: int


def _site(folder: Path, configuration: str) -> Iterator[Site]:
    """A site below a sub-path, as a project's pages and versioned documentation are served."""
    # Served first: instant navigation works only at the address that the site was built for.
    (folder / "served").mkdir()
    with support.served(folder / "served") as root:
        url = f"{root}sub/path/"
        configuration = configuration.replace("SITE_URL", url)
        project = support.write_project(folder / "project", PROJECT / "postmortems", configuration)
        # Not strict: what the hostile postmortem tries is a warning.
        built = build(project, folder / "served/sub/path", strict=False)
        assert built.code == 0, built.log
        _add_problems(folder, configuration, built.site)
        yield Site(built.site, url, len(list((project / "postmortems").rglob("*.md"))))


def _add_problems(folder: Path, configuration: str, site: Path) -> None:
    """The page of problems, which only the live preview has, here of two postmortems."""
    project = support.write_odd(folder / "odd", configuration)
    previewed = preview(project, folder / "preview")
    assert previewed.code == 0, previewed.log
    shutil.copytree(previewed.site / support.PROBLEMS, site / support.PROBLEMS)


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of `support` with the Material theme."""
    yield from _site(tmp_path_factory.mktemp("material"), support.MATERIAL)


@pytest.fixture(scope="session")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of `support` with the theme that MkDocs brings along."""
    yield from _site(tmp_path_factory.mktemp("built-in"), support.BUILT_IN)


@pytest.fixture(scope="session", autouse=True)
def _patience() -> None:
    """Playwright's own 5 seconds are few on a slow machine."""
    from playwright.sync_api import expect

    expect.set_options(timeout=waiting.PATIENCE * 1000)


@dataclass
class Visit:
    """A browser page, what it complained about, and where it sent requests.

    Attributes:
        scripts: Whether those of a page run.
    """

    page: Page
    context: BrowserContext
    scripts: bool = True
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Load an address, and wait until it is ready; what was noted before is forgotten.

        It is a new page even where only the anchor is another, and what the page before it still
        has to say or to load is not counted as its own.
        """
        self.page.goto("about:blank")
        self.complaints.clear()
        self.requests.clear()
        self.page.goto(address)
        if self.scripts:
            waiting.ready(self.page)

    def close(self) -> None:
        """Close the page with its cookies and storage."""
        self.context.close()


def open_page(browser: Browser, **options: Any) -> Visit:
    """A page in a context of its own; `options` are those of Playwright's `new_context`."""
    options.setdefault("viewport", {"width": 1280, "height": 900})
    context = browser.new_context(reduced_motion="reduce", **options)
    context.set_default_timeout(60_000)
    for script in (waiting.TODAY, waiting.STILL, waiting.NOTES_SITEMAP):
        context.add_init_script(script)
    visit = Visit(context.new_page(), context, options.get("java_script_enabled", True))
    visit.page.on(
        "console",
        lambda message: (
            visit.complaints.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    return visit


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """A page of the size of a laptop, in the light scheme."""
    opened = open_page(chromium)
    yield opened
    opened.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Visit]:
    """A page of the width of a phone."""
    opened = open_page(chromium, viewport={"width": 390, "height": 844})
    yield opened
    opened.close()


@pytest.fixture
def scriptless(chromium: Browser) -> Iterator[Visit]:
    """A page without JavaScript."""
    opened = open_page(chromium, java_script_enabled=False)
    yield opened
    opened.close()
