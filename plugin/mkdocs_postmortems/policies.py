"""Policies of a profile as data, and the clocks that they start. Pure: today is an argument.

A policy is a rule of the template that depends on time, on severity or on the whole document: how
soon it is complete, who signs, what leads to an action. `clocks` says how each deadline stands;
pages, rules and dashboards show the same answer. Days are days in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from .evidence import SHOWS, completed, met, rows, written_day
from .model import Postmortem
from .policy_settings import ALL, PolicyChange
from .settings import Settings
from .times import UNKNOWN
from .windows import Window

KINDS = frozenset(
    "complete meeting day horizon sign_off findings action_item responders test_ids".split()
)
"""What a policy can be about; the first three have a clock."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A role that signs; `at_least` is the rank from which on it does, None for every severity."""

    role: str
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy of a profile.

    Attributes:
        key: Its name in the profile and in the configuration.
        kind: One of `KINDS`.
        title: One sentence; `{window}` stands for the window.
        window: How long after `start`; None for a policy without a length.
        start: The milestone from which the window counts.
        field: For `day`: the field that holds the planned day.
        met_by: For `day`: what shows that it took place (see `evidence.SHOWS`).
        horizon: For `horizon`: the value of the actions that it is about.
        answers_due: For `horizon`: an action needs no `due` of its own.
        signatures: For `sign_off`: who signs.
        form: For `test_ids`: `{id}` stands for the incident, `NNN` for a number.
        effective_from: Incidents before this day are not held to it.
    """

    key: str
    kind: str
    title: str
    window: Window | None = None
    start: str = "resolved"
    field: str = ""
    met_by: tuple[str, ...] = ()
    horizon: str | None = None
    answers_due: bool = False
    signatures: tuple[Signature, ...] = ()
    form: str = ""
    effective_from: date | None = None

    @property
    def sentence(self) -> str:
        """The title with the window in it."""
        return self.title.replace("{window}", str(self.window))


class Governed(Protocol):
    """What is needed of a profile."""

    @property
    def name(self) -> str:
        """Its name in the configuration."""

    @property
    def policies(self) -> tuple[Policy, ...]:
        """Its policies in order."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How a policy with a deadline stands.

    Attributes:
        state: `met`, `late`, `running` or `unknown`.
        due: The last day, in UTC; None while it is not known.
        at: The moment of that day, for a window of hours that began at a known moment.
        done: The day on which it was done, if it was and the day is known.
        days: Days left, or days late; 0 where there are none.
        note: Why the state is unknown.
    """

    policy: Policy
    state: str
    due: date | None = None
    at: datetime | None = None
    done: date | None = None
    days: int = 0
    note: str = ""

    @property
    def deadline(self) -> str:
        """The deadline in words, with its zone."""
        return f"{self.at:%Y-%m-%d %H:%M} UTC" if self.at else f"{self.due} (UTC)"

    @property
    def lateness(self) -> str:
        """By how much it is late, in words."""
        return f"{_days(self.days)} late"

    @property
    def rule(self) -> str:
        """From where the deadline counts, in words."""
        return f"{self.policy.window} after the {_milestone(self.policy)}"

    @property
    def words(self) -> str:
        """The state in words."""
        if self.state == "unknown":
            return self.note
        if self.state == "met":
            return f"met on {self.done}" if self.done else f"kept, was planned for {self.due}"
        if self.state == "late":
            what = f"done on {self.done}" if self.done else "not done"
            return f"{self.lateness}: {what}, was due {self.deadline}"
        left = "today is the last day" if self.days == 0 else f"{_days(self.days)} left"
        return f"due {self.deadline}, {left}"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _milestone(policy: Policy) -> str:
    """The milestone from which a window counts, as a noun where there is one."""
    return "resolution" if policy.start == "resolved" else policy.start.replace("_", " ")


# ------------------------------------------------------------------------------ which ones hold


def effective(profile: Governed, settings: Settings) -> tuple[Policy, ...]:
    """A profile's policies as the configuration changes them."""
    if not settings.policies:
        return profile.policies
    changed = (_changed(policy, profile.name, settings) for policy in profile.policies)
    return tuple(policy for policy in changed if policy is not None)


