"""Whether a document and its statements have the elements that their kind takes, of the types that these have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lambda_policies.iam.lint.base import Kind, Lint
from lambda_policies.iam.lint.reading import Clause, Paper
from lambda_policies.values import Unknown

TOP = ("Version", "Id", "Statement")
PAIRS = (("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource"))
LISTS = tuple(name for pair in PAIRS[1:] for name in pair)
ELEMENTS = ("Sid", "Effect", "Condition", *(name for pair in PAIRS for name in pair))
VERSIONS = ("2012-10-17", "2008-10-17")
NEEDS_RESOURCE = frozenset({"s3", "sns", "kms", "secretsmanager"})
_SID = re.compile(r"[0-9A-Za-z]*")


def lints(paper: Paper) -> Iterator[Lint]:
    """The shape of the document, and that of each statement."""
    tree = paper.tree
    if not isinstance(tree, Mapping | Unknown):
        yield Lint("DATA_TYPE_MISMATCH", "is no object")
    if not isinstance(tree, Mapping):
        return
    yield from _keys(tree, TOP, None)
    yield from _version(tree)
    yield from _statement_list(tree)
    for clause in paper.clauses:
        yield from _keys(clause.node, ELEMENTS, clause.index)
        yield from _types(clause)
        yield from _effect(clause)
        yield from _pairs(clause)
        yield from _missing(clause, paper)
        yield from _empty(clause)
    yield from _sids(paper)


def _keys(node: Mapping[str, Any], known: tuple[str, ...], index: int | None) -> Iterator[Lint]:
    if all(key in known for key in node):
        return
    seen: set[str] = set()
    for key in map(str, node):
        if key.lower() in seen:
            yield Lint("DUPLICATE_KEYS_WITH_DIFFERENT_CASE", "has one element twice, in another case", index, (key,))
        seen.add(key.lower())
        if key not in known:
            yield Lint("INVALID_POLICY_ELEMENT", "has an element that IAM does not know", index, (key,))


def _version(tree: Mapping[str, Any]) -> Iterator[Lint]:
    version = tree.get("Version")
    if "Version" not in tree:
        yield Lint("MISSING_VERSION", "names no Version, so that the old one holds and variables are plain text")
    elif not isinstance(version, str | Unknown):
        yield Lint("DATA_TYPE_MISMATCH", "has a Version that is no text")
    elif isinstance(version, str) and version not in VERSIONS:
        yield Lint("INVALID_VERSION", "has a Version that there is not", None, (version,))


def _statement_list(tree: Mapping[str, Any]) -> Iterator[Lint]:
    nodes = tree.get("Statement")
    if "Statement" not in tree or nodes in ([], ()):
        yield Lint("MISSING_STATEMENT", "has no Statement")
        return
    for index, node in enumerate(nodes if isinstance(nodes, list | tuple) else (nodes,)):
        if not isinstance(node, Mapping | Unknown):
            yield Lint("DATA_TYPE_MISMATCH", "is no object", index)


def _types(clause: Clause) -> Iterator[Lint]:
    node = clause.node
    for name in ("Sid", "Effect"):
        if name in node and not isinstance(node[name], str | Unknown):
            yield Lint("DATA_TYPE_MISMATCH", f"has a {name} that is no text", clause.index)
    for name in LISTS:
        if name in node and not _is_texts(node[name]):
            yield Lint("DATA_TYPE_MISMATCH", f"has a {name} that is neither a text nor a list of texts", clause.index)
    for name in PAIRS[0]:
        if name in node and not _is_people(node[name]):
            yield Lint("DATA_TYPE_MISMATCH", f'has a {name} that is neither "*" nor lists of texts', clause.index)
    if "Condition" in node and not isinstance(node["Condition"], Mapping | Unknown):
        yield Lint("DATA_TYPE_MISMATCH", "has a Condition that is no object", clause.index)


def _is_texts(node: Any) -> bool:
    if isinstance(node, list | tuple):
        return all(isinstance(member, str | Unknown) for member in node)
    return isinstance(node, str | Unknown)


def _is_people(node: Any) -> bool:
    if isinstance(node, Mapping):
        return all(_is_texts(value) for value in node.values())
    return isinstance(node, Unknown) or node == "*"


def _effect(clause: Clause) -> Iterator[Lint]:
    effect = clause.node.get("Effect")
    if "Effect" not in clause.node:
        yield Lint("MISSING_EFFECT", "has no Effect", clause.index)
    elif isinstance(effect, str) and clause.effect is None:
        yield Lint("INVALID_EFFECT", "has an Effect that is neither Allow nor Deny", clause.index, (effect,))


def _pairs(clause: Clause) -> Iterator[Lint]:
    """A list that is unknown as a whole may be absent, so that nothing is said about it beside another."""
    for one, other in PAIRS:
        both = [clause.node[name] for name in (one, other) if name in clause.node]
        if len(both) > 1 and not any(isinstance(node, Unknown) for node in both):
            yield Lint("UNSUPPORTED_ELEMENT_COMBINATION", f"has both {one} and {other}", clause.index)


def _missing(clause: Clause, paper: Paper) -> Iterator[Lint]:
    node, subject = clause.node, paper.subject
    if not {"Action", "NotAction"} & node.keys():
        yield Lint("MISSING_ACTION", "has neither Action nor NotAction", clause.index)
    needs = subject.kind in (Kind.IDENTITY, Kind.SERVICE_CONTROL, Kind.RESOURCE_CONTROL)
    needs = needs or (subject.kind is Kind.RESOURCE and subject.service in NEEDS_RESOURCE)
    if needs and not {"Resource", "NotResource"} & node.keys():
        yield Lint("MISSING_RESOURCE", "has neither Resource nor NotResource", clause.index)
    if subject.has_principal and not {"Principal", "NotPrincipal"} & node.keys():
        yield Lint("MISSING_PRINCIPAL", "has no Principal", clause.index)


def _empty(clause: Clause) -> Iterator[Lint]:
    for name in ("Action", "Resource"):
        if clause.node.get(name) in ([], ()):
            yield Lint(f"EMPTY_ARRAY_{name.upper()}", f"has an empty {name}, so that it is about nothing", clause.index)
    principal = clause.node.get("Principal")
    if principal == {}:
        yield Lint("EMPTY_OBJECT_PRINCIPAL", "has an empty Principal", clause.index)
    if isinstance(principal, Mapping) and any(value in ([], ()) for value in principal.values()):
        yield Lint("EMPTY_ARRAY_PRINCIPAL", "has an empty list in its Principal", clause.index)
    if clause.node.get("Condition") == {}:
        yield Lint("EMPTY_OBJECT_CONDITION", "has an empty Condition", clause.index)
    if clause.node.get("Sid") == "":
        yield Lint("EMPTY_SID_VALUE", "has an empty Sid", clause.index)


def _sids(paper: Paper) -> Iterator[Lint]:
    strict = paper.subject.is_iam
    seen: set[str] = set()
    for clause in paper.clauses:
        sid = clause.node.get("Sid")
        if not isinstance(sid, str) or not sid:
            continue
        if sid in seen:
            code = "UNIQUE_SIDS_REQUIRED" if strict else "UNIQUE_SIDS_RECOMMENDED"
            yield Lint(code, "has the Sid of another statement", clause.index, (sid,))
        if strict and not _SID.fullmatch(sid):
            yield Lint("UNSUPPORTED_SID", "has a Sid of more than letters and digits", clause.index, (sid,))
        seen.add(sid)
