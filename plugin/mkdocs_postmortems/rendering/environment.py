"""Sole owner of Jinja: our own templates, escaped by default, with no missing name forgiven."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup


class _DataEnvironment(Environment):
    """Looks a name up in a dict before it asks for an attribute.

    Jinja does it the other way round; as our data are dicts, that raises and catches an exception
    for every value shown, which is a third of the time that a page takes.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value of a name in the data; a missing one is an error (StrictUndefined)."""
        try:
            return obj[attribute]
        except (TypeError, LookupError):
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
    # Known to all, as an import in each template is looked up again each time that it is filled.
    environment.globals["m"] = environment.get_template("parts/macros.html.jinja").module
    return environment


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


def render(template: str, **data: Any) -> Markup:
    """Fill a template of `rendering/templates`; every value is escaped unless it is `Markup`."""
    return Markup(_template(template).render(data))  # noqa: S704  # autoescaped
