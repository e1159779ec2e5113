"""The pages of what incidents taught: coverage, filters, links, and what may not stand on them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from mkdocs_postmortems import learning, sitebuild
from mkdocs_postmortems.paths import Site, heading_ids
from mkdocs_postmortems.rendering import pages
from mkdocs_postmortems.settings import Settings, from_mapping
from mkdocs_postmortems.views import Block, headings
from mkdocs_postmortems.views import learning as view
from tests.site_support import parse, words
from tests.support import HEAD, SUMMARY, check, document, project

BODY = f"{SUMMARY}\n## What went well\n\n- Rollback took *one* command\n- The drill helped\n"
HOSTILE = '<img src=x onerror=alert(1)> {{ 7*7 }} "</th><script>'
NAMES = ["learning", *(f"learning/{topic.name}" for topic in learning.TOPICS)]


def at(day: str, extra: str = "", body: str = BODY, status: str = "in_review") -> str:
    head = HEAD.replace("2026-03-13", day).replace("in_review", status)
    return document(extra, body, head)


def built(
    folder: Path, files: Mapping[str, str | bytes], settings: Settings | None = None
) -> sitebuild.SiteBuild:
    return sitebuild.collect(check(project(folder, files), settings), Site("incidents"))


def data(site: sitebuild.SiteBuild, name: str) -> Mapping[str, Any]:
    (part,) = site.pages[f"learning{name and '/'}{name}"]().parts
    assert isinstance(part, Block)
    return part.data


def html(site: sitebuild.SiteBuild, name: str) -> str:
    (block,) = pages.draft(site.pages[name]()).blocks.values()
    return block.html


@pytest.fixture
def site(tmp_path: Path) -> sitebuild.SiteBuild:
    return built(tmp_path, {
        "INC-20260401-001.md": at("2026-04-01", "services: [basket]\nwhat_went_well: [Calm]\n",
                                  SUMMARY),
        "INC-20260705-001.md": at("2026-07-05", "services: [basket, pricing]\nkind: near_miss\n"),
        "INC-20260801-001.md": at("2026-08-01", body=SUMMARY),
        "INC-20260901-001.md": at("2026-09-01", "kind: exercise\n", status="draft"),
        "INC-20260910-001.md": at("2026-09-10", status="withdrawn"),
        "2024-01-01-old.md": "# Old\n\n## What went well\n\n- Not structured\n",
    })  # fmt: skip


def test_rows_of_both_places_newest_first(site: sitebuild.SiteBuild) -> None:
    found = data(site, "went-well")
    assert [(g["incident"]["id"], [r["text"] for r in g["rows"]]) for g in found["groups"]] == [
        ("INC-20260901-001", ["Rollback took *one* command", "The drill helped"]),
        ("INC-20260705-001", ["Rollback took *one* command", "The drill helped"]),
        ("INC-20260401-001", ["Calm"]),
    ]
    assert found["count"] == found["shown"] == 5


def test_coverage_counts_postmortems_in_review_or_final(site: sitebuild.SiteBuild) -> None:
    text = words(html(site, "learning/went-well"))
    assert "5 things that went well, newest first." in text
    assert "Found in 2 of 3 postmortems in review or final." in text
    assert "Near miss" in text
    assert "Exercise" in text


def test_links_lead_to_the_section(site: sitebuild.SiteBuild) -> None:
    links = {row["href"] for group in data(site, "went-well")["groups"] for row in group["rows"]}
    assert links == {
        f"../../INC-{day}-001/#what-went-well" for day in ("20260401", "20260705", "20260901")
    }


TWICE = f"""{SUMMARY}
## Notes

### What went well

- Notes count too

## What went well

- First

## Further details

Own words.

## Lessons learned

### What went well

