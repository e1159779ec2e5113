"""`postmortems list`: the catalog in a terminal, newest first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from ..errors import UsageError
from ..model import RANK_NAMES, Postmortem
from ..printer import Printer
from ..problems import nearest
from ..times import format_duration
from .common import checked, configure

STATUSES = ("draft", "in_review", "final", "withdrawn", "superseded")
_RANKS = {name: rank for rank, name in RANK_NAMES.items()}


@click.command("list")
@click.argument("words", nargs=-1)
@click.option(
    "--severity-at-least", metavar="RANK", help="critical, high, medium, low or informational."
)
@click.option("--service", help="Only those that affected this service.")
@click.option("--status", type=click.Choice(STATUSES, case_sensitive=False), help="The document's.")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table")
@click.pass_obj
def list_(
    config: Path | None,
    words: tuple[str, ...],
    severity_at_least: str | None,
    service: str | None,
    status: str | None,
    format_: str,
) -> int:
    """List postmortems, newest first; with WORDS, those that hold every one of them."""
    found = configure(config)
    rank = _rank(severity_at_least, found.settings.severity_scale)
    result = checked(found, None)
    services = result.context.registry.services
    if service is not None:
        service = services.named(service) or service
    chosen = [
        p for p in result.catalog.postmortems
        if p.rank <= rank
        and (service is None or any(_same(s.name, service) for s in p.services))
        and (status is None or (p.structured and p.status == status))
        and all(word.casefold() in _text(p) for word in words)
    ]  # fmt: skip
    if service is not None:
        named = [s.name for p in result.catalog.postmortems for s in p.services]
        _known(service, [*named, *services.entries])
    printer = Printer()
    if format_ == "json":
        rows = [_row(p) for p in chosen]
        printer.document(json.dumps(rows, indent=2, sort_keys=True, allow_nan=False))
        return 0
    width = max((len(p.id) for p in chosen), default=0)
    for postmortem in chosen:
        printer.line(_line(postmortem, width))
    total = f"{len(chosen)} of {len(result.catalog.postmortems)} postmortems"
    printer.line(result.summary.terms.apply(total))
    unread = result.summary.files - len(result.everything.postmortems)
    if unread:
        printer.line(f"{unread} more could not be read: postmortems check")
    return 0


def _rank(name: str | None, scale: Mapping[str, int]) -> int:
    """The rank of its name, or of a label of the configured scale."""
    if name is None:
        return 9
    known = {**_RANKS, **scale}
    if name not in known:
        near = nearest(name, list(known))
        hint = f' Did you mean "{near}"?' if near else f" Allowed: {', '.join(known)}."
        raise UsageError(f'--severity-at-least: "{name}" is no rank.{hint}')
    return known[name]


def _text(postmortem: Postmortem) -> str:
    services = " ".join(s.name for s in postmortem.services)
    parts = (postmortem.id, postmortem.title, postmortem.summary, services, *postmortem.tags)
    return " ".join((*parts, postmortem.body)).casefold()


def _same(left: str, right: str) -> bool:
    return left.casefold() == right.casefold()


def _known(service: str, names: list[str]) -> None:
    """Refuse a service that neither a postmortem nor the registry names."""
    if not any(_same(name, service) for name in names):
        near = nearest(service, tuple(dict.fromkeys(names)))
        hint = f' Did you mean "{near}"?' if near else ""
        raise UsageError(f'--service: no postmortem names the service "{service}".{hint}')


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
        "started_at": postmortem.started.isoformat() if postmortem.started else None,
        "time_to_mitigate_seconds": mitigate,
        "time_to_mitigate": format_duration(mitigate) if mitigate is not None else None,
        "services": [s.name for s in postmortem.services],
        "summary": postmortem.summary,
    }
