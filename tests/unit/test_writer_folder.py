"""A folder of generated files: replaced as a whole, and never over anything of the user's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_postmortems import writer
from mkdocs_postmortems.errors import WriteRefusedError

FILES = [("a.txt", b"one"), ("deep/er/b.txt", b"two\r\n")]


def content(folder: Path) -> dict[str, bytes]:
    """The files below a folder but for the marker."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != writer.MARKER
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds an export."""
    target = tmp_path / "new" / "out"
    assert writer.replace_folder(target, FILES) == 2
    return target


def test_files_are_written_with_a_list_of_them(folder: Path) -> None:
    assert content(folder) == dict(FILES)
    note, *lines = (folder / writer.MARKER).read_text("utf-8").splitlines()
    assert "postmortems export" in note
    assert [line.split("  ")[1] for line in lines] == ["a.txt", "deep/er/b.txt"]
    assert [p.name for p in folder.parent.iterdir()] == ["out"], "nothing is left beside it"


def test_an_earlier_export_is_replaced_as_a_whole(folder: Path) -> None:
    writer.replace_folder(folder, [("c.txt", b"three")])
    assert content(folder) == {"c.txt": b"three"}
    assert [p.name for p in folder.parent.iterdir()] == ["out"]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "out" / "empty").mkdir(parents=True)
    writer.replace_folder(tmp_path / "out", FILES)
    assert content(tmp_path / "out") == dict(FILES)


def test_a_file_removed_since_does_not_matter(folder: Path) -> None:
    (folder / "a.txt").unlink()
    writer.replace_folder(folder, FILES)
    assert content(folder) == dict(FILES)


def test_other_files_are_never_touched(folder: Path) -> None:
    before = content(folder)
    mine = folder / "mine.txt"
    mine.write_text("mine")
    with pytest.raises(WriteRefusedError, match=r"mine\.txt is not of that export"):
        writer.replace_folder(folder, [("c.txt", b"x")])
    assert content(folder) == {**before, "mine.txt": b"mine"}
    mine.unlink()
    (folder / "a.txt").write_text("changed")
    with pytest.raises(WriteRefusedError, match=r"a\.txt was changed"):
        writer.replace_folder(folder, [("c.txt", b"x")])


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    for marker in (None, "", "Made by something else\n", "# Made\nnonsense"):
        if marker is not None:
            (tmp_path / writer.MARKER).write_text(marker)
        with pytest.raises(WriteRefusedError, match="did not make"):
            writer.replace_folder(tmp_path, FILES)
    assert (tmp_path / "a.txt").read_text() == "mine"


def test_links_and_files_are_refused(tmp_path: Path, folder: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    with pytest.raises(WriteRefusedError, match="is no folder"):
        writer.replace_folder(link, FILES)
    with pytest.raises(WriteRefusedError, match="is no folder"):
        writer.replace_folder(folder / "a.txt", FILES)
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WriteRefusedError, match=r"a\.txt was changed"):
        writer.replace_folder(folder, FILES)


@pytest.mark.parametrize("name", ["../out.txt", "/etc/x", "a/../../b", "a\nb"])
def test_no_file_leaves_the_folder(name: str, folder: Path) -> None:
    with pytest.raises(WriteRefusedError, match="cannot be the name"):
        writer.replace_folder(folder, [(name, b"x")])
    assert content(folder) == dict(FILES)


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    with pytest.raises(WriteRefusedError, match=r"both be a\.txt"):
        writer.replace_folder(folder, [("a.txt", b"x"), ("a.txt", b"y")])
    assert content(folder) == dict(FILES)


def test_the_earlier_export_stays_if_a_new_one_cannot_be_made(folder: Path) -> None:
    def broken() -> Iterator[tuple[str, bytes]]:
        yield "a.txt", b"new"
        raise RuntimeError("made up")

    with pytest.raises(RuntimeError):
        writer.replace_folder(folder, broken())
    assert content(folder) == dict(FILES)
    assert [p.name for p in folder.parent.iterdir()] == ["out"]


def test_the_earlier_export_comes_back_if_the_new_one_cannot_take_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def refuses(self: Path, target: Path) -> Path:
        if target == folder and not self.name.endswith("-old"):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuses)
    with pytest.raises(WriteRefusedError, match="No space left"):
        writer.replace_folder(folder, [("c.txt", b"x")])
    assert content(folder) == dict(FILES)
