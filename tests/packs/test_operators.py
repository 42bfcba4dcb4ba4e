"""Every operator of the declared language: three-valued, and what is not set satisfies no comparison."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.packs.operators import NEEDS, OPERATORS, WORDS
from lambda_policies.values import Absent, Known, Unknown, Value

HOLE = Unknown("a")
SET = Unknown("a", present=True)

TABLE = [
    # operator, operand, value that satisfies, value that does not, answer for a value that is not set
    ("is", "x", "x", "y", False),
    ("is_not", "x", "y", "x", True),
    ("in", ["x", "y"], "x", "z", False),
    ("not_in", ["x", "y"], "z", "x", True),
    ("at_least", 3, 3, 2, False),
    ("at_most", 3, 3, 4, False),
    ("between", [1, 3], 3, 4, False),
    ("between", [1, 3], 1, 0, False),
    ("matches", "arn:*:kms:*", "arn:aws:kms:x", "alias/x", False),
    ("matches", "a?", "ab", "AB", False),
    ("matches_not", "*/*", "x", "a/b", True),
    ("contains", "x", ["y", "x"], ["y"], False),
    ("contains_not", "x", ["y"], ["y", "x"], True),
]


@pytest.mark.parametrize(("name", "operand", "right", "wrong", "unset"), TABLE)
def test_an_operator(name: str, operand: Any, right: Any, wrong: Any, unset: bool) -> None:  # noqa: FBT001
    holds = OPERATORS[name](operand)
    assert holds(Known(right)) is True
    assert holds(Known(wrong)) is False
    assert holds(Absent()) is unset
    assert holds(HOLE) is None
    assert holds(SET) is None


def test_every_operator_is_in_the_table() -> None:
    assert {row[0] for row in TABLE} == set(OPERATORS)
    assert NEEDS.keys() <= OPERATORS.keys()
    assert not WORDS.keys() & OPERATORS.keys()


@pytest.mark.parametrize(
    ("value", "is_present"),
    [(Known("x"), True), (Known(0), True), (Known([]), True), (Absent(), False), (HOLE, None), (SET, True)],
)
def test_present_and_absent(value: Value[Any], is_present: bool | None) -> None:  # noqa: FBT001
    assert WORDS["present"](value) is is_present
    assert WORDS["absent"](value) is (None if is_present is None else not is_present)


@pytest.mark.parametrize(
    ("items", "contains"),
    [([HOLE], None), (["x", HOLE], True), (["y", HOLE], None), ([], False)],
)
def test_a_hole_in_a_list_may_be_what_is_looked_for(items: list[Any], contains: bool | None) -> None:  # noqa: FBT001
    assert OPERATORS["contains"]("x")(Known(items)) is contains
    assert OPERATORS["contains_not"]("x")(Known(items)) is (None if contains is None else not contains)


def test_a_member_of_what_is_no_list_is_not_decided() -> None:
    assert OPERATORS["contains"]("x")(Known({"x": 1})) is None


@given(st.sampled_from(TABLE), st.one_of(st.text(), st.integers(), st.lists(st.text())))
def test_forgetting_a_value_decides_nothing(row: tuple[Any, ...], value: Any) -> None:
    holds = OPERATORS[row[0]](row[1])
    numbers = row[0] in {"at_least", "at_most", "between"}
    if numbers != isinstance(value, int):
        return
    assert holds(Known(value)) in {True, False, None}
    assert holds(HOLE) is None
