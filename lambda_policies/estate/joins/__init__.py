"""Joins between models: by literal name or ARN in the same place, and by reference; ambiguity stays unknown."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from lambda_policies.estate.accounts import places
from lambda_policies.estate.joins.apis import ApiLinks
from lambda_policies.estate.joins.callers import CallerLinks
from lambda_policies.estate.joins.entrances import functions_of, is_public
from lambda_policies.estate.joins.firewalls import FirewallLinks
from lambda_policies.estate.joins.functions import FunctionLinks
from lambda_policies.estate.joins.grants import GrantLinks
from lambda_policies.estate.joins.identities import Identities
from lambda_policies.estate.joins.links import one_by, one_by_arn
from lambda_policies.estate.joins.log_groups import LogGroupLinks
from lambda_policies.estate.joins.networks import NetworkLinks
from lambda_policies.estate.joins.queues import queue_of
from lambda_policies.estate.joins.roles import RoleLinks
from lambda_policies.estate.joins.secrecy import Secrecy
from lambda_policies.estate.joins.secrets import SecretLinks
from lambda_policies.estate.joins.stages import settings_of
from lambda_policies.estate.joins.triggers import TriggerLinks
from lambda_policies.estate.joins.versions import followed_by
from lambda_policies.estate.joins.wiring import Wiring, WiringLinks
from lambda_policies.estate.models.code_signing_config import CodeSigningConfig
from lambda_policies.estate.models.event_invoke_config import EventInvokeConfig
from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
from lambda_policies.estate.models.function_url import FunctionUrl
from lambda_policies.estate.models.permission import Permission
from lambda_policies.estate.models.request_validator import RequestValidator
from lambda_policies.estate.models.security_group import SecurityGroup
from lambda_policies.values import Known, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_policies.estate.base import Model
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.grants import Grant
    from lambda_policies.estate.joins.triggers import Trigger
    from lambda_policies.estate.models.alias import Alias
    from lambda_policies.estate.models.api_method import ApiMethod
    from lambda_policies.estate.models.api_method_settings import ApiMethodSettings
    from lambda_policies.estate.models.api_route import ApiRoute
    from lambda_policies.estate.models.api_stage import ApiStage
    from lambda_policies.estate.models.function import Function
    from lambda_policies.estate.models.log_group import LogGroup
    from lambda_policies.estate.models.queue import Queue
    from lambda_policies.estate.models.role import Role
    from lambda_policies.estate.models.secret import Secret
    from lambda_policies.estate.models.secret_rotation import SecretRotation
    from lambda_policies.estate.models.security_group_rule import SecurityGroupRule
    from lambda_policies.estate.models.subnet import Subnet
    from lambda_policies.estate.models.synchronous_caller import SynchronousCaller
    from lambda_policies.estate.models.web_acl_association import WebAclAssociation
    from lambda_policies.estate.models.web_entrance import WebEntrance
    from lambda_policies.plan.origins import Origin
    from lambda_policies.plan.resources import Resource
    from lambda_policies.values import Members


class Joins:
    """The joins of one estate. Indexes are built on first use."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    @cached_property
    def _functions(self) -> FunctionLinks:
        return FunctionLinks(self.estate)

    @cached_property
    def _roles(self) -> RoleLinks:
        return RoleLinks(self.estate)

    @cached_property
    def _grants(self) -> GrantLinks:
        return GrantLinks(self.estate)

    @cached_property
    def _log_groups(self) -> LogGroupLinks:
        return LogGroupLinks(self.estate)

    @cached_property
    def _firewalls(self) -> FirewallLinks:
        return FirewallLinks(self.estate)

    @cached_property
    def _secrets(self) -> SecretLinks:
        return SecretLinks(self.estate)

    @cached_property
    def _secrecy(self) -> Secrecy:
        return Secrecy(self.estate)

    @cached_property
    def _callers(self) -> CallerLinks:
        return CallerLinks(self.estate)

    @cached_property
    def _triggers(self) -> TriggerLinks:
        return TriggerLinks(self.estate)

    @cached_property
    def _networks(self) -> NetworkLinks:
        return NetworkLinks(self.estate)

    @cached_property
    def _wiring(self) -> WiringLinks:
        return WiringLinks(self.estate)

    @cached_property
    def identities(self) -> Identities:
        """Which objects identifiers mean."""
        return Identities(self.estate.plan)

    @cached_property
    def apis(self) -> ApiLinks:
        """Which API something belongs to."""
        return ApiLinks(self.estate)

    @cached_property
    def places(self) -> int:
        """How many accounts the plan may be for."""
        return places(self.estate.plan)

    def function_at(self, model: Model, name: Value[str]) -> Value[Function]:
        """The function that *name*, an attribute of *model*, means: a name, an ARN, or a reference."""
        return self._functions.target(model, name)

    def permissions_of(self, function: Function) -> Members[Permission]:
        """The permissions of *function*."""
        return self._functions.members(function, Permission)

    def urls_of(self, function: Function) -> Members[FunctionUrl]:
        """The URLs of *function*."""
        return self._functions.members(function, FunctionUrl)

    def event_sources_of(self, function: Function) -> Members[EventSourceMapping]:
        """The event source mappings of *function*."""
        return self._functions.members(function, EventSourceMapping)

    def invoke_configs_of(self, function: Function) -> Members[EventInvokeConfig]:
        """The asynchronous invocation settings of *function*."""
        return self._functions.members(function, EventInvokeConfig)

    def code_signing_config_of(self, function: Function) -> Value[CodeSigningConfig]:
        """The code signing configuration of *function*."""
        return one_by_arn(function, function.code_signing_config_arn, CodeSigningConfig)

    def role_at(self, model: Model, name: Value[str]) -> Value[Role]:
        """The role that *name*, an attribute of *model*, means: a name, an ARN, or a reference."""
        return self._roles.target(model, name)

    def functions_of(self, role: Role) -> tuple[Function, ...]:
        """The functions that run as *role*."""
        return self._roles.functions.get(role, ())

    def functions_with_role_arn(self, function: Function) -> tuple[Function, ...]:
        """The functions whose role is written as the same ARN as that of *function*."""
        return self._roles.with_same_arn(function)

    def functions_that_may_run_as(self, role: Value[Role]) -> tuple[Function, ...]:
        """The functions whose role is open and *role* is one of those that it may be."""
        return self._roles.open.get(role.value.address, ()) if isinstance(role, Known) else ()

    def functions_that_may_run_as_any_role(self) -> tuple[Function, ...]:
        """The functions about whose role the plan says nothing at all."""
        return self._roles.open.get(None, ())

    def grants_of(self, role: Role) -> tuple[Grant, ...]:
        """Everything that is certainly attached to *role*."""
        return self._grants.of(role)

    def unplaced_grants(self) -> tuple[tuple[Value[Role], Grant], ...]:
        """Grants whose role the plan leaves open."""
        return self._grants.unplaced

    def log_group_of(self, function: Function) -> Value[LogGroup]:
        """The log group that *function* writes to."""
        return self._log_groups.of(function)

    def functions_writing_to(self, group: LogGroup) -> tuple[Function, ...]:
        """The functions that write to *group*."""
        return self._log_groups.functions.get(group, ())

    def secret_at(self, model: Model, name: Value[str]) -> Value[Secret]:
        """The secret that *name*, an attribute of *model*, means: a name, an ARN, or a reference."""
        return self._secrets.target(model, name)

    def rotations_of(self, secret: Secret) -> Members[SecretRotation]:
        """What rotates *secret*."""
        return self._secrets.rotations(secret)

    def users_of(self, secret: Secret) -> Members[Function]:
        """The functions whose environment or role names *secret*."""
        return self._secrets.users(secret)

    def reveals(self, origin: Origin) -> bool | None:
        """Whether *origin* is an attribute that holds a secret."""
        return self._secrecy.of(origin)

    def plain_values_of(self, origins: tuple[Origin, ...]) -> frozenset[Any]:
        """The values of the parameters among *origins* that hold plain strings."""
        return self._secrecy.plain(origins)

    @property
    def has_parameters(self) -> bool:
        """Whether the plan makes or reads a parameter."""
        return self._secrecy.has_parameters

    def callers_of(self, function: Function) -> tuple[SynchronousCaller, ...]:
        """What calls *function* and waits, those that may only call it among them."""
        return self._callers.of(function)

    def limit_of(self, caller: SynchronousCaller) -> Value[int]:
        """How long *caller* waits, in milliseconds."""
        return self._callers.limit(caller)

    def queue_of(self, mapping: EventSourceMapping) -> Value[Queue]:
        """The queue that *mapping* reads; absent where it reads a stream or a broker."""
        return queue_of(mapping)

    def followed_by(self, alias: Alias) -> Value[Function]:
        """The function whose newest version *alias* points at."""
        return followed_by(alias)

    def triggers_of(self, function: Function) -> tuple[Trigger, ...]:
        """What invokes *function* and does not wait, certain ones first."""
        return self._triggers.of(function)

    def subnets_of(self, function: Function) -> Members[Subnet]:
        """The subnets that *function* is attached to."""
        return self._networks.subnets(function)

    def security_groups_of(self, function: Function) -> Members[SecurityGroup]:
        """The security groups of *function*."""
        return self._networks.groups(function)

    def security_group_at(self, model: Model, name: Value[str]) -> Value[SecurityGroup]:
        """The security group whose ID is *name*, an attribute of *model*."""
        return one_by(model, name, SecurityGroup, "id")

    def rules_of(self, group: SecurityGroup) -> tuple[SecurityGroupRule, ...]:
        """The rules of *group* that stand in resources of their own."""
        return self._networks.rules(group)

    def unplaced_rules(self) -> tuple[SecurityGroupRule, ...]:
        """The rules that may let everything out, of which the plan leaves open whose they are."""
        return self._networks.unplaced_rules

    def functions_of_stage(self, stage: ApiStage) -> Members[Function]:
        """The functions behind the API of *stage*."""
        return self.apis.behind_api(stage)

    def functions_of_method(self, method: ApiMethod) -> Members[Function]:
        """The functions that *method* is integrated with."""
        return self.apis.behind_method(method)

    def functions_of_route(self, route: ApiRoute) -> Members[Function]:
        """The functions that *route* leads to."""
        return self.apis.behind_route(route)

    def protocol_of(self, route: ApiRoute) -> Value[str]:
        """What the API of *route* speaks: HTTP or WEBSOCKET."""
        return self.apis.protocol(route)

    def request_validator_of(self, method: ApiMethod) -> Value[RequestValidator]:
        """What validates the requests of *method*."""
        return one_by(method, method.request_validator_id, RequestValidator, "id")

    def settings_of(self, stage: ApiStage) -> Iterator[tuple[bool | None, ApiMethodSettings]]:
        """The settings of methods that are, or may be (None), those of *stage*."""
        return settings_of(stage)

    def functions_of_entrance(self, entrance: WebEntrance) -> Members[Function]:
        """The functions behind *entrance*."""
        return functions_of(entrance)

    def firewalls_of(self, entrance: WebEntrance) -> Iterator[tuple[bool | None, WebAclAssociation]]:
        """The web firewalls that are, or may be (None), in front of *entrance*."""
        return self._firewalls.of(entrance)

    def is_public(self, entrance: WebEntrance) -> bool | Unknown:
        """Whether the internet can reach *entrance*."""
        return is_public(entrance)

    def balancers_of(self, caller: SynchronousCaller) -> tuple[Resource, ...]:
        """The load balancers that forward to *caller*."""
        return self._callers.balancers(caller)

    def wiring_of(self, owner: Resource | None, hole: Unknown) -> Wiring:
        """The functions that the queue or topic *owner* feeds, or that send it what failed; *hole* hides the owner."""
        return self._wiring.of(owner, hole)
