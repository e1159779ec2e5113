"""Where "edit this page" leads for files outside the documentation folder of a site."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urljoin


@dataclass(frozen=True, slots=True)
class Repository:
    """What the configuration of a site says of its repository.

    Attributes:
        edit_uri: What comes between the repository's address and a path below `docs_dir`.
        edit_uri_template: The same as a template with `{path}` and `{path_noext}`.
    """

    project: Path
    docs_dir: Path
    repo_url: str | None
    edit_uri: str | None
    edit_uri_template: str | None


def maker(repository: Repository, own: str) -> Callable[[str], str | None]:
    """A function from a file's path (relative to the project) to the address that edits it.

    Args:
        own: The plugin's `edit_uri`, a URL with `{path}`; it wins where it is set.
    """

    @cache
    def edit_url(path: str) -> str | None:
        if own:
            return own.replace("{path}", quote(path))
        uri = quote(relative(repository.project / path, repository.docs_dir))
        if repository.edit_uri_template:
            stem = os.path.splitext(uri)[0]
            target = repository.edit_uri_template.format(path=uri, path_noext=stem)
        elif repository.edit_uri and repository.repo_url:
            target = repository.edit_uri + uri
        else:
            return None
        return urljoin(f"{(repository.repo_url or '').rstrip('/')}/", target)

    return edit_url


def relative(path: Path, folder: Path) -> str:
    """A path relative to a folder, with `/` and, where needed, `..`."""
    return Path(os.path.relpath(path, folder)).as_posix()
