from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.iam.access import Access, attached
from lambda_policies.iam.engine import allows, no_more_than, not_granted
from lambda_policies.iam.parsing import from_tree

Statement = dict[str, Any]
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def allow(action: Any, resource: Any = "*", **more: Any) -> Statement:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*", **more: Any) -> Statement:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def identity(*statements: Statement, boundary: list[Statement] | None = None, scps: Any = ()) -> Access:
    return Access(
        (attached("policy", from_tree({"Version": "2012-10-17", "Statement": list(statements)})),),
        boundary=None if boundary is None else attached("boundary", from_tree({"Statement": boundary})),
        scps=tuple((attached("scp", from_tree({"Statement": each})),) for each in scps),
    )


def resource(*statements: Statement) -> Access:
    return Access(resource=attached("policy", from_tree({"Version": "2012-10-17", "Statement": list(statements)})))


READ = identity(allow("s3:GetObject", "arn:aws:s3:::b/*"))
ADMIN = identity(ALL)
ORG = {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}
MINE = {"Condition": {"StringEquals": {"aws:PrincipalAccount": "111111111111"}}}


@pytest.mark.parametrize(
    ("new", "reference", "holds"),
    [
        (READ, ADMIN, True),
        (ADMIN, READ, False),
        (READ, identity(allow("s3:Get*", "arn:aws:s3:::b*")), True),
        (READ, identity(allow("s3:Get*", "arn:aws:s3:::*b/")), False),
        (READ, identity(ALL, deny("s3:GetObject", "arn:aws:s3:::*secret*")), False),
        (READ, identity(ALL, deny("s3:GetObject", "arn:aws:s3:::c/*")), True),
        (identity(ALL, boundary=[allow("s3:GetObject")]), identity(allow("s3:Get*")), True),
        (identity(ALL, scps=[[ALL], [allow("s3:Get*")]]), identity(allow("s3:*")), True),
        (identity(allow("s3:Get*")), identity(ALL, boundary=[allow("s3:GetObject")]), False),
    ],
)
def test_no_more_than(new: Access, reference: Access, holds: bool) -> None:  # noqa: FBT001
    found = no_more_than(new, reference)
    assert found.holds is holds
    assert (found.request is None) is holds


def test_a_witness_is_a_request_with_its_statements() -> None:
    found = allows(identity(ALL, boundary=[allow("s3:*")], scps=[[ALL]]), "s3:DeleteBucket", "arn:aws:s3:::b")
    assert found.request is not None
    assert (found.request.action, found.request.resource) == ("s3:DeleteBucket", "arn:aws:s3:::b")
    assert [each.label for each in found.matches] == ["policy", "boundary", "scp"]


def test_nothing_of_a_list_is_granted() -> None:
    access = identity(ALL, scps=[[ALL, deny("iam:*")]])
    assert not_granted(access, ["iam:PassRole", "iam:CreateUser"]).holds is True
    assert not_granted(access, ["iam:PassRole", "s3:PutObject"], ["arn:aws:s3:::b/*"]).holds is False


@pytest.mark.parametrize(
    ("new", "reference", "holds"),
    [
        (resource(allow("s3:*", Principal="*", **ORG)), resource(allow("s3:*", Principal="*")), True),
        (resource(allow("s3:*", Principal="*")), resource(allow("s3:*", Principal="*", **ORG)), False),
        (
            resource(allow("s3:*", Principal={"AWS": "arn:aws:iam::111111111111:role/a"})),
            resource(allow("s3:*", Principal={"AWS": "111111111111"})),
            True,
        ),
        (
            resource(allow("s3:*", Principal="*", **MINE)),
            resource(allow("s3:*", Principal={"AWS": "111111111111"})),
            True,
        ),
    ],
)
def test_no_more_callers_than(new: Access, reference: Access, holds: bool) -> None:  # noqa: FBT001
    assert no_more_than(new, reference).holds is holds


@pytest.mark.parametrize(
    ("actions", "resources", "doubt"),
    [
        (["GetObject"], [], '"GetObject" names no action'),
        (["s*:GetObject"], [], '"s*:GetObject" names no action'),
        (["s3:GetObject"], ["b/k"], '"b/k" is no ARN'),
    ],
)
def test_a_question_about_nothing_is_not_answered(actions: list[str], resources: list[str], doubt: str) -> None:
    found = not_granted(ADMIN, actions, resources)
    assert (found.holds, found.doubt) == (None, doubt)
