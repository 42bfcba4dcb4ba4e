"""LP134: every policy document says what its author meant, as far as the document itself shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from lambda_policies.errors import PackError
from lambda_policies.estate.models.written_policy import CONTROL, HELD, ROLE, Written, WrittenPolicy
from lambda_policies.guardrails.base import Citation, Guardrail, Parameter, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, listed, passed, shown, undecided
from lambda_policies.guardrails.sketches import allowing, deferred, document, role_with, statement
from lambda_policies.iam.lint.base import Lint
from lambda_policies.values import Absent, Known, Reason, Unknown
from lambda_policies.verdicts import Outcome, Severity, Verdict

MOST = 3
PASSING = ["PASS_ROLE"]


def check(policy: WrittenPolicy, settings: Settings) -> Iterator[Verdict]:
    """Lint each document of the resource."""
    for written in policy.documents():
        yield _judged(policy.address, written, settings)


def _judged(address: str, written: Written, settings: Settings) -> Verdict:
    value = written.value
    match value:
        case Unknown():
            return undecided(address, value)
        case Absent():
            return failed(address, value.at, f"The policy document {written.malformed} (JSON_SYNTAX_ERROR).")
    lints = _counting(_lints(value.value, written, settings), settings)
    certain = [lint for lint in lints if lint.certain]
    if certain:
        return failed(address, value.at, _said(certain, hidden=value.sensitive))
    hole = None if isinstance(value.value, str) else _hole(value.value)
    if hole is not None:
        return undecided(address, Unknown(value.at, hole.reason, hole.feeds))
    if lints:
        because = f"{_said(lints, hidden=value.sensitive)} AWS may have added it after the data of this version."
        return Verdict(Outcome.UNKNOWN, because, address, value.at, (), Unknown(value.at, Reason.OUTSIDE))
    return passed(address, value.at, "Nothing in the policy document is wrong by itself.")


def _lints(held: Any, written: Written, settings: Settings) -> Sequence[Lint]:
    from lambda_policies.data.actions import data_date
    from lambda_policies.iam.lint.linting import lints_of_text, lints_of_tree

    fresh = settings.as_of - data_date() <= timedelta(days=settings.parameters["data_days"])
    if isinstance(held, str):
        return lints_of_text(held, written.subject, fresh=fresh)
    return lints_of_tree(held, written.subject, fresh=fresh)


def _hole(tree: Any) -> Unknown | None:
    """A hole that is not surely one thing's ARN."""
    from lambda_policies.iam.lint.reading import holes

    return next((hole for hole in holes(tree) if not hole.present), None)


def _counting(lints: Sequence[Lint], settings: Settings) -> list[Lint]:
    """Those that are severe enough, the most severe first."""
    from lambda_policies.data.lint_codes import LEVELS, level

    least, silent = settings.parameters["level"], tuple(settings.parameters["silent"])
    if least not in LEVELS:
        raise PackError(f"LP134: level is none of {listed(LEVELS)}.")
    ranked = [(LEVELS.index(level(lint.code)), lint) for lint in lints if not lint.code.startswith(silent)]
    return [lint for rank, lint in sorted(ranked, key=lambda one: one[0]) if rank <= LEVELS.index(least)]


def _said(lints: Sequence[Lint], *, hidden: bool) -> str:
    """A sentence for each statement and code; ``hidden`` leaves out what the document says."""
    groups: dict[tuple[int | None, str, str], list[str]] = {}
    for lint in lints:
        shows = "" if hidden else " with ".join(shown(Known(text)) for text in lint.shows)
        groups.setdefault((lint.statement, lint.says, lint.code), []).extend([shows] if shows else [])
    sentences = [_sentence(*about, listed(shows) if shows else "") for about, shows in groups.items()]
    more = len(sentences) - MOST
    return " ".join([*sentences[:MOST], *([f"And {more} more."] if more > 0 else [])])


def _sentence(statement: int | None, says: str, code: str, shows: str) -> str:
    who = "The policy document" if statement is None else f"Statement {statement + 1} of the policy document"
    return f"{who} {says} ({code}){': ' if shows else ''}{shows}."


