"""Every resource that holds a policy document, as it is written there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.estate.documents import written
from lambda_policies.iam.document import DocumentError
from lambda_policies.iam.lint.base import Kind, Subject
from lambda_policies.values import Absent, Known, Unknown, Value

CONTROLS = {"SERVICE_CONTROL_POLICY": Kind.SERVICE_CONTROL, "RESOURCE_CONTROL_POLICY": Kind.RESOURCE_CONTROL}
ROLE, CONTROL = "aws_iam_role", "aws_organizations_policy"
INLINE = Subject(Kind.IDENTITY, quota=10_240)
TRUST = Subject(Kind.TRUST, quota=4_096)
CONTROL_QUOTA = 10_240


def _of(service: str, quota: int | None = None) -> Subject:
    return Subject(Kind.RESOURCE, service, quota)


HELD: dict[str, tuple[str, Subject]] = {
    "aws_iam_policy": ("policy", Subject(Kind.IDENTITY, quota=6_144)),
    "aws_iam_role_policy": ("policy", INLINE),
    "aws_iam_group_policy": ("policy", Subject(Kind.IDENTITY, quota=5_120)),
    "aws_iam_user_policy": ("policy", Subject(Kind.IDENTITY, quota=2_048)),
    "aws_ssoadmin_permission_set_inline_policy": ("inline_policy", Subject(Kind.IDENTITY, quota=32_768)),
    "aws_api_gateway_rest_api": ("policy", _of("execute-api")),
    "aws_api_gateway_rest_api_policy": ("policy", _of("execute-api")),
    "aws_cloudwatch_event_bus_policy": ("policy", _of("events")),
    "aws_cloudwatch_log_resource_policy": ("policy_document", _of("logs")),
    "aws_dynamodb_resource_policy": ("policy", _of("dynamodb")),
    "aws_ecr_repository_policy": ("policy", _of("ecr")),
    "aws_efs_file_system_policy": ("policy", _of("elasticfilesystem")),
    "aws_kinesis_resource_policy": ("policy", _of("kinesis")),
    "aws_kms_key": ("policy", _of("kms", 32_768)),
    "aws_kms_key_policy": ("policy", _of("kms", 32_768)),
    "aws_s3_bucket": ("policy", _of("s3", 20_480)),
    "aws_s3_bucket_policy": ("policy", _of("s3", 20_480)),
    "aws_secretsmanager_secret": ("policy", _of("secretsmanager", 20_480)),
    "aws_secretsmanager_secret_policy": ("policy", _of("secretsmanager", 20_480)),
    "aws_sns_topic": ("policy", _of("sns")),
    "aws_sns_topic_policy": ("policy", _of("sns")),
    "aws_sqs_queue": ("policy", _of("sqs")),
    "aws_sqs_queue_policy": ("policy", _of("sqs")),
    "aws_vpc_endpoint": ("policy", Subject(Kind.ENDPOINT, quota=20_480)),
    "aws_vpc_endpoint_policy": ("policy", Subject(Kind.ENDPOINT, quota=20_480)),
}
"""The attribute of each type that holds a document, and what that is attached to."""


class Written(NamedTuple):
    """One document: what it is, and its text or its tree with holes.

    ``malformed`` says why it cannot be put together.
    """

    subject: Subject
    value: Value[Any]
    malformed: str = ""


class WrittenPolicy(Model):
    """A resource with one policy document or more."""

    TYPES: ClassVar[tuple[str, ...]] = (ROLE, CONTROL, *HELD)

    policy: Attribute[str] = at("policy", unset=("",))
    policy_document: Attribute[str] = at("policy_document", unset=("",))
    inline_policy: Attribute[Any] = at("inline_policy", many=True)
    assume_role_policy: Attribute[str] = at("assume_role_policy", unset=("",))
    content: Attribute[str] = at("content", unset=("",))
    type: Attribute[str] = at("type", default="SERVICE_CONTROL_POLICY")

    def documents(self) -> Iterator[Written]:
        """Each document that it holds, or may hold."""
        kind = self.resource.type
        if kind == ROLE:
            yield from self._held(TRUST, self.assume_role_policy)
            yield from self._inline()
        elif kind == CONTROL:
            yield from self._of_organisation()
        else:
            name, subject = HELD[kind]
            yield from self._held(subject, getattr(self, name) if name != "inline_policy" else self._text(name))

    def _text(self, name: str) -> Value[str]:
        """The one of another type that has the name of a role's blocks."""
        return self.resource.value((name,), at=name)

    def _inline(self) -> Iterator[Written]:
        """The blocks of a role itself: the provider repeats there what other resources attach."""
        if self.resource.expression(("inline_policy",)) is None:
            return
        match self.inline_policy:
            case Known(blocks, sensitive=secret):
                for place, block in enumerate(blocks):
                    yield from self._block(place, block, secret=secret)
            case Unknown() as hole:
                yield Written(INLINE, hole)

    def _block(self, place: int, block: Any, *, secret: bool) -> Iterator[Written]:
        where = f"inline_policy[{place}].policy"
        text = block.get("policy") if isinstance(block, dict) else block
        if isinstance(text, Unknown):
            yield from self._held(INLINE, Unknown(where, text.reason, text.feeds))
        elif text:
            yield from self._held(INLINE, Known(text, where, secret))

    def _of_organisation(self) -> Iterator[Written]:
        match self.type:
            case Known(name) if name in CONTROLS:
                yield from self._held(Subject(CONTROLS[name], quota=CONTROL_QUOTA), self.content)
            case Unknown() as hole:
                yield Written(Subject(Kind.SERVICE_CONTROL), hole)

    def _held(self, subject: Subject, value: Value[Any]) -> Iterator[Written]:
        try:
            found = written(self.resource, value)
        except DocumentError as error:
            yield Written(subject, Absent(value.at), str(error))
            return
        if not isinstance(found, Absent):
            yield Written(subject, found)
