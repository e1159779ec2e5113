"""The explorer at a size: bytes before the first result, and the time until it is there.

    python benchmarks/explore.py [--count 10000] [--browser PATH] [--runs 5]

Builds a site of generated postmortems with the plugin, serves it compressed as web servers do, and
opens the explorer and the theme's own search in a headless browser with an empty cache. Needs
Playwright and a Chromium. A build of 10,000 postmortems takes minutes.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from workspace import Workspace

BYTES_TARGET = 700_000
SECONDS_TARGET = 1.5
QUERY = "connection"
TYPES = (".js", ".css", ".html", ".json", ".svg")


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Hands out text compressed, and counts what goes over the wire."""

    protocol_version = "HTTP/1.1"
    sent: dict[str, int] = {}  # noqa: RUF012  # one for all requests, on purpose
    packed: dict[str, bytes] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        raw = path.read_bytes()
        text = path.suffix in TYPES
        if text:
            raw = self.packed.setdefault(str(path), gzip.compress(raw, 6))
        self.sent[self.path] = len(raw)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(raw)))
        if text:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """No lines in the output."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address under which a folder is served meanwhile."""
    handler = functools.partial(_Handler, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()


def explorer(page: Page, base: str) -> None:
    """From navigation to the first card that holds the word."""
    page.goto(f"{base}incidents/explore/", wait_until="commit")
    page.locator("input[name=find]").fill(QUERY)
    page.locator(".pm-explore-card mark").first.wait_for()


def theme(page: Page, base: str) -> None:
    """From navigation to the first result of the theme's search."""
    page.goto(base, wait_until="commit")
    page.locator(".md-search__input").wait_for()
    page.wait_for_function("typeof document$ === 'object'")
    page.locator(".md-search__input").fill(QUERY)
    page.locator(".md-search-result__item").first.wait_for(timeout=120_000)


def typing(page: Page, base: str) -> float:
    """Seconds from a key to its results, once the page is there."""
    page.goto(f"{base}incidents/explore/")
    page.locator(".pm-explore-card .pm-explore-summary").first.wait_for()
    page.wait_for_timeout(500)
    took: float = page.evaluate(
        """query => {
          const input = document.querySelector('input[name=find]'), began = performance.now();
          input.value = query;
          input.dispatchEvent(new Event('input', {bubbles: true}));
          document.body.getBoundingClientRect();
          return (performance.now() - began) / 1000;
        }""",
        QUERY,
    )
    return took


def main() -> None:
    """Print bytes and seconds of both searches."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--browser", help="the Chromium to start; default: Playwright's own")
    parser.add_argument("--site", type=Path, help="a built site, instead of building one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="postmortems-benchmark-") as folder:
        site = options.site or Workspace(Path(folder), 7).site(options.count)
        print("bytes, gzip -6")
        files = ("explore/catalog.js", "explore/texts.js", "assets/explore.js",
                 "assets/explore.css", "explore/index.html")  # fmt: skip
        for name in (*(f"incidents/{name}" for name in files), "search/search_index.json"):
            raw = (site / name).read_bytes()
            print(f"  {name:34}{len(gzip.compress(raw, 6)):>12,}   raw {len(raw):>12,}")
        with served(site) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=options.browser, args=["--no-sandbox", "--disable-gpu"]
            )
            steps: dict[str, Callable[[Page, str], object]] = {
                "explorer": explorer, "theme's search": theme, "explorer, a key": typing,
            }  # fmt: skip
            for name, step in steps.items():
                times: list[float] = []
                for _ in range(options.runs):
                    context = browser.new_context()
                    _Handler.sent.clear()
                    began = time.perf_counter()
                    took = step(context.new_page(), base)
                    times.append(took if isinstance(took, float) else time.perf_counter() - began)
                    sent = sum(_Handler.sent.values())
                    index = _Handler.sent.get("/search/search_index.json", 0)
                    context.close()
                print(
                    f"{name}: {median(times):.2f} s, {sent:,} bytes before the first result, "
                    f"{sent - index:,} without the theme's index, which it loads on every page"
                )
            browser.close()
        print(f"targets of the explorer: {SECONDS_TARGET} s and {BYTES_TARGET:,} bytes")


if __name__ == "__main__":
    main()
