"""Two postmortems with one id.

## What it does
Checks that ids and aliases are unique in the whole catalog, without regard to case.

## Why it matters
Pages, links, actions and feeds are addressed by id. Two people who write their postmortems on two
branches on the same day choose the same next number, and git merges both without a conflict.

## Example
`INC-20260313-001.md` and `inc-20260313-001-draft.md`.

## How to fix
Rename the younger file to the next free number (`postmortems new` finds it), and put its old id in
`aliases:` if it was already shared.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog
from ..diagnostics import FieldPath, Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM301", "duplicate-id", Level.ERROR, draft=Level.ERROR, suppressible=False)


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Each later file (in the order of paths) that claims an id of an earlier one."""
    owners: dict[str, Postmortem] = {}
    ordered = sorted(catalog.postmortems, key=lambda p: p.path)
    for postmortem in ordered:
        owner = owners.setdefault(postmortem.id.casefold(), postmortem)
        if owner is not postmortem:
            yield _clash(postmortem, owner, postmortem.id, ("id",) if postmortem.id_stated else ())
    for postmortem in ordered:
        for index, alias in enumerate(postmortem.aliases):
            owner = owners.setdefault(alias.casefold(), postmortem)
            if owner is not postmortem:
                yield _clash(postmortem, owner, alias, ("aliases", index))


def _clash(postmortem: Postmortem, owner: Postmortem, identifier: str, where: FieldPath) -> Finding:
    return finding(
        RULE, postmortem, where, f"{owner.path} has this id already", found=f'"{identifier}"',
        fix="Give this one the next free id.",
    )  # fmt: skip
