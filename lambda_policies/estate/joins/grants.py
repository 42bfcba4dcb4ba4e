"""Everything attached to each role, whatever the form of the attachment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lambda_policies.estate.documents import document_in
from lambda_policies.estate.grants import Grant
from lambda_policies.estate.joins.links import one_by_arn
from lambda_policies.estate.models.policy import Policy
from lambda_policies.estate.models.policy_attachment import PolicyAttachment
from lambda_policies.estate.models.role import Role
from lambda_policies.estate.models.role_policy import RolePolicy
from lambda_policies.estate.models.role_policy_attachment import RolePolicyAttachment
from lambda_policies.estate.models.role_policy_attachments_exclusive import RolePolicyAttachmentsExclusive
from lambda_policies.iam.document import DocumentError
from lambda_policies.plan.raw import decode
from lambda_policies.plan.resources import parse_path, references
from lambda_policies.values import Absent, Known, Reason, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.estate.estate import Estate

Placed = tuple[Value[Role], Grant]


class GrantLinks:
    """The grants of one estate, by role."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def of(self, role: Role) -> tuple[Grant, ...]:
        """Everything that is certainly attached to *role*."""
        return (*self._by_role.get(role, ()), *self._own(role))

    @cached_property
    def unplaced(self) -> tuple[Placed, ...]:
        """Grants whose role is one of several, or known only after apply."""
        return tuple((role, grant) for role, grant in self._placed if _is_open(role))

    @cached_property
    def _by_role(self) -> dict[Role, list[Grant]]:
        found: dict[Role, list[Grant]] = defaultdict(list)
        for role, grant in self._placed:
            if isinstance(role, Known):
                found[role.value].append(grant)
        return found

    @cached_property
    def _placed(self) -> tuple[Placed, ...]:
        return tuple(self._all())

    def _all(self) -> Iterator[Placed]:
        for inline in self.estate.of(RolePolicy):
            yield inline.role, _inline(inline, inline.policy)
        for one in self.estate.of(RolePolicyAttachment):
            yield one.role, self._managed(one, one.policy_arn)
        for all_of in self.estate.of(RolePolicyAttachmentsExclusive):
            for arn in _members(all_of.policy_arns):
                yield all_of.role, self._managed(all_of, arn)
        for many in self.estate.of(PolicyAttachment):
            for role in self._roles(many):
                yield role, self._managed(many, many.policy_arn)

    def _own(self, role: Role) -> Iterator[Grant]:
        """What the role's own block attaches. The provider repeats there what other resources attach."""
        if role.resource.expression(("managed_policy_arns",)) is not None:
            for arn in _members(role.managed_policy_arns):
                yield self._managed(role, arn)
        taken = self._inline_names.get(role, set())
        for n, block in enumerate(_blocks(role.inline_policy)):
            if isinstance(block, Unknown):
                yield _inline(role, block)
            elif isinstance(block.get("name"), Unknown) and role.resource.expression(("inline_policy",)) is None:
                yield _inline(role, block["name"])
            elif block.get("policy") and block.get("name") not in taken:
                yield _inline(role, _member(block["policy"], f"inline_policy[{n}].policy", role.inline_policy))

    @cached_property
    def _inline_names(self) -> dict[Role, set[Any]]:
        """The names of inline policies that resources of their own declare, or declared before this plan."""
        found: dict[Role, set[Any]] = defaultdict(set)
        for policy in self.estate.of(RolePolicy):
            match policy.role, policy.name:
                case Known(role), Known(name):
                    found[role].add(name)
        values = self.estate.plan.values_before("aws_iam_role_policy")
        before: dict[Any, set[Any]] = defaultdict(set)
        for held in values:
            before[held.get("role")].add(held.get("name"))
        for role in self.estate.of(Role):
            match role.name:
                case Known(name) if name in before:
                    found[role] |= before[name]
                case Unknown():
                    found[role] |= before.get(_name_before(role), set())
        return found

    def _managed(self, model: Model, arn: Value[str]) -> Grant:
        policy = one_by_arn(model, arn, Policy)
        match policy:
            case Known(target):
                return _inline(target, target.policy, arn, via=model.address)
            case Unknown() as hole:
                return Grant(model.address, arn.at, hole, arn)
        return Grant(model.address, arn.at, Absent(arn.at), arn)

    def _roles(self, attachment: PolicyAttachment) -> Iterator[Value[Role]]:
        roles = attachment.roles
        match roles:
            case Known(list(names)):
                for name in names:
                    member = _member(name, roles.at, roles)
                    yield self.estate.joins.role_at(attachment, member)
            case Unknown():
                yield from self._inferred(attachment, roles)

    def _inferred(self, attachment: PolicyAttachment, roles: Unknown) -> Iterator[Value[Role]]:
        """A list in which one name is unknown shows none of them, but what it is made from is known."""
        resource, path = attachment.resource, parse_path(roles.at)
        targets = [source.resource for source in resource.plan.references.sources(resource, path, known=True).items]
        texts = references(resource.expression(path))
        plain = not any(text.startswith(("var.", "local.", "each.", "module.")) for text in texts)
        if plain and targets and all(target is not None and target.type in Role.TYPES for target in targets):
            yield from (Known(self.estate.view(Role, target), roles.at) for target in targets if target)
        else:
            yield roles


def _is_open(role: Value[Role]) -> bool:
    return isinstance(role, Unknown) and role.reason is Reason.AFTER_APPLY


def _name_before(role: Role) -> Any:
    held = decode(role.resource.change.change.before, role.address)
    return held.get("name") if isinstance(held, dict) else None


def _inline(model: Model, document: Value[str], arn: Value[str] | None = None, via: str = "") -> Grant:
    arn = arn or Absent("policy_arn")
    try:
        return Grant(model.address, document.at, document_in(model, document), arn, via)
    except DocumentError as error:
        return Grant(model.address, document.at, Absent(document.at), arn, via, malformed=str(error))


def _members(values: Value[list[Any]]) -> Iterator[Value[str]]:
    match values:
        case Known(list(items)):
            for n, item in enumerate(items):
                yield _member(item, f"{values.at}[{n}]", values)
        case Unknown():
            yield values


def _member(item: Any, at: str, whole: Value[Any]) -> Value[str]:
    """One member of a collection, sensitive where anything of the *whole* is."""
    return item if isinstance(item, Unknown) else Known(str(item), at, isinstance(whole, Known) and whole.sensitive)


def _blocks(values: Value[list[Any]]) -> Iterable[Any]:
    match values:
        case Known(list(blocks)):
            return blocks
        case Unknown():
            return (values,)
    return ()
