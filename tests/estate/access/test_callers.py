"""Who can invoke a function, class by class."""

from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.estate.access.arns import Arns
from lambda_policies.estate.access.callers import Caller, Who, callers_of
from lambda_policies.estate.access.permissions import link_of
from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.permission import Permission
from lambda_policies.examples import plan_of
from lambda_policies.iam.document import Condition, Principal
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Known, Members

LATER = "${terraform_data.later.output}"
INVOKE, URL = {"action": "lambda:InvokeFunction"}, {"action": "lambda:InvokeFunctionUrl"}
UNSIGNED = {**URL, "principal": "*", "function_url_auth_type": "NONE"}
NONE, SIGNED = {"authorization_type": "NONE"}, {"authorization_type": "AWS_IAM"}


def estate(permission: dict[str, Any], url: dict[str, Any] | None = None) -> Estate:
    resources: dict[str, Any] = {
        "aws_lambda_function.f": {"function_name": "orders", "role": "arn:aws:iam::123456789012:role/fn"},
        "aws_lambda_permission.p": {"function_name": "${aws_lambda_function.f.function_name}", **permission},
    }
    resources |= {"aws_sns_topic.t": {"name": "t"}, "aws_s3_bucket.b": {}, "data.aws_caller_identity.current": {}}
    if url is not None:
        resources["aws_lambda_function_url.u"] = {"function_name": "orders", **url}
    return Estate(Plan(read_plan(plan_of(resources), "plan.json").document))


def callers(permission: dict[str, Any], url: dict[str, Any] | None = None) -> tuple[Caller, ...]:
    found = estate(permission, url)
    (function,) = found.of(Function)
    return callers_of(function, Arns(found))


@pytest.mark.parametrize(
    ("permission", "url", "who", "name", "fenced"),
    [
        (UNSIGNED, NONE, Who.ANONYMOUS, "", False),
        (UNSIGNED, SIGNED, Who.ANY_ACCOUNT, "", False),
        ({**URL, "principal": "*", "function_url_auth_type": "AWS_IAM"}, SIGNED, Who.ANY_ACCOUNT, "", False),
        ({**URL, "principal": "*", "function_url_auth_type": LATER}, NONE, Who.ANONYMOUS, "", None),
        ({**URL, "principal": "*"}, {"authorization_type": LATER}, Who.ANONYMOUS, "", False),
        ({**INVOKE, "principal": "*"}, None, Who.ANY_ACCOUNT, "", False),
        ({**INVOKE, "principal": "*", "principal_org_id": "o-abc"}, None, Who.ORGANISATION, "o-abc", True),
        ({**INVOKE, "principal": "*", "principal_org_id": LATER}, None, Who.ANY_ACCOUNT, "", None),
        ({**INVOKE, "principal": "*", "source_account": "123456789012"}, None, Who.ANY_SERVICE, "", True),
        ({**INVOKE, "principal": "123456789012"}, None, Who.ACCOUNT, "123456789012", True),
        ({**INVOKE, "principal": "arn:aws:iam::123456789012:root"}, None, Who.ACCOUNT, "123456789012", True),
        (
            {**INVOKE, "principal": "arn:aws:iam::123456789012:role/r"},
            None,
            Who.IDENTITY,
            "arn:aws:iam::123456789012:role/r",
            True,
        ),
        ({**INVOKE, "principal": "s3.amazonaws.com"}, None, Who.SERVICE, "s3.amazonaws.com", False),
        (
            {**INVOKE, "principal": "s3.amazonaws.com", "source_arn": "arn:aws:s3:::*"},
            None,
            Who.SERVICE,
            "s3.amazonaws.com",
            False,
        ),
        (
            {**INVOKE, "principal": "sns.amazonaws.com", "source_arn": LATER},
            None,
            Who.SERVICE,
            "sns.amazonaws.com",
            None,
        ),
        (
            {**INVOKE, "principal": "secretsmanager.amazonaws.com"},
            None,
            Who.SERVICE,
            "secretsmanager.amazonaws.com",
            True,
        ),
        ({**INVOKE, "principal": LATER}, None, Who.UNKNOWN, "", None),
        ({**INVOKE, "principal": "*", "source_arn": "${aws_sns_topic.t.arn}"}, None, Who.ANY_SERVICE, "", True),
        (
            {**INVOKE, "principal": "s3.amazonaws.com", "source_arn": "${aws_s3_bucket.b.arn}"},
            None,
            Who.SERVICE,
            "s3.amazonaws.com",
            True,
        ),
        (
            {
                **INVOKE,
                "principal": "events.amazonaws.com",
                "source_account": "${data.aws_caller_identity.current.account_id}",
            },
            None,
            Who.SERVICE,
            "events.amazonaws.com",
            True,
        ),
    ],
)
def test_who_it_is(
    permission: dict[str, Any],
    url: dict[str, Any] | None,
    who: Who,
    name: str,
    fenced: bool | None,  # noqa: FBT001 - three-valued
) -> None:
    (caller,) = callers(permission, url)
    assert (caller.who, caller.name, caller.fenced, caller.sure) == (who, name, fenced, True)
    assert caller.address == "aws_lambda_permission.p"


