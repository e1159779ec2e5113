"""Views: catalog to pages as data. No HTML here, and no text of the author's is changed."""

from __future__ import annotations

from .base import Block, Heading, Page, Part, Prose, Row, View

__all__ = ["Block", "Heading", "Page", "Part", "Prose", "Row", "View"]
