"""`lp access PLAN`, as a person and a program see it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from lambda_policies.examples import plan_of

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
NEW, CHANGE = (str(FIXTURES / "access" / name / "plan.json") for name in ("new", "change"))
WIDE = {"COLUMNS": "110"}
LATER = "${terraform_data.later.output}"
TRUST = '{"Version":"2012-10-17","Statement":[]}'


def told(text: str) -> str:
    """What is told, with a name for the folder that the fixtures are in."""
    return text.replace(str(FIXTURES), "fixtures")


@pytest.fixture
def plan(folder: Path) -> Any:
    def make(resources: dict[str, Any], before: dict[str, Any] | None = None) -> str:
        (folder / "plan.json").write_bytes(plan_of(resources, before=before) if before else plan_of(resources))
        return "plan.json"

    return make


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


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:DeleteBucket", "iam:PassRole", "ec2:RunInstances"])
def test_what_a_role_can(lp: Any, action: str) -> None:
    ran = lp("access", NEW, "orders", "--can", action, "arn:aws:s3:::shop-inbox/a", environ=WIDE)
    expected = snapshot(
        {
            "s3:GetObject": (
                0,
                """\
yes  aws_iam_role.fn
  As aws_iam_role.fn, s3:GetObject on arn:aws:s3:::shop-inbox/a is allowed by statement 1 of
    aws_iam_policy.work (attached by aws_iam_role_policy_attachment.work); the permissions boundary
    aws_iam_policy.boundary does not stop it.\
""",
            ),
            "s3:DeleteBucket": (
                1,
                """\
no  aws_iam_role.fn
  As aws_iam_role.fn, s3:DeleteBucket on arn:aws:s3:::shop-inbox/a is not allowed: statement 2 of the
    permissions boundary aws_iam_policy.boundary (attached by aws_iam_role.fn) denies it.\
""",
            ),
            "iam:PassRole": (
                1,
                """\
no  aws_iam_role.fn
  As aws_iam_role.fn, iam:PassRole on arn:aws:s3:::shop-inbox/a is not allowed: no statement allows it.\
""",
            ),
            "ec2:RunInstances": (
                1,
                """\
no  aws_iam_role.fn
  As aws_iam_role.fn, ec2:RunInstances on arn:aws:s3:::shop-inbox/a is not allowed: no statement allows it.\
""",
            ),
        }
    )
    assert (ran.code, ran.out.partition("\n\nNo service")[0]) == expected[action]


def test_who_can_invoke_it(lp: Any) -> None:
    ran = lp("access", NEW, "--who-can-invoke", "orders", environ=WIDE)
    assert ran.code == 0
    assert ran.out == snapshot("""\
yes  aws_lambda_permission.url
  aws_lambda_function.orders can be invoked by anyone on the internet, without a signature, through the URL.

yes  aws_lambda_permission.organisation
  aws_lambda_function.orders can be invoked by the organisation o-a1b2c3d4e5.

yes  aws_lambda_permission.partner
  aws_lambda_function.orders can be invoked by the account 210987654321.

yes  aws_lambda_permission.inbox
  aws_lambda_function.orders can be invoked by s3.amazonaws.com for aws_s3_bucket.inbox.arn of account
    123456789012.

yes  aws_lambda_permission.topic
  aws_lambda_function.orders can be invoked by sns.amazonaws.com, for anyone's resources.

No service control policy is in the plan or given with --scp; what one forbids is not taken away here.
""")


def test_nobody_can_invoke_it(lp: Any, plan: Any) -> None:
    ran = lp("access", plan({**function(), **role({"Action": "s3:*"})}), "--who-can-invoke", "orders")
    assert ran.code == 1


def test_a_role_of_the_plan_can_invoke_it(lp: Any, plan: Any) -> None:
    held = {**function(), **role({"Action": "lambda:Invoke*", "Resource": "*"})}
    ran = lp("access", plan(held), "--who-can-invoke", "orders", environ={"COLUMNS": "120"})
    assert ran.code == 0
    assert ran.out.startswith("yes  aws_iam_role.fn\n  As aws_iam_role.fn, lambda:InvokeFunction on arn:aws:lambda:")


def test_what_is_open_exits_2(lp: Any, plan: Any) -> None:
    held = role()
    held["aws_iam_role_policy.p"]["policy"] = LATER
    ran = lp("access", plan({**function(), **held}), "--can", "s3:GetObject", "*", environ=WIDE)
    assert ran.code == 2
    assert ran.out.startswith(
        "undecided  aws_iam_role.fn\n  Whether aws_iam_role.fn may do this is open: aws_iam_role_policy.p is known only"
    )


def test_service_control_policies_that_are_handed_in(lp: Any, folder: Path) -> None:
    deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}
    (folder / "scp.json").write_text(json.dumps(deny))
    ran = lp("access", NEW, "--scp", "scp.json", "--can", "s3:GetObject", "*", environ=WIDE)
    assert ran.code == 1
    assert ran.out == snapshot("""\