- Second
"""


def test_links_lead_to_the_right_one_of_equal_headings(tmp_path: Path) -> None:
    """The site numbers equal headings; what stands below each is what the link is for."""
    front = "where_we_got_lucky: [Luck]\ncommunications: {customer: [{text: Told, done: true}]}\n"
    name = "INC-20260401-001"
    site = built(tmp_path, {f"{name}.md": at("2026-04-01", front, TWICE)})
    (postmortem,) = site.checked.catalog.postmortems
    draft = pages.draft(site.postmortem(postmortem))
    html_ = Markdown(extensions=["toc"]).convert(draft.markdown)
    for token, block in draft.blocks.items():
        html_ = html_.replace(token, block.html)
    links = {
        row["text"]: row["href"].partition("#")[2]
        for topic in ("went-well", "luck", "communication")
        for group in data(site, topic)["groups"] for row in group["rows"]
    }  # fmt: skip
    assert (len(links), len(set(links.values()))) == (5, 4)
    for text, place in links.items():
        below = html_.partition(f'id="{place}"')[2].partition('<h2 id="')[0]
        assert text in below.partition('<h3 id="')[0], place
    assert links["Notes count too"] == "what-went-well"
    assert links["Second"] == "what-went-well_2"
    assert "further-details_1" in links.values()


QUOTED = f"""{SUMMARY}
## Notes

> ## What went well
>
> Said elsewhere.

- ### What went well

    An item.

## What went well

