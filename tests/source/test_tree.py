from __future__ import annotations

from pathlib import Path

import pytest

from lambda_policies.source.tree import Tree, is_override


def test_files_are_sorted_and_override_files_come_last(tmp_path: Path) -> None:
    for name in ["override.tf", "b.tf", "a.tofu", "c.tf.json", "x_override.tf.json", "d.txt", ".hidden.tf", "e.tfvars"]:
        (tmp_path / name).touch()
    assert Tree(tmp_path).files("") == ["a.tofu", "b.tf", "c.tf.json", "override.tf", "x_override.tf.json"]
    assert is_override("x_override.tofu")
    assert not is_override("override.x.tf")


def test_a_folder_is_joined_below_the_root_only(tmp_path: Path) -> None:
    (tmp_path / "root" / "a" / "b").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "root" / "out").symlink_to(tmp_path / "other")
    (tmp_path / "root" / "again").symlink_to(tmp_path / "root" / "a")
    tree = Tree(tmp_path / "root")
    assert tree.join("", "./a") == "a"
    assert tree.join("a/b", "../..") == ""
    assert tree.join("", "./again/b") == "a/b"
    assert [tree.join("a", up) for up in ("../../other", "../out", "./none", "./\0", "x/" * 10_000)] == [None] * 5
    assert tree.notes == ["'a/../../other' leads out of the source", "'a/../out' leads out of the source"]


def test_a_file_that_cannot_be_read_is_noted(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "secret.tf").write_text("x", encoding="utf-8")
    (tmp_path / "root" / "link.tf").symlink_to(tmp_path / "secret.tf")
    (tmp_path / "root" / "loop.tf").symlink_to(tmp_path / "root" / "loop.tf")
    (tmp_path / "root" / "latin\n.tf").write_bytes(b"\xe4")
    (tmp_path / "root" / "folder.tf").mkdir()
    (tmp_path / "root" / "bom.tf").write_bytes(b"\xef\xbb\xbfa")
    tree = Tree(tmp_path / "root")
    assert {name: tree.read(name) for name in tree.files("")} == {
        "bom.tf": "a",
        "folder.tf": None,
        "latin\n.tf": None,
        "link.tf": None,
        "loop.tf": None,
    }
    assert tree.notes == ["'latin\\n.tf' is not UTF-8", "'link.tf' leads out of the source"]


@pytest.mark.parametrize(("bound", "value"), [("max_file", 3), ("max_total", 7), ("max_files", 1)])
def test_what_is_too_much_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, value: int) -> None:
    (tmp_path / "a.tf").write_text("a=1", encoding="utf-8")
    (tmp_path / "b.tf").write_text("abcd!", encoding="utf-8")
    monkeypatch.setattr(Tree, bound, value)
    tree = Tree(tmp_path)
    assert tree.read("a.tf") == "a=1"
    assert tree.read("b.tf") is None
    assert tree.notes == ["'b.tf' is too big, or there is too much of the source"]


def test_a_file_that_may_not_be_opened_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.tf").touch()

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    tree = Tree(tmp_path)
    assert tree.read("a.tf") is None
    assert tree.notes == ["'a.tf' cannot be read"]


def test_a_folder_with_too_many_entries_or_none_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lambda_policies.source.tree._ENTRIES", 1)
    (tmp_path / "a.tf").touch()
    (tmp_path / "b.tf").touch()
    tree = Tree(tmp_path)
    assert len(tree.files("")) == 1
    assert tree.files("none") == []
    assert tree.notes == ["'.' holds more files than are read", "'none' cannot be listed"]


def test_notes_are_few(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for _ in range(1_000):
        tree.note("x" * 10_000, "is not read")
    assert sum(map(len, tree.notes)) < 200_000
