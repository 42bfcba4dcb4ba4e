"""The evaluation logic of IAM, fact by fact, for the simulator and for the engine where it is asked the same."""

from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.iam.access import ANONYMOUS, Access, Attached, Request, attached
from lambda_policies.iam.engine import allows
from lambda_policies.iam.parsing import from_tree
from lambda_policies.iam.simulate import simulate

HOME, ABROAD = "111111111111", "222222222222"
ROLE = f"arn:aws:iam::{HOME}:role/app/r"
SESSION = f"arn:aws:sts::{HOME}:assumed-role/r/me"
USER = f"arn:aws:iam::{HOME}:user/u"
STRANGER = f"arn:aws:iam::{ABROAD}:role/s"
OBJECT = "arn:aws:s3:::b/k"
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
NONE = {"Effect": "Deny", "Action": "*", "Resource": "*"}
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECT}
WRITE = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": OBJECT}

Statements = dict[str, Any] | list[dict[str, Any]]


def held(label: str, statements: Statements, version: str = "2012-10-17") -> Attached:
    return attached(label, from_tree({"Version": version, "Statement": statements}))


def access(  # noqa: PLR0913 - one for each kind of document
    identity: Statements | None = None,
    *,
    boundary: Statements | None = None,
    scps: tuple[Statements, ...] = (),
    session: Statements | None = None,
    resource: Statements | None = None,
    version: str = "2012-10-17",
) -> Access:
    return Access(
        (held("identity", identity, version),) if identity is not None else (),
        boundary=held("boundary", boundary) if boundary is not None else None,
        scps=tuple((held("scp", each),) for each in scps),
        session=held("session", session) if session is not None else None,
        resource=held("resource", resource) if resource is not None else None,
        owner=HOME,
    )


def allowed(
    given: Access, caller: str = ROLE, action: str = "s3:GetObject", target: str = OBJECT, **context: str
) -> Any:
    keys = {key.replace("__", ":").replace("_", "-"): (value,) for key, value in context.items()}
    return simulate(given, Request(caller, action, target, keys)).allowed


def lets(principal: Any, **more: Any) -> dict[str, Any]:
    return {**READ, "Principal": principal, **more}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (access(READ), True),
        (access(WRITE), False),
        (access([READ, NONE]), False),
        (access(READ, boundary=READ), True),
        (access(READ, boundary=WRITE), False),
        (access(READ, boundary=[ALL, NONE]), False),
        (access(READ, session=WRITE), False),
        (access(READ, scps=(ALL, READ)), True),
        (access(READ, scps=(ALL, WRITE)), False),
        (access(READ, scps=([ALL, NONE], ALL)), False),
        (access([]), False),
    ],
)
def test_every_layer_must_allow_and_none_deny(given: Access, expected: bool) -> None:  # noqa: FBT001
    assert allowed(given) is expected
    assert allows(given, "s3:GetObject", OBJECT).holds is expected


@pytest.mark.parametrize(
    ("given", "caller", "expected"),
    [
        # In the account of the resource either side grants.
        (access(WRITE, resource=lets({"AWS": ROLE})), ROLE, True),
        (access(READ, resource=lets({"AWS": STRANGER})), ROLE, True),
        # An account delegates: its role still needs a policy of its own.
        (access(WRITE, resource=lets({"AWS": HOME})), ROLE, False),
        (access(READ, resource=lets({"AWS": f"arn:aws:iam::{HOME}:root"})), ROLE, True),
        # A role is bounded, a session or user that is named itself is not.
        (access(WRITE, boundary=WRITE, resource=lets({"AWS": ROLE})), ROLE, False),
        (access(WRITE, boundary=WRITE, resource=lets({"AWS": SESSION})), SESSION, True),
        (access(WRITE, boundary=WRITE, resource=lets({"AWS": USER})), USER, True),
        (access(WRITE, scps=(WRITE,), resource=lets({"AWS": USER})), USER, False),
        # From another account both sides must allow.
        (access(READ, resource=lets({"AWS": STRANGER})), STRANGER, True),
        (access(WRITE, resource=lets({"AWS": STRANGER})), STRANGER, False),
        (access(READ, resource=lets({"AWS": HOME})), STRANGER, False),
        (access(READ, boundary=WRITE, resource=lets({"AWS": STRANGER})), STRANGER, False),
        # A session is one of its role, whatever the role's path.
        (access(WRITE, resource=lets({"AWS": ROLE})), SESSION, True),
        # Deny with NotPrincipal denies everyone who has a boundary.
        (access(READ, resource=[{**NONE, "NotPrincipal": {"AWS": ROLE}}]), ROLE, True),
        (access(READ, boundary=ALL, resource=[{**NONE, "NotPrincipal": {"AWS": ROLE}}]), ROLE, False),
        # Services and the unsigned have no policies of their own.
        (access(resource=lets({"Service": "sns.amazonaws.com"})), "sns.amazonaws.com", True),
        (access(resource=lets({"Service": "sns.amazonaws.com"})), "s3.amazonaws.com", False),
        (access(scps=(NONE,), resource=lets("*")), ANONYMOUS, True),
        (access(resource=lets({"AWS": HOME})), ANONYMOUS, False),
        (access(resource={**READ, "NotPrincipal": {"AWS": HOME}}), ANONYMOUS, True),
    ],
)
def test_resource_policies(given: Access, caller: str, expected: bool) -> None:  # noqa: FBT001
    assert allowed(given, caller) is expected


