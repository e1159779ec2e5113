"""`postmortems list`: the explorer in a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..clock import today
from ..model import Postmortem
from ..printer import Printer
from ..reporters.text import count
from ..times import format_duration
from . import selection
from .common import checked, configure, say_unread, started

STATUSES = ("draft", "in_review", "final", "withdrawn", "superseded")


@click.command("list")
@click.argument("words", nargs=-1)
@click.option("--query", metavar="TEXT", default="", help="The same as WORDS.")
@click.option(
    "--severity-at-least", metavar="RANK", help="A rank, such as high, or a label, such as SEV-2."
)
@selection.facet_options
@click.option("--status", type=click.Choice(STATUSES, case_sensitive=False), help="The document's.")
@click.option("--overdue", is_flag=True, help="Only those with overdue action items.")
@click.option(
    "--sort",
    type=click.Choice(selection.SORTS),
    help="Default: relevance with words, else newest.",
)
@click.option("--as-of", metavar="DAY", help="What is overdue on this day (YYYY-MM-DD, UTC).")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table")
@click.pass_obj
def list_(
    config: Path | None,
    /,
    words: tuple[str, ...],
    query: str,
    severity_at_least: str | None,
    status: str | None,
    overdue: bool,
    sort: str | None,
    as_of: str | None,
    format_: str,
    **wanted: tuple[str, ...],
) -> int:
    """List postmortems; with WORDS, those that hold all of them.

    An option given twice allows both values; different options hold together.
    """
    found = configure(config)
    result = checked(found, as_of)
    rank = selection.rank(
        severity_at_least, result.context.profiles, found.settings.default_profile
    )
    chosen = [
        p for p in selection.choose(result, wanted)
        if p.rank <= rank and (status is None or (p.structured and p.status == status))
    ]  # fmt: skip
    if overdue:
        chosen = selection.overdue(chosen, today(as_of))
    text = " ".join((*words, query)).strip()
    chosen = selection.matching(chosen, text, sort or ("relevance" if text else "newest"))
    printer = Printer()
    if format_ == "json":
        rows = [_row(p) for p in chosen]
        printer.document(json.dumps(rows, indent=2, sort_keys=True, allow_nan=False))
        say_unread(result, document=True)
        return 0
    width = max((len(p.id) for p in chosen), default=0)
    for postmortem in chosen:
        printer.line(_line(postmortem, width))
    total = f"{len(chosen)} of {count(len(result.catalog.postmortems), 'postmortem')}"
    printer.line(result.summary.terms.apply(total))
    say_unread(result, document=False)
    return 0


def _line(postmortem: Postmortem, width: int) -> str:
    severity = postmortem.severity.label if postmortem.severity else "-"
    status = postmortem.status if postmortem.structured else "not structured"
    day = postmortem.day.isoformat() if postmortem.day else "-"
    return f"{postmortem.id:<{width}} {day:<10} {severity:<8} {status:<14} {postmortem.title}"


def _row(postmortem: Postmortem) -> dict[str, object]:
    mitigate = postmortem.metrics["ttm"].seconds
    return {
        "id": postmortem.id,
        "title": postmortem.title,
        "path": postmortem.path,
        "profile": postmortem.profile,
        "status": postmortem.status if postmortem.structured else None,
        "severity": postmortem.severity.label if postmortem.severity else None,
        "severity_rank": postmortem.severity.rank if postmortem.severity else None,
        "started_at": started(postmortem),
        "time_to_mitigate_seconds": mitigate,
        "time_to_mitigate": format_duration(mitigate) if mitigate is not None else None,
        "services": [s.name for s in postmortem.services],
        "summary": postmortem.summary,
    }
