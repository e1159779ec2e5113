"""`postmortems export`: the catalog as files for other programs, without MkDocs."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import click

from .. import exporters, histories, media, sitebuild, verdicts, writer
from ..build import Checked
from ..configuration import Configuration
from ..errors import UsageError
from ..exporters import markdown, pages, relink
from ..histories import History
from ..model import Postmortem
from ..paths import SCHEMA_FOLDER, Site
from ..printer import Printer
from ..reporters import text as report
from ..reporters.text import count
from .common import checked, configure

Files = Iterator[tuple[str, bytes]]
"""Paths below the folder, and contents."""


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(
    [*exporters.EXPORTERS, "pages", "markdown"]
))  # fmt: skip
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="DIR",
    help="The folder to write. Default: export/FORMAT.",
)  # fmt: skip
@click.option(
    "--site-url", metavar="URL",
    help="The address of the whole site, for absolute links. Default: site_url of mkdocs.yml.",
)  # fmt: skip
@click.pass_obj
def export(
    config: Path | None, format_: str, output: Path | None, site_url: str | None
) -> int:  # fmt: skip
    """Write the catalog as FORMAT: json, csv, ics, feeds, pages or markdown.

    What a configured audience may not see is left out. Nothing is written while a finding stops a
    build. The folder is replaced as a whole, if it holds nothing but an earlier export.
    """
    found = configure(config)
    folder = output or Path("export") / format_
    _refuse_project(folder, found)
    address = _address(found.site_url if site_url is None else site_url)
    own_site = format_ in _FOLDERS
    result = checked(dataclasses.replace(found, docs_dir=None) if own_site else found, None)
    if own_site:
        _refuse_root(folder, found, result)
    if not _sound(result):
        return 1
    site = Site(
        found.settings.url,
        found.directory_urls or own_site,
        several_roots=len(result.found.roots) > 1,
    )
    make = _FOLDERS.get(format_)
    # Only pages tell of changes, so that other formats need not wait for git.
    history = histories.load(found.project, found.settings, result.found.roots) if make else None
    build = sitebuild.collect(result, site, address, history=history or History())
    files = make(build) if make else _data(build, format_)
    written = writer.replace_folder(folder, files)
    Printer().line(f"Wrote {count(written, 'file')} to {folder.as_posix()}.")
    return 0


def _refuse_project(folder: Path, found: Configuration) -> None:
    """The folder is replaced as a whole, so it can hold neither the project nor the caller."""
    place = folder.resolve()
    if any(p.resolve().is_relative_to(place) for p in (found.project, Path.cwd())):
        raise UsageError(f"--output: {folder} holds the project; name a folder of its own.")


def _refuse_root(folder: Path, found: Configuration, result: Checked) -> None:
    """Markdown among the postmortems would be read as more of them."""
    place = folder.resolve()
    for root in result.found.roots:
        if place.is_relative_to((found.project / root).resolve()):
            raise UsageError(f"--output: {folder} lies in {root}, whose Markdown files are read.")


def _address(text: str) -> str:
    """The address of a site with one slash at its end."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    more = parts.query or parts.fragment
    if text and (parts.scheme not in ("http", "https") or not parts.hostname or more):
        raise UsageError(f'--site-url: "{text}" is no address such as https://docs.example/.')
    if "@" in parts.netloc:
        raise UsageError("--site-url must not hold a user name or password.")
    return f"{text.rstrip('/')}/" if text else ""


def _sound(result: Checked) -> bool:
    """Whether the postmortems may be published; says what is wrong where not."""
    errors = Printer(sys.stderr)
    public = result.context.settings.audience == "public"
    if verdicts.judge(result, strict=False).refusal is not None:
        report.report(result.diagnostics, result.summary, errors)
        errors.line("Nothing was written.")
        return False
    if not result.catalog.postmortems:
        errors.line("Nothing was written: there is no postmortem for this audience.")
        return False
    left = media.left_out_lines(result)[-1:] if public else []
    for line in left:
        errors.line(line)
    return True


def _data(build: sitebuild.SiteBuild, name: str) -> Files:
    """The files of one format, laid out as on a site."""
    for artifact in exporters.build(build.export, [name]):
        yield artifact.path, artifact.make()
    if name == "json":
        below = f"{SCHEMA_FOLDER}/"
        yield from ((p, b) for p, b in build.artifacts.items() if p.startswith(below))


def _pages(build: sitebuild.SiteBuild) -> Files:
    """The whole site with its pages as Markdown, for another site generator."""
    site = build.site
    targets = {p.path: site.postmortem(p) for p in build.checked.catalog.postmortems}
    files = {c.shown: site.media(c.shown, c.root) for c in media.linked(build.checked)}
    for postmortem in build.checked.catalog.postmortems:
        path = site.postmortem(postmortem)
        address = relink.addresses({**targets, **files}, partial(site.href, path))
        page = relink.page(postmortem, build.postmortem(postmortem), address)
        yield path.removesuffix(".html") + ".md", pages.document(page, postmortem.path)
    for name, make in build.pages.items():
        yield site.source(name), pages.document(make(), site.source(name))
    yield from build.artifacts.items()
    yield from ((path, make()) for path, make in build.scripts.items())
    for artifact in build.exports:
        yield artifact.path, artifact.make()
    for candidate in media.linked(build.checked):
        yield files[candidate.shown], candidate.path.read_bytes()


@dataclasses.dataclass(frozen=True, slots=True)
class _Flat(Site):
    """All postmortems in one folder; pages of a site are elsewhere."""

    def page(self, name: str) -> str:
        return f"{_ELSEWHERE}{Site.page(self, name)}"

    def postmortem(self, postmortem: Postmortem) -> str:
        return f"{postmortem.id}.md"

    def media(self, shown: str, root: str) -> str:
        return Site.media(self, shown, root).removeprefix(f"{self.url}/")


_ELSEWHERE = "_site/"


def _markdown(build: sitebuild.SiteBuild) -> Files:
    """One Markdown file a postmortem, a list of all, and the pictures."""
    flat = _Flat(build.site.url, several_roots=build.site.several_roots)
    catalog = build.checked.catalog
    view_build = sitebuild.collect(build.checked, flat, history=build.view.history)
    linked = media.linked(build.checked)
    targets = {p.path: flat.postmortem(p) for p in catalog.postmortems}
    targets |= {c.shown: flat.media(c.shown, c.root) for c in linked}
    address = relink.addresses(targets, lambda to: to)

    def link(href: str) -> str | None:
        if not href.startswith(_ELSEWHERE):
            return None if href.startswith("#") else href
        site_url = build.export.site_url
        return site_url + href.removeprefix(_ELSEWHERE) if site_url else None

    rows: list[tuple[str, str, str, str, str]] = []
    for postmortem in catalog.postmortems:
        page = relink.page(postmortem, view_build.postmortem(postmortem), address)
        yield flat.postmortem(postmortem), markdown.document(page, link)
        severity = postmortem.severity.label if postmortem.severity else ""
        day = postmortem.day.isoformat() if postmortem.day else ""
        row = (flat.postmortem(postmortem), postmortem.id, postmortem.title, severity, day)
        rows.append(row)
    yield "index.md", markdown.contents(view_build.view.terms.apply("Postmortems"), rows)
    for candidate in linked:
        yield targets[candidate.shown], candidate.path.read_bytes()


_FOLDERS: Mapping[str, Callable[[sitebuild.SiteBuild], Files]] = MappingProxyType(
    {"pages": _pages, "markdown": _markdown}
)
"""The formats that are laid out for themselves, not as the files of a site."""
