"""Whether conditions use operators and keys that there are, and that fit each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lambda_policies.data.actions import action as facts
from lambda_policies.data.actions import kinds, names
from lambda_policies.data.condition_keys import (
    has_own_keys,
    is_chosen_by_caller,
    is_cross_service,
    is_exact,
    is_same,
    type_of,
)
from lambda_policies.iam.lint.base import Kind, Lint
from lambda_policies.iam.lint.reading import QUALIFIERS, Clause, Paper, Test
from lambda_policies.values import Unknown

POSITIVE = ("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike")
NEGATIVE = ("stringnotequals", "stringnotequalsignorecase", "stringnotlike", "arnnotequals", "arnnotlike")
ORDER = ("equals", "notequals", "lessthan", "lessthanequals", "greaterthan", "greaterthanequals")
NUMERIC = tuple(f"numeric{one}" for one in ORDER)
DATES = tuple(f"date{one}" for one in ORDER)
OPERATORS = frozenset(
    {*POSITIVE, *NEGATIVE, *NUMERIC, *DATES, "bool", "binaryequals", "ipaddress", "notipaddress", "null"}
)
TAGGED = "aws:resourcetag/"
CONTEXT = "kms:encryptioncontext"
BARE_TAGS = frozenset({"aws:resourcetag", "aws:requesttag", "aws:principaltag"})
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@${}-]*:[^\s*]+.*", re.DOTALL)
_AUDIENCE = re.compile(r".+:(?:aud|amr)|saml:aud")


def lints(paper: Paper, *, fresh: bool) -> Iterator[Lint]:
    """Each operator on each key. *fresh*: the data is not older than what a document can name."""
    for clause in paper.clauses:
        yield from _shapes(clause)
        for test in clause.tests:
            yield from _operator(clause, test)
            yield from _key(clause, test, paper, fresh=fresh)
            yield from _qualifier(clause, test)
            yield from _trust(clause, test)
        yield from _pairs(clause)
        yield from _unsupported(clause, fresh=fresh)


def _shapes(clause: Clause) -> Iterator[Lint]:
    node = clause.node.get("Condition")
    if not isinstance(node, Mapping):
        return
    for operator, keys in node.items():
        if not isinstance(keys, Mapping | Unknown):
            says = "has a condition operator without keys"
            yield Lint("DATA_TYPE_MISMATCH", says, clause.index, (str(operator),))
        elif isinstance(keys, Mapping):
            values = [value for value in keys.values() if not isinstance(value, list | tuple)]
            values += [one for value in keys.values() if isinstance(value, list | tuple) for one in value]
            if not all(isinstance(value, str | int | float | Unknown) for value in values):
                says = "has a condition whose value is no text, number or truth value"
                yield Lint("INVALID_CONDITION_DATA_TYPE", says, clause.index, (str(operator),))
            if keys == {}:
                yield Lint("EMPTY_OBJECT_CONDITION", "has a condition operator without keys", clause.index)


def _operator(clause: Clause, test: Test) -> Iterator[Lint]:
    if test.base not in OPERATORS or test.qualifier not in QUALIFIERS:
        says = "has a condition operator that there is not"
        yield Lint("INVALID_CONDITION_OPERATOR", says, clause.index, (test.operator,))
    if test.base == "null" and test.if_exists:
        yield Lint("NULL_WITH_IF_EXISTS", "asks by NullIfExists, which there is not", clause.index, (test.key,))
    if test.base == "null" and test.qualifier:
        says = "asks by Null for each of several values, which is always answered the same"
        yield Lint("NULL_WITH_QUALIFIER", says, clause.index, (test.operator,))
    if test.base in ("bool", "null") and len(test.values) > 1:
        says = "compares a key with more than one truth value"
        yield Lint("INVALID_CONDITION_MULTIPLE_BOOLEAN", says, clause.index, (test.key,))
    if not test.values and not test.open:
        suffix = {"forallvalues": "_FORALLVALUES", "foranyvalue": "_FORANYVALUE"}.get(test.qualifier, "")
        suffix = suffix or ("_IFEXISTS" if test.if_exists else "")
        says = "compares a key with an empty list"
        yield Lint(f"EMPTY_ARRAY_CONDITION{suffix}", says, clause.index, (test.key,))


def _key(clause: Clause, test: Test, paper: Paper, *, fresh: bool) -> Iterator[Lint]:
    index, name, shows = clause.index, test.name, (test.key,)
    prefix = name.partition(":")[0]
    if not _KEY.fullmatch(test.key):
        yield Lint("INVALID_CONDITION_KEY_FORMAT", "has a condition key that is no key", index, shows)
    elif name == "aws:arn":
        yield Lint("UNSUPPORTED_GLOBAL_CONDITION_KEY", "asks for aws:ARN, which is aws:PrincipalArn now", index, shows)
    elif name.rstrip("/") in BARE_TAGS:
        yield Lint("MISSING_TAG_KEY_IN_CONDITION", "asks for a tag without saying which", index, shows)
    elif type_of(test.key) is None and prefix == "aws":
        says = "asks for a global condition key that there is not"
        yield Lint("INVALID_GLOBAL_CONDITION_KEY", says, index, shows, certain=fresh)
    elif type_of(test.key) is None and has_own_keys(prefix):
        if not any(_takes(action, test.key) for action in clause.actions):
            says = "asks for a condition key that its service does not have"
            yield Lint("INVALID_SERVICE_CONDITION_KEY", says, index, shows, certain=fresh)
    elif name == "lambda:sourcefunctionarn" and paper.subject.kind is Kind.RESOURCE:
        says = "asks for lambda:SourceFunctionArn, which only policies of identities and organisations know"
        yield Lint("SOURCE_FUNCTION_ARN_IN_RESOURCE_POLICY", says, index, shows)


def _qualifier(clause: Clause, test: Test) -> Iterator[Lint]:
    kind = type_of(test.key)
    if kind is None or test.base == "null":
        return
    many = kind.startswith("ArrayOf")
    if many and not test.qualifier:
        says = "compares a key of several values without ForAllValues or ForAnyValue"
        yield Lint("MISSING_QUALIFIER", says, clause.index, (test.key,))
    if not many and test.qualifier == "forallvalues" and clause.allows:
        says = "compares a key of one value by ForAllValues, which holds where the key is missing"
        yield Lint("FORALLVALUES_WITH_SINGLE_VALUED_KEY", says, clause.index, (test.key,))


def _trust(clause: Clause, test: Test) -> Iterator[Lint]:
    """Whether what is compared can be relied on."""
    kind, index, shows = type_of(test.key), clause.index, (test.key,)
    if test.qualifier == "foranyvalue" and _AUDIENCE.fullmatch(test.name) and test.name.endswith(":aud"):
        says = "compares the audience, which has one value, by ForAnyValue"
        yield Lint("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", says, index, shows)
    if is_chosen_by_caller(test.key) and clause.allows:
        yield Lint("UNTRUSTWORTHY_CONDITION_KEY", "relies on what every caller can write himself", index, shows)
        return  # and what they write may be a secret between them
    if test.name == "s3:prefix" and clause.effect is not None and test.negated is clause.allows:
        says = "excludes prefixes of a bucket, and a listing without a prefix shows them all the same"
        yield Lint("S3_PREFIX_IN_NEGATIVE_CONTEXT", says, index, shows)
    wild = next((value for value in test.values if "*" in value or "?" in value), None)
    if wild is None:
        return
    if is_exact(test.key) and test.base == "stringlike":
        says = "compares by wildcard what there is no use of wildcards for"
        yield Lint("WILDCARD_USAGE_TOO_PERMISSIVE", says, index, (test.key, wild))
    elif kind is not None and kind.endswith("ARN") and test.base in ("stringlike", "stringnotlike"):
        says = "compares an ARN as a plain text, whose wildcard also crosses its colons"
        yield Lint("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", says, index, (test.key, wild))
    elif test.base in ("stringequals", "stringnotequals", "stringequalsignorecase", "stringnotequalsignorecase"):
        says = "compares a text with a wildcard by an operator that takes it for plain text"
        yield Lint("WILDCARD_WITHOUT_LIKE_OPERATOR", says, index, (test.key, wild))


def _pairs(clause: Clause) -> Iterator[Lint]:
    if clause.asks("aws:vpcsourceip") is True and clause.asks("aws:sourcevpc", "aws:sourcevpce") is False:
        says = "asks for a private address without the network, and every network has such addresses"
        yield Lint("MISSING_PAIRED_CONDITION_KEYS", says, clause.index, ("aws:VpcSourceIp",))


def _unsupported(clause: Clause, *, fresh: bool) -> Iterator[Lint]:
    """Keys that an action never sees, and tags where a service has none. Actions with wildcards are left out."""
    for test in clause.tests:
        prefix = test.name.partition(":")[0]
        tag = test.name.startswith(TAGGED)
        # AWS's own documents put kms:DescribeKey, which has no context, under a condition on the context of others.
        if (prefix == "aws" and not tag) or test.name.startswith(CONTEXT):
            continue
        for action in clause.actions:
            service, _, name = action.partition(":")
            if tag:
                yield from _untagged(clause, test, service.lower())
            elif _is_plain(service, name) and has_own_keys(prefix) and not is_cross_service(test.key):
                known = facts(service.lower(), name)
                if known is not None and type_of(test.key) and not _takes(action, test.key):
                    says = "asks for a condition key that an action of it does not have"
                    shows = (action, test.key)
                    yield Lint("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", says, clause.index, shows, certain=fresh)


def _untagged(clause: Clause, test: Test, service: str) -> Iterator[Lint]:
    if names(service) is None or clause.effect is None or service in _TAGS_ELSEWHERE:
        return
    if not any(is_same(test.key, key) for kind in kinds(service).values() for key in kind.keys):
        code, does = ("ALLOW", "allows") if clause.allows else ("DENY", "denies")
        says = f"asks for tags of a service that has none, so that it {does} nothing of it"
        yield Lint(f"{code}_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", says, clause.index, (test.key, service))


_TAGS_ELSEWHERE = frozenset({"tag", "resource-groups"})


def _is_plain(service: str, name: str) -> bool:
    return not set("*?") & set(service + name)


def _takes(action: str, key: str) -> bool:
    """Whether an action, written without wildcards, has a key, by itself or with a kind of resource that it takes."""
    service, _, name = action.partition(":")
    known = facts(service.lower(), name)
    if known is None:
        return False
    table = kinds(known.service)
    own = (*known.keys, *(one for taken in known.kinds for one in taken.keys))
    theirs = (one for taken in known.kinds for one in table[taken.kind].keys)
    return any(is_same(key, one) for one in (*own, *theirs))
