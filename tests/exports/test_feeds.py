"""Feeds: well-formed, with all that Atom requires (RFC 4287), ids and dates that stay."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.characters import clean
from mkdocs_postmortems.exporters import feeds
from tests.exports import support
from tests.exports.support import exported, made

ATOM = "{http://www.w3.org/2005/Atom}"
FOLDER = "incidents/feeds"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def one(parent: ET.Element, name: str) -> str:
    """The text of an element that must be there once and hold something."""
    (found,) = parent.findall(f"{ATOM}{name}")
    assert found.text, name
    return found.text


def faults(content: bytes) -> list[str]:
    """What an Atom feed lacks of what RFC 4287 requires."""
    feed = ET.fromstring(content)
    wrong = [] if feed.tag == f"{ATOM}feed" else [f"the root is {feed.tag}"]
    ids = []
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        where = element.tag.removeprefix(ATOM)
        for name in ("id", "title", "updated"):
            found = element.findall(f"{ATOM}{name}")
            if len(found) != 1 or not (found[0].text or "").strip():
                wrong.append(f"{where}: {len(found)} {name}")
            elif name == "updated" and not INSTANT.fullmatch(found[0].text or ""):
                wrong.append(f"{where}: updated {found[0].text}")
        ids.append(element.findtext(f"{ATOM}id"))
        links = [link for link in element.findall(f"{ATOM}link") if link.get("href")]
        alternate = [link for link in links if link.get("rel") == "alternate"]
        if len(alternate) != 1:
            wrong.append(f"{where}: {len(alternate)} alternate links")
    if not feed.findall(f"{ATOM}author/{ATOM}name"):
        wrong.append("no author")
    wrong += [f"id twice: {name}" for name in set(ids) if ids.count(name) > 1]
    wrong += [f"id {name}" for name in ids if not re.match(r"(tag|urn):\S+$", name or "")]
    return wrong


@pytest.mark.parametrize("name", ["all", "severity/high", "service/checkout-api"])
def test_golden_feeds(name: str, tmp_path: Path) -> None:
    content = made(exported(tmp_path), "feeds")[f"{FOLDER}/{name}.xml"]
    support.matches_golden(f"feeds/{name.replace('/', '-')}.xml", content)


@pytest.mark.parametrize("site_url", ["", support.URL])
def test_feeds_have_what_atom_requires(site_url: str, tmp_path: Path) -> None:
    files = made(exported(tmp_path, site_url=site_url), "feeds")
    assert sorted(files) == [
        f"{FOLDER}/all.xml", f"{FOLDER}/service/c-builds-a5443563.xml",
        f"{FOLDER}/service/checkout-api.xml", f"{FOLDER}/severity/high.xml",
        f"{FOLDER}/severity/medium.xml",
    ]  # fmt: skip
    for path, content in files.items():
        assert faults(content) == [], path


def test_what_is_missing_is_found() -> None:
    broken = b'<feed xmlns="http://www.w3.org/2005/Atom"><id>x y</id><entry/></feed>'
    found = faults(broken)
    assert {"feed: 0 title", "entry: 0 id", "no author", "id x y"} <= set(found)


def test_an_empty_archive_has_a_feed(tmp_path: Path) -> None:
    (content,) = made(exported(tmp_path, {}), "feeds").values()
    assert faults(content) == []


def test_entries_say_what_happened_and_lead_there(tmp_path: Path) -> None:
    feed = ET.fromstring(made(exported(tmp_path), "feeds")[f"{FOLDER}/all.xml"])
    first, second = feed.findall(f"{ATOM}entry")
    assert one(first, "id") == "tag:docs.example,2026:/sub/incidents/INC-20260313-001"
    assert one(first, "published") == "2026-03-13T22:41:00Z"
    assert one(first, "updated") == "2026-04-02T00:00:00Z"
    assert one(first, "summary").startswith("Cards failed & the queue grew < 30 minutes\n")
    assert "Status: in review" in one(second, "summary")
    link = first.find(f"{ATOM}link[@rel='alternate']")
    assert link is not None
    assert link.get("href") == f"{support.URL}incidents/INC-20260313-001/"
    terms = {c.get("term") for c in first.findall(f"{ATOM}category")}
    assert terms == {"high", "checkout-api", "C++ builds", "payments"}


def test_without_an_address_links_are_relative_and_ids_are_urns(tmp_path: Path) -> None:
    for path, content in made(exported(tmp_path, site_url=""), "feeds").items():
        feed = ET.fromstring(content)
        assert feed.find(f"{ATOM}link[@rel='self']") is None
        for entry in feed.findall(f"{ATOM}entry"):
            name = one(entry, "id").removeprefix("urn:mkdocs-postmortems:incidents:")
            link = entry.find(f"{ATOM}link")
            assert link is not None
            target = urljoin(f"https://a.example/{path}", link.get("href") or "")
            assert target == f"https://a.example/incidents/{name}/"


def test_only_the_newest_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "NEWEST", 1)
    feed = ET.fromstring(made(exported(tmp_path), "feeds")[f"{FOLDER}/all.xml"])
    assert len(feed.findall(f"{ATOM}entry")) == 1


def test_feeds_do_not_know_the_day(tmp_path: Path) -> None:
    assert b"2026-11-21" not in b"".join(made(exported(tmp_path), "feeds").values())


@given(st.text(st.characters(codec="utf-8")) | st.text("<>&'\"]]>\x00\x0b\u2028\ufffe x"))
def test_any_text_is_well_formed_and_reads_back(text: str) -> None:
    parent = ET.Element("entry")
    feeds.add(parent, "summary", text)
    found = ET.fromstring(ET.tostring(parent, encoding="utf-8"))
    assert (found.findtext("summary") or "") == clean(text)
