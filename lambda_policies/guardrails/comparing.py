"""Two sides of a resource compared: which of the attributes that guard a function got weaker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from lambda_policies.estate.accounts import account_in
from lambda_policies.estate.base import Model
from lambda_policies.estate.models.code_signing_config import CodeSigningConfig
from lambda_policies.estate.models.event_invoke_config import EventInvokeConfig
from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.function_url import FunctionUrl
from lambda_policies.estate.models.log_group import LogGroup
from lambda_policies.estate.models.permission import Permission
from lambda_policies.estate.models.role import Role
from lambda_policies.estate.presence import is_set
from lambda_policies.guardrails.saying import failed, leading, shown, undecided
from lambda_policies.iam.widening import is_wider_pattern, reach
from lambda_policies.values import Absent, Known, Unknown, Value, all_of, any_of, negate
from lambda_policies.verdicts import Verdict

Weaker = Callable[[Any, Value[Any]], bool | None]


class Guard(Struct, frozen=True):
    """An attribute that guards: what of it would be weaker (from its old value and its new), and what is lost then.

    ``leads`` are the guardrails that ask for it by itself, at the same address.
    """

    model: type[Model]
    field: str
    weaker: Weaker
    lost: str
    leads: tuple[str, ...] = ()


def _removed(_: Any, now: Value[Any]) -> bool | None:
    return negate(is_set(now))


def _limit_removed(was: int, now: Value[Any]) -> bool | None:
    """Zero is no limit, it switches a function off."""
    return _removed(was, now) if was > 0 else False


def _shortened(was: int, now: Value[Any]) -> bool | None:
    match now:
        case Known(days):
            return bool(days < was)
        case Unknown():
            return None
    return True


def _no_longer(strong: str) -> Weaker:
    def weaker(was: str, now: Value[Any]) -> bool | None:
        if was != strong:
            return False
        return None if isinstance(now, Unknown) else not isinstance(now, Known) or now.value != strong

    return weaker


NOT_KEPT = "what fails is not kept there any more"
GUARDS = (
    Guard(FunctionUrl, "authorization_type", _no_longer("AWS_IAM"), "the URL no longer asks who calls"),
    Guard(Permission, "function_url_auth_type", _no_longer("AWS_IAM"), "it also lets callers in who did not sign"),
    Guard(
        CodeSigningConfig,
        "policies_untrusted_artifact_on_deployment",
        _no_longer("Enforce"),
        "code that nobody trusted has signed is deployed all the same",
        ("LP406",),
    ),
    Guard(Function, "code_signing_config_arn", _removed, "nobody looks who signed the code", ("LP405",)),
    Guard(Function, "tracing_config_mode", _no_longer("Active"), "its requests are not traced any more", ("LP1201",)),
    Guard(
        Function,
        "reserved_concurrent_executions",
        _limit_removed,
        "the function can take all of the account's concurrency",
        ("LP701",),
    ),
    Guard(Function, "kms_key_arn", _removed, "its environment is no longer encrypted with a key of yours", ("LP605",)),
    Guard(Function, "dead_letter_config_target_arn", _removed, NOT_KEPT, ("LP801",)),
    Guard(EventInvokeConfig, "destination_config_on_failure_destination", _removed, NOT_KEPT),
    Guard(EventSourceMapping, "destination_config_on_failure_destination_arn", _removed, NOT_KEPT, ("LP807",)),
    Guard(Role, "permissions_boundary", _removed, "nothing bounds what the role may be granted", ("LP118",)),
    Guard(LogGroup, "kms_key_id", _removed, "the logs are no longer encrypted with a key of yours", ("LP1204",)),
    Guard(LogGroup, "retention_in_days", _shortened, "events are kept for another time than was decided", ("LP1203",)),
)


def compared(was: Model, now: Model) -> Iterator[Verdict]:
    """A verdict for each attribute of *now* that is weaker than that of *was*, or may be."""
    for guard in GUARDS:
        if isinstance(was, guard.model):
            held, value = getattr(was, guard.field), getattr(now, guard.field)
            answer = guard.weaker(held.value, value) if isinstance(held, Known) else False
            if guard.lost is NOT_KEPT and isinstance(now, Function):
                answer = all_of([answer, negate(kept_elsewhere(now))])
            if answer is not False:
                yield leading(_verdict(now, held, value, answer, guard.lost), *guard.leads)
    match was, now:
        case Permission(), Permission():
            yield from _permission(was, now)


def kept_elsewhere(function: Function) -> bool | None:
    """Whether *function* has another place for events that it fails on."""
    configs = function.invoke_configs
    places = [one.destination_config_on_failure_destination for one in configs.items]
    places.append(function.dead_letter_config_target_arn)
    return any_of([*map(is_set, places), None if configs.rest else False])


def _verdict(now: Model, was: Known[Any], value: Value[Any], answer: bool | None, lost: str) -> Verdict:  # noqa: FBT001
    if answer is None:
        return undecided(now.address, value if isinstance(value, Unknown) else Unknown(was.at), was.at)
    return _weakened(now, was, value, lost)


def _weakened(now: Model, was: Known[Any], value: Value[Any], lost: str) -> Verdict:
    hidden = was.sensitive or (isinstance(value, Known) and value.sensitive)
    before = "(sensitive)" if hidden else shown(was)
    after = "is removed" if isinstance(value, Absent) else f"becomes {'(sensitive)' if hidden else shown(value)}"
    return failed(now.address, was.at, f"{was.at} was {before} and {after}: {lost}.")


def _permission(was: Permission, now: Permission) -> Iterator[Verdict]:
    """Whether more may call. Where somebody else may call now, what narrows that is nothing to compare."""
    before, after = was.principal, now.principal
    conditions = list(_conditions(was, now))
    match before, after:
        case Known(old), Known(new) if reach(new) > reach(old):
            yield _weakened(now, before, after, "more callers are let in than before")
        case Known(old), Known(new) if old == new:
            yield from conditions
        case Known(old), Unknown() as hole if reach(old) < reach("*") or conditions:
            yield undecided(now.address, hole)


def _conditions(was: Permission, now: Permission) -> Iterator[Verdict]:
    narrowing: tuple[tuple[str, Weaker, str], ...] = (
        ("source_arn", _wider, "the caller may act for more resources than before"),
        ("source_account", _open_account(now), "the caller may act for other accounts"),
        ("principal_org_id", _removed, "callers need not be of the organisation any more"),
    )
    for field, weaker, lost in narrowing:
        held, value = getattr(was, field), getattr(now, field)
        answer = weaker(held.value, value) if isinstance(held, Known) else False
        if answer is not False:
            yield _verdict(now, held, value, answer, lost)


def _wider(was: str, now: Value[Any]) -> bool | None:
    match now:
        case Known(text):
            return is_wider_pattern(was, text)
        case Unknown():
            return None
    return True


def _open_account(now: Permission) -> Weaker:
    """An account need not be named where the ARN of the source names one."""

    def weaker(_: str, value: Value[Any]) -> bool | None:
        match now.source_arn:
            case Known(arn) if account_in(arn):
                return False
            case Unknown():
                return False if is_set(value) else None
        return negate(is_set(value))

    return weaker
