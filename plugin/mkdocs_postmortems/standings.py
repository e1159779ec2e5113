"""How each policy of a postmortem stands, in words: deadlines and signatures, one list for all.

Pages and the JSON API show the same. It names roles and days and no person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .model import Postmortem
from .policies import Clock, Governed, Policy, clocks, in_force, missing_signatures, signers
from .settings import Settings
from .times import UNKNOWN


@dataclass(frozen=True, slots=True)
class Standing:
    """How one policy stands.

    Attributes:
        state: `met`, `late`, `running` or `unknown`.
        words: The same in words.
        clock: The deadline; None for signatures.
        missing: The roles that have not signed.
    """

    policy: Policy
    state: str
    words: str
    clock: Clock | None = None
    missing: tuple[str, ...] = ()

    @property
    def depends_on_day(self) -> bool:
        """Whether a later day may say otherwise though nothing was written."""
        return self.clock is not None and self.clock.done is None and self.days is not None

    @property
    def days(self) -> int | None:
        """Days left while it runs, days late if it is late; None where there is neither."""
        return self.clock.days if self.clock and self.state in ("running", "late") else None


def standings(
    postmortem: Postmortem, profile: Governed, settings: Settings, as_of: date
) -> tuple[Standing, ...]:
    """The policies in force that have a state: those with a deadline first, then signatures."""
    found = [
        Standing(clock.policy, clock.state, clock.words, clock)
        for clock in clocks(postmortem, profile, settings, as_of)
    ]
    for policy in in_force(postmortem, profile, settings, "sign_off"):
        found.append(_signatures(postmortem, policy))
    return tuple(found)


def _signatures(postmortem: Postmortem, policy: Policy) -> Standing:
    """How many of the roles have signed; a final document lacks those that have not."""
    if postmortem.value("sign_off") == UNKNOWN:
        return Standing(policy, "unknown", "signatures not known")
    asked, missing = signers(postmortem, policy), missing_signatures(postmortem, policy)
    text = f"{len(asked) - len(missing)} of {len(asked)} signatures"
    if not missing:
        return Standing(policy, "met", text)
    names = ", ".join(role.replace("_", " ") for role in missing)
    state = "late" if postmortem.status == "final" else "running"
    return Standing(policy, state, f"{text}, missing: {names}", missing=missing)
