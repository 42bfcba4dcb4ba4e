"""HCL's operators on values with holes."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from lambda_policies.source.evaluation.conversion import fingerprint, plain_number, to_bool, to_number
from lambda_policies.source.evaluation.holes import (
    Encoded,
    FailedError,
    Lazy,
    Marked,
    Text,
    bare,
    has_hole,
    hole,
    is_marked,
)
from lambda_policies.values import Unknown, all_of, any_of

_NUMBERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_LARGEST = 10**30


def operated(symbol: str, operands: list[Any]) -> Any:
    """The value of an operation; sensitive where an operand is."""
    if any(is_marked(one) for one in operands):
        return Marked(operated(symbol, [bare(one) for one in operands]))
    if symbol in {"==", "!="}:
        return _compared(symbol, *operands)
    if symbol in {"&&", "||"}:
        return _joined(symbol, operands)
    if any(isinstance(one, Lazy) or has_hole(one) for one in operands):
        return hole(*operands)
    if symbol == "!":
        return not to_bool(operands[0])
    return _calculated(symbol, [to_number(one) for one in operands])


def _calculated(symbol: str, numbers: list[Any]) -> Any:
    if len(numbers) == 1:
        return -numbers[0]
    if symbol in {"/", "%"}:
        if not numbers[1]:
            raise FailedError
        found = numbers[0] / numbers[1] if symbol == "/" else abs(numbers[0]) % abs(numbers[1])
        return plain_number(-found if symbol == "%" and numbers[0] < 0 else found)
    found = _NUMBERS[symbol](*numbers)
    if not isinstance(found, bool) and abs(found) > _LARGEST:
        raise FailedError
    return found if isinstance(found, bool) else plain_number(found)


def _joined(symbol: str, operands: list[Any]) -> Any:
    answers = [None if isinstance(one, Unknown) else to_bool(one) for one in operands]
    found = all_of(answers) if symbol == "&&" else any_of(answers)
    return hole(*operands) if found is None else found


def _compared(symbol: str, one: Any, other: Any) -> Any:
    same = equal(one, other)
    return hole(one, other) if same is None else same if symbol == "==" else not same


def equal(one: Any, other: Any) -> bool | None:
    """Whether two values are the same; None where a hole decides. What is certainly set is not null, nor empty."""
    for value, against in ((one, other), (other, one)):
        if against is None or against == "":
            if isinstance(value, Lazy) or (isinstance(value, Unknown) and value.present):
                return False
            if against is None and isinstance(value, Text | Encoded):
                return False
    if any(isinstance(value, Lazy) or has_hole(value) for value in (one, other)):
        return None
    if isinstance(one, bool) is not isinstance(other, bool) or isinstance(one, str) is not isinstance(other, str):
        return False
    return one == other if isinstance(one, int | float | str) else fingerprint(one) == fingerprint(other)
