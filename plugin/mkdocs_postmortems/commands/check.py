"""`postmortems check`: read every postmortem and say everything that is wrong with it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..build import Checked
from ..completeness import gaps
from ..printer import Printer
from ..reporters import REPORTERS
from ..reporters.text import count
from .common import checked, configure, covers, shown_paths


@click.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--format", "format_", type=click.Choice(list(REPORTERS)), default="text",
    help="text; github (annotations on a pull request); json.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--allow-empty", is_flag=True, help="Succeed when there is nothing to check.")
@click.option("--todo", is_flag=True, help="List what is left before final, file by file.")
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
        _todo(result, shown_paths(whole, paths), printer)
    else:
        REPORTERS[format_](result.diagnostics, result.summary, printer)
    left_out = _left_out(result, shown_paths(whole, paths))
    if left_out and not todo and format_ == "text":
        what = result.summary.terms.apply(count(left_out, "postmortem"))
        printer.line(
            f"{what} left out of the public site, which holds only those marked TLP:CLEAR."
        )
    if not result.summary.files and not allow_empty:
        # Not on standard output, which may be a document for another program.
        places = ", ".join(paths or whole.settings.path)
        nothing = result.summary.terms.apply("Nothing was checked: there is no postmortem in")
        Printer(sys.stderr).line(
            f"{nothing} {places}. `postmortems new` begins one; --allow-empty accepts that."
        )
        return 1
    if todo:
        return 0
    return int(result.fails("warning" if strict else whole.settings.fail_on))


def _left_out(result: Checked, paths: tuple[str, ...]) -> int:
    """How many of the files checked a public site would not hold; none for an internal one."""
    shown = {p.path for p in result.catalog.postmortems}
    return sum(p.path not in shown and covers(paths, p.path) for p in result.everything.postmortems)


def _todo(result: Checked, paths: tuple[str, ...], printer: Printer) -> None:
    """What each postmortem lacks before final: unfinished ones, and final ones with a gap."""
    covered = [p for p in result.everything.postmortems if covers(paths, p.path)]
    total = 0
    for postmortem in covered:
        if not postmortem.structured or postmortem.status == "withdrawn":
            continue
        left = gaps(postmortem, result.context.profiles[postmortem.profile], "final")
        unfinished = postmortem.status in ("draft", "in_review")
        if not left and not unfinished:
            continue
        total += len(left)
        what = "left before final" if unfinished else f"missing, with status {postmortem.status}"
        printer.line(f"{postmortem.path}: {len(left)} {what}")
        for gap in (gap.told(postmortem) for gap in left):
            printer.line(f"  - {gap.what}: {gap.fix}")
    if len(covered) > 1 or (covered and not total):
        read = result.summary.terms.apply(count(len(covered), "postmortem"))
        printer.line(f"{total or 'Nothing is'} left before final in {read}.")
    unread = result.summary.files - len(covered)
    if unread:
        more = "more " if covered else ""
        printer.line(f"{unread} {more}could not be read: postmortems check")
