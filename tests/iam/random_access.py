"""Random policy documents and requests out of few words, so that they meet often."""

from __future__ import annotations

from random import Random
from typing import Any

from lambda_policies.iam.access import Access, Attached, Request, attached
from lambda_policies.iam.parsing import from_tree

ACTIONS = (
    *("s3:GetObject", "s3:PutObject", "s3:GetBucketAcl", "sqs:SendMessage"),
    *("iam:PassRole", "lambda:InvokeFunction"),
)
ACTION_PATTERNS = (
    *ACTIONS,
    *("*", "*:*", "s3:*", "s3:Get*", "S3:get?bject", "sqs:*Message", "lambda:Invoke*", "iam:Pass*"),
)
RESOURCES = (
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::b/p/k",
    "arn:aws:s3:::c",
    "arn:aws:sqs:us-east-1:111111111111:q",
    "arn:aws:sqs:eu-west-1:222222222222:q",
    "arn:aws:iam::111111111111:role/r",
    "arn:aws:lambda:us-east-1:111111111111:function:f:prod",
)
RESOURCE_PATTERNS = (
    *RESOURCES,
    *("*", "*", "arn:aws:s3:::*", "arn:aws:s3:::b/*", "arn:aws:s3:::*/k", "arn:aws:s3:::?/*k", "arn:aws:*:*:*:*"),
    *("arn:aws:sqs:*:111111111111:*", "arn:aws:*:us-*:*:*", "arn:aws:lambda:*:*:function:f*", "arn:*:iam::*:role/*"),
)
VALUES: dict[str, tuple[str, ...]] = {
    "aws:PrincipalOrgID": ("o-1", "o-2"),
    "aws:SourceVpce": ("vpce-1", "vpce-2"),
    "aws:PrincipalTag/team": ("Red", "red", "blue"),
    "aws:SourceArn": ("arn:aws:sns:us-east-1:111111111111:t", "arn:aws:sns:eu-west-1:222222222222:t:x"),
    "aws:SourceIp": ("10.0.0.1", "8.8.8.8", "2001:db8::1"),
    "aws:MultiFactorAuthAge": ("10", "3600", "-1.5"),
    "aws:CurrentTime": ("2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"),
    "aws:SecureTransport": ("true", "false"),
    "aws:TagKeys": ("team", "Cost", "env"),
}
STRINGS = ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase")
ORDERS = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
OPERATORS: dict[str, tuple[str, ...]] = {
    "aws:SourceArn": ("ArnLike", "ArnNotEquals", "StringLike", "StringEquals"),
    "aws:SourceIp": ("IpAddress", "NotIpAddress"),
    "aws:MultiFactorAuthAge": tuple(f"Numeric{each}" for each in ORDERS),
    "aws:CurrentTime": tuple(f"Date{each}" for each in ORDERS),
    "aws:SecureTransport": ("Bool",),
    "aws:TagKeys": tuple(f"{each}:{name}" for each in ("ForAllValues", "ForAnyValue") for name in STRINGS),
}
PATTERNS: dict[str, tuple[str, ...]] = {
    "aws:PrincipalOrgID": ("o-*", "*"),
    "aws:PrincipalTag/team": ("r*", "?ed", "RED"),
    "aws:SourceArn": ("arn:aws:sns:*:111111111111:*", "arn:aws:sns:*", "arn:*:sns:*:*:t"),
    "aws:SourceIp": ("10.0.0.0/8", "8.8.8.0/24", "0.0.0.0/0", "2001:db8::/32"),
    "aws:TagKeys": ("c*", "*"),
}
ROLE = "arn:aws:iam::111111111111:role/r"


def _some(chance: Random, words: tuple[str, ...], most: int = 3) -> list[str]:
    return [chance.choice(words) for _ in range(chance.randint(1, most))]


def conditions(chance: Random) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        key = chance.choice(tuple(VALUES))
        operator = chance.choice((*OPERATORS.get(key, STRINGS), *OPERATORS.get(key, STRINGS), "Null"))
        if operator == "Null":
            values = [chance.choice(("true", "false"))]
        else:
            operator += chance.choice(("", "", "IfExists"))
            values = _some(chance, (*VALUES[key], *PATTERNS.get(key, ())), 2)
        found.setdefault(operator, {})[key] = values
    return found


def statement(chance: Random) -> dict[str, Any]:
    found: dict[str, Any] = {"Effect": chance.choice(("Allow", "Allow", "Deny"))}
    found[chance.choice(("Action",) * 5 + ("NotAction",))] = _some(chance, ACTION_PATTERNS)
    found[chance.choice(("Resource",) * 5 + ("NotResource",))] = _some(chance, RESOURCE_PATTERNS)
    held = conditions(chance)
    return {**found, "Condition": held} if held else found


def document(chance: Random, most: int = 3) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [statement(chance) for _ in range(chance.randint(1, most))]}


def _held(label: str, tree: dict[str, Any]) -> Attached:
    return attached(label, from_tree(tree))


def parts(chance: Random) -> dict[str, Any]:
    """The documents of an access as JSON: identity, boundary or None, and levels of service control policies."""
    whole = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    limit = [chance.choice((None, whole, document(chance))) for _ in range(2)]
    return {
        "identity": [document(chance) for _ in range(chance.randint(1, 2))],
        "boundary": limit[0],
        "scps": [[limit[1]]] if limit[1] else [],
    }


def access(made: dict[str, Any]) -> Access:
    return Access(
        tuple(_held(f"identity {n}", each) for n, each in enumerate(made["identity"])),
        boundary=_held("boundary", made["boundary"]) if made["boundary"] else None,
        scps=tuple(tuple(_held("scp", each) for each in level) for level in made["scps"]),
        principal=ROLE,
    )


def request(chance: Random) -> Request:
    context: dict[str, tuple[str, ...]] = {}
    for key, values in VALUES.items():
        if chance.random() < 0.6:
            most = 3 if key == "aws:TagKeys" else 1
            context[key.lower()] = tuple(dict.fromkeys(_some(chance, values, most)))
    return Request(ROLE, chance.choice(ACTIONS), chance.choice(RESOURCES), context)
