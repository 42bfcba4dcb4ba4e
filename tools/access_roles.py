"""Generated function roles under a boundary and two service control policies, held against an allow-list."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from typing import Any

from lambda_policies.iam.access import Access, Attached, attached
from lambda_policies.iam.engine import no_more_than
from lambda_policies.iam.parsing import from_tree

ACCOUNT = "123456789012"
HERE = f"us-east-1:{ACCOUNT}"
_WORK = (
    (["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], f"arn:aws:dynamodb:{HERE}:table/{{}}"),
    (["dynamodb:*"], f"arn:aws:dynamodb:{HERE}:table/{{}}*"),
    (["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::{}-data/*"),
    (["s3:Get*", "s3:List*"], "arn:aws:s3:::{}*"),
    (["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], f"arn:aws:sqs:{HERE}:{{}}"),
    (["sns:Publish"], f"arn:aws:sns:{HERE}:{{}}"),
    (["kms:Decrypt"], f"arn:aws:kms:{HERE}:key/{{}}"),
    (["secretsmanager:GetSecretValue"], f"arn:aws:secretsmanager:{HERE}:secret:{{}}-??????"),
    (["ssm:GetParameter*"], f"arn:aws:ssm:{HERE}:parameter/{{}}/*"),
    (["lambda:InvokeFunction"], f"arn:aws:lambda:{HERE}:function:{{}}"),
    (["iam:PassRole"], f"arn:aws:iam::{ACCOUNT}:role/{{}}"),
)


def _statement(effect: str, actions: Any, resources: Any = "*", **conditions: Any) -> dict[str, Any]:
    found = {"Effect": effect, "Action": actions, "Resource": resources}
    return {**found, "Condition": conditions} if conditions else found


def _document(label: str, *statements: dict[str, Any]) -> Attached:
    return attached(label, from_tree({"Version": "2012-10-17", "Statement": list(statements)}))


_SOME = 0.1
_HERE_ONLY = {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-1"]}}
BOUNDARY = _document(
    "boundary",
    _statement("Allow", ["dynamodb:*", "s3:*", "sqs:*", "sns:*", "kms:*", "logs:*", "xray:*", "ec2:*"]),
    _statement("Allow", ["secretsmanager:Get*", "ssm:Get*", "lambda:Invoke*"]),
    _statement("Deny", ["iam:*", "organizations:*"]),
)
SCPS = (
    (_document("root", _statement("Allow", "*"), _statement("Deny", "*", **_HERE_ONLY)),),
    (_document("unit", _statement("Allow", "*"), _statement("Deny", ["s3:DeleteBucket", "kms:ScheduleKeyDeletion"])),),
)
ALLOWED = Access(
    (
        _document(
            "allow-list",
            _statement("Allow", ["logs:Create*", "logs:Put*"], f"arn:aws:logs:{HERE}:log-group:/aws/lambda/*"),
            _statement("Allow", ["xray:Put*", "ec2:*NetworkInterface*"]),
            _statement("Allow", "dynamodb:*", f"arn:aws:dynamodb:{HERE}:table/*"),
            _statement("Allow", ["s3:Get*", "s3:PutObject", "s3:List*"], "arn:aws:s3:::*"),
            _statement("Allow", "sqs:*", f"arn:aws:sqs:*:{ACCOUNT}:*"),
            _statement("Allow", "kms:Decrypt", f"arn:aws:kms:*:{ACCOUNT}:key/*"),
            _statement("Allow", "secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:{HERE}:secret:*"),
            _statement("Allow", "ssm:Get*", f"arn:aws:ssm:{HERE}:parameter/*"),
            _statement("Allow", "lambda:InvokeFunction", f"arn:aws:lambda:{HERE}:function:*"),
            _statement("Deny", "dynamodb:DeleteTable"),
        ),
    )
)


def roles(count: int) -> Iterator[Access]:
    """Roles of functions, most of them orderly; always the same ones."""
    chance = random.Random(count)  # noqa: S311 - reproducible, and no secret
    for number in range(count):
        name = f"fn-{number:05d}"
        statements = [
            _statement(
                "Allow",
                ["logs:CreateLogStream", "logs:PutLogEvents"],
                f"arn:aws:logs:{HERE}:log-group:/aws/lambda/{name}:*",
            )
        ]
        for actions, resource in chance.sample(_WORK, chance.randint(1, 4)):
            statements.append(_statement("Allow", actions, resource.format(f"{chance.choice('abc')}-{number}")))
        if chance.random() < _SOME:
            statements.append(_statement("Allow", "ec2:*"))
        if chance.random() < _SOME:
            statements.append(_statement("Deny", "s3:*", "arn:aws:s3:::*/private/*"))
        yield Access((_document(name, *statements),), BOUNDARY, SCPS, principal=f"arn:aws:iam::{ACCOUNT}:role/{name}")


def _plain() -> float:
    """CPU seconds of ten million additions, which take about half a second on an idle core."""
    begun, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - begun


def measure(count: int = 10_000) -> str:
    """One line: what it costs to decide about so many roles, documents read beforehand."""
    made = list(roles(count))
    costs = []
    answers = dict.fromkeys((True, False, None), 0)
    plain = _plain()
    begun = time.process_time()
    for role in made:
        before = time.perf_counter()
        answers[no_more_than(role, ALLOWED).holds] += 1
        costs.append(time.perf_counter() - before)
    spent = time.process_time() - begun
    return (
        f"{count:,} roles against an allow-list: {spent:.1f} s CPU, median {statistics.median(costs) * 1000:.2f} ms; "
        f"{answers[True]:,} yes, {answers[False]:,} no, {answers[None]:,} undecided; "
        f"{spent / plain:.0f} x ten million additions"
    )


if __name__ == "__main__":
    print(measure())
