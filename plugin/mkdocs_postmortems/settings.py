"""Every setting and its default. The only place in the project where a default is written.

The block of the plugin in `mkdocs.yml` and the file `postmortems.yml` hold the same keys; a test
keeps this class and the plugin's options together, and another one the manual.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType

from . import patterns, terms
from .errors import UsageError
from .markup import allowed_address
from .policy_settings import Changes, read_days, read_policies
from .times import zone

EXPORT_FORMATS = ("json", "csv", "ics", "feeds")
LEVEL_WORDS = ("error", "warning", "info", "ignore")


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on what is read, so that no file can exhaust time or memory.

    Each is a named setting below `limits`; the finding that meets one names it.
    """

    file_bytes: int = 1_000_000
    front_matter_bytes: int = 64_000
    yaml_depth: int = 20
    yaml_nodes: int = 10_000
    value_characters: int = 20_000
    body_line_characters: int = 20_000
    headings: int = 500


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration of one site or one check.

    Attributes:
        path: Folders or globs of postmortems, relative to the project.
        url: The folder of the site under which the pages stand.
        default_profile: The profile of a postmortem that names none.
        timezone: The zone of times written without an offset.
        audience: `internal` shows everything; `public` only what is marked TLP:CLEAR.
        nav: Add the section of pages to the navigation when the site's own does not name it.
        nav_title: The title of that section.
        fail_on: The lowest level that makes `check` end with exit code 1. Builds never fail on
            information.
        rules: Level of single rules by code: error, warning, info or ignore.
        extra_keys: Top-level keys of the organisation's own, besides those that begin with `x-`.
        severity_scale: Replaces the profiles' own scales: label to rank 1 (worst) to 5.
        id_pattern: Narrows the ids of every profile (a regular expression for the whole id).
        profiles: Profiles of the organisation's own: files or globs of JSON Schemas.
        registry: The file of the organisation's services, teams, people, tags and categories.
        action_state: The file (CSV) in which a tracker says how far action items are.
        terms: The organisation's words for `postmortem`, `action item` and their plurals.
        edit_uri: Where "edit this page" leads: a URL in which `{path}` is the file's path.
        full_text: Whether the explorer searches bodies with Pagefind: `auto` where it is installed,
            `true` or `false`.
        search_bodies: Whether the theme's own search finds words of bodies: `auto` up to 500
            postmortems, `true` or `false`.
        git_history: Show the history of postmortems from git: `auto` where all of it is there,
            `true` (else an error), `false`.
        holidays: Days that are no business days, besides Saturdays and Sundays.
        policies: What differs from the policies of the profiles: profile to policy to `ignore`, or
            to another window (`within`) and a first day (`effective_from`).
        exports: The formats in which a site also offers its data; an empty list for none.
        limits: See `Limits`.
    """

    path: tuple[str, ...] = ("postmortems",)
    url: str = "incidents"
    default_profile: str = "service"
    timezone: str = "UTC"
    audience: str = "internal"
    nav: bool = True
    nav_title: str = "Incidents"
    fail_on: str = "error"
    rules: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    extra_keys: tuple[str, ...] = ()
    severity_scale: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    id_pattern: str = ""
    profiles: tuple[str, ...] = ()
    registry: str = ""
    action_state: str = ""
    terms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    edit_uri: str = ""
    full_text: str = "auto"
    search_bodies: str = "auto"
    git_history: str = "auto"
    holidays: tuple[date, ...] = ()
    policies: Changes = field(default_factory=lambda: MappingProxyType({}))
    exports: tuple[str, ...] = EXPORT_FORMATS
    limits: Limits = Limits()

    @property
    def beside(self) -> tuple[str, ...]:
        """The files and globs that are read besides the postmortems."""
        return (*self.profiles, *filter(None, (self.registry, self.action_state)))


def from_mapping(raw: Mapping[str, object], origin: str) -> Settings:
    """Settings from the keys of a configuration.

    Args:
        raw: The plugin's block of `mkdocs.yml` or the content of `postmortems.yml`.
        origin: Where it came from, for messages.

    Raises:
        UsageError: A key or a value that is not one of ours.
    """
    values: dict[str, object] = {}
    known = [f.name for f in fields(Settings)]
    for key, value in raw.items():
        if key not in known:
            near = difflib.get_close_matches(str(key), known, 1)
            hint = f' Did you mean "{near[0]}"?' if near else f" Allowed: {', '.join(known)}."
            raise UsageError(f'{origin}: unknown setting "{key}".{hint}')
        if value is not None:
            values[key] = _READERS[key](value, f"{origin}: {key}")
    return Settings(**values)  # type: ignore[arg-type]  # each reader returns its field's type


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise UsageError(f"{what} must be text, found {value!r}.")
    return value


def _flag(value: object, what: str) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"{what} must be true or false, found {value!r}.")
    return value


def _switch(value: object, what: str) -> str:
    """YAML reads `true` as a flag, a variable of the environment gives a text."""
    word = str(value).lower() if isinstance(value, (bool, str)) else ""
    if word not in ("auto", "true", "false"):
        raise UsageError(f"{what} must be auto, true or false, found {value!r}.")
    return word


def _texts(value: object, what: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_text(value, what),)
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return tuple(_text(item, what) for item in value)
    raise UsageError(f"{what} must be text or a list of texts, found {value!r}.")


def _choice(*allowed: str) -> Callable[[object, str], object]:
    def read(value: object, what: str) -> str:
        if value not in allowed:
            raise UsageError(f"{what} must be one of {', '.join(allowed)}, found {value!r}.")
        return str(value)

    return read


def _choices(*allowed: str) -> Callable[[object, str], object]:
    def read(value: object, what: str) -> tuple[str, ...]:
        texts = _texts(value, what)
        for text in texts:
            if text not in allowed:
                near = difflib.get_close_matches(text, allowed, 1)
                hint = f' Did you mean "{near[0]}"?' if near else ""
                raise UsageError(
                    f"{what} takes {', '.join(allowed)}, found {text!r}.{hint} Write [] for none."
                )
        return tuple(dict.fromkeys(texts))

    return read


def _url(value: object, what: str) -> str:
    text = _text(value, what).strip("/")
    segments = text.split("/")
    if not text or any(not s.replace("-", "").replace("_", "").isalnum() for s in segments):
        raise UsageError(f"{what} must be a folder name such as incidents, found {value!r}.")
    return text


def _address(value: object, what: str) -> str:
    """An address that a link may lead to; empty for none."""
    text = _text(value, what)
    if not allowed_address(text):
        raise UsageError(f"{what} must be a web address such as https://…, found {text!r}.")
    return text


def _timezone(value: object, what: str) -> str:
    name = _text(value, what)
    if zone(name) is None:
        raise UsageError(f"{what}: {name!r} is no time zone; write one such as Europe/Copenhagen.")
    return name


def _rules(value: object, what: str) -> Mapping[str, str]:
    levels: dict[str, str] = {}
    for code, level in _mapping(value, what).items():
        if level not in LEVEL_WORDS:
            raise UsageError(
                f"{what}: {code} must be one of {', '.join(LEVEL_WORDS)}, found {level!r}."
            )
        levels[code] = str(level)
    return MappingProxyType(levels)


def _scale(value: object, what: str) -> Mapping[str, int]:
    scale: dict[str, int] = {}
    for label, rank in _mapping(value, what).items():
        if not isinstance(rank, int) or isinstance(rank, bool) or not 1 <= rank <= 5:
            raise UsageError(f"{what}: {label} needs a rank from 1 (worst) to 5, found {rank!r}.")
        scale[label] = rank
    return MappingProxyType(scale)


def _limits(value: object, what: str) -> Limits:
    known = {f.name for f in fields(Limits)}
    for key, size in _mapping(value, what).items():
        if key not in known:
            raise UsageError(f"{what}: unknown limit {key!r}. Allowed: {', '.join(sorted(known))}.")
        if not isinstance(size, int) or isinstance(size, bool) or size < 1:
            raise UsageError(f"{what}: {key} must be a number above 0, found {size!r}.")
    return Limits(**value)  # type: ignore[arg-type]  # checked just above


def _mapping(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise UsageError(f"{what} must be a mapping, found {value!r}.")
    return value


def _pattern(value: object, what: str) -> str:
    """A regular expression that no id of 64 characters can make slow; ids need nothing else."""
    text = _text(value, what)
    fault = patterns.fault(text, 64)
    if fault is not None:
        raise UsageError(
            f"{what} {fault}, found {text!r}. Write the parts out: INC-[0-9]{{8}}-[0-9]{{3}}."
        )
    return text


def _terms(value: object, what: str) -> Mapping[str, str]:
    words = _mapping(value, what)
    for key, word in words.items():
        if key not in terms.KEYS:
            raise UsageError(f"{what}: unknown word {key!r}. Allowed: {', '.join(terms.KEYS)}.")
        fault = terms.fault(word)
        if fault is None and key.endswith("s") and key[:-1] not in words:
            fault = f"is the plural of {key[:-1]!r}, which is missing; write that word too"
        if fault is not None:
            raise UsageError(f"{what}: {key} {fault}.")
    return MappingProxyType({key: str(word) for key, word in words.items()})


_READERS: Mapping[str, Callable[[object, str], object]] = MappingProxyType(
    {
        "path": _texts,
        "url": _url,
        "default_profile": _text,
        "timezone": _timezone,
        "audience": _choice("internal", "public"),
        "nav": _flag,
        "nav_title": _text,
        "fail_on": _choice("error", "warning", "info"),
        "rules": _rules,
        "extra_keys": _texts,
        "severity_scale": _scale,
        "id_pattern": _pattern,
        "profiles": _texts,
        "registry": _text,
        "action_state": _text,
        "terms": _terms,
        "edit_uri": _address,
        "full_text": _switch,
        "search_bodies": _switch,
        "git_history": _switch,
        "holidays": read_days,
        "policies": read_policies,
        "exports": _choices(*EXPORT_FORMATS),
        "limits": _limits,
    }
)
