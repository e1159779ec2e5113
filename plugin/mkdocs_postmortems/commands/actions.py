"""`postmortems actions`: every action item in a terminal, what is overdue first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import click

from .. import catalog as catalogs
from .. import changes, families, git, rollup
from ..build import Checked, read_texts
from ..configuration import Configuration
from ..errors import UsageError
from ..model import Postmortem
from ..printer import Printer
from ..reporters.text import count
from ..rollup import Entry
from ..times import parse_date
from . import actions_output, selection
from .actions_output import Listed
from .actions_set import set_
from .common import checked, configure, say_unread, suggestion


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which actions to list; None and False ask for nothing."""

    state: tuple[str, ...] = ()
    all_: bool = False
    owner: str | None = None
    team: str | None = None
    service: str | None = None
    priority: str | None = None
    category: str | None = None
    horizon: str | None = None
    rank: int = 9


@click.group(invoke_without_command=True)
@click.option("--overdue", is_flag=True, help="Only what is overdue.")
@click.option(
    "--state", multiple=True, type=click.Choice(rollup.STATES), help="Only these; repeatable."
)
@click.option("--all", "all_", is_flag=True, help="Finished ones too.")
@click.option("--owner", help="Only those of this owner.")
@click.option("--team", help="Only those of this team.")
@click.option("--service", help="Only those of incidents that affected this service.")
@click.option("--priority", help="Only this priority, such as P1.")
@click.option("--category", help="Only this category, such as prevention.")
@click.option("--horizon", help="immediate, short_term or long_term.")
@click.option(
    "--severity-at-least", metavar="RANK", help="A rank, such as high, or a label, such as SEV-2."
)
@click.option(
    "--format", "format_", type=click.Choice(["table", "json", "csv", "markdown"]), default="table"
)
@click.option("--since", metavar="REF|DATE", help="What changed since a commit or a day.")
@click.option("--as-of", metavar="DATE", help="The day that counts as today, YYYY-MM-DD.")
@click.option("--exit-code", is_flag=True, help="End with 1 if anything is listed.")
@click.pass_context
def actions(context: click.Context, /, overdue: bool, as_of: str | None, format_: str,
            exit_code: bool, since: str | None, severity_at_least: str | None,
            state: tuple[str, ...], **rest: str | None) -> int:  # fmt: skip
    """List action items: unfinished ones, what is overdue first."""
    if context.invoked_subcommand is not None:
        return 0
    states = (*state, "overdue") if overdue else state
    found = configure(context.obj)
    result = checked(found, as_of)
    rank = selection.rank(
        severity_at_least, result.context.profiles, found.settings.default_profile
    )
    wanted = Wanted(state=states, rank=rank, **rest)  # type: ignore[arg-type]  # click gives each option its type
    entries = rollup.entries(result.catalog, result.context.as_of)
    _known(wanted, entries)
    day = result.context.as_of
    notes: list[str] = []
    if since is None:
        listed = [Listed(entry) for entry in entries if _fits(entry, wanted)]
        closing = f"{len(listed)} of {len(entries)} action items, as of {day}"
        unheld = rollup.unheld(families.find(result.catalog), entries)
        whole = replace(wanted, all_=False) == Wanted()
        notes = actions_output.notes(unheld, listed, whole=whole)
    else:
        at, then, hint = _former(found, result, entries, since)
        became = changes.compare(then, entries, at, day)
        listed = [Listed(c.entry, c) for c in became if _fits(c.entry, replace(wanted, all_=True))]
        closing = f"{count(len(listed), 'change')} from {at} to {day}{hint}"
    closing = "; ".join(filter(None, (closing, result.context.tracker.age)))
    printer = Printer()
    if format_ == "table":
        for line in (*notes, *(actions_output.table(listed) if listed else ()), closing):
            printer.line(line)
    else:
        text = actions_output.document(format_, listed, changes=since is not None)
        printer.document(text)
    say_unread(result, document=format_ != "table")
    return 1 if exit_code and listed else 0


actions.add_command(set_)


def _former(
    found: Configuration, result: Checked, entries: tuple[Entry, ...], since: str
) -> tuple[date, tuple[Entry, ...], str]:
    """The action items at a commit, or at the last one before a day, and the day of that state.

    Where git knows no commit before the day, the dates in the files count; the text that comes back
    says so.

    Raises:
        UsageError: There is no such commit, or the day has not come.
    """
    project, day, today = found.project, parse_date(since), result.context.as_of
    if day and day > today:
        raise UsageError(f"--since: {day} lies after {today}, the day that counts as today.")
    commit = git.commit_before(project, day) if day else git.commit(project, since)
    if commit is None and day is None:
        raise UsageError(
            f'--since: "{since}" is neither a day (YYYY-MM-DD) nor a commit, branch or tag of the '
            "git repository of this project."
        )
    if commit is None:
        at = day or today
        hint = "; git has no commit before that day, so the dates in the files were compared"
        return at, tuple(changes.by_dates(entries, at)), hint
    roots = result.found.roots
    texts = git.blobs(project, commit, roots)
    at = day or commit.day
    tracker = result.context.tracker
    read = read_texts(texts, roots[0] if roots else ".", result.context)
    postmortems = [tracker.applied(p, at) for p in read if not _withheld(p, result)]
    catalog = catalogs.select(postmortems, found.settings.audience, result.context.registry)
    return at, rollup.entries(catalog, at), ""


def _withheld(former: Postmortem, result: Checked) -> bool:
    """Whether the audience does not see by now what it might have seen at a former commit."""
    seen, everything = result.catalog, result.everything
    return any(
        everything.get(name) is not None and seen.get(name) is None
        for name in (former.id, *former.aliases)
    ) or (former.path in everything.order and former.path not in seen.order)


def _known(wanted: Wanted, entries: tuple[Entry, ...]) -> None:
    """Refuse a name that stands nowhere: an empty list would say that nothing is left to do."""
    for option, value, names in (
        ("owner", wanted.owner, [e.action.owner for e in entries]),
        ("team", wanted.team, _teams(entries)),
        ("service", wanted.service, [s.name for e in entries for s in e.postmortem.services]),
        ("priority", wanted.priority, [e.action.priority for e in entries]),
        ("category", wanted.category, [e.action.category for e in entries]),
        ("horizon", wanted.horizon, [e.action.horizon for e in entries]),
    ):
        known = sorted({name for name in names if name})
        if value is not None and not any(_same(name, value) for name in known):
            hint = suggestion(value, known) if known else ""
            raise UsageError(f'--{option}: no action item has the {option} "{value}".{hint}')


def _teams(entries: tuple[Entry, ...]) -> list[str | None]:
    return [name for e in entries for name in (e.action.team, *e.postmortem.teams)]


def _same(left: str | None, right: str) -> bool:
    return left is not None and left.casefold() == right.casefold()


def _fits(entry: Entry, wanted: Wanted) -> bool:
    action, postmortem = entry.action, entry.postmortem
    if wanted.state and entry.state not in wanted.state:
        return False
    if not (wanted.state or wanted.all_ or action.unfinished):
        return False
    teams = (action.team,) if action.team else postmortem.teams
    asked: tuple[tuple[str | None, Iterable[str | None]], ...] = (
        (wanted.owner, (action.owner,)),
        (wanted.team, teams),
        (wanted.service, (s.name for s in postmortem.services)),
        (wanted.priority, (action.priority,)),
        (wanted.category, (action.category,)),
        (wanted.horizon, (action.horizon,)),
    )
    return postmortem.rank <= wanted.rank and all(
        value is None or any(_same(name, value) for name in names) for value, names in asked
    )
