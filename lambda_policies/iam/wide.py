"""Whether a statement allows more than it names: whole services, everything but, and every resource there is."""

from __future__ import annotations

from functools import lru_cache

from lambda_policies.data.actions import with_resource, without_resource
from lambda_policies.iam.answers import Answer, Doubt, Fault, answer, hole_in
from lambda_policies.iam.document import Statement
from lambda_policies.iam.globs import is_every_action, is_everything
from lambda_policies.iam.matching import is_broad, matches, may_be_of
from lambda_policies.iam.questions import allows, grants_everything
from lambda_policies.iam.secret_access import SECRET_ACTIONS
from lambda_policies.values import all_of, any_of

INTERFACES = frozenset(
    f"ec2:{name}"
    for name in (
        "AssignPrivateIpAddresses",
        "CreateNetworkInterface",
        "DeleteNetworkInterface",
        "DescribeNetworkInterfaces",
        "UnassignPrivateIpAddresses",
    )
)
"""What Lambda itself does with the network interfaces of functions in a VPC, and cannot be limited to some of them."""


def everything(statement: Statement) -> Answer:
    """Whether it allows every action on every resource."""
    return answer(statement, grants_everything(statement), Fault("allows every action on every resource"))


def whole_service(statement: Statement) -> Answer:
    """Whether it allows every action of a service by ``service:*``, on whatever resource."""
    if statement.actions is None:
        return None
    wide = [text for text in statement.actions.items if _is_whole(text)]
    known = [text for text in wide if _is_open_service(text) or with_resource(_service(text)) is not None]
    if wide and not known and allows(statement) and statement.actions.rest is None:
        return Doubt("names a service that is misspelt or newer than this version's list of services", (wide[0],))
    found = True if known else None if wide or statement.actions.rest else False
    whose = "every" if known and _is_open_service(known[0]) else "a"
    fault = Fault(f"allows every action of {whose} service", tuple(known[:1]))
    return answer(statement, all_of((allows(statement), found)), fault)


def all_but(statement: Statement) -> Answer:
    """Whether it allows all but what it names: NotAction or NotResource."""
    named = "NotAction" if statement.not_actions is not None else "NotResource"
    excludes = statement.not_actions is not None or statement.not_resources is not None
    fault = Fault(f"allows everything but what its {named} names")
    return answer(statement, all_of((allows(statement), excludes)), fault)


def any_trusted_but(statement: Statement) -> Answer:
    """Whether a statement of a trust document lets in everyone but those whom it names: NotPrincipal."""
    excludes = statement.not_principals is not None
    return answer(statement, all_of((allows(statement), excludes)), Fault("trusts everyone but its NotPrincipal"))


def open_resource(statement: Statement) -> Answer:
    """Whether it allows on every resource, account or bucket what could be limited to some."""
    actions, resources = statement.actions, statement.resources
    if actions is None or resources is None or allows(statement) is False:
        return None
    pairs = [(action, text) for text in resources.items if is_broad(text) for action in _meant(text, actions.items)]
    needs = {action: limitable(action) for action, _ in pairs}
    bad = next((pair for pair in pairs if needs[pair[0]]), None)
    if bad is not None:
        whose = "leaves open whose resources it is about"
        says = "allows on every resource what can be limited to some" if bad[1] == "*" else whose
        return answer(statement, allows(statement), Fault(says, bad))
    if _is_open(statement, broad=any(is_broad(text) for text in resources.items)):
        return hole_in(statement)
    strange = next((action for action, needed in needs.items() if needed is None), None)
    says = "allows on every resource an action that is misspelt or newer than this version's list of actions"
    return Doubt(says, (strange,)) if strange else None


def _is_open(statement: Statement, *, broad: bool) -> bool:
    """Whether an action that is not known may meet a broad resource, or a known one a resource that is not known."""
    actions, resources = statement.actions, statement.resources
    if actions is None or resources is None:
        return False
    hidden = resources.rest is not None and not resources.rest.present
    if actions.rest is not None:
        return broad or hidden
    return hidden and any(limitable(action) is not False for action in actions.items)


def _meant(text: str, actions: tuple[str, ...]) -> tuple[str, ...]:
    """The actions that a resource pattern is for: those of its service where there are any."""
    own = tuple(action for action in actions if may_be_of(text, _service(action)) or is_every_action(action))
    return own or actions


@lru_cache(maxsize=4096)
def limitable(pattern: str) -> bool | None:
    """Whether an action pattern matches one that can be limited to resources; None where it matches none that is known.

    Left out are what Lambda does for functions in a VPC, and reading secrets, which is judged by itself.
    """
    service = _service(pattern)
    if _is_open_service(pattern):
        return True if is_every_action(pattern) else None
    limited = [f"{service}:{name}" for name in with_resource(service) or ()]
    free = [f"{service}:{name}" for name in without_resource(service) or ()]
    found = [name for name in limited if matches(pattern, name)]
    if any(name not in INTERFACES and name not in SECRET_ACTIONS for name in found):
        return True
    return False if found or any_of(matches(pattern, name) for name in free) else None


def _service(action: str) -> str:
    return action.partition(":")[0].lower()


def _is_open_service(action: str) -> bool:
    return "*" in _service(action) or "?" in _service(action)


def _is_whole(text: str) -> bool:
    _, colon, name = text.partition(":")
    return is_every_action(text) or (bool(colon) and is_everything(name))
