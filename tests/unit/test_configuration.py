"""Where settings come from, what they may be, and what is said when they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems import configuration
from mkdocs_postmortems.errors import UsageError
from mkdocs_postmortems.settings import Limits, Settings, from_mapping

SITE = "site_name: x\nplugins:\n  - search\n  - postmortems:\n      timezone: Europe/Copenhagen\n"


def write(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / f"{name}.yml").write_text(content)
    return folder


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    found = configuration.load(tmp_path)
    assert (found.project, found.settings, found.docs_dir) == (tmp_path, Settings(), None)


@pytest.mark.parametrize(
    "plugins",
    ["- postmortems", "- search\n  - postmortems:", "- postmortems: {}"],
)
def test_the_plugin_without_options(plugins: str, tmp_path: Path) -> None:
    write(tmp_path, mkdocs=f"plugins:\n  {plugins}\n")
    found = configuration.load(tmp_path)
    assert found.settings == Settings()
    assert found.docs_dir == tmp_path / "docs"


def test_the_block_of_the_site(tmp_path: Path) -> None:
    found = configuration.load(write(tmp_path, mkdocs=SITE + "docs_dir: manual\n"))
    assert found.settings.timezone == "Europe/Copenhagen"
    assert found.docs_dir == tmp_path / "manual"


def test_the_block_as_a_mapping(tmp_path: Path) -> None:
    write(tmp_path, mkdocs="plugins:\n  search: {}\n  postmortems: {path: [a, 'b/*']}\n")
    assert configuration.load(tmp_path).settings.path == ("a", "b/*")


def test_a_file_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, postmortems="timezone: Asia/Tokyo\n", mkdocs="site_name: x\n")
    found = configuration.load(tmp_path)
    assert found.settings.timezone == "Asia/Tokyo"
    assert found.docs_dir == tmp_path / "docs"


def test_both_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, mkdocs=SITE, postmortems="path: pm\n")
    with pytest.raises(UsageError, match=r"both .* mkdocs\.yml and postmortems\.yml"):
        configuration.load(tmp_path)


def test_both_is_an_error_also_with_the_defaults_written_out(tmp_path: Path) -> None:
    write(tmp_path, mkdocs=SITE.replace("Europe/Copenhagen", "UTC"), postmortems="path: pm\n")
    with pytest.raises(UsageError, match="both"):
        configuration.load(tmp_path)


def test_a_named_file(tmp_path: Path) -> None:
    write(tmp_path, mkdocs=SITE, other="plugins: [search]\n", postmortems="timezone: Asia/Tokyo\n")
    named = configuration.load(Path("/"), tmp_path / "mkdocs.yml")
    assert (named.project, named.settings.timezone) == (tmp_path, "Europe/Copenhagen")
    own = configuration.load(Path("/"), tmp_path / "postmortems.yml")
    assert own.settings.timezone == "Asia/Tokyo"
    with pytest.raises(UsageError, match="does not use the plugin"):
        configuration.load(Path("/"), tmp_path / "other.yml")
    with pytest.raises(UsageError, match="no configuration file"):
        configuration.load(Path("/"), tmp_path / "nothing.yml")


def test_inherited(tmp_path: Path) -> None:
    base = "docs_dir: manual\nplugins:\n  postmortems: {timezone: Asia/Tokyo, path: a}\n"
    top = "INHERIT: base.yml\nplugins:\n  postmortems: {path: b}\n"
    found = configuration.load(write(tmp_path, mkdocs=top, base=base))
    assert (found.settings.timezone, found.settings.path) == ("Asia/Tokyo", ("b",))
    assert found.docs_dir == tmp_path / "manual"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("INHERIT: mkdocs.yml\n", "circle"),
        ("INHERIT: nothing.yml\n", "does not exist"),
        ("a: b: c\n", "line 1"),
        ("- a\n", "must hold"),
        ("just text\n", "must hold"),
        ("a: \x00\n", "cannot be read"),
        (
            "plugins:\n  - postmortems:\n    path: x\n",
            '"path" stands beside the name of the plugin',
        ),
        ("plugins:\n  - postmortems: incidents\n", "found 'incidents'"),
    ],
)
def test_files_that_cannot_be_used(content: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        configuration.load(write(tmp_path, mkdocs=content))
    assert caught.value.exit_code == 2


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "postmortems.yml").write_bytes(b"path: caf\xe9\n")
    with pytest.raises(UsageError, match="cannot be read"):
        configuration.load(tmp_path)


def test_tags_of_other_plugins_are_tolerated(tmp_path: Path) -> None:
    extra = "x: !!python/name:material.extensions.emoji.twemoji\ny: !relative $docs_dir\n"
    found = configuration.load(write(tmp_path, mkdocs=SITE + extra))
    assert found.settings.timezone == "Europe/Copenhagen"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("pth", "a", 'unknown setting "pth". Did you mean "path"?'),
        ("zzzzzz", "a", "Allowed: path, url"),
        ("path", 3, "path must be text or a list"),
        ("path", [1], "path must be text or a list"),
        ("url", "../up", "url must be a folder name"),
        ("url", "", "url must be a folder name"),
        ("timezone", "Mars/Olympus", "no time zone"),
        ("audience", "everyone", "must be one of internal, public"),
        ("nav", "yes", "true or false"),
        ("edit_uri", "javascript:alert(1)//{path}", "must be a web address"),
        ("fail_on", "never", "must be one of error, warning, info"),
        ("rules", {"PM201": False}, "must be one of error, warning, info, ignore"),
        ("rules", ["PM201"], "must be a mapping"),
        ("rules", {201: "error"}, "must be a mapping"),
        ("extra_keys", {"a": 1}, "text or a list"),
        ("severity_scale", {"P1": 9}, "rank from 1"),
        ("severity_scale", {"P1": True}, "rank from 1"),
        ("id_pattern", "(", "not a regular expression"),
        ("id_pattern", "(a+)+", "must not repeat"),
        ("id_pattern", "(?=a)", "look around"),
        ("limits", {"file_byte": 1}, "unknown limit"),
        ("limits", {"file_bytes": 0}, "above 0"),
        ("limits", {"file_bytes": "1 MB"}, "above 0"),
    ],
)
def test_settings_that_are_not_ours(key: str, value: object, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_mapping({key: value}, "postmortems.yml")
    assert words in str(caught.value)
    assert str(caught.value).startswith("postmortems.yml: ")
    assert "\n" not in str(caught.value)


def test_settings_that_are() -> None:
    raw: dict[str, object] = {
        "path": "a", "url": "/our/incidents/", "rules": {"PM201": "ignore"}, "nav": False,
        "limits": {"file_bytes": 5}, "severity_scale": {"P1": 1}, "timezone": None,
        "id_pattern": "INC-[0-9]{4}", "extra_keys": ["team"],
    }  # fmt: skip
    settings = from_mapping(raw, "x")
    assert settings.path == ("a",)
    assert settings.url == "our/incidents"
    assert settings.rules == {"PM201": "ignore"}
    assert settings.limits == Limits(file_bytes=5)
    assert settings.timezone == "UTC"
    assert settings.extra_keys == ("team",)


@pytest.mark.parametrize(
    "pattern", ["(a+|b)+c", "(a|aa)*", "(?=x)y", "a*b*c*d*e", "(x){3}", "[a-z", "(a{1,}){1,}"]
)
def test_an_id_pattern_that_could_be_slow_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="id_pattern"):
        from_mapping({"id_pattern": pattern}, "here")


@pytest.mark.parametrize(
    "pattern", ["INC-[0-9]{8}-[0-9]{3}", r"PM\d+", "(INC|SEC)-[0-9]+(-[0-9]{3})?", "[+*]x"]
)
def test_an_ordinary_id_pattern_is_taken(pattern: str) -> None:
    assert from_mapping({"id_pattern": pattern}, "here").id_pattern == pattern


@pytest.mark.parametrize("name", ["localtime", "posixrules", "right/UTC", "../etc/localtime", ""])
def test_a_zone_that_depends_on_the_machine_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="no time zone"):
        from_mapping({"timezone": name}, "here")
