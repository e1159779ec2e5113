"""The kinds of pages that a site has, with an example of each.

A new page of the section fails `test_every_page_is_of_a_kind` until its kind stands here, and so is
held to everything that `test_quality.py` asks of a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """Pages that are made of the same blocks.

    Attributes:
        example: The address in the site of the page that stands for all.
        pages: What the addresses of these pages look like; only the example if empty.
    """

    name: str
    example: str
    pages: str = ""

    def holds(self, address: str) -> bool:
        """Whether the page at an address is of this kind."""
        return re.fullmatch(self.pages or re.escape(self.example), address) is not None


_POSTMORTEM = r"incidents/(?=[^/]*\d)[\w-]+/"
SERVICE = "incidents/INC-20260313-001/"

KINDS = (
    Kind("index", "incidents/"),
    Kind("explore", "incidents/explore/"),
    Kind("severity", "incidents/severity/"),
    Kind("actions", "incidents/actions/"),
    Kind(
        "actions of an owner", "incidents/actions/owner/platform/", r"incidents/actions/owner/.+/"
    ),
    Kind("actions of a team", "incidents/actions/team/search/", r"incidents/actions/team/.+/"),
    Kind("related", "incidents/related/"),
    Kind("browse", "incidents/by/"),
    Kind("facet", "incidents/by/service/", r"incidents/by/[\w-]+/"),
    Kind("group", "incidents/by/service/checkout-api/", r"incidents/by/[\w-]+/.+/"),
    Kind("group of a cause", "incidents/by/cause/configuration-error/", r"incidents/by/cause/.+/"),
    Kind("reviews", "incidents/reviews/"),
    Kind("review", "incidents/reviews/2026-Q3/", r"incidents/reviews/\d{4}-Q[1-4]/"),
    Kind("running review", "incidents/reviews/2026-Q4/"),
    Kind("learning pages", "incidents/learning/"),
    Kind("lessons", "incidents/learning/lessons/", r"incidents/learning/[\w-]+/"),
    Kind("problems", "incidents/problems/"),
    Kind("service", SERVICE, _POSTMORTEM),
    Kind("condensed", "incidents/INC-0178/"),
    Kind("executive", "incidents/INCIDENT-2026-08-11-001/"),
    Kind("security", "incidents/INC-20260721-001/"),
    Kind("learning", "incidents/INC-0204/"),
    Kind("safety", "incidents/INC_003/"),
    Kind("full service", "incidents/INC-20260604-001/"),
    Kind("full condensed", "incidents/INC-0208/"),
    Kind("every other field", "incidents/INC-0209/"),
    Kind("full executive", "incidents/INCIDENT-2026-06-17-001/"),
    Kind("full security", "incidents/INC-20260702-001/"),
    Kind("full learning", "incidents/INC-0207/"),
    Kind("full safety", "incidents/INC_207/"),
    Kind("draft", "incidents/INC-20261027-001/"),
    Kind("near miss", "incidents/INC-20251215-002/"),
    Kind("unstructured", "incidents/2024-03-17-disk-full/"),
    Kind("superseded", "incidents/INC-0179/"),
    Kind("withdrawn", "incidents/INC-20260512-001/"),
    Kind("long", "incidents/INC-20260701-001/"),
    Kind("hostile", "incidents/INC-20260703-001/"),
)
"""Every kind of page."""

assert len({kind.name for kind in KINDS}) == len(KINDS), "two kinds of one name"

PAGES = {kind.name: kind.example for kind in KINDS}
"""One page of each kind, by its address in the site."""
