"""What is searched of bodies: by the explorer with Pagefind, and by the theme's own search.

Pagefind indexes a slim copy of each postmortem's page (title, headings and text, no chrome) once
the site is built. Its index names pages by marks of its own; `rows.json` beside it gives those in
the order of the explorer's catalog, so that matches are joined with the facets without a request
for each. Sole knower of Pagefind.
"""

from __future__ import annotations

import gzip
import html
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

from .catalog import Catalog
from .model import Postmortem
from .settings import Settings
from .writer import Scratch

INSTALL = 'pip install "mkdocs-postmortems[search]"'
MANY = 500
"""Above this many postmortems `search_bodies: auto` keeps bodies out of the theme's index."""
VERY_MANY = 5_000
"""Above this many it keeps summaries and services out, too: a browser fetches the whole index."""

_NEEDED = re.compile(
    r"pagefind(-worker)?\.js|pagefind-entry\.json|pagefind\.[\w.-]+\.pf_meta|wasm\.[\w-]+\.pagefind"
    r"|(fragment|index|filter)/[\w-]+\.pf_\w+"
)
"""What a search needs of Pagefind's output; the rest are user interfaces of its own."""
_MARK = b"pagefind_dcd"
_SECONDS = 600


def installed() -> bool:
    """Whether Pagefind can be run by this interpreter."""
    return importlib.util.find_spec("pagefind_bin") is not None


def refusal(settings: Settings) -> str | None:
    """Why a site cannot be built: it is told to search bodies, and Pagefind is missing."""
    if settings.full_text != "true" or installed():
        return None
    return (
        f"full_text: true needs Pagefind, which is not installed. Run: {INSTALL}, "
        "or set `full_text: auto`."
    )


def notes(settings: Settings) -> list[str]:
    """What a build says about full text, if it leaves it out without being told to."""
    if settings.full_text == "auto" and not installed():
        return [f"The explorer does not search bodies: Pagefind is not installed. Run: {INSTALL}"]
    return []


class Texts:
    """The texts of one build.

    Attributes:
        state: `yes` if the explorer searches bodies, `elsewhere` if only a build of the site makes
            an index of them, else `no`.
    """

    def __init__(self, catalog: Catalog, settings: Settings, *, indexes: bool) -> None:
        wanted = settings.full_text != "false" and installed() and bool(catalog.postmortems)
        self.state = "no" if not wanted else "yes" if indexes else "elsewhere"
        many = len(catalog.postmortems) > MANY
        self._very_many = len(catalog.postmortems) > VERY_MANY
        keep = {"auto": not many, "true": True, "false": False}
        self._in_theme = keep[settings.search_bodies]
        self._catalog = catalog
        self._folder = f"{settings.url}/explore/pagefind"
        self._scratch: Scratch | None = None
        self._added = 0

    def searched(self, postmortem: Postmortem | None, text: str) -> str:
        """What the theme's search is to find of a page; its whole text is kept for the explorer.

        Args:
            postmortem: Whose page it is; None for a page of another kind, which stays as it is.
            text: The searched part of the page as clean HTML.
        """
        if postmortem is None:
            return text
        if self.state == "yes":
            # Not before: processes that were forked earlier must not inherit the folder.
            self._scratch = self._scratch or Scratch()
            row = self._catalog.order[postmortem.path]
            self._scratch.write(f"pages/{row}.html", _slim(postmortem, text))
            self._added += 1
        return text if self._in_theme else _short(postmortem, only_id=self._very_many)

    def write(self, site: Path) -> str | None:
        """Index the texts into the site folder; what went wrong, in one line.

        A build of changed pages only does not hold all texts, and leaves the index as it is.
        """
        scratch, self._scratch = self._scratch, None
        if scratch is None:
            return None
        try:
            if self._added != len(self._catalog.postmortems):
                return None
            failure = _run(scratch.path)
            return failure or _publish(scratch, self._added, site / self._folder)
        except OSError as error:
            return f"the index of the explorer could not be written: {error.strerror or error}."
        finally:
            scratch.close()


def _slim(postmortem: Postmortem, text: str) -> str:
    """A page of text alone. What the explorer knows anyway stands at its end: excerpts show the
    first match."""
    title = html.escape(postmortem.title)
    about = " · ".join((postmortem.id, *(s.name for s in postmortem.services), *postmortem.tags))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main data-pagefind-body>{text}\n<p>{title}</p><p>{html.escape(about)}</p></main>"
        "</body></html>\n"
    )


def _short(postmortem: Postmortem, *, only_id: bool) -> str:
    """What the theme's index holds instead of the body; title and tags stand in it anyway."""
    about = (postmortem.summary, ", ".join(s.name for s in postmortem.services))
    lines = (postmortem.id, *(() if only_id else about))
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)


def _run(folder: Path) -> str | None:
    """Run Pagefind over `pages/`; what went wrong, in one line."""
    command = [sys.executable, "-P", "-m", "pagefind_bin", "--silent", "--site", "pages",
               "--output-path", "index", "--exclude-selectors", ".headerlink"]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program with fixed arguments
            command, cwd=folder, capture_output=True, text=True, errors="replace",
            timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"Pagefind did not end within {_SECONDS} seconds. Set `full_text: false`."
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        said = lines[-1].strip()[:200] if lines else "it said nothing"
        return f"Pagefind failed with exit code {done.returncode}: {said}. Set `full_text: false`."
    return None


def _publish(scratch: Scratch, count: int, target: Path) -> str | None:
    """Copy the index into the site, with the marks of the pages in the order of the catalog."""
    output = scratch.path / "index"
    names = sorted(p.relative_to(output).as_posix() for p in output.rglob("*") if p.is_file())
    rows: list[str] = [""] * count
    for name in names:
        if name.startswith("fragment/"):
            row = _row(output / name)
            if row is not None and row < count:
                rows[row] = Path(name).stem
    if not all(rows):
        return "the index that Pagefind wrote cannot be read: install pagefind_bin>=1.5,<2."
    scratch.write("index/rows.json", json.dumps(rows, separators=(",", ":")))
    chosen = [name for name in names if _NEEDED.fullmatch(name)]
    scratch.publish("index", [*chosen, "rows.json"], target)
    return None


def _row(fragment: Path) -> int | None:
    """The number of the page that a fragment of the index is about."""
    try:
        raw = gzip.decompress(fragment.read_bytes())
        url = json.loads(raw.removeprefix(_MARK))["url"]
        return int(Path(url).stem)
    except (OSError, EOFError, ValueError, LookupError, TypeError):
        return None
