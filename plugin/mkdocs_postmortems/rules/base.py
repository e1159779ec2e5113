"""What every rule is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from itertools import chain

from ..chronology import KIND_MILESTONES, MILESTONE_FIELDS
from ..diagnostics import FieldPath, Finding, Level, Position
from ..model import Postmortem
from ..naming import Place, names
from ..policies import Clock, clocks
from ..problems import shown as shown_value
from ..profiles import Profile
from ..registry import Registry, Section
from ..settings import Settings
from ..times import Instant, zone
from ..tracker import Tracker


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
        registry: The names that the organisation knows.
        tracker: What a tracker says of action items; postmortems have its state already.
    """

    settings: Settings
    profiles: Mapping[str, Profile]
    as_of: date
    rules: Mapping[str, Rule]
    exists: Callable[[str], bool] = _anything
    registry: Registry = Registry()
    tracker: Tracker = Tracker()


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


def unregistered(
    rule: Rule,
    postmortem: Postmortem,
    context: Context,
    places: tuple[Place, ...],
    key: str,
    known: Section,
    *more: Section,
) -> Iterator[Finding]:
    """A finding for each name that a section of the registry does not hold, nor one of `more`.

    Args:
        places: Where the record may name one.
        key: The section, as the registry calls it. One without names knows nothing.
    """
    if not known:
        return
    for where, word in names(postmortem.record, places):
        if word not in known and not any(word in section for section in more):
            sections = (known, *more)
            likely = chain((s.named(word) for s in sections), (s.nearest(word) for s in sections))
            near = next(filter(None, likely), None)
            yield finding(
                rule, postmortem, where, f"not one of the {key} of the registry",
                found=shown_value(word), nearest=near,
                fix="" if near else f"Correct it, or add it to `{key}:` of "
                f"{context.settings.registry or 'the registry'}.",
            )  # fmt: skip


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
