"""The words of an organisation for what this program calls a postmortem and an action item.

Everything the program says is written with its own words; `Terms.apply` puts the organisation's in
their place. What authors write is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

_OURS = re.compile(
    r"\b(?:(?P<article>an?)(?P<space> ))?(?P<word>post-?mortem|action item)(?P<plural>s?)\b", re.I
)
_VOWELS = "aeiou"
_MOST = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """The words, in the singular and the plural, in small letters unless they are names."""

    postmortem: str = "postmortem"
    postmortems: str = "postmortems"
    action_item: str = "action item"
    action_items: str = "action items"

    def apply(self, text: str) -> str:
        """A sentence of ours in these words, with the article that goes with them."""
        return text if self == _DEFAULT else _OURS.sub(self._word, text)

    def _word(self, match: re.Match[str]) -> str:
        is_action = match["word"].casefold() == "action item"
        several = bool(match["plural"])
        word = (
            (self.action_items if several else self.action_item) if is_action
            else (self.postmortems if several else self.postmortem)
        )  # fmt: skip
        if match["word"][0].isupper():
            word = word[0].upper() + word[1:]
        if match["article"] is None:
            return word
        article = "an" if word[0].casefold() in _VOWELS else "a"
        return f"{article.capitalize() if match['article'][0].isupper() else article} {word}"


_DEFAULT = Terms()

KEYS = tuple(field.name.replace("_", " ") for field in fields(Terms))
"""The keys of the setting `terms`."""


def fault(value: object) -> str | None:
    """What is wrong with a word for one of `KEYS`, to follow the key; None for a good one."""
    if not isinstance(value, str):
        return f"must be text, found {value!r}"
    kept = value.replace(" ", "").replace("-", "").replace("'", "").replace("’", "")
    if not kept.isalnum() or len(value) > _MOST or value != value.strip():
        return f"must be letters, digits, spaces and hyphens, at most {_MOST}, found {value!r}"
    return None


def make(words: Mapping[str, str]) -> Terms:
    """The terms of a configuration; a plural that is not given is made with an s."""
    given = {key.replace(" ", "_"): value for key, value in words.items()}
    for singular in ("postmortem", "action_item"):
        if singular in given:
            given.setdefault(f"{singular}s", f"{given[singular]}s")
    return Terms(**given)
