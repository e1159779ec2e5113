"""The only orchestration: files to a catalog with everything that is to be said about it.

Both shells, the command line and the plugin, call this and nothing below it.
"""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from . import catalog as catalogs
from . import discovery, identity, locate, parallel, profiles, rules, schemas, source
from .catalog import Catalog
from .diagnostics import Diagnostic, Finding, Level, Summary
from .discovery import Candidate, Found
from .errors import UsageError
from .loader import Loader
from .markdown_text import Structure
from .model import Postmortem
from .policy_settings import ALL
from .problems import nearest
from .profiles import Profile
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
    project: Path,
    settings: Settings,
    as_of: date,
    docs_dir: Path | None = None,
    *,
    only_findings: bool = False,
    forks: bool = True,
) -> Checked:
    """Read every postmortem once, and run all rules.

    Args:
        project: The folder to which paths are relative.
        as_of: "Today" in UTC.
        docs_dir: The documentation folder of the site; files in it keep their addresses.
        only_findings: Keep of each postmortem only what rules across postmortems need.
        forks: Large projects may be read by several processes.

    Raises:
        UsageError: A folder or a profile of the settings does not exist.
    """
    context = make_context(settings, as_of)
    found = discovery.find(project, settings.path)
    with _collector_paused():
        examine = partial(_examine, context=context, docs_dir=docs_dir, slim=only_findings)
        shares = parallel.run(examine, found.candidates, enabled=forks)
        postmortems = _distinct([p for share in shares for p in share[0]])
        findings = [*found.findings, *(f for share in shares for f in share[1])]
        everything = catalogs.select(postmortems, "internal")
        findings += rules.run_catalog(everything, context)
    diagnostics = _diagnose(findings, everything, found, context)
    selected = catalogs.select(postmortems, settings.audience)
    summary = Summary(
        files=len(found.candidates),
        ignored=found.ignored,
        unstructured=sum(not p.structured for p in postmortems),
        counts={level: sum(d.level is level for d in diagnostics) for level in Level},
    )
    return Checked(selected, everything, diagnostics, summary, found, context)


def read_file(candidate: Candidate, context: rules.Context) -> Postmortem | None:
    """One more file, just written; None where it cannot be read."""
    postmortems, _ = _examine([candidate], context, docs_dir=None, slim=False)
    return postmortems[0] if postmortems else None


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


def make_context(settings: Settings, as_of: date) -> rules.Context:
    """The context of a run.

    Raises:
        UsageError: The default profile does not exist, or a rule or policy is configured that does
            not.
    """
    known = profiles.builtin()
    if settings.default_profile not in known:
        near = nearest(settings.default_profile, list(known))
        raise UsageError(
            f'default_profile: there is no profile "{settings.default_profile}". '
            + (f'Did you mean "{near}"?' if near else f"Allowed: {', '.join(known)}.")
        )
    for code in settings.rules:
        if code not in rules.entries():
            near = nearest(code, list(rules.entries()))
            hint = f' Did you mean "{near}"?' if near else ""
            raise UsageError(f'rules: there is no rule "{code}".{hint}')
    _verify_policies(known, settings)
    every_rule = {code: entry.rule for code, entry in rules.entries().items()}
    return rules.Context(settings, known, as_of, every_rule)


def _verify_policies(known: Mapping[str, Profile], settings: Settings) -> None:
    """Hold the setting `policies` to the profiles and their policies.

    Raises:
        UsageError: A name does not exist, or a policy without a window is given one.
    """
    for (name, key), change in settings.policies.items():
        if name == ALL:
            continue
        if name not in known:
            raise UsageError(_no_such("policies: there is no profile", name, list(known)))
        have = {policy.key: policy for policy in known[name].policies}
        if key != ALL and key not in have:
            what = f"policies: profile {name} has no policy"
            raise UsageError(_no_such(what, key, [*have, ALL] if have else []))
        if change.within is not None and have[key].window is None:
            raise UsageError(f"policies: {name}: {key} has no window. Remove `within`.")


def _no_such(what: str, word: str, known: list[str]) -> str:
    near = nearest(word, known)
    hint = f'Did you mean "{near}"?' if near else f"Allowed: {', '.join(known) or 'none'}."
    return f'{what} "{word}". {hint}'


def _examine(
    candidates: Sequence[Candidate], context: rules.Context, docs_dir: Path | None, slim: bool
) -> tuple[list[Postmortem], list[Finding]]:
    """Read files, build their postmortems and run the rules about each."""
    settings = context.settings
    loader = Loader(settings, context.profiles, schemas.load_record(settings.extra_keys))
    postmortems: list[Postmortem] = []
    findings: list[Finding] = []
    for candidate in candidates:
        raw = source.read_bytes(candidate.path, candidate.shown, settings.limits)
        document = (
            [raw] if isinstance(raw, Finding)
            else source.parse(raw, candidate.shown, settings.limits)
        )  # fmt: skip
        if isinstance(document, list):
            findings.extend(document)
            continue
        loaded = loader.load(document, candidate.root, _inside(candidate.path, docs_dir))
        findings.extend(loaded.findings)
        findings.extend(rules.run_document(loaded.postmortem, context))
        postmortems.append(_slim(loaded.postmortem) if slim else loaded.postmortem)
    return postmortems, findings


def _distinct(postmortems: list[Postmortem]) -> list[Postmortem]:
    """Old files of the same name in two folders get ids that differ: nobody wrote those ids.

    The first one in the order of paths keeps the short id; the others are named by their folders.
    """
    taken = {p.id.casefold() for p in postmortems if p.structured}
    result: list[Postmortem] = []
    for postmortem in sorted(postmortems, key=lambda p: p.path):
        if not postmortem.structured:
            inside = postmortem.path.removeprefix(f"{postmortem.root}/").removesuffix(".md")
            short, whole = postmortem.id, identity.slug(inside.replace("/", "-"))
            numbered = (f"{whole}-{number}" for number in itertools.count(2))
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
