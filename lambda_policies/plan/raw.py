"""Parts of a plan that are left as bytes until somebody looks, and the bound on how deep they nest."""

from __future__ import annotations

from typing import Any

import msgspec

from lambda_policies.errors import PlanError

DEPTH = 200


def decode(raw: bytes | msgspec.Raw, what: str = "a value of the plan", depth: int = DEPTH) -> object:
    """Decode a part of the plan that was left raw; PlanError where it is not UTF-8 JSON or nests deeper than ``depth``.

    ``what`` names the part in the error, such as an address; it never holds a value.
    """
    value: object = decode_as(Any, raw, what)
    # A value of n levels has n opening brackets, so that few of them need no walk.
    text = bytes(raw)
    if text.count(b"{") + text.count(b"[") > depth and deeper_than([value], depth):
        raise too_deep(what, depth)
    return value


def decode_as(kind: Any, raw: bytes | msgspec.Raw, what: str) -> Any:
    """Decode a raw part as a type of the plan's format, with the errors of ``decode``."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except RecursionError:
        raise too_deep(what, DEPTH) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise PlanError(
            f"{what} holds a value that is not valid JSON in UTF-8.", "Write the plan file again; do not edit it."
        ) from None


def too_deep(what: str, depth: int) -> PlanError:
    """Say that JSON values nest deeper than the bound."""
    return over(f"{what} nests JSON values more than {depth} levels deep", "max_depth")


def over(sentence: str, setting: str) -> PlanError:
    """Say that a plan goes over a bound, and which setting moves it."""
    return PlanError(f"{sentence}.", f"If this is really your plan, raise {setting} (LP_{setting.upper()}).")


def deeper_than(values: list[Any], depth: int) -> bool:
    """Whether *values* nest deeper than *depth*, level by level, without recursion."""
    level = values
    for _ in range(depth + 1):
        dicts = [value for value in level if type(value) is dict]
        lists = [value for value in level if type(value) is list]
        if not dicts and not lists:
            return False
        level = [inner for outer in dicts for inner in outer.values() if type(inner) is not str]
        level += [inner for outer in lists for inner in outer if type(inner) is not str]
    return True
