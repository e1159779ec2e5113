"""Reading the lists of one file, for the tests of rows."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

from mkdocs_postmortems import rows
from mkdocs_postmortems.model import Postmortem
from tests.support import check, project

HEAD = (
    "---\nprofile: {profile}\ntitle: T\nstatus: draft\nstarted_at: 2026-03-13 22:41\n{front}---\n"
)


def loaded(folder: Path, profile: str, body: str, front: str = "") -> Postmortem:
    """A postmortem with this body, whose lines may be indented as a whole."""
    text = HEAD.format(profile=profile, front=front) + dedent(body)
    (postmortem,) = check(project(folder, {"INC-1.md": text})).everything.postmortems
    return postmortem


def read(folder: Path, profile: str, path: str, body: str) -> list[dict[str, Any]]:
    """The values of the rows of a list."""
    return [dict(row.values) for row in rows.read(loaded(folder, profile, body), path)]
