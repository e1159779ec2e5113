"""Small things of a page: description, marking, the line that stays, and what a script finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mkdocs_postmortems import sitebuild
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.rendering import pages
from mkdocs_postmortems.rendering.pages import Draft
from mkdocs_postmortems.settings import Settings
from tests.conftest import PROJECT
from tests.page_support import shown
from tests.support import SUMMARY, check, document, project


def site(folder: Path, text: str) -> sitebuild.SiteBuild:
    return sitebuild.collect(check(project(folder, {"INC-1.md": text})), Site("incidents"))


def draft(folder: Path, text: str) -> Draft:
    built = site(folder, text)
    return pages.draft(built.postmortem(built.checked.catalog.postmortems[0]))


def test_a_description_says_how_grave_when_and_what(tmp_path: Path) -> None:
    assert draft(tmp_path, document()).meta["description"] == (
        "SEV-2, 2026-03-13: Card payments failed until the configuration was rolled back."
    )


def test_a_near_miss_is_called_one(tmp_path: Path) -> None:
    found = draft(tmp_path, document("kind: near_miss\n")).meta["description"]
    assert str(found).startswith("SEV-2, near miss, 2026-03-13: ")


def test_a_long_description_is_cut_between_words(tmp_path: Path) -> None:
    text = document(body=f"## Executive summary\n\n{'words of <b>ten</b> ' * 30}\n")
    found = str(draft(tmp_path, text).meta["description"])
    plain = found.replace("&lt;", "<").replace("&gt;", ">")
    assert 180 < len(plain) <= 200
    assert plain.endswith(("words…", "of…", "ten…", "</b>…"))
    assert "<" not in found


def test_a_file_without_anything_has_its_title(tmp_path: Path) -> None:
    found = draft(tmp_path, "# The night of the queue\n")
    assert found.meta["description"] == "The night of the queue"


def test_every_page_has_a_description() -> None:
    built = sitebuild.collect(check(PROJECT, Settings()), Site("incidents"))
    found = {
        name: pages.draft(make()).meta.get("description") for name, make in built.pages.items()
    }
    for postmortem in built.checked.catalog.postmortems:
        made = pages.draft(built.postmortem(postmortem))
        found[postmortem.id] = made.meta.get("description")
    assert [name for name, text in found.items() if not text or len(str(text)) < 20] == []
    assert [name for name, text in found.items() if len(str(text)) > 260] == []


@pytest.mark.parametrize(
    ("tlp", "said"),
    [
        ("RED", "TLP:RED For those who were given it, and for nobody else."),
        ("AMBER", "TLP:AMBER Limited disclosure: to those in this organisation and its clients"),
        ("AMBER+STRICT", "TLP:AMBER+STRICT Limited disclosure: inside this organisation, to those"),
    ],
)
def test_a_marking_says_who_may_have_it(tlp: str, said: str, tmp_path: Path) -> None:
    built = site(tmp_path, document(f"tlp: {tlp}\n"))
    assert said in shown(built.checked, built.checked.catalog.postmortems[0])[1]


@pytest.mark.parametrize("tlp", ["CLEAR", "GREEN"])
def test_other_markings_have_a_badge_only(tlp: str, tmp_path: Path) -> None:
    built = site(tmp_path, document(f"tlp: {tlp}\n"))
    html, text = shown(built.checked, built.checked.catalog.postmortems[0])
    assert f"TLP:{tlp}" in text
    assert "pm-sharing" not in html


def test_the_line_that_stays_is_for_eyes_only(tmp_path: Path) -> None:
    """It repeats the header: no id, no link, nothing that is read aloud or focused."""
    built = site(tmp_path, document(body=SUMMARY))
    html = shown(built.checked, built.checked.catalog.postmortems[0])[0]
    bar = re.search(r'<div class="pm-stay pm-noprint" aria-hidden="true">(.*?)</div>', html, re.S)
    assert bar is not None
    assert not re.search(r"<a |<button| id=|tabindex", bar[1])
    assert "INC-1" in bar[1]
    assert "In review" in bar[1]
