"""Which guardrail speaks where several are about the same statements, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lambda_policies.examples import plan_of
from lambda_policies.guardrails.coded import by_slug
from lambda_policies.guardrails.sketches import allowing, attaching, deferred, document, role_with, statement
from lambda_policies.verdicts import Finding, Outcome

SLUGS = (
    "exec-role-declared",
    "exec-role-no-admin-star",
    "exec-role-no-service-wildcard",
    "exec-role-no-resource-star",
    "exec-role-no-notaction-notresource",
    "exec-role-no-admin-managed-policy",
    "exec-role-no-fullaccess-managed-policy",
    "exec-role-no-passrole-star",
    "exec-role-secrets-scoped",
)
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
PUT = "secretsmanager:PutSecretValue"
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:orders-a1B2c3"  # noqa: S105 - an ARN
LATER = "${terraform_data.later.output}"
Judge = Callable[[dict[str, Any]], dict[str, Finding]]


@pytest.fixture
def spoken(judge: Callable[..., tuple[Finding, ...]]) -> Judge:
    """What is not a pass, by guardrail."""
    guardrails = [by_slug(slug) for slug in SLUGS]

    def spoken(resources: dict[str, Any]) -> dict[str, Finding]:
        found = judge(plan_of(resources), *guardrails)
        return {one.guardrail: one for one in found if one.verdict.outcome is not Outcome.PASS}

    return spoken


def leads(finding: Finding) -> set[str]:
    return set(finding.verdict.leads)


def test_everything_on_everything_is_said_once(spoken: Judge) -> None:
    found = spoken(allowing("*", "*"))
    assert {one.folded_under for name, one in found.items() if name != "LP104"} == {"LP104"}
    assert set(found) == {"LP104", "LP105", "LP107", "LP113", "LP124"}


def test_a_second_statement_with_a_fault_of_its_own_is_not_folded(spoken: Judge) -> None:
    found = spoken(role_with(document(statement("*", "*"), statement("s3:*", TABLE))))
    assert found["LP105"].folded_under is None
    assert found["LP107"].folded_under == "LP104"


def test_a_whole_service_leads_its_resource(spoken: Judge) -> None:
    found = spoken(allowing("s3:*", "*"))
    assert found["LP107"].folded_under == "LP105"
    assert set(found) == {"LP105", "LP107"}


def test_passing_any_role_leads_its_resource(spoken: Judge) -> None:
    found = spoken(allowing("iam:PassRole", "*"))
    assert found["LP107"].folded_under == "LP113"


def test_all_but_some_actions_leads_what_it_lets_through(spoken: Judge) -> None:
    found = spoken(role_with(document({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"})))
    assert {name: one.folded_under for name, one in found.items()} == {
        "LP108": None,
        "LP113": "LP108",
        "LP124": "LP108",
    }


def test_a_document_that_is_unknown_is_said_once(spoken: Judge) -> None:
    found = spoken(role_with(LATER))
    assert {name for name, one in found.items() if one.folded_under is None} == {"LP104"}
    assert set(found) == {"LP104", "LP105", "LP107", "LP108", "LP113", "LP124"}


def test_a_text_that_is_no_policy_document_is_said_once(spoken: Judge) -> None:
    found = spoken(role_with("{}"))
    assert {name for name, one in found.items() if one.folded_under is None} == {"LP104"}


def test_a_managed_policy_that_is_unknown_is_said_once(spoken: Judge) -> None:
    found = spoken(attaching(LATER))
    assert {name for name, one in found.items() if one.folded_under is None} == {"LP104"}
    assert leads(found["LP109"]) == {"LP110"}


def test_a_role_that_apply_decides_is_said_once(spoken: Judge) -> None:
    found = spoken({"aws_lambda_function.orders": {"role": LATER}})
    assert {name for name, one in found.items() if one.folded_under is None} == {"LP104"}
    assert set(found) >= {"LP101", "LP105", "LP109", "LP110"}


def test_a_role_elsewhere_is_said_by_the_guardrail_that_is_about_it(spoken: Judge) -> None:
    found = spoken({"aws_lambda_function.orders": {"role": "arn:aws:iam::123456789012:role/elsewhere"}})
    assert leads(found["LP101"]) >= {"LP103", "LP104", "LP105", "LP107", "LP108", "LP109", "LP110", "LP113", "LP124"}
    assert not leads(found["LP104"])


def test_the_statement_and_what_decides_are_named(spoken: Judge) -> None:
    found = spoken(role_with(document(statement("s3:GetObject", TABLE), statement("sqs:*", TABLE, Sid="Queue"))))
    because = found["LP105"].verdict.because
    assert because == 'Statement 2, "Queue", of the policy document allows every action of a service: "sqs:*".'


def test_an_empty_sid_is_left_out(spoken: Judge) -> None:
    because = spoken(allowing("sqs:*", TABLE, Sid=""))["LP105"].verdict.because
    assert because.startswith("Statement 1 of the policy document")


def test_an_open_statement_says_what_it_depends_on(spoken: Judge) -> None:
    blocks = {"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::orders"]}, {"actions": [LATER]}
    because = spoken(deferred(blocks[0], {**blocks[1], "resources": ["*"]}))["LP105"].verdict.because
    assert because.startswith("What statement 2 of the policy document allows is known only after apply")
    assert "terraform_data.later.output" in because


def test_a_policy_whose_role_is_open_is_undecided_where_it_has_a_fault(spoken: Judge) -> None:
    open_ = {"role": LATER, "policy": document(statement("s3:*", "*"))}
    found = spoken({"aws_iam_role_policy.orders": open_})
    assert found["LP105"].verdict.outcome is Outcome.UNKNOWN
    assert found["LP105"].verdict.at == "role"
    assert found["LP107"].folded_under == "LP105"


@pytest.mark.parametrize(
    "wiring",
    [
        {
            "aws_lambda_permission.rotation": {
                "function_name": "${aws_lambda_function.orders.function_name}",
                "action": "lambda:InvokeFunction",
                "principal": "secretsmanager.amazonaws.com",
            }
        },
        {
            "aws_secretsmanager_secret_rotation.orders": {
                "secret_id": SECRET,
                "rotation_lambda_arn": "${aws_lambda_function.orders.arn}",
            }
        },
    ],
)
def test_a_function_that_is_wired_to_rotate_may_write_its_secret(wiring: dict[str, Any], spoken: Judge) -> None:
    assert "LP124" not in spoken({**allowing(PUT, SECRET), **wiring})
    assert spoken(allowing(PUT, SECRET))["LP124"].verdict.outcome is Outcome.FAIL


def test_a_function_that_may_be_wired_to_rotate_is_undecided(spoken: Judge) -> None:
    rotation = {"secret_id": SECRET, "rotation_lambda_arn": LATER}
    found = spoken({**allowing(PUT, SECRET), "aws_secretsmanager_secret_rotation.orders": rotation})
    assert found["LP124"].verdict.outcome is Outcome.UNKNOWN


def table(*resources: str) -> dict[str, Any]:
    return {
        **deferred({"actions": ["dynamodb:GetItem"], "resources": list(resources)}),
        "aws_dynamodb_table.orders": {},
        "aws_s3_bucket.orders": {},
    }


@pytest.mark.parametrize(
    ("resources", "decided"),
    [
        (("${aws_dynamodb_table.orders.arn}",), True),
        (("${aws_dynamodb_table.orders.arn}", "${aws_dynamodb_table.orders.arn}/index/*"), True),
        (("arn:aws:s3:::${aws_s3_bucket.orders.id}/*",), True),
        (("${aws_dynamodb_table.orders.arn}", TABLE), False),
        (("${aws_dynamodb_table.orders.arn}", LATER), False),
    ],
)
def test_a_resource_counts_as_named_where_each_member_is_made_from_an_arn(
    resources: tuple[str, ...], *, decided: bool, spoken: Judge
) -> None:
    assert ("LP107" not in spoken(table(*resources))) is decided
