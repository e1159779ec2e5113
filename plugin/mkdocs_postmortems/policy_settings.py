"""The settings `holidays` and `policies`: what a site changes about the policies of the profiles.

Which profiles and policies there are is not known here: `contexts.make_context` compares the names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from types import MappingProxyType

from .errors import UsageError
from .times import parse_date
from .windows import FORMS, Window, parse_window

ALL = "all"
"""Stands for every policy of a profile."""

_FROM = "effective_from"
_KEYS = ("within", _FROM)


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """What a site says about a policy; None leaves that part as the profile has it.

    Attributes:
        ignore: The policy does not hold here.
        within: Another window.
        effective_from: It binds incidents from this day on.
    """

    ignore: bool = False
    within: Window | None = None
    effective_from: date | None = None


Changes = Mapping[tuple[str, str], PolicyChange]
"""By profile and policy; `all` stands for every one."""


def read_days(value: object, what: str) -> tuple[date, ...]:
    """A list of days, sorted, each once.

    Raises:
        UsageError: It is no list, or an item is no day.
    """
    if not isinstance(value, (list, tuple)):
        raise UsageError(f"{what} must be a list of days such as [2026-12-25], found {value!r}.")
    return tuple(sorted({_day(item, what) for item in value}))


def read_policies(value: object, what: str) -> Changes:
    """The changes of a configuration.

    Raises:
        UsageError: It does not have the form `profile: {policy: change}`.
    """
    changes: dict[tuple[str, str], PolicyChange] = {}
    for profile, below in _mapping(value, what, "profile: {policy: …}").items():
        if profile == _FROM:
            changes[ALL, ALL] = PolicyChange(effective_from=_day(below, f"{what}: {_FROM}"))
            continue
        where = f"{what}: {profile}"
        for policy, change in _mapping(below, where, "policy: …").items():
            changes[profile, policy] = _change(change, policy, f"{where}: {policy}")
    return MappingProxyType(changes)


def _change(value: object, policy: str, what: str) -> PolicyChange:
    if value == "ignore":
        return PolicyChange(ignore=True)
    if not isinstance(value, Mapping):
        raise UsageError(
            f"{what} must be ignore, or a mapping with {' and '.join(_KEYS)}, found {value!r}."
        )
    for key in value:
        if key not in _KEYS:
            near = get_close_matches(str(key), _KEYS, 1)
            hint = f' Did you mean "{near[0]}"?' if near else f" Allowed: {', '.join(_KEYS)}."
            raise UsageError(f'{what}: unknown key "{key}".{hint}')
    window, begins = value.get("within"), value.get(_FROM)
    if window is not None and policy == ALL:
        raise UsageError(f"{what}: policies differ in their windows; change each by its own key.")
    return PolicyChange(
        within=None if window is None else _window(window, f"{what}: within"),
        effective_from=None if begins is None else _day(begins, f"{what}: {_FROM}"),
    )


def _window(value: object, what: str) -> Window:
    window = parse_window(value)
    if window is None:
        raise UsageError(f"{what} must be a length such as {FORMS}, found {value!r}.")
    return window


def _day(value: object, what: str) -> date:
    """A day, as YAML reads one or as text."""
    day = parse_date(value) if isinstance(value, str) else value
    if not isinstance(day, date) or isinstance(day, datetime):
        raise UsageError(f"{what} must be a day such as 2026-12-25, found {value!r}.")
    return day


def _mapping(value: object, what: str, form: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise UsageError(f"{what} must be a mapping of the form {form}, found {value!r}.")
    return value
