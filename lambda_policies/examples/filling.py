"""Plausible values for required attributes that an example leaves out, so that examples stay short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lambda_policies.examples.schema import Block

ACCOUNT = "123456789012"
REGION = "us-east-1"
_TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
_HARMLESS = {
    "Effect": "Allow",
    "Action": "logs:PutLogEvents",
    "Resource": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/example:*",
}


def _document(statement: Mapping[str, Any]) -> dict[str, Any]:
    return {"jsonencode": {"Version": "2012-10-17", "Statement": [dict(statement)]}}


_BY_TYPE: dict[tuple[str, str], Any] = {
    ("aws_iam_role", "assume_role_policy"): _document(_TRUST),
    ("aws_lambda_permission", "action"): "lambda:InvokeFunction",
    ("aws_lambda_permission", "principal"): "s3.amazonaws.com",
    ("aws_lambda_function_url", "authorization_type"): "AWS_IAM",
    ("aws_lambda_layer_version_permission", "action"): "lambda:GetLayerVersion",
    ("aws_lambda_layer_version_permission", "principal"): ACCOUNT,
    ("aws_lambda_alias", "function_version"): "1",
    ("aws_lambda_function_recursion_config", "recursive_loop"): "Terminate",
    ("aws_iam_policy_attachment", "policy_arn"): f"arn:aws:iam::{ACCOUNT}:policy/example",
    ("aws_iam_role_policy_attachment", "policy_arn"): f"arn:aws:iam::{ACCOUNT}:policy/example",
    ("aws_ssm_parameter", "type"): "SecureString",
    ("aws_sns_topic_subscription", "protocol"): "lambda",
    ("aws_api_gateway_method", "authorization"): "AWS_IAM",
    ("aws_apigatewayv2_api", "protocol_type"): "HTTP",
    ("aws_apigatewayv2_integration", "integration_type"): "AWS_PROXY",
    ("aws_signer_signing_profile", "platform_id"): "AWSLambda-SHA384-ECDSA",
    ("aws_cloudwatch_metric_alarm", "comparison_operator"): "GreaterThanThreshold",
    ("tracing_config", "mode"): "Active",
    ("snap_start", "apply_on"): "PublishedVersions",
    ("logging_config", "log_format"): "JSON",
    ("aws_lambda_code_signing_config", "allowed_publishers"): {
        "signing_profile_version_arns": [f"arn:aws:signer:{REGION}:{ACCOUNT}:/signing-profiles/example/0123456789"],
    },
}
_BY_NAME: dict[str, Any] = {
    "policy": _document(_HARMLESS),
    "content": _document(_HARMLESS),
    "principal": "*",
    "http_method": "GET",
    "route_key": "$default",
    "cidr_block": "10.0.0.0/16",
    "rotation_lambda_arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:rotate",
    "topic_arn": f"arn:aws:sns:{REGION}:{ACCOUNT}:example",
    "endpoint": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:example",
    "from_port": 443,
    "to_port": 443,
    "protocol": "tcp",
    "type": "AWS_PROXY",
    "mode": "OFF",
    "queue_url": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/example",
    "vpc_id": "vpc-0123456789abcdef0",
    "service_name": f"com.amazonaws.{REGION}.lambda",
}


def _plausible(kind: str, label: str, name: str, constraint: Any) -> Any:
    if (kind, name) in _BY_TYPE:
        return _BY_TYPE[kind, name]
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name in {"role", "role_arn"}:
        return f"arn:aws:iam::{ACCOUNT}:role/{label}" if kind == "aws_lambda_function" else label
    simple: dict[str, Any] = {"number": 1, "bool": False, "string": label.replace("_", "-")}
    if isinstance(constraint, str):
        return simple[constraint]
    return {} if constraint[0] == "map" else [simple[constraint[1]]]


def _function(label: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a function needs beside its required attributes: code, and for a zip a handler and a runtime."""
    extra: dict[str, Any] = {}
    if body.get("package_type") == "Image" or "image_uri" in body:
        uri = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{label}:1"
        return {name: value for name, value in {"package_type": "Image", "image_uri": uri}.items() if name not in body}
    if not {"filename", "s3_bucket"} & body.keys():
        extra["filename"] = f"{label}.zip"
    return extra | {name: text for name, text in _ZIP.items() if name not in body}


_ZIP = {"handler": "index.handler", "runtime": "python3.13"}


def _complete(block: Block, kind: str, label: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Give the body of a block with its required attributes, and the same for the blocks in it."""
    complete = dict(body) | {
        name: _plausible(kind, label, name, attribute.type)
        for name, attribute in block.attributes.items()
        if "r" in attribute.flags and name not in body
    }
    for name, nested in block.blocks.items():
        raw = body.get(name)
        if isinstance(raw, Mapping):
            complete[name] = _complete(nested, name, label, raw)
        elif isinstance(raw, list | tuple):
            complete[name] = [_complete(nested, name, label, one) if isinstance(one, Mapping) else one for one in raw]
    return complete


def filled(schema: Block, mode: str, kind: str, label: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Give ``body`` with a plausible value for each required attribute that it does not have."""
    complete = _complete(schema, kind, label, body)
    if kind == "aws_lambda_function" and mode == "managed":
        complete |= _function(label, body)
    if kind == "aws_lambda_code_signing_config" and "allowed_publishers" not in body:
        complete["allowed_publishers"] = _BY_TYPE[kind, "allowed_publishers"]
    return complete
