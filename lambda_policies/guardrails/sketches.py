"""Configurations that the examples of several guardrails are made of."""

from __future__ import annotations

from typing import Any

from lambda_policies.guardrails.base import Example, failing, passing, undecidable


def role_with(policy: Any) -> dict[str, dict[str, Any]]:
    """A function whose role has the policy document *policy*."""
    return {
        "aws_iam_role.orders": {},
        "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
        "aws_iam_role_policy.orders": {"role": "${aws_iam_role.orders.name}", "policy": policy},
    }


def statement(action: Any, resource: Any, **more: Any) -> dict[str, Any]:
    """A statement that allows *action* on *resource*."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    """A policy document, as ``jsonencode`` writes it."""
    return {"jsonencode": {"Version": "2012-10-17", "Statement": list(statements)}}


def allowing(action: Any, resource: Any, **more: Any) -> dict[str, dict[str, Any]]:
    """A function whose role may do *action* on *resource*."""
    return role_with(document(statement(action, resource, **more)))


def deferred(*blocks: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A function whose role has a document of ``aws_iam_policy_document`` with these statement blocks."""
    data = {"data.aws_iam_policy_document.orders": {"statement": list(blocks)}}
    return {**role_with("${data.aws_iam_policy_document.orders.json}"), **data}


def attaching(policy_arn: str) -> dict[str, dict[str, Any]]:
    """A function whose role has a managed policy attached."""
    attachment = {"role": "${aws_iam_role.orders.name}", "policy_arn": policy_arn}
    return {
        "aws_iam_role.orders": {},
        "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
        "aws_iam_role_policy_attachment.orders": attachment,
    }


def about_any(action: str) -> tuple[Example, ...]:
    """What every guardrail has to tell apart that asks whether a role may do *action* on any resource."""
    later, limit = "${terraform_data.later.output}", {"policy": document(statement("logs:*", "*"))}
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    outside = {"permissions_boundary": "arn:aws:iam::123456789012:policy/limit"}
    here = {"permissions_boundary": "${aws_iam_policy.limit.arn}"}
    every = allowing(action, "*")
    return (
        failing("every resource", every, "policy"),
        failing("every action on every resource", allowing("*", "*"), "policy"),
        passing("a Deny of the same policy", role_with(document(statement(action, "*"), deny)), "policy"),
        passing(
            "a permissions boundary that stops it",
            {**every, "aws_iam_policy.limit": limit, "aws_iam_role.orders": here},
            "policy",
        ),
        undecidable(
            "a permissions boundary that is not in the plan", {**every, "aws_iam_role.orders": outside}, "policy"
        ),
        undecidable("a resource that is known only after apply", allowing(action, later), "policy"),
        undecidable("a policy that is known only after apply", attaching(later), "policy_arn"),
    )