def test_trust_and_key_policies_must_allow_themselves() -> None:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": STRANGER}}
    assert allowed(access(ALL, resource=trust), ROLE, "sts:AssumeRole", ROLE) is False
    key = f"arn:aws:kms:us-east-1:{HOME}:key/k"
    mine = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": {"AWS": HOME}}
    assert allowed(access(ALL, resource={**mine, "Principal": {"AWS": STRANGER}}), ROLE, "kms:Decrypt", key) is False
    assert allowed(access(ALL, resource=mine), ROLE, "kms:Decrypt", key) is True


@pytest.mark.parametrize(
    ("action", "target", "expected"),
    [
        ("iam:PutRolePolicy", f"arn:aws:iam::{HOME}:role/aws-reserved/sso.amazonaws.com/x", False),
        ("iam:PassRole", f"arn:aws:iam::{HOME}:role/aws-reserved/sso.amazonaws.com/x", False),
        ("iam:GetRole", f"arn:aws:iam::{HOME}:role/aws-reserved/sso.amazonaws.com/x", True),
        ("iam:PassRole", f"arn:aws:iam::{HOME}:role/aws-service-role/x/y", True),
        ("iam:CreatePolicyVersion", "arn:aws:iam::aws:policy/ReadOnlyAccess", False),
        ("iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", True),
        ("iam:CreatePolicyVersion", f"arn:aws:iam::{HOME}:policy/mine", True),
    ],
)
def test_what_aws_keeps_to_itself(action: str, target: str, expected: bool) -> None:  # noqa: FBT001
    assert allowed(access(ALL), ROLE, action, target) is expected
    assert allows(access(ALL), action, target).holds is expected


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("s3:GetObject", "s3:GetObject", True),
        ("S3:getobject", "s3:GetObject", True),
        ("s3:Get?bject", "s3:GetObject", True),
        ("s3:*Object", "s3:GetObject", True),
        ("*", "s3:GetObject", True),
        ("s3:GetObject ", "s3:GetObject", False),
        ("s3:GetObject,s3:PutObject", "s3:GetObject", False),
        ("s3:", "s3:GetObject", False),
        ("GetObject", "s3:GetObject", False),
        ("s3-outposts:*", "s3:GetObject", False),
    ],
)
def test_actions(pattern: str, action: str, expected: bool) -> None:  # noqa: FBT001
    given = access({**ALL, "Action": pattern})
    assert allowed(given, ROLE, action) is expected
    assert allows(given, action, OBJECT).holds is expected
    denied = access([ALL, {**NONE, "Action": pattern}])
    assert allowed(denied, ROLE, action) is not expected
    others = access({"Effect": "Allow", "NotAction": pattern, "Resource": "*"})
    assert allowed(others, ROLE, action) is not expected


@pytest.mark.parametrize(
    ("pattern", "target", "expected"),
    [
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/p/k", True),
        ("arn:aws:s3:::B/*", "arn:aws:s3:::b/k", False),
        ("arn:*:s3:::b/k", "arn:aws-cn:s3:::b/k", True),
        ("arn:aws:s3:::?/k", OBJECT, True),
        ("arn:aws:*:b/k", OBJECT, False),
        ("arn:aws:lambda:*:function:f", f"arn:aws:lambda:us-east-1:{HOME}:function:f", False),
        ("arn:aws:lambda:*:*:function:*", f"arn:aws:lambda:us-east-1:{HOME}:function:f:prod", True),
        ("arn:aws:lambda:*:*:*f*", f"arn:aws:lambda:us-east-1:{HOME}:function:f:prod", True),
        ("arn:aws:s3", OBJECT, True),
        ("b/k", OBJECT, False),
    ],
)
def test_resources(pattern: str, target: str, expected: bool) -> None:  # noqa: FBT001
    given = access({**READ, "Resource": pattern})
    assert allowed(given, target=target) is expected
    assert allows(given, "s3:GetObject", target).holds is expected


def test_short_arns_match_nothing_in_resource_policies() -> None:
    assert allowed(access(resource=lets("*", Resource="arn:aws:s3")), ANONYMOUS) is False
    assert allowed(access(resource=lets("*", Resource="arn:aws:s3:*")), ANONYMOUS) is True
