"""The policy document that an attribute holds: its text, or what a deferred ``aws_iam_policy_document`` still shows.

A document that depends on something unknown is read during apply, but its statements stand in the plan: they are
rebuilt with holes where values are unknown, and merged with their source and override documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from lambda_policies.estate.traces import traced
from lambda_policies.iam.document import Document, DocumentError
from lambda_policies.iam.parsing import parse
from lambda_policies.plan.resources import Path, Resource, parse_path
from lambda_policies.values import Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model

TYPE = "aws_iam_policy_document"
Tree: TypeAlias = dict[str, Any]
VERSION = "2012-10-17"
"""What the provider writes where nobody says otherwise."""
DEPTH = 16
MOST = 1000
"""More statements than any policy document has room for."""
_LISTS = (
    ("Action", "actions"),
    ("NotAction", "not_actions"),
    ("Resource", "resources"),
    ("NotResource", "not_resources"),
)
_PEOPLE = (("Principal", "principals"), ("NotPrincipal", "not_principals"))
_BEFORE = ("source_json", "source_policy_documents")
_BEHIND = ("override_policy_documents", "override_json")


def document_in(model: Model, value: Value[str]) -> Value[Document]:
    """The policy document that *value*, an attribute of *model*, holds; unknown where it is none.

    ``DocumentError`` says that AWS would not take the text for a policy document.
    """
    return read_document(model.resource, value)


def read_document(resource: Resource, value: Value[str]) -> Value[Document]:
    """The policy document in *value*, read at its path of *resource*. Raises ``DocumentError``."""
    return parse(written(resource, value))


def written(resource: Resource, value: Value[str]) -> Value[Any]:
    """A policy document as it is written: its text, or the tree with holes of a deferred document.

    Raises ``DocumentError`` where that is made of a document that is not JSON.
    """
    if not isinstance(value, Unknown):
        return value
    recovery = resource.plan.recovery
    rebuilt = recovery.tree(resource, value.at) if recovery else None
    if rebuilt is not None:
        return rebuilt
    source = resource.plan.references.sources(resource, parse_path(value.at)).only
    if source is None or source.type != TYPE or source.mode != "data":
        return value
    tree = {"Version": _version(source), "Statement": _statements(source, {})}
    return Known(tree, value.at, _is_sensitive(source))


def _version(data: Resource) -> Any:
    match data.value(("version",)):
        case Known(version):
            return version
        case Unknown() as hole:
            return hole
    return VERSION


def _is_sensitive(data: Resource) -> bool:
    """Whether anything of a deferred document, or of those that it is made from, is sensitive."""
    found = {id(data): data}
    for one in (open_ := [data]):
        sources = (each for path in (*_BEFORE, *_BEHIND) for each in one.plan.references.sources(one, (path,)).items)
        new = {id(each.resource): each.resource for each in sources if each.resource is not None}
        open_ += [each for key, each in new.items() if key not in found]
        found |= new
    return any(one.sensitive for one in found.values())


def _statements(data: Resource, made: dict[int, list[Any]], depth: int = 0) -> list[Any]:
    """The statements of a deferred document, merged as the provider merges them: by Sid, the later one wins."""
    if depth > DEPTH:
        return [Unknown("statement")]
    if id(data) not in made:
        merged = _merged(data, made, depth)
        made[id(data)] = merged if len(merged) <= MOST else [Unknown("statement")]
    return made[id(data)]


def _merged(data: Resource, made: dict[int, list[Any]], depth: int) -> list[Any]:
    merged: list[Any] = []
    for path in _BEFORE:
        merged = [*merged, *_documents(data, (path,), made, depth)]
    merged = _overridden(merged, _own(data))
    for path in _BEHIND:
        merged = _overridden(merged, _documents(data, (path,), made, depth))
    return merged


def _own(data: Resource) -> list[Any]:
    match data.value(("statement",), computed=True):
        case Known(list(blocks)):
            count = len(blocks)
            return [
                block if isinstance(block, Unknown) else _statement(traced(data, place, count, block))
                for place, block in enumerate(blocks)
            ]
        case Unknown() as hole:
            return [hole]
    return []


def _documents(data: Resource, path: Path, made: dict[int, list[Any]], depth: int) -> list[Any]:
    """The statements of the documents at *path*, texts or other data sources; a hole for each that is unknown."""
    match data.value(path):
        case Known(held):
            texts = held if isinstance(held, list) else [held]
        case Unknown() as hole:
            texts = [hole]
        case _:
            return []
    found = [statement for text in texts if isinstance(text, str) for statement in _from_text(text)]
    if any(isinstance(text, Unknown) for text in texts):
        for source in data.plan.references.sources(data, path).items:
            target = source.resource
            if target is not None and target.type == TYPE and target.mode == "data":
                found += _statements(target, made, depth + 1)
            else:
                found.append(Unknown("statement", feeds=(source.text,)))
    return found


def _from_text(text: str) -> list[Any]:
    try:
        tree = json.loads(text)
    except ValueError:
        raise DocumentError("a source of the policy document is not JSON") from None
    statements = tree.get("Statement", []) if isinstance(tree, dict) else []
    return statements if isinstance(statements, list) else [statements]


def _overridden(first: list[Any], later: Iterable[Any]) -> list[Any]:
    merged = list(first)
    for statement in later:
        if isinstance(statement, Unknown) or isinstance(statement.get("Sid"), Unknown):
            merged = [_maybe_gone(old, statement) for old in merged]
        sid = None if isinstance(statement, Unknown) else statement.get("Sid")
        same = (n for n, old in enumerate(merged) if sid and not isinstance(old, Unknown) and old.get("Sid") == sid)
        place = next(same, None)
        if place is None:
            merged.append(statement)
        else:
            merged[place] = statement
    return merged


def _maybe_gone(old: Any, by: Any) -> Any:
    """A statement with a Sid may be replaced by one that is not known; one without may not."""
    if isinstance(old, Unknown) or not old.get("Sid"):
        return old
    return by if isinstance(by, Unknown) else Unknown("statement")


def _statement(block: Mapping[str, Any]) -> Tree:
    """A statement block as the provider renders it."""
    effect = block.get("effect")
    tree: Tree = {"Effect": "Allow" if effect is None else effect}
    if block.get("sid"):
        tree["Sid"] = block["sid"]
    tree |= {name: block[key] for name, key in _LISTS if block.get(key)}
    tree |= {name: _principals(block[key]) for name, key in _PEOPLE if block.get(key)}
    if block.get("condition"):
        tree["Condition"] = _conditions(block["condition"])
    return tree


def _principals(blocks: Any) -> Any:
    if isinstance(blocks, Unknown):
        return blocks
    found: dict[str, list[Any]] = {}
    for block in blocks:
        if isinstance(block, Unknown) or isinstance(block.get("type"), Unknown):
            return Unknown("statement.principals")
        found.setdefault(block.get("type") or "*", []).extend(_members(block.get("identifiers")))
    return found


def _conditions(blocks: Any) -> Any:
    if isinstance(blocks, Unknown):
        return blocks
    found: dict[str, dict[str, list[Any]]] = {}
    for block in blocks:
        parts = () if isinstance(block, Unknown) else (block.get("test"), block.get("variable"))
        if len(parts) != 2 or not all(isinstance(part, str) for part in parts):  # noqa: PLR2004 - test and variable
            return Unknown("statement.condition")
        found.setdefault(parts[0], {}).setdefault(parts[1], []).extend(_members(block.get("values")))
    return found


def _members(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value
