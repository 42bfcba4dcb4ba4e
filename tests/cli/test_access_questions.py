"""The questions of `lp access PLAN`: yes, no or undecided, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
NEW, CHANGE = (str(FIXTURES / "access" / name / "plan.json") for name in ("new", "change"))
WIDE = {"COLUMNS": "110"}
LATER = "${terraform_data.later.output}"
TRUST = '{"Version":"2012-10-17","Statement":[]}'


def function(name: str = "orders", **more: Any) -> dict[str, Any]:
    return {f"aws_lambda_function.{name}": {"function_name": name, "role": "${aws_iam_role.fn.arn}", **more}}


def role(*statements: dict[str, Any]) -> dict[str, Any]:
    held = [{"Effect": "Allow", "Resource": "*", **statement} for statement in statements]
    policy = json.dumps({"Version": "2012-10-17", "Statement": held})
    return {
        "aws_iam_role.fn": {"name": "fn", "assume_role_policy": TRUST},
        "aws_iam_role_policy.p": {"role": "${aws_iam_role.fn.name}", "policy": policy},
    }


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
