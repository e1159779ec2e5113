"""The only orchestration: files to a catalog with everything that is to be said about it.

Both shells, the command line and the plugin, call this and nothing below it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import catalog as catalogs
from . import discovery, locate, profiles, rules, schemas, source
from .catalog import Catalog
from .diagnostics import Diagnostic, Finding, Level, Summary
from .discovery import Candidate, Found
from .errors import UsageError
from .loader import Loader
from .model import Postmortem
from .settings import Settings


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


def check(
    project: Path, settings: Settings, as_of: date, docs_dir: Path | None = None
) -> Checked:
    """Read every postmortem once, and run all rules.

    Args:
        project: The folder to which paths are relative.
        as_of: "Today" in UTC.
        docs_dir: The documentation folder of the site; files in it keep their addresses.

    Raises:
        UsageError: A folder or a profile of the settings does not exist.
    """
    context = make_context(settings, as_of)
    found = discovery.find(project, settings.path)
    with _collector_paused():
        postmortems, findings = _load(found.candidates, context, docs_dir)
        findings = [*found.findings, *findings]
        everything = catalogs.select(postmortems, "internal")
        findings += rules.run(everything, context)
    by_path = {p.path: p for p in everything.postmortems}
    files = {candidate.shown: candidate.path for candidate in found.candidates}
    diagnostics = locate.diagnostics(
        findings,
        lambda f: rules.level_of(f, by_path.get(f.source), context),
        lambda shown: _bytes(files.get(shown), shown, settings),
        settings.limits,
    )
    selected = catalogs.select(postmortems, settings.audience)
    summary = Summary(
        files=len(found.candidates),
        ignored=found.ignored,
        unstructured=sum(not p.structured for p in postmortems),
        counts={level: sum(d.level is level for d in diagnostics) for level in Level},
    )
    return Checked(selected, everything, diagnostics, summary, found, context)


def make_context(settings: Settings, as_of: date) -> rules.Context:
    """The context of a run.

    Raises:
        UsageError: The default profile does not exist, or a rule is configured that does not.
    """
    known = profiles.builtin()
    if settings.default_profile not in known:
        near = schemas.nearest(settings.default_profile, list(known))
        raise UsageError(
            f'default_profile: there is no profile "{settings.default_profile}". '
            + (f'Did you mean "{near}"?' if near else f"Allowed: {', '.join(known)}.")
        )
    for code in settings.rules:
        if code not in rules.entries():
            near = schemas.nearest(code, list(rules.entries()))
            hint = f' Did you mean "{near}"?' if near else ""
            raise UsageError(f'rules: there is no rule "{code}".{hint}')
    return rules.Context(settings, known, as_of)


def _load(
    candidates: Sequence[Candidate], context: rules.Context, docs_dir: Path | None
) -> tuple[list[Postmortem], list[Finding]]:
    settings = context.settings
    loader = Loader(settings, context.profiles, schemas.load_record(settings.extra_keys))
    postmortems: list[Postmortem] = []
    findings: list[Finding] = []
    for candidate in candidates:
        raw = source.read_bytes(candidate.path, candidate.shown, settings.limits)
        if isinstance(raw, Finding):
            findings.append(raw)
            continue
        document = source.parse(raw, candidate.shown, settings.limits)
        if isinstance(document, list):
            findings.extend(document)
            continue
        loaded = loader.load(document, candidate.root, _inside(candidate.path, docs_dir))
        postmortems.append(loaded.postmortem)
        findings.extend(loaded.findings)
    return postmortems, findings


def _inside(path: Path, docs_dir: Path | None) -> str | None:
    """The path of a file below the documentation folder, with `/`; None if it lies elsewhere."""
    if docs_dir is None or not path.is_relative_to(docs_dir):
        return None
    return path.relative_to(docs_dir).as_posix()


def _bytes(path: Path | None, shown: str, settings: Settings) -> bytes | None:
    raw = source.read_bytes(path, shown, settings.limits) if path else None
    return raw if isinstance(raw, bytes) else None


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without garbage collection: millions of live objects and no cycles make it pure cost."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