LOGS = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/orders:*"
LAMBDA = {"Service": "lambda.amazonaws.com"}

GUARDRAIL = Guardrail(
    id="LP134",
    slug="policy-lint",
    title="Every policy document is one that AWS accepts and that does what it says.",
    why=(
        "A mistyped action, a condition key that nobody sets or an ARN with a part missing is no error in Terraform."
        " An Allow then allows nothing, and a Deny quietly protects nothing."
    ),
    severity=Severity.MEDIUM,
    about=WrittenPolicy,
    lands_on=(ROLE, CONTROL, *HELD),
    documents=(
        Citation("lambda-governance-and-guardrails", "Execution role"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=("LINT:E3510", "LINT:E3512", "LINT:W3037", "KICS:bbe3dd3d", "NAGR:W76"),
    fix="Correct what the code in brackets names; AWS's policy check reference has a section on each.",
    fix_hcl=(
        'data "aws_iam_policy_document" "orders" {\n  statement {\n    actions   = ["s3:GetObject"]\n'
        '    resources = ["${aws_s3_bucket.orders.arn}/*"]\n  }\n}'
    ),
    applies=(
        "To policies of identities, trust policies, policies of resources and endpoints, and control policies of an"
        " organisation. docs/policy-lint.md lists the codes of AWS's validator and which of them are decided. An action"
        " that is newer than the data of this version is no error."
    ),
    parameters=(
        Parameter("level", "security", "The least severe lints that count: error, security, warning or suggestion."),
        Parameter("silent", PASSING, "Codes that do not count, or how they begin. Others judge who may pass roles."),
        Parameter("data_days", 90, "For how many days what the data does not have is taken for a mistake."),
    ),
    check=check,
    examples=(
        passing("actions and resources that there are", allowing(["logs:CreateLogStream", "logs:PutLogEvents"], LOGS)),
        passing(
            "the function as source of calls, on an action of any service",
            allowing(
                "s3:GetObject",
                "arn:aws:s3:::orders/*",
                Condition={
                    "ArnEquals": {"lambda:SourceFunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:o"}
                },
            ),
        ),
        passing(
            "a bucket that the plan creates",
            {
                "aws_s3_bucket.orders": {"bucket": "orders"},
                **deferred({"actions": ["s3:ListBucket"], "resources": ["${aws_s3_bucket.orders.arn}"]}),
            },
        ),
        failing(
            "an action that its service does not have", allowing("s3:GetObjects", "arn:aws:s3:::orders/*"), at="policy"
        ),
        failing("an ARN without its account", allowing("sqs:SendMessage", "arn:aws:sqs:eu-west-1:orders"), at="policy"),
        failing(
            "a condition key that its service does not have",
            allowing("lambda:InvokeFunction", "*", Condition={"StringEquals": {"lambda:FunctionName": "orders"}}),
            at="policy",
        ),
        failing("a document that is no JSON", role_with("{"), at="policy"),
        failing(
            "a trust policy with a resource",
            {
                "aws_iam_role.orders": {
                    "assume_role_policy": document(statement("sts:AssumeRole", "*", Principal=LAMBDA))
                }
            },
            at="assume_role_policy",
        ),
        failing(
            "a queue that the service of another account can write to",
            {
                "aws_sqs_queue.orders": {},
                "aws_sqs_queue_policy.orders": {
                    "queue_url": "${aws_sqs_queue.orders.id}",
                    "policy": document(statement("sqs:SendMessage", "*", Principal={"Service": "sns.amazonaws.com"})),
                },
            },
            at="policy",
        ),
        undecidable(
            "a document with one unknown part", allowing("s3:GetObject", "${terraform_data.later.output}"), at="policy"
        ),
        undecidable(
            "a statement whose actions are known only after apply",
            deferred({"actions": ["${terraform_data.later.output}"], "resources": ["arn:aws:s3:::orders/*"]}),
            at="policy",
        ),
    ),
)
