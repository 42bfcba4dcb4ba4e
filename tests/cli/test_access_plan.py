"""`lp access PLAN`, as a person and a program see it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from inline_snapshot import snapshot

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
NEW, CHANGE = (str(FIXTURES / "access" / name / "plan.json") for name in ("new", "change"))
WIDE = {"COLUMNS": "110"}
LATER = "${terraform_data.later.output}"
TRUST = '{"Version":"2012-10-17","Statement":[]}'


def told(text: str) -> str:
    """What is told, with a name for the folder that the fixtures are in."""
    return text.replace(str(FIXTURES), "fixtures")


def function(name: str = "orders", **more: Any) -> dict[str, Any]:
    return {f"aws_lambda_function.{name}": {"function_name": name, "role": "${aws_iam_role.fn.arn}", **more}}


def role(*statements: dict[str, Any]) -> dict[str, Any]:
    held = [{"Effect": "Allow", "Resource": "*", **statement} for statement in statements]
    policy = json.dumps({"Version": "2012-10-17", "Statement": held})
    return {
        "aws_iam_role.fn": {"name": "fn", "assume_role_policy": TRUST},
        "aws_iam_role_policy.p": {"role": "${aws_iam_role.fn.name}", "policy": policy},
    }


def test_the_access_of_a_function(lp: Any) -> None:
    ran = lp("access", NEW, environ=WIDE)
    assert (ran.code, ran.err) == (0, "")
    assert told(ran.out) == snapshot("""\
fixtures/access/new/plan.json  1 function
No service control policy is in the plan or given with --scp; what one forbids is not taken away here.
Whoever the function's own account allows lambda:InvokeFunction can invoke it too.

