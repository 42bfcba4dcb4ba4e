"""LP112: an execution role cannot make itself more than it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.escalations import ELSEWHERE, Escalation, Step, escalations, on_day
from lambda_policies.guardrails.saying import passed
from lambda_policies.guardrails.sketches import allowing, attaching, document, role_with, statement
from lambda_policies.guardrails.statements import LANDS_ON, Decision, about_role, led
from lambda_policies.values import Known, Reason, Unknown
from lambda_policies.verdicts import Outcome, Severity, Verdict

if TYPE_CHECKING:
    from lambda_policies.estate.access.role import RoleAccess

FOLLOWERS = ("LP113", "LP116", "LP129", "LP130")


def check(execution: ExecutionRole, settings: Settings) -> Iterator[Verdict]:
    """Look for a chain of permissions that ends in a role, a user or a function with other rights."""
    yield from about_role(execution)
    if isinstance(execution.role, Known):
        yield _judged(execution, execution.estate.access.of(execution.role.value), on_day(settings.as_of))


def _judged(execution: ExecutionRole, access: RoleAccess, context: dict[str, tuple[str, ...]]) -> Verdict:
    found = tuple(islice(escalations(access, context), 1 if access.is_blind else None))
    open_ways = [one for one in found if one.answer]
    if open_ways:
        return _failed(execution, access, open_ways)
    if found:
        return _open(access, found[0])
    return passed(access.role.address, "", "None of the known ways leads from this role to other rights.")


def _failed(execution: ExecutionRole, access: RoleAccess, ways: list[Escalation]) -> Verdict:
    first = ways[0]
    steps = ", then ".join(_told(step) for step in first.steps)
    others = f" It has {len(ways) - 1} more such ways." if len(ways) > 1 else ""
    because = f"As {access.role.address}, code can {first.does}: {steps}.{others}"
    link, index = first.steps[0].ruling.granting[0]
    indices = frozenset(number for step in first.steps for held, number in step.ruling.granting if held is link)
    spot = "" if link.name else f"{link.at}.Statement[{index}]"
    beside = related(link.address, *(one for step in first.steps for one in step.ruling.addresses), access.role.address)
    lead = Decision(Outcome.FAIL, indices)
    leads = tuple(led(link.known, lead, execution, FOLLOWERS)) if link.known else ()
    return Verdict(Outcome.FAIL, because, link.address, link.at, beside, spot=spot, leads=leads)


def _told(step: Step) -> str:
    """A step of the way: what is allowed, on what, under which condition, and by which statement."""
    request = step.ruling.request
    if request is None:
        return f"what it takes is allowed by {step.ruling.chain}"
    on = step.what or request.resource
    where = [f"{key} is {value[0]}" for key, value in sorted(request.context.items()) if key in _SHOWN and value]
    return f"{request.action} on {on}{' where ' if where else ''}{', '.join(where)} is allowed by {step.ruling.chain}"


_SHOWN = ("iam:passedtoservice",)


def _open(access: RoleAccess, way: Escalation) -> Verdict:
    """Undecided: at the document that is not known, or at the one that grants where it depends on its target."""
    step = next((one for one in way.steps if one.ruling.answer is None), way.steps[0])
    ruling, role = step.ruling, access.role.address
    links = ruling.open_links or tuple(link for link, _ in ruling.granting)
    address, at = (links[0].address, links[0].at) if links else (role, "")
    if ruling.answer is None:
        why, hole = ruling.why_open, ruling.hole or Unknown()
    elif step.what.startswith(ELSEWHERE):
        why, hole = f"it may reach {step.what}, of which this plan says nothing", Unknown(reason=Reason.OUTSIDE)
    else:
        why, hole = f"it depends on what {step.what} may do", Unknown(feeds=(step.what,))
    because = f"Whether code can {way.does} as {role} is open: {why}."
    return Verdict(Outcome.UNKNOWN, because, address, at, related(address, role), replace(hole, at=at))


def related(address: str, *others: str) -> tuple[str, ...]:
    """The other addresses that take part, each once."""
    return tuple(dict.fromkeys(one for one in others if one != address))


ANY_ROLE = statement("iam:PassRole", "*")
DENY_IAM = {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}
DATED = "aws:TokenIssueTime"
OWN_POLICY = "arn:aws:iam::*:policy/orders-*"
AND_MORE = {"role": "${aws_iam_role.orders.name}"}


def _second(*statements: dict[str, Any]) -> dict[str, Any]:
    """One more policy of the same role."""
    return {"aws_iam_role_policy.more": {**AND_MORE, "policy": document(*statements)}}


def _customer(resource: str) -> dict[str, dict[str, Any]]:
    """A function whose role has a customer managed policy that lets it rewrite *resource*."""
    return {
        **attaching("${aws_iam_policy.own.arn}"),
        "aws_iam_policy.own": {
            "name": "orders-own",
            "policy": document(statement("iam:CreatePolicyVersion", resource)),
        },
    }


def _stronger(may: str, service: str) -> dict[str, Any]:
    """A role of the plan that may do *may*, and trusts *service*."""
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": f"{service}.amazonaws.com"}}
    return {
        "aws_iam_role.other": {"name": "other", "assume_role_policy": document(trust)},
        "aws_iam_role_policy.other": {
            "role": "${aws_iam_role.other.name}",
            "policy": document(statement(may, "*")),
        },
    }


MAKING = statement(["lambda:CreateFunction", "lambda:InvokeFunction"], "*")
PASSING_OTHER = statement("iam:PassRole", "arn:aws:iam::*:role/other")

GUARDRAIL = Guardrail(
    id="LP112",
    slug="exec-role-no-privesc",
    title="An execution role cannot make itself more than it is.",
    why=(
        "Some permissions are small by name and lead to all others: to rewrite one's own policy, to start something"
        " that runs as a stronger role, to change the code of a stronger function. Whoever runs code in such a function"
        " has what is at the end of that way, not what the role says."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    documents=(
        Citation("lambda-governance-and-guardrails", "Execution role"),
        Citation("lambda-governance-and-guardrails", "Permissions boundaries"),
        Citation("how-to-secure-aws-lambda", "Resource policy example"),
    ),
    peers=(
        "CKV_AWS_286",
        "CKV_AWS_110",
        "CS:PrivilegeEscalation",
        "KICS:fa62ac4f",
        "KICS:c583f0f9",
        "PRW:iam_inline_policy_allows_privilege_escalation",
        "CR:iam_priv_escalation_policy",
        "PF:lambda-001",
    ),
    fix="Take away one step of the way, name what it may be done to, or stop it with a permissions boundary.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "lambda:InvokeFunction"\n      Resource = aws_lambda_function.bills.arn\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "To roles of the plan that functions run as, or can. All policies of the role count together, less what a Deny,"
        " the permissions boundary or a service control policy takes away. A way counts where the role holds every step"
        " of it, and where what it reaches may do something that the role itself may not. To start a container of a"
        " task that is fixed, or to assume a role that is named, is no such way."
    ),
    check=check,
    examples=(
        passing("no way to other rights", allowing("dynamodb:GetItem", "*")),
        failing(
            "any role to a machine, in two policies",
            {**role_with(document(ANY_ROLE)), **_second(statement("ec2:RunInstances", "*"))},
            "policy",
        ),
        failing("its own policy, by a pattern of its name", _customer(OWN_POLICY), "policy"),
        failing(
            "any policy, under a condition that everyone meets",
            allowing("iam:CreatePolicyVersion", "*", Condition={"DateGreaterThan": {DATED: "2020-01-01T00:00:01Z"}}),
            "policy",
        ),
        failing(
            "everything but some actions",
            role_with(
                document({"Effect": "Allow", "NotAction": ["iam:Update*", "iam:Create*"], "Resource": "*"}),
            ),
            "policy",
        ),
        passing("a Deny in the same policy", role_with(document(statement("iam:*", "*"), DENY_IAM))),
        passing("a Deny in another policy", {**allowing("iam:*", "*"), **_second(DENY_IAM)}),
        passing("nothing but a Deny", role_with(document(DENY_IAM))),
        passing("a policy of AWS's, which nobody can rewrite", _customer("arn:aws:iam::aws:policy/orders-*")),
        passing(
            "any policy, under a condition that nobody meets any more",
            allowing("iam:CreatePolicyVersion", "*", Condition={"DateLessThan": {DATED: "2020-01-01T00:00:01Z"}}),
        ),
        passing("any role, and nothing to hand it to", allowing("iam:PassRole", "*")),
        passing("functions, and no role to hand them", allowing("lambda:CreateFunction", "*")),
        failing(
            "a stronger role of the plan to a new function",
            {**role_with(document(PASSING_OTHER, MAKING)), **_stronger("s3:*", "lambda")},
            "policy",
        ),
        passing(
            "a weaker role of the plan to a new function",
            {**role_with(document(PASSING_OTHER, MAKING)), **_stronger("lambda:InvokeFunction", "lambda")},
        ),
        passing(
            "a role that only another service can take",
            {**role_with(document(PASSING_OTHER, MAKING)), **_stronger("s3:*", "glue")},
        ),
        passing(
            "any role to another service than the one that it may use",
            role_with(
                document(
                    {**ANY_ROLE, "Condition": {"StringEquals": {"iam:PassedToService": "glue.amazonaws.com"}}}, MAKING
                )
            ),
        ),
        undecidable(
            "a role that is not in the plan to a new function", role_with(document(PASSING_OTHER, MAKING)), "policy"
        ),
        passing(
            "a permissions boundary that stops it",
            {
                **allowing("iam:*", "*"),
                "aws_iam_policy.limit": {"policy": document(statement("s3:*", "*"))},
                "aws_iam_role.orders": {"permissions_boundary": "${aws_iam_policy.limit.arn}"},
            },
        ),
        undecidable(
            "a permissions boundary that is not in the plan",
            {
                **allowing("iam:*", "*"),
                "aws_iam_role.orders": {"permissions_boundary": "arn:aws:iam::123456789012:policy/limit"},
            },
            "permissions_boundary",
        ),
        failing(
            "AWS's policy for all of Lambda", attaching("arn:aws:iam::aws:policy/AWSLambda_FullAccess"), "policy_arn"
        ),
        undecidable(
            "a policy that is known only after apply", attaching("${terraform_data.later.output}"), "policy_arn"
        ),
        undecidable(
            "a resource that is known only after apply",
            allowing("iam:PutRolePolicy", "${terraform_data.later.output}"),
            "policy",
        ),
        undecidable(
            "a role that is known only after apply",
            {"aws_lambda_function.orders": {"role": "${terraform_data.later.output}"}},
            "role",
        ),
    ),
)