def test_a_permission_for_something_else_lets_nobody_invoke() -> None:
    assert callers({"action": "lambda:GetFunction", "principal": "*"}) == ()


def test_what_is_open_is_not_sure() -> None:
    (caller,) = callers({"action": LATER, "principal": "*"})
    assert (caller.who, caller.sure) == (Who.ANY_ACCOUNT, False)
    (caller,) = callers({**INVOKE, "principal": "*", "function_name": LATER})
    assert (caller.who, caller.sure) == (Who.ANY_ACCOUNT, False)


def test_fences_are_told_and_tokens_are_not() -> None:
    token = {"principal": "alexa-appkit.amazon.com", "event_source_token": "amzn1.ask.skill.secret"}
    (caller,) = callers({**INVOKE, **token})
    assert caller.fences == ("lambda:EventSourceToken",)
    source = {"principal": "sns.amazonaws.com", "source_arn": LATER, "source_account": "123456789012"}
    (caller,) = callers({**INVOKE, **source})
    assert caller.fences == ("aws:SourceArn terraform_data.later.output", "aws:SourceAccount 123456789012")


def test_a_permission_is_the_statement_that_aws_makes_of_it() -> None:
    found = estate(
        {
            **URL,
            "principal": "*",
            "principal_org_id": "o-abc",
            "function_url_auth_type": "AWS_IAM",
            "qualifier": "live",
        }
    )
    (permission,), (function,) = found.of(Permission), found.of(Function)
    link = link_of(permission, function, Arns(found))
    assert link.called == "the resource policy aws_lambda_permission.p"
    assert link.known is not None
    (statement,) = link.known.statements.items
    assert statement.effect == Known("Allow")
    assert statement.resources == Members(("arn:aws:lambda:us-east-1:123456789012:function:orders:live",))
    assert statement.principals == Members((Principal("*", "*"),))
    assert statement.conditions == Members(
        (
            Condition("StringEquals", "aws:PrincipalOrgID", Members(("o-abc",))),
            Condition("StringEquals", "lambda:FunctionUrlAuthType", Members(("AWS_IAM",))),
        )
    )


@pytest.mark.parametrize(
    ("principal", "kind"),
    [("sns.amazonaws.com", "Service"), ("123456789012", "AWS"), ("arn:aws:iam::123456789012:role/r", "AWS")],
)
def test_the_key_of_a_principal(principal: str, kind: str) -> None:
    found = estate({**INVOKE, "principal": principal, "qualifier": LATER})
    (permission,), (function,) = found.of(Permission), found.of(Function)
    known = link_of(permission, function, Arns(found)).known
    assert known is not None
    (statement,) = known.statements.items
    assert [one.type for one in (statement.principals or Members()).items] == [kind]
    assert statement.resources is not None
    assert statement.resources.rest is not None


def test_a_permission_without_action_or_principal_says_nothing() -> None:
    assert callers({"action": None, "principal": "*"}) == ()
    found = estate({"action": LATER, "principal": None})
    (permission,), (function,) = found.of(Permission), found.of(Function)
    known = link_of(permission, function, Arns(found)).known
    assert known is not None
    assert known.statements.items[0].principals == Members()
