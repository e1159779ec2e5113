"""The site that the browser looks at: the sample postmortems, and one of each odd kind.

It has a configuration of its own, so that these tests judge our pages and not the manual's.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

FULL = Path(__file__).parents[1] / "profiles"
LONG_WORD = "extraordinarily" * 6
LONG_TITLE = f"A very long title that goes on {'and on ' * 8}until it ends in {LONG_WORD}"
HOSTILE = '<img src=x onerror=alert(1)> & "quotes" {{ braces }} | pipe'

MATERIAL = """\
site_name: Incidents of Larkfield
site_url: SITE_URL
repo_url: https://code.larkfield.example/postmortems
edit_uri: edit/main/docs/
theme:
  name: material
  font: false
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, primary: indigo,
       toggle: {icon: material/weather-night, name: Switch to dark mode}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, primary: indigo,
       toggle: {icon: material/weather-sunny, name: Switch to light mode}}
  features: [navigation.tabs, navigation.instant]
plugins: [search, postmortems]
markdown_extensions: [admonition, attr_list, footnotes, tables, toc]
"""
BUILT_IN = """\
site_name: Incidents of Larkfield
site_url: SITE_URL
theme: {name: mkdocs, color_mode: auto, user_color_mode_toggle: true}
plugins: [search, postmortems]
"""

_UNSTRUCTURED = """\
# Database ran out of disk on a Sunday

Written before there was a format. | Nobody | was paged.

| Time | Event |
| ---- | ----- |
| 09:12 | Disk full |
"""
_WITHDRAWN = """\
---
title: "Alert storm that turned out to be a test"
severity: SEV-4
status: withdrawn
started_at: 2026-05-12 08:00
---
## Executive summary
No user was affected.
"""
_LONG = f"""\
---
title: "{LONG_TITLE}"
severity: SEV-2
status: draft
started_at: 2026-07-01 10:00
services: [{LONG_WORD}, checkout-api]
timeline:
  - {{at: 2026-07-01 10:00, kind: first_impact, event: "{LONG_WORD}"}}
  - {{at: 10:20, kind: mitigated, event: "Ended", actor: {LONG_WORD}}}
action_items:
  - {{id: AI-001, title: "{LONG_TITLE}", owner: {LONG_WORD}, due: 2026-08-01}}
---
## Executive summary
{LONG_WORD}
"""
_HOSTILE = f"""\
---
title: '{HOSTILE}'
severity: SEV-3
status: draft
started_at: 2026-07-03 10:00
services: ['{HOSTILE}']
timeline:
  - {{at: 2026-07-03 10:00, kind: first_impact, event: '{HOSTILE}', actor: '{HOSTILE}'}}
action_items:
  - {{id: AI-001, title: '{HOSTILE}', owner: '{HOSTILE}', due: 2026-08-01}}
---
## Executive summary
<script>alert(1)</script> and <b onclick="alert(1)">bold</b>
"""
EXTRA = {
    "2024/2024-03-17 disk full.md": _UNSTRUCTURED,
    "2026/INC-20260512-001.md": _WITHDRAWN,
    "2026/INC-20260701-001.md": _LONG,
    "2026/INC-20260703-001.md": _HOSTILE,
}


PROBLEMS = "incidents/problems"
"""The folder of the page that the live preview adds."""


def write_project(folder: Path, samples: Path, configuration: str = MATERIAL) -> Path:
    """A small project with the sample postmortems, full ones of each profile, and `EXTRA`."""
    shutil.copytree(samples, folder / "postmortems")
    shutil.copytree(FULL, folder / "postmortems" / "full")
    write_odd(folder, configuration)
    _supersede(folder / "postmortems" / "2026")
    return folder


def write_odd(folder: Path, configuration: str = MATERIAL) -> Path:
    """A small project with the postmortems of `EXTRA` only."""
    files = {f"postmortems/{name}": text for name, text in EXTRA.items()}
    for name, text in {**files, "docs/index.md": "# Start\n", "mkdocs.yml": configuration}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def _supersede(year: Path) -> None:
    """An older account of a sample incident, which leads to it."""
    text = (year / "INC-0178.md").read_text("utf-8")
    for old, new in (
        ("\ntitle: ", "\ntitle: First account - "),
        ("\nstatus: final\n", "\nstatus: superseded\n"),
        ("\nrelated:\n", "\nrelated:\n  - {id: INC-0178, relation: superseded_by}\n"),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (year / "INC-0179.md").write_text(text, "utf-8")


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """No lines in the output of the tests."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # A page asks for dozens of files at once; of those that find no place, some come seconds later.
    request_queue_size = 128


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address, with a slash at its end, under which a folder is served meanwhile."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
