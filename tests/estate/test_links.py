"""Who belongs to whom in the laboratory's plans: joins by reference, name and ARN, and ambiguity that stays open."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lambda_policies.estate.base import Model
from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.permission import Permission
from lambda_policies.estate.models.role import Role
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Absent, Known, Reason, Unknown, Value

PLANLAB = Path(__file__).parents[2] / "fixtures" / "planlab"
OLD, NEW = "plan.json", "plan.tf1.11-aws5.100.json"
OPEN = "open"
MODULE = "module.{}.aws_lambda_function.this"

ROLES = {
    "04-policy-attachment": {
        "aws_lambda_function.fn": "aws_iam_role.fn",
        "aws_lambda_function.fn2": "aws_iam_role.prefixed",
    },
    "06-role-into-module": {
        MODULE.format("fn"): OPEN,
        MODULE.format("fn2"): "aws_iam_role.fn",
        MODULE.format("outer.module.inner"): "aws_iam_role.fn",
    },
    "07-module-for-each-count": {
        f"module.{module}.aws_lambda_function.this[{number}]": "aws_iam_role.fn"
        for module in ("counted[0]", "counted[1]", 'each["a/b"]', 'each["api.v1"]', 'each["ünï"]')
        for number in (0, 1)
    },
    "10-shared-role": {
        "aws_lambda_function.a": "aws_iam_role.fn",
        "aws_lambda_function.b": "aws_iam_role.fn",
        "aws_lambda_function.c": "aws_iam_role.fn",
        "aws_lambda_function.d": "aws_iam_role.own",
        "aws_lambda_function.e": OPEN,
    },
    "36-ambiguous-references": {
        "aws_lambda_function.cnt[0]": "aws_iam_role.cnt[0]",
        "aws_lambda_function.cnt[1]": "aws_iam_role.cnt[1]",
        "aws_lambda_function.coal": OPEN,
        "aws_lambda_function.cond": OPEN,
        "aws_lambda_function.look": OPEN,
        "aws_lambda_function.splat": OPEN,
        "aws_lambda_function.lit_index": 'aws_iam_role.set["y"]',
        "aws_lambda_function.self_built": "aws_iam_role.own",
        'aws_lambda_function.set["x"]': 'aws_iam_role.set["x"]',
        'aws_lambda_function.set["y"]': 'aws_iam_role.set["y"]',
    },
    "38-module-unknown-inputs": {MODULE.format("fn[0]"): "aws_iam_role.fn"},
}
PERMISSIONS = {
    "07-module-for-each-count": {
        f'aws_lambda_permission.each["{key}"]': f'module.each["{key}"].aws_lambda_function.this[0]'
        for key in ("a/b", "api.v1", "ünï")
    },
    "08-permission-links": {
        f"aws_lambda_permission.{name}": f"aws_lambda_function.{'gen' if name == 'by_generated_name' else 'fn'}"
        for name in (
            "by_alias_ref",
            "by_arn_ref_public",
            "by_generated_name",
            "by_literal_arn_public",
            "by_literal_name_public",
            "by_name_ref_public",
            "by_partial_arn",
            "principal_unknown",
            "s3_ok",
        )
    },
    "30-provider-aliases": {"aws_lambda_permission.west": "aws_lambda_function.west"},
    "38-module-unknown-inputs": {
        "module.fn[0].aws_lambda_permission.this": "module.fn[0].aws_lambda_function.this",
    },
}
MAPPINGS = {
    "09-event-source-mapping": {
        "aws_lambda_event_source_mapping.sqs": "aws_lambda_function.fn",
        "aws_lambda_event_source_mapping.literal": "aws_lambda_function.fn",
    },
}
FN, PREFIXED = "aws_iam_role.fn", "aws_iam_role.prefixed"
GRANTS = {
    # role, where the document is edited, the attachment between
    "04-policy-attachment": {
        (FN, "aws_iam_role_policy_attachment.aws_managed_literal", ""),
        (FN, "aws_iam_policy.admin", "aws_iam_role_policy_attachment.by_ref"),
        (FN, "aws_iam_policy.admin", "aws_iam_policy_attachment.exclusive"),
        (PREFIXED, "aws_iam_policy.admin", "aws_iam_role_policy_attachment.prefixed_by_ref"),
        (PREFIXED, "aws_iam_policy.admin", "aws_iam_policy_attachment.exclusive"),
    },
    "12-delete": set(),
    "14-noop": {(FN, "aws_iam_role_policy.fn", "")},
    "21-policy-from-module-output": {(FN, "aws_iam_policy.fn", "aws_iam_role_policy_attachment.fn")},
}
both = pytest.mark.parametrize("file", [OLD, NEW])


@cache
def estate(case: str, file: str) -> Estate:
    return Estate(Plan(read_plan((PLANLAB / case / file).read_bytes(), file).document))


def where(value: Value[Model]) -> str:
    match value:
        case Known(model):
            return model.address
        case Unknown(reason=Reason.AFTER_APPLY):
            return OPEN
        case Unknown():
            return "outside"
        case Absent():
            return "none"
    raise AssertionError


@both
@pytest.mark.parametrize("case", ROLES)
def test_the_role_of_each_function(case: str, file: str) -> None:
    found = {function.address: where(function.role) for function in estate(case, file).of(Function)}
    assert {address: found[address] for address in ROLES[case]} == ROLES[case]


def test_a_map_over_modules_keeps_its_keys() -> None:
    found = {function.address: where(function.role) for function in estate("06-role-into-module", NEW).of(Function)}
    assert found[MODULE.format("fn3")] == 'module.roles.aws_iam_role.each["a"]'


@both
@pytest.mark.parametrize("case", ROLES)
def test_roles_know_their_functions(case: str, file: str) -> None:
    for role in estate(case, file).of(Role):
        named = {address for address, owner in ROLES[case].items() if owner == role.address}
        assert named <= {function.address for function in role.functions}


@both
@pytest.mark.parametrize("case", PERMISSIONS)
def test_the_function_of_each_permission(case: str, file: str) -> None:
    found = estate(case, file)
    assert {one.address: where(one.function) for one in found.of(Permission)} == PERMISSIONS[case]
    for function in found.of(Function):
        own = {one.address for one in function.permissions.items}
        assert own == {address for address, owner in PERMISSIONS[case].items() if owner == function.address}
        assert function.permissions.rest is None


@both
@pytest.mark.parametrize("case", MAPPINGS)
def test_the_function_of_each_event_source(case: str, file: str) -> None:
    found = estate(case, file)
    assert {one.address: where(one.function) for one in found.of(EventSourceMapping)} == MAPPINGS[case]
    (function,) = found.of(Function)
    assert {one.address for one in function.event_sources.items} == MAPPINGS[case].keys()


@both
@pytest.mark.parametrize("case", GRANTS)
def test_what_is_attached_to_each_role(case: str, file: str) -> None:
    found = estate(case, file)
    grants = {
        (role.address, grant.address, grant.via) for role in found.of(Role) for grant in found.joins.grants_of(role)
    }
    assert grants == GRANTS[case]
    assert found.joins.unplaced_grants() == ()


@both
def test_a_name_in_two_regions_is_two_functions(file: str) -> None:
    found = estate("30-provider-aliases", file)
    east, west, _ = found.of(Function)
    assert (east.address, east.permissions.items) == ("aws_lambda_function.east", ())
    assert [one.address for one in west.permissions.items] == ["aws_lambda_permission.west"]


@both
def test_an_open_role_names_its_candidates(file: str) -> None:
    (cond,) = [one for one in estate("36-ambiguous-references", file).of(Function) if one.address.endswith(".cond")]
    assert isinstance(cond.role, Unknown)
    named = {feed.removesuffix(".arn") for feed in cond.role.feeds}
    assert named == {"aws_iam_role.shared", "aws_iam_role.own"}
