"""Where the settings come from: the plugin's block of `mkdocs.yml`, or `postmortems.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import yaml_io
from .errors import UsageError
from .settings import Settings, from_mapping

PLUGIN = "postmortems"
_SITE_FILES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
_OWN_FILE = "postmortems.yml"
_MAX_INHERIT = 10


@dataclass(frozen=True, slots=True)
class Configuration:
    """Settings with the folder to which their paths are relative.

    Attributes:
        docs_dir: The documentation folder of the site, if there is a site.
        stated: Whether the file states any setting of ours.
        site_url: The address of the site as its configuration states it; empty where it does not.
        directory_urls: Whether the site's addresses end in `/` instead of `.html`.
    """

    project: Path
    settings: Settings
    docs_dir: Path | None = None
    stated: bool = False
    site_url: str = ""
    directory_urls: bool = True


def load(folder: Path, file: Path | None = None) -> Configuration:
    """The configuration of a folder; the defaults where it has none.

    Args:
        folder: Where the command was called; a configuration above it counts too.
        file: A configuration file that was named explicitly.

    Raises:
        UsageError: The file cannot be used, or both kinds of configuration exist.
    """
    if file is not None:
        if not file.is_file():
            raise UsageError(f"there is no configuration file {file}.")
        file = file.resolve()
        return _own(file) if file.name == _OWN_FILE else _site(file, required=True)
    folder = _project(folder)
    own = folder / _OWN_FILE
    site = next((folder / name for name in _SITE_FILES if (folder / name).is_file()), None)
    configuration = _site(site, required=False) if site else None
    if own.is_file():
        if configuration is not None:
            refuse_both(folder, configuration.stated)
        return _own(own, configuration)
    return configuration or Configuration(folder, Settings())


def _project(folder: Path) -> Path:
    """The folder with a configuration, at or above the one given, within its git repository."""
    for candidate in (folder, *folder.parents):
        if any((candidate / name).is_file() for name in (_OWN_FILE, *_SITE_FILES)):
            return candidate
        if (candidate / ".git").exists():
            break
    return folder


def _own(file: Path, site: Configuration | None = None) -> Configuration:
    """Our own file; what it does not say comes from the site's, if there is one."""
    settings = from_mapping(_read(file), file.name)
    if site is None:
        return Configuration(file.parent, settings)
    return replace(site, settings=settings, stated=False)


def _site(file: Path, *, required: bool) -> Configuration:
    raw = _inherit(file, 0)
    docs_dir = file.parent / str(raw.get("docs_dir") or "docs")
    options = _plugin_options(raw.get("plugins"), file.name)
    if options is None and required:
        raise UsageError(f'{file.name} does not use the plugin "{PLUGIN}".')
    settings = from_mapping(options or {}, f"{file.name}: plugins: {PLUGIN}")
    address, slashes = raw.get("site_url"), raw.get("use_directory_urls")
    return Configuration(
        file.parent,
        settings,
        docs_dir,
        stated=bool(options),
        site_url=address if isinstance(address, str) else "",
        directory_urls=slashes is not False,
    )


def _inherit(file: Path, depth: int) -> dict[str, Any]:
    """The configuration with what it inherits from below it, as MkDocs' `INHERIT` merges."""
    raw = _read(file)
    parent = raw.pop("INHERIT", None)
    if not isinstance(parent, str):
        return raw
    if depth >= _MAX_INHERIT:
        raise UsageError(f"{file.name}: INHERIT goes in a circle.")
    base = (file.parent / parent).resolve()
    if not base.is_file():
        raise UsageError(f'{file.name}: INHERIT names "{parent}", which does not exist.')
    return _merge(_inherit(base, depth + 1), raw)


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        result[key] = _merge(dict(below or {}), value) if both else value
    return result


def _plugin_options(plugins: object, file: str) -> Mapping[str, Any] | None:
    """The options of our block in either form of `plugins`; None if the plugin is not there.

    Raises:
        UsageError: The block holds no options in a form that MkDocs would read.
    """
    entries: list[Any] = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        if entry == PLUGIN:
            return {}
        if isinstance(entry, Mapping) and PLUGIN in entry:
            options = entry[PLUGIN]
            where = f"{file}: plugins: {PLUGIN}"
            if entry is not plugins and len(entry) > 1:
                beside = next(str(key) for key in entry if key != PLUGIN)
                raise UsageError(
                    f'{where}: "{beside}" stands beside the name of the plugin, not below it. '
                    f"Indent the settings two spaces further."
                )
            if options is not None and not isinstance(options, Mapping):
                raise UsageError(f"{where} must hold `key: value` lines, found {options!r:.80}.")
            return options or {}
    return None


def _read(file: Path) -> dict[str, Any]:
    try:
        raw = yaml_io.load_configuration(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise UsageError(f"{file.name} cannot be read: {error}") from None
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise UsageError(f"{file.name} must hold `key: value` lines.")
    return raw


def refuse_both(project: Path, stated: bool) -> None:
    """Two configurations for one project are an error: nobody could tell which one holds.

    Args:
        stated: Whether the plugin's block has options.

    Raises:
        UsageError: It has, and `postmortems.yml` exists.
    """
    if stated and (project / _OWN_FILE).is_file():
        raise UsageError(
            f"both the plugin's block in mkdocs.yml and {_OWN_FILE} configure postmortems. "
            f"Keep one: remove {_OWN_FILE}, or take the options out of the plugin's block."
        )
