"""`postmortems related`: what is like an incident, computed, with the reasons."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from ..build import Checked
from ..catalog import stand_ins
from ..configuration import Configuration
from ..errors import UsageError
from ..model import Postmortem
from ..printer import Printer
from ..problems import nearest
from ..related import DEFAULT_LIMIT, MOST, Finder, Similar
from ..relations import INVERSE_RELATIONS
from .common import checked, configure, started


@click.command()
@click.argument("which", metavar="FILE_OR_ID")
@click.option(
    "--limit", type=click.IntRange(1, MOST), default=DEFAULT_LIMIT, show_default=True,
    help="How many at most.",
)  # fmt: skip
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table")
@click.pass_obj
def related(config: Path | None, which: str, limit: int, format_: str) -> int:
    """Name the incidents most like FILE_OR_ID, with the reasons.

    They are computed from what the postmortems say. What an author related is named besides.
    """
    found = configure(config)
    result = checked(found, None)
    asked = _find(result, found, which)
    subject = stand_ins(result.catalog)[asked.path]
    similar = Finder(result.catalog).similar(subject, limit)
    links = _links(result, subject)
    printer = Printer()
    if format_ == "json":
        document = _document(subject, links, similar)
        printer.document(json.dumps(document, indent=2, sort_keys=True, allow_nan=False))
        return 0
    if subject is not asked:
        printer.line(f"{subject.id} stands for {asked.id}.")
    printer.line(f"{subject.id} {subject.title}")
    for row in similar:
        printer.line(f"{row.score:>4}  {_line(row.postmortem)}")
        printer.line(f"      {'; '.join(row.reasons)}")
    if subject.status == "withdrawn":
        printer.line("It is withdrawn, so nothing is compared with it.")
    elif not similar:
        printer.line(f"No {'further' if links else 'other'} incident is found to be like it.")
    if links:
        named = ", ".join(f"{relation.replace('_', ' ')} {other}" for relation, other in links)
        printer.line(f"Related by their authors: {named}")
    return 0


def _find(result: Checked, found: Configuration, which: str) -> Postmortem:
    """The postmortem of an id, an alias or a file.

    Raises:
        UsageError: There is none, or the audience of the configuration does not see it.
    """
    catalog = result.catalog
    shown = Path(os.path.relpath(which, found.project)).as_posix()
    by_path = {p.path: p for p in result.everything.postmortems}
    postmortem = result.everything.get(which) or by_path.get(shown)
    if postmortem is not None:
        seen = next((p for p in catalog.postmortems if p.path == postmortem.path), None)
        if seen is None:
            audience = found.settings.audience
            raise UsageError(f'{which} is not for the audience "{audience}" of the configuration.')
        return seen
    if any(candidate.shown == shown for candidate in result.found.candidates):
        raise UsageError(f"{shown} cannot be read. Say why: postmortems check {shown}")
    if Path(which).exists():
        raise UsageError(f"{which} is no postmortem of this project.")
    near = _nearest(which, catalog.postmortems)
    hint = f' Did you mean "{near}"?' if near else " `postmortems list` names all."
    raise UsageError(f'there is no postmortem "{which}".{hint}')


def _nearest(which: str, postmortems: tuple[Postmortem, ...]) -> str | None:
    """The id, or the file, whose name looks most like what was written."""
    if not which.endswith(".md"):
        names = dict.fromkeys(name for p in postmortems for name in (p.id, *p.aliases))
        return nearest(which, tuple(names))
    files = {Path(p.path).name: p.path for p in reversed(postmortems)}
    found = nearest(Path(which).name, tuple(files))
    return files[found] if found else None


def _links(result: Checked, postmortem: Postmortem) -> list[tuple[str, str]]:
    """What authors related, in both directions: the relation from this side, and the id."""
    found = [(r.relation, r.id) for r in postmortem.relations if r.id]
    for backlink in result.catalog.backlinks.get(postmortem.id, ()):
        relation = backlink.relation.relation
        found.append((INVERSE_RELATIONS.get(relation, relation), backlink.origin.id))
    return list(dict.fromkeys(found))


def _line(postmortem: Postmortem) -> str:
    severity = postmortem.severity.label if postmortem.severity else "-"
    day = postmortem.day.isoformat() if postmortem.day else "-"
    return f"{postmortem.id} {day} {severity} {postmortem.title}"


def _document(
    postmortem: Postmortem, links: list[tuple[str, str]], similar: tuple[Similar, ...]
) -> dict[str, object]:
    return {
        **_reference(postmortem),
        "related": [{"relation": relation, "id": other} for relation, other in links],
        "similar": [
            {**_reference(row.postmortem), "score": row.score, "reasons": list(row.reasons)}
            for row in similar
        ],
    }


def _reference(postmortem: Postmortem) -> dict[str, object]:
    return {
        "id": postmortem.id,
        "title": postmortem.title,
        "path": postmortem.path,
        "severity": postmortem.severity.label if postmortem.severity else None,
        "started_at": started(postmortem),
    }
