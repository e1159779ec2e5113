"""`postmortems export`: the same files as on a site, without MkDocs, and with the same care."""

from __future__ import annotations

import csv
import filecmp
import io
import json
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Built, RunCli, copy_project
from tests.exports import support
from tests.support import project
from tests.test_public import unfolded
from tests.test_site import files_of

FORMATS = ("json", "csv", "ics", "feeds", "pages", "markdown")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A project of three postmortems."""
    return project(tmp_path / "archive", support.ARCHIVE)


@pytest.mark.usefixtures("source_date_epoch")
@pytest.mark.parametrize("name", ["json", "csv", "ics", "feeds"])
def test_files_are_those_of_the_site(
    name: str, sample_site: Built, run_cli: RunCli, tmp_path: Path
) -> None:
    where = copy_project(tmp_path / "project")
    answer = run_cli("export", name, cwd=where)
    folder = where / "export" / name
    names = [n for n in files_of(folder) if not n.endswith(("index.json", ".made-by-postmortems"))]
    assert answer.code == 0, answer.err
    assert f"Wrote {len(files_of(folder)) - 1} files to export/{name}." in answer.out
    _, mismatch, errors = filecmp.cmpfiles(folder, sample_site.site, names, shallow=False)
    assert (mismatch, errors) == ([], [])
    assert names


@pytest.mark.usefixtures("source_date_epoch")
@pytest.mark.parametrize("name", FORMATS)
def test_two_exports_of_one_day_have_the_same_bytes(
    name: str, archive: Path, run_cli: RunCli
) -> None:
    for output in ("one", "two", "one"):
        answer = run_cli("export", name, "--output", output, cwd=archive)
        assert answer.code == 0, answer.err
    names = files_of(archive / "one")
    assert names == files_of(archive / "two")
    _, mismatch, errors = filecmp.cmpfiles(archive / "one", archive / "two", names, shallow=False)
    assert (mismatch, errors) == ([], [])


def test_the_address_of_the_site_is_stated_or_configured(archive: Path, run_cli: RunCli) -> None:
    def first() -> str:
        table = (archive / "export/csv/incidents/data/postmortems.csv").read_text("utf-8")
        return next(csv.DictReader(io.StringIO(table)))["url"]

    run_cli("export", "csv", cwd=archive)
    assert first() == "../INC-20260313-001/"
    run_cli("export", "csv", "--site-url", "https://a.example/b", cwd=archive)
    assert first() == "https://a.example/b/incidents/INC-20260313-001/"
    site = ("site_url: https://c.example/", "use_directory_urls: false", "plugins: [postmortems]")
    (archive / "mkdocs.yml").write_text("\n".join(site))
    run_cli("export", "csv", cwd=archive)
    assert first() == "https://c.example/incidents/INC-20260313-001.html"


@pytest.mark.parametrize(
    "url",
    ["docs.example", "ftp://a.example/", "https://", "https://a/?b", "https://[a/", "https://a/#b"],
)
def test_other_addresses_are_refused(url: str, archive: Path, run_cli: RunCli) -> None:
    answer = run_cli("export", "csv", "--site-url", url, cwd=archive)
    assert answer.code == 2
    assert "is no address" in answer.err
    assert not (archive / "export").exists()


def test_an_unknown_format_is_refused(archive: Path, run_cli: RunCli) -> None:
    answer = run_cli("export", "pdf", cwd=archive)
    assert answer.code == 2
    assert "'markdown'" in answer.err


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (".", "holds the project"),
        ("..", "holds the project"),
        ("postmortems", "lies in postmortems"),
        ("postmortems/export", "lies in postmortems"),
        ("docs", "did not make"),
    ],
)
def test_places_that_hold_something_else_are_refused(
    output: str, words: str, archive: Path, run_cli: RunCli
) -> None:
    (archive / "docs").mkdir()
    (archive / "docs/index.md").write_text("mine")
    before = files_of(archive)
    answer = run_cli("export", "markdown", "--output", output, cwd=archive)
    assert answer.code == 2, answer.out
    assert words in answer.err
    assert files_of(archive) == before


def test_nothing_is_written_while_the_check_fails(archive: Path, run_cli: RunCli) -> None:
    (archive / "postmortems/INC-20260402-001.md").write_text("---\nseverty: x\n---\n")
    answer = run_cli("export", "json", cwd=archive)
    assert answer.code == 1
    assert "PM101" in answer.err
    assert answer.err.endswith("Nothing was written.\n")
    assert not (archive / "export").exists()


def test_an_empty_archive_is_not_exported(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "postmortems").mkdir()
    answer = run_cli("export", "json")
    assert answer.code == 1
    assert "there is no postmortem" in answer.err


def test_a_public_export_holds_what_is_public(archive: Path, run_cli: RunCli) -> None:
    (archive / "postmortems.yml").write_text("audience: public\n")
    for name in FORMATS:
        answer = run_cli("export", name, cwd=archive)
        assert answer.code == 0, answer.err
        assert "2 postmortems are left out" in answer.err
        for file in files_of(archive / "export" / name):
            if file.startswith("schema/"):
                continue  # the same everywhere, with examples
            content = unfolded(archive / "export" / name / file)
            for word in (b"INC-20260313-001", b"great outage", b"payments-core", b"dana"):
                assert word not in content, (name, file, word)
    index = archive / "export/json/incidents/api/v1/index.json"
    assert json.loads(index.read_text("utf-8"))["audience"] == "public"


def test_exported_data_keep_the_schemas_beside_them(run_cli: RunCli, archive: Path) -> None:
    run_cli("export", "json", cwd=archive)
    assert files_of(archive / "export/json/schema/v1") == files_of(PROJECT / "schema")
    index = archive / "export/json/incidents/api/v1/index.json"
    for entry in json.loads(index.read_text("utf-8"))["profiles"]:
        assert (index.parent / entry["schema"]).is_file()
