"""Any text is an expression with a value, or is refused: nothing else ever happens."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_policies.source.evaluation.budget import Budget
from lambda_policies.source.evaluation.evaluator import Evaluator
from lambda_policies.source.evaluation.frame import Frame
from lambda_policies.source.evaluation.functions import collections, encoding, sets, strings, types
from lambda_policies.source.evaluation.holes import FailedError, Marked, OpenError, SpentError
from lambda_policies.source.hcl.expressions import read, read_template
from lambda_policies.source.masking import UnscannableError
from lambda_policies.values import Unknown

HOLE = Unknown(feeds=("a_b.c.arn",), present=True)
NAMES: dict[str, Any] = {
    "hole": HOLE,
    "open": Unknown(),
    "secret": Marked("s"),
    "list": [1, "a", HOLE],
    "map": {"a": 1, "b": HOLE},
    "none": None,
}
PIECES = [*NAMES, *'"${}()[]=:,.?!-+*/%<>&|~\n\\', "${", "%{", "for", "in", "if", "else", "endif", "endfor", "=>"]
PIECES += ["...", "[*]", " ", "1", "0.5", '"a"', "<<E\n", "E\n", "null", "true", "==", "&&", "jsonencode(", "merge("]
FUNCTIONS = sorted(
    {name for each in (collections, encoding, sets, strings) for name in (*each.OPEN, *each.STRICT, *types.FUNCTIONS)}
)
VALUES = [
    *NAMES,
    "1",
    "-1",
    '"a"',
    '"${hole}/x"',
    "[]",
    "{}",
    "toset(list)",
    "jsonencode(map)",
    "[list]",
    "true",
    "0.5",
]


def first(_: str) -> Any:
    raise OpenError


def evaluated(text: str) -> None:
    budget = Budget(each=5_000)
    budget.renew()
    try:
        Evaluator(budget).value(read(text), Frame(first, lambda _: "", NAMES))
    except (FailedError, OpenError, SpentError, UnscannableError):
        return


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_text(text: str) -> None:
    evaluated(text)


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_template(text: str) -> None:
    try:
        read_template(text)
    except UnscannableError:
        return


@given(st.sampled_from(FUNCTIONS), st.lists(st.sampled_from(VALUES), max_size=3))
@settings(max_examples=400, deadline=None)
def test_any_call(name: str, arguments: list[str]) -> None:
    evaluated(f"{name}({', '.join(arguments)})")
