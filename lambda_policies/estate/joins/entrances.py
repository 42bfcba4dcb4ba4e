"""Which functions are behind an entrance from the internet, and which web firewall is in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.apis import Link, called, members
from lambda_policies.estate.joins.identities import same
from lambda_policies.estate.models.synchronous_caller import SynchronousCaller
from lambda_policies.estate.models.web_acl_association import WebAclAssociation
from lambda_policies.estate.models.web_entrance import STAGES
from lambda_policies.plan.resources import parse_path
from lambda_policies.values import Known, Members, Reason, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function
    from lambda_policies.estate.models.web_entrance import WebEntrance

APPSYNC = {"aws_appsync_graphql_api": "id"}
HOOKS = (
    "create_auth_challenge",
    "custom_message",
    "define_auth_challenge",
    "post_authentication",
    "post_confirmation",
    "pre_authentication",
    "pre_sign_up",
    "pre_token_generation",
    "user_migration",
    "verify_auth_challenge_response",
)
PARTS = frozenset({"aws_api_gateway_rest_api", "aws_api_gateway_deployment"})
"""What an ARN of a stage may be put together from."""


def functions_of(entrance: WebEntrance) -> Members[Function]:
    """The functions behind *entrance*."""
    kind = entrance.resource.type
    if kind in STAGES:
        return entrance.estate.joins.apis.behind_api(entrance)
    if kind == "aws_cognito_user_pool":
        return members(_of_pool(entrance))
    return members(_of_graph(entrance) if kind in APPSYNC else _of_balancer(entrance))


def is_public(entrance: WebEntrance) -> bool | Unknown:
    """Whether the internet can reach *entrance*, and a web firewall could be put in front."""
    if entrance.resource.type in STAGES:
        return _is_public_api(entrance)
    for value, public in (
        (entrance.internal, False),
        (entrance.load_balancer_type, "application"),
        (entrance.visibility, "GLOBAL"),
    ):
        match value:
            case Known(held) if held != public:
                return False
            case Unknown() as hole:
                return hole
    return True


def _is_public_api(entrance: WebEntrance) -> bool | Unknown:
    api = entrance.estate.plan.by_address.get(entrance.estate.joins.apis.api(entrance) or "")
    if api is None:
        return Unknown("rest_api_id", Reason.OUTSIDE)
    match api.value(("endpoint_configuration", 0, "types"), many=True):
        case Known(kinds, at=at):
            hole = any(isinstance(kind, Unknown) for kind in kinds)
            return Unknown(feeds=(f"{api.address}.{at}",)) if hole else set(kinds) != {"PRIVATE"}
        case Unknown(at=at):
            return Unknown(feeds=(f"{api.address}.{at}",))
    return True


def firewalls_of(entrance: WebEntrance) -> Iterator[tuple[bool | None, WebAclAssociation]]:
    """The web firewalls that are, or may be (None), in front of *entrance*."""
    for association in entrance.estate.of(WebAclAssociation):
        guards = _guards(association, entrance)
        if guards is not False:
            yield guards, association


def _of_graph(entrance: WebEntrance) -> Iterator[Link]:
    for caller in entrance.estate.of(SynchronousCaller):
        if caller.resource.type == "aws_appsync_datasource":
            belongs = same(entrance.estate.joins.identities.of(caller, caller.api_id, APPSYNC), entrance.address)
            yield Link(caller.address, called(caller), belongs)


def _of_balancer(entrance: WebEntrance) -> Iterator[Link]:
    for caller in entrance.estate.of(SynchronousCaller):
        if entrance.resource in entrance.estate.joins.balancers_of(caller):
            yield Link(caller.address, called(caller))


def _of_pool(entrance: WebEntrance) -> Iterator[Link]:
    for hook in HOOKS:
        target = entrance.resource.value(("lambda_config", 0, hook))
        yield Link(entrance.address, entrance.estate.joins.function_at(entrance, target))


def _guards(association: WebAclAssociation, entrance: WebEntrance) -> bool | None:
    match association.resource_arn, entrance.arn:
        case Known(one), Known(other):
            return one == other
    at = parse_path(association.resource_arn.at)
    sources = association.resource.plan.references.sources(association.resource, at, known=True).items
    fed = {source.resource.address: source.resource.type for source in sources if source.resource is not None}
    if entrance.address in fed:
        return True
    if isinstance(association.resource_arn, Known):
        return _by_text(association.resource_arn.value, entrance)
    if any(source.resource is None or source.resource.type == "terraform_data" for source in sources) or not fed:
        return None
    api = entrance.estate.joins.apis.api(entrance) if entrance.resource.type in STAGES else ""
    return None if any(kind in PARTS and api in {address, None} for address, kind in fed.items()) else False


def _by_text(arn: str, entrance: WebEntrance) -> bool | None:
    """Whether an ARN that is known means an entrance whose own is not: a stage whose API and name are in it."""
    if entrance.resource.type not in STAGES:
        return None if isinstance(entrance.arn, Unknown) and not entrance.is_new else False
    match entrance.rest_api_id, entrance.stage_name:
        case Known(api), Known(name):
            return arn.endswith(f"/restapis/{api}/stages/{name}")
    return None if "/restapis/" in arn else False