def _changed(policy: Policy, profile: str, settings: Settings) -> Policy | None:
    """A policy after the changes for all, for its profile and for itself; None if ignored."""
    for where in ((ALL, ALL), (profile, ALL), (profile, policy.key)):
        change = settings.policies.get(where, PolicyChange())
        if change.ignore:
            return None
        policy = replace(
            policy,
            window=change.within or policy.window,
            effective_from=change.effective_from or policy.effective_from,
        )
    return policy


def in_force(
    postmortem: Postmortem, profile: Governed, settings: Settings, kind: str | None = None
) -> tuple[Policy, ...]:
    """The policies that hold for a postmortem, of one kind or of all.

    None hold for what is withdrawn, superseded or not structured. A policy with `effective_from`
    holds for incidents whose day is known and not before it.
    """
    if not profile.policies or not postmortem.structured:
        return ()
    if postmortem.retired or postmortem.invalid_at("profile"):
        return ()
    return tuple(
        p for p in effective(profile, settings)
        if kind in (None, p.kind) and _binds(p, postmortem.day)
    )  # fmt: skip


def _binds(policy: Policy, day: date | None) -> bool:
    begins = policy.effective_from
    return begins is None or (day is not None and day >= begins)


# ------------------------------------------------------------------------------------- clocks


def clocks(
    postmortem: Postmortem, profile: Governed, settings: Settings, as_of: date
) -> tuple[Clock, ...]:
    """How each deadline of a postmortem stands on a day, in the profile's order.

    A planned day (`kind: day`) has a clock once it is written.
    """
    found: list[Clock] = []
    for policy in in_force(postmortem, profile, settings):
        if policy.kind in ("complete", "meeting"):
            found.append(_window_clock(postmortem, policy, settings, as_of))
        elif policy.kind == "day":
            day = written_day(postmortem, policy.field)
            if day is not None:
                held = any(SHOWS[name](postmortem, day, as_of) for name in policy.met_by)
                found.append(Clock(policy, "met", day) if held else _open(policy, day, as_of))
    return tuple(found)


def deadline(
    postmortem: Postmortem, policy: Policy, settings: Settings
) -> tuple[date, datetime | None] | None:
    """The last day of a policy's window, and its moment for a window of hours that has one.

    None where the milestone from which it counts is not known.
    """
    start = postmortem.milestones.get(policy.start)
    if start is None or policy.window is None:
        return None
    moment = None if start.date_only else policy.window.instant(start.utc)
    if moment is not None:
        return moment.date(), moment
    return policy.window.end(start.day, settings.holidays), None


def _window_clock(postmortem: Postmortem, policy: Policy, settings: Settings, as_of: date) -> Clock:
    happened, done = (completed if policy.kind == "complete" else met)(postmortem)
    end = deadline(postmortem, policy, settings)
    if end is None:
        yet = " yet" if postmortem.status != "final" else ""
        return Clock(policy, "unknown", done=done, note=f"{_milestone(policy)} not known{yet}")
    due, at = end
    if happened and done is None:
        return Clock(policy, "unknown", due, at, note="done, day not known")
    if done is None or done > as_of:
        return _open(policy, due, as_of, at)
    if done <= due:
        return Clock(policy, "met", due, at, done)
    return Clock(policy, "late", due, at, done, (done - due).days)


def _open(policy: Policy, due: date, as_of: date, at: datetime | None = None) -> Clock:
    state = "running" if as_of <= due else "late"
    return Clock(policy, state, due, at, days=abs((due - as_of).days))


# ----------------------------------------------------------------------- what documents hold


def signers(postmortem: Postmortem, policy: Policy) -> tuple[str, ...]:
    """The roles that have to sign at the severity of a postmortem.

    A severity that is not known asks for nothing extra.
    """
    rank = postmortem.severity.rank if postmortem.severity else None
    return tuple(
        s.role for s in policy.signatures
        if s.at_least is None or (rank is not None and rank <= s.at_least)
    )  # fmt: skip


def missing_signatures(postmortem: Postmortem, policy: Policy) -> tuple[str, ...]:
    """The roles that have not signed. `unknown`, for all or for one, is an answer.

    A signature is a row that is not `signed: false` and says `signed` or a date.
    """
    if postmortem.value("sign_off") == UNKNOWN or postmortem.invalid_at("sign_off"):
        return ()
    signed = {
        row.get("role") for _, row in rows(postmortem, "sign_off")
        if row.get("signed") is not False and ("signed" in row or "date" in row)
    }  # fmt: skip
    return tuple(role for role in signers(postmortem, policy) if role not in signed)
