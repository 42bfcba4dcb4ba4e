"""ARNs of every partition, and what a text says about a function, a role or an AWS-managed policy."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTS = 6
_PARTITION = re.compile(r"aws(-[a-z]+)*")
_REGION = r"[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}"
_FUNCTION = re.compile(
    rf"(?:arn:(?P<partition>aws(?:-[a-z]+)*):lambda:)?(?:(?P<region>{_REGION}):)?(?:(?P<account>\d{{12}}):)?"
    r"(?P<word>function:)?(?P<name>[A-Za-z0-9_-]{1,140})(?::(?P<qualifier>\$LATEST|[A-Za-z0-9_-]{1,128}))?"
)
_INVOKE_ARN = re.compile(
    r"arn:aws(?:-[a-z]+)*:apigateway:[a-z0-9-]+:lambda:path/\d{4}-\d\d-\d\d/functions/(?P<function>[^/]+)"
    r"/(?:response-streaming-)?invocations"
)


@dataclass(frozen=True, slots=True)
class Arn:
    """The six components of an ARN. Region and account are empty for services that leave them out."""

    partition: str
    service: str
    region: str
    account: str
    resource: str


@dataclass(frozen=True, slots=True)
class FunctionRef:
    """What a text says about a function; a component that the text leaves out is empty."""

    name: str
    partition: str = ""
    region: str = ""
    account: str = ""
    qualifier: str = ""


def parse_arn(text: str) -> Arn | None:
    """The ARN in a text, or None. Components are not looked into, so they may hold wildcards."""
    parts = text.split(":", _PARTS - 1)
    if len(parts) != _PARTS or parts[0] != "arn" or not parts[2] or not parts[5]:
        return None
    return Arn(*parts[1:]) if "*" in parts[1] or _PARTITION.fullmatch(parts[1]) else None


def function_reference(text: str) -> FunctionRef | None:
    """The function in a name, ``name:qualifier``, partial or full ARN, or API Gateway's invoke ARN; None otherwise."""
    invoke = _INVOKE_ARN.fullmatch(text)
    found = _FUNCTION.fullmatch(invoke["function"] if invoke else text)
    if found is None:
        return None
    partition, region, account = found["partition"] or "", found["region"] or "", found["account"] or ""
    if (partition and not (region and account)) or ((region or account) and not found["word"]):
        return None
    return FunctionRef(found["name"], partition, region, account, found["qualifier"] or "")


def managed_policy_name(text: str) -> str | None:
    """The path and name of an AWS-managed policy, ``service-role/AWSLambdaBasicExecutionRole``, in any partition.

    None for everything else, a customer's policy of the same name included.
    """
    arn = parse_arn(text)
    if arn is None or arn.service != "iam" or arn.account != "aws" or not arn.resource.startswith("policy/"):
        return None
    return arn.resource.removeprefix("policy/") or None
