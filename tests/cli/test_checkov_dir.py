"""``lp checkov-dir`` from the outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lambda_policies.checkov_bridge import checks_folder


def test_it_prints_the_folder(lp: Any) -> None:
    assert lp("checkov-dir").out == f"{checks_folder().resolve()}\n"


def test_it_copies_and_prints_where(lp: Any, folder: Path) -> None:
    ran = lp("checkov-dir", "--copy", "checks")
    assert ran.out == f"{(folder / 'checks').resolve()}\n"
    assert (folder / "checks" / "__init__.py").is_file()


def test_only_a_copy_is_signed(lp: Any) -> None:
    ran = lp("checkov-dir", "--sign", "key.pem")
    assert ran.code == 2
    assert "--copy FOLDER" in ran.err
