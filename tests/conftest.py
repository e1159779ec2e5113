"""What the tests share: the command line, real builds, a browser, a fixed day.

`POSTMORTEMS_REQUIRE_BROWSER=1` forbids to skip the browser tests; `CHROMIUM` names the browser.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import cli

PROJECT = Path(__file__).parents[1]
SCRIPTS = Path(sys.executable).parent
# What a site of the project is made of; tests build copies, never the checkout itself.
SITE_SOURCES = ("CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md",
                "docs", "mkdocs.yml", "postmortems", "registry.yml")  # fmt: skip
# 2026-11-21 00:00 UTC, the day of the newest sample postmortem.
EPOCH = 1795219200
# A process that has not ended by then hangs; on a slow and busy machine a build takes minutes.
BUILD_SECONDS = 900

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_NO_BROWSER = pytest.StashKey[list[str]]()


# ------------------------------------------------------------------------------------ the day


@pytest.fixture
def source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> int:
    """Today is 2026-11-21 for everything that runs in the test, subprocesses included."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    return EPOCH


# ------------------------------------------------------------------------- the command line


@dataclass(frozen=True)
class Result:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()


RunCli = Callable[..., Result]


@pytest.fixture
def run_cli(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> RunCli:
    """`run_cli("check", "--strict", cwd=folder)`: run the command line in this process."""

    def run(*arguments: str, cwd: Path | None = None) -> Result:
        with monkeypatch.context() as patch:
            patch.chdir(cwd or tmp_path)
            capsys.readouterr()
            code = cli.run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


# -------------------------------------------------------------------------------- real builds


@dataclass(frozen=True)
class Built:
    """A build in its own process.

    Attributes:
        site: The folder of the site; it may be missing if the build failed.
        log: Standard output and standard error together.
    """

    code: int
    site: Path
    log: str

    def page(self, path: str) -> str:
        """The text of a file of the site, such as `incidents/index.html`."""
        return (self.site / path).read_text("utf-8")


def copy_project(folder: Path) -> Path:
    """A copy of the sources of the project's own site."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SITE_SOURCES:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        elif source.is_file():
            shutil.copyfile(source, folder / name)
    return folder


def environment(**changes: str) -> dict[str, str]:
    """The environment of a tool: a fixed day, no notices, nothing imported from its folder."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("COVERAGE", "PYTEST"))}
    fixed = {
        "DISABLE_MKDOCS_2_WARNING": "true",
        "NO_COLOR": "1",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONSAFEPATH": "1",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": str(EPOCH),
    }
    return {**inherited, **fixed, **changes}


def run_tool(
    *command: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, with its output as text. Never raises for its exit code."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=dict(env or environment()),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=BUILD_SECONDS,
        check=False,
    )


def build(
    project: Path,
    site: Path,
    overrides: Mapping[str, Any] | None = None,
    *,
    engine: str = "mkdocs",
    scripts: Path = SCRIPTS,
    env: Mapping[str, str] | None = None,
    strict: bool = True,
) -> Built:
    """Build a project's `mkdocs.yml` with some keys replaced.

    Args:
        overrides: Merged over the file by INHERIT: mappings are merged, lists and others replaced.
        engine: The console script: mkdocs or properdocs.
        scripts: The folder of the console scripts, for other environments than this one.
    """
    derived = project / f".overridden-{site.name}.yml"
    # JSON is YAML; the file stands beside mkdocs.yml, as paths are relative to it.
    derived.write_text(json.dumps({"INHERIT": "mkdocs.yml", **(overrides or {})}), "utf-8")
    options = ["--strict"] if strict else []
    done = run_tool(
        scripts / engine, "build", *options, "--config-file", derived, "--site-dir", site,
        cwd=project, env=env,
    )  # fmt: skip
    derived.unlink()
    return Built(done.returncode, site, done.stdout)


_PREVIEW = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml", site_dir=sys.argv[1])
config.plugins.on_startup(command="serve", dirty=False)
build(config)
print("watched:", *sorted(config.watch))
"""


def preview(project: Path, site: Path) -> Built:
    """One build of the live preview, which has the page of problems and goes on after errors."""
    done = run_tool(sys.executable, "-c", _PREVIEW, site, cwd=project)
    return Built(done.returncode, site, done.stdout)


BuildSite = Callable[..., Built]


@pytest.fixture
def build_site(tmp_path: Path) -> BuildSite:
    """`build_site({"theme": "mkdocs"}, project=folder)`: a real build in its own process.

    Without `project` the project's own site is built, from a copy.
    """
    count = 0

    def run(
        overrides: Mapping[str, Any] | None = None, *, project: Path | None = None, **options: Any
    ) -> Built:
        nonlocal count
        count += 1
        where = project or copy_project(tmp_path / f"project-{count}")
        return build(where, tmp_path / f"site-{count}", overrides, **options)

    return run


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own site, built once for all tests that only look at it."""
    folder = tmp_path_factory.mktemp("sample")
    built = build(copy_project(folder / "project"), folder / "site")
    assert built.code == 0, built.log
    return built


# --------------------------------------------------------------------------------- the browser


def find_chromium() -> str | None:
    """The browser of this machine: $CHROMIUM, else the usual names."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _BROWSERS)), None)


@pytest.fixture(scope="session")
def chromium_path(request: pytest.FixtureRequest) -> str:
    """Where Chromium is; skips where there is none, or fails if skipping is forbidden."""
    found = find_chromium()
    if found:
        return found
    message = "there is no Chromium here (on Debian: apt-get install chromium)"
    if os.environ.get("POSTMORTEMS_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{message}, and POSTMORTEMS_REQUIRE_BROWSER=1 forbids to skip", pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Any]:
    """A running browser (playwright's `Browser`); tests open contexts of their own in it."""
    from playwright.sync_api import sync_playwright

    # Chromium refuses its sandbox to root, and /dev/shm is small in containers.
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=arguments)
        yield browser
        browser.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever uses the browser is marked so: `pytest -m browser` finds all."""
    for item in items:
        if {"chromium", "chromium_path"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


def pytest_configure(config: pytest.Config) -> None:
    """Begin the list of browser tests that could not run."""
    config.stash[_NO_BROWSER] = []


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note each browser test that was skipped."""
    report = (yield).get_result()  # type: ignore[misc]
    if report.skipped and not hasattr(report, "wasxfail") and item.get_closest_marker("browser"):
        item.config.stash[_NO_BROWSER].append(item.nodeid)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say it after pytest's own last line, where nobody overlooks it."""
    skipped = config.stash.get(_NO_BROWSER, [])
    if skipped:
        print(
            f"\n!!! {len(skipped)} BROWSER TESTS DID NOT RUN: there is no Chromium here. "
            "Install it (Debian: apt-get install chromium) or name it: CHROMIUM=/path make test"
        )
