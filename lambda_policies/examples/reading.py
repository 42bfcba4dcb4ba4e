"""What a data source that is read at plan time gives: its results, plausible where the example does not say."""

from __future__ import annotations

from typing import Any

from lambda_policies.examples.document import policy_document
from lambda_policies.examples.filling import ACCOUNT, REGION
from lambda_policies.examples.holes import HOLE

_RESULTS: dict[str, dict[str, Any]] = {
    "aws_caller_identity": {
        "account_id": ACCOUNT,
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/session",
        "id": ACCOUNT,
        "user_id": "AROAEXAMPLEEXAMPLE:session",
    },
    "aws_partition": {"partition": "aws", "dns_suffix": "amazonaws.com", "reverse_dns_prefix": "com.amazonaws"},
    "aws_region": {"name": REGION, "id": REGION, "description": "US East (N. Virginia)"},
}


def read(kind: str, waiting: dict[str, Any], results: dict[str, Any]) -> dict[str, Any]:
    """Give the attributes of a data source of a type, from what its configuration sets and its results."""
    known = {name: None if value is HOLE else value for name, value in waiting.items()}
    if kind == "aws_iam_policy_document":
        return policy_document(known)
    invented = {name: value for name, value in _RESULTS.get(kind, {}).items() if known.get(name) is None}
    return known | invented | results
