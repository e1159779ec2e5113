"""One converter for all pages gives what a new one for each gives, whatever extensions are used."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Any

import markdown
import markdown.extensions
import pymdownx
import pymdownx.blocks
import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from mkdocs_postmortems.plugin.converter import Converter

PAGES = Path(__file__).parent / "markdown_extensions"
"""A page with something for each extension, between others that would show what it leaves."""


def extensions() -> list[str]:
    """All modules of the trusted packages that are extensions."""
    found = []
    for package in (markdown.extensions, pymdownx, pymdownx.blocks):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if module.name != "pymdownx.blocks" and hasattr(
                importlib.import_module(module.name), "makeExtension"
            ):
                found.append(module.name)
    return found


def configured(folder: Path, names: list[Any], **options: Any) -> MkDocsConfig:
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": "T",
            "docs_dir": str(folder / "docs"),
            "site_dir": str(folder / "site"),
            "markdown_extensions": names,
            **options,
        }
    )
    (folder / "docs").mkdir()
    errors, _ = config.validate()
    assert not errors
    return config


def page(config: MkDocsConfig, path: Path) -> Page:
    file = File(path.name, str(path.parent), config.site_dir, use_directory_urls=True)
    made = Page(None, file, config)
    made.markdown, made.meta = path.read_text("utf-8"), {}
    return made


def shown(made: Page) -> tuple[object, ...]:
    links = {file.src_uri: anchors for file, anchors in (made.links_to_anchors or {}).items()}
    return made.content, str(made.toc), made.title, made.present_anchor_ids, links


def compare(config: MkDocsConfig) -> Converter:
    files = Files([])
    converter = Converter(config, files)
    paths = sorted(PAGES.glob("*.md"))
    assert len(paths) == 3
    for path in (*paths, *reversed(paths)):
        new, again = page(config, path), page(config, path)
        new.render(config, files)
        converter.render(again)
        assert shown(again) == shown(new), path.name
    return converter


@pytest.mark.parametrize("extension", extensions())
def test_no_extension_remembers_a_page(extension: str, tmp_path: Path) -> None:
    assert compare(configured(tmp_path, [extension]))._markdown is not None, "it is kept"


def test_nor_do_the_usual_ones_together(tmp_path: Path) -> None:
    names = [
        "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables",
        {"toc": {"permalink": True}}, "pymdownx.details", "pymdownx.superfences",
        {"pymdownx.tabbed": {"alternate_style": True}}, {"pymdownx.blocks.caption": {}},
        {"pymdownx.tasklist": {"custom_checkbox": True}}, {"pymdownx.snippets": {}},
        {"pymdownx.highlight": {"anchor_linenums": True, "auto_title": True}},
    ]  # fmt: skip
    assert compare(configured(tmp_path, names))._markdown is not None


class Leaves(markdown.extensions.Extension):
    """Leaves a pattern in the converter at each page, as abbreviations once did."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  # its name there
        class Once(markdown.preprocessors.Preprocessor):
            def run(self, lines: list[str]) -> list[str]:
                pattern = markdown.inlinepatterns.SimpleTextInlineProcessor(f"(Seen {id(lines)})")
                md.inlinePatterns.register(pattern, f"left-{id(lines)}", 2)
                return lines

        md.preprocessors.register(Once(md), "once", 1)


def test_what_leaves_something_is_not_used_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configured(tmp_path, ["admonition"])
    converter = Converter(config, Files([]))
    first, second, third = (page(config, PAGES / "one.md") for _ in range(3))
    converter.render(first)
    kept = converter._markdown
    assert kept is not None
    converter.render(second)
    assert converter._markdown is kept
    Leaves().extendMarkdown(kept)
    converter.render(third)
    assert converter._markdown is None


def test_a_page_that_fails_takes_its_converter_along(tmp_path: Path) -> None:
    config = configured(tmp_path, ["admonition"])
    converter = Converter(config, Files([]))
    broken = page(config, PAGES / "one.md")
    broken.markdown = None
    with pytest.raises(RuntimeError, match="read_source"):
        converter.render(broken)
    good = page(config, PAGES / "one.md")
    converter.render(good)

    def fails(text: str) -> str:
        raise RecursionError

    assert converter._markdown is not None
    converter._markdown.convert = fails  # type: ignore[method-assign]
    with pytest.raises(RecursionError):
        converter.render(good)
    assert converter._markdown is None


def test_footnotes_may_be_numbered_from_page_to_page(tmp_path: Path) -> None:
    converter = compare(configured(tmp_path, [{"footnotes": {"UNIQUE_IDS": True}}]))
    assert converter._markdown is None, "a new one each time, as MkDocs does"


@pytest.mark.parametrize("extension", ["mkdocs_typer", "my.extension:Own"])
def test_foreign_extensions_get_a_new_one_each_time(extension: str, tmp_path: Path) -> None:
    config = configured(tmp_path, ["admonition"])
    config.markdown_extensions.append(extension)
    assert not Converter(config, Files([]))._lasts
    config.markdown_extensions[-1] = Leaves()  # type: ignore[call-overload]
    assert not Converter(config, Files([]))._lasts
