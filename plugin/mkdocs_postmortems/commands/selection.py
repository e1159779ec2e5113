"""The options of `list`: one for each facet, and how they select postmortems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import click

from .. import facets, search
from ..build import Checked
from ..errors import UsageError
from ..facets import Facet
from ..model import RANK_NAMES, RANKS, Postmortem
from ..problems import nearest
from ..profiles import Profile
from ..registry import Section

SORTS = ("relevance", "newest", "severity", "longest")
_NO_RANK = 9
_FEW = 20
"""As many values are named in a message, no more."""
_REGISTERED = {
    "service": "services", "team": "teams", "tag": "tags", "cause": "root_cause_categories",
}  # fmt: skip
"""The facets whose values the registry may describe, and its sections."""


def facet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """An option for each facet of `facets.FACETS`; one given twice allows both values."""
    for facet in reversed(facets.FACETS):
        help_ = f"By one of the {facet.plural.lower()}."
        option = click.option(f"--{facet.key}", metavar="NAME", multiple=True, help=help_)
        command = option(command)
    return command


def rank(name: str | None, profiles: Mapping[str, Profile], default: str) -> int:
    """The rank that a severity must reach, by its name or by a label of a severity scale.

    Without a name all severities do. A label counts as the default profile means it; one of other
    profiles must mean the same rank in all of them.

    Raises:
        UsageError: There is no such rank, or more than one.
    """
    if name is None:
        return _NO_RANK
    scales = {
        profile.name: {level.label.casefold(): level.rank for level in profile.scale}
        for profile in profiles.values()
    }
    word = name.casefold()
    own = {**RANKS, **scales[default]}
    if word in own:
        return own[word]
    others = {scale[word] for scale in scales.values() if word in scale}
    if len(others) == 1:
        return others.pop()
    if others:
        means = " or ".join(RANK_NAMES[number] for number in sorted(others))
        raise UsageError(
            f'--severity-at-least: "{name}" is {means}, depending on the profile. Write the rank.'
        )
    allowed = dict.fromkeys((*RANKS, *(level.label for level in profiles[default].scale)))
    near = nearest(name, list(allowed))
    hint = f' Did you mean "{near}"?' if near else f" Allowed: {', '.join(allowed)}."
    raise UsageError(f'--severity-at-least: "{name}" is no rank.{hint}')


def choose(result: Checked, wanted: Mapping[str, tuple[str, ...]]) -> list[Postmortem]:
    """The postmortems that have one of the values of each facet.

    A value that the registry knows may be written as its title, a severity as its label or rank.

    Raises:
        UsageError: Neither a postmortem nor the registry has a value.
    """
    postmortems = result.catalog.postmortems
    chosen = list(postmortems)
    for key, values in wanted.items():
        if values:
            facet = facets.BY_KEY[key]
            section = getattr(result.context.registry, _REGISTERED.get(key, ""), Section())
            folded = {_known(facet, postmortems, section, value) for value in values}
            chosen = [p for p in chosen if folded & {facets.fold(v) for v in _values(facet, p)}]
    return chosen


def _values(facet: Facet, postmortem: Postmortem) -> tuple[str, ...]:
    """The values of a facet; a severity also as it is written, which is what `list` prints."""
    severity = postmortem.severity if facet.key == "severity" else None
    return (*facet.values(postmortem), *((severity.label,) if severity else ()))


def _known(
    facet: Facet, postmortems: Sequence[Postmortem], section: Section, written: str
) -> str:  # fmt: skip
    """A value as values are compared; `safeguard_gap` is the same as "safeguard gap"."""
    value = section.named(written) or written
    labels = {facets.fold(v): v for p in postmortems for v in _values(facet, p)}
    labels |= {facets.fold(name): name for name in section.entries}
    for folded in (facets.fold(value), facets.fold(value.replace("_", " "))):
        if folded in labels:
            return folded
    near = nearest(written, list(labels.values()))
    hint = f' Did you mean "{near}"?' if near else ""
    if not near and 0 < len(labels) <= _FEW:
        hint = f" Allowed: {', '.join(sorted(set(labels.values()), key=str.casefold))}."
    what = facet.title.lower()
    raise UsageError(f'--{facet.key}: no postmortem has the {what} "{written}".{hint}')


def overdue(postmortems: Sequence[Postmortem], as_of: date) -> list[Postmortem]:
    """Those with an action item that is overdue on a day."""
    return [p for p in postmortems if any(action.overdue(as_of) for action in p.actions)]


def matching(postmortems: Sequence[Postmortem], query: str, sort: str) -> list[Postmortem]:
    """The postmortems that match a query, in the order asked for.

    Args:
        postmortems: Newest first; those that are equal keep the order.
        query: As `search` reads it; empty matches all.
    """
    words = search.words(query)
    scores = {p.path: search.score(search.fields_of(p), words) if words else 0 for p in postmortems}
    found = [p for p in postmortems if scores[p.path] is not None]
    orders: Mapping[str, Callable[[Postmortem], float]] = {
        "relevance": lambda p: -(scores[p.path] or 0),
        "newest": lambda p: 0,
        "severity": lambda p: p.rank,
        "longest": lambda p: -_seconds(p),
    }
    return sorted(found, key=orders[sort])


def _seconds(postmortem: Postmortem) -> float:
    """The time to mitigate; one that is not known comes after all others."""
    seconds = postmortem.metrics["ttm"].seconds
    return float("-inf") if seconds is None else seconds
