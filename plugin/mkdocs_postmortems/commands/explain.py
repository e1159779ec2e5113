"""`postmortems explain`: the documentation of a rule, from the rule's own file."""

from __future__ import annotations

import click

from ..errors import UsageError
from ..printer import Printer
from ..problems import nearest
from ..rules import entries


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Say what the rule CODE checks, why, and how to fix it. Without CODE: list all rules."""
    printer = Printer()
    if code is None:
        for entry in entries().values():
            title = entry.documentation.split("\n", 1)[0]
            printer.line(f"{entry.rule.code}  {entry.rule.level.value:<7}  {title}")
        return 0
    found = entries().get(code.upper())
    if found is None:
        near = nearest(code.upper(), list(entries()))
        hint = f' Did you mean "{near}"?' if near else " `postmortems explain` lists all."
        raise UsageError(f'there is no rule "{code}".{hint}')
    rule = found.rule
    levels = f"{rule.level.value}; in drafts {rule.draft_level.value}"
    printer.line(f"{rule.code} {rule.name} ({levels})")
    printer.line()
    for line in found.documentation.split("\n"):
        printer.line(line)
    return 0
