"""What is searched of bodies: when Pagefind runs, and what the theme's search keeps."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from mkdocs_postmortems import full_text
from mkdocs_postmortems.errors import UsageError
from mkdocs_postmortems.full_text import Texts
from mkdocs_postmortems.settings import Settings, from_mapping
from tests.support import check, document, project


@pytest.fixture
def pagefind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pagefind, as if it were installed: an index of one fragment a page."""

    def run(folder: Path) -> None:
        out = folder / "index" / "fragment"
        out.mkdir(parents=True)
        (folder / "index" / "pagefind-ui.js").write_text("not needed")
        (folder / "index" / "pagefind.js").write_text("needed")
        for page in (folder / "pages").iterdir():
            raw = b"pagefind_dcd" + json.dumps({"url": f"/{page.name}"}).encode()
            (out / f"en_f{page.stem}.pf_fragment").write_bytes(gzip.compress(raw))

    monkeypatch.setattr(full_text, "installed", lambda: True)
    monkeypatch.setattr(full_text, "_run", run)


def texts(folder: Path, count: int = 1, *, indexes: bool = True, **settings: str) -> Texts:
    """The texts of a catalog."""
    files: dict[str, str | bytes] = {
        f"INC-202603{day:02d}-001.md": document("services: [basket]\ntags: [dns]\n")
        for day in range(1, count + 1)
    }
    catalog = check(project(folder, files)).catalog
    return Texts(catalog, Settings(**settings), indexes=indexes)


def add(made: Texts) -> list[str]:
    """What the theme is to search of each page."""
    return [made.searched(p, "<p>body</p>") for p in made._catalog.postmortems]


@pytest.mark.usefixtures("pagefind")
def test_the_index_has_the_marks_of_the_pages_in_order(tmp_path: Path) -> None:
    made = texts(tmp_path, 3)
    assert made.state == "yes"
    assert add(made) == ["<p>body</p>"] * 3
    assert made.write(tmp_path / "site") is None
    folder = tmp_path / "site/incidents/explore/pagefind"
    assert json.loads((folder / "rows.json").read_text()) == ["en_f0", "en_f1", "en_f2"]
    assert (folder / "pagefind.js").is_file()
    assert not (folder / "pagefind-ui.js").exists()


@pytest.mark.usefixtures("pagefind")
def test_a_build_of_some_pages_leaves_the_index_alone(tmp_path: Path) -> None:
    made = texts(tmp_path, 3)
    made.searched(made._catalog.postmortems[0], "<p>body</p>")
    assert made.write(tmp_path / "site") is None
    assert not (tmp_path / "site").exists()


@pytest.mark.usefixtures("pagefind")
def test_no_index_in_the_preview_or_where_it_is_not_wanted(tmp_path: Path) -> None:
    assert texts(tmp_path, indexes=False).state == "elsewhere"
    made = texts(tmp_path, full_text="false")
    assert made.state == "no"
    add(made)
    assert made.write(tmp_path / "site") is None


@pytest.mark.usefixtures("pagefind")
def test_an_index_that_cannot_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_text, "_run", lambda folder: (folder / "index").mkdir())
    made = texts(tmp_path)
    add(made)
    assert "pagefind_bin>=1.5,<2" in (made.write(tmp_path / "site") or "")


def test_a_program_that_fails_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text.sys, "executable", "/bin/false")
    assert full_text._run(tmp_path) == (
        "Pagefind failed with exit code 1: it said nothing. Set `full_text: false`."
    )


def test_what_is_said_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "installed", lambda: False)
    (line,) = full_text.notes(Settings())
    assert 'pip install "mkdocs-postmortems[search]"' in line
    assert full_text.notes(Settings(full_text="false")) == []
    assert full_text.refusal(Settings()) is None
    refusal = full_text.refusal(Settings(full_text="true"))
    assert refusal is not None
    assert refusal.startswith("full_text: true needs Pagefind, which is not installed. Run: pip")


def test_bodies_in_the_search_of_the_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "installed", lambda: False)
    summary = "Card payments failed until the configuration was rolled back."
    named = "<p>INC-20260301-001</p>"
    short = f"{named}<p>{summary}</p><p>basket</p>"
    assert add(texts(tmp_path)) == ["<p>body</p>"]
    assert add(texts(tmp_path, search_bodies="false")) == [short]
    monkeypatch.setattr(full_text, "MANY", 0)
    assert add(texts(tmp_path)) == [short]
    assert add(texts(tmp_path, search_bodies="true")) == ["<p>body</p>"]
    monkeypatch.setattr(full_text, "VERY_MANY", 0)
    assert add(texts(tmp_path)) == [named]
    assert texts(tmp_path).searched(None, "<p>a page of another kind</p>").startswith("<p>a page")


@pytest.mark.parametrize(("value", "read"), [(True, "true"), (False, "false"), ("auto", "auto")])
def test_the_settings_are_words_or_switches(value: object, read: str) -> None:
    settings = from_mapping({"full_text": value, "search_bodies": value}, "x")
    assert (settings.full_text, settings.search_bodies) == (read, read)


@pytest.mark.parametrize("value", ["yes", 1, ["auto"]])
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(UsageError, match="full_text must be auto, true or false"):
        from_mapping({"full_text": value}, "x")
