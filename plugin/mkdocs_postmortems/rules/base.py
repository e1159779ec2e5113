"""What every rule is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date

from ..chronology import KIND_MILESTONES, MILESTONE_FIELDS
from ..diagnostics import FieldPath, Finding, Level, Position
from ..model import Postmortem
from ..policies import Clock, clocks
from ..profiles import Profile
from ..settings import Settings
from ..times import Instant, zone


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule is called and how much it weighs.

    Attributes:
        code: `PM` and three digits; never used again for something else.
        name: Completes the sentence "a postmortem may not have …", in kebab case.
        level: For documents in review and final ones.
        draft: For drafts, which are judged on what no later edit can excuse; None means one level
            below `level`.
        suppressible: Whether `suppress:` in a file can silence it.
        unstructured: Whether it holds for a file without front matter too, at the level of a draft.
    """

    code: str
    name: str
    level: Level
    draft: Level | None = None
    suppressible: bool = True
    unstructured: bool = False

    @property
    def draft_level(self) -> Level:
        """The level for a draft."""
        if self.draft is not None:
            return self.draft
        return Level.WARNING if self.level is Level.ERROR else Level.INFO


def _anything(path: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may know besides the postmortems.

    Attributes:
        as_of: "Today" in UTC, as the shell read it once.
        rules: Every rule by its code: rules do not know each other.
        exists: Whether there is a file at a path relative to the project, without `..` in it.
    """

    settings: Settings
    profiles: Mapping[str, Profile]
    as_of: date
    rules: Mapping[str, Rule]
    exists: Callable[[str], bool] = _anything


def finding(
    rule: Rule,
    postmortem: Postmortem,
    where: FieldPath | Position,
    message: str,
    *,
    found: str | None = None,
    allowed: tuple[str, ...] = (),
    nearest: str | None = None,
    fix: str = "",
    level: Level | None = None,
) -> Finding:
    """A finding of a rule about a postmortem."""
    return Finding(postmortem.path, rule.code, where, message, found, allowed, nearest, fix, level)


def place(postmortem: Postmortem, offset: int) -> Position:
    """The position in the file of an offset in the body."""
    above = postmortem.body[:offset]
    return Position(postmortem.body_line + above.count("\n"), len(above) - above.rfind("\n"))


def before(postmortem: Postmortem, late: Instant, early: Instant) -> bool:
    """Whether an instant that should be the later one lies before the other.

    A bare date is any moment of a day in the zone of the file, so that only days are compared.
    """
    if late.date_only or early.date_only:
        return local_day(postmortem, late) < local_day(postmortem, early)
    return late.utc < early.utc


def local_day(postmortem: Postmortem, instant: Instant) -> date:
    """The day of an instant in the zone of the file."""
    return instant.utc.astimezone(zone(postmortem.timezone) or UTC).date()


def shown(instant: Instant) -> str:
    """An instant for a message: in UTC, or as the bare date that was written."""
    return instant.text if instant.date_only else f"{instant.utc:%Y-%m-%d %H:%M} UTC"


def milestone_place(postmortem: Postmortem, milestone: str) -> FieldPath:
    """The place where a milestone is written: its field, else its event in the timeline."""
    field = MILESTONE_FIELDS[milestone]
    if field in postmortem.record:
        return (field,)
    for event in postmortem.timeline:
        if event.kind and KIND_MILESTONES.get(event.kind) == milestone and event.line is None:
            return ("timeline", event.index, "at")
    return ("timeline",)


def late_clocks(postmortem: Postmortem, context: Context, kind: str) -> tuple[Clock, ...]:
    """The clocks of a kind of policy whose deadline has passed."""
    profile = context.profiles[postmortem.profile]
    if not any(policy.kind == kind for policy in profile.policies):
        return ()
    found = clocks(postmortem, profile, context.settings, context.as_of)
    return tuple(c for c in found if c.policy.kind == kind and c.state == "late")
