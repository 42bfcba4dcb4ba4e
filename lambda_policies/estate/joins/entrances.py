"""Which functions are behind an entrance from the internet, and which web firewall is in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.apis import Link, called, members
from lambda_policies.estate.joins.identities import same
from lambda_policies.estate.models.synchronous_caller import SynchronousCaller
from lambda_policies.estate.models.web_entrance import STAGES
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
