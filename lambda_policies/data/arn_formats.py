"""How the ARN of an object is made from its attributes, by Terraform type; braces name the attributes."""

from __future__ import annotations

from lambda_policies.data import load


def arn_format(kind: str, attribute: str) -> str | None:
    """The format of an attribute that holds an ARN, or None where it is not known here."""
    found: str | None = load("arn_formats")["formats"].get(kind, {}).get(attribute)
    return found


def partition_of(region: str) -> str:
    """The partition of a region: AWS's own, China, the two clouds of governments, and the European one."""
    for start, partition in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("eusc-", "aws-eusc")):
        if region.startswith(start):
            return partition
    return "*" if "-iso" in region else "aws"
