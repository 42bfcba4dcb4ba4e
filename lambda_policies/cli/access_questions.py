"""The questions of ``lp access PLAN``, asked of every role and policy that they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from lambda_policies.estate.access.callers import Who
from lambda_policies.estate.access.comparing import Wanted, within, without
from lambda_policies.estate.access.invokers import invoking_roles
from lambda_policies.estate.access.rulings import Ruling
from lambda_policies.iam.matching import matches
from lambda_policies.report.access.answers import Answer
from lambda_policies.report.access.callers import sentence
from lambda_policies.report.access.text import no_role
from lambda_policies.values import Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.callers import Caller
    from lambda_policies.estate.access.comparing import Compared
    from lambda_policies.estate.access.facade import EstateAccess
    from lambda_policies.estate.access.role import RoleAccess
    from lambda_policies.estate.models.function import Function
    from lambda_policies.iam.document import Document

Listed: TypeAlias = "tuple[Sequence[str], Sequence[str]]"


def can(access: EstateAccess, functions: Sequence[Function], action: str, resource: str) -> Iterator[Answer]:
    """Whether the roles of *functions* may do *action* on *resource*, an ARN or pattern; each role once."""
    asked: set[str] = set()
    for function in functions:
        role = access.of_function(function)
        if isinstance(role, Unknown):
            yield Answer(function.address, None, no_role(function), Ruling(None, function.address, hole=role))
        elif role.role.address not in asked:
            asked.add(role.role.address)
            yield _can(_beside(access, role, resource), action, resource)


def _beside(access: EstateAccess, role: RoleAccess, resource: str) -> RoleAccess:
    """The role together with the policy that the plan gives this resource, where it gives one."""
    for policy in access.resource_policies:
        if policy.arn is not None and any(matches(text, resource) for text in (policy.arn, f"{policy.arn}/*")):
            return role.beside(policy.link, access.estate.account or "")
    return role


def _can(role: RoleAccess, action: str, resource: str) -> Answer:
    ruling = role.may((action,), (resource,))
    because = ruling.sentence
    if ruling.answer is False:
        why = role.why_not((action,), (resource,))
        because = f"As {role.role.address}, {action} on {resource} is not allowed: {why}."
    return Answer(role.role.address, ruling.answer, because, ruling)


def who(access: EstateAccess, functions: Sequence[Function]) -> Iterator[Answer]:
    """Everyone whom permissions let invoke the functions, and the roles of the plan that may."""
    for function in functions:
        for caller in access.who_can_invoke(function):
            yield _caller(caller, function)
        for ruling in invoking_roles(access, function):
            yield Answer(ruling.subject, ruling.answer, ruling.sentence, ruling)


def _caller(caller: Caller, function: Function) -> Answer:
    sure = caller.sure and caller.fenced is not None and caller.who is not Who.UNKNOWN
    said = f"{function.address} can be invoked by {sentence(caller)}."
    answer = True if sure else None
    return Answer(caller.address, answer, said, Ruling(answer, caller.address, hole=caller.hole))


def no_more_than(access: EstateAccess, reference: Document, name: str) -> Iterator[Answer]:
    """Whether each allows no more than the document called *name*."""
    words = {True: "allows no more than", False: "allows more than"}
    for one in within(access, reference):
        yield _compared(one, words, name, "may allow more than")


def not_granted(
    access: EstateAccess, wanted: Sequence[tuple[Sequence[str], Sequence[str]]], name: str
) -> Iterator[Answer]:
    """Whether each grants nothing of what the file called *name* lists."""
    listed = [Wanted(tuple(actions), tuple(resources)) for actions, resources in wanted]
    words = {True: "grants nothing of", False: "grants something of"}
    for one in without(access, listed):
        yield _compared(one, words, name, "may grant something of")


def _compared(one: Compared, words: dict[bool, str], name: str, perhaps: str) -> Answer:
    ruling = one.ruling
    if ruling.answer is None:
        said = f"It {perhaps} {name}: {ruling.why_open}."
    elif ruling.answer:
        said = f"It {words[True]} {name}."
    else:
        said = f"It {words[False]} {name}: {ruling.shown_request or 'a request that is not shown'}, by {ruling.chain}."
    return Answer(one.address, ruling.answer, said, ruling)
