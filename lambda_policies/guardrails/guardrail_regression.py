"""LP1311: what guards a function gets no weaker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from lambda_policies.estate.models.alarm import Alarm
from lambda_policies.estate.models.changed import Changed
from lambda_policies.estate.models.event_invoke_config import EventInvokeConfig
from lambda_policies.estate.models.log_group import LogGroup
from lambda_policies.estate.models.trail import Trail
from lambda_policies.estate.presence import is_set
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.comparing import compared, kept_elsewhere
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Absent, Known, Unknown, all_of, any_of
from lambda_policies.verdicts import Severity, Verdict

FINE = "What it guards with gets no weaker."


def check(changed: Changed, _: Settings) -> Iterator[Verdict]:
    """Compare both sides of what is changed; of what is destroyed, look for another in its place."""
    if changed.now is None:
        yield from _destroyed(changed)
        return
    found = list(compared(changed.was, changed.now))
    yield from found or [passed(changed.address, "", FINE)]


def _destroyed(changed: Changed) -> Iterator[Verdict]:
    was = changed.was
    match was:
        case LogGroup(skip_destroy=Known(False)):
            lost = "its events are gone, and the function that wrote there stays"
            yield _gone(changed, "name", _log_elsewhere(changed), f"The log group is destroyed: {lost}.")
        case Alarm():
            because = "The alarm is destroyed, and the function that it watched stays."
            yield _gone(
                changed, "alarm_name", any_of(one.watches_what(was) for one in changed.estate.of(Alarm)), because
            )
        case Trail():
            because = "The trail is destroyed, and functions stay: who changes or calls them is not recorded there."
            yield _gone(changed, "name", bool(changed.estate.of(Trail)), because)
        case EventInvokeConfig() if changed.functions and is_set(was.destination_config_on_failure_destination):
            at = was.destination_config_on_failure_destination.at
            because = "The destination of failed events is destroyed, and the function stays: what fails is lost."
            yield _gone(changed, at, all_of(map(kept_elsewhere, changed.functions)), because)


def _gone(changed: Changed, at: str, elsewhere: bool | None, because: str) -> Verdict:  # noqa: FBT001
    """The verdict on what is destroyed, by whether something else in the plan does the same."""
    related = changed.subjects
    if elsewhere:
        return passed(changed.address, at, "Something else in this plan does the same.")
    if elsewhere is None:
        said = undecided(changed.address, Unknown(at, feeds=related), at, related)
        return replace(said, because=f"{because} Whether something else does the same is known only after apply.")
    return failed(changed.address, at, because, related)


def _log_elsewhere(changed: Changed) -> bool | None:
    groups = [function.log_group for function in changed.functions]
    return all_of(None if isinstance(group, Unknown) else not isinstance(group, Absent) for group in groups)


def _orders(kind: str, **attributes: Any) -> dict[str, Any]:
    """One resource of an example."""
    return {f"aws_{kind}.orders": attributes}


LATER = "${terraform_data.later.output}"
BOUNDARY = "arn:aws:iam::123456789012:policy/functions"
KEY = "arn:aws:kms:us-east-1:123456789012:key/0b1c2d3e-0000-4000-8000-123456789012"
FAILED = "arn:aws:sqs:us-east-1:123456789012:orders-failed"
FUNCTION = _orders("lambda_function", function_name="orders")
RUNS = _orders("lambda_function", function_name="orders", role="${aws_iam_role.orders.arn}")
QUEUE = _orders("lambda_function", function_name="orders", dead_letter_config=[{"target_arn": FAILED}])
STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/orders"
SIGNING = "arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-0123456789abcdef0"
TOPIC = "arn:aws:sns:us-east-1:123456789012:orders"
HIDDEN = {"variable.bucket": {"value": "arn:aws:s3:::orders*", "sensitive": True}}
WATCHES = {"namespace": "AWS/Lambda", "metric_name": "Errors", "evaluation_periods": 1}
WATCHES |= {"alarm_name": "orders-errors", "dimensions": {"FunctionName": "orders"}}
SHARED = {"aws_cloudwatch_log_group.shared": {"name": "shared", "retention_in_days": 90}}
NEWER = {"aws_cloudwatch_log_group.newer": {"name": "newer", "retention_in_days": 90}}
TRAIL = {"aws_cloudtrail.all": {"name": "all", "s3_bucket_name": "trail"}}


def _url(authorization: str, **attributes: Any) -> dict[str, Any]:
    return _orders("lambda_function_url", function_name="orders", authorization_type=authorization, **attributes)


def _logs(**attributes: Any) -> dict[str, Any]:
    return _orders("cloudwatch_log_group", name="/aws/lambda/orders", **attributes)


def _signing(policy: str) -> dict[str, Any]:
    return _orders("lambda_code_signing_config", policies=[{"untrusted_artifact_on_deployment": policy}])


def _destination(**attributes: Any) -> dict[str, Any]:
    return _orders("lambda_function_event_invoke_config", function_name="orders", **attributes)


def _reads(**attributes: Any) -> dict[str, Any]:
    stream = {"event_source_arn": STREAM, "starting_position": "LATEST"}
    return _orders("lambda_event_source_mapping", function_name="orders", **stream, **attributes)


def _writes_to(group: str | None, **others: str) -> dict[str, Any]:
    """Functions, and the log groups that they write to."""
    groups = {"orders": group, **others}
    configs = {name: {"logging_config": [{"log_group": one}]} if one else {} for name, one in groups.items()}
    return {f"aws_lambda_function.{name}": {"function_name": name, **config} for name, config in configs.items()}


def _permits(**attributes: Any) -> dict[str, Any]:
    service = {"principal": "s3.amazonaws.com", "source_account": "123456789012", "source_arn": "arn:aws:s3:::orders"}
    return _orders("lambda_permission", **{"function_name": "orders", **service, **attributes})


KEPT = {"destination_config": [{"on_failure": [{"destination": FAILED}]}]}
LOGS = _logs(retention_in_days=90)
DESTINATION = _destination(**KEPT)
OPEN = {"source_account": None, "source_arn": None}
ANYONE_OF_ORG = {"principal": "*", "principal_org_id": "o-a1b2c3d4e5", **OPEN}
AT = "destination_config[0].on_failure[0].destination"
AT_STREAM = f"{AT}_arn"

GUARDRAIL = Guardrail(
    id="LP1311",
    slug="guardrail-regression",
    title="What guards a function gets no weaker.",
    why=(
        "A plan is a change, and a change can take a guard away that somebody once put there for a reason: the"
        " signature on a URL, the boundary of a role, the log group with its events. Looked at alone, what is left may"
        " be fine for a new function; that it was better before is what a reviewer wants to know."
    ),
    severity=Severity.HIGH,
    about=Changed,
    lands_on=Changed.TYPES,
    documents=(
        Citation("lambda-governance-and-guardrails", "AWS CloudTrail"),
        Citation("lambda-governance-and-guardrails", "AWS Config"),
        Citation("lambda-governance-and-guardrails", "Multiple accounts"),
        Citation("security-overview-of-aws-lambda", "Lambda Functions and Layers"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=(),
    fix="Put back what the plan takes away, or waive it with the reason why it is no longer needed.",
    fix_hcl=(
        'resource "aws_cloudwatch_log_group" "orders" {\n  name              = "/aws/lambda/orders"\n'
        "  retention_in_days = 365\n\n  lifecycle {\n    prevent_destroy = true\n  }\n}"
    ),
    applies=(
        "To what was there before the plan and is changed, replaced or destroyed by it: functions, their URLs,"
        " permissions, code signing, event sources and destinations, and the roles, log groups, alarms and trails of"
        " functions that stay. What a plan creates or only forgets is not compared."
    ),
    check=check,
    examples=(
        passing(
            "a URL that still asks who calls", _url("AWS_IAM", invoke_mode="RESPONSE_STREAM"), before=_url("AWS_IAM")
        ),
        failing("a URL that no longer asks who calls", _url("NONE"), "authorization_type", _url("AWS_IAM")),
        undecidable("a URL of which that is open", _url(LATER), "authorization_type", _url("AWS_IAM")),
        failing(
            "unsigned code that is only warned of",
            _signing("Warn"),
            "policies[0].untrusted_artifact_on_deployment",
            _signing("Enforce"),
        ),
        failing(
            "a boundary that is removed",
            RUNS | _orders("iam_role", name="orders"),
            "permissions_boundary",
            RUNS | _orders("iam_role", name="orders", permissions_boundary=BOUNDARY),
        ),
        undecidable(
            "a boundary that may be removed",
            RUNS | _orders("iam_role", name="orders", permissions_boundary=LATER),
            "permissions_boundary",
            RUNS | _orders("iam_role", name="orders", permissions_boundary=BOUNDARY),
        ),
        passing(
            "events that are kept longer",
            FUNCTION | _logs(retention_in_days=365),
            before=FUNCTION | LOGS,
        ),
        failing(
            "events that are kept shorter",
            FUNCTION | _logs(retention_in_days=7),
            "retention_in_days",
            FUNCTION | LOGS,
        ),
        failing("a log group that is destroyed", FUNCTION, "name", FUNCTION | LOGS),
        passing(
            "a log group in place of another",
            _orders("lambda_function", function_name="orders", logging_config=[{"log_group": "orders"}])
            | {"aws_cloudwatch_log_group.other": {"name": "orders", "retention_in_days": 90}},
            before=FUNCTION | LOGS,
        ),
        undecidable(
            "a log group, and what is written to now is open",
            _orders("lambda_function", function_name="orders", logging_config=[{"log_group": LATER}]),
            "name",
            FUNCTION | LOGS,
        ),
        failing(
            "an alarm that is destroyed",
            FUNCTION,
            "alarm_name",
            FUNCTION | _orders("cloudwatch_metric_alarm", **WATCHES),
        ),
        passing(
            "an alarm in place of another",
            FUNCTION | {"aws_cloudwatch_metric_alarm.other": WATCHES | {"alarm_name": "errors-of-orders"}},
            before=FUNCTION | _orders("cloudwatch_metric_alarm", **WATCHES),
        ),
        failing("a trail that is destroyed", FUNCTION, "name", FUNCTION | TRAIL),
        failing("a service that becomes everyone", _permits(principal="*"), "principal", _permits()),
        failing("a source that is removed", _permits(source_arn=None), "source_arn", _permits()),
        failing("a source that is any bucket", _permits(source_arn="arn:aws:s3:::*"), "source_arn", _permits()),
        passing("another service", _permits(principal="sns.amazonaws.com", source_arn=None), before=_permits()),
        undecidable("a principal that is open", _permits(principal=LATER), "principal", _permits()),
        failing("a dead-letter queue that is removed", FUNCTION, "dead_letter_config[0].target_arn", QUEUE),
        passing("a destination in place of a dead-letter queue", FUNCTION | DESTINATION, before=QUEUE),
        failing(
            "a destination that is destroyed",
            FUNCTION,
            AT,
            FUNCTION | DESTINATION,
        ),
        failing(
            "a limit that is removed",
            FUNCTION,
            "reserved_concurrent_executions",
            _orders("lambda_function", function_name="orders", reserved_concurrent_executions=1),
        ),
        failing(
            "a key that is removed",
            QUEUE,
            "kms_key_arn",
            _orders("lambda_function", **QUEUE["aws_lambda_function.orders"], kms_key_arn=KEY),
        ),
        failing(
            "tracing that is switched off",
            _orders("lambda_function", function_name="orders", tracing_config=[{"mode": "PassThrough"}]),
            "tracing_config[0].mode",
            _orders("lambda_function", function_name="orders", tracing_config=[{"mode": "Active"}]),
        ),
        passing(
            "what belonged to no function that stays",
            _orders("lambda_function", function_name="orders", timeout=10),
            before={
                **FUNCTION,
                "aws_cloudwatch_log_group.mail": {"name": "/aws/lambda/mail", "retention_in_days": 90},
                "aws_cloudwatch_metric_alarm.mail": {**WATCHES, "dimensions": {"FunctionName": "mail"}},
            },
        ),
        passing(
            "settings that kept nothing are destroyed",
            _orders("lambda_function", function_name="orders", timeout=10),
            before={
                **FUNCTION,
                **_orders("lambda_function_event_invoke_config", function_name="orders", maximum_retry_attempts=0),
            },
        ),
        passing(
            "a function that is switched on again",
            FUNCTION,
            before=_orders("lambda_function", function_name="orders", reserved_concurrent_executions=0),
        ),
        undecidable(
            "a limit that is open",
            _orders("lambda_function", function_name="orders", reserved_concurrent_executions=LATER),
            "reserved_concurrent_executions",
            _orders("lambda_function", function_name="orders", reserved_concurrent_executions=1),
        ),
        failing(
            "code of which nobody looks any more who signed it",
            FUNCTION,
            "code_signing_config_arn",
            _orders("lambda_function", function_name="orders", code_signing_config_arn=SIGNING),
        ),
        failing(
            "a destination that is removed",
            FUNCTION | _destination(maximum_retry_attempts=0),
            AT,
            FUNCTION | DESTINATION,
        ),
        failing(
            "a destination of a stream that is removed",
            FUNCTION | _reads(),
            AT_STREAM,
            FUNCTION | _reads(destination_config=[{"on_failure": [{"destination_arn": FAILED}]}]),
        ),
        passing(
            "events that are encrypted and kept as long",
            FUNCTION | _logs(retention_in_days=90, kms_key_id=KEY),
            before=FUNCTION | LOGS,
        ),
        failing(
            "events that are no longer encrypted",
            FUNCTION | LOGS,
            "kms_key_id",
            FUNCTION | _logs(retention_in_days=90, kms_key_id=KEY),
        ),
        failing("events that are kept for ever", FUNCTION | _logs(), "retention_in_days", FUNCTION | LOGS),
        undecidable(
            "events that are kept for an open time",
            FUNCTION | _logs(retention_in_days=LATER),
            "retention_in_days",
            FUNCTION | LOGS,
        ),
        failing(
            "a log group that one of two functions still needs",
            _writes_to("newer", mail="shared") | NEWER,
            "name",
            _writes_to("shared", mail="shared") | SHARED,
        ),
        failing(
            "signatures that are no longer asked for",
            _permits(function_url_auth_type="NONE"),
            "function_url_auth_type",
            _permits(function_url_auth_type="AWS_IAM"),
        ),
        failing(
            "an organisation that is removed",
            _permits(**ANYONE_OF_ORG | {"principal_org_id": None}),
            "principal_org_id",
            _permits(**ANYONE_OF_ORG),
        ),
        undecidable(
            "members of an organisation, or others",
            _permits(principal=LATER, **OPEN),
            "principal",
            _permits(**ANYONE_OF_ORG),
        ),
        passing("everyone, or others", _permits(principal=LATER, **OPEN), before=_permits(principal="*", **OPEN)),
        passing("one bucket instead of any", _permits(), before=_permits(source_arn="arn:aws:s3:::*")),
        undecidable("a source that is open", _permits(source_arn=LATER), "source_arn", _permits()),
        failing("an account that is removed", _permits(**OPEN), "source_account", _permits(source_arn=None)),
        undecidable(
            "an account that is open",
            _permits(source_account=LATER, source_arn=None),
            "source_account",
            _permits(source_arn=None),
        ),
        undecidable(
            "an account that an open source may name",
            _permits(source_account=None, source_arn=LATER),
            "source_account",
            _permits(source_arn=None),
        ),
        passing(
            "an account that the source names",
            _permits(source_account=None, source_arn=TOPIC),
            before=_permits(source_arn=None),
        ),
        passing(
            "an account beside a source that is open", _permits(source_arn=LATER), before=_permits(source_arn=None)
        ),
        failing(
            "a source that nobody may read",
            _permits(source_arn="arn:aws:s3:::*"),
            "source_arn",
            HIDDEN | _permits(source_arn="${var.bucket}"),
        ),
        failing(
            "a source that nobody may read any more",
            HIDDEN | _permits(source_arn="${var.bucket}"),
            "source_arn",
            _permits(),
        ),
    ),
)
