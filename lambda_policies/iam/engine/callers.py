"""Whom a resource policy names anywhere, and the strangers: everyone who is none of those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from lambda_policies.iam.access import Attached
from lambda_policies.iam.document import Condition, Principal, Statement
from lambda_policies.iam.engine import frames, tokens
from lambda_policies.iam.engine.conditions import operator_of
from lambda_policies.iam.engine.keys import Demand, Kind
from lambda_policies.iam.engine.ranges import Range
from lambda_policies.iam.guards import KEYS, names_someone
from lambda_policies.iam.parties import Kind as PartyKind
from lambda_policies.iam.parties import party
from lambda_policies.values import Known

_QUALIFIERS = ("forallvalues:", "foranyvalue:")
_PATHS = "aws:principalorgpaths"


@dataclass(slots=True)
class Named:
    """Everyone whom a document names: by principals, and by the values of keys that the caller cannot choose."""

    accounts: dict[str, None] = field(default_factory=dict)
    arns: dict[str, None] = field(default_factory=dict)
    organisations: dict[str, None] = field(default_factory=dict)
    services: dict[str, None] = field(default_factory=dict)
    federated: dict[str, None] = field(default_factory=dict)
    canonical: dict[str, None] = field(default_factory=dict)
    values: dict[str, set[str | Range]] = field(default_factory=lambda: defaultdict(set))
    kinds: dict[str, Kind] = field(default_factory=dict)


def named_in(held: Attached) -> Named:
    """Everyone whom the policy names, to let them in or to keep them out."""
    found = Named()
    for statement in held.document.value.statements.items if isinstance(held.document, Known) else ():
        for principal in _principals(statement):
            _principal(principal, found)
        for condition in statement.conditions.items:
            _condition(condition, found)
    return found


def _principals(statement: Statement) -> Iterator[Principal]:
    both = (statement.principals, statement.not_principals)
    return chain.from_iterable(each.items for each in both if each is not None)


def _principal(principal: Principal, found: Named) -> None:
    lists = {"Service": found.services, "Federated": found.federated, "CanonicalUser": found.canonical}
    if principal.type in lists:
        lists[principal.type][principal.text] = None
        return
    _arn(principal.text, found)


def _arn(text: str, found: Named) -> None:
    """A role, user or session by its ARN, or an account."""
    who = party(text)
    if who.account:
        found.accounts[who.account] = None
    if who.kind in {PartyKind.ROLE, PartyKind.USER, PartyKind.SESSION}:
        found.arns[text] = None


def _condition(condition: Condition, found: Named) -> None:
    key, name = condition.key.lower(), condition.operator.lower()
    for qualifier in _QUALIFIERS:
        name = name.removeprefix(qualifier)
    operator = operator_of(name.removesuffix("ifexists"))
    if operator is None or key not in KEYS:
        return
    for text in condition.values.items:
        value = operator.read(text, True)  # noqa: FBT003 - variables name nobody fixed either way
        if value is None or not names_someone(key, text):
            continue
        found.values[key].add(value)
        found.kinds[key] = operator.kind
        _by_key(key, text, found)


def _by_key(key: str, text: str, found: Named) -> None:
    if key in {frames.ACCOUNT, "kms:calleraccount"}:
        found.accounts[text] = None
    elif key == frames.ARN:
        _arn(text, found)
    elif key == frames.ORGANISATION:
        found.organisations[text] = None
    elif key == _PATHS:
        found.organisations[text.partition("/")[0]] = None


def strange(named: Named, *but: str) -> dict[str, Demand]:
    """The demands that someone who is nowhere named meets, by key; *but* are keys that are left free."""
    demands = {key: _none_of(named.kinds[key], held) for key, held in named.values.items() if key not in but}
    if named.accounts and frames.ACCOUNT not in but:
        demands[frames.ACCOUNT] = _none_of("text", set(named.accounts))
    if named.arns and frames.ARN not in but:
        arns = {tokens.arn(each, variables=False) or each for each in named.arns}
        demands[frames.ARN] = _none_of("text", arns)
    if named.organisations and frames.ORGANISATION not in but:
        paths = {f"{each}/*" for each in named.organisations}
        demands[frames.ORGANISATION] = _none_of("text", set(named.organisations))
        demands[_PATHS] = _none_of("text", paths)
    return demands


def _none_of(kind: Kind, values: set[str] | set[str | Range]) -> Demand:
    return Demand(kind, tuple(sorted(values, key=repr)), negated=True, missing=True, quantifier="all")
