"""The temporary folders of a benchmark: corpora, and the sites that are built from them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from measure import BenchmarkError

HERE = Path(__file__).resolve().parent
SITE = """\
site_name: Benchmark
site_url: https://postmortems.example/
theme:
  name: material
  font: false
nav:
  - index.md
not_in_nav: "*"
"""
PLUGINS = {
    # Without Pagefind, which is a program of its own.
    "plugin": "plugins:\n  - search\n  - postmortems: {full_text: false}\n",
    "bare": "plugins:\n  - search\n",
}
INDEX = "# Benchmark\n\nThe start page of a site that is built only to be measured.\n"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Makes corpora and projects on demand and keeps each of them for later steps."""

    root: Path
    seed: int

    @property
    def log(self) -> Path:
        """The file that takes the output of measured processes."""
        return self.root / "output.log"

    def corpus(self, count: int) -> Path:
        """A folder with `postmortems.yml` and `count` generated postmortems."""
        folder = self.root / f"corpus-{count}"
        if not folder.exists():
            # A process of its own: a child's peak memory begins with that of its parent.
            words = [str(HERE / "generate.py"), str(count), str(folder), "--seed", str(self.seed)]
            subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
            (folder / "postmortems.yml").write_text("path: postmortems\n", "utf-8")
        return folder

    def project(self, count: int, kind: str) -> Path:
        """A MkDocs project over a corpus.

        Args:
            count: The size of the corpus.
            kind: `plugin`: the postmortems beside `docs`, read by the plugin. `bare`: copies of
                them inside `docs`, outside the navigation, and no plugin but search.
        """
        folder = self.root / f"{kind}-{count}"
        if not folder.exists():
            source = self.corpus(count) / "postmortems"
            docs = folder / "docs"
            docs.mkdir(parents=True)
            (docs / "index.md").write_text(INDEX, "utf-8")
            (folder / "mkdocs.yml").write_text(SITE + PLUGINS[kind], "utf-8")
            shutil.copytree(source, (docs if kind == "bare" else folder) / "postmortems")
        return folder

    def site(self, count: int) -> Path:
        """The built site of the `plugin` project, built now if no earlier step has done it.

        Raises:
            BenchmarkError: The build failed.
        """
        folder = self.project(count, "plugin")
        if not (folder / "site").exists():
            command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode:
                raise BenchmarkError(f"mkdocs build: {done.stderr[-2000:]}")
        return folder / "site"

    def page_sizes(self, count: int) -> dict[str, int]:
        """Bytes of HTML of the page of each postmortem of a site, by id.

        Raises:
            BenchmarkError: The build failed, or a postmortem has no page.
        """
        site = self.site(count)
        files = (self.corpus(count) / "postmortems").rglob("*.md")
        pages = {file.stem: site / "incidents" / file.stem / "index.html" for file in files}
        missing = [identity for identity, page in pages.items() if not page.is_file()]
        if missing:
            raise BenchmarkError(f"{len(missing)} postmortems without a page, first: {missing[0]}")
        return {identity: page.stat().st_size for identity, page in pages.items()}