orders  aws_lambda_function.orders

  Who can invoke it
    anyone on the internet, without a signature, through the URL                     aws_lambda_permission.url
    the organisation o-a1b2c3d4e5                                           aws_lambda_permission.organisation
    the account 210987654321                                                     aws_lambda_permission.partner
    s3.amazonaws.com for aws_s3_bucket.inbox.arn of account 123456789012           aws_lambda_permission.inbox
    sns.amazonaws.com, for anyone's resources                                      aws_lambda_permission.topic

  What it can do, as aws_iam_role.fn, under the permissions boundary aws_iam_policy.boundary
    dynamodb  write: PutItem; read: GetItem
              on arn:aws:dynamodb:us-east-1:123456789012:table/orders
              only if aws:SourceVpc is vpc-0a1b2c3d
    logs      write: CreateLogGroup, CreateLogStream, PutLogEvents
              on everything
    s3        read: GetObject
              on arn:aws:s3:::shop-inbox, arn:aws:s3:::shop-inbox/*
    sqs       write: DeleteMessage; read: GetQueueAttributes, ReceiveMessage
              on aws_sqs_queue.orders.arn
    stopped: s3:DeleteBucket (statement 1 of aws_iam_policy.work): statement 2 of the permissions boundary
      aws_iam_policy.boundary (attached by aws_iam_role.fn) denies it
    stopped: iam:PassRole (statement 2 of aws_iam_policy.work): the permissions boundary
      aws_iam_policy.boundary does not allow it
""")


def test_everything_of_it(lp: Any) -> None:
    ran = lp("access", NEW, "aws_lambda_function.orders", "--verbose", environ=WIDE)
    assert "              by statement 1 of AWS's AWSLambdaBasicExecutionRole (attached by" in ran.out


def test_what_a_plan_changes(lp: Any) -> None:
    ran = lp("access", CHANGE, "--changes", "--verbose", environ=WIDE)
    assert (ran.code, ran.err) == (1, "")
    assert told(ran.out) == snapshot("""\
fixtures/access/change/plan.json  access grows for one function
No service control policy is in the plan or given with --scp; what one forbids is not taken away here.

aws_lambda_function.orders
  + anyone in any AWS account can invoke it (aws_lambda_permission.anyone)
  - sns.amazonaws.com for arn:aws:sns:us-east-1:123456789012:orders can no longer invoke it
    (aws_lambda_permission.topic)
  + dynamodb write: *Item; read: BatchGetItem, ConditionCheckItem, on
    arn:aws:dynamodb:us-east-1:123456789012:table/orders (statement 1 of aws_iam_role_policy.orders)
    such as dynamodb:BatchGetItem on arn:aws:dynamodb:us-east-1:123456789012:table/orders
  - dynamodb write: DeleteTable, on arn:aws:dynamodb:us-east-1:123456789012:table/orders (statement 1 of
    aws_iam_role_policy.orders)
    such as dynamodb:DeleteTable on arn:aws:dynamodb:us-east-1:123456789012:table/orders
""")


def test_what_it_changes_for_one_function(lp: Any) -> None:
    ran = lp("access", CHANGE, "reports", "--changes")
    assert ran.code == 0
    assert "Nothing changes in who can invoke the functions, or in what they can do." in ran.out


def test_as_json(lp: Any) -> None:
    document = json.loads(lp("access", NEW, "--format", "json").out)
    assert (document["schema"], document["exit_code"]) == ("lambda-policies/access/1", 0)
    (orders,) = document["functions"]
    assert [caller["who"] for caller in orders["callers"]] == [
        "anonymous",
        "organisation",
        "account",
        "service",
        "service",
    ]
    assert orders["callers"][0]["request"]["principal"] == "anonymous"
    assert orders["abilities"][0] == {
        "service": "dynamodb",
        "actions": {"write": ["PutItem"], "read": ["GetItem"]},
        "resources": ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"],
        "conditions": ["aws:SourceVpc is vpc-0a1b2c3d"],
        "sure": True,
        "by": ["statement 3 of aws_iam_policy.work (attached by aws_iam_role_policy_attachment.work)"],
    }
    changes = json.loads(lp("access", CHANGE, "--changes", "--format", "json").out)["changes"]
    assert [(one["address"], one["grows"]) for one in changes] == [("aws_lambda_function.orders", True)]
    assert changes[0]["added"]["requests"][0]["action"] == "dynamodb:BatchGetItem"


def test_no_secret_and_no_terminal_command_is_printed(lp: Any, plan: Any) -> None:
    secret = {"data.aws_secretsmanager_secret_version.s": {"secret_id": "s"}}
    token = "amzn1.ask.skill.7f2c"  # noqa: S105 - the secret that must not be seen
    permission = {
        "aws_lambda_permission.alexa": {
            "function_name": "${aws_lambda_function.orders.function_name}",
            "action": "lambda:InvokeFunction",
            "principal": "alexa-appkit.amazon.com",
            "event_source_token": token,
        }
    }
    hostile = {"Action": "s3:Get\u001b]0;x\u0007Object", "Resource": "arn:aws:s3:::b/\u001b[2J::warning::x"}
    held = {**function(environment={"variables": {"KEY": "hunter2"}}), **permission, **secret, **role(hostile)}
    for arguments in ([], ["--changes"], ["--who-can-invoke", "orders"], ["--can", "s3:*", "*"], ["--format", "json"]):
        ran = lp("access", plan(held), *arguments)
        assert ran.code in {0, 1, 2}
        assert not any(text in ran.out for text in (token, "hunter2", "\u001b", "\u0007"))


def test_a_function_whose_role_is_elsewhere(lp: Any, plan: Any) -> None:
    arn = "arn:aws:iam::123456789012:role/elsewhere"
    name = plan(function(role=arn))
    assert f"Its role {arn} is not in this plan: what it can do is not known." in lp("access", name, environ=WIDE).out
    assert lp("access", name, "--can", "s3:*", "*").code == 2
    name = plan(function(role=LATER))
    assert "Which role it runs as is known only after apply." in lp("access", name).out


OPEN = {
    **function(),
    **role({"Action": "sqs:SendMessage"}),
    "aws_iam_role_policy.q": {"role": "${aws_iam_role.fn.name}", "policy": LATER},
    "aws_lambda_permission.open": {"function_name": "orders", "action": "lambda:*", "principal": LATER},
    "aws_lambda_permission.live": {
        "function_name": "orders",
        "action": "lambda:InvokeFunction",
        "principal": "*",
        "principal_org_id": LATER,
        "qualifier": "live",
    },
    "aws_lambda_event_source_mapping.m": {"function_name": "orders", "event_source_arn": LATER},
    "aws_sqs_queue_policy.q": {
        "queue_url": "https://sqs/q",
        "policy": json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": "arn:aws:iam::123456789012:role/fn"},
                        "Action": "sqs:*",
                        "Resource": "*",
                    }
                ],
            }
        ),
    },
}


def test_what_may_be_more_is_told(lp: Any, plan: Any) -> None:
    ran = lp("access", plan(OPEN), environ=WIDE)
    assert ran.out == snapshot("""\
plan.json  1 function
No service control policy is in the plan or given with --scp; what one forbids is not taken away here.
Whoever the function's own account allows lambda:InvokeFunction can invoke it too.

orders  aws_lambda_function.orders

  Who can invoke it
    perhaps anyone in any AWS account: what narrows it is known only after apply, from
      terraform_data.later.output, as live                                          aws_lambda_permission.live
    whoever terraform_data.later.output names                                       aws_lambda_permission.open
    Lambda, with what it reads from terraform_data.later.output              aws_lambda_event_source_mapping.m

  What it can do, as aws_iam_role.fn
    sqs  write: SendMessage
         on everything
    whatever aws_iam_role_policy.q allows or denies, which is known only after apply: it depends on
      terraform_data.later.output
    perhaps what aws_sqs_queue_policy.q allows it by name
""")


def test_what_is_replaced_by_the_same_is_open_and_not_new(lp: Any, plan: Any) -> None:
    bucket = {"aws_s3_bucket.inbox": {"bucket": "inbox"}}
    document = {
        "data.aws_iam_policy_document.d": {
            "statement": [{"actions": ["s3:GetObject"], "resources": ["${aws_s3_bucket.inbox.arn}/*"]}]
        }
    }
    policy = {"role": "${aws_iam_role.fn.name}", "policy": "${data.aws_iam_policy_document.d.json}"}
    after = {**function(), **role(), **bucket, **document, "aws_iam_role_policy.p": policy}
    before = {**function(), **role({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::inbox/*"})}
    ran = lp("access", plan(after, before), "--changes", environ=WIDE)
    assert ran.code == 2
    assert "  ? What aws_iam_role_policy.p allows is not known, so what it can do may change.\n" in ran.out
    assert "  + " not in ran.out


def test_a_whole_service_is_everything_of_it(lp: Any, plan: Any) -> None:
    ran = lp("access", plan({**function(), **role({"Action": ["s3:*", "sqs:List*"]})}), environ=WIDE)
    assert "    s3   everything\n         on everything\n" in ran.out


def test_a_service_control_policy_of_the_plan_is_named(lp: Any, plan: Any) -> None:
    deny = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:PutObject","Resource":"*"}]}'
    held = {
        **function(),
        **role({"Action": ["s3:GetObject", "s3:PutObject"]}),
        "aws_organizations_policy.p": {"name": "p", "content": deny},
        "aws_organizations_policy_attachment.a": {
            "policy_id": "${aws_organizations_policy.p.id}",
            "target_id": "r-a1b2",
        },
    }
    ran = lp("access", plan(held), environ=WIDE)
    assert "No service control policy" not in ran.out
    assert "stopped: s3:PutObject (statement 1 of aws_iam_role_policy.p): statement 1 of the service control" in ran.out
