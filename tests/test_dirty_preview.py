"""`mkdocs serve --dirty`: a saved postmortem is loaded, and its page made; the rest stays."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from mkdocs_postmortems import build
from mkdocs_postmortems.settings import Settings
from tests.conftest import run_tool
from tests.site_support import MINIMAL

REBUILD = """
import os, sys, time
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config

site = Path(sys.argv[1])
config = load_config("mkdocs.yml", site_dir=str(site))
config.plugins.on_startup(command="serve", dirty=True)
build(config, serve_url="/", dirty=True)
long_ago = time.time() - 100
for path in site.rglob("*"):
    os.utime(path, (long_ago, long_ago))
saved = Path("postmortems/INC-1.md")
saved.write_text(saved.read_text("utf-8").replace("Card", "Gift card"), "utf-8")
os.utime("postmortems/INC-2.md", (long_ago - 1, long_ago - 1))
again = load_config("mkdocs.yml", site_dir=str(site))
again.plugins = config.plugins
build(again, serve_url="/", dirty=True)
made = [p for p in site.rglob("*") if p.is_file() and p.stat().st_mtime > long_ago + 1]
print("made:", *sorted(p.relative_to(site).as_posix() for p in made))
"""
CARD = MINIMAL + "\nCard payments failed.\n"


def project(folder: Path, files: dict[str, str]) -> Path:
    """A site of a home page and some postmortems."""
    config = """site_name: T
site_url: https://docs.example/
theme: {name: material, font: false}
plugins: [search, postmortems]
"""
    for name, text in {"mkdocs.yml": config, "docs/index.md": "# Home\n", **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_change_makes_its_page_and_the_index(tmp_path: Path) -> None:
    files = {
        "postmortems/INC-1.md": CARD,
        "postmortems/INC-2.md": MINIMAL.replace("Checkout", "Search"),
    }
    where = project(tmp_path / "p", files)
    done = run_tool(sys.executable, "-c", REBUILD, tmp_path / "site", cwd=where)
    assert done.returncode == 0, done.stdout
    made = done.stdout.split("made:")[1].split()
    assert {"incidents/INC-1/index.html", "incidents/index.html"} <= set(made)
    left = ("INC-2/", "actions/", "severity/", "by/", "api/", "feeds/", "reviews/")
    assert not [path for path in made if path.removeprefix("incidents/").startswith(left)]
    assert "Gift card" in (tmp_path / "site/incidents/INC-1/index.html").read_text("utf-8")


def test_only_what_changed_is_loaded_again(tmp_path: Path) -> None:
    where = project(tmp_path, {"postmortems/INC-1.md": CARD, "postmortems/INC-2.md": MINIMAL})
    earlier = build.Earlier()

    def check(settings: Settings) -> build.Checked:
        return build.check(where, settings, date(2026, 7, 1), forks=False, earlier=earlier)

    before = check(Settings())
    (where / "postmortems/INC-1.md").write_text(CARD + "\nMore.\n", "utf-8")
    after = check(Settings())
    for name, same in (("INC-1", False), ("INC-2", True)):
        old, new = before.catalog.get(name), after.catalog.get(name)
        assert (old is new) is same
    assert after.catalog == build.check(where, Settings(), date(2026, 7, 1)).catalog
    other = check(Settings(timezone="Europe/Copenhagen")).catalog.get("INC-2")
    assert other is not None
    assert other.timezone == "Europe/Copenhagen"
