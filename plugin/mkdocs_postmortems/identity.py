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
    {"actions", "api", "by", "calendar", "data", "explore", "feeds", "learning", "problems",
     "related", "reviews", "severity"}
)  # fmt: skip
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


_PART = re.compile(
    r"(?P<digits>(?:\[0-9\]|\\d)(?:\{(?P<count>\d+)(?:,\d*)?\}|(?P<many>\+)?))"
    r"|(?P<text>\\?[A-Za-z0-9_-])(?![*+?{])"
    r"|\((?:\?:)?(?P<first>[A-Za-z0-9_-]*)(?:\|[A-Za-z0-9_-]*)*\)(?!\?)"
    r"|\((?:\?:)?(?P<optional>[^()]*)\)\?"
)


def format_from(pattern: str) -> str | None:
    """The form in which to make new ids that a pattern allows; None where it cannot be told.

    Eight digits are the date, four the year, and the last digits the number. Of alternatives the
    first is taken, and what is optional is left out.
    """
    parts: list[str] = []
    position = 0
    plain = pattern.removeprefix("^").removesuffix("$")
    while position < len(plain):
        match = _PART.match(plain, position)
        if match is None:
            return None
        if match["digits"]:
            parts.append(f"{{{match['count'] or 1}}}")
        else:
            parts.append((match["text"] or match["first"] or "").removeprefix("\\"))
        position = match.end()
    runs = [index for index, part in enumerate(parts) if part.startswith("{")]
    if not runs:
        return None
    parts[runs[-1]] = f"{{number:0{parts[runs[-1]][1:-1]}d}}".replace(":01d", "")
    form = "".join(parts).replace("{4}-{2}-{2}", "{day}").replace("{8}", "{date}")
    form = form.replace("{4}", "{year}")
    return form if makes(form, (re.compile(pattern, re.ASCII),)) else None


def makes(form: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    """Whether a form of ids gives ids that one of the patterns allows."""
    try:
        sample = form.format(date="20260313", day="2026-03-13", year="2026", number=1)
    except (IndexError, KeyError, ValueError):
        return False
    return usable(sample) and any(pattern.fullmatch(sample) for pattern in patterns)
