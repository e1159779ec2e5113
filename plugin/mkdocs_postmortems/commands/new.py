"""`postmortems new`: a file to write in, with the next free id."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from .. import catalog as catalogs
from .. import discovery, git, related, scaffold, writer
from ..build import Checked, read_texts
from ..clock import today
from ..configuration import Configuration
from ..contexts import make_context
from ..errors import UsageError, WriteRefusedError
from ..identity import id_from_path
from ..model import Postmortem, Service
from ..printer import Printer
from ..problems import nearest
from ..profiles import Profile
from ..registry import Registry
from ..schemas import valid_id
from ..times import Instant, parse_instant, zone
from .common import checked, configure

_TRIES = 50
_TOLD = 3
"""How many similar incidents are named."""

Answer = TypeVar("Answer")


@click.command()
@click.argument("title", required=False)
@click.option("--profile", "profile_name", help="The template. Default: the configured one.")
@click.option("--severity", help="A level of the profile's scale, such as SEV-2.")
@click.option("--started", metavar="TIME", help='Start of the incident, "2026-03-13 22:41".')
@click.option(
    "--service", "services", multiple=True, help="A service affected; repeat it for more."
)
@click.option("--id", "identifier", help="The id. Default: the next free one.")
@click.option("--full", is_flag=True, help="Write a commented line for every field.")
@click.pass_obj
def new(
    config: Path | None,
    title: str | None,
    profile_name: str | None,
    severity: str | None,
    started: str | None,
    services: tuple[str, ...],
    identifier: str | None,
    full: bool,
) -> int:
    """Begin a postmortem with the TITLE given. On a terminal, asks for what is missing.

    Names the incidents most like it, where there are any.
    """
    found = configure(config)
    context = make_context(found.project, found.settings, today())
    profile = _profile(profile_name or found.settings.default_profile, context.profiles)
    draft = scaffold.Draft(
        _asked(title, "Title: one line that says what users saw", "TITLE", _title),
        _severity(profile, severity),
        _start(found, started),
        found.settings.timezone,
        found.settings.default_profile,
        tuple(_service(name, context.registry) for name in services),
    )
    folder = _folder(found)
    archive = checked(found, None) if folder.is_dir() else None
    taken = _taken(found, folder, archive, context.profiles.values())
    content = partial(scaffold.text, profile, draft, full=full)
    path = _write(found, profile, draft, identifier, taken, content)
    printer = Printer()
    shown = os.path.relpath(path)
    printer.line(f"Wrote {shown}")
    if archive is not None:
        _tell_similar(found, archive, path, printer)
    printer.line(f"Next: write it, then `postmortems check --todo {shown}`.")
    return 0


def _profile(name: str, known: Mapping[str, Profile]) -> Profile:
    name = _spelt(name, known)
    if name not in known:
        near = nearest(name, list(known))
        hint = f' Did you mean "{near}"?' if near else f" Allowed: {', '.join(known)}."
        raise UsageError(f'--profile: there is no profile "{name}".{hint}')
    return known[name]


def _spelt(word: str, known: Iterable[str]) -> str:
    """A word as the template writes it, whatever case it is given in; else the word itself."""
    same = [name for name in known if name.casefold() == word.strip().casefold()]
    return same[0] if len(same) == 1 else word


def _asked(value: str | None, question: str, option: str, read: Callable[[str], Answer]) -> Answer:
    """An answer from the command line, else from the terminal, which is asked until it is right.

    Raises:
        UsageError: The value given is wrong, or there is nobody to ask.
    """
    if value is not None:
        return read(value)
    if not sys.stdin.isatty():
        raise UsageError(f"{option} is missing, and there is no terminal to ask on.")
    while True:
        try:
            return read(str(click.prompt(question)))
        except UsageError as error:
            Printer().line(str(error))


def _title(value: str) -> str:
    title = value.strip()
    if any("\ud800" <= mark <= "\udfff" for mark in title):
        raise UsageError("the title cannot be read in this locale. Try it with LC_ALL=C.UTF-8.")
    if not title or len(title) > 200 or not title.isprintable():
        raise UsageError("the title must be one line of 1 to 200 characters.")
    return title


def _service(name: str, registry: Registry) -> str:
    """A service as the registry writes it, where it lists services."""
    known, name = registry.services, name.strip()
    if not name or len(name) > 200 or not name.isprintable():
        raise UsageError("--service: the name must be one line of 1 to 200 characters.")
    if not known:
        return name
    if known.named(name):
        return str(known.named(name))
    near = known.nearest(name)
    hint = f' Did you mean "{near}"?' if near else ""
    raise UsageError(f'--service: the registry has no service "{name}".{hint}')


def _severity(profile: Profile, given: str | None) -> str:
    labels = [level.label for level in profile.scale]

    def read(value: str) -> str:
        value = _spelt(value, (*labels, "unknown"))
        if value in labels or value == "unknown":
            return value
        near = nearest(value, labels)
        hint = f' Did you mean "{near}"?' if near else ""
        raise UsageError(f'--severity: "{value}" is none of {", ".join(labels)}.{hint}')

    return _asked(given, f"Severity ({', '.join(labels)})", "--severity", read)


def _start(found: Configuration, given: str | None) -> Instant:
    def read(value: str) -> Instant:
        instant = parse_instant(value.strip(), zone(found.settings.timezone) or UTC)
        if instant is None:
            raise UsageError(
                f'--started: "{value}" is no time that exists; write YYYY-MM-DD HH:MM, with an '
                f"offset such as +01:00 if it is not {found.settings.timezone}."
            )
        if instant.utc.date() > today():
            raise UsageError(f'--started: "{value}" lies in the future.')
        return instant

    return _asked(given, "Start of the incident (YYYY-MM-DD HH:MM)", "--started", read)


def _folder(found: Configuration) -> Path:
    """The first configured folder; it may not exist yet, unless it is a pattern.

    Raises:
        UsageError: The folder lies outside the project, or no folder matches the pattern.
    """
    first = found.settings.path[0]
    if discovery.is_pattern(first):
        matches = discovery.expand(found.project, first)
        folder = next((match for match in matches if match.is_dir()), None)
        if folder is None:
            raise UsageError(f'path "{first}" matches no folder to write into. Make one first.')
        return folder
    folder = Path(os.path.normpath(found.project / first))
    if not folder.is_relative_to(found.project):
        raise UsageError(f'path "{first}" lies outside the project folder {found.project}.')
    return folder


def _taken(
    found: Configuration, folder: Path, archive: Checked | None, known: Iterable[Profile]
) -> set[str]:
    """Ids in use: of files in the tree, of their front matter, and of files in local branches.

    Two people who begin on two branches on one day would otherwise take the same number.
    """
    names = [path.as_posix() for path in folder.rglob("*.md")] + git.files(found.project)
    taken = {id_from_path(name, profile) for profile in known for name in names}
    for postmortem in archive.everything.postmortems if archive else ():
        taken.update((postmortem.id, *postmortem.aliases))
    return taken


def _write(
    found: Configuration,
    profile: Profile,
    draft: scaffold.Draft,
    wanted: str | None,
    taken: set[str],
    content: Callable[[str], str],
) -> Path:
    """Create the file; where another took the id in the meantime, try the next one.

    Args:
        content: The text for an id.
    """
    folder = _folder(found)
    if wanted is not None:
        wanted = _wanted(wanted, found.settings.id_pattern, taken)
        return _create(folder, wanted, draft, content(wanted))
    if not profile.id_format:
        raise UsageError(
            f'id_pattern "{found.settings.id_pattern}" does not say what the next id is. Give one '
            "with --id, or write digits as [0-9]{4}."
        )
    for _ in range(_TRIES):
        identifier = scaffold.next_id(profile, draft.started, taken)
        try:
            return _create(folder, identifier, draft, content(identifier))
        except WriteRefusedError:
            if not _path(folder, identifier, draft).exists():
                raise
            taken.add(identifier)
    raise WriteRefusedError(f"no file could be created in {folder}.")


def _wanted(identifier: str, pattern: str, taken: set[str]) -> str:
    """An id that was asked for, if it can be had."""
    if not valid_id(identifier):
        raise UsageError(
            f'--id: "{identifier}" is no id: letters and digits with - or _ between, '
            "at least one digit, at most 64."
        )
    if pattern and not re.fullmatch(pattern, identifier, re.ASCII):
        raise UsageError(f'--id: "{identifier}" does not match id_pattern {pattern}.')
    if identifier.casefold() in {other.casefold() for other in taken}:
        raise UsageError(f'--id: "{identifier}" is taken.')
    return identifier


def _create(folder: Path, identifier: str, draft: scaffold.Draft, content: str) -> Path:
    path = _path(folder, identifier, draft)
    writer.create(path, content)
    return path


def _path(folder: Path, identifier: str, draft: scaffold.Draft) -> Path:
    return folder / f"{draft.started.day:%Y}" / f"{identifier}.md"


def _tell_similar(found: Configuration, archive: Checked, path: Path, printer: Printer) -> None:
    """Name what is most like the postmortem just written; nothing where nothing is near."""
    name, root = (os.path.relpath(p, found.project) for p in (path, path.parents[1]))
    texts = [(Path(name).as_posix(), path.read_bytes())]
    for written in read_texts(texts, Path(root).as_posix(), archive.context):
        _tell_similar_to(written, archive, printer)


def _tell_similar_to(written: Postmortem, archive: Checked, printer: Printer) -> None:
    everything = archive.everything
    if not written.services:
        named = related.named_services(everything, written.title)
        written = replace(written, services=tuple(Service(name) for name in named))
    catalog = catalogs.build((*everything.postmortems, written))
    similar = related.Finder(catalog).similar(written, _TOLD)
    if similar:
        printer.line("This may have happened before:")
    for row in similar:
        day = f" {row.postmortem.day}" if row.postmortem.day else ""
        printer.line(f"  {row.postmortem.id}{day} {row.postmortem.title}")
        printer.line(f"    {'; '.join(row.reasons)}")
