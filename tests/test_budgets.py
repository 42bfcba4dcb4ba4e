"""The budgets that keep every file readable in one sitting. Complexity is ruff's to judge."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "lambda_policies"
MEDIAN, LONGEST_FILE, LONGEST_FUNCTION = 80, 300, 40

SHIPPED = sorted(path for path in PACKAGE.rglob("*.py") if PACKAGE / "data" not in path.parents)
WRITTEN = [*SHIPPED, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "tools").rglob("*.py"))]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def spans(tree: ast.Module) -> Iterator[ast.expr]:
    """The examples of a guardrail: what is passed as ``examples=`` or assigned to a module's EXAMPLES."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "examples":
            yield node.value
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "EXAMPLES" for t in node.targets):
            yield node.value
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "EXAMPLES":
            yield from [node.value] if node.value else []


def budgeted_lines(path: Path) -> int:
    text = path.read_text(encoding="utf-8")
    lines = set(range(1, len(text.splitlines()) + 1))
    if PACKAGE / "guardrails" in path.parents:
        for span in spans(ast.parse(text)):
            lines -= set(range(span.lineno, (span.end_lineno or span.lineno) + 1))
    return len(lines)


def long_functions(path: Path) -> list[str]:
    return [
        f"{relative(path)}:{node.lineno} {node.name} has {length} lines"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def test_the_median_file_is_short() -> None:
    assert median(budgeted_lines(path) for path in SHIPPED) <= MEDIAN


@pytest.mark.parametrize("path", WRITTEN, ids=relative)
def test_no_file_is_long(path: Path) -> None:
    assert budgeted_lines(path) <= LONGEST_FILE


@pytest.mark.parametrize("path", WRITTEN, ids=relative)
def test_no_function_is_long(path: Path) -> None:
    assert long_functions(path) == []


def test_the_examples_of_a_guardrail_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    path = tmp_path / "guardrails" / "one.py"
    path.parent.mkdir()
    path.write_text("EXAMPLES = (\n    1,\n    2,\n)\nG = g(\n    examples=[\n        3,\n    ],\n)\n")
    assert budgeted_lines(path) == len(["G = g(", ")"])
