"""Folders for other programs: pages for a site generator, and plain Markdown."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mkdocs_postmortems import yaml_io
from mkdocs_postmortems.exporters import html_text, relink
from mkdocs_postmortems.rendering import prose
from mkdocs_postmortems.views import Prose
from tests import site_support
from tests.conftest import RunCli, copy_project
from tests.exports import support
from tests.support import project
from tests.test_site import files_of

HOSTILE = support.document(
    'services: ["<img src=x onerror=alert(1)>", "a|b"]\n'
    "action_items:\n"
    '  - {id: AI-001, title: "# not *a* [heading](x)", owner: "{{ 7*7 }}", due: 2026-12-01}\n',
    support.SUMMARY
    + "\nSee [that night](INC-20260301-001.md#timeline), ![a graph](graph.png), `[c](graph.png)`\n"
    "and [this][n] {{ 7*7 }} {% raw %}.\n\n[n]: INC-20260301-001.md\n\n"
    "<script>alert(1)</script> <a href='javascript:alert(1)' onclick='x()'>x</a>\n\n"
    "```text\nfirst\n\n\nlast\n```\n\n## Our `own` <u>words</u> # 1\n\nMore.\n",
    head='title: "A <b>bold</b> {{ 7*7 }} title"\nseverity: SEV-2\nstatus: in_review\n'
    "started_at: 2026-03-13 22:41\n",
)
NAME = "INC-20260313-001"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A postmortem with everything that can go wrong, another one, and a picture."""
    texts = {f"{NAME}.md": HOSTILE, "INC-20260301-001.md": support.EARLIER, "graph.png": "PNG"}
    return project(tmp_path / "archive", texts)


def split(page: str) -> tuple[dict[str, object], str]:
    """Front matter and body of a Markdown file."""
    _, front, body = page.split("---\n", 2)
    meta = yaml_io.load_configuration(front)
    assert isinstance(meta, dict)
    return meta, body


def test_pages_are_markdown_with_finished_html(archive: Path, run_cli: RunCli) -> None:
    assert run_cli("export", "pages", cwd=archive).code == 0
    folder = archive / "export/pages"
    meta, body = split((folder / f"incidents/{NAME}/index.md").read_text("utf-8"))
    assert meta["title"] == "A &lt;b&gt;bold&lt;/b&gt; &#123;&#123; 7*7 }} title"
    for word in ("{{", "{%", "<script", "onclick", "javascript:", "<img src=x"):
        assert word not in body, word
    assert "\n\n## Executive summary\n\n<p>" in body
    assert "## Our own &#60;u&#62;words&#60;/u&#62; &#35; 1\n" in body
    assert '<a href="../INC-20260301-001/#timeline" rel="noopener">that night</a>' in body
    assert '<a href="../INC-20260301-001/" rel="noopener">this</a>' in body
    assert 'src="../media/graph.png"' in body
    assert "<code>[c](graph.png)</code>" in body
    assert (folder / "incidents/media/graph.png").read_bytes() == b"PNG"


def test_a_body_makes_no_headings_and_no_templates(run_cli: RunCli, tmp_path: Path) -> None:
    """References to control characters are no marks of ours."""
    text = support.document(
        body=f"{support.SUMMARY}\n&#2;[x]\\(javascript:alert(1)) {{{{ 7*7 }}}} &#3;\n\n"
        '<a href="java&#2;script:alert(1)">y</a>\n'
    )
    archive = project(tmp_path, {f"{NAME}.md": text})
    assert run_cli("export", "pages", cwd=archive).code == 0
    _, body = split((archive / f"export/pages/incidents/{NAME}/index.md").read_text("utf-8"))
    assert "<p>\ufffd[x](javascript:alert(1)) &#123;&#123; 7*7 }} \ufffd</p>" in body
    assert 'href="javascript' not in body
    assert re.search("[\x00-\x08\x0b-\x1f\x7f]", body) is None


def test_no_dialect_of_markdown_changes_the_html(archive: Path, run_cli: RunCli) -> None:
    """A line after a blank one is a heading or begins an element: no dialect reads into HTML."""
    run_cli("export", "pages", cwd=archive)
    for file in (archive / "export/pages").rglob("*.md"):
        _, body = split(file.read_text("utf-8"))
        for chunk in re.split(r"\n[ \t]*\n", body.strip()):
            assert re.match(r"#{1,6} \S|<[a-z]+", chunk), (file, chunk[:80])
        code = site_support.parse(prose.to_html(body))
        assert code.unbalanced == []


def test_code_keeps_its_blank_lines(archive: Path, run_cli: RunCli) -> None:
    run_cli("export", "pages", cwd=archive)
    _, body = split((archive / f"export/pages/incidents/{NAME}/index.md").read_text("utf-8"))

    class Code(HTMLParser):
        text, inside = "", False

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.inside = self.inside or tag == "pre"

        def handle_endtag(self, tag: str) -> None:
            self.inside = self.inside and tag != "pre"

        def handle_data(self, data: str) -> None:
            self.text += data if self.inside else ""

    reader = Code()
    reader.feed(body)
    assert reader.text == "first\n\n\nlast\n"


