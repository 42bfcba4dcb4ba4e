"""The managed policies of AWS: what each of them says, and which allow more than any one function needs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from lambda_policies.data.archive import policy_line

JOB_FUNCTION = "job-function/"
ADMINISTRATOR = "AdministratorAccess"


def managed_policy(arn: str) -> Mapping[str, Any] | None:
    """The document of the AWS-managed policy with this ARN, in any partition; None for all else, and what is newer.

    ``archive.retrieved("policies")`` says how old the documents are.
    """
    head, found, name = arn.partition(":iam::aws:policy/")
    return _document(name) if found and head.startswith("arn:aws") else None


def is_service_wide(name: str) -> bool:
    """Whether a managed policy of AWS, with its path, opens whole services or is made for a person's job.

    It goes by the document, and by the name: AWS calls FullAccess what allows everything of a service.
    AdministratorAccess, which opens all of them, is no such policy.
    """
    if name == ADMINISTRATOR:
        return False
    return name.startswith(JOB_FUNCTION) or "FullAccess" in name or _opens_service(name)


@cache
def _document(name: str) -> Mapping[str, Any] | None:
    line = policy_line(name)
    return None if line is None else json.loads(line)


@cache
def _opens_service(name: str) -> bool:
    document = _document(name) or {"Statement": ()}
    return any(_is_wide(statement) for statement in _listed(document["Statement"]))


def _is_wide(statement: Mapping[str, Any]) -> bool:
    if statement["Effect"] != "Allow" or "*" not in _listed(statement.get("Resource", ())):
        return False
    return "NotAction" in statement or any(
        text.endswith("*") and text[-2:] in ("*", ":*") for text in _listed(statement["Action"])
    )


def _listed(node: Any) -> Iterator[Any]:
    yield from node if isinstance(node, list | tuple) else (node,)