no  aws_iam_role.fn
  As aws_iam_role.fn, s3:GetObject on * is not allowed: statement 1 of the service control policy scp.json
    denies it.
""")


def reference(folder: Path, *statements: dict[str, Any]) -> str:
    held = [{"Effect": "Allow", "Resource": "*", **statement} for statement in statements]
    (folder / "reference.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": held}))
    return "reference.json"


def test_roles_allow_no_more_than_a_document(lp: Any, plan: Any, folder: Path) -> None:
    name = plan({**function(), **role({"Action": "s3:Get*"})})
    ran = lp("access", name, "--no-more-than", reference(folder, {"Action": "s3:*"}))
    assert (ran.code, ran.out.splitlines()[:2]) == (
        0,
        ["yes  aws_iam_role.fn", "  It allows no more than reference.json."],
    )
    ran = lp("access", name, "--no-more-than", reference(folder, {"Action": "s3:GetObject"}), environ=WIDE)
    assert ran.code == 1
    assert "It allows more than reference.json: s3:Get" in ran.out
    assert "by statement 1 of aws_iam_role_policy.p." in " ".join(ran.out.split())


def test_resource_policies_allow_no_more_than_a_document(lp: Any, folder: Path) -> None:
    named = {"Action": "lambda:InvokeFunction*", "Principal": {"AWS": "210987654321"}}
    ran = lp("access", NEW, "--no-more-than", reference(folder, named), "--format", "json")
    answers = {one["address"]: one["answer"] for one in json.loads(ran.out)["answers"]}
    assert answers["aws_lambda_permission.partner"] == "yes"
    assert answers["aws_lambda_permission.url"] == "no"
    assert ran.code == 1


def test_nothing_of_a_list_is_granted(lp: Any, folder: Path) -> None:
    (folder / "never.json").write_text(json.dumps([{"actions": ["iam:PassRole"]}, {"actions": ["s3:DeleteBucket"]}]))
    ran = lp("access", NEW, "--not-granted", "never.json", "--format", "json")
    assert ran.code == 0
    assert {one["answer"] for one in json.loads(ran.out)["answers"]} == {"yes"}
    (folder / "never.json").write_text(json.dumps({"actions": ["sqs:*"]}))
    ran = lp("access", NEW, "--not-granted", "never.json", environ=WIDE)
    assert ran.code == 2
    assert "It may grant something of never.json: aws_iam_role_policy.queue is known only after apply" in ran.out


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


def test_what_may_be_more_is_told(lp: Any, plan: Any) -> None:
    held = {
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
    ran = lp("access", plan(held), environ=WIDE)
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
         perhaps: what else decides is known only after apply
    whatever aws_iam_role_policy.q allows, which is known only after apply: it depends on
      terraform_data.later.output
    perhaps what aws_sqs_queue_policy.q allows it by name
""")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Name a plan, or a policy document with --policy FILE."),
        ([NEW, "--policy", "p.json"], "Name a plan, or a policy document with --policy FILE."),
        ([NEW, "--changes", "--can", "s3:*", "*"], "One question at a time."),
        (["--policy", "p.json", "--changes"], "--policy goes with --no-more-than FILE or --not-granted FILE only."),
        ([NEW, "--type", "identity"], "--type goes with --policy FILE only."),
        ([NEW, "order"], 'There is no function "order" in the plan.'),
        (["*.json"], "“"),
    ],
)
def test_what_cannot_be_asked(lp: Any, folder: Path, arguments: list[str], says: str) -> None:
    for name in ("a.json", "b.json"):
        (folder / name).write_text("{}")
    ran = lp("access", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err or '"*.json" is 2 plans; lp access reads one.' in ran.err