def test_pages_link_to_each_other_and_to_the_data(run_cli: RunCli, tmp_path: Path) -> None:
    where = copy_project(tmp_path / "project")
    assert run_cli("export", "pages", "--output", tmp_path / "out", cwd=where).code == 0
    site = tmp_path / "site"
    for name in files_of(tmp_path / "out"):
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = (tmp_path / "out" / name).read_bytes()
        if name.endswith(".md"):
            _, body = split(content.decode())
            target.with_suffix(".html").write_text(prose.to_html(body), "utf-8")
        else:
            target.write_bytes(content)
    broken = site_support.broken_links(site, "/")
    # Authors' links within the page follow the ids that a site generator gives to headings.
    assert [line for line in broken if "no such anchor" not in line] == []


def test_markdown_is_plain_and_escaped(archive: Path, run_cli: RunCli) -> None:
    assert run_cli("export", "markdown", cwd=archive).code == 0
    folder = archive / "export/markdown"
    assert files_of(folder) == [
        ".made-by-postmortems", "INC-20260301-001.md", f"{NAME}.md", "index.md", "media/graph.png",
    ]  # fmt: skip
    text = (folder / f"{NAME}.md").read_text("utf-8")
    assert text.startswith("# A &lt;b\\>bold&lt;/b\\> {{ 7\\*7 }} title\n")
    assert "| Services | &lt;img src=x onerror=alert(1)\\>, a\\|b |" in text
    assert "# not \\*a\\* \\[heading\\](x)" in text
    assert "[that night](INC-20260301-001.md#timeline)" in text
    assert "![a graph](media/graph.png), `[c](graph.png)`" in text
    assert "[n]: INC-20260301-001.md" in text
    tables = re.findall(r"(?:^\|.*\|\n)+", text, re.M)
    assert len(tables) >= 3
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1, table
    index = (folder / "index.md").read_text("utf-8")
    assert f"| [{NAME}](<{NAME}.md>) | A &lt;b\\>bold" in index


def test_golden_markdown(run_cli: RunCli, tmp_path: Path) -> None:
    where = project(tmp_path / "a", support.ARCHIVE)
    address = ("--site-url", support.URL)
    assert run_cli("export", "markdown", *address, cwd=where).code == 0
    for name in ("INC-20260301-001.md", "notes-on-an-outage.md", "index.md"):
        content = (where / "export/markdown" / name).read_bytes()
        support.matches_golden(f"markdown/{name}", content)


TABLE = (
    '<table><caption class="pm-hidden">x</caption><thead><tr><th>A</th></tr></thead>'
    "<tbody><tr><th>1</th><td>2</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <b>b</b>\n c</p>", "a **b** c"),
        ("<p>1. one</p><ul><li># a</li><li>b</li></ul>", "1\\. one\n\n- \\# a\n- b"),
        ("<p>a<br>b &amp;amp; <code>c</code></p>", "a b &amp;amp; `c`"),
        ("<nav>gone</nav><p hidden>gone</p><svg><text>gone</text></svg>", ""),
        ('<p><a href="x y">t</a> <a href="no">u</a></p>', "[t](<x y>) u"),
        ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "| Field | Value |\n| --- | --- |\n| a | b |"),
        (
            TABLE,
            "| A |  |\n| --- | --- |\n| 1 | 2 |",
        ),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert html_text.markdown(html, lambda href: None if href == "no" else href) == markdown


def test_links_of_other_kinds_stay(archive: Path) -> None:
    (postmortem,) = (
        p for p in support.exported(archive.parent / "x").catalog.postmortems if p.actions
    )
    for text in ("[a](https://a.example/x.md)", "[a](#here)", "[a](/x.md)", "[a](mailto:a@b.c)",
                 "```\n[a](other.md)\n```", "[a](unknown.md)"):  # fmt: skip
        address = relink.addresses({"postmortems/other.md": "there"}, lambda to: to)
        assert relink.prose(postmortem, Prose(text), address) == Prose(text)


def test_marks_keep_their_places(archive: Path) -> None:
    (postmortem,) = (
        p for p in support.exported(archive.parent / "x").catalog.postmortems if p.actions
    )
    before = Prose("[a](b.md) one [a](b.md) two", ((13, "first"), (27, "last")))
    address = relink.addresses({"postmortems/b.md": "longer/b/"}, lambda to: to)
    found = relink.prose(postmortem, before, address)
    assert found.markdown == "[a](longer/b/) one [a](longer/b/) two"
    assert [found.markdown[:at] for at, _ in found.marks] == [
        "[a](longer/b/) one", found.markdown,
    ]  # fmt: skip
