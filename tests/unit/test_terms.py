"""The words of an organisation, and the patterns that it may configure."""

from __future__ import annotations

import time

import pytest

from mkdocs_postmortems import identity, patterns, terms
from mkdocs_postmortems.errors import UsageError
from mkdocs_postmortems.settings import from_mapping
from mkdocs_postmortems.terms import Terms

REVIEW = terms.make({"postmortem": "incident review", "action item": "follow-up"})


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("3 postmortems checked", "3 incident reviews checked"),
        ("This postmortem is a draft", "This incident review is a draft"),
        ("Postmortems", "Incident reviews"),
        ("Safety incident post-mortem", "Safety incident incident review"),
        ("write a postmortem", "write an incident review"),
        ("A postmortem", "An incident review"),
        ("No incident has an action item yet.", "No incident has a follow-up yet."),
        ("Action items", "Follow-ups"),
        ("postmortemic actions", "postmortemic actions"),
        ("data postmortem", "data incident review"),
    ],
)
def test_words_are_put_in_the_place_of_ours(ours: str, theirs: str) -> None:
    assert REVIEW.apply(ours) == theirs


def test_without_words_nothing_changes() -> None:
    assert Terms().apply("A post-mortem, an Action item") == "A post-mortem, an Action item"


def test_a_plural_of_its_own() -> None:
    words = terms.make({"postmortem": "analysis", "postmortems": "analyses"})
    assert words.apply("2 postmortems") == "2 analyses"
    assert words.action_items == "action items"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"incident": "event"}, "unknown word 'incident'. Allowed: postmortem, postmortems,"),
        ({"postmortem": "<b>"}, "must be letters"),
        ({"postmortem": ""}, "must be letters"),
        ({"postmortem": "a\nb"}, "must be letters"),
        ({"postmortem": 5}, "must be text"),
        ({"postmortem": "x" * 41}, "at most 40"),
        ({"postmortems": "reviews"}, "is the plural of 'postmortem', which is missing"),
        ("review", "must be a mapping"),
    ],
)
def test_words_that_are_refused(value: object, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_mapping({"terms": value}, "here")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


# --- patterns ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a|aa)*", "(?=a)b", "(?P<a>b)", "a*b*c*d*e", "(x){3}", "[a-z", "a?" * 30, "(a",
     "(a{1,9}){2}", "(?i)a", "(a|b)" * 20 + "x*"],
)  # fmt: skip
def test_slow_patterns_are_refused(pattern: str) -> None:
    assert patterns.fault(pattern, 64)


@pytest.mark.parametrize(
    "pattern",
    ["^[A-Z]{4}$", r"PM\d+", "(INC|SEC|OPS|NET|WEB|APP|LAB|HR)-[0-9]+(-[0-9]{3})?", "[+*?]x",
     r"a\+\*\?\(b\)\{", "(?:a|b)c"],
)  # fmt: skip
def test_ordinary_patterns_are_taken(pattern: str) -> None:
    assert patterns.fault(pattern, 64) is None


@pytest.mark.parametrize("pattern", ["a*a*a*b", "a?a?a?a?a?a*a*b", "(a|aa)(a|aa)a*a*b"])
def test_the_slowest_that_is_taken_is_fast(pattern: str) -> None:
    import re

    assert patterns.fault(pattern, 64) is None
    began = time.process_time()  # not what other processes take meanwhile
    assert re.fullmatch(pattern, "a" * 64) is None
    assert time.process_time() - began < 5


# --- ids -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "form"),
    [
        ("INC-[0-9]{8}-[0-9]{3}", "INC-{date}-{number:03d}"),
        ("SKY-[0-9]{4}-[0-9]{3}", "SKY-{year}-{number:03d}"),
        (r"^OPS-\d{4}-\d{2}-\d{2}-\d{2}$", "OPS-{day}-{number:02d}"),
        (r"PM\d+", "PM{number}"),
        ("(INC|SEC)-[0-9]{4,}(-[0-9]{3})?", "INC-{number:04d}"),
        (r"a\-[0-9]{2}", "a-{number:02d}"),
        ("[A-Z]{3}-[0-9]+", None),
        ("[0-9]{2}-[0-9]{3}", None),
        ("INC-X", None),
        ("INC-.*", None),
    ],
)
def test_the_form_of_new_ids(pattern: str, form: str | None) -> None:
    assert identity.format_from(pattern) == form
