"""What a run knows besides the postmortems: profiles, registry, tracker, and whether they fit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from . import own_profiles, registry_file, rules, tracker_file
from .errors import UsageError
from .policy_settings import ALL
from .problems import nearest
from .profiles import Profile
from .settings import Settings


def make_context(project: Path, settings: Settings, as_of: date) -> rules.Context:
    """The context of a run.

    Raises:
        UsageError: The default profile does not exist, or a rule or policy is configured that does
            not; a profile of the organisation's own, its registry or its tracker's export cannot be
            used.
    """
    known = own_profiles.available(project, settings)
    if settings.default_profile not in known:
        near = nearest(settings.default_profile, list(known))
        raise UsageError(
            f'default_profile: there is no profile "{settings.default_profile}". '
            + (f'Did you mean "{near}"?' if near else f"Allowed: {', '.join(known)}.")
        )
    for code in settings.rules:
        if code not in rules.entries():
            near = nearest(code, list(rules.entries()))
            hint = f' Did you mean "{near}"?' if near else ""
            raise UsageError(f'rules: there is no rule "{code}".{hint}')
    _verify_policies(known, settings)
    every_rule = {code: entry.rule for code, entry in rules.entries().items()}
    names = registry_file.load(project, settings.registry)
    tracker = tracker_file.load(project, settings.action_state)
    return rules.Context(settings, known, as_of, every_rule, registry=names, tracker=tracker)


def _verify_policies(known: Mapping[str, Profile], settings: Settings) -> None:
    """Hold the setting `policies` to the profiles and their policies.

    Raises:
        UsageError: A name does not exist, or a policy without a window is given one.
    """
    for (name, key), change in settings.policies.items():
        if name == ALL:
            continue
        if name not in known:
            raise UsageError(_no_such("policies: there is no profile", name, list(known)))
        have = {policy.key: policy for policy in known[name].policies}
        if key != ALL and key not in have:
            what = f"policies: profile {name} has no policy"
            raise UsageError(_no_such(what, key, [*have, ALL] if have else []))
        if change.within is not None and have[key].window is None:
            raise UsageError(f"policies: {name}: {key} has no window. Remove `within`.")


def _no_such(what: str, word: str, known: list[str]) -> str:
    near = nearest(word, known)
    hint = f'Did you mean "{near}"?' if near else f"Allowed: {', '.join(known) or 'none'}."
    return f'{what} "{word}". {hint}'
