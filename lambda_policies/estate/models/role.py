"""``aws_iam_role``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.estate.documents import document_in
from lambda_policies.iam.document import Document, DocumentError
from lambda_policies.iam.parties import parties_of
from lambda_policies.values import Absent, Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function


class Role(Model):
    """An IAM role."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_iam_role",)

    name: Attribute[str] = at("name", computed=True)
    arn: Attribute[str] = at("arn", computed=True)
    path: Attribute[str] = at("path", default="/")
    permissions_boundary: Attribute[str] = at("permissions_boundary")
    inline_policy: Attribute[list[Any]] = at("inline_policy", many=True)
    managed_policy_arns: Attribute[list[Any]] = at("managed_policy_arns", many=True)
    assume_role_policy: Attribute[str] = at("assume_role_policy")

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The functions that run as it, as far as that is known."""
        return self.estate.joins.functions_of(self)

    @cached_property
    def trust(self) -> Value[Document]:
        """Its trust document; absent where AWS would not take it for one."""
        try:
            return document_in(self, self.assume_role_policy)
        except DocumentError:
            return Absent(self.assume_role_policy.at)

    @cached_property
    def trusts_lambda(self) -> bool | None:
        """Whether its trust document names the Lambda service."""
        return self.trusts("lambda")

    def trusts(self, service: str) -> bool | None:
        """Whether its trust document names a service, ``lambda`` or ``ecs-tasks``."""
        match self.trust:
            case Known(document):
                named = [parties_of(statement) for statement in document.statements.items]
                if any(party.service == service for parties in named for party in parties.items):
                    return True
                return None if document.statements.rest or any(parties.rest for parties in named) else False
            case Unknown():
                return None
        return False
