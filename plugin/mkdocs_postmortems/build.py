"""The only orchestration: files to a catalog with everything that is to be said about it.

Both shells, the command line and the plugin, call this and nothing below it.
"""

from __future__ import annotations

import gc
import hashlib
import itertools
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from . import ahead, discovery, identity, locate, rules, schemas, source, terms
from . import catalog as catalogs
from .catalog import Catalog
from .contexts import make_context
from .diagnostics import Diagnostic, Finding, Level, Summary
from .discovery import Candidate, Found
from .loader import Loaded, Loader
from .markdown_text import Structure
from .model import Postmortem
from .settings import Settings

_Given = list[Finding] | Loaded
"""What loading a file gives: why it cannot be read, or its postmortem."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of reading and checking a project.

    Attributes:
        catalog: What the audience may see. Rules judge everything, this is for pages.
        everything: All postmortems, whoever may see them.
        diagnostics: Sorted by path, position and code.
        found: The files of the walk.
    """

    catalog: Catalog
    everything: Catalog
    diagnostics: tuple[Diagnostic, ...]
    summary: Summary
    found: Found
    context: rules.Context

    def fails(self, fail_on: str) -> bool:
        """Whether a diagnostic weighs as much as the level named, or more."""
        return any(d.level.weight >= Level(fail_on).weight for d in self.diagnostics)


class Earlier:
    """What files gave in builds before: a live preview loads only those that changed."""

    def __init__(self) -> None:
        self._loader: Loader | None = None
        self._known: dict[Candidate, tuple[bytes, _Given]] = {}

    def begin(self, loader: Loader) -> None:
        """Forget everything if it was loaded under another configuration."""
        if loader != self._loader:
            self._loader, self._known = loader, {}

    def given(self, candidate: Candidate, raw: bytes, load: Callable[[], _Given]) -> _Given:
        """What a file of these bytes gives; loaded if they are new."""
        digest = hashlib.blake2b(raw).digest()
        known = self._known.get(candidate)
        if known is None or known[0] != digest:
            known = self._known[candidate] = (digest, load())
        return known[1]


def check(
    project: Path,
    settings: Settings,
    as_of: date,
    docs_dir: Path | None = None,
    *,
    only_findings: bool = False,
    forks: bool = True,
    earlier: Earlier | None = None,
) -> Checked:
    """Read every postmortem once, and run all rules.

    Args:
        project: The folder to which paths are relative.
        as_of: "Today" in UTC.
        docs_dir: The documentation folder of the site; files in it keep their addresses.
        only_findings: Keep of each postmortem only what rules across postmortems need.
        forks: Large projects may be read by several processes.
        earlier: Keeps what was loaded for the next call; only without `forks`.

    Raises:
        UsageError: A folder or a profile of the settings does not exist.
    """
    context = make_context(project, settings, as_of)
    context = replace(context, exists=_existing(project, docs_dir))
    found = discovery.find(project, settings.path)
    with _collector_paused(lasting=forks):
        examine = partial(
            _examine, _loader(context), context=context, docs_dir=docs_dir, slim=only_findings,
            earlier=earlier,
        )  # fmt: skip
        shares = ahead.shares(examine, found.candidates, enabled=forks)
        postmortems = _distinct([p for share in shares for p in share[0]])
        findings = [*found.findings, *(f for share in shares for f in share[1])]
        everything = catalogs.select(postmortems, "internal")
        findings += rules.run_catalog(everything, context)
    diagnostics = _diagnose(findings, everything, found, context)
    selected = everything
    if settings.audience != "internal":
        selected = catalogs.select(postmortems, settings.audience, context.registry)
    summary = _summary(postmortems, found, diagnostics, settings)
    return Checked(selected, everything, diagnostics, summary, found, context)


def _summary(
    postmortems: list[Postmortem],
    found: Found,
    diagnostics: tuple[Diagnostic, ...],
    settings: Settings,
) -> Summary:
    return Summary(
        files=len(found.candidates),
        ignored=found.ignored,
        unstructured=sum(not p.structured for p in postmortems),
        counts={level: sum(d.level is level for d in diagnostics) for level in Level},
        terms=terms.make(settings.terms),
    )


def _diagnose(
    findings: list[Finding], everything: Catalog, found: Found, context: rules.Context
) -> tuple[Diagnostic, ...]:
    """Findings with their positions and levels."""
    by_path = {p.path: p for p in everything.postmortems}
    files = {candidate.shown: candidate.path for candidate in found.candidates}
    return locate.diagnostics(
        findings,
        lambda f: rules.level_of(f, by_path.get(f.source), context),
        lambda shown: _bytes(files.get(shown), shown, context.settings),
        context.settings.limits,
    )


