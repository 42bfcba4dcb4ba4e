"""Which secret a name, an ARN or a reference means, what rotates it, and which functions use it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.links import feeding
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.secret import Secret
from lambda_policies.estate.models.secret_rotation import SecretRotation
from lambda_policies.estate.models.secret_version import SecretVersion
from lambda_policies.plan.resources import Path, dotted, parse_path
from lambda_policies.values import Absent, Known, Members, Reason, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.estate.estate import Estate
    from lambda_policies.plan.references import Source
    from lambda_policies.plan.resources import Resource

DEPTH = 8
ENVIRONMENT: Path = ("environment", 0, "variables")
NAMED = re.compile(r":secret:([\w/+=.@-]+)")
"""A secret's name in an ARN, up to the first wildcard."""
SUFFIX = re.compile(r"-[A-Za-z0-9]{6}\Z")
"""What AWS puts behind the name."""


class SecretLinks:
    """Secret look-ups of one estate."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def target(self, model: Model, name: Value[str]) -> Value[Secret]:
        """The secret that *name*, an attribute of *model*, means: a name, an ARN, or a reference to it or a version."""
        if isinstance(name, Absent):
            return Absent(name.at)
        resource = feeding(model, name)
        if resource is not None and resource.type in Secret.TYPES:
            return Known(self.estate.view(Secret, resource), name.at)
        if resource is not None and resource.type in SecretVersion.TYPES:
            return self.estate.view(SecretVersion, resource).secret
        if isinstance(name, Unknown):
            return name
        found = next(self._in_text(name.value, whole=True), None)
        return Known(found, name.at) if found else Unknown(name.at, Reason.OUTSIDE, present=True)

    def rotations(self, secret: Secret) -> Members[SecretRotation]:
        """The rotations of *secret*; those whose secret is unknown may be of it too."""
        return Members(tuple(self._rotations[secret]), self._open_rotation)

    def users(self, secret: Secret) -> Members[Function]:
        """The functions whose environment or role names *secret*; a hole where one may do so out of sight."""
        nameless = Unknown(feeds=(f"{secret.address}.name",)) if isinstance(secret.name, Unknown) else None
        return Members(self._users.get(secret, ()), self._unseen or (nameless if self.estate.of(Function) else None))

    @cached_property
    def _rotations(self) -> dict[Secret, list[SecretRotation]]:
        found: dict[Secret, list[SecretRotation]] = defaultdict(list)
        for rotation in self.estate.of(SecretRotation):
            match rotation.secret:
                case Known(secret):
                    found[secret].append(rotation)
        return found

    @cached_property
    def _open_rotation(self) -> Unknown | None:
        secrets = (rotation.secret for rotation in self.estate.of(SecretRotation))
        open_ = (value for value in secrets if isinstance(value, Unknown) and value.reason is Reason.AFTER_APPLY)
        return next(open_, None)

    @cached_property
    def _users(self) -> dict[Secret, tuple[Function, ...]]:
        found: dict[Secret, dict[Function, None]] = defaultdict(dict)
        for function in self.estate.of(Function):
            for resource, path in _places(function):
                for secret in self._named_at(resource, path):
                    found[secret][function] = None
        return {secret: tuple(functions) for secret, functions in found.items()}

    @cached_property
    def _unseen(self) -> Unknown | None:
        """What may name any secret out of sight: an unknown value that something opaque feeds, or an open role."""
        for function in self.estate.of(Function):
            if isinstance(function.role, Unknown) and function.role.reason is Reason.AFTER_APPLY:
                return Unknown(feeds=(f"{function.address}.{function.role.at}",))
            for resource, path in _places(function):
                if self._may_hide_at(resource, path):
                    return Unknown(feeds=(f"{resource.address}.{dotted(path)}",))
        for _, grant in self.estate.joins.unplaced_grants():
            resource, path = self.estate.plan.by_address[grant.address], parse_path(grant.at)
            if self._may_hide_at(resource, path) or any(True for _ in self._named_at(resource, path)):
                return Unknown(feeds=(f"{resource.address}.{dotted(path)}",))
        return None

    def _may_hide_at(self, resource: Resource, path: Path) -> bool:
        value = resource.value(path)
        parts = value.value.values() if isinstance(value, Known) and isinstance(value.value, dict) else (value,)
        if not any(isinstance(part, Unknown) for part in parts):
            return False
        sources = tuple(_sources(resource, path))
        return not sources or any(map(_hides, sources))

    def _named_at(self, resource: Resource, path: Path) -> Iterator[Secret]:
        for source in _sources(resource, path):
            target = source.resource
            if target is not None and target.type in Secret.TYPES and target.mode == "managed":
                yield self.estate.view(Secret, target)
            elif target is not None and target.type in SecretVersion.TYPES and target.mode == "managed":
                match self.estate.view(SecretVersion, target).secret:
                    case Known(secret):
                        yield secret
        match resource.value(path):
            case Known(str(text)):
                yield from self._in_text(text)
            case Known(dict(variables)):
                for text in variables.values():
                    yield from self._in_text(text, whole=True) if isinstance(text, str) else ()

    def _in_text(self, text: str, *, whole: bool = False) -> Iterator[Secret]:
        """The secrets that a text names by ARN, or by name where the name is the *whole* text."""
        names = {text} if whole else set()
        for found in NAMED.findall(text):
            names |= {found, found.removesuffix("-"), SUFFIX.sub("", found)}
        for name in sorted(names & self._by_name.keys()):
            yield from self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, list[Secret]]:
        found: dict[str, list[Secret]] = defaultdict(list)
        for secret in self.estate.of(Secret):
            match secret.name:
                case Known(name):
                    found[name].append(secret)
        return found


def _places(function: Function) -> Iterator[tuple[Resource, Path]]:
    """Where a function's secrets are named: its environment, and the policy documents of its role."""
    yield function.resource, ENVIRONMENT
    match function.role:
        case Known(role):
            for grant in function.estate.joins.grants_of(role):
                yield function.estate.plan.by_address[grant.address], parse_path(grant.at)


def _sources(resource: Resource, path: Path, depth: int = 0) -> Iterator[Source]:
    """What feeds a value, through the data sources on the way."""
    for source in resource.plan.references.sources(resource, path, known=True).items:
        yield source
        target = source.resource
        if target is not None and target.mode == "data" and target.config is not None and depth < DEPTH:
            for name in target.config.expressions or {}:
                yield from _sources(target, (name,), depth + 1)


def _hides(source: Source) -> bool:
    """Whether a secret's name may come through *source* unseen: a local, or a resource that passes on anything."""
    if source.resource is not None:
        return source.resource.type == "terraform_data"
    return "local." in source.text