- Ours
"""


def test_headings_in_quotes_and_items_are_counted(tmp_path: Path) -> None:
    site = built(tmp_path, {"INC-20260401-001.md": at("2026-04-01", "", QUOTED)})
    (group,) = data(site, "went-well")["groups"]
    (postmortem,) = site.checked.catalog.postmortems
    html_ = Markdown(extensions=["toc"]).convert(pages.draft(site.postmortem(postmortem)).markdown)
    (row,) = group["rows"]
    place = row["href"].partition("#")[2]
    assert place == "what-went-well_2"
    assert "Ours" in html_.partition(f'id="{place}"')[2].partition("<h2")[0]


def test_headings_without_a_letter_that_addresses_hold_are_numbered(tmp_path: Path) -> None:
    body = f"{SUMMARY}\n## 概要\n\nText.\n\n## What went well\n\n### 学び\n\n- Deep\n"
    site = built(tmp_path, {"INC-20260401-001.md": at("2026-04-01", "", body)})
    (group,) = data(site, "went-well")["groups"]
    assert [row["href"] for row in group["rows"]] == ["../../INC-20260401-001/#_2"]


def test_pages_without_equal_headings_are_not_laid_out(
    site: sitebuild.SiteBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(headings.postmortem_view, "sections", None)
    assert data(site, "went-well")["groups"]


def test_filters_offer_what_is_there(site: sitebuild.SiteBuild) -> None:
    filters = {f["key"]: f["options"] for f in data(site, "went-well")["filters"]}
    assert filters == {"service": ["basket", "pricing"]}


def test_the_overview_has_the_newest_of_three_incidents(site: sitebuild.SiteBuild) -> None:
    topics = {topic["title"]: topic for topic in data(site, "")["topics"]}
    assert list(topics) == [topic.title for topic in learning.TOPICS]
    newest = topics["What went well"]["newest"]
    assert [(row["incident"]["id"], row["text"]) for row in newest] == [
        ("INC-20260901-001", "Rollback took *one* command"),
        ("INC-20260705-001", "Rollback took *one* command"),
        ("INC-20260401-001", "Calm"),
    ]
    assert topics["Lessons"]["count"] == 0


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_catalog_says_how_to_write_such_a_thing(tmp_path: Path, name: str) -> None:
    page = html(built(tmp_path, {}), name)
    if name == "learning":
        assert page.count("None yet.") == len(learning.TOPICS)
        return
    topic = next(t for t in learning.TOPICS if name.endswith(f"/{t.name}"))
    assert topic.write in parse(page).text
    assert "<table" not in page


def test_a_dashboard_of_nothing_has_no_empty_charts(tmp_path: Path) -> None:
    page = html(built(tmp_path, {}), "severity")
    assert "The charts begin with the first postmortem" in page
    assert "pm-chart" not in page


def test_what_is_offered_to_write_is_valid_and_read(tmp_path: Path) -> None:
    front = "\n".join(topic.write for topic in learning.TOPICS).replace("…", "some words") + "\n"
    site = built(tmp_path, {"INC-20260401-001.md": at("2026-04-01", front, SUMMARY)})
    assert not site.checked.diagnostics
    assert all(topic["count"] for topic in data(site, "")["topics"])


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    quoted = HOSTILE.replace("\\", "").replace("'", "")
    front = (
        f"services: ['{quoted}']\n"
        f"lessons: [{{lesson: '{quoted}', application: '{quoted}'}}]\n"
        f"documentation_updates: [{{kind: other, kind_other: '{quoted}', name: '{quoted}'}}]\n"
        f"communications: {{log: [{{message: a, channel: '{quoted}'}}]}}\n"
    )
    body = f"{SUMMARY}\n## What went well\n\n- {HOSTILE}\n"
    site = built(tmp_path, {"INC-20260401-001.md": at("2026-04-01", front, body)})
    for name in ("", "lessons", "documents", "went-well", "communication"):
        document = parse(html(site, f"learning{name and '/'}{name}"))
        assert set(document.active) <= {"form"}
        assert "img" not in document.active
        assert not document.unbalanced
        assert any("<img src=x onerror=alert(1)> {{ 7*7 }}" in text for text in document.text)


def test_a_public_site_gathers_from_what_it_publishes(tmp_path: Path) -> None:
    site = built(tmp_path, {
        "INC-20260401-001.md": at("2026-04-01", "tlp: CLEAR\nkey_takeaway: Ours\n"),
        "INC-20260402-001.md": at("2026-04-02", "key_takeaway: Secret\n"),
    }, from_mapping({"audience": "public"}, "test"))  # fmt: skip
    assert [g["incident"]["id"] for g in data(site, "takeaways")["groups"]] == ["INC-20260401-001"]
    assert data(site, "takeaways")["coverage"]["reviewed"] == 1
    assert not any("Secret" in html(site, name) for name in NAMES)


def test_a_long_list_goes_on_on_further_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "LIST_ROWS", 5)
    files: dict[str, str | bytes] = {
        f"INC-2026040{day}-001.md": at(f"2026-04-0{day}") for day in range(1, 6)
    }
    site = built(tmp_path, files)
    names = [name for name in site.pages if name.startswith("learning/went-well")]
    assert len(names) > 1
    found = [site.pages[name]().parts[0] for name in names]
    ids = [g["incident"]["id"] for part in found if isinstance(part, Block)
           for g in part.data["groups"]]  # fmt: skip
    assert ids == sorted((name.removesuffix(".md") for name in files), reverse=True)
    assert 'aria-current="page"' in html(site, names[1])


def test_nothing_is_read_before_a_page_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    original = learning.entries
    monkeypatch.setattr(
        learning, "entries", lambda p, topic: (read.append(topic.name), original(p, topic))[1]
    )
    site = built(tmp_path, {"INC-20260401-001.md": at("2026-04-01", "key_takeaway: One\n")})
    assert read == []
    for name in (*NAMES, *NAMES):
        site.pages[name]()
    assert sorted(read) == ["takeaways", "went-well"]


def test_own_words(tmp_path: Path) -> None:
    site = built(tmp_path, {}, from_mapping({"terms": {"postmortem": "review"}}, "test"))
    assert "No review says anything about this yet." in html(site, "learning/lessons")


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        (None, "Detection & response", "detection-response"),
        ({"permalink": True}, "What went well?", "what-went-well"),
        ({"separator": "_"}, "What went  well", "what_went_well"),
        ({"slugify": lambda text, separator: text.upper()}, "Größe", "GRÖSSE"),
        ({}, "概要", ""),
    ],
)
def test_ids_of_headings_are_those_of_the_site(options: Any, text: str, expected: str) -> None:
    assert heading_ids(options)(text) == expected
