"""Similar incidents and families on pages: what is shown, to whom, and on how many pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import related as benchmark
from mkdocs_postmortems import catalog as catalogs
from mkdocs_postmortems import sitebuild
from mkdocs_postmortems.build import Checked
from mkdocs_postmortems.model import Relation
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.settings import Settings
from mkdocs_postmortems.sitebuild import SiteBuild
from tests import site_support
from tests.page_support import html_of
from tests.support import check, document, project


def labelled(folder: Path, changes: Mapping[str, tuple[str, str]] | None = None) -> Path:
    """A project with the incidents of the benchmark, some with a text replaced."""
    benchmark.catalog(benchmark.incidents(), folder)
    for identifier, (old, new) in (changes or {}).items():
        path = folder / "postmortems" / f"{identifier}.md"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    return folder


def site_of(checked: Checked) -> SiteBuild:
    return sitebuild.collect(checked, Site("incidents"))


def page_of(site: SiteBuild, identifier: str) -> str:
    postmortem = site.checked.catalog.get(identifier)
    assert postmortem is not None
    return html_of(site.postmortem(postmortem))


def similar(text: str) -> str:
    """The section of similar incidents."""
    return text.partition("## Similar incidents")[2]


def test_a_page_names_what_is_similar_and_why(tmp_path: Path) -> None:
    extra = "related: [{id: RL-162, relation: recurrence_of}]\n"
    link = {"RL-164": ("tags:", f"{extra}tags:")}
    site = site_of(check(labelled(tmp_path / "p", link)))
    text = page_of(site, "RL-164")
    related, found = text.partition("## Similar incidents")[::2]
    assert "RL-162" in related
    assert "RL-162" not in found
    assert 'href="../RL-161/"' in found
    assert "both mention " in found
    assert "Computed from what the postmortems say" in found
    assert site_support.parse(found).unbalanced == []


def test_nothing_near_no_section(tmp_path: Path) -> None:
    checked = check(project(tmp_path, {"INC-1.md": document(), "INC-2.md": document()}))
    site = site_of(checked)
    assert "Similar incidents" not in page_of(site, "INC-1")


def test_what_is_hidden_counts_for_nothing(tmp_path: Path) -> None:
    """The public pages of all are those of the public ones alone, word for word."""
    public = {"RL-161", "RL-162", "RL-163", "RL-111", "RL-113", "RL-904", "RL-907", "RL-912"}
    marks = dict.fromkeys(public, ("tags:", "tlp: CLEAR\ntags:"))
    both = labelled(tmp_path / "both", marks)
    alone = labelled(tmp_path / "alone", marks)
    for path in (alone / "postmortems").iterdir():
        if path.stem not in public:
            path.unlink()
    one, other = (site_of(check(path, Settings(audience="public"))) for path in (both, alone))
    for name in sorted(public):
        assert page_of(one, name) == page_of(other, name)
    found = similar(page_of(one, "RL-161"))
    assert "RL-162" in found
    assert "RL-164" not in found
    assert "not_related" not in found


def test_hostile_words_are_text(tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    changes = {
        f"RL-16{n}": ("tags:", f"features: ['{hostile}']\ntags:") for n in (1, 2)
    }  # fmt: skip
    site = site_of(check(labelled(tmp_path / "p", changes)))
    found = similar(page_of(site, "RL-161"))
    assert "same feature &lt;img" in found
    assert "<img" not in found


# ------------------------------------------------------------------------------------- families


def action(title: str, **keys: str) -> str:
    rest = "".join(f", {key}: {value}" for key, value in keys.items())
    return f'{{title: "{title}"{rest}}}'


def at(day: str, extra: str) -> str:
    return document(extra).replace("2026-03-13 22:41", f"{day} 10:00")


@pytest.fixture
def index(tmp_path: Path) -> str:
    done = action("Raise the limit", status="done", done_on="2026-01-20")
    late = action("Alert on waiting", due="2026-02-20")
    files: dict[str, str | bytes] = {
        "INC-1.md": at("2026-01-01", f"action_items: [{done}]\n"),
        "INC-2.md": at(
            "2026-02-01",
            f"related: [{{id: INC-1, relation: recurrence_of}}]\naction_items: [{late}]\n",
        ),
        "INC-3.md": at("2026-02-02", "related: [{id: INC-1, relation: related}]\n"),
    }
    return html_of(site_of(check(project(tmp_path, files))).pages["related"]())


def test_the_index_tells_a_family(index: str) -> None:
    text = site_support.words(index)
    assert "1 family of recurrences; in 1 of them a fix did not hold." in text
    assert "seen 2 times, first 2026-01-01, last 2026-02-01, 31 days apart" in text
    assert "1 action item unfinished" in text
    assert "1 action done, the last on 2026-01-20Raise the limit" in text
    assert "↺Fix did not hold its actions were done by 2026-01-20, and it came back on" in text
    assert "▲Overdue Alert on waiting due 2026-02-20" in text
    assert 'href="../INC-2/#action-AI-001"' in index
    assert index.index("Families of recurrences") < index.index("All links")
    assert site_support.parse(index).unbalanced == []


def many(tmp_path: Path, count: int, family: int) -> SiteBuild:
    """Copies of one postmortem, in families of a size."""
    checked = check(project(tmp_path, {"INC-1.md": document()}))
    (one,) = checked.catalog.postmortems
    copies = [
        replace(
            one, id=f"INC-{n}", path=f"postmortems/INC-{n}.md",
            relations=(Relation(0, f"INC-{n - 1}", "recurrence_of"),) if n % family else (),
        )
        for n in range(count)
    ]  # fmt: skip
    return site_of(replace(checked, catalog=catalogs.build(copies)))


def test_of_a_large_family_the_latest_are_shown(tmp_path: Path) -> None:
    text = html_of(many(tmp_path, 40, 40).pages["related"]())
    families = text.partition("## All links")[0]
    assert families.count("<li>") == 12
    assert "28 more between these" in families
    assert "median of the 39 intervals 0 days" in families
    assert '"../INC-0/"' in families
    assert '"../INC-39/"' in families


def test_many_families_go_on_on_further_pages(tmp_path: Path) -> None:
    site = many(tmp_path, 600, 2)
    names = [name for name in site.pages if name.startswith("related")]
    assert names == ["related", *(f"related/page/{n}" for n in range(2, 16))]
    texts = [html_of(site.pages[name]()) for name in names]
    assert [text.count('class="pm-family"') for text in texts] == [20] * 15
    assert ["## All links" in text for text in texts] == [True] * 10 + [False] * 5
    assert [text.count('<nav class="pm-pager"') for text in texts] == [2] * 10 + [1] * 5
