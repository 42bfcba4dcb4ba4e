"""LP904: the policy of an event bus lets in nobody whom it does not name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.bus_policy import BusPolicy
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.reaching import PUBLIC, decided
from lambda_policies.guardrails.sketches import document, statement
from lambda_policies.iam.engine import Caller
from lambda_policies.verdicts import Severity, Verdict


def check(policy: BusPolicy, _: Settings) -> Iterator[Verdict]:
    """Ask whom the policy lets do anything with the bus."""
    yield decided(policy, "events:*", _wrong, "The policy lets in nobody whom it does not name.")


def _wrong(caller: Caller) -> str | None:
    who = PUBLIC.get(caller.kind)
    action = "" if caller.request is None else f", {caller.request.action} for one"
    return f"The policy lets {who} use the bus{action}: every rule on it takes their events for yours." if who else None


BUS = "arn:aws:events:us-east-1:123456789012:event-bus/orders"
PUT = "events:PutEvents"
LATER = "${terraform_data.later.output}"
IN_ORGANISATION = {"key": "aws:PrincipalOrgID", "type": "StringEquals", "value": "o-a1b2c3d4e5"}


def _with(policy: Any) -> dict[str, dict[str, Any]]:
    return {
        "aws_cloudwatch_event_bus.orders": {"name": "orders"},
        "aws_cloudwatch_event_bus_policy.orders": {
            "event_bus_name": "${aws_cloudwatch_event_bus.orders.name}",
            "policy": policy,
        },
    }


def _putting(who: Any, **more: Any) -> dict[str, dict[str, Any]]:
    return _with(document(statement(PUT, BUS, Principal=who, **more)))


def _permission(**more: Any) -> dict[str, dict[str, Any]]:
    return {"aws_cloudwatch_event_permission.orders": {"statement_id": "orders", **more}}


GUARDRAIL = Guardrail(
    id="LP904",
    slug="event-bus-policy-scoped",
    title="The policy of an event bus lets in nobody whom it does not name.",
    why=(
        "Functions trust what comes over their bus: who put an event there is hard to see afterwards. A bus that is"
        " open to everyone lets everyone start what its rules start."
    ),
    severity=Severity.MEDIUM,
    about=BusPolicy,
    lands_on=BusPolicy.TYPES,
    documents=(
        Citation("lambda-governance-and-guardrails", "Resource policies"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
    ),
    peers=("SH:EventBridge.3", "NAG:AwsSolutions-EVB1", "PRW:eventbridge_bus_exposed"),
    fix="Name the accounts or roles, or the organisation in a condition on aws:PrincipalOrgID.",
    fix_hcl=(
        'resource "aws_cloudwatch_event_permission" "orders" {\n  statement_id   = "organisation"\n'
        '  principal      = "*"\n  event_bus_name = aws_cloudwatch_event_bus.orders.name\n\n  condition {\n'
        '    key   = "aws:PrincipalOrgID"\n    type  = "StringEquals"\n    value = local.organization_id\n  }\n}'
    ),
    applies="To every policy and every permission of an event bus in the plan.",
    profile="strict",
    check=check,
    examples=(
        passing("one account", _putting({"AWS": "arn:aws:iam::123456789012:root"}), "policy"),
        passing(
            "one version of a function",
            _putting(
                "*",
                Condition={
                    "StringEquals": {"aws:PrincipalAccount": "123456789012"},
                    "ArnEquals": {"lambda:SourceFunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:o:1"},
                },
            ),
            "policy",
        ),
        passing("one account, as a permission", _permission(principal="123456789012"), "principal"),
        passing("one organisation", _permission(principal="*", condition=[IN_ORGANISATION]), "principal"),
        failing("everyone", _putting("*"), at="policy"),
        failing("everyone, as a permission", _permission(principal="*"), at="principal"),
        failing(
            "every organisation",
            _permission(principal="*", condition=[{**IN_ORGANISATION, "type": "StringLike", "value": "*"}]),
            at="principal",
        ),
        undecidable("a policy that is known only after apply", _with(LATER), at="policy"),
        undecidable("a principal that is known only after apply", _permission(principal=LATER), at="principal"),
        undecidable(
            "an organisation that is known only after apply",
            _permission(principal="*", condition=[{**IN_ORGANISATION, "value": LATER}]),
            at="principal",
        ),
    ),
)
