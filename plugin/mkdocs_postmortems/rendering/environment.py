"""Sole owner of Jinja: our own templates, escaped by default, with no missing name forgiven."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from ..backticks import inline_code

_SPECIAL = re.compile("[&<>\"']").search


class _DataEnvironment(Environment):
    """Looks a name up in a dict before it asks for an attribute.

    Jinja does it the other way round; as our data are dicts, that raises and catches an exception
    for every value shown, which is a third of the time that a page takes.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value of a name in the data; a missing one is an error (StrictUndefined)."""
        if type(obj) is dict:
            try:
                return obj[attribute]
            except LookupError:
                pass
        return super().getattr(obj, attribute)


@cache
def _environment() -> Environment:
    environment = _DataEnvironment(
        loader=PackageLoader("mkdocs_postmortems", "rendering/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # Unlike `capitalize` it leaves the other letters as they are: SEV-1, not Sev-1.
    environment.filters["begun"] = lambda text: text[:1].upper() + text[1:]
    environment.filters["code"] = coded
    environment.filters["grouped"] = "{:,}".format  # 10,000, as all numbers in sentences
    # Known to all, as an import in each template is looked up again each time that it is filled.
    macros = _quick(environment.get_template("parts/macros.html.jinja"))
    environment.globals["m"] = macros.module
    return environment


@cache
def _template(name: str) -> Template:
    template = _environment().get_template(name)
    # They come as a chain of mappings, which is walked again each time that a template is filled.
    template.globals = dict(template.globals)
    return _quick(template)


def _quick(template: Template) -> Template:
    """A template whose values are escaped by `_escaped`."""
    template.root_render_func.__globals__["escape"] = _escaped
    return template


def _escaped(value: Any) -> str:
    """What `markupsafe.escape` says, at a third of its cost where nothing has to be escaped."""
    return value if type(value) is str and not _SPECIAL(value) else escape(value)


def coded(text: Any) -> Any:
    """One line of text with what stands between backticks as `<code>`, and all of it escaped.

    Nothing else is read as Markdown. Where there are no pairs, the value comes back as it is.
    """
    spans = inline_code(text) if type(text) is str and "`" in text else ()
    if not spans:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        row = len(text[start:end]) - len(text[start:end].lstrip("`"))
        inside = text[start + row : end - row]
        # A space at each end sets backticks apart that belong to the code.
        if inside.strip(" ") and inside.startswith(" ") and inside.endswith(" "):
            inside = inside[1:-1]
        pieces += (escape(text[at:start]), "<code>", escape(inside), "</code>")
        at = end
    return Markup("".join((*pieces, escape(text[at:]))))  # noqa: S704  # escaped piece by piece


def render(template: str, **data: Any) -> Markup:
    """Fill a template of `rendering/templates`; every value is escaped unless it is `Markup`."""
    return Markup(_template(template).render(data))  # noqa: S704  # autoescaped
