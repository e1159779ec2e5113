"""`postmortems check`: read every postmortem and say everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

import click

from ..build import Checked
from ..completeness import gaps
from ..printer import Printer
from ..reporters import REPORTERS
from .common import checked, configure, covers


@click.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--format", "format_", type=click.Choice(list(REPORTERS)), default="text",
    help="text; github (annotations on a pull request); json.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--allow-empty", is_flag=True, help="Succeed when there is nothing to check.")
@click.option("--todo", is_flag=True, help="List what is left before final, draft by draft.")
@click.option("--as-of", metavar="DAY", help="Judge as if today were this day (YYYY-MM-DD, UTC).")
@click.pass_obj
def check(
    config: Path | None,
    paths: tuple[str, ...],
    format_: str,
    strict: bool,
    allow_empty: bool,
    todo: bool,
    as_of: str | None,
) -> int:
    """Check postmortems: the whole project, or only the files and folders PATHS.

    Relations to postmortems outside PATHS are looked up in the whole project.
    """
    whole = configure(config)
    result = checked(whole, as_of, paths, only_findings=not todo)
    printer = Printer()
    if todo:
        return _todo(result, paths, printer)
    REPORTERS[format_](result.diagnostics, result.summary, printer)
    if not result.summary.files and not allow_empty:
        printer.line("Nothing was checked: no postmortem was found. --allow-empty accepts that.")
        return 1
    return int(result.fails("warning" if strict else whole.settings.fail_on))


def _todo(result: Checked, paths: tuple[str, ...], printer: Printer) -> int:
    """What each unfinished postmortem lacks before final."""
    total = 0
    for postmortem in result.everything.structured:
        if postmortem.status not in ("draft", "in_review") or not covers(paths, postmortem.path):
            continue
        left = gaps(postmortem, result.context.profiles[postmortem.profile], "final")
        total += len(left)
        printer.line(f"{postmortem.path}: {len(left)} left before final")
        for gap in left:
            printer.line(f"  - {gap.what}: {gap.fix}")
    if not total:
        printer.line("Nothing is left before final.")
    return 0
