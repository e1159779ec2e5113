"""`postmortems actions set`: change one action item in its file, and nothing around it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from .. import edits, source, writer
from ..action_item import ActionItem
from ..errors import UsageError
from ..model import Postmortem
from ..printer import Printer
from ..schemas import valid_url
from ..times import parse_date
from .common import checked, configure, suggestion

_STATUSES = ("open", "in_progress", "done", "wont_do")


@click.command("set")
@click.argument("action")
@click.option("--status", type=click.Choice(_STATUSES), help="Its new state.")
@click.option("--evidence", help="What proves that it is done: a link or a sentence.")
@click.option("--done-on", metavar="DATE", help="Default for --status done: today.")
@click.option("--reason", help="Why it will not be done.")
@click.option("--owner", help="Who does it.")
@click.option("--due", metavar="DATE", help="By when, YYYY-MM-DD.")
@click.option("--as-of", metavar="DATE", help="The day that counts as today, YYYY-MM-DD.")
@click.pass_obj
def set_(config: Path | None, /, action: str, as_of: str | None, **options: str | None) -> int:
    """Change the ACTION `<incident>/<id>`, such as INC-20260313-001/AI-001, in its file."""
    found = configure(config)
    result = checked(found, as_of)
    postmortem, item = _find(result.everything.postmortems, action)
    item = item.in_file  # what is written is changed, whatever a tracker says
    values = {key: _value(key, text) for key, text in options.items() if text is not None}
    if not values:
        raise UsageError("nothing to change: give --status, --evidence, --owner, --due …")
    changes = _consistent(item, values, result.context.as_of)
    path = found.project / postmortem.path
    raw = source.read_bytes(path, postmortem.path, found.settings.limits)
    if not isinstance(raw, bytes):
        raise UsageError(f"{postmortem.path} cannot be read: {raw.message}.")
    place = ("action_items", item.index)
    text = edits.set_keys(raw.decode("utf-8"), place, changes, found.settings.limits)
    writer.replace(path, raw, text)
    changed = ", ".join(f"{key} {value or 'removed'}" for key, value in changes.items())
    Printer().line(f"{postmortem.path}: {item.id} now has {changed}")
    return 0


def _consistent(item: ActionItem, values: Mapping[str, str], today: date) -> dict[str, str | None]:
    """The values with what follows from a new status: the day of completion comes and goes with it.

    Raises:
        UsageError: They contradict each other, so that a check would fail on the file.
    """
    changes: dict[str, str | None] = dict(values)
    status = values.get("status", item.status)
    if status == "done":
        if "done_on" not in values and item.done_on is None:
            changes["done_on"] = today.isoformat()
    elif "done_on" in values:
        raise UsageError(f"--done-on belongs to --status done, and this item is {status}.")
    elif item.done_on is not None:
        changes["done_on"] = None
    done_on = parse_date(values.get("done_on", ""))
    if done_on is not None and done_on > today:
        raise UsageError(f"--done-on: {done_on} lies after {today}, the day that counts as today.")
    if status == "wont_do" and not (item.reason or values.get("reason")):
        raise UsageError("--status wont_do needs --reason: say why it will not be done.")
    return changes


def _find(postmortems: tuple[Postmortem, ...], name: str) -> tuple[Postmortem, ActionItem]:
    """The action of a name `<incident>/<id>`, in any case.

    Raises:
        UsageError: There is none, or more than one.
    """
    incident, slash, identifier = name.rpartition("/")
    if not slash:
        raise UsageError(f'"{name}" is no action: write <incident>/<id>, as `actions` lists it.')
    ids = {i.casefold(): p for p in postmortems for i in (p.id, *p.aliases)}
    postmortem = ids.get(incident.casefold())
    if postmortem is None:
        hint = suggestion(incident, [p.id for p in postmortems][:20])
        raise UsageError(f'there is no incident "{incident}".{hint}')
    if sum(p.id.casefold() == postmortem.id.casefold() for p in postmortems) > 1:
        raise UsageError(f'several postmortems have the id "{postmortem.id}": postmortems check')
    items = [i for i in postmortem.actions if i.id.casefold() == identifier.casefold()]
    if len(items) > 1:
        raise UsageError(
            f'{postmortem.id} has {len(items)} action items "{items[0].id}". '
            f"Give each an id of its own in {postmortem.path}."
        )
    if items:
        return postmortem, items[0]
    ids_here = [item.id for item in postmortem.actions]
    hint = suggestion(identifier, ids_here) if ids_here else ""
    raise UsageError(f'{postmortem.id} has no action item "{identifier}".{hint}')


def _value(key: str, text: str) -> str:
    """An option as it is written into the file.

    Raises:
        UsageError: It is no value that a check would accept.
    """
    value = text.strip()
    if key in ("due", "done_on"):
        if value != "unknown" and parse_date(value) is None:
            raise UsageError(f'--{key.replace("_", "-")}: "{text}" is no day; write YYYY-MM-DD.')
    elif not value or not value.isprintable() or len(value) > 500:
        raise UsageError(f"--{key} must be one line of 1 to 500 characters.")
    elif value.startswith(("http://", "https://")) and not valid_url(value):
        raise UsageError(f"--{key}: the address must not hold spaces, quotes or a password.")
    return value
