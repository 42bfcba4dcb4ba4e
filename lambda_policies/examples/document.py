"""What ``data.aws_iam_policy_document`` gives for a configuration that is known."""

from __future__ import annotations

import json
import zlib
from typing import Any

from lambda_policies.examples.holes import bare
from lambda_policies.source.evaluation.gojson import escaped

_LISTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_NAMES = {key: name for name, key in _LISTS.items()}
_ORDER = (
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
)


def _variables(texts: list[str]) -> list[str]:
    return [text.replace("&{", "${") for text in texts]


def _one_or_many(texts: list[str], *, order: bool = True) -> Any:
    if len(texts) == 1:
        return texts[0]
    return sorted(texts, reverse=True) if order else texts


def _principals(blocks: list[dict[str, Any]]) -> Any:
    named: dict[str, list[str]] = {}
    for block in blocks:
        identifiers = _variables(block["identifiers"])
        if block["type"] == "*" and identifiers == ["*"]:
            return "*"
        named.setdefault(block["type"], []).extend(identifiers)
    return {kind: _one_or_many(sorted(set(named[kind]))) for kind in sorted(named)}


def _conditions(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    tests: dict[str, dict[str, Any]] = {}
    for block in blocks:
        values = _one_or_many(_variables(block["values"]), order=False)
        tests.setdefault(block["test"], {})[block["variable"]] = values
    return {test: dict(sorted(tests[test].items())) for test in sorted(tests)}


def _statement(block: dict[str, Any]) -> dict[str, Any]:
    lists = {key: _one_or_many(block[name]) for name, key in _LISTS.items() if block[name]}
    for key in {"Resource", "NotResource"} & lists.keys():
        lists[key] = _one_or_many(_variables(block[_NAMES[key]]))
    parts = {
        "Sid": block["sid"],
        "Effect": block["effect"],
        **lists,
        "Principal": _principals(block["principals"]),
        "NotPrincipal": _principals(block["not_principals"]),
        "Condition": _conditions(block["condition"]),
    }
    return {key: parts[key] for key in _ORDER if parts.get(key)}


def _complete(block: dict[str, Any]) -> dict[str, Any]:
    """Fill what a statement block leaves out, as the provider does when it has read the data source."""
    block = {name: [] if value is None and name in _LISTS else value for name, value in block.items()}
    return block | {"effect": block["effect"] or "Allow", "sid": block["sid"] or ""}


def _merge(document: dict[str, Any], other: dict[str, Any]) -> None:
    """Merge statements into a document: one with the Sid of an earlier one takes its place."""
    for key in ("Version", "Id"):
        if other.get(key):
            document[key] = other[key]
    found = other.get("Statement", [])
    for statement in found if isinstance(found, list) else [found]:
        sids = [one.get("Sid") for one in document["Statement"]]
        if statement.get("Sid") in sids and statement.get("Sid"):
            document["Statement"][sids.index(statement["Sid"])] = statement
        else:
            document["Statement"].append(statement)


def policy_document(planned: dict[str, Any]) -> dict[str, Any]:
    """Give the attributes of a policy document that was read. ``planned`` has no holes."""
    values: dict[str, Any] = dict(planned) | {"version": planned["version"] or "2012-10-17"}
    blocks = [_complete(block) for block in bare(planned["statement"])]
    values["statement"] = blocks or None
    own = {"Version": values["version"], "Id": planned["policy_id"], "Statement": [_statement(one) for one in blocks]}
    document: dict[str, Any] = {"Statement": []}
    for source in [*(bare(planned["source_policy_documents"]) or []), own]:
        _merge(document, json.loads(source) if isinstance(source, str) else source)
    for source in bare(planned["override_policy_documents"]) or []:
        _merge(document, json.loads(source))
    ordered = {key: document[key] for key in ("Version", "Id", "Statement") if document.get(key)}
    pretty = escaped(json.dumps(ordered, indent=2, ensure_ascii=False))
    minified = escaped(json.dumps(ordered, separators=(",", ":"), ensure_ascii=False))
    return values | {"json": pretty, "minified_json": minified, "id": str(zlib.crc32(pretty.encode()))}
