"""What the tests of a postmortem's page share: the page as text, and what of a record it shows."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs_postmortems import profiles, sitebuild
from mkdocs_postmortems.build import Checked
from mkdocs_postmortems.model import Postmortem
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.rendering import pages
from mkdocs_postmortems.views import Page
from mkdocs_postmortems.views.base import STATUS_WORDS
from mkdocs_postmortems.views.tables import STATE_WORDS
from tests import site_support

GOLDEN = Path(__file__).parent / "golden"
DAY = date(2026, 11, 21)

# Not shown, and why.
HIDDEN = {
    "profile": "the template's title stands there",
    "schema_version": "says nothing to a reader",
    "suppress": "is about the check",
    "timezone": "stands beside each time",
    "incident_date": "is shown as the start",
}

# Instants and lengths are written out anew; their own tests hold them to their meaning.
_REWRITTEN = re.compile(r"(_at|\.at|^duration|^metrics\.\w+|important|\.level|date)$")


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a record with their paths."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value, path)
    else:
        yield path, node


def html_of(page: Page) -> str:
    """Our part of a page; the author's Markdown stands in it as it is."""
    draft = pages.draft(page)
    html = draft.markdown
    for token, block in draft.blocks.items():
        placeholder = token if block.inline else f"<p>{token}</p>"
        assert html.count(placeholder) == 1, placeholder
        html = html.replace(placeholder, block.html)
    return html


def shown(checked: Checked, postmortem: Postmortem) -> tuple[str, str]:
    """The page of a postmortem: its Markdown with the blocks as HTML, and the text of both."""
    html = html_of(sitebuild.collect(checked, Site("incidents")).postmortem(postmortem))
    return html, site_support.words(html)


def hold_to_golden(html: str, golden: Path) -> None:
    """Compare a page with the one that was looked at; `UPDATE_GOLDEN=1` writes it anew."""
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(html, "utf-8")
    assert html == golden.read_text("utf-8"), "UPDATE_GOLDEN=1 writes it anew"


def not_shown(
    values: Iterable[tuple[str, Any]], html: str, text: str, profile: profiles.Profile
) -> list[str]:
    """Which values of a record do not stand on a page."""
    return [
        f"{path}: {value!r}"
        for path, value in values
        if path.split(".")[0] not in HIDDEN
        and not any(" ".join(said.split()) in text for said in displays(path, value, profile))
        and f'href="{value}"' not in html
        and not _REWRITTEN.search(path)
    ]


TRUE = {"estimated": ("about ",), "done": ("☑",)}
WORDS = {"wont_do": (STATE_WORDS["wont_do"],), "cto_caio": ("CTO/CAIO",)}


def displays(path: str, value: Any, profile: profiles.Profile) -> set[str]:
    """How a value may stand on a page of a profile."""
    fields = [field for spec in profile.sections for field in spec.fields]
    boxes = [
        f.options[value] for f in fields
        if path in (f.path, f"{f.path}.{f.by}") and f.options and value in f.options
    ]  # fmt: skip
    if boxes:
        return {f"☑ {box}" for box in boxes}
    if any(f.path == path.rpartition(".")[0] and value in (f.item or {}).values() for f in fields):
        return {f.label for f in fields if f.item and value in f.item.values()} | {
            spec.heading for spec in profile.sections for f in spec.fields
            if f.item and value in f.item.values()
        }  # fmt: skip
    key = path.rpartition(".")[2]
    if isinstance(value, bool):
        said = {"Yes", key, *TRUE.get(key, ())} if value else {"No", f"not {key}", "☐"}
        return {word.replace("_", " ") for word in said}
    text = str(value)
    if isinstance(value, (int, float)):
        return {text, f"{value:,}"}
    shown = {text, text.replace("_", " "), text.replace("_", " ").capitalize()}
    shown.add(text.replace("T", " ")[:16].replace("+01:00", ""))
    if path == "status":
        shown.add(STATUS_WORDS[text])
    said = (f"not known whether {key}",) if text == "unknown" else WORDS.get(text, ())
    return {*shown, *said}
