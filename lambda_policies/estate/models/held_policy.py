"""The policies of queues, topics, event buses and endpoints, each with what it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Self

from lambda_policies.estate.access.resource_policies import OF_ANOTHER
from lambda_policies.estate.base import Model
from lambda_policies.estate.joins.wiring import Wiring
from lambda_policies.values import Reason, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.resource_policies import ResourcePolicy
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.models.function import Function
    from lambda_policies.iam.access import Access
    from lambda_policies.plan.resources import Resource


class HeldPolicy(Model):
    """The policy of one resource (``held``), at the address where a person edits it."""

    TYPES: ClassVar[tuple[str, ...]] = ()

    held: object

    @classmethod
    def all_of(cls, estate: Estate) -> Iterator[Self]:
        """Every policy whose resource is of one of the types."""
        for held in estate.access.resource_policies:
            resource = estate.plan.by_address[held.link.address]
            if resource.type in cls.TYPES:
                yield cls.made(address=resource.address, resource=resource, estate=estate, held=held)

    @property
    def policy(self) -> ResourcePolicy:
        """The policy."""
        return self.held  # type: ignore[return-value]  # a field that pydantic need not know

    @property
    def owner(self) -> Resource | None:
        """What it is the policy of; None where that is open."""
        owner = self.policy.owner
        return owner if owner is not None and owner.type in self.TYPES else None

    @property
    def at(self) -> str:
        """Where the document stands."""
        return self.policy.link.at

    @cached_property
    def access(self) -> Access:
        """What it says of its resource, as the engine takes it."""
        from lambda_policies.estate.access.aiming import aimed

        return aimed(self.policy, self.estate.access.arns)

    @cached_property
    def wiring(self) -> Wiring:
        """The functions that its resource is wired to."""
        of = self.resource.value((OF_ANOTHER.get(self.resource.type, "arn"),), computed=True)
        hole = of if isinstance(of, Unknown) else Unknown(reason=Reason.OUTSIDE)
        return self.estate.joins.wiring_of(self.owner, hole)

    @property
    def functions(self) -> tuple[Function, ...]:
        """Those that it certainly is wired to."""
        return self.wiring.functions


class QueuePolicy(HeldPolicy):
    """The policy of a queue."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_sqs_queue_policy", "aws_sqs_queue")


class TopicPolicy(HeldPolicy):
    """The policy of a topic."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_sns_topic_policy", "aws_sns_topic")
