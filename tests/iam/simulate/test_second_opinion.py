"""The simulator against another project's, on random concrete requests of every kind of caller.

It runs where LP_IAM_SIMULATE names the folder in which `npm install @cloud-copilot/iam-simulate` was run.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lambda_policies.iam.access import ANONYMOUS, Access, Attached, Request, attached
from lambda_policies.iam.parsing import from_tree
from lambda_policies.iam.simulate import simulate
from tests.iam import random_access

FOLDER = os.environ.get("LP_IAM_SIMULATE", "")
COUNT = int(os.environ.get("LP_REQUESTS", "3000"))
RUNNER = Path(__file__).parents[1] / "second_opinion.mjs"
HOME, ABROAD = "111111111111", "222222222222"
PAIRS = (
    ("s3:GetObject", "arn:aws:s3:::b/k"),
    ("s3:PutObject", "arn:aws:s3:::b/p/k"),
    ("s3:GetBucketAcl", "arn:aws:s3:::c"),
    ("sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q"),
    ("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111111111111:function:f:prod"),
)
CALLERS = (
    *("arn:aws:iam::111111111111:role/r", "arn:aws:iam::222222222222:role/r", "arn:aws:iam::111111111111:user/u"),
    *("arn:aws:sts::111111111111:assumed-role/r/me", "sns.amazonaws.com", ANONYMOUS),
)
PRINCIPALS: tuple[Any, ...] = (
    "*",
    {"AWS": "*"},
    {"AWS": HOME},
    {"AWS": f"arn:aws:iam::{HOME}:root"},
    {"AWS": [f"arn:aws:iam::{HOME}:role/r", f"arn:aws:iam::{ABROAD}:role/r"]},
    {"AWS": f"arn:aws:sts::{HOME}:assumed-role/r/me"},
    {"AWS": f"arn:aws:iam::{HOME}:user/u"},
    {"Service": "sns.amazonaws.com"},
)
PERSONAL = ("aws:PrincipalOrgID", "aws:PrincipalTag/team", "aws:MultiFactorAuthAge")


def resource_policy(chance: Random) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(json.dumps(random_access.document(chance)).replace('"*:*"', '"s3:*"'))
    for statement in tree["Statement"]:
        key = "NotPrincipal" if chance.random() < 0.1 else "Principal"
        if key == "NotPrincipal":
            statement["Effect"] = "Deny"
        statement[key] = chance.choice(PRINCIPALS)
    return tree


def drawn(chance: Random) -> tuple[dict[str, Any], Request]:
    """The documents, and one request of somebody whom their kinds suit."""
    made = json.loads(json.dumps(random_access.parts(chance)).replace('"*:*"', '"s3:*"'))  # it takes no *:*
    action, target = chance.choice(PAIRS)
    caller = chance.choice(CALLERS)
    person = caller.startswith("arn:")
    wanted = not person or ABROAD in caller or chance.random() < 0.5
    made["resource"] = resource_policy(chance) if wanted else None
    if not person:
        made |= {"identity": [], "boundary": None, "scps": []}
    context = {
        key: values
        for key, values in random_access.request(chance).context.items()
        if person or not key.startswith(tuple(each.lower() for each in PERSONAL))
    }
    return made, Request(caller, action, target, context)


def held(label: str, tree: dict[str, Any]) -> Attached:
    return attached(label, from_tree(tree))


def ours(made: dict[str, Any], request: Request) -> str:
    access = Access(
        tuple(held("identity", each) for each in made["identity"]),
        boundary=held("boundary", made["boundary"]) if made["boundary"] else None,
        scps=tuple(tuple(held("scp", each) for each in level) for level in made["scps"]),
        resource=held("resource", made["resource"]) if made["resource"] else None,
        owner=HOME,
    )
    return "Allowed" if simulate(access, request).allowed else "Denied"


def theirs(made: dict[str, Any], request: Request) -> dict[str, Any]:
    """The same question as the other simulator is asked it."""
    names = {key.lower(): key for key in random_access.VALUES}
    context = {
        names[key]: list(values) if key == "aws:tagkeys" else values[0] for key, values in request.context.items()
    }
    simulation = {
        "request": {
            "principal": request.principal,
            "action": request.action,
            "resource": {"resource": request.resource, "accountId": HOME},
            "contextVariables": context,
        },
        "identityPolicies": [{"name": "identity", "policy": each} for each in made["identity"]],
        "serviceControlPolicies": [
            {"orgIdentifier": "level", "policies": [{"name": "scp", "policy": each} for each in level]}
            for level in made["scps"]
        ],
        "resourceControlPolicies": [],
    }
    if made["boundary"]:
        simulation["permissionBoundaryPolicies"] = [{"name": "boundary", "policy": made["boundary"]}]
    if made["resource"]:
        simulation["resourcePolicy"] = made["resource"]
    return simulation


@pytest.mark.node
@pytest.mark.skipif(not FOLDER, reason="LP_IAM_SIMULATE names no folder with @cloud-copilot/iam-simulate")
def test_another_simulator_agrees() -> None:
    questions = [drawn(Random(number)) for number in range(COUNT)]  # noqa: S311 - reproducible
    lines = "\n".join(json.dumps(theirs(made, request)) for made, request in questions)
    ran = subprocess.run(
        [os.environ.get("LP_NODE") or "node", RUNNER, FOLDER], input=lines, capture_output=True, text=True, check=True
    )
    verdicts = [json.loads(line)["result"] for line in ran.stdout.splitlines()]
    assert len(verdicts) == COUNT
    told: Counter[str] = Counter()
    differing: list[str] = []
    for number, ((made, request), verdict) in enumerate(zip(questions, verdicts, strict=True)):
        if verdict not in {"Allowed", "ImplicitlyDenied", "ExplicitlyDenied"}:
            told["refused"] += 1
            continue
        agreed = ours(made, request) == ("Allowed" if verdict == "Allowed" else "Denied")
        told["agreed" if agreed else "disagreed"] += 1
        if not agreed:
            differing.append(f"{number}: {verdict} {json.dumps(made)} {request}")
    assert told["agreed"] > 0.5 * COUNT
    assert told["disagreed"] <= 0.05 * told["agreed"], "\n".join(differing)
