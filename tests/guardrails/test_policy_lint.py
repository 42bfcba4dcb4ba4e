"""LP134 beyond its examples: parameters, old data, what it shows, and every place where a document stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from inline_snapshot import snapshot

from lambda_policies.errors import PackError
from lambda_policies.examples import plan_of
from lambda_policies.guardrails.coded import by_slug
from lambda_policies.guardrails.sketches import allowing, deferred, document, role_with, statement
from lambda_policies.packs.pack import Pack
from lambda_policies.pipeline import Options, check
from lambda_policies.verdicts import Outcome, Verdict

GUARDRAIL = by_slug("policy-lint")
ORDERS = "arn:aws:s3:::orders/*"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
SOURCE = {"ArnEquals": {"lambda:SourceFunctionArn": FUNCTION}}


def judged(resources: dict[str, Any], as_of: date = date(2026, 11, 21), **parameters: Any) -> dict[str, Verdict]:
    """The verdicts by attribute; those of trust policies that pass are left out."""
    pack = Pack("tests", (GUARDRAIL,), parameters={"LP134": parameters})
    findings = check([("plan.json", plan_of(resources))], Options(pack, as_of, keep_passes=True)).findings
    verdicts = [finding.verdict for finding in findings]
    return {one.at: one for one in verdicts if one.at != "assume_role_policy" or one.outcome is not Outcome.PASS}


def test_the_worst_comes_first_and_three_are_said() -> None:
    resources = allowing(
        ["s3:GetObjects", "s3:PutObjects", "efs:*"],
        ["orders", ORDERS],
        Condition={"Bool": {"aws:SecureTransport": "yes"}},
    )
    assert judged(resources, level="warning")["policy"].because == snapshot(
        "Statement 1 of the policy document names an action that its service does not have (INVALID_ACTION):"
        ' "s3:GetObjects" and "s3:PutObjects". Statement 1 of the policy document names an action of a service that AWS'
        ' does not have (INVALID_SERVICE_IN_ACTION): "efs:*". Statement 1 of the policy document names a resource that'
        ' is neither "*" nor an ARN (INVALID_ARN_PREFIX): "orders". And 1 more.'
    )


@pytest.mark.parametrize(
    ("level", "outcome"),
    [("error", Outcome.PASS), ("security", Outcome.FAIL), ("warning", Outcome.FAIL), ("suggestion", Outcome.FAIL)],
)
def test_only_what_is_severe_enough_counts(level: str, outcome: Outcome) -> None:
    crossing = {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}}
    assert judged(allowing("s3:GetObject", ORDERS, Condition=crossing), level=level)["policy"].outcome is outcome


def test_a_level_that_there_is_not_is_an_error_of_the_pack() -> None:
    with pytest.raises(PackError, match="level is none of error, security, warning and suggestion"):
        judged(allowing("s3:GetObject", ORDERS), level="high")


def test_passing_roles_is_left_to_others_until_it_is_asked_for() -> None:
    resources = allowing("iam:PassRole", "*")
    assert judged(resources)["policy"].outcome is Outcome.PASS
    assert judged(resources, silent=[])["policy"].outcome is Outcome.FAIL


def test_an_unknown_action_is_doubted_once_the_data_is_old() -> None:
    found = judged(allowing("s3:GetObjects", ORDERS), date(2028, 1, 1))["policy"]
    assert found.outcome is Outcome.UNKNOWN
    assert found.because == snapshot(
        "Statement 1 of the policy document names an action that its service does not have (INVALID_ACTION):"
        ' "s3:GetObjects". AWS may have added it after the data of this version.'
    )


def test_a_hole_that_is_surely_an_arn_leaves_a_document_decided() -> None:
    block = {"actions": ["s3:ListBucket"], "resources": ["${aws_s3_bucket.orders.arn}"]}
    assert judged({"aws_s3_bucket.orders": {}, **deferred(block)})["policy"].outcome is Outcome.PASS
    block = {"actions": ["s3:ListBuckets"], "resources": ["${aws_s3_bucket.orders.arn}"]}
    assert judged({"aws_s3_bucket.orders": {}, **deferred(block)})["policy"].outcome is Outcome.FAIL


def test_the_function_as_source_is_for_identities_and_organisations() -> None:
    assert judged(allowing("dynamodb:GetItem", "*", Condition=SOURCE))["policy"].outcome is Outcome.PASS
    denial = {"Effect": "Deny", "NotAction": "logs:*", "Resource": "*", "Condition": SOURCE}
    control = {"aws_organizations_policy.orders": {"name": "orders", "content": document(denial)}}
    assert judged(control)["content"].outcome is Outcome.PASS
    let = statement("sqs:SendMessage", "*", Principal={"AWS": "123456789012"}, Condition=SOURCE)
    queue = {"aws_sqs_queue.orders": {"policy": document(let)}}
    assert "SOURCE_FUNCTION_ARN_IN_RESOURCE_POLICY" in judged(queue)["policy"].because


def test_a_sensitive_document_is_not_quoted() -> None:
    resources = {
        "variable.policy": {"default": '{"Version": "2012-10-17", "Statement": []}', "sensitive": True},
        **role_with("${var.policy}"),
    }
    found = judged(resources)["policy"]
    assert found.outcome is Outcome.FAIL
    assert '"' not in found.because


@pytest.mark.parametrize(
    ("address", "attribute", "holder"),
    [
        ("aws_iam_role.orders", "inline_policy[0].policy", {"inline_policy": [{"name": "a", "policy": None}]}),
        ("aws_iam_policy.orders", "policy", {}),
        ("aws_iam_user_policy.orders", "policy", {"user": "ci"}),
        (
            "aws_ssoadmin_permission_set_inline_policy.orders",
            "inline_policy",
            {"instance_arn": "a", "permission_set_arn": "b"},
        ),
        ("aws_vpc_endpoint_policy.orders", "policy", {"vpc_endpoint_id": "vpce-0a1b2c3d"}),
        ("aws_cloudwatch_log_resource_policy.orders", "policy_document", {"policy_name": "orders"}),
    ],
)
def test_a_document_is_read_wherever_it_stands(address: str, attribute: str, holder: dict[str, Any]) -> None:
    wrong = document({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObjects", "Resource": "*"})
    body = dict(holder)
    if "inline_policy" in holder:
        body["inline_policy"] = [{"name": "a", "policy": wrong}]
        body["assume_role_policy"] = document(
            statement("sts:AssumeRole", "", Principal={"Service": "lambda.amazonaws.com"})
        )
        del body["assume_role_policy"]["jsonencode"]["Statement"][0]["Resource"]
    else:
        body[attribute] = wrong
    found = judged({address: body})
    assert "INVALID_ACTION" in found[attribute].because


def test_another_policy_of_an_organisation_is_none_of_this() -> None:
    control = {"aws_organizations_policy.tags": {"name": "tags", "type": "TAG_POLICY", "content": '{"tags": {}}'}}
    assert judged(control) == {}
