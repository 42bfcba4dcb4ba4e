"""The elements of a statement: texts, principals and conditions, each with a rest where a hole stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from lambda_policies.iam.document import Condition, DocumentError, Principal, PrincipalType
from lambda_policies.values import Members, Unknown

T = TypeVar("T")

_PRINCIPAL_TYPES: dict[object, PrincipalType] = {
    "AWS": "AWS",
    "Service": "Service",
    "Federated": "Federated",
    "CanonicalUser": "CanonicalUser",
    "*": "*",
}


def texts(node: object, where: str) -> Members[str]:
    """One text or a list of texts."""
    if isinstance(node, str):
        return Members((node,))
    if isinstance(node, Unknown):
        return Members((), node)
    if not isinstance(node, list | tuple):
        raise DocumentError(f"{where} is neither a text nor a list of texts")
    items: list[str] = []
    rest: Unknown | None = None
    for member in node:
        if isinstance(member, str):
            items.append(member)
        elif isinstance(member, Unknown):
            rest = merged(rest, member)
        else:
            raise DocumentError(f"{where} has a member that is not a text")
    return Members(tuple(items), rest)


def principals(node: object, where: str) -> Members[Principal]:
    """``"*"``, or texts by type of principal."""
    if node == "*":
        return Members((Principal("*", "*"),))
    if isinstance(node, Unknown):
        return Members((), node)
    if not isinstance(node, Mapping):
        raise DocumentError(f'{where} is neither "*" nor a map of types of principals')
    return joined(_of_type(key, value, where) for key, value in node.items())


def _of_type(key: object, value: object, where: str) -> Members[Principal]:
    kind = _PRINCIPAL_TYPES.get(key)
    if kind is None:
        raise DocumentError(f"{where} has a type of principal that IAM does not know")
    found = texts(value, where)
    if kind == "*" and any(text != "*" for text in found.items):
        raise DocumentError(f'{where} has a type "*" whose text is not "*"')
    return Members(tuple([Principal(kind, text) for text in found.items]), found.rest)


def conditions(node: object) -> Members[Condition]:
    """The conditions by operator and key; JSON's booleans and numbers are the texts that IAM reads them as."""
    if isinstance(node, Unknown):
        return Members((), node)
    if not isinstance(node, Mapping):
        raise DocumentError("Condition is not a map of operators")
    return joined(_of_operator(operator, keys) for operator, keys in node.items())


def _of_operator(operator: object, keys: object) -> Members[Condition]:
    if isinstance(keys, Unknown):
        return Members((), keys)
    if not isinstance(operator, str) or not isinstance(keys, Mapping):
        raise DocumentError("Condition has an operator without a map of keys")
    found: list[Condition] = []
    for key, values in keys.items():
        if not isinstance(key, str):
            raise DocumentError("Condition has a key that is not a text")
        found.append(Condition(operator, key, texts(_spelled(values), "Condition")))
    return Members(tuple(found))


def _spelled(values: object) -> object:
    if isinstance(values, list | tuple):
        return [_spelled(value) for value in values]
    if isinstance(values, bool):
        return "true" if values else "false"
    return str(values) if isinstance(values, int | float) else values


def joined(groups: Iterable[Members[T]]) -> Members[T]:
    """All members of several groups, with one rest for what is missing in any of them."""
    items: list[T] = []
    rest: Unknown | None = None
    for group in groups:
        items.extend(group.items)
        rest = merged(rest, group.rest)
    return Members(tuple(items), rest)


def merged(first: Unknown | None, second: Unknown | None) -> Unknown | None:
    """One hole for two: where the first stands, fed by what feeds either, present where both are."""
    if first is None or second is None:
        return first or second
    feeds = tuple(dict.fromkeys((*first.feeds, *second.feeds)))
    return Unknown(first.at, first.reason, feeds, present=first.present and second.present)
