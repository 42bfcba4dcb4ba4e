"""Functions of lists and maps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lambda_policies.source.evaluation.access import members
from lambda_policies.source.evaluation.conversion import fingerprint, to_bool, to_number, to_text
from lambda_policies.source.evaluation.holes import FailedError, Lazy, OpenError, SetOf, bare, has_hole, top
from lambda_policies.values import Unknown

MOST = 50_000


def merge(*maps: Any) -> dict[str, Any]:
    """Maps in one, later ones first."""
    found: dict[str, Any] = {}
    for one in maps:
        if isinstance(one, Lazy):
            raise OpenError
        found |= one or {}
    return found


def concat(*lists: Any) -> list[Any]:
    """Lists in one."""
    return [item for one in lists for item in _listed(one)]


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise FailedError
    return value


def keys(table: Any) -> list[str]:
    """The keys of a map, sorted."""
    return [key for key, _ in members(_mapped(table))]


def values(table: Any) -> list[Any]:
    """The values of a map, in the order of its keys."""
    return [value for _, value in members(_mapped(table))]


def _mapped(value: Any) -> dict[str, Any]:
    if isinstance(value, Lazy):
        raise OpenError
    if not isinstance(value, dict):
        raise FailedError
    return value


def length(value: Any) -> int:
    """How many members or characters there are; holes in a set may be the same."""
    if isinstance(value, SetOf) and len(value) > 1 and any(map(has_hole, value)):
        raise OpenError
    return len(value)


def element(items: Any, index: Any) -> Any:
    """The member at an index, which wraps."""
    found = _listed(items)
    if not found:
        raise FailedError
    return found[int(to_number(index)) % len(found)]


def flatten(items: Any) -> list[Any]:
    """Lists in lists, all on one level."""
    found: list[Any] = []
    for item in _listed(items):
        inner = top(item)
        if isinstance(inner, Unknown) and not inner.present:
            raise OpenError
        found += flatten(inner) if isinstance(inner, list) else [item]
        if len(found) > MOST:
            raise OpenError
    return found


def compact(items: Any) -> list[Any]:
    """The texts that are neither null nor empty."""
    if any(isinstance(item, Unknown) and not item.present for item in map(top, _listed(items))):
        raise OpenError
    return [item for item in items if top(item) not in (None, "")]


def distinct(items: Any) -> list[Any]:
    """Each member once. Two holes may be the same: both stay, since what is asked of either is asked of both."""
    found: dict[Any, Any] = {}
    for item in _listed(items):
        found.setdefault(object() if isinstance(item, Lazy) or has_hole(item) else fingerprint(item), item)
    return list(found.values())


def zipmap(names: Any, items: Any) -> dict[str, Any]:
    """A map of keys and values."""
    if len(_listed(names)) != len(_listed(items)):
        raise FailedError
    return {_key(name): item for name, item in zip(names, items, strict=True)}


def _key(name: Any) -> str:
    text = to_text(bare(name))
    if not isinstance(text, str):
        raise OpenError
    return text


def one(items: Any) -> Any:
    """The only member, or null."""
    found = _listed(items)
    if len(found) > 1:
        raise FailedError
    return found[0] if found else None


def slice_(items: Any, start: Any, end: Any) -> list[Any]:
    """Members from one index up to before another."""
    first, last = int(to_number(start)), int(to_number(end))
    if not 0 <= first <= last <= len(_listed(items)):
        raise FailedError
    return list(items[first:last])


def range_(*bounds: Any) -> list[Any]:
    """Numbers in order."""
    numbers = [to_number(one) for one in bounds]
    if any(not isinstance(one, int) for one in numbers):
        raise OpenError
    start, limit = (0, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])
    step = numbers[2] if len(numbers) > 2 else 1 if limit >= start else -1  # noqa: PLR2004 - the third is the step
    found = range(int(start), int(limit), int(step))
    if len(found) > 1024:  # noqa: PLR2004 - Terraform's own bound
        raise FailedError
    return list(found)


def chunklist(items: list[Any], size: int) -> list[list[Any]]:
    """Lists of a size."""
    return [items[n : n + size] for n in range(0, len(items), size)] if size > 0 else [items]


def index(items: list[Any], wanted: Any) -> int:
    """Where a member is."""
    wanted = fingerprint(wanted)
    for number, item in enumerate(items):
        if fingerprint(item) == wanted:
            return number
    raise FailedError


def _truths(items: Iterable[Any]) -> list[bool]:
    return [to_bool(item) for item in items]


OPEN: Mapping[str, Callable[..., Any]] = {
    "compact": compact,
    "concat": concat,
    "distinct": distinct,
    "element": element,
    "flatten": flatten,
    "keys": keys,
    "length": length,
    "merge": merge,
    "one": one,
    "reverse": lambda items: _listed(items)[::-1],
    "slice": slice_,
    "values": values,
    "zipmap": zipmap,
}
STRICT: Mapping[str, Callable[..., Any]] = {
    "alltrue": lambda items: all(_truths(items)),
    "anytrue": lambda items: any(_truths(items)),
    "chunklist": chunklist,
    "index": index,
    "range": range_,
    "sort": lambda items: sorted(to_text(item) for item in _listed(items)),
    "sum": lambda items: sum(to_number(item) for item in items),
    "transpose": lambda table: {
        name: sorted(key for key, names in table.items() if name in names)
        for name in sorted({one for names in table.values() for one in names})
    },
}
