"""Read policy documents strictly: the malformed is an error, the unknown a hole, and neither an empty document.

Element names and the words Allow and Deny are case-sensitive, as in the grammar of IAM.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NoReturn, TypeVar

from lambda_policies.iam.document import Document, DocumentError, Statement
from lambda_policies.iam.elements import conditions, joined, principals, texts
from lambda_policies.values import Absent, Known, Members, Unknown, Value

T = TypeVar("T")

_TOP = frozenset({"Version", "Id", "Statement"})
_PAIRS = (("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal"))
_STATEMENT = frozenset({"Sid", "Effect", "Condition", *(name for pair in _PAIRS for name in pair)})
_EFFECTS = ("Allow", "Deny")
_NO_CONDITIONS: Mapping[str, Any] = {}


def parse(value: Value[Any]) -> Value[Document]:
    """The document in a value: a JSON text, a decoded tree whose leaves may be Unknown, or no document at all.

    An empty text is Absent. Raises DocumentError for everything else that is not a policy document.
    """
    if not isinstance(value, Known):
        return value
    if isinstance(value.value, str):
        if not value.value.strip():
            return Absent(value.at)
        return Known(parse_text(value.value), value.at, value.sensitive)
    return Known(from_tree(value.value), value.at, value.sensitive)


@lru_cache(maxsize=2048)
def parse_text(text: str) -> Document:
    """The document in a JSON text. Raises DocumentError."""
    try:
        tree = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except DocumentError:
        raise
    except (ValueError, RecursionError):
        raise DocumentError("the policy document is not JSON") from None
    return from_tree(tree)


def from_tree(tree: object) -> Document:
    """The document in a decoded tree whose leaves, or whole branches, may be Unknown. Raises DocumentError."""
    if not isinstance(tree, Mapping):
        raise DocumentError("the policy document is not an object")
    _only(tree, _TOP, "the policy document")
    if "Statement" not in tree:
        raise DocumentError("the policy document has no Statement")
    node = tree["Statement"]
    nodes = node if isinstance(node, list | tuple) else (node,)
    return Document(_scalar(tree, "Version"), joined(_statement(index, each) for index, each in enumerate(nodes)))


def _statement(index: int, node: object) -> Members[Statement]:
    if isinstance(node, Unknown):
        return Members((), node)
    if not isinstance(node, Mapping):
        raise DocumentError(f"statement {index} is not an object")
    _only(node, _STATEMENT, f"statement {index}")
    for one, other in _PAIRS:
        if one in node and other in node:
            raise DocumentError(f"statement {index} has both {one} and {other}")
    if "Action" not in node and "NotAction" not in node:
        raise DocumentError(f"statement {index} has neither Action nor NotAction")
    found = Statement(
        index=index,
        effect=_effect(index, node),
        sid=_scalar(node, "Sid"),
        actions=texts(node["Action"], "Action") if "Action" in node else None,
        not_actions=texts(node["NotAction"], "NotAction") if "NotAction" in node else None,
        resources=texts(node["Resource"], "Resource") if "Resource" in node else None,
        not_resources=texts(node["NotResource"], "NotResource") if "NotResource" in node else None,
        principals=principals(node["Principal"], "Principal") if "Principal" in node else None,
        not_principals=principals(node["NotPrincipal"], "NotPrincipal") if "NotPrincipal" in node else None,
        conditions=conditions(node.get("Condition", _NO_CONDITIONS)),
    )
    return Members((found,))


def _effect(index: int, node: Mapping[str, Any]) -> Value[str]:
    effect = _scalar(node, "Effect")
    if isinstance(effect, Absent) or (isinstance(effect, Known) and effect.value not in _EFFECTS):
        raise DocumentError(f"statement {index} has an Effect that is neither Allow nor Deny")
    return effect


def _scalar(node: Mapping[str, Any], name: str) -> Value[str]:
    if name not in node:
        return Absent()
    value = node[name]
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, str):
        raise DocumentError(f"{name} is not a text")
    return Known(value)


def _only(node: Mapping[str, Any], names: frozenset[str], where: str) -> None:
    if not names.issuperset(node):
        raise DocumentError(f"{where} has an element that IAM does not know")


def _unique(pairs: list[tuple[str, T]]) -> dict[str, T]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise DocumentError("the policy document has the same key twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise DocumentError(f"the policy document holds {name}, which is not JSON")