def _examine(
    loader: Loader,
    candidates: Sequence[Candidate],
    context: rules.Context,
    docs_dir: Path | None,
    slim: bool,
    earlier: Earlier | None,
) -> tuple[list[Postmortem], list[Finding]]:
    """Read files, build their postmortems and run the rules about each."""
    settings = context.settings
    if earlier is not None:
        earlier.begin(loader)
    postmortems: list[Postmortem] = []
    findings: list[Finding] = []
    for candidate in candidates:
        raw = source.read_bytes(candidate.path, candidate.shown, settings.limits)
        if isinstance(raw, Finding):
            findings.append(raw)
            continue
        load = partial(_load, loader, candidate, raw, docs_dir)
        loaded = load() if earlier is None else earlier.given(candidate, raw, load)
        if isinstance(loaded, list):
            findings.extend(loaded)
            continue
        postmortem = context.tracker.applied(loaded.postmortem)
        findings.extend(loaded.findings)
        findings.extend(rules.run_document(postmortem, context))
        # What is published is looked at once more, beside what is not.
        whole = settings.audience == "public" and catalogs.is_public(postmortem)
        postmortems.append(_slim(postmortem) if slim and not whole else postmortem)
    return postmortems, findings


def _load(loader: Loader, candidate: Candidate, raw: bytes, docs_dir: Path | None) -> _Given:
    """The postmortem of a file, or why it cannot be read."""
    document = source.parse(raw, candidate.shown, loader.settings.limits)
    if isinstance(document, list):
        return document
    return loader.load(document, candidate.root, _inside(candidate.path, docs_dir))


def _loader(context: rules.Context) -> Loader:
    """A loader that knows the fields of every profile and the categories of the registry."""
    keys = context.settings.extra_keys
    categories = tuple(context.registry.root_cause_categories.entries)
    record = schemas.load_record(keys, categories)
    own = {
        name: schemas.load_record(keys, categories, json.dumps(profile.own, sort_keys=True))
        for name, profile in context.profiles.items()
        if profile.own
    }
    return Loader(context.settings, context.profiles, record, own)


def read_texts(
    texts: Iterable[tuple[str, bytes]], root: str, context: rules.Context
) -> list[Postmortem]:
    """Postmortems from bytes that are no files, such as those of a former commit.

    What cannot be read is left out: it was reported when it was current.
    """
    loader = _loader(context)
    found: list[Postmortem] = []
    for shown, raw in texts:
        document = source.parse(raw, shown, context.settings.limits)
        if not isinstance(document, list):
            found.append(loader.load(document, root).postmortem)
    return found


def _distinct(postmortems: list[Postmortem]) -> list[Postmortem]:
    """Old files of the same name in two folders get ids that differ: nobody wrote those ids.

    The first one in the order of paths keeps the short id; the others are named by their folders.
    """
    taken = {p.id.casefold() for p in postmortems if p.structured}
    # Where many names are one in ASCII, nobody counts from the beginning each time.
    numbers: dict[str, Iterator[int]] = defaultdict(partial(itertools.count, 2))
    result: list[Postmortem] = []
    for postmortem in sorted(postmortems, key=lambda p: p.path):
        if not postmortem.structured:
            inside = postmortem.path.removeprefix(f"{postmortem.root}/").removesuffix(".md")
            short, whole = postmortem.id, identity.slug(inside.replace("/", "-"))
            numbered = (f"{whole}-{n}" for n in numbers[whole])
            candidates = itertools.chain((short, whole), numbered)
            identifier = next(c for c in candidates if c.casefold() not in taken)
            if identifier != short:
                postmortem = replace(postmortem, id=identifier)
            taken.add(postmortem.id.casefold())
        result.append(postmortem)
    return result


def _slim(postmortem: Postmortem) -> Postmortem:
    """A postmortem without its body, timeline and actions, to be sent between processes."""
    suppress = postmortem.record.get("suppress")
    started = postmortem.milestones.get("started")
    return replace(
        postmortem,
        record={"suppress": suppress} if suppress else {},
        milestones={"started": started} if started else {},
        body="", sections=(), passages=(), metrics={}, timeline=(), actions=(), services=(),
        structure=Structure((), (), ()),
    )  # fmt: skip


def _inside(path: Path, docs_dir: Path | None) -> str | None:
    """The path of a file below the documentation folder, with `/`; None if it lies elsewhere."""
    if docs_dir is None or not path.is_relative_to(docs_dir):
        return None
    return path.relative_to(docs_dir).as_posix()


def _existing(project: Path, docs_dir: Path | None) -> Callable[[str], bool]:
    """Whether a path leads to something below the project or its documentation; asked once each."""
    folders = [os.fspath(folder) for folder in (project, docs_dir) if folder is not None]

    @cache
    def exists(path: str) -> bool:
        try:
            return any(os.path.lexists(os.path.join(folder, path)) for folder in folders)
        except ValueError:  # no path at all: a NUL that was written as %00
            return False

    return exists


def _bytes(path: Path | None, shown: str, settings: Settings) -> bytes | None:
    raw = source.read_bytes(path, shown, settings.limits) if path else None
    return raw if isinstance(raw, bytes) else None


@contextmanager
def _collector_paused(*, lasting: bool) -> Iterator[None]:
    """Without garbage collection: millions of live objects and no cycles make it pure cost.

    Args:
        lasting: What is made lives as long as the process, so it is never walked later either.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled and lasting:
            gc.freeze()
        if enabled:
            gc.enable()
