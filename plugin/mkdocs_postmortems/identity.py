"""Who a postmortem is: its id from the file's name, its title from the first heading."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import PurePosixPath

from .profiles import Profile
from .schemas import valid_id
from .times import parse_date

RESERVED = frozenset(
    {"actions", "api", "by", "explore", "learning", "problems", "related", "reviews", "severity"}
)
"""Names below the section's address that pages of ours use; an id has a digit, so never clashes."""

_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)


def stem(path: str) -> str:
    """The file's name without `.md`; the folder's name for `name/index.md`."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem.lower() == "index" and pure.parent.name else pure.stem


def id_from_path(path: str, profile: Profile | None) -> str:
    """The id that a file's name gives: what it begins with, else the whole name, in ASCII."""
    name = stem(path)
    for pattern in profile.id_patterns if profile else ():
        match = pattern.match(name)
        if match and not name[match.end() : match.end() + 1].isalnum():
            return match[0]
    return slug(name)


def slug(name: str) -> str:
    """A name as an id: ASCII, other characters as single dashes, at most 64."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    text = re.sub(r"[^A-Za-z0-9_]+", "-", ascii_name).strip("-_")
    text = re.sub(r"[-_]{2,}", "-", text)[:64].strip("-_")
    if not text:
        text = "postmortem"
    if text.lower() in RESERVED:
        text = f"{text}-1"
    return text


def usable(identity: str) -> bool:
    """Whether an id can stand in an address."""
    return valid_id(identity)


def date_in_name(path: str) -> str | None:
    """A date that the file's name holds, as YYYY-MM-DD."""
    match = _DATE.search(PurePosixPath(path).name) or _DATE.search(stem(path))
    return f"{match[1]}-{match[2]}-{match[3]}" if match else None


def day_in_name(path: str) -> date | None:
    """A day that the file's name holds and that exists."""
    return parse_date(date_in_name(path) or "")


def title_from_name(path: str) -> str:
    """A title made of the file's name, for a file that has no other."""
    words = re.sub(r"[-_]+", " ", stem(path)).strip()
    return words or "Untitled postmortem"
