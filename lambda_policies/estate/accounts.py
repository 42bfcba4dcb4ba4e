"""Whose an account is, and whose a resource whose ARN is known only after apply: as far as a plan can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_policies.estate.facts import OWNED
from lambda_policies.iam.arns import parse_arn
from lambda_policies.plan.resources import parse_path

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.references import Source
    from lambda_policies.values import Unknown

ARNS = frozenset({"arn", "execution_arn", "stream_arn"})
"""Attributes that are a resource's own ARN, or begin with it."""
NAMES = frozenset({"id", "name", "bucket"})
"""Attributes that tell a resource from others of its type."""
UNIQUE = frozenset({"aws_api_gateway_rest_api", "aws_apigatewayv2_api", "aws_s3_bucket"})
"""Types whose name or id is nobody else's, so that an ARN made of it needs no account to mean this resource."""


def places(plan: Plan) -> int:
    """How many provider configurations the functions and roles of *plan* use: it is for no more accounts than that."""
    resources = (resource for kind in OWNED for resource in plan.by_type.get(kind, ()))
    return len({plan.configuration.provider(resource) for resource in resources})


def is_ours(model: Model, account: str, own: frozenset[str]) -> bool | None:
    """Whether *account* is among the *own* accounts; None where the plan may be for others that nobody named."""
    if account in own:
        return True
    return False if own and len(own) >= model.estate.joins.places else None


def account_in(text: str) -> str | None:
    """The account that an ARN names; None where it names none or is no ARN."""
    arn = parse_arn(text)
    return arn.account if arn is not None and is_account(arn.account) else None


def is_account(text: str) -> bool:
    """Whether a text is the number of an account."""
    return len(text) == 12 and text.isascii() and text.isdigit()  # noqa: PLR2004 - AWS's


def names_own(model: Model, value: Unknown) -> bool:
    """Whether *value*, an attribute of *model* that is open, is certainly the ARN of one of the plan's own resources.

    It is where the ARN of one is in it, or a name that nobody else can have, or any name beside the caller's account,
    and nothing else is but what the plan's resources are called.
    """
    sources = _sources(model, value)
    resources = [source for source in sources if source.resource is not None and not _is_caller(source)]
    if not resources or not all(_is_part(source) or _is_caller(source) for source in sources):
        return False
    everything = _sources(model, value, known=True)
    return any(_fixes_owner(source) for source in resources) or any(_is_caller(source) for source in everything)


def in_own_account(model: Model, value: Unknown) -> bool:
    """Whether *value*, an account or an ARN that is open, is certainly of the caller's account or the plan's own."""
    sources = _sources(model, value)
    return names_own(model, value) or (bool(sources) and all(_is_caller(source) for source in sources))


def _sources(model: Model, value: Unknown, *, known: bool = False) -> tuple[Source, ...]:
    return model.resource.plan.references.sources(model.resource, parse_path(value.at), known=known).items


def _is_part(source: Source) -> bool:
    """Whether it is the ARN of a resource that the plan manages, or something in it that is no other's ARN.

    Before 1.0 Terraform names the resource and not the attribute; then it is taken for its ARN.
    """
    resource = source.resource
    if resource is None or resource.mode != "managed" or not resource.type.startswith("aws_"):
        return False
    return not source.attribute or _is_arn(source) or not str(source.attribute[-1]).endswith("arn")


def _fixes_owner(source: Source) -> bool:
    if not source.attribute or _is_arn(source):
        return True
    return source.resource is not None and source.resource.type in UNIQUE and source.attribute[-1] in NAMES


def _is_arn(source: Source) -> bool:
    """Whether an attribute is a resource's own ARN: ``arn``, or ``agent_arn`` of ``aws_bedrockagent_agent``."""
    attribute = str(source.attribute[-1])
    own = attribute.removesuffix("_arn")
    return attribute in ARNS or (
        own != attribute and source.resource is not None and source.resource.type.endswith(own)
    )


def _is_caller(source: Source) -> bool:
    return ".aws_caller_identity." in f".{source.text}" and source.text.endswith(".account_id")
