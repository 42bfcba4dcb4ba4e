"""The policies of queues, topics, buckets, keys, secrets and endpoints that a plan shows, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lambda_policies.estate.access.links import Link, Part
from lambda_policies.estate.documents import read_document
from lambda_policies.iam.document import DocumentError
from lambda_policies.values import Absent, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.arns import Arns
    from lambda_policies.estate.estate import Estate
    from lambda_policies.plan.resources import Resource

POLICY = "policy"
OWN = (
    "aws_kms_key",
    "aws_s3_bucket",
    "aws_secretsmanager_secret",
    "aws_sns_topic",
    "aws_sqs_queue",
    "aws_vpc_endpoint",
)
"""Types that may carry their policy themselves."""
OF_ANOTHER = {
    "aws_cloudwatch_event_bus_policy": "event_bus_name",
    "aws_ecr_repository_policy": "repository",
    "aws_efs_file_system_policy": "file_system_id",
    "aws_kms_key_policy": "key_id",
    "aws_s3_bucket_policy": "bucket",
    "aws_secretsmanager_secret_policy": "secret_arn",
    "aws_sns_topic_policy": "arn",
    "aws_sqs_queue_policy": "queue_url",
    "aws_vpc_endpoint_policy": "vpc_endpoint_id",
}
"""Types that are the policy of something else, and the attribute that says of what."""


@dataclass(frozen=True, slots=True)
class ResourcePolicy:
    """The policy of one resource. ``owner`` is the resource, ``arn`` a pattern of its ARN; None where that is open."""

    link: Link
    owner: Resource | None
    arn: str | None


def resource_policies(estate: Estate, arns: Arns) -> Iterator[ResourcePolicy]:
    """Every policy of a resource in the plan, each once."""
    placed: set[str] = set()
    for kind, attribute in OF_ANOTHER.items():
        for resource in estate.plan.by_type.get(kind, ()):
            owner = estate.plan.references.sources(resource, (attribute,), known=True).only
            if owner is not None:
                placed.add(owner.address)
            yield ResourcePolicy(_link(resource), owner, arns.of(owner) if owner is not None else None)
    for kind in OWN:
        for resource in estate.plan.by_type.get(kind, ()):
            if resource.address not in placed and not isinstance(resource.value((POLICY,)), Absent):
                yield ResourcePolicy(_link(resource), resource, arns.of(resource))


def _link(resource: Resource) -> Link:
    link = Link(Part.RESOURCE, Unknown(POLICY), resource.address, POLICY)
    try:
        return replace(link, document=read_document(resource, resource.value((POLICY,))))
    except DocumentError as error:
        return replace(link, malformed=str(error))
