"""What Checkov is pointed at: it puts the folder on sys.path and executes every file in it under its bare name."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import lambda_policies
from lambda_policies.checkov_bridge import checks_folder

PACKAGE = Path(lambda_policies.__file__).parent
ALLOWED = {"checkov_bridge/checks.py", "checkov_bridge/external/lambda_policies_external_checks.py"}


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_the_folder_holds_one_file_beside_the_marker_of_a_package() -> None:
    files = sorted(path.relative_to(checks_folder()).as_posix() for path in checks_folder().rglob("*.py"))
    assert files == ["__init__.py", "lambda_policies_external_checks.py"]


def test_the_bare_name_of_the_file_shadows_nothing() -> None:
    assert find_spec("lambda_policies_external_checks") is None


def test_checkov_is_imported_in_two_files_only() -> None:
    files = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if "checkov" in imported(path)}
    assert files == ALLOWED
