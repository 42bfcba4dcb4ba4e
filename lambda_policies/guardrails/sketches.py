"""Configurations that the examples of several guardrails are made of."""

from __future__ import annotations

from typing import Any


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
