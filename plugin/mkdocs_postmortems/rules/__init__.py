"""The rules: one file each, whose docstring is its documentation.

A module `pm203_….py` in this folder holds `RULE` and, for a rule about one postmortem,
`check(postmortem, context)`, or for one across postmortems `check_catalog(catalog, context)`.
Rules of the PM0xx and PM1xx families have neither: reading and validating a file finds them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, ModuleType

from ..catalog import Catalog
from ..diagnostics import Finding, Level
from ..model import Postmortem
from ..times import parse_date
from .base import Context, Rule

__all__ = ["Context", "Entry", "Rule", "entries", "level_of", "run_catalog", "run_document"]

DocumentCheck = Callable[[Postmortem, Context], Iterator[Finding]]
CatalogCheck = Callable[[Catalog, Context], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule with its documentation and its check, if it has one of its own."""

    rule: Rule
    documentation: str
    check: DocumentCheck | None
    check_catalog: CatalogCheck | None


@cache
def entries() -> Mapping[str, Entry]:
    """All rules by code, sorted. Found by the names of the modules in this folder."""
    found: dict[str, Entry] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        if info.name.startswith("pm"):
            module = importlib.import_module(f"{__name__}.{info.name}")
            entry = _entry(module)
            found[entry.rule.code] = entry
    return MappingProxyType(found)


def _entry(module: ModuleType) -> Entry:
    return Entry(
        module.RULE,
        (module.__doc__ or "").strip(),
        getattr(module, "check", None),
        getattr(module, "check_catalog", None),
    )


@cache
def _checks(ignored: frozenset[str], structured: bool) -> tuple[DocumentCheck, ...]:
    return tuple(
        entry.check for entry in entries().values()
        if entry.check and entry.rule.code not in ignored
        and (structured or entry.rule.unstructured)
    )  # fmt: skip


def _ignored(context: Context) -> frozenset[str]:
    return frozenset(code for code, level in context.settings.rules.items() if level == "ignore")


def run_document(postmortem: Postmortem, context: Context) -> list[Finding]:
    """What the rules about one postmortem find, in the order of their codes."""
    findings: list[Finding] = []
    for check in _checks(_ignored(context), postmortem.structured):
        findings.extend(check(postmortem, context))
    return findings


def run_catalog(catalog: Catalog, context: Context) -> list[Finding]:
    """What the rules across postmortems find. They read no bodies and no timelines."""
    findings: list[Finding] = []
    ignored = _ignored(context)
    for entry in entries().values():
        if entry.check_catalog and entry.rule.code not in ignored:
            findings.extend(entry.check_catalog(catalog, context))
    return findings


def level_of(finding: Finding, postmortem: Postmortem | None, context: Context) -> Level | None:
    """The level at which a finding is shown; None when it is ignored or suppressed.

    The configuration wins over everything; then a suppression in the file, with its reason; then
    what the finding says itself; then the rule's level for the status of the document.
    """
    rule = entries()[finding.code].rule
    configured = context.settings.rules.get(finding.code)
    if configured == "ignore":
        return None
    if postmortem is not None and _suppressed(finding.code, postmortem, context):
        return None
    if configured is not None:
        return Level(configured)
    if finding.level is not None:
        return finding.level
    if postmortem is not None and _mild(postmortem, rule):
        return rule.draft_level
    return rule.level


def _mild(postmortem: Postmortem, rule: Rule) -> bool:
    """Whether a file is judged as a draft: it is one, or an old file nobody has taken up yet."""
    return postmortem.status == "draft" or (rule.unstructured and not postmortem.structured)


def _suppressed(code: str, postmortem: Postmortem, context: Context) -> bool:
    """Whether the file suppresses a rule, with a reason and an end that has not passed.

    What makes a file unreadable or unsafe cannot be suppressed by the file itself. An end that
    cannot be read, or `unknown`, is no reason to suppress for ever.
    """
    entries_ = postmortem.record.get("suppress")
    if not isinstance(entries_, list) or not entries()[code].rule.suppressible:
        return False
    for index, item in enumerate(entries_):
        if isinstance(item, dict) and item.get("rule") == code and item.get("reason"):
            until = parse_date(str(item.get("until", "")))
            if until is not None and until >= context.as_of:
                return True
            if "until" not in item and not postmortem.invalid_at("suppress", index, "until"):
                return True
    return False
