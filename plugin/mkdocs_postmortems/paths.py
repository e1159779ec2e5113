"""Sole knower of where pages stand: addresses below the section, and links between them."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from .model import Postmortem

HUBS: tuple[tuple[str, str], ...] = (
    ("", "All incidents"),
    ("explore", "Explore"),
    ("severity", "Severity dashboard"),
    ("actions", "Action items"),
    ("related", "Related incidents"),
    ("by", "Browse"),
    ("learning", "Learning"),
    ("reviews", "Quarter reviews"),
)
"""The pages of the section that stand in the navigation: name below the section, title."""

_PLAIN = re.compile(r"[\w.~/-]*", re.ASCII).fullmatch

SCHEMA_FOLDER = "schema/v1"
"""Where the schemas are published on the site."""


def profile_schema(name: str) -> str:
    """The file in the site of the schema of a profile."""
    return f"{SCHEMA_FOLDER}/profiles/{name}.schema.json"


def _no_edit_url(path: str) -> str | None:
    return None


def _heading_id(text: str, separator: str = "-") -> str:
    """The id that Markdown gives to a heading."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^\w\s-]", "", ascii_text).strip().lower()
    return re.sub(rf"[{re.escape(separator)}\s]+", lambda _: separator, words)


def heading_ids(options: object) -> Callable[[str], str]:
    """How a site gives ids to headings, so that links into its pages arrive.

    Args:
        options: Those of Markdown's extension `toc`, if the site sets any.
    """
    given = options if isinstance(options, Mapping) else {}
    slugify, separator = given.get("slugify", _heading_id), str(given.get("separator", "-"))
    return lambda text: str(slugify(text, separator))


@dataclass(frozen=True, slots=True)
class Site:
    """How addresses are made.

    Attributes:
        url: The section's folder, without slashes at its ends.
        directory_urls: `INC-1/` (true) or `INC-1.html` (false).
        edit_url: The address at which a file of the repository is edited, by its path.
        several_roots: There are several folders of postmortems, whose pictures may share names.
        heading_id: The id that the site generator gives to a heading, from its text.
    """

    url: str
    directory_urls: bool = True
    edit_url: Callable[[str], str | None] = _no_edit_url
    several_roots: bool = False
    heading_id: Callable[[str], str] = _heading_id

    def source(self, name: str) -> str:
        """The Markdown path, below the documentation folder, of a generated page."""
        return f"{self.url}/{name}/index.md" if name else f"{self.url}/index.md"

    def page(self, name: str) -> str:
        """The file in the site of a generated page; `""` is the index of the section."""
        return f"{self.url}/{name}/index.html" if name else f"{self.url}/index.html"

    def postmortem(self, postmortem: Postmortem) -> str:
        """The file in the site of a postmortem's page."""
        if postmortem.published_at is not None:
            return self._existing(postmortem.published_at)
        tail = "/index.html" if self.directory_urls else ".html"
        return f"{self.url}/{postmortem.id}{tail}"

    def alias(self, alias: str) -> str:
        """The file in the site at an old address of a postmortem."""
        return f"{self.url}/{alias}" + ("/index.html" if self.directory_urls else ".html")

    def _existing(self, source: str) -> str:
        """Where the site generator puts a Markdown file of its own documentation folder."""
        stem = posixpath.splitext(source)[0]
        folder, name = posixpath.split(stem)
        if name in ("index", "README"):
            return posixpath.join(folder, "index.html")
        return f"{stem}/index.html" if self.directory_urls else f"{stem}.html"

    def media(self, shown: str, root: str) -> str:
        """The file in the site of a picture or attachment that lies beside a postmortem."""
        short = root != "." and not self.several_roots
        inside = shown.removeprefix(f"{root}/") if short else shown
        return f"{self.url}/media/{inside}"

    def up(self, origin: str) -> str:
        """The way from a page of the section to the folder in which the section's index stands."""
        return "../" * (origin.count("/") - self.page("").count("/"))

    def href(self, origin: str, target: str, fragment: str = "") -> str:
        """A link from one file of the site to another, relative, so that any sub-path works."""
        anchor = f"#{_quoted(fragment)}" if fragment else ""
        if origin == target and anchor:
            return anchor
        link = _relative(target, origin)
        if self.directory_urls and (link == "index.html" or link.endswith("/index.html")):
            link = link.removesuffix("index.html") or "./"
        return _quoted(link) + anchor


def _quoted(path: str) -> str:
    """Nearly all paths need no quoting, and pages have them by the thousand."""
    return path if _PLAIN(path) else quote(path)


def _relative(target: str, origin: str) -> str:
    """The way from a file to another, both from the root of the site.

    `posixpath.relpath` asks for the working directory each time, which lists of thousands notice.
    """
    there, here = target.split("/"), _folders(origin)
    shared = 0
    for left, right in zip(there[:-1], here, strict=False):
        if left != right:
            break
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:])


@lru_cache(maxsize=64)
def _folders(file: str) -> tuple[str, ...]:
    """A page asks for its own once for each of its links."""
    return tuple(file.split("/")[:-1])
